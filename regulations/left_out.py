"""What is not in a draft, and why: asked of the app above, which knows the cases.

Registered when Django starts, as `objectives.beside` lets others put themselves beside a læringsmål (ADR 0008).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .models import AmendmentRegulation


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Something decided, or about to be, that the draft does not hold."""

    name: str
    why: str
    case_pk: int | None
    case_number: str
    url: str


class Source(Protocol):
    def __call__(self, draft: AmendmentRegulation, *, on: dt.date) -> Sequence[LeftOut]: ...


_sources: list[Source] = []


def tell_what_is_left_out(source: Source) -> None:
    """Let the source be asked for every draft; a fixed number of queries each time."""
    if source not in _sources:
        _sources.append(source)


def left_out_of(draft: AmendmentRegulation, *, on: dt.date) -> list[LeftOut]:
    """What is not in the draft."""
    return [one for source in _sources for one in source(draft, on=on)]
