"""The pair of dates of a wording, as `components/dates.html` draws it: announced, and in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .models import ObjectiveVersion
from .rows import announced_on


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The arguments of `components/dates.html` for one wording."""

    announced: dt.date | None
    in_force: dt.date | None = None
    repealed_from: dt.date | None = None
    last_day: dt.date | None = None
    known_from: bool = False
    announced_unknown: bool = False
    ended: bool = False


def dates_of(version: ObjectiveVersion, *, last_day: dt.date | None = None, ended: bool = False) -> Dates:
    """The dates of a wording; `last_day` when its end is to be told, and whether that has come."""
    return Dates(
        announced=announced_on(version.enacted_by),
        in_force=version.valid_from,
        last_day=last_day,
        known_from=not version.start_is_exact,
        announced_unknown=version.enacted_by.announced_at is None,
        ended=ended,
    )
