"""Giving announced changes their first day: the same planner, the act they were announced in, a day decided later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives import rules
from objectives.models import LegalAct, UndeterminedChange
from organisations.models import User
from organisations.refusals import RuleViolation

from .applying import Outcome, apply
from .conflicts import rebase
from .loading import load_for
from .planning import Scheduled, find_problems
from .snapshot import act_ref
from .types import AddTheme, Operation, from_data, named_headings


@dataclass(frozen=True, kw_only=True)
class Determination:
    """That somebody has decided when announced changes enter into force.

    `decided_on` is the day of that decision. `act` is its own act when it was announced as one, and `reference` says
    where else it is found.
    """

    in_force_from: dt.date
    decided_on: dt.date
    act: LegalAct | None = None
    reference: str = ""


def determination_problems(
    changes: Sequence[UndeterminedChange], *, in_force_from: dt.date
) -> list[RuleViolation | None]:
    """What stands in the way of each, were they in force from the day; nothing is locked. All are of one act."""
    if not changes:
        return []
    scheduled = [_scheduled(change, in_force_from) for change in changes]
    return find_problems(load_for(scheduled), scheduled, act=act_ref(changes[0].enacted_by))


@transaction.atomic
def determine(
    changes: Sequence[UndeterminedChange],
    *,
    determination: Determination,
    by: User,
    rebased: bool = False,
) -> list[Outcome]:
    """Let announced changes of one act enter into force on a day, all of them or none.

    `rebased` says that a person has chosen to let each change stand on the text that another act has announced
    meanwhile (EF-5). Raises RuleViolation when one has its day already, when the day is before the decision, when a
    change can't be applied from it, or – without `rebased` – when another announced text has come between.
    """
    locked = UndeterminedChange.objects.select_for_update(of=("self",)).select_related("enacted_by").order_by("pk")
    rows = list(locked.filter(pk__in=[change.pk for change in changes]))
    _check(rows, determination)
    scheduled = [_scheduled(row, determination.in_force_from) for row in rows]
    if rebased:
        scheduled = _rebased(scheduled, rows[0].enacted_by)
    outcomes = apply(scheduled, act=rows[0].enacted_by, by=by)
    for row in rows:
        _date(row, determination, by=by)
    return outcomes


def _check(rows: Sequence[UndeterminedChange], determination: Determination) -> None:
    rules.something_awaits_its_day(rows)
    for row in rows:
        rules.day_is_open(row)
    rules.changes_are_of_one_act(rows)
    starts, decided_on = determination.in_force_from, determination.decided_on
    rules.starts_on_or_after_its_determination(in_force_from=starts, determined_on=decided_on)
    rules.determined_after_the_act(rows[0].enacted_by, determined_on=decided_on)
    _headings_come_with_what_stands_under_them(rows)


def _headings_come_with_what_stands_under_them(rows: Sequence[UndeterminedChange]) -> None:
    """What is put under a new heading that has no day either gets its day together with it."""
    chosen = {row.pk for row in rows}
    of_the_act = [(row.pk, from_data(row.operation)) for row in rows[0].enacted_by.undetermined_changes.awaiting()]
    added = {one.key: (pk, one.title) for pk, one in of_the_act if isinstance(one, AddTheme)}
    for pk, operation in of_the_act:
        for key in named_headings(operation):
            if key in added and (pk in chosen) != (added[key][0] in chosen):
                raise rules.heading_and_texts_part(added[key][1])


def _scheduled(row: UndeterminedChange, day: dt.date) -> Scheduled:
    return Scheduled(
        operation=from_data(row.operation),
        in_force_from=day,
        new_objectives=tuple(row.creates.order_by("number")),
        determines=row.pk,
    )


def _rebased(scheduled: Sequence[Scheduled], act: LegalAct) -> list[Scheduled]:
    """Each written against the text announced last, where another has come between."""
    found = find_problems(load_for(scheduled), scheduled, act=act_ref(act))
    return [
        replace(one, operation=_onto(one.operation, problem)) for one, problem in zip(scheduled, found, strict=True)
    ]


def _onto(operation: Operation, problem: RuleViolation | None) -> Operation:
    if isinstance(problem, rules.Conflict) and problem.latest is not None:
        return rebase(operation, onto=problem.latest)
    return operation


def _date(row: UndeterminedChange, determination: Determination, *, by: User) -> None:
    row.in_force_from = determination.in_force_from
    row.determined_on = determination.decided_on
    row.determined_by = determination.act
    row.reference = determination.reference
    row.full_clean(validate_unique=False)
    row._history_user = by  # type: ignore[attr-defined]
    row.save(update_fields=["in_force_from", "determined_on", "determined_by", "reference"])
    payload = {
        "act": row.enacted_by.ref_id,
        "in_force_from": f"{row.in_force_from}",
        "determined_on": f"{row.determined_on}",
        "determined_by": row.determined_by.ref_id if row.determined_by else None,
    }
    record(actor=by, verb=Verb.DAY_DETERMINED, subject=row, payload=payload)
