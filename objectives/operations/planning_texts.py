"""What each operation on læringsmål does (ID-1 to ID-6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import singledispatch

from django.utils.translation import gettext as _

from objectives import rules
from objectives.models import Succession

from .placing import moves
from .planner import Planner, Stand
from .snapshot import Text
from .types import (
    AddObjective,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    Place,
    RecodeObjective,
    RepealObjective,
    ReplaceObjective,
    SplitObjective,
    TextOperation,
)

KIND = Succession.Kind


@singledispatch
def plan_text(operation: TextOperation, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    """Ask the rules and note the effects of one operation; raises RuleViolation when it can't be applied."""
    raise TypeError(f"{operation!r} is not an operation on a læringsmål.")


@plan_text.register
def _add(operation: AddObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    what = _("Et nytt læringsmål")
    rules.starts_on_or_after_the_decision(what, in_force_from=starts, decided_on=planner.work.act.decided_on)
    (place,) = operation.places
    at = planner.stand(place, starts=starts)
    (code,) = planner.take_codes(what, operation.prefixes, reserved=reserved)
    planner.begin_text(code, operation.text, operation.stage, at=at, starts=starts)


@plan_text.register
def _correct(operation: CorrectText, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    basis = _basis(planner, operation.changes, starts)[0]
    rules.text_says_something_else(basis.code, old=basis.text, new=operation.text)
    at = _kept_place(planner, basis, operation.place, starts)
    planner.end_text(basis, on=starts)
    planner.begin_text(basis.code, operation.text, basis.stage, at=at, starts=starts)


@plan_text.register
def _move(operation: MoveObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    basis = _basis(planner, operation.changes, starts)[0]
    rules.moves_somewhere(basis.code, moved=_moves(planner, basis, operation.place, starts))
    at = _kept_place(planner, basis, operation.place, starts)
    planner.end_text(basis, on=starts)
    planner.begin_text(basis.code, basis.text, basis.stage, at=at, starts=starts)


@plan_text.register
def _repeal(operation: RepealObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    planner.end_text(_basis(planner, operation.changes, starts)[0], on=starts)


@plan_text.register
def _replace(operation: ReplaceObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    basis = _basis(planner, operation.changes, starts)[0]
    rules.effect_is_known(basis.code, operation.effect)
    rules.text_says_something_else(basis.code, old=basis.text, new=operation.text)
    at = _new_place(planner, basis, operation.place, starts)
    planner.end_text(basis, on=starts)
    (code,) = planner.take_codes(basis.code, operation.prefixes, reserved=reserved)
    planner.begin_text(code, operation.text, basis.stage, at=at, starts=starts)
    planner.link(basis.code, code, operation.effect, approvals=operation.effect != KIND.SHARPENED)


@plan_text.register
def _recode(operation: RecodeObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    basis = _basis(planner, operation.changes, starts)[0]
    at = _new_place(planner, basis, operation.place, starts)
    planner.end_text(basis, on=starts)
    (code,) = planner.take_codes(basis.code, operation.prefixes, reserved=reserved)
    planner.begin_text(code, basis.text, basis.stage, at=at, starts=starts)
    planner.link(basis.code, code, KIND.EQUIVALENT, approvals=True)


@plan_text.register
def _split(operation: SplitObjective, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    basis = _basis(planner, operation.changes, starts)[0]
    rules.splits_into_several(basis.code, parts=len(operation.parts))
    planner.end_text(basis, on=starts)
    codes = planner.take_codes(basis.code, operation.prefixes, reserved=reserved)
    # The first part takes the old one's place, the next stand after it; each that is placed goes where it is told.
    after: str | None = None
    for code, part in zip(codes, operation.parts, strict=True):
        follows = Place(chapter=basis.chapter, theme=basis.theme, after=after) if after else None
        at = _new_place(planner, basis, part.place or follows, starts)
        planner.begin_text(code, part.text, part.stage or basis.stage, at=at, starts=starts)
        after = after if part.place else code
        planner.link(basis.code, code, KIND.SPLIT, approvals=operation.approvals_carry_over)


@plan_text.register
def _merge(operation: MergeObjectives, planner: Planner, *, starts: dt.date, reserved: Sequence[str]) -> None:
    rules.merges_several(tuple(changed.code for changed in operation.merged))
    bases = _basis(planner, operation.merged, starts)
    first = bases[0]
    at = _new_place(planner, first, operation.place, starts)
    for basis in bases:
        planner.end_text(basis, on=starts)
    (code,) = planner.take_codes(first.code, operation.prefixes, reserved=reserved)
    planner.begin_text(code, operation.text, operation.stage or first.stage, at=at, starts=starts)
    for basis in bases:
        planner.link(basis.code, code, KIND.MERGED, approvals=operation.approvals_carry_over)


# --- what they share ----------------------------------------------------------------------------------


def _basis(planner: Planner, changes: Sequence[ChangedText], starts: dt.date) -> list[Text]:
    return [planner.text_to_change(changed, starts=starts) for changed in changes]


def _new_place(planner: Planner, basis: Text, place: Place | None, starts: dt.date) -> Stand:
    """Where what comes after `basis` stands: as told, or in its place."""
    if place is None:
        return Stand(basis.chapter, basis.theme, basis.position)
    return planner.stand(place, starts=starts)


def _kept_place(planner: Planner, basis: Text, place: Place | None, starts: dt.date) -> Stand:
    """As `_new_place`, for a læringsmål that keeps its code, and so its specialty (ID-6)."""
    if place is not None:
        old, new = planner.chapter(basis.chapter), planner.chapter(place.chapter)
        rules.stays_in_the_specialty(basis.code, old=old, new=new)
    return _new_place(planner, basis, place, starts)


def _moves(planner: Planner, basis: Text, place: Place, starts: dt.date) -> bool:
    """Whether the place is another than where the text stands on the day."""
    theme = planner.theme(place.theme)
    if (place.chapter, theme.pk if theme else None) != (basis.chapter, basis.theme):
        return True
    rows = planner.work.texts_under(basis.chapter, basis.theme)
    standing = [row for row in rows if row.valid_until is None or row.valid_until > starts]
    codes = list(dict.fromkeys(row.code for row in sorted(standing, key=lambda row: (row.position, row.code))))
    return moves(codes, basis.code, after=place.after)
