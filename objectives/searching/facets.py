"""Narrowing the hits: by specialty, part, stage, level and status, each choice with how many it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise

from objectives.language.competence import LevelChoice

from .hits import Hit

ALL_LEVELS = range(8)
"""Every sum of the levels' bits a text can have."""


@dataclass(frozen=True)
class Choice:
    """One choice of a facet: its name in the address and on the page, and the values of a hit it stands for."""

    value: str
    label: str | Promise
    stands_for: frozenset[Hashable]


@dataclass(frozen=True)
class Facet:
    """One way to narrow. `of` is the field of a hit it looks at, `chosen` the choice made («» for none)."""

    name: str
    title: str | Promise
    of: str
    choices: Sequence[Choice]
    chosen: str = ""

    @property
    def accepts(self) -> frozenset[Hashable] | None:
        """The values let through; None for all."""
        return next((choice.stands_for for choice in self.choices if choice.value == self.chosen), None)


Counts = dict[str, dict[str, int]]
"""By facet and choice: how many hits the choice would leave, the other facets as they are."""


def level_choices() -> list[Choice]:
    """A text that asks for knowledge at one level and skill at another counts at both."""
    return [
        Choice(choice.value, choice.label, frozenset(levels for levels in ALL_LEVELS if choice.is_of(levels)))
        for choice in LevelChoice
    ]


def narrow(hits: Iterable[Hit], facets: Sequence[Facet]) -> tuple[list[Hit], Counts]:
    """The hits that every facet lets through, and what each choice of each facet would leave."""
    left: list[Hit] = []
    stopped_by: dict[str, list[Hit]] = {facet.name: [] for facet in facets}
    active = [(facet.name, attrgetter(facet.of), facet.accepts) for facet in facets if facet.accepts is not None]
    for hit in hits:
        stops = [name for name, value_of, accepted in active if value_of(hit) not in accepted]  # type: ignore[operator]
        if not stops:
            left.append(hit)
        elif len(stops) == 1:
            stopped_by[stops[0]].append(hit)
    return left, {facet.name: _counts(facet, left, stopped_by[facet.name]) for facet in facets}


def _counts(facet: Facet, *groups: Iterable[Hit]) -> dict[str, int]:
    values = Counter[Hashable]()
    for group in groups:
        values.update(map(attrgetter(facet.of), group))
    return {choice.value: sum(values[value] for value in choice.stands_for) for choice in facet.choices}
