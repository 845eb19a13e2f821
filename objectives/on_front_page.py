"""What other apps show on the front page: the register does not know them, so they put themselves here.

As `beside.py` does for the page of a læringsmål; what a source tells is also part of the page's ETag.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone


class FrontPageSource(Protocol):
    """Something to tell everyone who comes to the front page."""

    template: str  # draws `content`, which is what `at` answered

    def at(self, now: dt.datetime) -> Any:
        """What there is to tell, None when that is nothing; its `repr` tells it from anything else."""


@dataclass(frozen=True)
class FrontPagePart:
    """A part of the front page that another app draws."""

    template: str
    content: Any


_sources: list[FrontPageSource] = []


def put_on_front_page(source: FrontPageSource) -> None:
    """Let the source be asked each time the front page is made."""
    _sources.append(source)


def front_page_parts(*, now: dt.datetime) -> list[FrontPagePart]:
    """What there is to tell."""
    told = [(source.template, source.at(now)) for source in _sources]
    return [FrontPagePart(template, content) for template, content in told if content is not None]


def told_on_front_page() -> str:
    """What tells the page from the same page when something else is told; empty when nothing is."""
    parts = front_page_parts(now=timezone.now())
    return repr(parts) if parts else ""
