"""Reading the register into a snapshot, in a number of queries that does not grow with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from django.db.models import DateField, F, Func, Q, QuerySet

from objectives.models import (
    AnnexChapter,
    CodeSeries,
    Objective,
    ObjectiveVersion,
    Succession,
    Theme,
    ThemeVersion,
    UndeterminedChange,
)
from objectives.models.undetermined import UndeterminedChangeQuerySet

from .planning import Scheduled
from .snapshot import ActRef, Chapter, Heading, Link, Series, Snapshot, Text, Undetermined, act_ref
from .snapshot import Theme as ThemeRow
from .types import AddTheme, MoveTheme, from_data

# The ends of the range, taken apart by the database: reading ranges is a third of the time otherwise.
_FIRST = Func(F("valid"), function="lower", output_field=DateField())
_UNTIL = Func(F("valid"), function="upper", output_field=DateField())
_ACTS = ("enacted_by__decided_on", "enacted_by__number", "repealed_by__decided_on", "repealed_by__number")
_TEXT_COLUMNS = (
    *("pk", "objective__code", "chapter__slug", "theme_id", "position", "text", "stage"),
    *(_FIRST, _UNTIL, "start_is_exact", *_ACTS),
)
_HEADING_COLUMNS = (
    *("theme__chapter__slug", "theme__chapter_id"),
    *("pk", "theme_id", "number", "title", "position"),
    *(_FIRST, _UNTIL, "start_is_exact", *_ACTS),
)
Row = TypeVar("Row", Text, Heading)


def load_register() -> Snapshot:
    """The whole register: seven queries."""
    return _snapshot(
        chapters=AnnexChapter.objects.all(),
        texts=ObjectiveVersion.objects.all(),
        headings=ThemeVersion.objects.all(),
        links=Succession.objects.all(),
        codes=Objective.objects.all(),
        undetermined=UndeterminedChange.objects.awaiting(),
    )


def load_for(operations: Sequence[Scheduled]) -> Snapshot:
    """What the operations can meet: eight queries at most, however many they are.

    In the chapters they touch, the texts that apply, or end, on the first of their days or later: what ended before
    has no bearing on a plan. Of a læringsmål that has none of these, all it has, so that a refusal can say why.
    """
    named = Named.by(operations)
    chapters = named.chapters_touched()
    reserved = [code for scheduled in operations for code in scheduled.reserved]
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gte=named.from_day)
    found = _snapshot(
        chapters=chapters,
        texts=ObjectiveVersion.objects.filter(lasting, chapter__in=chapters),
        headings=ThemeVersion.objects.filter(theme__chapter__in=chapters),
        links=Succession.objects.filter(Q(old__code__in=reserved) | Q(new__code__in=reserved)),
        codes=Objective.objects.filter(code__in=sorted(named.codes)),
        undetermined=_undetermined_met(operations, reserved),
    )
    others = sorted(named.codes - found.texts.keys())
    of_others = _texts(ObjectiveVersion.objects.filter(objective__code__in=others)) if others else {}
    return replace(found, texts=found.texts | of_others)


def _undetermined_met(operations: Sequence[Scheduled], reserved: Sequence[str]) -> UndeterminedChangeQuerySet:
    """Those that get their day, and those that hold a code somebody would use; nothing is asked without either."""
    determined = [scheduled.determines for scheduled in operations if scheduled.determines is not None]
    if not reserved and not determined:
        return UndeterminedChange.objects.none()
    # By key: a filter on the codes themselves would leave the other codes of the same change out.
    holding = UndeterminedChange.objects.filter(creates__code__in=reserved).values("pk")
    return UndeterminedChange.objects.awaiting().filter(Q(pk__in=determined) | Q(pk__in=holding))


@dataclass
class Named:
    """The læringsmål, headings and chapters that operations name, and the first of their days."""

    from_day: dt.date = dt.date.max
    changed: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    chapters: set[str] = field(default_factory=set)
    themes: set[int] = field(default_factory=set)

    @classmethod
    def by(cls, operations: Sequence[Scheduled]) -> Named:
        named = cls()
        for scheduled in operations:
            named._add(scheduled)
        return named

    def _add(self, scheduled: Scheduled) -> None:
        operation = scheduled.operation
        self.from_day = min(self.from_day, scheduled.in_force_from or dt.date.max)
        self.changed |= {changed.code for changed in operation.changes}
        self.codes |= {changed.code for changed in operation.changes} | set(scheduled.reserved)
        self.chapters |= {place.chapter for place in operation.places}
        refs = [operation.theme_touched, *(place.theme for place in operation.places)]
        if isinstance(operation, AddTheme | MoveTheme):
            refs.append(operation.after)
        if isinstance(operation, AddTheme):
            self.chapters.add(operation.chapter)
        self.themes |= {ref for ref in refs if isinstance(ref, int)}

    def chapters_touched(self) -> QuerySet[AnnexChapter]:
        """The chapters named, and those of the læringsmål and headings named."""
        of_texts = ObjectiveVersion.objects.filter(objective__code__in=sorted(self.changed)).values("chapter")
        of_themes = Theme.objects.filter(pk__in=sorted(self.themes)).values("chapter")
        named = Q(slug__in=sorted(self.chapters))
        return AnnexChapter.objects.filter(named | Q(pk__in=of_texts) | Q(pk__in=of_themes))


def _snapshot(
    *,
    chapters: QuerySet[AnnexChapter],
    texts: QuerySet[ObjectiveVersion],
    headings: QuerySet[ThemeVersion],
    links: QuerySet[Succession],
    codes: QuerySet[Objective],
    undetermined: UndeterminedChangeQuerySet,
) -> Snapshot:
    words = list(headings.order_by("valid").values_list(*_HEADING_COLUMNS))
    return Snapshot(
        series={row.prefix: row for row in _series()},
        codes=frozenset(codes.values_list("code", flat=True)),
        chapters={row.slug: row for row in _chapters(chapters)},
        themes={row[3]: ThemeRow(row[3], row[0], row[1]) for row in words},
        texts=_texts(texts),
        headings=_by_owner((row[2:] for row in words), Heading, owner=1),
        links=tuple(_links(links)),
        undetermined=tuple(_undetermined(undetermined)),
    )


def _texts(rows: QuerySet[ObjectiveVersion]) -> dict[str, tuple[Text, ...]]:
    return _by_owner(rows.order_by("valid").values_list(*_TEXT_COLUMNS), Text, owner=1)


def _by_owner(rows: Iterable[tuple[Any, ...]], kind: type[Row], *, owner: int) -> dict[Any, tuple[Row, ...]]:
    """The versions of each owner, in the order they come."""
    owners: dict[Any, list[Row]] = {}
    for *columns, exact, day, number, ended_day, ended_number in rows:
        repealed_by = _act(ended_day, ended_number) if ended_number else None
        row = kind._make((*columns, _act(day, number), repealed_by, exact))
        owners.setdefault(columns[owner], []).append(row)
    return {key: tuple(versions) for key, versions in owners.items()}


@cache
def _act(decided_on: dt.date, number: int) -> ActRef:
    return ActRef(decided_on, number)


def _series() -> Iterable[Series]:
    columns = ("prefix", "last_number", "digits", "is_closed", "specialty__name")
    return (Series(*row) for row in CodeSeries.objects.values_list(*columns))


def _chapters(rows: QuerySet[AnnexChapter]) -> Iterable[Chapter]:
    for row in rows.select_related("part"):
        order = (row.part.position, row.position)
        yield Chapter(row.pk, row.slug, row.title, row.part.title, order, row.specialty_id, row.is_former)


def _links(rows: QuerySet[Succession]) -> Iterable[Link]:
    for row in rows.select_related("old", "new", "enacted_by").order_by("pk"):
        flags = (row.approvals_carry_over, row.activities_carry_over)
        yield Link(row.old.code, row.new.code, row.kind, *flags, act_ref(row.enacted_by))


def _undetermined(rows: UndeterminedChangeQuerySet) -> Iterable[Undetermined]:
    columns = ("pk", "operation", "new_codes", "enacted_by__decided_on", "enacted_by__number")
    for pk, operation, codes, day, number in rows.with_codes().order_by("pk").values_list(*columns):
        yield Undetermined(pk, from_data(operation), tuple(codes), _act(day, number))
