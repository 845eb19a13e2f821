"""Why each clause is there: what was given as the cause, and the directorate's assessment.

The case knows it, and this app does not know the case: the app above registers what finds it when Django starts, as
`objectives.beside` lets others put themselves beside a læringsmål.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Grounds:
    """Årsak til endringen and Helsedirektoratets vurdering, as they were written; empty when there is none."""

    cause: str = ""
    assessment: str = ""


NONE = Grounds()
Finder = Callable[[Sequence[int]], Mapping[int, Grounds]]

_finders: list[Finder] = []


def find_grounds_with(finder: Finder) -> None:
    """Let `finder` be asked for the grounds of clauses by their primary keys, in a fixed number of queries."""
    if finder not in _finders:
        _finders.append(finder)


def grounds_of(clause_ids: Sequence[int]) -> dict[int, Grounds]:
    """The grounds of each clause that somebody knows any of."""
    found: dict[int, Grounds] = {}
    for finder in _finders:
        found.update(finder(clause_ids))
    return found
