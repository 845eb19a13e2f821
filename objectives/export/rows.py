"""What the one query of an export gives: a row for each læringsmål, in the annex's order."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from objectives.models import ObjectiveVersion

from .selection import Selection

# Læringsmål that stand directly in a chapter come before its headings.
BEFORE_ALL_HEADINGS = -(2**62)


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


def rows_on(on: dt.date, selection: Selection, *, with_former: bool) -> list[Row]:
    """The chosen læringsmål in force on the day; with former ones, those of former chapters that had ceased by then.

    One query. Sorted here: in the database the sorting is half of the query's time.
    """
    applies = Q(valid__contains=on)
    printed = applies | Q(chapter__is_former=True, valid__endswith__lte=on) if with_former else applies
    versions = ObjectiveVersion.objects.filter(printed, selection.condition()).with_heading(on=on)
    placed = versions.annotate(theme_place=Coalesce("theme_position", Value(BEFORE_ALL_HEADINGS)))
    return sorted(map(Row._make, placed.order_by().values_list(*_COLUMNS)))
