"""The register on a day as plain values, for setting a file beside it. A fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from objectives.models import AnnexChapter, AnnexPart, LegalAct, Objective, ObjectiveVersion, ThemeVersion

from . import outline
from .reading import AnnexReading

_OUR_OWN = frozenset(fact.slug for fact in outline.CHAPTERS)


class CodeStatus(StrEnum):
    """How the register knows a code on the day."""

    IN_FORCE = "in-force"
    REPEALED = "repealed"
    NOT_YET_IN_FORCE = "not-yet-in-force"
    RESERVED = "reserved"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code's status, and for one repealed or not yet in force: the day it ended or begins, and by which act."""

    status: CodeStatus
    day: dt.date | None = None
    act: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredChapter:
    """A chapter of the register."""

    slug: str
    title: str
    part_letter: str
    is_former: bool
    has_had_texts: bool

    @property
    def is_our_own(self) -> bool:
        """Whether it is reference data only: named by us, until a file brings its læringsmål and the printed name."""
        return self.slug in _OUR_OWN and not self.has_had_texts


@dataclass(frozen=True, slots=True)
class RegisteredTheme:
    pk: int
    chapter: str
    number: str
    title: str
    position: int


@dataclass(frozen=True, slots=True)
class RegisteredText:
    """A læringsmål's text and place. `ceased` is the first day it no longer applied."""

    code: str
    chapter: str
    theme: int | None
    stage: str
    text: str
    position: int
    ceased: dt.date | None


@dataclass(frozen=True, slots=True)
class Register:
    """The register on the day `on`: what is in force, in the annex's order, and what is printed as former."""

    on: dt.date
    parts: Mapping[str, str]
    chapters: Mapping[str, RegisteredChapter]
    themes: Mapping[int, RegisteredTheme]
    in_force: Mapping[str, RegisteredText]
    former: Mapping[str, list[RegisteredText]]
    codes: Mapping[str, CodeEntry]

    def entry(self, code: str) -> CodeEntry:
        return self.codes.get(code) or CodeEntry(CodeStatus.UNKNOWN)


def register_beside(reading: AnnexReading) -> Register:
    """The register as it stands on the day the file is about, with all the file can be asked of."""
    on = reading.starts
    in_force = {row.code: row for row in _texts(ObjectiveVersion.objects.in_force(on=on).filter(_not_former()), on=on)}
    asked = [row.code for row in reading.objectives]
    former: dict[str, list[RegisteredText]] = defaultdict(list)
    ended = ObjectiveVersion.objects.filter(
        ~_not_former() | Q(valid__endswith__lte=on, objective__code__in=[row.code for row in reading.former])
    )
    for row in _texts(ended, on=on):
        former[row.code].append(row)
    return Register(
        on=on,
        parts=dict(AnnexPart.objects.values_list("letter", "title")),
        chapters=_chapters(),
        themes=_themes(on=on),
        in_force=in_force,
        former=former,
        codes=_codes({row.prefix for row in reading.objectives}, asked, in_force, on=on),
    )


def _not_former() -> Q:
    return Q(chapter__is_former=False)


def _texts(versions: Iterable[ObjectiveVersion], *, on: dt.date) -> list[RegisteredText]:
    rows = (
        versions.with_heading(on=on)  # type: ignore[attr-defined]
        .in_outline_order()
        .values_list("objective__code", "chapter__slug", "theme_id", "stage", "text", "position", "valid")
    )
    return [
        RegisteredText(code, chapter, theme, stage, text, position, valid.upper)
        for code, chapter, theme, stage, text, position, valid in rows
    ]


def _chapters() -> dict[str, RegisteredChapter]:
    texts = Exists(ObjectiveVersion.objects.filter(chapter=OuterRef("pk")))
    rows = AnnexChapter.objects.order_by("part__position", "position", "pk").values_list(
        "slug", "title", "part__letter", "is_former", texts
    )
    return {row[0]: RegisteredChapter(*row) for row in rows}


def _themes(*, on: dt.date) -> dict[int, RegisteredTheme]:
    rows = (
        ThemeVersion.objects.in_force(on=on)
        .order_by("position", "pk")
        .values_list("theme_id", "theme__chapter__slug", "number", "title", "position")
    )
    return {row[0]: RegisteredTheme(*row) for row in rows}


def _codes(
    prefixes: Collection[str], asked: Iterable[str], in_force: Collection[str], *, on: dt.date
) -> dict[str, CodeEntry]:
    """Every code of the series, and those asked for, as the register knows them."""
    rows = Objective.objects.filter(Q(series__prefix__in=prefixes) | Q(code__in=asked)).values_list("code", "origin")
    found = {code: _without_text(origin) for code, origin in rows}
    found |= dict.fromkeys((code for code in in_force if code in found), CodeEntry(CodeStatus.IN_FORCE))
    others = [code for code, entry in found.items() if entry.status != CodeStatus.IN_FORCE]
    versions = (
        ObjectiveVersion.objects.filter(objective__code__in=others)
        .order_by("valid")
        .values_list(
            "objective__code",
            "valid",
            "enacted_by__decided_on",
            "enacted_by__number",
            "repealed_by__decided_on",
            "repealed_by__number",
        )
    )
    for code, valid, enacted_on, enacted_by, repealed_on, repealed_by in versions:
        if valid.lower > on:
            entry = CodeEntry(CodeStatus.NOT_YET_IN_FORCE, valid.lower, _act(enacted_on, enacted_by))
        else:
            entry = CodeEntry(CodeStatus.REPEALED, valid.upper, _act(repealed_on, repealed_by))
        if found[code].status != CodeStatus.NOT_YET_IN_FORCE:  # the first text to come says more than a later one
            found[code] = entry
    return found


def _without_text(origin: str) -> CodeEntry:
    return CodeEntry(CodeStatus.MISSING if origin == Objective.Origin.MISSING else CodeStatus.RESERVED)


def _act(decided_on: dt.date | None, number: int | None) -> str:
    return LegalAct(decided_on=decided_on, number=number).legacy_id if decided_on and number else ""
