"""Vedlegg 2, or a choice of it, as it reads on a day: the one structure that every format is written from.

Made by one query. Writers get the whole of it and never ask the database themselves, so the same document gives the
same file, and files of different formats can't disagree.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import orjson
from django.db.models import Q
from django.utils.translation import ngettext

from objectives import legal_text
from objectives.annex import outline
from objectives.models import LegalAct, ObjectiveVersion

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
        """The paragraphs and list items, without control characters: XML has no place for them."""
        return legal_text.blocks(_CONTROL.sub("", self.text))

    @property
    def plain(self) -> str:
        """All the words in order, single-spaced; as most texts are stored."""
        return legal_text.plain(self.text) if "\n" in self.text or "\t" in self.text else self.text

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
    """What is exported.

    `scope` says what was chosen in words, empty for the whole annex. `rows` is what the query gave.
    """

    on: dt.date
    selection: Selection
    scope: str
    parts: list[Part]
    rows: list[tuple[Any, ...]] = field(repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same content and different for any other; covers everything a writer can show."""
        return hashlib.sha256(orjson.dumps([self.on, self.selection.kind, self.rows])).hexdigest()

    @cached_property
    def count(self) -> int:
        """How many læringsmål in force there are in it."""
        headings = (heading for part in self.parts for chapter in part.chapters for heading in chapter.headings)
        return sum(one.in_force for heading in headings for one in heading.objectives)

    @cached_property
    def newest_text_from(self) -> dt.date:
        """The latest first day among the texts in force."""
        return max(placed.objective.valid_from for placed in self.placed() if placed.objective.in_force)

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


_PLACES = 5  # so many columns say where in the annex a row stands, and nothing else
_COLUMNS = (
    "chapter__part__position",
    "chapter__position",
    "chapter_id",
    "theme_position",
    "position",
    "theme_id",
    "objective__code",
    "chapter__part__letter",
    "chapter__part__title",
    "chapter__slug",
    "chapter__title",
    "chapter__is_former",
    "theme_number",
    "theme_title",
    "objective__series__specialty__short_name",
    "objective__series__specialty__name",
    "stage",
    "text",
    "valid__startswith",
    "valid__endswith",
    "start_is_exact",
    "enacted_by__decided_on",
    "enacted_by__number",
    "repealed_by__decided_on",
    "repealed_by__number",
)


def build_document(*, on: dt.date, selection: Selection = WHOLE_ANNEX, with_former: bool = False) -> AnnexDocument:
    """The chosen læringsmål in force on the day `on`, in the annex's order.

    `with_former` adds those of former chapters («[Tidligere …») that had ceased by then, as Lovdata prints them.
    Raises RuleViolation when nothing chosen is in force, or a code that is named is not.
    """
    applies = Q(valid__contains=on)
    printed = applies | Q(chapter__is_former=True, valid__endswith__lte=on) if with_former else applies
    versions = ObjectiveVersion.objects.filter(printed, selection.condition()).with_heading(on=on)
    rows = sorted(versions.order_by().values_list(*_COLUMNS), key=_outline_order)
    parts = _Outline(on).of(rows)
    document = AnnexDocument(on, selection, _scope(selection, parts), parts, rows)
    codes = (placed.objective.code for placed in document.placed() if placed.objective.in_force)
    refuse_codes_not_in_force(selection, codes, on=on)
    if not document.count:
        refuse_nothing(selection, on=on)
    return document


def _outline_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the annex prints them. Sorted here: in the database it is half the time of the query."""
    part, chapter, chapter_id, heading, position, theme_id, code, *_rest = row
    return (part, chapter, chapter_id, heading is not None, heading or 0, theme_id or 0, position, code)


class _Outline:
    """Gathers rows, which come in order, into parts, chapters and headings."""

    def __init__(self, on: dt.date) -> None:
        self._on = on
        self._acts: dict[tuple[dt.date, int], Act] = {}
        self._owners: dict[tuple[str | None, str | None], Owner] = {}

    def of(self, rows: Iterable[tuple[Any, ...]]) -> list[Part]:
        parts: list[Part] = []
        here, theme = "", -1
        for row in rows:
            theme_id, code, letter, part_title, slug, chapter_title, is_former, number, title, *rest = row[_PLACES:]
            if slug != here:
                here, theme = slug, -1  # no heading yet, not even the chapter's own
                if not parts or parts[-1].letter != letter:
                    parts.append(Part(letter, part_title, []))
                parts[-1].chapters.append(Chapter(slug, chapter_title, is_former, []))
            if theme_id != theme:
                theme = theme_id
                headings = parts[-1].chapters[-1].headings
                headings.append(Heading(number or "", title or "", []))
                add = headings[-1].objectives.append
            add(self._objective(code, *rest))
        return parts

    def _objective(
        self,
        code: str,
        short_name: str | None,
        name: str | None,
        stage: str,
        text: str,
        valid_from: dt.date,
        valid_until: dt.date | None,
        start_is_exact: bool,
        decided_on: dt.date,
        number: int,
        repealed_on: dt.date | None,
        repealed_number: int,
    ) -> ObjectiveText:
        return ObjectiveText(
            code,
            self._owners.get((short_name, name)) or self._owner(code, short_name, name),
            stage,
            text,
            valid_from,
            valid_until,
            start_is_exact,
            self._acts.get((decided_on, number)) or self._act(decided_on, number),
            self._act(repealed_on, repealed_number) if repealed_on else None,
            valid_until is None or valid_until > self._on,
        )

    def _owner(self, code: str, short_name: str | None, name: str | None) -> Owner:
        key = (short_name or code.partition("-")[0], name)
        return self._owners.setdefault(key, Owner(*key))

    def _act(self, decided_on: dt.date, number: int) -> Act:
        found = self._acts.get((decided_on, number))
        if found is None:
            row = LegalAct(decided_on=decided_on, number=number)
            found = self._acts[decided_on, number] = Act(decided_on, number, row.ref_id, row.legacy_id)
        return found


def _scope(selection: Selection, parts: list[Part]) -> str:
    """What was chosen, named as the annex names it."""
    if not parts or selection.kind == Kind.ALL:
        return ""
    if selection.kind == Kind.PART:
        return parts[0].title
    if selection.kind == Kind.CHAPTER:
        return parts[0].chapters[0].title
    if selection.kind == Kind.SPECIALTY:
        owner = parts[0].chapters[0].headings[0].objectives[0].owner
        return owner.name or owner.short_name
    count = len(selection.values)
    return ngettext("%(count)d valgt læringsmål", "%(count)d valgte læringsmål", count) % {"count": count}


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
