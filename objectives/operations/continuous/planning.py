"""What the operations make of the elaborations and activities, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from objectives.rules import continuous as rules

from .types import (
    ActivityFacts,
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
)


@dataclass(frozen=True, kw_only=True)
class Continuous:
    """Elaborations by code and activities by key, with the day each læringsmål ends (None while nothing ends it).

    A code that is not in `ends` has no text. An activity added in memory gets a negative key.
    """

    elaborations: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[int, ActivityFacts] = field(default_factory=dict)
    ends: Mapping[str, dt.date | None] = field(default_factory=dict)
    specialties: frozenset[str] = frozenset()


def apply_continuously_to(before: Continuous, operations: Sequence[ContinuousOperation], *, on: dt.date) -> Continuous:
    """The same after the operations, one after the other; raises RuleViolation for the first that does not hold."""
    after = before
    for operation in operations:
        after = _applied(after, operation, on=on)
    return after


def _applied(before: Continuous, operation: ContinuousOperation, *, on: dt.date) -> Continuous:
    match operation:
        case SetElaboration():
            return _set_elaboration(before, operation, on=on)
        case RemoveElaboration():
            return _remove_elaboration(before, operation)
        case AddActivity():
            new = min([0, *before.activities]) - 1
            return _with_activity(before, new, operation.facts, on=on)
        case ChangeActivity():
            _is_as_read(before, operation)
            rules.changes_something(operation.facts.title, operation.facts != operation.basis)
            return _with_activity(before, operation.pk, operation.facts, on=on)
        case RemoveActivity():
            _is_as_read(before, operation)
            rest = {pk: facts for pk, facts in before.activities.items() if pk != operation.pk}
            return replace(before, activities=rest)


def _is_as_read(before: Continuous, operation: ChangeActivity | RemoveActivity) -> None:
    rules.is_what_was_read(operation.basis.title, now=before.activities.get(operation.pk), read=operation.basis)


def _remove_elaboration(before: Continuous, operation: RemoveElaboration) -> Continuous:
    code, now = operation.code, before.elaborations.get(operation.code, "")
    rules.is_what_was_read(code, now=now, read=operation.basis)
    rules.elaboration_is_there(code, now)
    return replace(before, elaborations={key: text for key, text in before.elaborations.items() if key != code})


def _set_elaboration(before: Continuous, operation: SetElaboration, *, on: dt.date) -> Continuous:
    code, now = operation.code, before.elaborations.get(operation.code, "")
    rules.objective_lasts(code, known=code in before.ends, ends=before.ends.get(code), on=on)
    rules.is_what_was_read(code, now=now, read=operation.basis)
    rules.elaboration_is_written(code, operation.text)
    rules.changes_something(code, operation.text.strip() != now)
    return replace(before, elaborations={**before.elaborations, code: operation.text.strip()})


def _with_activity(before: Continuous, pk: int, facts: ActivityFacts, *, on: dt.date) -> Continuous:
    rules.specialty_is_known(facts.specialty, known=facts.specialty in before.specialties)
    rules.activity_is_described(
        facts.title, activity=facts.activity, course_kind=facts.course_kind, minimum=facts.minimum_repetitions
    )
    others = [
        other.title
        for key, other in before.activities.items()
        if key != pk and (other.specialty, other.activity) == (facts.specialty, facts.activity)
    ]
    rules.title_is_free(facts.title, others=others)
    linked_before = before.activities[pk].codes if pk in before.activities else frozenset()
    # A link that was there stays when its læringsmål is repealed; only new ones are asked about.
    for code in sorted(facts.codes - linked_before):
        rules.objective_lasts(code, known=code in before.ends, ends=before.ends.get(code), on=on)
    return replace(before, activities={**before.activities, pk: facts})
