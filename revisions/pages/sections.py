"""The parts of the template in their order (FO-2), and how far each of them has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from revisions import rules
from revisions.models import Proposal


class Section(NamedTuple):
    """A part of the template: its texts, and the tables and fields beside them that may be what it lacks."""

    slug: str
    title: Promise
    texts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


SECTIONS = (
    Section("oppsummering", gettext_lazy("Oppsummering"), ("summary",)),
    Section("begrunnelse", gettext_lazy("Begrunnelse"), ("reasons",), ("all_specialties_argument",)),
    Section("forankring", gettext_lazy("Forankring"), (), (rules.ENDORSEMENTS,)),
    Section(
        "konsekvenser",
        gettext_lazy("Konsekvenser"),
        ("professional_consequences", "organisational_consequences", "economic_consequences"),
    ),
    Section("utdanning", gettext_lazy("Leger som allerede er i utdanning"), ("trainee_consequences",)),
    Section("endringspunkter", gettext_lazy("Endringspunkter"), (), (rules.ITEMS,)),
    Section(
        "aktiviteter",
        gettext_lazy("Læringsaktiviteter"),
        ("activities_effect", "local_activities_effect"),
        (rules.ACTIVITIES,),
    ),
    Section("sjekkliste", gettext_lazy("Sjekkliste"), (), Proposal.CHECKLIST),
    Section("konklusjon", gettext_lazy("Konklusjon og vurdering"), ("conclusion",)),
    Section("vedlegg", gettext_lazy("Vedlegg"), (), (rules.ATTACHMENTS,)),
)
# Where on the page a table stands; a field has its own place.
_TABLES = {
    rules.ITEMS: "endringspunkter",
    rules.ACTIVITIES: "aktiviteter",
    rules.ATTACHMENTS: "vedlegg",
    rules.ENDORSEMENTS: "forankring",
}


@dataclass(frozen=True)
class Line:
    """A sentence with the rule it comes from, and where it leads: a place in the form, or a change item of its own."""

    message: str
    authority: str
    anchor: str
    item: int | None = None


def lines_of(found: Iterable[rules.Missing]) -> list[Line]:
    """What is missing or remarked on, each with its place in the form."""
    return [Line(one.message, one.authority, _TABLES.get(one.field, f"id_{one.field}"), one.item) for one in found]


@dataclass(frozen=True)
class Part:
    """A part of the template: `is_done` when nothing is missing and there is something there; `note` in few words."""

    slug: str
    title: str | Promise
    is_done: bool
    note: str
    missing: list[rules.Missing] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """Every part of a proposal, and all that is missing before it can be sent."""

    parts: list[Part]

    @property
    def missing(self) -> list[rules.Missing]:
        return [missing for part in self.parts for missing in part.missing]

    @property
    def lines(self) -> list[Line]:
        """All that is missing, each with its place in the form."""
        return lines_of(self.missing)

    @property
    def finished(self) -> int:
        """How many parts are filled in."""
        return sum(part.is_done for part in self.parts)

    @property
    def total(self) -> int:
        """How many parts there are to fill in: those that may be left out count only when they are there."""
        return sum(part.is_done or bool(part.missing) for part in self.parts)

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Control:
    """What stops nobody: what should be considered, and what the system has looked at itself."""

    remarks: list[Line]
    checked: list[str]


def control_of(proposal: Proposal, *, on: dt.date) -> Control:
    """What the system remarks on and has checked, for those who write or send the proposal."""
    return Control(lines_of(rules.remarks(proposal, on=on)), rules.checked(proposal))


def progress_of(proposal: Proposal) -> Progress:
    """Where the proposal stands, part by part. No query when its tables and attachments are fetched."""
    missing = rules.missing_parts(proposal)
    counts = {
        "forankring": len(proposal.endorsements.all()),
        "endringspunkter": len(proposal.items.all()),
        "aktiviteter": len(proposal.activity_changes.all()) + len(proposal.elaboration_changes.all()),
        "vedlegg": len(proposal.attachments.all()),
    }
    return Progress([_part(proposal, section, missing, counts) for section in SECTIONS])


def _part(proposal: Proposal, section: Section, missing: Iterable[rules.Missing], counts: dict[str, int]) -> Part:
    lacks = [one for one in missing if one.field in (*section.texts, *section.also)]
    is_checklist = section.slug == "sjekkliste"
    count = counts.get(section.slug)
    if is_checklist:
        note = _("%(done)s av %(all)s") % {"done": len(section.also) - len(lacks), "all": len(section.also)}
    elif lacks:
        note = _("mangler")
    else:
        note = str(count) if count else ""
    texts = [getattr(proposal, name).strip() for name in section.texts]
    has_something = is_checklist or bool(count) or (bool(texts) and all(texts))
    is_done = not lacks and has_something
    return Part(section.slug, section.title, is_done, note or ("" if is_done else _("ingen")), lacks)
