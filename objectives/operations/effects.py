"""What operations do to the register, as values: the planner makes them, memory and database carry them out."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from .snapshot import Heading, Link, Text, Theme, Undetermined


class CodeGiven(NamedTuple):
    """The series counts up to `number`, and the code is used for good (ID-1)."""

    prefix: str
    number: int
    code: str


class TextBegun(NamedTuple):
    text: Text


class TextEnded(NamedTuple):
    """The text no longer applies from the day `on`. Of one that ended that day already, the act takes over the end."""

    pk: int
    code: str
    on: dt.date


class TextAnnulled(NamedTuple):
    """The text, announced and not yet in force, never applies."""

    pk: int
    code: str


class RoomMade(NamedTuple):
    """All that ever stood under the heading from `position` on stands `by` further down, in the same order."""

    chapter: str
    theme: int | None
    position: int
    by: int


class Succeeded(NamedTuple):
    link: Link


class ThemeMade(NamedTuple):
    theme: Theme


class HeadingBegun(NamedTuple):
    heading: Heading


class HeadingEnded(NamedTuple):
    """As TextEnded, of a temaoverskrift."""

    pk: int
    theme: int
    on: dt.date


class HeadingAnnulled(NamedTuple):
    """As TextAnnulled, of a temaoverskrift."""

    pk: int
    theme: int


class HeadingRoomMade(NamedTuple):
    """As RoomMade, of the headings of a chapter."""

    chapter: str
    position: int
    by: int


class Awaits(NamedTuple):
    """The change is announced, and has no first day."""

    change: Undetermined


class Determined(NamedTuple):
    """The announced change `pk` has got its first day; what it does are effects of their own."""

    pk: int
    on: dt.date


TextEffect = CodeGiven | TextBegun | TextEnded | TextAnnulled | RoomMade | Succeeded
HeadingEffect = ThemeMade | HeadingBegun | HeadingEnded | HeadingAnnulled | HeadingRoomMade
DayEffect = Awaits | Determined
Effect = TextEffect | HeadingEffect | DayEffect
