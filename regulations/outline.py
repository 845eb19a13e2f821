"""The clauses of a draft where they stand in vedlegg 2: read in a fixed number of queries, in the annex's order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects

from objectives.models import AnnexChapter, LegalAct, Objective, ObjectiveVersion, ThemeVersion
from objectives.operations import (
    FIRST,
    AddObjective,
    AddTheme,
    MoveTheme,
    Operation,
    Place,
    Scheduled,
    SplitObjective,
    ThemeChange,
    from_data,
)

from .models import AmendmentClause, AmendmentRegulation

_AFTER_ALL = 2**62
Headings = Mapping[int | str, ThemeVersion]


@dataclass(frozen=True, kw_only=True)
class PlacedClause:
    """A clause with its operation, the texts it builds on, and its place in the annex.

    `bases` is empty for what is new. `theme` is the heading that what comes of it stands under, or that is itself
    changed, as it last reads; None when there is none. `headings` are all that the draft names, by primary key or,
    for one the draft adds, by its key.
    """

    clause: AmendmentClause
    operation: Operation
    bases: tuple[ObjectiveVersion, ...]
    chapter: AnnexChapter
    theme: ThemeVersion | None
    headings: Headings
    order: tuple[Any, ...]

    @property
    def basis(self) -> ObjectiveVersion | None:
        """The text it builds on; the first when there are several."""
        return next(iter(self.bases), None)

    @property
    def amended_act(self) -> LegalAct | None:
        """The act whose text the clause ends on that text's first day, so that it never applies; None for others."""
        words = self.theme if isinstance(self.operation, ThemeChange) else self.basis
        if words is None or self.clause.in_force_from != words.valid_from:
            return None
        return words.enacted_by

    @property
    def old_codes(self) -> list[str]:
        """The codes that are changed or repealed."""
        return [changed.code for changed in self.operation.changes]

    @property
    def old_code(self) -> str:
        """The code that is changed or repealed, the first of several; empty for what is new."""
        return next(iter(self.old_codes), "")

    @property
    def new_codes(self) -> list[str]:
        """The codes that are reserved for what is new; empty until the draft is locked."""
        return [objective.code for objective in new_objectives(self.clause)]

    @property
    def new_code(self) -> str:
        """The first of the new codes; empty until the draft is locked."""
        return next(iter(self.new_codes), "")

    @property
    def old_text(self) -> str:
        return self.basis.text if self.basis else ""

    @property
    def new_text(self) -> str:
        """The words the operation brings; empty when it brings none, or several texts."""
        return str(getattr(self.operation, "text", ""))

    @property
    def name(self) -> str:
        """What a sentence calls the change."""
        return name_of(self.clause, self.operation)

    def heading_of(self, place: Place | None) -> ThemeVersion | None:
        """The heading of a place; that of the clause itself when there is no other."""
        if place is None:
            return self.theme
        return self.headings[place.theme] if place.theme is not None else None

    def scheduled(self, *, announced_on: dt.date) -> Scheduled:
        """The operation with its first day, were the act announced on the day `announced_on`."""
        return scheduled(self.clause, self.operation, announced_on=announced_on)


def new_objectives(clause: AmendmentClause) -> list[Objective]:
    """The codes reserved for the clause, in the order they were given."""
    if clause.new_objective is None:
        return []
    more = clause.more_objectives.all() if clause.operation["kind"] == SplitObjective.kind else []
    return [clause.new_objective, *sorted(more, key=lambda objective: objective.number)]


def name_of(clause: AmendmentClause, operation: Operation) -> str:
    """What a sentence calls the change: its codes, or its chapter or heading while there are none."""
    if isinstance(operation, AddObjective):
        return clause.new_objective.code if clause.new_objective else f"Nytt læringsmål i {operation.chapter}"
    if isinstance(operation, AddTheme):
        return f"Temaoverskriften «{operation.title}»"
    return " og ".join(changed.code for changed in operation.changes) or "Temaoverskriften"


def scheduled(clause: AmendmentClause, operation: Operation, *, announced_on: dt.date) -> Scheduled:
    """The operation with its first day, were the act announced on the day `announced_on`."""
    return Scheduled(
        operation=operation,
        in_force_from=clause.starts_on(announced_on=announced_on),
        new_objectives=tuple(new_objectives(clause)),
    )


def placed_clauses(regulation: AmendmentRegulation, *, prefetch: Sequence[str] = ()) -> list[PlacedClause]:
    """All clauses of the regulation in the annex's order: part, chapter, heading, place.

    `prefetch` names further relations of the clause that the caller will read.
    """
    clauses = list(
        regulation.clauses.select_related("objective", "new_objective", "undetermined_change").prefetch_related(
            *prefetch
        )
    )
    prefetch_related_objects(
        [one for one in clauses if one.operation["kind"] == SplitObjective.kind], "more_objectives"
    )
    return place(clauses)


def place(clauses: Sequence[AmendmentClause]) -> list[PlacedClause]:
    """These clauses, all of one draft, in the annex's order."""
    operations = [from_data(clause.operation) for clause in clauses]
    reading = _Reading(operations)
    placed = [reading.place(clause, operation) for clause, operation in zip(clauses, operations, strict=True)]
    return sorted(placed, key=lambda one: one.order)


class _Reading:
    """The rows that the operations point to, as many queries whatever their number."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.versions = _by_pk(changed.basis for op in operations for changed in op.changes)
        places = [place for op in operations for place in op.places]
        self.added = {op.key: op for op in operations if isinstance(op, AddTheme)}
        slugs = {place.chapter for place in places} | {op.chapter for op in self.added.values()}
        self.chapters = {
            c.slug: c for c in AnnexChapter.objects.filter(slug__in=slugs).select_related("part", "specialty")
        }
        self.headings, self.words = _headings(operations, places, self.versions.values())
        self.headings |= {key: ThemeVersion(number=op.number, title=op.title) for key, op in self.added.items()}
        self.neighbours = _positions(place.after for place in places)
        self.order_added = {key: number for number, key in enumerate(self.added)}

    def place(self, clause: AmendmentClause, operation: Operation) -> PlacedClause:
        bases = tuple(self.versions[changed.basis] for changed in operation.changes)
        theme: int | str | None
        if isinstance(operation, AddTheme):
            chapter, theme, within = self.chapters[operation.chapter], operation.key, (-1, 0)
        elif isinstance(operation, ThemeChange):
            words = self.words[operation.basis]
            chapter, theme, within = words.theme.chapter, operation.theme, (-1, 0)
        else:
            chapter, theme, within = self._stand(operation, bases)
        return PlacedClause(
            clause=clause,
            operation=operation,
            bases=bases,
            chapter=chapter,
            theme=self._words_of(operation, theme),
            headings=self.headings,
            order=(chapter.part.position, chapter.position, self._rank(theme), within, clause.pk or 0),
        )

    def _words_of(self, operation: Operation, theme: int | str | None) -> ThemeVersion | None:
        if isinstance(operation, ThemeChange):
            return self.words[operation.basis]
        return self.headings.get(theme) if theme is not None else None

    def _stand(
        self, operation: Operation, bases: Sequence[ObjectiveVersion]
    ) -> tuple[AnnexChapter, int | str | None, tuple[int, int]]:
        """Where what comes of the operation stands: the parts of a split, where the old one stood."""
        placed = () if isinstance(operation, SplitObjective) else operation.places
        if not placed:
            basis = bases[0]
            return basis.chapter, basis.theme_id, (basis.position, 0)
        (at,) = placed
        # Just after the one it is placed after, otherwise last under its heading.
        after = -1 if at.after == FIRST else self.neighbours.get(at.after or "", _AFTER_ALL)
        return self.chapters[at.chapter], at.theme, (after, 1)

    def _rank(self, theme: int | str | None) -> tuple[int, ...]:
        """The place of a heading in its chapter; a new one stands after the whole of the one it is placed after."""
        if isinstance(theme, str):
            after = self.added[theme].after
            anchor = (0,) if after == FIRST else (_AFTER_ALL,) if after is None else self._rank(after)
            return (*anchor, 1, self.order_added[theme])
        return (self.headings[theme].position,) if theme in self.headings else (-1,)


def _by_pk(pks: Iterable[int]) -> dict[int, ObjectiveVersion]:
    """The texts, also those that an amendment has annulled since."""
    versions = ObjectiveVersion.with_annulled.filter(pk__in=set(pks)).select_related("objective")
    # Few chapters and acts behind many texts: read once each, not once a text.
    shared = ("chapter__part", "chapter__specialty", "enacted_by", "annulled_by")
    return {version.pk: version for version in versions.prefetch_related(*shared)}


def _headings(
    operations: Sequence[Operation], places: Iterable[Place], versions: Iterable[ObjectiveVersion]
) -> tuple[dict[int | str, ThemeVersion], dict[int, ThemeVersion]]:
    """Each heading as the last announced act left it, and the words that are changed, by their own key."""
    bases = {op.basis for op in operations if isinstance(op, ThemeChange)}
    refs: list[int | str | None] = [place.theme for place in places]
    refs += [version.theme_id for version in versions]
    refs += [op.theme_touched for op in operations]
    refs += [op.after for op in operations if isinstance(op, AddTheme | MoveTheme)]
    themes = {ref for ref in refs if isinstance(ref, int)}
    rows = ThemeVersion.with_annulled.filter(Q(theme__in=themes) | Q(pk__in=bases)).order_by("valid")
    read = list(rows.select_related("theme__chapter__part", "theme__chapter__specialty", "enacted_by"))
    return {row.theme_id: row for row in read if row.annulled_by_id is None}, {row.pk: row for row in read}


def _positions(codes: Iterable[str | None]) -> dict[str, int]:
    wanted = {code for code in codes if code}
    rows = ObjectiveVersion.objects.filter(objective__code__in=wanted).order_by("valid")
    return dict(rows.values_list("objective__code", "position"))
