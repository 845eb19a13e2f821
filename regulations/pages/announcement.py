"""What registering an announcement will do, shown before it is confirmed: it can't be undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from objectives.models import LegalAct
from regulations import dispatching, rules
from regulations.cautions import announcement_cautions
from regulations.models import AmendmentRegulation
from regulations.outline import placed_clauses

from .rows import by_date, clause_rows


def confirm_announcement_page(
    regulation: AmendmentRegulation, *, number: int, decided_on: dt.date, announced_at: dt.datetime, on: dt.date
) -> dict[str, Any]:
    """Everything templates/revisions/announce.html shows, but its form."""
    placed = placed_clauses(regulation)
    announced_on = rules.norwegian_day(announced_at)
    clauses = [one.clause for one in placed]
    rows = clause_rows(placed, [None] * len(placed), others={})
    return {
        "regulation": regulation,
        "act": LegalAct(number=number, decided_on=decided_on),
        "announced_at": announced_at,
        "decided_on": decided_on,
        "clause_count": len(placed),
        "starts": _starts(by_date(rows, announced_on=announced_on), announced_on),
        "new_codes": [code for one in placed for code in one.new_codes],
        "cautions": announcement_cautions(
            clauses,
            number=number,
            decided_on=decided_on,
            announced_on=announced_on,
            on=on,
            dispatch=dispatching.current_dispatch(regulation),
        ),
    }


def _starts(dates: Any, announced_on: dt.date) -> list[dict[str, Any]]:
    """The first days, as they will be when this is registered; None for what is decided later."""
    return [
        {"day": None if row.later else row.day or announced_on, "is_straks": not row.day and not row.later, "row": row}
        for row in dates
    ]
