"""The case's change items as its page shows them: what changes, what follows, what to watch, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from objectives import rules as register_rules
from objectives.models import ObjectiveVersion
from objectives.rows import objective_url
from organisations.refusals import RuleViolation
from regulations.models import AmendmentClause
from revisions.forms.items import EFFECT_HINTS, KIND_HINTS
from revisions.models import Case, ChangeItem, Decision, Proposal
from revisions.views.tables import headings_of

from .case_phases import announced_on

# How a position is drawn: ✓ ± ✕ –
MARKS = {
    Decision.Outcome.ADOPT: "ja",
    Decision.Outcome.ADOPT_WITH_CHANGES: "delvis",
    Decision.Outcome.REJECT: "nei",
    Decision.Outcome.POSTPONE: "ingen",
}


@dataclass(frozen=True)
class Warned:
    """Something to know about an item before going on, and where to read more."""

    text: str
    url: str = ""
    link: str = ""


@dataclass
class CaseItem:
    """One change item: `number` counts through the whole case, whatever proposal it came with."""

    number: int
    item: ChangeItem
    heading: str
    """The temaoverskrift, or the chapter where there is none."""
    decision: Decision | None = None
    warnings: list[Warned] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.item.objective.code if self.item.objective else ""

    @property
    def name(self) -> str:
        """«GAK-091», or what it is while it has no code."""
        return self.code or _("Nytt læringsmål")

    @property
    def url(self) -> str:
        return objective_url(self.code) if self.code else ""

    @property
    def kind(self) -> str:
        """«Faglig endring, skjerpet»."""
        effect = self.item.get_effect_display().partition(":")[0].lower()
        return f"{self.item.get_kind_display()}, {effect}" if effect else self.item.get_kind_display()

    @property
    def follows(self) -> list[str | Promise]:
        """What follows from the kind and the effect: code, date, what carries over (ID-3 … ID-5, EF-2, EF-3)."""
        return [hint for hint in (KIND_HINTS[self.item.kind], EFFECT_HINTS.get(self.item.effect)) if hint]

    @property
    def clause(self) -> AmendmentClause | None:
        return self.item.clause

    @property
    def mark(self) -> str:
        return MARKS[Decision.Outcome(self.decision.outcome)] if self.decision else "venter"

    @property
    def new_code(self) -> str:
        """The code it got, once the act is announced; a reserved one is not given yet."""
        clause = self.clause
        is_given = clause is not None and clause.regulation.is_announced and clause.new_objective is not None
        return clause.new_objective.code if is_given and clause and clause.new_objective else ""

    @property
    def new_code_url(self) -> str:
        return objective_url(self.new_code) if self.new_code else ""

    @property
    def act_url(self) -> str:
        """The announced act, which everyone may read; nothing before it is announced."""
        act = self.clause.regulation.act if self.clause else None
        return reverse("regulations:act", args=[act.decided_on.year, act.number]) if act else ""

    @property
    def draft_url(self) -> str:
        """The draft that holds the item, which is the directorate's own."""
        return reverse("regulations:regulation", args=[self.clause.regulation_id]) if self.clause else ""

    @property
    def announced(self) -> dt.date | None:
        return announced_on(self.clause) if self.clause else None

    @property
    def in_force(self) -> dt.date | None:
        if self.clause is None:
            return None
        planned = self.clause.regulation.planned_announcement
        return self.clause.starts_on(announced_on=self.announced or planned)


def items_of(proposals: Iterable[Proposal]) -> QuerySet[ChangeItem]:
    """The proposals' change items with all that a row of them shows, in the order of the case."""
    return (
        ChangeItem.objects.filter(proposal__in=proposals)
        .select_related(
            "objective", "basis", "chapter", "after", "proposal", "clause__new_objective", "clause__regulation__act"
        )
        .order_by("proposal_id", "position", "pk")
    )


def case_items(items: Sequence[ChangeItem], *, decisions: dict[int, Decision], on: dt.date) -> list[CaseItem]:
    """The items as rows, with the decision that stands for each."""
    headings = headings_of((item.theme_id for item in items), on=on)
    return [
        CaseItem(
            number,
            item,
            heading=headings.get(item.theme_id or 0, str(item.chapter or "")),
            decision=decisions.get(item.pk),
        )
        for number, item in enumerate(items, start=1)
    ]


def add_warnings(rows: Sequence[CaseItem], *, case: Case) -> None:
    """What the caseworker must know: the text has changed since, or another open case touches it too."""
    open_rows = [row for row in rows if row.item.objective_id and not (row.clause and row.clause.regulation.act_id)]
    if not open_rows:
        return
    objectives = {row.item.objective_id for row in open_rows if row.item.objective_id}
    latest = latest_versions(objectives)
    elsewhere = _other_cases(objectives, case=case)
    for row in open_rows:
        row.warnings += changed_since(row.item, latest.get(row.item.objective_id or 0))
        row.warnings += elsewhere.get(row.item.objective_id or 0, [])


def latest_versions(objectives: set[int]) -> dict[int, ObjectiveVersion]:
    rows = ObjectiveVersion.objects.filter(objective__in=objectives).order_by("valid")
    return {row.objective_id: row for row in rows.select_related("objective", "enacted_by", "repealed_by")}


def changed_since(item: ChangeItem, latest: ObjectiveVersion | None) -> list[Warned]:
    if item.objective is None:
        return []
    try:
        register_rules.text_to_change(item.objective, latest=latest, basis_id=item.basis_id or 0)
    except RuleViolation as refusal:
        return [Warned(refusal.message, objective_url(item.objective.code), item.objective.code)]
    return []


def _other_cases(objectives: set[int], *, case: Case) -> dict[int, list[Warned]]:
    """Which of these læringsmål other cases under way would change too."""
    found: dict[int, list[Warned]] = {}
    rows = (
        ChangeItem.objects.filter(objective__in=objectives, proposal__case__in=Case.objects.under_way())
        .exclude(proposal__case=case)
        .exclude(clause__regulation__act__isnull=False)
        .select_related("objective", "proposal__case")
        .order_by("-proposal__case__number")
    )
    for row in rows:
        other = row.proposal.case
        if other is not None and row.objective is not None:
            text = _("Sak %(number)s gjelder også %(code)s.") % {"number": other.number, "code": row.objective.code}
            found.setdefault(row.objective.pk, []).append(Warned(text, other.get_absolute_url(), other.title))
    return found
