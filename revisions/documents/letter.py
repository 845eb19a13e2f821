"""The letter that tells a sender what was decided, point by point, with the reasons (SA-6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.template.loader import render_to_string

from objectives.printing.fonts import found
from revisions.models import Decision, DecisionLetter, RecommendationDecision
from revisions.pages.case_items import CaseItem
from revisions.pages.case_recommendations import Recommendation
from revisions.pages.shown_items import SHOWN_WITH, headings_for

STYLE_SHEET = "revisions/proposal_print.css"


@dataclass(frozen=True, kw_only=True)
class LetterPrint:
    """All that is printed of a letter."""

    letter: DecisionLetter
    decided_on: dt.date
    decided_by: str
    items: Sequence[CaseItem]
    recommendations: Sequence[Recommendation]

    @property
    def has_adopted_items(self) -> bool:
        """Whether something goes on to an endringsforskrift."""
        return any(row.decision and row.decision.adopts for row in self.items)

    @property
    def publishes(self) -> bool:
        """Whether a recommendation was published with the decision (SA-3)."""
        return any(row.decision and row.decision.adopts for row in self.recommendations)

    @property
    def postpones(self) -> bool:
        """Whether something is left to be decided later."""
        decided = [*(row.decision for row in self.items), *(row.decision for row in self.recommendations)]
        return any(one is not None and one.outcome == Decision.Outcome.POSTPONE for one in decided)

    @property
    def file_name(self) -> str:
        """«vedtaksbrev-2026-00123-17.pdf»."""
        return f"vedtaksbrev-{self.letter.case.number.replace('/', '-')}-{self.letter.proposal_id}.pdf"


def build_letter(letter: DecisionLetter) -> LetterPrint:
    """What was decided at the letter's moment on its proposal; later decisions are another letter's."""
    made_then = Decision.objects.filter(item__proposal=letter.proposal, decided_at=letter.decided_at)
    decisions = {row.item_id: row for row in made_then.select_related("supersedes", "decided_by")}
    items = list(
        letter.proposal.items.filter(pk__in=decisions)
        .select_related(*SHOWN_WITH)
        .prefetch_related("merged__objective")
        .order_by("position", "pk")
    )
    recommendations = _recommendations(letter, first=len(items) + 1)
    decided = [*decisions.values(), *(row.decision for row in recommendations)]
    made = next((one for one in decided if one and one.decided_on and one.decided_by), None)
    on = made.decided_on if made and made.decided_on else letter.decided_at.date()
    headings = headings_for(items, on=on)
    return LetterPrint(
        letter=letter,
        decided_on=on,
        decided_by=str(made.decided_by) if made else "",
        items=[CaseItem(number, item, headings, decision=decisions[item.pk]) for number, item in enumerate(items, 1)],
        recommendations=recommendations,
    )


def _recommendations(letter: DecisionLetter, *, first: int) -> list[Recommendation]:
    about = Q(activity_change__proposal=letter.proposal) | Q(elaboration_change__proposal=letter.proposal)
    rows = RecommendationDecision.objects.filter(about, decided_at=letter.decided_at)
    rows = rows.select_related("activity_change", "elaboration_change__objective", "supersedes", "decided_by").order_by(
        "pk"
    )
    return [Recommendation(number, row.change, row) for number, row in enumerate(rows, start=first)]


def letter_html(document: LetterPrint) -> str:
    """The letter as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    context = {"document": document, "letter": document.letter, "proposal": document.letter.proposal}
    return render_to_string("revisions/print/letter.html", context)


def letter_style() -> str:
    """The style sheet of the printed letter: the proposal's. Raises FilesMissing."""
    return found(STYLE_SHEET).read_text(encoding="utf-8")
