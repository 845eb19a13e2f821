"""The proposal as the template (malen) sets it out: title, parts in order and the three tables (FO-1, FO-2, FO-3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from objectives.printing.fonts import found
from revisions import rules
from revisions.models import ActivityChange, ElaborationChange, Endorsement, Proposal
from revisions.pages.shown_items import ShownItem, headings_for

STYLE_SHEET = "revisions/proposal_print.css"


@dataclass(frozen=True)
class TextPart:
    """A heading of the template with what stands under it."""

    heading: str
    text: str
    is_sub: bool = False


@dataclass(frozen=True, kw_only=True)
class ProposalPrint:
    """All that is printed of a proposal; `version` is None for a draft."""

    proposal: Proposal
    title: str
    version: int | None
    made_at: dt.datetime
    before: Sequence[TextPart]
    after: Sequence[TextPart]
    conclusion: TextPart
    endorsements: Sequence[Endorsement]
    items: Sequence[ShownItem]
    courses: Sequence[ActivityChange]
    procedures: Sequence[ActivityChange]
    elaborations: Sequence[ElaborationChange]
    checked: Sequence[str]
    confirmed: Sequence[tuple[str, bool]]

    @property
    def file_name(self) -> str:
        """«forslag-17-gastroenterologisk-kirurgi-versjon-2.pdf»."""
        state = f"versjon-{self.version}" if self.version else "utkast"
        return f"forslag-{self.proposal.pk}-{slugify(self.proposal.specialty.slug)}-{state}.pdf"


def build_proposal(proposal: Proposal, *, version: int | None, on: dt.date) -> ProposalPrint:
    """What is printed of the proposal, with temaoverskrifter as they read on the day."""
    activities, items = list(proposal.activity_changes.all()), list(proposal.items.all())
    headings = headings_for(items, on=on)
    labels = {column.name: str(column.verbose_name) for column in Proposal._meta.fields}
    return ProposalPrint(
        proposal=proposal,
        title=proposal.title,
        version=version,
        made_at=timezone.now(),
        before=_before(proposal),
        after=_after(proposal),
        conclusion=TextPart(_("Konklusjon og vurdering"), proposal.conclusion),
        endorsements=list(proposal.endorsements.all()),
        items=[ShownItem(number, item, headings) for number, item in enumerate(items, start=1)],
        courses=[row for row in activities if row.kind == ActivityChange.Kind.COURSE],
        procedures=[row for row in activities if row.kind == ActivityChange.Kind.PROCEDURE],
        elaborations=list(proposal.elaboration_changes.all()),
        checked=rules.checked(proposal),
        confirmed=[(labels[name], getattr(proposal, name)) for name in Proposal.CHECKLIST],
    )


def _before(proposal: Proposal) -> list[TextPart]:
    parts = [TextPart(_("Oppsummering"), proposal.summary), TextPart(_("Begrunnelse"), proposal.reasons)]
    if proposal.all_specialties_argument.strip():
        parts.append(
            TextPart(_("Hvorfor det kan nås i alle spesialitetene"), proposal.all_specialties_argument, is_sub=True)
        )
    return parts


def _after(proposal: Proposal) -> list[TextPart]:
    """The consequences, and for læringsmål those for LIS already in training (FO-2)."""
    return [
        TextPart(_("Konsekvenser"), ""),
        TextPart(_("Faglige"), proposal.professional_consequences, is_sub=True),
        TextPart(_("Organisatoriske"), proposal.organisational_consequences, is_sub=True),
        TextPart(_("Økonomiske og administrative"), proposal.economic_consequences, is_sub=True),
        TextPart(_("Leger som allerede er i utdanning"), proposal.trainee_consequences),
        TextPart(_("Virkning for nasjonale læringsaktiviteter"), proposal.activities_effect),
        TextPart(_("Behov for nye lokale læringsaktiviteter"), proposal.local_activities_effect),
    ]


def proposal_html(document: ProposalPrint) -> str:
    """The document as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return render_to_string("revisions/print/proposal.html", {"document": document, "proposal": document.proposal})


def proposal_style() -> str:
    """The style sheet of the printed proposal. Raises FilesMissing."""
    return found(STYLE_SHEET).read_text(encoding="utf-8")
