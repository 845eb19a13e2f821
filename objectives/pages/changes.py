"""What is to come and what came last, as the front page tells it; kept for as long as the register reads so."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from objectives.changes import changes_by, newest_acts, upcoming
from objectives.fragments import kept
from objectives.freshness import RegisterState
from objectives.rows import change_row

NEWEST_CHANGES = 8


def changes_html(*, at: dt.datetime, state: RegisterState) -> dict[str, SafeString]:
    """`upcoming` and `newest` as HTML, at this moment: an act's changes are shown from its announcement."""
    today = timezone.localdate(at)

    def draw() -> dict[str, str]:
        newest = [change_row(change, today=today) for change in changes_by(newest_acts(at=at), limit=NEWEST_CHANGES)]
        return {
            "upcoming": str(render_to_string("objectives/_upcoming.html", {"upcoming": upcoming(after=today)})),
            "newest": str(render_to_string("objectives/_newest.html", {"changes": newest})),
        }

    return {part: SafeString(html) for part, html in kept(f"objectives:changes:{today}:{state.key}", draw).items()}


def days_to_come(*, after: dt.date, state: RegisterState) -> list[dt.date]:
    """The days on which something announced enters into force, the nearest first."""
    name = f"objectives:days:{after}:{state.key}"
    return kept(name, lambda: sorted({group.starts for group in upcoming(after=after)}))
