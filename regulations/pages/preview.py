"""Vedlegg 2 before and after a draft, on one of its days."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from objectives.fragments import keep_page, kept_page
from objectives.freshness import register_state
from objectives.pages.comparison import ComparisonPage, page_of
from objectives.pages.comparison_text import View
from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses
from regulations.preview import Preview, content_digest, preview

DAY_BEFORE = dt.timedelta(days=1)


@dataclass(frozen=True)
class DayRow:
    """A day on which something of the draft begins, and how many of its clauses do."""

    day: dt.date
    clauses: int
    is_here: bool

    @property
    def before(self) -> dt.date:
        return self.day - DAY_BEFORE


def preview_html(regulation: AmendmentRegulation, *, day: dt.date | None, view: View, unfolded: bool) -> SafeString:
    """The page's body, drawn once for as long as the draft and the register read as they do."""
    # A day nobody has written would make names without number: it shows the same as no day.
    asked = day if _is_one_of_its(regulation, day) else None
    told = (regulation.pk, content_digest(regulation), register_state().key, asked, view, unfolded, get_language())
    name = f"regulations:preview:{hashlib.blake2s(repr(told).encode(), digest_size=16).hexdigest()}"
    kept = kept_page(name)
    if kept is None:
        page = preview_page(regulation, day=asked, view=view, unfolded=unfolded)
        kept = render_to_string("regulations/_preview.html", page).encode()
        keep_page(name, kept)
    return SafeString(kept.decode())


def _is_one_of_its(regulation: AmendmentRegulation, day: dt.date | None) -> bool:
    if day is None:
        return False
    return day == regulation.planned_announcement or regulation.clauses.filter(in_force_from=day).exists()


def preview_page(regulation: AmendmentRegulation, *, day: dt.date | None, view: View, unfolded: bool) -> dict[str, Any]:
    """What templates/regulations/preview.html shows; `day` is one of the draft's, the first unless told."""
    placed = placed_clauses(regulation)
    announced_on = regulation.planned_announcement
    shown = preview(placed, announced_on=announced_on)
    chosen = day if day in shown.days else next(iter(shown.days), None)
    return {
        "regulation": regulation,
        "shown": shown,
        "days": _days(shown, placed, chosen, announced_on),
        "day": chosen,
        "page": _page(shown, chosen, view=view, unfolded=unfolded) if chosen else None,
        "views": [(one, one is view) for one in View],
        "view": view,
        "is_side_by_side": view is View.SIDE_BY_SIDE,
        "unfolded": unfolded,
    }


def _page(shown: Preview, day: dt.date, *, view: View, unfolded: bool) -> ComparisonPage:
    return page_of(
        shown.differences(day),
        shown.chapters,
        earlier=day - DAY_BEFORE,
        later=day,
        view=view,
        with_unchanged=unfolded,
    )


def _days(
    shown: Preview, placed: Sequence[PlacedClause], chosen: dt.date | None, announced_on: dt.date
) -> list[DayRow]:
    refused = {one.clause.pk for one, _why in shown.left_out}
    starts = [one.clause.starts_on(announced_on=announced_on) for one in placed if one.clause.pk not in refused]
    return [DayRow(day, starts.count(day), day == chosen) for day in shown.days]
