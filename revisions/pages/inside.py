"""What the directorate alone sees of a case: how complete it is, what it touches, its files, notes and questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from notifications.models import Event
from organisations.models import User
from revisions import permissions, rules
from revisions.models import (
    Attachment,
    Case,
    CaseNote,
    ConsequenceAssessment,
    PrincipleClarification,
    Proposal,
    Status,
)
from revisions.services.handling import assessment_of

from .case_items import CaseItem
from .impact import Impact, impact_of

LATEST_NOTES = 3
# In these phases it is the completeness that is assessed.
_ASSESSED = (Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED)


@dataclass(frozen=True)
class Completeness:
    """What the system finds missing in one proposal, and what it was last sent back for (SA-4, FO-4)."""

    proposal: Proposal
    missing: list[rules.Missing]


@dataclass(frozen=True)
class Returned:
    """The last time the case was sent back: when, until when, and with what list."""

    day: dt.date
    note: str
    deadline: dt.date | None


@dataclass
class Inside:
    """What only the directorate sees."""

    impact: Impact
    watchers: list[User]
    watches: bool
    files: list[Attachment]
    notes: list[CaseNote]
    has_more_notes: bool
    assessment: ConsequenceAssessment | None
    clarifications: list[PrincipleClarification]
    completeness: list[Completeness] = field(default_factory=list)
    returned: Returned | None = None
    may_handle: bool = False
    may_write_notes: bool = False
    may_take_out: bool = False


def inside_of(
    case: Case,
    *,
    rows: Sequence[CaseItem],
    proposals: Sequence[Proposal],
    steps: Sequence[Event],
    user: User,
    on: dt.date,
) -> Inside:
    """A fixed number of queries, plus four for each proposal while its completeness is assessed."""
    watchers = list(case.watchers.order_by("name"))
    notes = list(case.notes.select_related("written_by")[: LATEST_NOTES + 1])
    is_assessed = case.status in _ASSESSED
    return Inside(
        impact=impact_of(case, rows=rows, proposals=proposals, on=on),
        watchers=watchers,
        watches=user in watchers,
        files=[attached for proposal in proposals for attached in proposal.attachments.all()],
        notes=notes[:LATEST_NOTES],
        has_more_notes=len(notes) > LATEST_NOTES,
        assessment=assessment_of(case),
        clarifications=list(case.clarifications.all()),
        completeness=[Completeness(one, rules.missing_parts(one)) for one in proposals] if is_assessed else [],
        returned=_returned(steps) if is_assessed else None,
        may_handle=permissions.may_handle(user, case) and not case.is_ended,
        may_write_notes=permissions.may_write_notes(user, case),
        may_take_out=permissions.may_handle(user, case) and len(proposals) > 1 and case.status in rules.JOINABLE,
    )


def _returned(steps: Sequence[Event]) -> Returned | None:
    last = next((step for step in reversed(steps) if step.payload["to"] == Status.RETURNED.value), None)
    if last is None:
        return None
    due_on = last.payload.get("due_on")
    return Returned(
        day=dt.date.fromisoformat(last.payload["on"]),
        note=last.payload.get("note", ""),
        deadline=dt.date.fromisoformat(due_on) if due_on else None,
    )
