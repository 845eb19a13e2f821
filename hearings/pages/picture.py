"""A picture of a hearing: the positions on each change item as bars, and the answers as they came.

Counted in two queries and drawn as whole pixels, wide and narrow with letters of the same size. A table under each
drawing says the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.formats import date_format

from hearings.models import Hearing, HearingComment, Position

from .asked import POSITION_MARKS, Asked, Mark, asked_about, position_mark

DRAWN = 30
"""At most so many items are drawn; of more, those with the most opposition. The table has all that are drawn."""
ROW = 46
BAR = 18
AXIS = 130
WIDE, NARROW = 760, 320


@dataclass(frozen=True)
class ItemPositions:
    """How many take each position on one item."""

    asked: Asked
    marks: list[Mark]

    @property
    def total(self) -> int:
        return sum(mark.count for mark in self.marks)

    @property
    def against(self) -> int:
        return sum(mark.count for mark in self.marks if mark.value == Position.DOES_NOT_SUPPORT)

    @property
    def words(self) -> str:
        return ", ".join(f"{mark.count} {mark.lower}" for mark in self.marks)


@dataclass(frozen=True)
class Segment:
    """A piece of a bar; `label` is empty where the number has no room."""

    x: int
    width: int
    mark: str
    label: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Bar:
    y: int
    title: str
    total: int
    segments: list[Segment]

    @property
    def bar_y(self) -> int:
        return self.y + 20

    @property
    def number_y(self) -> int:
        return self.y + 34


@dataclass(frozen=True)
class Bars:
    """The drawing of the positions at one width."""

    css: str
    width: int
    height: int
    bars: list[Bar]


@dataclass(frozen=True)
class Week:
    """The answers of a week, or of a day in a short hearing."""

    start: dt.date
    count: int
    total: int


@dataclass(frozen=True)
class Column:
    x: int
    y: int
    width: int
    height: int
    count: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        return self.y - 4


@dataclass(frozen=True)
class Columns:
    """The drawing of the answers over time at one width."""

    css: str
    width: int
    height: int
    axis: int
    columns: list[Column]
    ticks: list[tuple[int, str]]


@dataclass(frozen=True)
class Picture:
    """Both drawings with what they show."""

    items: list[ItemPositions]
    hidden: int
    """How many items with positions are not drawn."""
    bars: list[Bars]
    weeks: list[Week]
    columns: list[Columns]
    legend: list[Mark]

    @property
    def answers(self) -> int:
        return self.weeks[-1].total if self.weeks else 0


def picture_of(hearing: Hearing, *, everything: bool = False, positions: list[ItemPositions] | None = None) -> Picture:
    """The picture of what is published; of all that is in the case with `everything`, for the directorate.

    `positions` are those of a page that has counted them already.
    """
    items = positions if positions is not None else positions_by_item(hearing, everything=everything)
    shown = items
    if len(items) > DRAWN:
        worst = sorted(items, key=lambda one: (-one.against, -one.total))[:DRAWN]
        shown = [one for one in items if one in worst]
    weeks = _weeks(hearing, everything=everything)
    return Picture(
        items=shown,
        hidden=len(items) - len(shown),
        bars=[_bars(shown, "only-wide", WIDE), _bars(shown, "only-narrow", NARROW)] if shown else [],
        weeks=weeks,
        columns=[_columns(weeks, "only-wide", WIDE), _columns(weeks, "only-narrow", NARROW)] if weeks else [],
        legend=[mark for value in Position.values if (mark := position_mark(value))],
    )


def positions_by_item(hearing: Hearing, *, everything: bool = False) -> list[ItemPositions]:
    """The positions on each change item somebody has taken one on, in the order of the items."""
    comments = HearingComment.objects.in_hearing(hearing).exclude(position="").filter(item__isnull=False)
    comments = comments if everything else comments.published()
    counts: dict[str, dict[str, int]] = {}
    for key, position, count in comments.order_by().values_list("item__key", "position").annotate(count=Count("pk")):
        counts.setdefault(key, {})[position] = count
    return [
        ItemPositions(
            asked,
            [
                mark
                for value in POSITION_MARKS
                if value in counts[asked.key] and (mark := position_mark(value, counts[asked.key][value]))
            ],
        )
        for asked in asked_about(hearing)
        if asked.key in counts
    ]


def _bars(items: list[ItemPositions], css: str, width: int) -> Bars:
    bars = []
    for at, one in enumerate(items):
        x, segments, reached = 0, [], 0
        for mark in one.marks:
            reached += mark.count
            end = round(reached / one.total * width)
            label = str(mark.count) if end - x > 8 * len(str(mark.count)) + 6 else ""
            segments.append(Segment(x, max(end - x - 2, 1), mark.mark, label))
            x = end
        title = one.asked.title if width == WIDE or len(one.asked.title) < 40 else f"{one.asked.title[:38]}…"
        bars.append(Bar(at * ROW, title, one.total, segments))
    return Bars(css, width, len(items) * ROW, bars)


def _weeks(hearing: Hearing, *, everything: bool) -> list[Week]:
    answers = hearing.answers.counted() if everything else hearing.answers.published()
    days = dict(answers.order_by().values_list(TruncDate("sent_at")).annotate(count=Count("pk")))
    if not days:
        return []
    first, last = min(*days, hearing.opens_on), max(*days, hearing.deadline)
    step = 7 if (last - first).days > 28 else 1
    weeks, total, start = [], 0, first
    while start <= last:
        count = sum(number for day, number in days.items() if start <= day < start + dt.timedelta(days=step))
        total += count
        weeks.append(Week(start, count, total))
        start += dt.timedelta(days=step)
    return weeks


def _columns(weeks: list[Week], css: str, width: int) -> Columns:
    most = max(week.count for week in weeks)
    slot = width / len(weeks)
    columns = []
    for at, week in enumerate(weeks):
        height = round(week.count / most * (AXIS - 30)) if most else 0
        columns.append(Column(round(at * slot) + 1, AXIS - height, max(round(slot) - 3, 2), height, week.count))
    every = max(1, round(len(weeks) / (width / 90)))
    ticks = [
        (min(max(round(at * slot), 22), width - 22), date_format(week.start, "j.n."))
        for at, week in enumerate(weeks)
        if at % every == 0
    ]
    return Columns(css, width, AXIS + 24, AXIS, columns, ticks)
