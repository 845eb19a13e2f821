"""Where something new stands among its neighbours: a number between two others, with room made when there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from .types import FIRST

# The room left between two neighbours, so that later ones can be placed between them.
POSITION_STEP = 1_000_000
_LEAST_GAP = 2
BEFORE_ALL = -(2**62)

Key = TypeVar("Key", str, int)


class Neighbour(Protocol):
    """A text under the same heading, or a heading of the same chapter."""

    @property
    def position(self) -> int: ...
    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_until(self) -> dt.date | None: ...
    @property
    def start_is_exact(self) -> bool: ...


class Spot(NamedTuple):
    """A free position, when all from `push_from` on (if anything) have been moved POSITION_STEP further down."""

    position: int
    push_from: int | None = None


def spot_after(neighbours: Iterable[Neighbour], *, before: int | None, starts: dt.date) -> Spot:
    """The place just after the one at position `before`, or last when it is None, from the day `starts`.

    Several placed after the same one from the same day stand in the order they came, whatever acts they came in:
    so one act or several with the same dates give the same annex. What ended before the day is not counted.
    """
    rows = [row for row in neighbours if row.valid_until is None or row.valid_until >= starts]
    there = [row.position for row in rows if _was_there(row, starts)]
    if before is None or not any(position > before for position in there):
        return Spot(max((row.position for row in rows), default=0) + POSITION_STEP)
    following = min(position for position in there if position > before)
    previous = max((row.position for row in rows if before <= row.position < following), default=before)
    if previous == BEFORE_ALL:
        previous = following - 2 * POSITION_STEP
    if following - previous < _LEAST_GAP:
        return Spot((previous + following + POSITION_STEP) // 2, push_from=following)
    return Spot((previous + following) // 2)


def _was_there(row: Neighbour, starts: dt.date) -> bool:
    """Whether it is not itself placed from the same day. An inexact start says nothing of when it was placed."""
    return row.valid_from != starts or not row.start_is_exact


def moves(order: Sequence[Key], who: Key, *, after: Key | str | None) -> bool:
    """Whether `who` changes its place in the order by being placed after another, first or last.

    After one that is not there is last.
    """
    at = order.index(who)
    if after == FIRST:
        return at > 0
    if after in order:
        return after != who and not (at and order[at - 1] == after)
    return at < len(order) - 1
