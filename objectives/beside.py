"""What other apps show on the page of a læringsmål: the register does not know them, so they put themselves here.

An app above this one registers a source when Django starts (`AppConfig.ready`). The page asks each, and draws what it
answers with the template it names. What a source tells those who are not logged in is also part of the page's ETag,
which a tag in the template could not be: the page is kept, and would go on telling what is no longer so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser

from organisations.models import User

Reader = User | AnonymousUser


class Source(Protocol):
    """Something to tell of a læringsmål."""

    template: str  # draws `content`, which is what `of` answered

    def of(self, code: str, *, reader: Reader, on: dt.date) -> Any:
        """What this reader may know on the day, None when that is nothing; its `repr` tells it from anything else."""


@dataclass(frozen=True)
class Part:
    """A part of the page that another app draws."""

    template: str
    content: Any


_sources: list[Source] = []


def put_beside(source: Source) -> None:
    """Let the source be asked for every læringsmål, after those that came before it."""
    _sources.append(source)


def beside(code: str, *, reader: Reader, on: dt.date) -> list[Part]:
    """What there is to tell this reader of the læringsmål."""
    told = [(source.template, source.of(code, reader=reader, on=on)) for source in _sources]
    return [Part(template, content) for template, content in told if content is not None]


def told_to_everyone(code: str, *, on: dt.date) -> str:
    """What tells the page as those not logged in read it from the same page when something else is told; empty when
    nothing is."""
    parts = beside(code, reader=AnonymousUser(), on=on)
    return repr(parts) if parts else ""
