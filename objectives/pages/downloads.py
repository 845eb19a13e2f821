"""Links to files of what a page shows: each format, for the same choice and the same day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from objectives.export import FORMATS, Kind, Selection


@dataclass(frozen=True)
class Link:
    label: str
    what: str | Promise
    url: str


@dataclass(frozen=True)
class Downloads:
    """The formats, and the way to all choices with these filled in."""

    links: list[Link]
    more_url: str


def downloads(*, on: dt.date, selection: Selection) -> Downloads:
    """The links of `objectives/_downloads.html`."""
    query = query_of(selection, on=on)
    return Downloads(
        [Link(one.label, one.what, _url(query | {"format": one.key})) for one in FORMATS.values()], _url(query)
    )


def query_of(selection: Selection, *, on: dt.date) -> dict[str, str]:
    """The choice as the export form's fields."""
    query = {} if selection.kind == Kind.ALL else {str(selection.kind): " ".join(selection.values)}
    return query | {"dato": f"{on:%d.%m.%Y}"}


def _url(query: dict[str, str]) -> str:
    return f"{reverse('objectives:export')}?{urlencode(query)}"
