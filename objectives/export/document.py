"""Vedlegg 2, or a choice of it, as it reads on a day: the one structure that every format is written from.

Made by one query. Writers get the whole of it and never ask the database themselves, so the same document gives the
same file, and files of different formats can't disagree.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

import orjson
from django.utils.translation import ngettext

from objectives import legal_text
from objectives.annex import outline
from objectives.models import LegalAct

from .rows import Bare, Row, bare_headings, last_change_until, rows_on
from .selection import WHOLE_ANNEX, Kind, Selection, refuse_codes_not_in_force, refuse_nothing

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class Act(NamedTuple):
    """A forskrift by the date and the number in its name."""

    decided_on: dt.date
    number: int
    ref_id: str
    legacy_id: str


class Owner(NamedTuple):
    """The specialty or common set a læringsmål belongs to; named by the prefix when the series has none."""

    short_name: str
    name: str | None


class ObjectiveText(NamedTuple):
    """A læringsmål as it reads on the document's day.

    `text` is the stored form (`objectives.legal_text`). `valid_until` is the first day it no longer applies.
    `in_force` is False only for one printed in a former chapter.
    """

    code: str
    owner: Owner
    stage: str
    text: str
    valid_from: dt.date
    valid_until: dt.date | None
    start_is_exact: bool
    enacted_by: Act
    repealed_by: Act | None
    in_force: bool

    @property
    def blocks(self) -> list[legal_text.Block]:
        """The paragraphs and list items, without control characters."""
        return legal_text.blocks(printable(self.text))

    @property
    def plain(self) -> str:
        """All the words in order, single-spaced."""
        return plain(self.text)

    @property
    def last_day(self) -> dt.date | None:
        """The last day it applies, as people say it, when an announced act ends it."""
        return self.valid_until - dt.timedelta(days=1) if self.valid_until else None


class Heading(NamedTuple):
    """A temaoverskrift and what stands under it; without number and title it is the chapter's own."""

    number: str
    title: str
    objectives: list[ObjectiveText]

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}".strip()


class Chapter(NamedTuple):
    slug: str
    title: str
    is_former: bool
    headings: list[Heading]


class Part(NamedTuple):
    letter: str
    title: str
    chapters: list[Chapter]


class Placed(NamedTuple):
    """A læringsmål with its place."""

    part: Part
    chapter: Chapter
    heading: Heading
    objective: ObjectiveText


@dataclass(frozen=True)
class AnnexDocument:
    """What is exported: rows in the annex's order, and the same as parts, chapters and headings.

    Only for a format that shows the annex as Lovdata prints it: `bare` is the headings that nothing stands under, and
    `last_change` the day from which the whole annex reads as it does on `on`.
    """

    on: dt.date
    selection: Selection
    rows: list[Row] = field(repr=False)
    bare: list[Bare] = field(repr=False, default_factory=list)
    last_change: dt.date | None = None

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same content and different for any other; covers everything a writer can show."""
        content = [self.on, self.selection.kind, self.last_change, self.bare, self.rows]
        return hashlib.sha256(orjson.dumps(content, default=tuple)).hexdigest()

    @cached_property
    def in_force(self) -> list[Row]:
        """The rows that apply on the day: all but those of former chapters."""
        return [row for row in self.rows if row.valid_until is None or row.valid_until > self.on]

    @property
    def count(self) -> int:
        """How many læringsmål in force there are in it."""
        return len(self.in_force)

    @cached_property
    def scope(self) -> str:
        """What was chosen, named as the annex names it; empty for the whole annex."""
        first = self.rows[0]
        match self.selection.kind:
            case Kind.PART:
                return printable(first.part_title)
            case Kind.CHAPTER:
                return printable(first.chapter_title)
            case Kind.SPECIALTY:
                return printable(first.specialty_name or "")
            case Kind.CODES:
                count = len(self.selection.values)
                return ngettext("%(count)d valgt læringsmål", "%(count)d valgte læringsmål", count) % {"count": count}
        return ""

    @cached_property
    def parts(self) -> list[Part]:
        """The rows gathered into parts, chapters and headings."""
        parts: list[Part] = []
        slug = ""
        theme: int | None = -1
        for row in self._in_order():
            if row.chapter_slug != slug:
                slug, theme = row.chapter_slug, -1  # no heading yet, not even the chapter's own
                if not parts or parts[-1].letter != row.part_letter:
                    parts.append(Part(row.part_letter, printable(row.part_title), []))
                parts[-1].chapters.append(Chapter(slug, printable(row.chapter_title), row.chapter_is_former, []))
            headings = parts[-1].chapters[-1].headings
            if row.theme_id != theme and (row.theme_id or isinstance(row, Row)):
                theme = row.theme_id
                headings.append(Heading(printable(row.theme_number or ""), printable(row.theme_title or ""), []))
            if isinstance(row, Row):
                headings[-1].objectives.append(_objective(row, on=self.on))
        return parts

    def _in_order(self) -> Iterable[Row | Bare]:
        """The rows and the bare headings, by the place of the heading."""
        return sorted([*self.rows, *self.bare], key=lambda row: row[:4]) if self.bare else self.rows

    def placed(self) -> Iterator[Placed]:
        """Every læringsmål in the annex's order."""
        for part in self.parts:
            for chapter in part.chapters:
                for heading in chapter.headings:
                    for objective in heading.objectives:
                        yield Placed(part, chapter, heading, objective)

    def file_name(self, extension: str) -> str:
        """«vedlegg2-kapittel-c15-2026-03-01.csv»."""
        return f"vedlegg2{self.selection.file_name_part}-{self.on:%Y-%m-%d}.{extension}"


def build_document(*, on: dt.date, selection: Selection = WHOLE_ANNEX, as_printed: bool = False) -> AnnexDocument:
    """The chosen læringsmål in force on the day `on`. One query, unless it is refused.

    `as_printed` adds what Lovdata prints beside them: former chapters («[Tidligere …») that had ceased by then,
    headings that nothing stands under, and the day of the last change; four queries more. Raises RuleViolation when
    nothing chosen is in force, or a code that is named is not.
    """
    rows = rows_on(on, selection, as_printed=as_printed)
    document = AnnexDocument(on, selection, rows)
    if rows and as_printed:
        document = replace(document, bare=bare_headings(on, selection, rows), last_change=last_change_until(on))
    refuse_codes_not_in_force(selection, (row.code for row in document.in_force), on=on)
    if not document.count:
        refuse_nothing(selection, on=on)
    return document


@lru_cache(maxsize=1000)
def act_named(decided_on: dt.date, number: int) -> Act:
    """The forskrift with this date and number."""
    row = LegalAct(decided_on=decided_on, number=number)
    return Act(decided_on, number, row.ref_id, row.legacy_id)


@lru_cache(maxsize=1000)
def _owner(short_name: str, name: str | None) -> Owner:
    return Owner(short_name, name)


def _objective(row: Row, *, on: dt.date) -> ObjectiveText:
    ended_by = act_named(row.repealed_on, row.repealed_number) if row.repealed_on and row.repealed_number else None
    return ObjectiveText(
        code=row.code,
        owner=_owner(row.specialty_short_name or row.code.partition("-")[0], row.specialty_name),
        stage=row.stage,
        text=row.text,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        start_is_exact=row.start_is_exact,
        enacted_by=act_named(row.enacted_on, row.enacted_number),
        repealed_by=ended_by,
        in_force=row.valid_until is None or row.valid_until > on,
    )


def printable(text: str) -> str:
    """The text without control characters: XML has no place for them."""
    return _CONTROL.sub("", text)


def plain(text: str) -> str:
    """All the words of a stored text; one of a single paragraph, as most are, is its own."""
    return legal_text.plain(text) if "\n" in text or "\t" in text else text


def tells_stages_apart(part: Part, chapter: Chapter) -> bool:
    """Whether the chapter must say which part of the training each læringsmål belongs to.

    It must in part A, and where a læringsmål belongs to another part than the chapter's own.
    """
    own = outline.stage_in_chapter(part.letter, chapter.title)
    return any(one.stage != own for heading in chapter.headings for one in heading.objectives)


def by_stage(heading: Heading) -> Iterator[tuple[str, list[ObjectiveText]]]:
    """The læringsmål under a heading, in order, those in a row of one part of the training together."""
    for stage, objectives in groupby(heading.objectives, key=lambda one: one.stage):
        yield stage, list(objectives)
