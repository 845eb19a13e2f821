"""Which heading of the file is which of the register's, and what stands out of its order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Heading(Generic[Key]):
    """A heading as it is recognised by: its number, its words, and the codes of the læringsmål under it."""

    key: Key
    number: str
    title: str
    codes: frozenset[str]


def pairs(ours: Sequence[Heading[Key]], theirs: Sequence[Heading[Other]]) -> list[tuple[Heading[Key], Heading[Other]]]:
    """Those that are the same heading, renamed or renumbered or not.

    Number and words first; then words alone, or number alone, unless the læringsmål say otherwise; last, what half
    of the læringsmål of the smaller one followed.
    """
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))
    found = []
    for likeness in (_same, _same_words, _same_number, _same_objectives):
        for i, j in _best(left, right, likeness):
            found.append((left.pop(i), right.pop(j)))
    return found


def out_of_order(places: Sequence[int]) -> list[int]:
    """Where in the list those stand that must be moved for it to ascend; as few as can be."""
    tails: list[int] = []
    ends: list[int] = []  # for each length, where the best run of that length ends
    before: list[int] = []
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length:] = [place, *tails[length + 1 :]]
        ends[length:] = [at, *ends[length + 1 :]]
    in_order = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        in_order.add(at)
        at = before[at]
    return [at for at in range(len(places)) if at not in in_order]


def _best(
    left: Mapping[int, Heading[Any]],
    right: Mapping[int, Heading[Any]],
    likeness: Callable[[Heading[Any], Heading[Any]], int],
) -> list[tuple[int, int]]:
    """The most alike first, each used once; between equals, in order."""
    scored = [
        (-score, i, j) for i, ours in left.items() for j, theirs in right.items() if (score := likeness(ours, theirs))
    ]
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    best = []
    for _score, i, j in sorted(scored):
        if i not in taken_left and j not in taken_right:
            best.append((i, j))
            taken_left.add(i)
            taken_right.add(j)
    return best


def _same(ours: Heading[Any], theirs: Heading[Any]) -> int:
    return _shared(ours, theirs) + 1 if (ours.number, ours.title) == (theirs.number, theirs.title) else 0


def _same_words(ours: Heading[Any], theirs: Heading[Any]) -> int:
    return _shared(ours, theirs) + 1 if ours.title == theirs.title and _may_be_one(ours, theirs) else 0


def _same_number(ours: Heading[Any], theirs: Heading[Any]) -> int:
    same = ours.number and ours.number == theirs.number
    return _shared(ours, theirs) + 1 if same and _may_be_one(ours, theirs) else 0


def _same_objectives(ours: Heading[Any], theirs: Heading[Any]) -> int:
    shared = _shared(ours, theirs)
    return shared if 2 * shared >= min(len(ours.codes), len(theirs.codes)) else 0


def _may_be_one(ours: Heading[Any], theirs: Heading[Any]) -> bool:
    """Two headings with læringsmål, but none in common, are two."""
    return not ours.codes or not theirs.codes or bool(_shared(ours, theirs))


def _shared(ours: Heading[Any], theirs: Heading[Any]) -> int:
    return len(ours.codes & theirs.codes)
