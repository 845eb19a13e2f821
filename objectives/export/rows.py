"""What the database gives an export: a row for each læringsmål, and the headings over none, in the annex's order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F, Max, Q, Value
from django.db.models.functions import Coalesce

from objectives.annex import outline
from objectives.models import AnnexChapter, ObjectiveVersion, ThemeVersion

from .selection import Selection

# Læringsmål that stand directly in a chapter come before its headings.
BEFORE_ALL_HEADINGS = -(2**62)
_ENDS = ("startswith", "endswith")


class Row(NamedTuple):
    """A læringsmål as the database knows it. The first seven fields put rows in order; no two codes are alike."""

    part_position: int
    chapter_position: int
    chapter_id: int
    theme_place: int
    theme_id: int | None
    position: int
    code: str
    part_letter: str
    part_title: str
    chapter_slug: str
    chapter_title: str
    chapter_is_former: bool
    theme_number: str | None
    theme_title: str | None
    specialty_short_name: str | None
    specialty_name: str | None
    stage: str
    text: str
    valid_from: dt.date
    valid_until: dt.date | None
    start_is_exact: bool
    enacted_on: dt.date
    enacted_number: int
    repealed_on: dt.date | None
    repealed_number: int | None


_COLUMNS = (
    "chapter__part__position",
    "chapter__position",
    "chapter_id",
    "theme_place",
    "theme_id",
    "position",
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


class Bare(NamedTuple):
    """A temaoverskrift that no læringsmål stands under, or (without `theme_id`) such a chapter. Placed as a row is."""

    part_position: int
    chapter_position: int
    chapter_id: int
    theme_place: int
    theme_id: int | None
    part_letter: str
    part_title: str
    chapter_slug: str
    chapter_title: str
    chapter_is_former: bool
    theme_number: str | None
    theme_title: str | None


def rows_on(on: dt.date, selection: Selection, *, as_printed: bool) -> list[Row]:
    """The chosen læringsmål in force on the day; as printed, also those of former chapters that had ceased by then.

    One query. Sorted here: in the database the sorting is half of the query's time.
    """
    applies = Q(valid__contains=on)
    printed = applies | Q(chapter__is_former=True, valid__endswith__lte=on) if as_printed else applies
    versions = ObjectiveVersion.objects.filter(printed, selection.condition()).with_heading(on=on)
    placed = versions.annotate(theme_place=Coalesce("theme_position", Value(BEFORE_ALL_HEADINGS)))
    return sorted(map(Row._make, placed.order_by().values_list(*_COLUMNS)))


def bare_headings(on: dt.date, selection: Selection, rows: Sequence[Row]) -> list[Bare]:
    """The headings in force on the day that none of the rows stand under. Two queries, none when codes are chosen.

    A chapter that only the reference data has named is not one of them: the law has not printed it so.
    """
    within, of_themes = selection.chapters(), selection.chapters(through="theme__chapter__")
    if within is None or of_themes is None:
        return []
    themes = (
        ThemeVersion.objects.in_force(on=on)
        .filter(of_themes, theme__chapter__is_former=False)
        .exclude(theme__in={row.theme_id for row in rows if row.theme_id})
        .values_list(
            *_place("theme__chapter__"), "position", "theme_id", *_names("theme__chapter__"), "number", "title"
        )
    )
    chapters = (
        AnnexChapter.objects.filter(within, is_former=False, versions__isnull=True)
        .exclude(slug__in=[chapter.slug for chapter in outline.CHAPTERS])
        .values_list(*_place(), *_names())
    )
    places = len(_place())
    named = [(*row[:places], BEFORE_ALL_HEADINGS, None, *row[places:], None, None) for row in chapters]
    return [*map(Bare._make, named), *map(Bare._make, themes)]


def last_change_until(on: dt.date) -> dt.date:
    """The last day, not after `on`, on which a text or a temaoverskrift of the annex began or ceased to apply.

    From that day until `on` the annex reads the same. Two queries.
    """
    days: list[dt.date | None] = []
    for model in (ObjectiveVersion, ThemeVersion):
        limits = {end: Max(F(f"valid__{end}"), filter=Q(**{f"valid__{end}__lte": on})) for end in _ENDS}
        days += model.objects.aggregate(**limits).values()
    return max(day for day in days if day)


def _place(chapter: str = "") -> tuple[str, ...]:
    return (f"{chapter}part__position", f"{chapter}position", f"{chapter}pk")


def _names(chapter: str = "") -> tuple[str, ...]:
    return tuple(f"{chapter}{name}" for name in ("part__letter", "part__title", "slug", "title", "is_former"))
