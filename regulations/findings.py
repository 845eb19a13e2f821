"""What stands in the way of each clause: asked for the whole draft at once, in the words it is refused with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from objectives import operations
from objectives.operations import Operation
from organisations.refusals import RuleViolation

from . import rules
from .models import AmendmentClause
from .outline import PlacedClause, name_of

# A draft has no decision yet; that nothing starts before it is asked when the announcement is registered.
UNDECIDED = dt.date.min


def findings(placed: Sequence[PlacedClause], *, announced_on: dt.date) -> list[RuleViolation | None]:
    """For each clause the first rule it would break, were the act announced on the day `announced_on`."""
    scheduled = [one.scheduled(announced_on=announced_on) for one in placed]
    in_register = operations.problems(scheduled, decided_on=UNDECIDED)
    return [found or _date_problem(one, announced_on) for one, found in zip(placed, in_register, strict=True)]


def date_follows_the_rule(clause: AmendmentClause, operation: Operation, *, announced_on: dt.date) -> None:
    """Raises RuleViolation when the clause's date departs from the main rule without a reason (EF-2, EF-3, EF-6)."""
    rules.entry_into_force_follows_the_rule(
        operation,
        what=name_of(clause, operation),
        in_force_from=clause.in_force_from,
        announced_on=announced_on,
        reason=clause.departure_reason,
        later=clause.is_undetermined,
    )


def _date_problem(one: PlacedClause, announced_on: dt.date) -> RuleViolation | None:
    try:
        date_follows_the_rule(one.clause, one.operation, announced_on=announced_on)
    except RuleViolation as violation:
        return violation
    return None
