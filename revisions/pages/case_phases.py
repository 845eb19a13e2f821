"""The case's own strip of phases: with deadlines while others are asked, and with the dates of entry into force.

«Ikrafttredelse» is drawn among the phases as dates; it is not one of them (EF-7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearings.models import ConsultationRound, Hearing
from notifications.models import Event
from regulations.models import AmendmentClause
from revisions.models import Case, Status
from revisions.transitions import Action

from .phases import PART_OF, TO_A_RECOMMENDATION, TO_A_REGULATION, Phase
from .shown_items import announced_on

ASIDE = (Status.POSTPONED, Status.WITHDRAWN)
DECIDING = (Action.MAKE_DECISION, Action.REJECT_ALL, Action.PUBLISH)


@dataclass(frozen=True)
class Recorded:
    """What the strip is drawn from: the case's CASE_STEP events, rounds and hearings, oldest first, and its clauses."""

    steps: Sequence[Event] = ()
    rounds: Sequence[ConsultationRound] = ()
    hearings: Sequence[Hearing] = ()
    clauses: Sequence[AmendmentClause] = ()

    def last(self, *actions: Action) -> Event | None:
        """The last time one of these steps was taken."""
        return next((step for step in reversed(self.steps) if step.payload["action"] in actions), None)


@dataclass(frozen=True)
class InForce:
    """When what the case changed applies; only planned while an endringsforskrift is not announced.

    `is_open` says that a day is left to be decided later.
    """

    days: list[dt.date]
    is_planned: bool = False
    is_open: bool = False

    def __str__(self) -> str:
        text = " · ".join([*(short(day) for day in self.days), *([_("ikke fastsatt")] if self.is_open else [])])
        return _("planlagt %(day)s") % {"day": text} if self.is_planned and self.days else text


def short(day: dt.date | None) -> str:
    """«01.03.2027», or nothing."""
    return f"{day:%d.%m.%Y}" if day else ""


def day_of(step: Event | None) -> dt.date | None:
    """The day a step counts from."""
    return dt.date.fromisoformat(step.payload["on"]) if step else None


def case_phases(case: Case, recorded: Recorded, *, on: dt.date) -> list[Phase]:
    """The strip for the case on the day `on`."""
    way = _way(case, recorded.steps)
    here = way.index(_phase_of(case, recorded.steps))
    dates = _dates(case, recorded)
    strip = [
        Phase(status.label, "done" if at < here else "", dates.get(status, "") if at <= here else "")
        for at, status in enumerate(way)
    ]
    strip[here] = _marked_as_here(strip[here], case, recorded)
    if Status.ANNOUNCED in way:
        announcement = way.index(Status.ANNOUNCED)
        strip[announcement] = replace(strip[announcement], date=_announcement(recorded.clauses))
        strip.insert(announcement + 1, _entry_into_force(recorded.clauses, on=on))
    if case.status in ASIDE:
        # «Utsatt» stands where the case left its way; a withdrawn case has nothing after it.
        strip.insert(here + 1, Phase(Status(case.status).label, "now", short(_last_day(recorded.steps))))
    return strip[: here + 2] if case.status == Status.WITHDRAWN else strip


def _way(case: Case, steps: Sequence[Event]) -> tuple[Status, ...]:
    """The phases this case goes through; one that ended without an endringsforskrift has no announcement."""
    if not case.changes_regulation:
        return TO_A_RECOMMENDATION
    at_the_end = case.status in (Status.FOLLOW_UP, Status.CLOSED)
    if at_the_end and not any(step.payload["to"] == Status.ANNOUNCED for step in steps):
        return tuple(status for status in TO_A_REGULATION if status not in (Status.REGULATION, Status.ANNOUNCED))
    return TO_A_REGULATION


def _phase_of(case: Case, steps: Sequence[Event]) -> Status:
    """The phase the case stands in; for one that rests or is withdrawn, the one it left."""
    status = Status(case.status)
    for step in reversed(steps):
        if status not in ASIDE:
            break
        status = Status(step.payload["from"])
    return Status.RECEIVED if status in ASIDE else PART_OF.get(status, status)


def _dates(case: Case, recorded: Recorded) -> dict[Status, str]:
    """When each phase was entered; an open round or hearing until when, and the decision when it was made."""
    dates = {Status(step.payload["to"]): short(day_of(step)) for step in recorded.steps}
    dates[Status.RECEIVED] = short(case.opened_on)
    dates.pop(Status.REGULATION, None)  # the same day as the decision
    decided = recorded.last(*DECIDING)
    if decided and case.status not in (Status.DECISION, Status.DECISION_PROPOSED):
        dates[Status.DECISION] = short(day_of(decided))
    for status, asked in ((Status.INPUT_ROUND, recorded.rounds), (Status.HEARING, recorded.hearings)):
        if case.status == status and asked:
            dates[status] = _("til %(day)s") % {"day": short(asked[-1].deadline)}
    if case.hearing_omitted_reason and not recorded.hearings:
        dates[Status.HEARING] = _("utelatt")
    return dates


def _marked_as_here(phase: Phase, case: Case, recorded: Recorded) -> Phase:
    if case.status in (Status.CLOSED, *ASIDE):
        return replace(phase, state="done")
    if case.status in PART_OF:
        return Phase(Status(case.status).label, "now", short(_last_day(recorded.steps)))
    return replace(phase, state="now")


def _last_day(steps: Sequence[Event]) -> dt.date | None:
    return day_of(steps[-1]) if steps else None


def _announcement(clauses: Sequence[AmendmentClause]) -> str:
    """The day of the announcement, or the planned one; nothing while no draft holds anything of the case."""
    if not clauses:
        return ""
    days = [announced_on(clause) for clause in clauses]
    if None not in days:
        return short(max(day for day in days if day))
    planned = max(clause.regulation.planned_announcement for clause in clauses)
    return _("planlagt %(day)s") % {"day": short(planned)}


def in_force(clauses: Iterable[AmendmentClause]) -> InForce:
    """The days the clauses enter into force, by the announcement or by its plan (EF-2, EF-3, EF-5)."""
    days: set[dt.date] = set()
    is_planned = is_open = False
    for clause in clauses:
        announced = announced_on(clause)
        is_planned = is_planned or announced is None
        day = clause.starts_on(announced_on=announced or clause.regulation.planned_announcement)
        is_open = is_open or day is None
        days |= {day} if day else set()
    return InForce(sorted(days), is_planned, is_open)


def _entry_into_force(clauses: Sequence[AmendmentClause], *, on: dt.date) -> Phase:
    dates = in_force(clauses)
    done = bool(dates.days) and not (dates.is_planned or dates.is_open) and dates.days[-1] <= on
    return Phase(gettext_lazy("Ikrafttredelse"), "done" if done else "", str(dates))
