"""The parts of the template in their order (FO-2), and how far each of them has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from revisions import rules
from revisions.models import Proposal

SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("oppsummering", gettext_lazy("Oppsummering"), ("summary",)),
    ("begrunnelse", gettext_lazy("Begrunnelse"), ("reasons",)),
    (
        "konsekvenser",
        gettext_lazy("Konsekvenser"),
        ("professional_consequences", "organisational_consequences", "economic_consequences"),
    ),
    ("utdanning", gettext_lazy("Leger som allerede er i utdanning"), ("trainee_consequences",)),
    ("endringspunkter", gettext_lazy("Endringspunkter"), ("items",)),
    ("aktiviteter", gettext_lazy("Læringsaktiviteter"), ("activities_effect",)),
    ("sjekkliste", gettext_lazy("Sjekkliste"), Proposal.CHECKLIST),
    ("konklusjon", gettext_lazy("Konklusjon og vurdering"), ("conclusion",)),
    ("vedlegg", gettext_lazy("Vedlegg"), ()),
)


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


def progress_of(proposal: Proposal) -> Progress:
    """Where the proposal stands, part by part. No query when all that belongs to it is fetched."""
    missing = rules.missing_parts(proposal)
    counts = {
        "endringspunkter": len(proposal.items.all()),
        "aktiviteter": len(proposal.activity_changes.all()) + len(proposal.elaboration_changes.all()),
        "vedlegg": len(proposal.attachments.all()),
    }
    return Progress([_part(proposal, section, missing, counts) for section in SECTIONS])


def _part(
    proposal: Proposal,
    section: tuple[str, Promise, tuple[str, ...]],
    missing: Iterable[rules.Missing],
    counts: dict[str, int],
) -> Part:
    slug, title, fields = section
    lacks = [one for one in missing if one.field in fields]
    if slug == "sjekkliste":
        note = _("%(done)s av %(all)s") % {"done": len(fields) - len(lacks), "all": len(fields)}
    elif lacks:
        note = _("mangler")
    elif counts.get(slug):
        note = str(counts[slug])
    else:
        note = ""
    texts = [name for name in fields if name != "items" and slug != "sjekkliste"]
    has_something = bool(counts.get(slug)) or (bool(texts) and all(getattr(proposal, name).strip() for name in texts))
    is_done = not lacks and (has_something or slug == "sjekkliste")
    return Part(slug, title, is_done, note or ("" if is_done else _("ingen")), lacks)
