"""Short ways to apply operations and to read the annex, for the tests of operations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from objectives.models import LegalAct, ObjectiveVersion
from objectives.operations import Operation, Outcome, Scheduled, apply, problems
from organisations.refusals import RuleViolation
from tests import factories

DECIDED = dt.date(2027, 1, 29)
ANNOUNCED = dt.date(2027, 2, 12)
STARTS = dt.date(2027, 9, 1)
DAY_BEFORE = dt.date(2027, 8, 31)


def an_act(number: int = 114, decided_on: dt.date = DECIDED) -> LegalAct:
    return factories.act(number, decided_on)


def scheduled(*operations: Operation, starts: dt.date = STARTS) -> list[Scheduled]:
    return [Scheduled(operation=operation, in_force_from=starts) for operation in operations]


def carry_out(*operations: Operation, starts: dt.date = STARTS, act: LegalAct | None = None) -> list[Outcome]:
    return apply(scheduled(*operations, starts=starts), act=act or an_act(), by=factories.caseworker())


def refused(*operations: Operation, starts: dt.date = STARTS, act: LegalAct | None = None) -> RuleViolation:
    """The refusal, the same whether asked about first or met when the act is applied."""
    act = act or an_act()
    with pytest.raises(RuleViolation) as met:
        carry_out(*operations, starts=starts, act=act)
    asked = problems(scheduled(*operations, starts=starts), decided_on=act.decided_on)
    assert met.value.code in [problem.code for problem in asked if problem]
    return met.value


def annex(on: dt.date = STARTS) -> list[tuple[str, str]]:
    """Heading and code of every læringsmål in force, in the annex's order."""
    rows: Sequence[ObjectiveVersion] = ObjectiveVersion.objects.consolidated(on=on)
    return [(f"{row.theme_number} {row.theme_title}", row.objective.code) for row in rows]


def texts(on: dt.date = STARTS) -> dict[str, str]:
    return {row.objective.code: row.text for row in ObjectiveVersion.objects.consolidated(on=on)}
