"""Reading the register into a snapshot, in a number of queries that does not grow with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from objectives.models import (
    AnnexChapter,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Succession,
    ThemeVersion,
)
from objectives.models import Theme as ThemeRow

from .planning import Scheduled
from .snapshot import ActRef, Chapter, Heading, Link, Series, Snapshot, Text, Theme
from .types import FIRST, AddTheme, MoveTheme

_TEXT_COLUMNS = (
    "pk",
    "objective__code",
    "chapter__slug",
    "theme_id",
    "position",
    "text",
    "stage",
    "valid",
    "enacted_by_id",
    "repealed_by_id",
    "start_is_exact",
)
_HEADING_COLUMNS = (
    "pk",
    "theme_id",
    "number",
    "title",
    "position",
    "valid",
    "enacted_by_id",
    "repealed_by_id",
    "start_is_exact",
)
Row = TypeVar("Row", Text, Heading)


def load_register() -> Snapshot:
    """The whole register: seven queries."""
    return _snapshot(
        texts=ObjectiveVersion.objects.all(),
        headings=ThemeVersion.objects.all(),
        themes=ThemeRow.objects.all(),
        links=Succession.objects.all(),
        codes=Objective.objects.values_list("code", flat=True),
    )


def load_for(operations: Sequence[Scheduled]) -> Snapshot:
    """What the operations can meet: nine queries, however many they are.

    All texts of the læringsmål they name, and in the chapters they touch the texts that apply, or end, on the first
    of their days or later. What ended before has no bearing on a plan.
    """
    if not operations:
        return load_register()
    named = Named.by(operations)
    slugs = named.all_chapters()
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gte=named.from_day)
    codes = sorted(named.codes)
    return _snapshot(
        texts=ObjectiveVersion.objects.filter(Q(objective__code__in=codes) | Q(Q(chapter__slug__in=slugs), lasting)),
        headings=ThemeVersion.objects.filter(theme__chapter__slug__in=slugs),
        themes=ThemeRow.objects.filter(chapter__slug__in=slugs),
        links=Succession.objects.filter(Q(old__code__in=codes) | Q(new__code__in=codes)),
        codes=Objective.objects.filter(code__in=codes).values_list("code", flat=True),
    )


@dataclass
class Named:
    """The læringsmål, headings and chapters that operations name, and the first of their days."""

    from_day: dt.date
    changed: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    chapters: set[str] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)

    @classmethod
    def by(cls, operations: Sequence[Scheduled]) -> Named:
        named = cls(min(scheduled.in_force_from for scheduled in operations))
        for scheduled in operations:
            named._add(scheduled)
        return named

    def _add(self, scheduled: Scheduled) -> None:
        operation = scheduled.operation
        self.changed |= {changed.code for changed in operation.changes}
        self.codes |= {changed.code for changed in operation.changes} | set(scheduled.reserved)
        self.codes |= {place.after for place in operation.places if place.after not in (None, FIRST)}
        self.chapters |= {place.chapter for place in operation.places}
        refs = [operation.theme_touched, *(place.theme for place in operation.places)]
        if isinstance(operation, AddTheme | MoveTheme):
            refs.append(operation.after)
        if isinstance(operation, AddTheme):
            self.chapters.add(operation.chapter)
        self.themes |= {ref for ref in refs if isinstance(ref, int)}

    def all_chapters(self) -> list[str]:
        """The chapters named, and those of the læringsmål and headings named."""
        of_texts = ObjectiveVersion.objects.filter(objective__code__in=sorted(self.changed))
        of_themes = ThemeRow.objects.filter(pk__in=sorted(self.themes))
        slugs = set(of_texts.values_list("chapter__slug", flat=True).distinct())
        return sorted(slugs | set(of_themes.values_list("chapter__slug", flat=True)) | self.chapters)


def _snapshot(
    *,
    texts: QuerySet[ObjectiveVersion],
    headings: QuerySet[ThemeVersion],
    themes: QuerySet[ThemeRow],
    links: QuerySet[Succession],
    codes: Iterable[str],
) -> Snapshot:
    acts = {pk: ActRef(day, number) for pk, day, number in LegalAct.objects.values_list("pk", "decided_on", "number")}
    return Snapshot(
        series={row.prefix: row for row in _series()},
        codes=frozenset(codes),
        chapters={row.slug: row for row in _chapters()},
        themes={row[0]: Theme(*row) for row in themes.values_list("pk", "chapter__slug", "chapter_id")},
        texts=_grouped(_texts(texts, acts)),
        headings=_grouped(_headings(headings, acts)),
        links=tuple(_links(links, acts)),
    )


def _grouped(rows: Iterable[tuple[Any, Row]]) -> dict[Any, tuple[Row, ...]]:
    """The versions of each owner, oldest first, as they come."""
    owners: dict[Any, list[Row]] = {}
    for owner, row in rows:
        owners.setdefault(owner, []).append(row)
    return {owner: tuple(versions) for owner, versions in owners.items()}


def _series() -> Iterable[Series]:
    columns = ("prefix", "last_number", "digits", "is_closed", "specialty__name")
    return (Series(*row) for row in CodeSeries.objects.values_list(*columns))


def _chapters() -> Iterable[Chapter]:
    for row in AnnexChapter.objects.select_related("part"):
        order = (row.part.position, row.position)
        yield Chapter(row.pk, row.slug, row.title, row.part.title, order, row.specialty_id, row.is_former)


def _links(rows: QuerySet[Succession], acts: dict[int, ActRef]) -> Iterable[Link]:
    for row in rows.select_related("old", "new").order_by("pk"):
        flags = (row.approvals_carry_over, row.activities_carry_over)
        yield Link(row.old.code, row.new.code, row.kind, *flags, acts[row.enacted_by_id])


def _texts(rows: QuerySet[ObjectiveVersion], acts: dict[int, ActRef]) -> Iterable[tuple[str, Text]]:
    for *columns, valid, enacted, repealed, exact in rows.order_by("valid").values_list(*_TEXT_COLUMNS):
        ended = acts[repealed] if repealed else None
        text = Text(*columns, valid.lower, valid.upper, acts[enacted], ended, exact)
        yield text.code, text


def _headings(rows: QuerySet[ThemeVersion], acts: dict[int, ActRef]) -> Iterable[tuple[int, Heading]]:
    for *columns, valid, enacted, repealed, exact in rows.order_by("valid").values_list(*_HEADING_COLUMNS):
        ended = acts[repealed] if repealed else None
        heading = Heading(*columns, valid.lower, valid.upper, acts[enacted], ended, exact)
        yield heading.theme, heading
