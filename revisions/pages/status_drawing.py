"""The drawing of a proposal's way: a line of time with numbered dots, and today.

Horizontally, days: the share of the time from the first day to the last. Drawn twice, wide and narrow, with letters of
the same size. The numbers are those of the list below it, which says the same in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.formats import date_format

RADIUS = 12
LANE = 30
AXIS = 40
"""How far down the line of time is; the dots stand on it, and under it when they would hide each other."""


class Dated(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def day(self) -> dt.date: ...
    @property
    def is_planned(self) -> bool: ...


@dataclass(frozen=True)
class Dot:
    """A numbered dot; hollow for what is only planned."""

    number: int
    x: int
    y: int
    is_planned: bool

    @property
    def text_y(self) -> int:
        return self.y + 4


@dataclass(frozen=True)
class Tick:
    """A month on the line of time."""

    x: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """All of one drawing, in whole pixels."""

    css: str
    width: int
    height: int
    axis: int
    start: int
    end: int
    today: int
    today_anchor: str
    dots: list[Dot]
    ticks: list[Tick]

    @property
    def ticks_y(self) -> int:
        return self.height - 6


def drawings_of(facts: Sequence[Dated], *, on: dt.date) -> list[Drawing]:
    """The wide and the narrow drawing."""
    return [_drawn(facts, "only-wide", 1000, on=on), _drawn(facts, "only-narrow", 340, on=on)]


def _drawn(facts: Sequence[Dated], css: str, width: int, *, on: dt.date) -> Drawing:
    days = [fact.day for fact in facts] + [on]
    first, last = min(days), max(days)
    edge = RADIUS + 6
    length = max((last - first).days, 1)

    def x_of(day: dt.date) -> int:
        return edge + round((day - first).days / length * (width - 2 * edge))

    dots = _dots(facts, x_of)
    deepest = max((dot.y for dot in dots), default=AXIS)
    today = x_of(on)
    return Drawing(
        css=css,
        width=width,
        height=deepest + RADIUS + 30,
        axis=AXIS,
        start=edge,
        end=width - edge,
        today=today,
        today_anchor="end" if today > width - 60 else "start" if today < 60 else "middle",
        dots=dots,
        ticks=_ticks(first, last, x_of, width),
    )


def _dots(facts: Sequence[Dated], x_of: Callable[[dt.date], int]) -> list[Dot]:
    """The dots, each in the first lane where it hides none before it."""
    taken: list[int] = []
    dots = []
    for fact in facts:
        x = x_of(fact.day)
        lane = next((at for at, edge in enumerate(taken) if edge <= x - RADIUS), len(taken))
        taken[lane : lane + 1] = [x + RADIUS + 4]
        dots.append(Dot(fact.number, x, AXIS + lane * LANE, fact.is_planned))
    return dots


def _ticks(first: dt.date, last: dt.date, x_of: Callable[[dt.date], int], width: int) -> list[Tick]:
    """The first day of months, so few that their names don't meet; the first and last day when it is all one month."""
    months = [
        dt.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= dt.date(year, month, 1) <= last
    ]
    room = max(width // 90, 1)
    step = next((step for step in (1, 2, 3, 6, 12) if len(months) / step <= room), 24)
    shown = [day for day in months if (day.month - 1) % step == 0] if step <= 12 else months[::step]
    return [Tick(min(max(x_of(day), 30), width - 30), date_format(day, "M Y").lower()) for day in shown]
