"""What the page of the latest reconciliation shows, out of the report as it is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from .annex.differences import DifferenceKind
from .annex.report import STATUS_WORDS
from .models import ReconciliationReport
from .redline import Kind, Segment
from .rows import Row, objective_url

PER_PAGE = 50
MOST_ODDITIES = 200


@dataclass(frozen=True)
class Choice:
    """A kind of difference one can see alone, and how many there are of it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class MissingNumbers:
    """Numbers the file skips, that the register knows in the same way."""

    words: str
    codes: list[str]


@dataclass(frozen=True, kw_only=True)
class ReconciliationPage:
    """The report, the differences asked for, and the rest of what was found."""

    report: ReconciliationReport
    kinds: list[Choice]
    kind: str
    rows: list[Row]
    first: int
    previous_url: str
    next_url: str
    oddities: list[Mapping[str, Any]]
    more_oddities: int
    not_read: list[Mapping[str, Any]]
    missing: list[MissingNumbers]


def page_of(report: ReconciliationReport, query: QueryDict) -> ReconciliationPage:
    """The page; `slag` in the query chooses a kind and `side` a page. What can't be read in them is left out."""
    content, on = report.content, report.on
    by_kind = content["counts"]["by_kind"]
    kind = query.get("slag", "")
    kind = kind if kind in by_kind else ""
    asked = [difference for difference in content["differences"] if not kind or difference["kind"] == kind]
    last = max(1, -(-len(asked) // PER_PAGE))
    side = query.get("side", "")
    number = min(int(side), last) if side.isascii() and side.isdigit() and len(side) < 6 and int(side) else 1
    start = (number - 1) * PER_PAGE
    odd = content["oddities"]
    return ReconciliationPage(
        report=report,
        kinds=[Choice(value, str(DifferenceKind(value).label), count) for value, count in by_kind.items()],
        kind=kind,
        rows=[_row(difference, on=on) for difference in asked[start : start + PER_PAGE]],
        first=start + 1,
        previous_url=_url(query, number - 1) if number > 1 else "",
        next_url=_url(query, number + 1) if number < last else "",
        oddities=odd[:MOST_ODDITIES],
        more_oddities=max(0, len(odd) - MOST_ODDITIES),
        not_read=content["not_read"],
        missing=_missing(content["missing_numbers"]),
    )


def _row(difference: Mapping[str, Any], *, on: dt.date) -> Row:
    code = difference["objective"]
    is_registered = code and not difference["may_be_added"]
    meta = [difference["message"]]
    if difference["line"]:
        meta.append(_("Linje %(line)d i filen") % {"line": difference["line"]})
    return Row(
        code=code or difference["chapter"] or _("Del"),
        url=objective_url(code, on=on) if is_registered else "",
        segments=[Segment(Kind(kind), text) for kind, text in difference["redline"]],
        meta=meta,
    )


def _missing(numbers: list[Mapping[str, Any]]) -> list[MissingNumbers]:
    by_status: dict[str, list[str]] = {}
    for number in numbers:
        by_status.setdefault(number["register"], []).append(number["code"])
    return [MissingNumbers(str(STATUS_WORDS[status]), codes) for status, codes in by_status.items()]


def _url(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed["side"] = str(page)
    return f"?{changed.urlencode()}"
