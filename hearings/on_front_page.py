"""The hearings that can be answered now, on the front page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .pages.hearing import open_hearings


@dataclass(frozen=True)
class OpenHearing:
    """One hearing on the front page."""

    title: str
    url: str
    deadline: dt.date
    time_left: str
    is_urgent: bool


class OpenHearings:
    """Those that are open, the nearest deadline first."""

    template = "hearings/_on_front_page.html"

    def at(self, now: dt.datetime) -> list[OpenHearing] | None:
        rows = open_hearings(now=now)
        shown = [
            OpenHearing(
                row.hearing.title, row.hearing.get_absolute_url(), row.hearing.deadline, row.time_left, row.is_urgent
            )
            for row in rows
        ]
        return shown or None
