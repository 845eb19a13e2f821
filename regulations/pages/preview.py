"""Vedlegg 2 before and after a draft, on one of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from objectives.pages.comparison import ComparisonPage, page_of
from objectives.pages.comparison_text import View
from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses
from regulations.preview import Preview, preview

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
