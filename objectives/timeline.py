"""The drawing of a læringsmål through time: where the bars stand and what is written at them.

Horizontally, days: the share of the time from the first year to the last. One lane for each code. Drawn twice, wide
and narrow, with letters of the same size; the template writes the numbers, so they are text with a decimal point.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from .lineage import Lineage
from .models import ObjectiveVersion
from .undetermined import Awaiting

_LETTER = 6.6
"""About how wide a letter of the drawing's small text is."""


@dataclass(frozen=True)
class Shape:
    """The measures of one of the two drawings."""

    width: int
    left: int
    top: int
    lane: int
    bar: int
    year_label: int
    lane_label_above: bool


WIDE = Shape(width=1200, left=130, top=22, lane=74, bar=24, year_label=52, lane_label_above=False)
NARROW = Shape(width=350, left=0, top=22, lane=80, bar=34, year_label=44, lane_label_above=True)


@dataclass(frozen=True)
class Label:
    """Words in the drawing; `anchor` is «end» when they stand to the left of x."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Bar:
    """A wording in force, or one that is to be."""

    x: str
    width: str
    y: str
    css: str


@dataclass
class Lane:
    """One code: its name, its bars, the ticks between two wordings, and the way from announcement to start."""

    code: str
    note: str
    label_x: str
    label_y: str
    note_y: str
    label_anchor: str = "start"
    bars: list[Bar] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    announced: tuple[str, str, str] | None = None  # dot x, bar x, y
    tick_top: str = ""
    tick_bottom: str = ""


@dataclass(frozen=True)
class Drawing:
    """Everything the template needs to write one SVG."""

    key: str
    width: int
    height: int
    top: str
    bottom: str
    years: list[tuple[str, str]]  # x, label or nothing
    lanes: list[Lane]
    day_x: str
    day_label: Label
    shape: Shape


@dataclass(frozen=True)
class _Track:
    code: str
    note: str
    versions: Sequence[ObjectiveVersion]
    undated: dt.date | None = None  # announced, without a day to begin


def drawings(lineage: Lineage, *, on: dt.date, today: dt.date, awaiting: Sequence[Awaiting] = ()) -> list[Drawing]:
    """The wide and the narrow drawing, with a line at the day `on`; last what is announced without a day."""
    tracks = [*_tracks(lineage, on=on), *(_Track(one.code, _("ikke fastsatt"), (), one.announced) for one in awaiting)]
    first, last = _years(tracks, on=on)
    return [
        _drawing(shape, key, tracks, first, last, on=on, today=today)
        for key, shape in (("bred", WIDE), ("smal", NARROW))
    ]


def _tracks(lineage: Lineage, *, on: dt.date) -> list[_Track]:
    old = [(link.old.code, lineage.relatives[link.old_id]) for link in lineage.predecessors]
    new = [(link.new.code, lineage.relatives[link.new_id]) for link in lineage.successors]
    rows = [*old, (lineage.objective.code, lineage.versions), *new]
    return [_Track(code, _note(versions, on=on), versions) for code, versions in rows if versions]


def _note(versions: Sequence[ObjectiveVersion], *, on: dt.date) -> str:
    if versions[0].valid_from > on:
        return _("kunngjort") if versions[0].start_is_exact else _("ukjent")
    ends = versions[-1].valid_until
    return _("ikke lenger i kraft") if ends is not None and ends <= on else _("i kraft")


def _years(tracks: Iterable[_Track], *, on: dt.date) -> tuple[int, int]:
    """The first year drawn, and the first not drawn: room for what comes, and for the day itself."""
    days = [on] + [version.valid_from for track in tracks for version in track.versions]
    days += [announced for track in tracks for version in track.versions if (announced := _announced(version))]
    days += [track.undated for track in tracks if track.undated]
    return min(days).year, max(days).year + 1


def _announced(version: ObjectiveVersion) -> dt.date | None:
    moment = version.enacted_by.announced_at
    return timezone.localtime(moment).date() if moment else None


class _Scale:
    """From a day to a place on the line, and back to text."""

    def __init__(self, shape: Shape, first: int, last: int) -> None:
        self._start, self._left = dt.date(first, 1, 1), shape.left
        self._days = (dt.date(last, 1, 1) - self._start).days
        self._width = shape.width - shape.left
        self.right = float(shape.width)

    def x(self, day: dt.date) -> float:
        share = (day - self._start).days / self._days
        return self._left + self._width * min(max(share, 0.0), 1.0)


def _text(number: float) -> str:
    return f"{number:.1f}"


def _drawing(
    shape: Shape, key: str, tracks: Sequence[_Track], first: int, last: int, *, on: dt.date, today: dt.date
) -> Drawing:
    scale = _Scale(shape, first, last)
    bottom = shape.top + shape.lane * len(tracks) + 12
    lanes = [_lane(shape, scale, track, shape.top + shape.lane * place, on=on) for place, track in enumerate(tracks)]
    x = scale.x(on)
    name = _("i dag %(day)s") if on == today else "%(day)s"
    return Drawing(
        key=key,
        width=shape.width,
        height=bottom + 16,
        top=str(shape.top),
        bottom=str(bottom),
        years=_year_lines(shape, scale, first, last),
        lanes=lanes,
        day_x=_text(x),
        day_label=_placed(name % {"day": f"{on:%d.%m.%Y}"}, x, bottom + 13, scale),
        shape=shape,
    )


def _year_lines(shape: Shape, scale: _Scale, first: int, last: int) -> list[tuple[str, str]]:
    """A line for each year; as many of them named as there is room for."""
    one_year = (scale.right - shape.left) / (last - first)
    every = next(step for step in (1, 2, 5, 10, 100) if one_year * step >= shape.year_label or step == 100)
    return [
        (_text(scale.x(dt.date(year, 1, 1))), str(year) if (year - first) % every == 0 else "")
        for year in range(first, last)
    ]


def _lane(shape: Shape, scale: _Scale, track: _Track, top: int, *, on: dt.date) -> Lane:
    bar_top = top + shape.bar
    if not track.versions:
        return _undated_lane(shape, scale, track, top)
    starts = scale.x(track.versions[0].valid_from)
    lane = _named_lane(shape, track, top, starts)
    lane.tick_top, lane.tick_bottom = str(bar_top), str(bar_top + 20)
    for version in track.versions:
        x, end = (
            scale.x(version.valid_from),
            scale.right if version.valid_until is None else scale.x(version.valid_until),
        )
        lane.bars.append(Bar(_text(x), _text(max(end - x, 2.0)), str(bar_top), _css(version, shape, on=on)))
    lane.ticks = [
        _text(scale.x(after.valid_from))
        for before, after in pairwise(track.versions)
        if before.valid_until == after.valid_from
    ]
    lane.labels = _below(track.versions, scale, bar_top + 36, on=on)
    _draw_announcement(lane, track.versions[0], scale, bar_top + 10, on=on)
    return lane


def _undated_lane(shape: Shape, scale: _Scale, track: _Track, top: int) -> Lane:
    """A dashed line that no bar ends: announced, and nobody has said when it begins."""
    bar_top = top + shape.bar
    dot = scale.x(track.undated) if track.undated else float(shape.left)
    lane = _named_lane(shape, track, top, dot)
    lane.announced = (_text(dot), _text(scale.right), str(bar_top + 10))
    if track.undated:
        words = _("kunngjort %(day)s") % {"day": f"{track.undated:%d.%m.%Y}"}
        lane.labels = [_placed(words, dot, bar_top + 36, scale)]
    return lane


def _named_lane(shape: Shape, track: _Track, top: int, starts: float) -> Lane:
    if not shape.lane_label_above:
        return Lane(track.code, track.note, "0", str(top + shape.bar + 14), str(top + shape.bar + 31))
    words = len(f"{track.code} {track.note}") * (_LETTER + 1)
    fits = starts + words <= shape.width
    x = starts if fits else float(shape.width)
    y = str(top + shape.bar - 7)
    return Lane(track.code, track.note, _text(x), y, y, label_anchor="start" if fits else "end")


def _css(version: ObjectiveVersion, shape: Shape, *, on: dt.date) -> str:
    if version.valid_from > on:
        return "v-hatch" if shape is WIDE else "v-hatch-n"
    ended = version.valid_until is not None and version.valid_until <= on
    return "v-gone" if ended else "v-bar"


def _below(versions: Sequence[ObjectiveVersion], scale: _Scale, y: int, *, on: dt.date) -> list[Label]:
    """The days under the bars: the start, then the end, then the wordings between as far as there is room."""
    first, last = versions[0], versions[-1]
    wanted = [(_start_in_words(first, on=on), scale.x(first.valid_from), False)]
    if last.last_day:
        wanted.append((_("til og med %(day)s") % {"day": f"{last.last_day:%d.%m.%Y}"}, scale.x(last.last_day), True))
    wanted += [(f"{version.valid_from:%d.%m.%Y}", scale.x(version.valid_from), False) for version in versions[1:]]
    labels: list[Label] = []
    for text, x, ends_there in wanted:
        label = _placed(text, x, y, scale, prefer_end=ends_there)
        if all(_apart(label, other) for other in labels):
            labels.append(label)
    return labels


def _start_in_words(version: ObjectiveVersion, *, on: dt.date) -> str:
    day = f"{version.valid_from:%d.%m.%Y}"
    if not version.start_is_exact:
        return _("kjent fra %(day)s") % {"day": day}
    return _("i kraft %(day)s") % {"day": day} if version.valid_from > on else day


def _placed(text: str, x: float, y: float, scale: _Scale, *, prefer_end: bool = False) -> Label:
    """The words beginning at x; or ending there, when they would run out of the drawing."""
    width = len(text) * _LETTER
    at_end = (prefer_end and x - width >= 0) or x + width > scale.right
    return Label(_text(x), str(int(y)), text, "end" if at_end else "start")


def _apart(one: Label, other: Label) -> bool:
    (begin, end), (other_begin, other_end) = _extent(one), _extent(other)
    return end + 8 < other_begin or begin > other_end + 8


def _extent(label: Label) -> tuple[float, float]:
    width, x = len(label.text) * _LETTER, float(label.x)
    return (x - width, x) if label.anchor == "end" else (x, x + width)


def _draw_announcement(lane: Lane, version: ObjectiveVersion, scale: _Scale, y: int, *, on: dt.date) -> None:
    """A hollow dot at the announcement and a dashed line to the day it enters into force."""
    day = _announced(version)
    if day is None or day >= version.valid_from or version.valid_from <= on:
        return
    dot, start = scale.x(day), scale.x(version.valid_from)
    lane.announced = (_text(dot), _text(start), str(y))
    text = _("kunngjort %(day)s") % {"day": f"{day:%d.%m.%Y}"}
    if dot - 9 - len(text) * _LETTER >= 0:
        lane.labels.append(Label(_text(dot - 9), str(y + 4), text, "end"))
