"""A case's courses, procedures and utdypende tekst as its page shows them: what changes, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from revisions.models import (
    ActivityChange,
    Case,
    Decision,
    ElaborationChange,
    Proposal,
    RecommendationDecision,
    key_of,
)

from .case_items import MARKS


@dataclass(frozen=True)
class Recommendation:
    """One change: `number` counts on after the case's change items."""

    number: int
    change: ActivityChange | ElaborationChange
    decision: RecommendationDecision | None = None

    @property
    def slug(self) -> str:
        """«aktivitet» or «utdypende», as it stands in addresses."""
        return key_of(self.change)[0]

    @property
    def is_activity(self) -> bool:
        return isinstance(self.change, ActivityChange)

    @property
    def name(self) -> str:
        if isinstance(self.change, ActivityChange):
            return f"{self.change.get_kind_display()}: {self.change}"
        return _("Utdypende tekst til %(code)s") % {"code": self.change.objective.code}

    @property
    def kind(self) -> str:
        """New, changed or gone."""
        if isinstance(self.change, ActivityChange):
            return str(self.change.action.label)
        if not self.change.old_text:
            return _("Ny")
        return _("Endres") if self.change.new_text else _("Utgår")

    @property
    def old(self) -> str:
        return self.change.current if isinstance(self.change, ActivityChange) else self.change.old_text

    @property
    def new(self) -> str:
        return self.change.proposed if isinstance(self.change, ActivityChange) else self.change.new_text

    @property
    def facts(self) -> list[str]:
        """What there is to say of a course or a procedure beside its title."""
        if not isinstance(self.change, ActivityChange):
            return []
        minimum = self.change.proposed_minimum
        times = _("anbefalt minst %(count)s ganger") % {"count": minimum} if minimum else ""
        codes = _("Læringsmål: %(codes)s") % {"codes": ", ".join(self.change.codes)} if self.change.codes else ""
        return [line for line in (self.change.course_kind, times, codes) if line]

    @property
    def own(self) -> str:
        """The directorate's own text, where it has one."""
        return self.decision.text if self.decision else ""

    @property
    def mark(self) -> str:
        return MARKS[Decision.Outcome(self.decision.outcome)] if self.decision else "venter"


def recommendations_in(
    proposals: Sequence[Proposal], *, decisions: Mapping[tuple[str, int], RecommendationDecision], first: int
) -> list[Recommendation]:
    """What these proposals would change beside the forskrift, numbered from `first`."""
    changes: list[ActivityChange | ElaborationChange] = []
    for proposal in proposals:
        changes += [*proposal.activity_changes.all(), *proposal.elaboration_changes.all()]
    return [
        Recommendation(number, change, decisions.get(key_of(change)))
        for number, change in enumerate(changes, start=first)
    ]


def recommendation_url(case: Case, row: Recommendation) -> str:
    """The address where its outcome is written."""
    year, serial = case.number.split("/")
    return reverse("revisions:recommendation_outcome", args=[year, serial, row.slug, row.change.pk])
