"""A text with its findings marked, as runs that a page or a terminal can draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .findings import Finding, Place


@dataclass(frozen=True)
class Run:
    """A stretch of the text, and the numbers of the findings it belongs to; none for the text between them."""

    text: str
    numbers: Sequence[int] = ()
    ends: Sequence[int] = ()
    """The findings that end here: where their numbers are written."""


def marked(text: str, findings: Sequence[Finding], *, place: Place = Place.TEXT) -> list[Run]:
    """The text in runs, in order, and joined again the text itself. Findings are numbered from 1 as they are given.

    Findings may overlap: a run belongs to all that cover it.
    """
    spans = [
        (number, one.start, one.end)
        for number, one in enumerate(findings, start=1)
        if one.place is place and one.start < one.end
    ]
    edges = sorted({0, len(text), *_edges(spans)})
    return [
        Run(
            text[start:end],
            tuple(number for number, first, last in spans if first <= start and end <= last),
            tuple(number for number, _first, last in spans if last == end),
        )
        for start, end in pairwise(edges)
        if start < end
    ]


def _edges(spans: Iterable[tuple[int, int, int]]) -> Iterable[int]:
    for _number, start, end in spans:
        yield start
        yield end
