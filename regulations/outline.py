"""The clauses of a draft where they stand in vedlegg 2: read in a fixed number of queries, in the annex's order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from objectives.models import AnnexChapter, ObjectiveVersion, ThemeVersion
from objectives.operations import AddObjective, Operation, RepealObjective, Scheduled, from_data

from .models import AmendmentClause, AmendmentRegulation

_AFTER_ALL = 2**62


@dataclass(frozen=True, kw_only=True)
class PlacedClause:
    """A clause with its operation, the text it builds on, and its place in the annex.

    `basis` is None for a new læringsmål. `theme` is the heading as it last reads, None when there is none.
    """

    clause: AmendmentClause
    operation: Operation
    basis: ObjectiveVersion | None
    chapter: AnnexChapter
    theme: ThemeVersion | None
    order: tuple[int, ...]

    @property
    def old_code(self) -> str:
        """The code that is changed or repealed; empty for a new læringsmål."""
        return "" if isinstance(self.operation, AddObjective) else self.operation.code

    @property
    def new_code(self) -> str:
        """The code that is reserved for what is new; empty until the draft is locked."""
        return self.clause.new_objective.code if self.clause.new_objective else ""

    @property
    def old_text(self) -> str:
        return self.basis.text if self.basis else ""

    @property
    def new_text(self) -> str:
        return "" if isinstance(self.operation, RepealObjective) else self.operation.text

    @property
    def name(self) -> str:
        """What a sentence calls the change."""
        return name_of(self.clause, self.operation)

    def scheduled(self, *, announced_on: dt.date) -> Scheduled:
        """The operation with its first day, were the act announced on the day `announced_on`."""
        return scheduled(self.clause, self.operation, announced_on=announced_on)


def name_of(clause: AmendmentClause, operation: Operation) -> str:
    """What a sentence calls the change: its code, or its chapter while there is none."""
    if isinstance(operation, AddObjective):
        return clause.new_objective.code if clause.new_objective else f"Nytt læringsmål i {operation.chapter}"
    return operation.code


def scheduled(clause: AmendmentClause, operation: Operation, *, announced_on: dt.date) -> Scheduled:
    """The operation with its first day, were the act announced on the day `announced_on`."""
    return Scheduled(
        operation=operation,
        in_force_from=clause.starts_on(announced_on=announced_on),
        new_objective=clause.new_objective,
    )


def placed_clauses(regulation: AmendmentRegulation, *, prefetch: Sequence[str] = ()) -> list[PlacedClause]:
    """All clauses of the regulation in the annex's order: part, chapter, heading, place.

    `prefetch` names further relations of the clause that the caller will read.
    """
    clauses = regulation.clauses.select_related("objective", "new_objective").prefetch_related(*prefetch)
    return place(list(clauses))


def place(clauses: Sequence[AmendmentClause]) -> list[PlacedClause]:
    """These clauses in the annex's order."""
    operations = [from_data(clause.operation) for clause in clauses]
    reading = _Reading(operations)
    placed = [reading.place(clause, operation) for clause, operation in zip(clauses, operations, strict=True)]
    return sorted(placed, key=lambda one: one.order)


class _Reading:
    """The rows that the operations point to, four queries whatever their number."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        additions = [op for op in operations if isinstance(op, AddObjective)]
        self.versions = _by_pk(op.basis for op in operations if not isinstance(op, AddObjective))
        slugs = {op.chapter for op in additions}
        self.chapters = {c.slug: c for c in AnnexChapter.objects.filter(slug__in=slugs).select_related("part")}
        self.themes = _latest_headings(
            {op.theme for op in additions} | {version.theme_id for version in self.versions.values()}
        )
        self.neighbours = _positions(op.after for op in additions)

    def place(self, clause: AmendmentClause, operation: Operation) -> PlacedClause:
        if isinstance(operation, AddObjective):
            basis, chapter, theme_id = None, self.chapters[operation.chapter], operation.theme
            # Just after the one it is placed after, otherwise last under its heading.
            within = (self.neighbours.get(operation.after or "", _AFTER_ALL), 1)
        else:
            basis = self.versions[operation.basis]
            chapter, theme_id, within = basis.chapter, basis.theme_id, (basis.position, 0)
        theme = self.themes.get(theme_id) if theme_id else None
        heading = theme.position if theme else -1
        order = (chapter.part.position, chapter.position, heading, *within, clause.pk or 0)
        return PlacedClause(clause=clause, operation=operation, basis=basis, chapter=chapter, theme=theme, order=order)


def _by_pk(pks: Iterable[int]) -> dict[int, ObjectiveVersion]:
    versions = ObjectiveVersion.objects.filter(pk__in=set(pks))
    return {version.pk: version for version in versions.select_related("objective", "chapter__part")}


def _latest_headings(themes: set[int | None]) -> dict[int, ThemeVersion]:
    """Each heading as the last announced act left it."""
    rows = ThemeVersion.objects.filter(theme__in=themes - {None}).order_by("valid")
    return {row.theme_id: row for row in rows}


def _positions(codes: Iterable[str | None]) -> dict[str, int]:
    wanted = {code for code in codes if code}
    rows = ObjectiveVersion.objects.filter(objective__code__in=wanted).order_by("valid")
    return dict(rows.values_list("objective__code", "position"))
