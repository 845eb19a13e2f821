"""Writing the operations: all of them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.db import models, transaction

from notifications.models import Verb
from notifications.services import Telling, record_all
from objectives.models import Elaboration, LearningActivity, Objective, ObjectiveVersion
from organisations.models import Specialty, User

from .planning import Continuous, apply_continuously_to
from .types import (
    ActivityFacts,
    ActivityOperation,
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    ElaborationOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
    told,
)

VERBS: dict[type[ContinuousOperation], Verb] = {
    SetElaboration: Verb.ELABORATION_CHANGED,
    RemoveElaboration: Verb.ELABORATION_REMOVED,
    AddActivity: Verb.ACTIVITY_ADDED,
    ChangeActivity: Verb.ACTIVITY_CHANGED,
    RemoveActivity: Verb.ACTIVITY_REMOVED,
}


def check_continuously(operations: Sequence[ContinuousOperation], *, on: dt.date) -> None:
    """Whether they can be applied as things stand; raises RuleViolation for the first that can't. Locks nothing."""
    apply_continuously_to(load_continuous(operations), operations, on=on)


@transaction.atomic
def apply_continuously(
    operations: Sequence[ContinuousOperation], *, on: dt.date, reason: str, by: User, case_number: str = ""
) -> list[models.Model]:
    """Write all the operations, or none of them, with one event each; the rows written, in their order.

    `reason` is kept with each version. Raises RuleViolation for the first operation that does not hold on the day.
    """
    _lock(operations)
    apply_continuously_to(load_continuous(operations), operations, on=on)
    written = [_write(operation, reason=reason, by=by) for operation in operations]
    tellings = [
        Telling(VERBS[type(operation)], row, told(operation) | {"reason": reason}, label=str(row))
        for operation, row in zip(operations, written, strict=True)
    ]
    record_all(actor=by, tellings=tellings, case_number=case_number)
    return written


def load_continuous(operations: Sequence[ContinuousOperation]) -> Continuous:
    """What the operations are about, and all the activities their titles must differ from. Five queries at most."""
    codes = {code for operation in operations for code in _codes(operation)}
    specialties = {slug for operation in operations for slug in _specialties(operation)}
    elaborations = Elaboration.objects.filter(objective__code__in=codes).values_list("objective__code", "text")
    named = {operation.pk for operation in operations if isinstance(operation, ChangeActivity | RemoveActivity)}
    activities = LearningActivity.objects.filter(models.Q(pk__in=named) | models.Q(specialty__slug__in=specialties))
    return Continuous(
        elaborations=dict(elaborations),
        activities={row.pk: facts_of(row) for row in _with_links(activities)},
        ends=_ends(codes),
        specialties=frozenset(Specialty.objects.filter(slug__in=specialties).values_list("slug", flat=True)),
    )


def facts_of(activity: LearningActivity) -> ActivityFacts:
    """The activity as the operations speak of it; reads its specialty and læringsmål."""
    return ActivityFacts(
        specialty=activity.specialty.slug,
        activity=activity.kind,
        title=activity.title,
        course_kind=activity.course_kind,
        minimum_repetitions=activity.minimum_repetitions,
        codes=frozenset(objective.code for objective in activity.objectives.all()),
    )


def _with_links(activities: models.QuerySet[LearningActivity]) -> Iterable[LearningActivity]:
    return activities.select_related("specialty").prefetch_related("objectives")


def _ends(codes: Iterable[str]) -> dict[str, dt.date | None]:
    """The first day without a text, of each læringsmål that has one."""
    versions = ObjectiveVersion.objects.filter(objective__code__in=codes).order_by("valid")
    return {code: valid.upper for code, valid in versions.values_list("objective__code", "valid")}


def _codes(operation: ContinuousOperation) -> frozenset[str]:
    match operation:
        case SetElaboration() | RemoveElaboration():
            return frozenset({operation.code})
        case AddActivity() | ChangeActivity():
            return operation.facts.codes
        case RemoveActivity():
            return frozenset()


def _specialties(operation: ContinuousOperation) -> tuple[str, ...]:
    match operation:
        case AddActivity() | ChangeActivity():
            return (operation.facts.specialty,)
        case _:
            return ()


def _lock(operations: Sequence[ContinuousOperation]) -> None:
    """Lock what is touched in one order: specialties (whose titles must differ), læringsmål, activities."""
    specialties = {slug for operation in operations for slug in _specialties(operation)}
    codes = {one.code for one in operations if isinstance(one, ElaborationOperation)}
    named = {one.pk for one in operations if isinstance(one, ChangeActivity | RemoveActivity)}
    list(Specialty.objects.select_for_update(no_key=True).filter(slug__in=specialties).order_by("pk"))
    list(Objective.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("code"))
    list(LearningActivity.objects.select_for_update().filter(pk__in=named).order_by("pk"))


def _write(operation: ContinuousOperation, *, reason: str, by: User) -> models.Model:
    if isinstance(operation, ElaborationOperation):
        return _write_elaboration(operation, _signed(reason, by))
    return _write_activity(operation, _signed(reason, by))


def _signed(reason: str, by: User) -> Callable[[models.Model], None]:
    def sign(row: models.Model) -> None:
        row._history_user = by  # type: ignore[attr-defined]
        row._change_reason = reason[:100]  # type: ignore[attr-defined]

    return sign


def _write_elaboration(operation: ElaborationOperation, sign: Callable[[models.Model], None]) -> models.Model:
    objective = Objective.objects.get(code=operation.code)
    row = Elaboration.objects.filter(objective=objective).first() or Elaboration(objective=objective)
    sign(row)
    if isinstance(operation, RemoveElaboration):
        row.delete()
        return objective
    row.text = operation.text.strip()
    row.full_clean()
    row.save()
    return objective


def _write_activity(operation: ActivityOperation, sign: Callable[[models.Model], None]) -> models.Model:
    row = LearningActivity() if isinstance(operation, AddActivity) else LearningActivity.objects.get(pk=operation.pk)
    sign(row)
    if isinstance(operation, RemoveActivity):
        pk = row.pk
        row.delete()
        row.pk = pk  # the event still tells which it was
        return row
    facts = operation.facts
    row.specialty = Specialty.objects.get(slug=facts.specialty)
    row.kind, row.title, row.course_kind = facts.activity, facts.title.strip(), facts.course_kind.strip()
    row.minimum_repetitions = facts.minimum_repetitions
    row.full_clean()
    row.save()
    row.objectives.set(Objective.objects.filter(code__in=facts.codes))
    return row
