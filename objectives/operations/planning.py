"""What an act would do to the register: operations in, effects out. Pure: no database, no clock.

Every rule is asked here, so that what is refused in memory is refused in the database with the same words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from objectives.models import Objective
from organisations.refusals import RuleViolation

from . import planning_texts, planning_themes
from .effects import CodeGiven, Determined, Effect
from .planner import Planner
from .snapshot import ActRef, Snapshot
from .types import AddTheme, Operation, RepealTheme, ThemeOperation


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """An operation with its first day in force and, when they are reserved already, its new codes.

    `in_force_from` is None when somebody decides the day later. `determines` is the key of the announced change
    that gets its day by this. `new_objective` is for an operation that makes one læringsmål, `new_objectives` for
    one that makes several.
    """

    operation: Operation
    in_force_from: dt.date | None
    new_objective: Objective | None = None
    new_objectives: tuple[Objective, ...] = ()
    determines: int | None = None

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
    Those without a first day come after all that have one, and are tried as if they began after everything announced.
    """
    run = _Run(operations, snapshot, act)
    for number in run.dated:
        run.plan_dated(number)
    run.begin_trial()
    for number in run.undated:
        run.plan_undated(number)
    run.check_numbers(run.effects)
    steps = tuple(Step(scheduled=one, effects=run.effects[number]) for number, one in enumerate(operations))
    return Plan(steps=steps, after=run.planner.work.frozen())


def find_problems(snapshot: Snapshot, operations: Sequence[Scheduled], *, act: ActRef) -> list[RuleViolation | None]:
    """For each operation what `plan` would refuse it with. One that is refused is left out of what follows it."""
    run = _Run(operations, snapshot, act)
    found: list[RuleViolation | None] = [None] * len(operations)
    for number in run.dated:
        try:
            run.plan_dated(number)
        except RuleViolation as refusal:
            found[number] = refusal
            run.undo_dated()
    run.begin_trial()
    for number in run.undated:
        try:
            run.plan_undated(number)
        except RuleViolation as refusal:
            found[number] = refusal
            run.undo_undated()
    for number in run.effects:
        try:
            run.check_numbers([number])
        except RuleViolation as refusal:
            found[number] = refusal
    return found


def apply_to(snapshot: Snapshot, operations: Sequence[Scheduled], *, act: ActRef) -> Snapshot:
    """The register as it would be after the act, in memory. Raises RuleViolation as `apply` would."""
    return plan(snapshot, operations, act=act).after


class _Run:
    """The planning of one act: what has a day first, then – on a copy that is thrown away – what has none."""

    def __init__(self, operations: Sequence[Scheduled], snapshot: Snapshot, act: ActRef) -> None:
        self.operations, self.snapshot = operations, snapshot
        order = sorted(range(len(operations)), key=lambda number: _phase(operations[number].operation))
        self.dated = [number for number in order if operations[number].in_force_from is not None]
        self.undated = [number for number in order if operations[number].in_force_from is None]
        self.planner = self.trial = Planner.on(snapshot, act=act)
        self.effects: dict[int, tuple[Effect, ...]] = {}
        self.tried: dict[int, tuple[Effect, ...]] = {}

    def plan_dated(self, number: int) -> None:
        _plan_one(self.planner, self.operations[number])
        self.effects[number] = self.planner.take_effects()

    def undo_dated(self) -> None:
        self.planner = self.planner.undone(self.snapshot, _flat(self.effects))

    def begin_trial(self) -> None:
        if self.undated:
            self.trial, self.base = self.planner.on_trial()
            self.day = max(self.base.day_after_all(), self.planner.work.act.decided_on)

    def plan_undated(self, number: int) -> None:
        scheduled = self.operations[number]
        _plan_one(self.trial, replace(scheduled, in_force_from=self.day))
        self.tried[number] = self.trial.take_effects()
        self.effects[number] = self.planner.leave_undetermined(
            scheduled.operation, self.tried[number], reserved=scheduled.reserved
        )

    def undo_undated(self) -> None:
        self.trial = self.trial.undone(self.base, _flat(self.tried))

    def check_numbers(self, numbers: Iterable[int]) -> None:
        """Headings of one chapter have different numbers, those without a day counted as they were tried."""
        numbers = list(numbers)
        for work, effects in ((self.planner.work, self.effects), (self.trial.work, self.tried)):
            planning_themes.check_numbers(work, _flat({number: effects.get(number, ()) for number in numbers}))


def _flat(effects: Mapping[int, tuple[Effect, ...]]) -> list[Effect]:
    return [effect for those in effects.values() for effect in those]


def _phase(operation: Operation) -> int:
    if isinstance(operation, AddTheme):
        return 0
    if isinstance(operation, RepealTheme):
        return 3
    return 1 if isinstance(operation, ThemeOperation) else 2


def _plan_one(planner: Planner, scheduled: Scheduled) -> None:
    operation, starts = scheduled.operation, scheduled.in_force_from
    assert starts is not None  # noqa: S101 - those without a day are tried on one
    if scheduled.determines is not None:
        planner.emit(Determined(scheduled.determines, starts))
    if isinstance(operation, ThemeOperation):
        planning_themes.plan_theme(operation, planner, starts=starts)
    else:
        planning_texts.plan_text(operation, planner, starts=starts, reserved=scheduled.reserved)
