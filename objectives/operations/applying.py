"""Applying operations to the register: all of an act, or nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import rules
from objectives.models import AnnexChapter, LegalAct, Objective, ObjectiveVersion, Succession, Theme
from objectives.models.validity import from_day
from objectives.services.codes import allocate_code, lock_series
from organisations.models import User
from organisations.refusals import RuleViolation

from .types import (
    AddObjective,
    CorrectText,
    Operation,
    RepealObjective,
    ReplaceObjective,
    gives_code,
    prefix_of,
)

# The room left between two neighbours, so that later ones can be placed between them.
POSITION_STEP = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """An operation with its first day in force and, when it is reserved already, its new code."""

    operation: Operation
    in_force_from: dt.date
    new_objective: Objective | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an operation did: the version it ended, the one it began, and how one objective followed another."""

    scheduled: Scheduled
    ended: ObjectiveVersion | None = None
    begun: ObjectiveVersion | None = None
    succession: Succession | None = None


@dataclass(frozen=True)
class _Place:
    chapter: AnnexChapter
    theme: Theme | None
    position: int


@dataclass
class _Register:
    """The rows an act works on, read once, whatever its length."""

    objectives: dict[str, Objective]
    latest: dict[str, ObjectiveVersion]
    chapters: dict[str, AnnexChapter]
    themes: dict[int, Theme]

    @classmethod
    def read_for(cls, operations: Sequence[Operation], *, locked: bool) -> _Register:
        codes = sorted({op.code for op in operations if not isinstance(op, AddObjective)})
        additions = [op for op in operations if isinstance(op, AddObjective)]
        rows = Objective.objects.select_related("series").filter(code__in=codes).order_by("code")
        versions = (
            ObjectiveVersion.objects.filter(objective__code__in=codes)
            .select_related("objective", "enacted_by", "repealed_by", "chapter", "theme")
            .order_by("valid")
        )
        chapters = AnnexChapter.objects.filter(slug__in={op.chapter for op in additions})
        return cls(
            # The rows are locked before the texts are read, or another act could change them in between.
            objectives={row.code: row for row in (rows.select_for_update(of=("self",)) if locked else rows)},
            latest={version.objective.code: version for version in versions},
            chapters={chapter.slug: chapter for chapter in chapters},
            themes=Theme.objects.in_bulk([op.theme for op in additions if op.theme is not None]),
        )

    def basis(self, code: str, basis_id: int) -> ObjectiveVersion:
        """The text to change, or a refusal that says why it can't be."""
        if code not in self.objectives:
            raise RuleViolation(
                _("Koden %(code)s finnes ikke i registeret. Kontroller koden.") % {"code": code},
                code="unknown-code",
                authority="ID-1",
            )
        return rules.text_to_change(self.objectives[code], latest=self.latest.get(code), basis_id=basis_id)

    def home(self, operation: AddObjective) -> tuple[AnnexChapter, Theme | None]:
        """The chapter and the heading a new læringsmål is to stand in."""
        theme = self.themes[operation.theme] if operation.theme is not None else None
        return self.chapters[operation.chapter], theme


def check(scheduled: Scheduled, *, decided_on: dt.date) -> None:
    """Whether the operation can be applied to the register as it stands; raises RuleViolation if not."""
    _check(scheduled, _Register.read_for([scheduled.operation], locked=True), decided_on=decided_on)


def problems(operations: Sequence[Scheduled], *, decided_on: dt.date) -> list[RuleViolation | None]:
    """What `check` would say to each of them. For reading: nothing is locked, and any number takes the same queries.

    Each is asked by itself, so two changes of the same læringsmål do not meet here.
    """
    register = _Register.read_for([scheduled.operation for scheduled in operations], locked=False)
    return [_problem(scheduled, register, decided_on=decided_on) for scheduled in operations]


def _problem(scheduled: Scheduled, register: _Register, *, decided_on: dt.date) -> RuleViolation | None:
    try:
        _check(scheduled, register, decided_on=decided_on)
    except RuleViolation as violation:
        return violation
    return None


def _check(scheduled: Scheduled, register: _Register, *, decided_on: dt.date) -> None:
    operation, starts = scheduled.operation, scheduled.in_force_from
    if isinstance(operation, AddObjective):
        rules.starts_on_or_after_the_decision("Et nytt læringsmål", in_force_from=starts, decided_on=decided_on)
        rules.place_is_open(*register.home(operation))
        return
    rules.starts_on_or_after_the_decision(f"Endringen av {operation.code}", in_force_from=starts, decided_on=decided_on)
    basis = register.basis(operation.code, operation.basis)
    rules.starts_after_the_text_it_changes(basis, in_force_from=starts)
    if not isinstance(operation, RepealObjective):
        rules.text_says_something_else(operation.code, old=basis.text, new=operation.text)


@transaction.atomic
def apply(operations: Sequence[Scheduled], *, act: LegalAct, by: User) -> list[Outcome]:
    """Write all the operations of an announced act to the register, or none of them.

    Gives new codes to those that have none reserved, ends and begins versions, links what replaces what, and
    writes one event per læringsmål. Raises RuleViolation for the first operation that does not hold.
    """
    lock_series(prefixes=[prefix_of(s.operation) for s in operations if gives_code(s.operation)])
    register = _Register.read_for([s.operation for s in operations], locked=True)
    outcomes = []
    for scheduled in operations:
        _check(scheduled, register, decided_on=act.decided_on)
        outcome = _apply_one(scheduled, register, act=act, by=by)
        if outcome.ended is not None:
            # A second operation on the same læringsmål must meet the text as this one left it.
            register.latest[outcome.ended.objective.code] = _latest_after(outcome) or outcome.ended
        outcomes.append(outcome)
    for outcome in outcomes:
        _tell(outcome, act=act, by=by)
    return outcomes


def _latest_after(outcome: Outcome) -> ObjectiveVersion | None:
    """The text the same code goes on with, if it does."""
    return outcome.begun if isinstance(outcome.scheduled.operation, CorrectText) else None


def _apply_one(scheduled: Scheduled, register: _Register, *, act: LegalAct, by: User) -> Outcome:
    operation, starts = scheduled.operation, scheduled.in_force_from
    if isinstance(operation, AddObjective):
        place = _place_for(operation, register, act=act)
        begun = _begin(_new_objective(scheduled), place, operation.text, operation.stage, starts=starts, act=act, by=by)
        return Outcome(scheduled=scheduled, begun=begun)
    basis = register.latest[operation.code]
    _end(basis, on=starts, act=act, by=by)
    if isinstance(operation, RepealObjective):
        return Outcome(scheduled=scheduled, ended=basis)
    place = _Place(basis.chapter, basis.theme, basis.position)
    if isinstance(operation, CorrectText):
        begun = _begin(basis.objective, place, operation.text, basis.stage, starts=starts, act=act, by=by)
        return Outcome(scheduled=scheduled, ended=basis, begun=begun)
    begun = _begin(_new_objective(scheduled), place, operation.text, basis.stage, starts=starts, act=act, by=by)
    succession = _succeed(basis.objective, begun.objective, operation, act=act)
    return Outcome(scheduled=scheduled, ended=basis, begun=begun, succession=succession)


def _new_objective(scheduled: Scheduled) -> Objective:
    return scheduled.new_objective or allocate_code(prefix=prefix_of(scheduled.operation))


def _end(version: ObjectiveVersion, *, on: dt.date, act: LegalAct, by: User) -> None:
    version.valid = from_day(version.valid_from, on)
    version.repealed_by = act
    version._history_user = by  # type: ignore[attr-defined]
    version.save(update_fields=["valid", "repealed_by"])


def _begin(
    objective: Objective, place: _Place, text: str, stage: str, *, starts: dt.date, act: LegalAct, by: User
) -> ObjectiveVersion:
    version = ObjectiveVersion(
        objective=objective,
        chapter=place.chapter,
        theme=place.theme,
        position=place.position,
        text=text,
        stage=stage,
        valid=from_day(starts),
        enacted_by=act,
    )
    # The database itself checks overlap on insert; asking first would double the queries of a long act.
    version.full_clean(validate_unique=False, validate_constraints=False)
    version._history_user = by  # type: ignore[attr-defined]
    version.save(force_insert=True)
    return version


def _succeed(old: Objective, new: Objective, operation: ReplaceObjective, *, act: LegalAct) -> Succession:
    """Link the two, with what follows a doctor across: activities always, approvals unless sharpened (ID-5)."""
    succession = Succession(
        old=old,
        new=new,
        kind=operation.effect,
        approvals_carry_over=operation.effect != Succession.Kind.SHARPENED,
        activities_carry_over=True,
        enacted_by=act,
    )
    succession.full_clean(validate_unique=False, validate_constraints=False)
    succession.save(force_insert=True)
    return succession


def _place_for(operation: AddObjective, register: _Register, *, act: LegalAct) -> _Place:
    """Where the new læringsmål stands: just after the one named, or last under its heading.

    Several that the same act places after the same one stand in the order of the act.
    """
    chapter, theme = register.home(operation)
    neighbours = ObjectiveVersion.objects.filter(chapter=chapter, theme=theme)
    last = neighbours.aggregate(last=Max("position"))["last"] or 0
    before = neighbours.filter(objective__code=operation.after).aggregate(at=Max("position"))["at"]
    if before is None:
        return _Place(chapter, theme, last + POSITION_STEP)
    following = neighbours.filter(position__gt=before).exclude(enacted_by=act).aggregate(at=Min("position"))["at"]
    if following is None:
        return _Place(chapter, theme, last + POSITION_STEP)
    previous = neighbours.filter(position__gte=before, position__lt=following).aggregate(at=Max("position"))["at"]
    return _Place(chapter, theme, (previous + following) // 2)


def _tell(outcome: Outcome, *, act: LegalAct, by: User) -> None:
    """One event per læringsmål: what receivers of the register need to know."""
    operation = outcome.scheduled.operation
    verb = {
        "add": Verb.OBJECTIVE_ADDED,
        "correct": Verb.OBJECTIVE_CORRECTED,
        "replace": Verb.OBJECTIVE_REPLACED,
        "repeal": Verb.OBJECTIVE_REPEALED,
    }[operation.kind]
    subject = outcome.begun.objective if isinstance(operation, AddObjective) and outcome.begun else None
    ended = outcome.ended.objective if outcome.ended else None
    payload: dict[str, object] = {
        "act": act.ref_id,
        "in_force_from": outcome.scheduled.in_force_from.isoformat(),
        "old_code": ended.code if ended else None,
        "new_code": outcome.begun.objective.code if outcome.begun else None,
    }
    if outcome.succession:
        payload |= {
            "kind": outcome.succession.kind,
            "approvals_carry_over": outcome.succession.approvals_carry_over,
            "activities_carry_over": outcome.succession.activities_carry_over,
        }
    record(actor=by, verb=verb, subject=subject or ended or act, payload=payload)
