"""What each operation on temaoverskrifter does (ID-6, FO-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import singledispatch

from django.utils.translation import gettext as _

from objectives import rules

from .effects import Effect, HeadingBegun
from .placing import moves
from .planner import Planner
from .snapshot import Heading
from .types import FIRST, AddTheme, MoveTheme, RenameTheme, RepealTheme, ThemeOperation
from .working import WorkingCopy


@singledispatch
def plan_theme(operation: ThemeOperation, planner: Planner, *, starts: dt.date) -> None:
    """Ask the rules and note the effects of one operation; raises RuleViolation when it can't be applied."""
    raise TypeError(f"{operation!r} is not an operation on a temaoverskrift.")


@plan_theme.register
def _add(operation: AddTheme, planner: Planner, *, starts: dt.date) -> None:
    _starts_in_time(planner, _("Temaoverskriften «%(title)s»") % {"title": operation.title}, starts)
    theme = planner.make_theme(operation)
    position = planner.heading_position(theme.chapter, operation.after, starts=starts)
    planner.begin_heading(theme.pk, operation.number, operation.title, position=position, starts=starts)


@plan_theme.register
def _rename(operation: RenameTheme, planner: Planner, *, starts: dt.date) -> None:
    basis = _basis(planner, operation, starts)
    new = (operation.number, operation.title)
    rules.heading_says_something_else(old=(basis.number, basis.title), new=new)
    planner.end_heading(basis, on=starts)
    planner.begin_heading(basis.theme, *new, position=basis.position, starts=starts)


@plan_theme.register
def _move(operation: MoveTheme, planner: Planner, *, starts: dt.date) -> None:
    basis = _basis(planner, operation, starts)
    number = basis.number if operation.number is None else operation.number
    chapter = planner.work.themes[basis.theme].chapter
    moved = number != basis.number or _moves(planner, basis, operation.after, starts)
    rules.moves_somewhere(_name(basis), moved=moved)
    position = planner.heading_position(chapter, operation.after, starts=starts)
    planner.end_heading(basis, on=starts)
    planner.begin_heading(basis.theme, number, basis.title, position=position, starts=starts)


@plan_theme.register
def _repeal(operation: RepealTheme, planner: Planner, *, starts: dt.date) -> None:
    basis = _basis(planner, operation, starts)
    theme = planner.work.themes[basis.theme]
    under = planner.work.texts_under(theme.chapter, theme.pk)
    codes = sorted({text.code for text in under if text.valid_until is None or text.valid_until > starts})
    rules.nothing_stands_under(basis, codes=codes, on=starts)
    planner.end_heading(basis, on=starts)


def check_numbers(work: WorkingCopy, effects: Iterable[Effect]) -> None:
    """When all the act's headings have their numbers, no two in a chapter share one."""
    for begun in [effect.heading for effect in effects if isinstance(effect, HeadingBegun)]:
        others = work.headings_in(work.themes[begun.theme].chapter) if begun.number else []
        taken_by = next((one for one in others if _shares_number(one, begun)), None)
        rules.heading_numbers_differ(begun.number, taken_by=taken_by)


def _shares_number(other: Heading, begun: Heading) -> bool:
    """Whether both have the number on some day. What begins now goes on for ever."""
    overlap = other.valid_until is None or other.valid_until > begun.valid_from
    return other.theme != begun.theme and other.number == begun.number and overlap


def _basis(planner: Planner, operation: RenameTheme | MoveTheme | RepealTheme, starts: dt.date) -> Heading:
    """The heading's words that the change was written against, when they can be changed from the day."""
    rules.theme_is_known(planner.work.themes.get(operation.theme))
    versions = planner.work.headings.get(operation.theme)
    latest = versions[-1] if versions else None
    name = _name(latest or operation.theme)
    _starts_in_time(planner, _("Endringen av «%(heading)s»") % {"heading": latest or operation.theme}, starts)
    basis = rules.heading_to_change(latest, basis_id=operation.basis)
    rules.change_can_start(name, basis, in_force_from=starts, decided_on=planner.work.act.decided_on)
    return basis


def _moves(planner: Planner, basis: Heading, after: int | str | None, starts: dt.date) -> bool:
    rows = planner.work.headings_in(planner.work.themes[basis.theme].chapter)
    standing = [row for row in rows if row.valid_until is None or row.valid_until > starts]
    order = list(dict.fromkeys(row.theme for row in sorted(standing, key=lambda row: (row.position, row.theme))))
    if after == FIRST:
        return moves(order, basis.theme, after=FIRST)
    anchor = planner.theme(after)
    return moves(order, basis.theme, after=anchor.pk if anchor else None)


def _name(heading: Heading | int) -> str:
    return _("Temaoverskriften «%(heading)s»") % {"heading": heading}


def _starts_in_time(planner: Planner, what: str, starts: dt.date) -> None:
    rules.starts_on_or_after_the_decision(what, in_force_from=starts, decided_on=planner.work.act.decided_on)
