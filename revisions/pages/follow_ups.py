"""The list of what is followed up after decisions, a page at a time, without counting (OP-1 to OP-4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from revisions.models import FollowUp
from revisions.models.follow_up import FollowUpQuerySet

PAGE = 50


@dataclass(frozen=True)
class FollowUpPage:
    """Some of the tasks. `next` is where the page after this begins; empty on the last."""

    rows: list[FollowUp]
    next: str


def follow_up_page(tasks: FollowUpQuerySet, *, shows_done: bool, after: str) -> FollowUpPage:
    """What is to be done, the first deadline first; or what is done, the latest first. `after` is the last row shown.

    An `after` that is none begins at the start.
    """
    name = "done_at" if shows_done else "deadline"
    found = tasks.for_list().filter(done_at__isnull=not shows_done)
    if mark := _mark(after, shows_done=shows_done):
        way = "lt" if shows_done else "gt"
        found = found.filter(Q(**{f"{name}__{way}": mark[0]}) | Q(**{name: mark[0], f"pk__{way}": mark[1]}))
    sign = "-" if shows_done else ""
    rows = list(found.order_by(f"{sign}{name}", f"{sign}pk")[: PAGE + 1])
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return FollowUpPage(shown, f"{getattr(shown[-1], name).isoformat()}_{shown[-1].pk}" if more else "")


def _mark(after: str, *, shows_done: bool) -> tuple[dt.date, int] | None:
    when, _line, pk = after.partition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        moment = dt.datetime.fromisoformat(when)
    except ValueError:
        return None
    if not shows_done:
        return moment.date(), int(pk)
    return (moment, int(pk)) if moment.tzinfo else None
