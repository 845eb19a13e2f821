"""What the file says, as plain values: no database, no XML."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from .problems import Unreadable


@dataclass(frozen=True, slots=True)
class ActReading:
    """A forskrift the file names: by its number, and by its titles when the file gives them."""

    decided_on: dt.date
    number: int
    title: str = ""
    short_title: str = ""

    def __str__(self) -> str:
        return f"FOR-{self.decided_on:%Y-%m-%d}-{self.number}"


@dataclass(frozen=True, slots=True)
class ChapterReading:
    """A chapter with its heading exactly as printed."""

    slug: str
    title: str
    part_letter: str
    part_title: str
    line: int
    is_former: bool = False


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """A temaoverskrift: «15.12» and «Lever». `place` is its order in the document."""

    chapter: str
    number: str
    title: str
    place: int
    line: int


@dataclass(frozen=True, slots=True)
class ObjectiveReading:
    """A læringsmål: its code, where it stands, and its text as `objectives.legal_text` stores it.

    `ended` is set for one printed in a former chapter.
    """

    code: str
    prefix: str
    number: int
    chapter: str
    theme: ThemeReading | None
    stage: str
    text: str
    place: int
    line: int
    ended: Ending | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """When a former text began and ceased to apply, and the forskrift that ended it, from the note beside it."""

    began: dt.date
    ceased: dt.date
    by: ActReading


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that was not read as part of a læringsmål, and that a person should look at."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in the file that is out of its own pattern: told as it is, never mended.

    `code` is stable. `objective` is the læringsmål concerned, when it is one. With `blocks_import` the reading may
    not be the file's meaning, and no register may begin with it.
    """

    code: str
    message: str
    line: int | None = None
    objective: str = ""
    blocks_import: bool = False


@dataclass(slots=True)
class AnnexReading:
    """Vedlegg 2 as the file prints it.

    `starts` is the day the file is about, from which its texts in force are known; `skipped` counts what is not
    læringsmål by kind.
    """

    act: ActReading
    starts: dt.date
    sha256: str
    chapters: dict[str, ChapterReading] = field(default_factory=dict)
    themes: list[ThemeReading] = field(default_factory=list)
    objectives: list[ObjectiveReading] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    warnings: list[Warned] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)

    @property
    def in_force(self) -> list[ObjectiveReading]:
        return [row for row in self.objectives if row.ended is None]

    @property
    def former(self) -> list[ObjectiveReading]:
        return [row for row in self.objectives if row.ended is not None]

    def refuse_what_is_unclear(self) -> None:
        """Raises Unreadable at the first thing in the file that a register may not begin with."""
        refuse_first(self.oddities)


def refuse_first(oddities: list[Oddity]) -> None:
    """Raises Unreadable for the first of these that may not be imported, in the file's order."""
    for oddity in sorted(oddities, key=lambda oddity: oddity.line or 0):
        if oddity.blocks_import:
            raise Unreadable(oddity.message, code=oddity.code, line=oddity.line)
