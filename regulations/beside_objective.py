"""The clauses an act gave or changed a læringsmål by, on its page, for those who draft (objectives.beside)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from objectives.beside import Reader
from regulations import permissions
from regulations.models import AmendmentClause


@dataclass(frozen=True)
class ClausesOf:
    """The clauses, the newest act first; each leads on to its change item and its case."""

    clauses: tuple[AmendmentClause, ...]


class ClausesBeside:
    """The way back from a text that is law to the work it came of; the directorate's own."""

    template = "regulations/_clauses_beside.html"

    def of(self, code: str, *, reader: Reader, on: dt.date) -> ClausesOf | None:
        """The announced clauses about the læringsmål; None for those who may not see the workspace."""
        if not permissions.may_see(reader):
            return None
        own = Q(objective__code=code) | Q(new_objective__code=code) | Q(more_objectives__code=code)
        rows = AmendmentClause.objects.filter(own, regulation__act__isnull=False).distinct()
        rows = rows.select_related("regulation__act").prefetch_related("change_item__proposal__case")
        found = tuple(rows.order_by("-regulation__act__decided_on", "-pk"))
        return ClausesOf(found) if found else None
