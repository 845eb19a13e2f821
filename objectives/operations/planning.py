"""What an act would do to the register: operations in, effects out. Pure: no database, no clock.

Every rule is asked here, so that what is refused in memory is refused in the database with the same words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from objectives.models import Objective
from organisations.refusals import RuleViolation

from . import planning_texts, planning_themes
from .effects import CodeGiven, Effect
from .planner import Planner
from .snapshot import ActRef, Snapshot
from .types import AddTheme, Operation, RepealTheme, ThemeOperation


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """An operation with its first day in force and, when they are reserved already, its new codes.

    `new_objective` is for an operation that makes one læringsmål, `new_objectives` for one that makes several.
    """

    operation: Operation
    in_force_from: dt.date
    new_objective: Objective | None = None
    new_objectives: tuple[Objective, ...] = ()

    @property
    def reserved(self) -> tuple[str, ...]:
        """The codes that are reserved."""
        one = (self.new_objective,) if self.new_objective else ()
        return tuple(objective.code for objective in (*one, *self.new_objectives))


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one operation does."""

    scheduled: Scheduled
    effects: tuple[Effect, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an act does: one step per operation, in the order of the act; and the register after it."""

    steps: tuple[Step, ...]
    after: Snapshot

    @property
    def effects(self) -> tuple[Effect, ...]:
        """All effects, in an order they can be carried out in."""
        steps = sorted(self.steps, key=lambda step: _phase(step.scheduled.operation))
        return tuple(effect for step in steps for effect in step.effects)

    @property
    def new_codes(self) -> tuple[str, ...]:
        """The codes that are counted up for what has none reserved, in the order they are given."""
        return tuple(effect.code for effect in self.effects if isinstance(effect, CodeGiven))


def plan(snapshot: Snapshot, operations: Sequence[Scheduled], *, act: ActRef) -> Plan:
    """What the operations do together, were `act` announced with them; raises RuleViolation if they can't be.

    Within the act, new headings come first and repealed headings last, so that læringsmål can be put under the
    one and taken from under the other; otherwise the order given decides who gets the first code and the first place.
    """
    planner = Planner.on(snapshot, act=act)
    effects: dict[int, tuple[Effect, ...]] = {}
    for number in _working_order(operations):
        _plan_one(planner, operations[number])
        effects[number] = planner.take_effects()
    planning_themes.check_numbers(planner.work, [effect for number in effects for effect in effects[number]])
    steps = tuple(Step(scheduled=one, effects=effects[number]) for number, one in enumerate(operations))
    return Plan(steps=steps, after=planner.work.frozen())


def find_problems(snapshot: Snapshot, operations: Sequence[Scheduled], *, act: ActRef) -> list[RuleViolation | None]:
    """For each operation what `plan` would refuse it with. One that is refused is left out of what follows it."""
    planner = Planner.on(snapshot, act=act)
    found: list[RuleViolation | None] = [None] * len(operations)
    effects: dict[int, tuple[Effect, ...]] = {}
    for number in _working_order(operations):
        try:
            _plan_one(planner, operations[number])
            effects[number] = planner.take_effects()
        except RuleViolation as refusal:
            found[number] = refusal
            planner = planner.undone(snapshot, [effect for those in effects.values() for effect in those])
    for number, those in effects.items():
        try:
            planning_themes.check_numbers(planner.work, those)
        except RuleViolation as refusal:
            found[number] = refusal
    return found


def apply_to(snapshot: Snapshot, operations: Sequence[Scheduled], *, act: ActRef) -> Snapshot:
    """The register as it would be after the act, in memory. Raises RuleViolation as `apply` would."""
    return plan(snapshot, operations, act=act).after


def _working_order(operations: Sequence[Scheduled]) -> list[int]:
    return sorted(range(len(operations)), key=lambda number: _phase(operations[number].operation))


def _phase(operation: Operation) -> int:
    if isinstance(operation, AddTheme):
        return 0
    if isinstance(operation, RepealTheme):
        return 3
    return 1 if isinstance(operation, ThemeOperation) else 2


def _plan_one(planner: Planner, scheduled: Scheduled) -> None:
    operation, starts = scheduled.operation, scheduled.in_force_from
    if isinstance(operation, ThemeOperation):
        planning_themes.plan_theme(operation, planner, starts=starts)
    else:
        planning_texts.plan_text(operation, planner, starts=starts, reserved=scheduled.reserved)
