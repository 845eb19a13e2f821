"""What the case does when something it decided enters into force: its contacts are asked to tell of it."""

from __future__ import annotations

from regulations.entered import Entered
from regulations.models import EntryIntoForce

from .models import Case
from .services.follow_up import open_entry_tasks


def follow_up_on_entry(entry: EntryIntoForce, what: Entered) -> None:
    """Opens tasks for the cases whose clauses in the act apply from the day. Called in the telling's transaction."""
    cases = Case.objects.filter(
        proposals__items__clause__regulation__act=entry.act, proposals__items__clause__in_force_from=entry.day
    )
    open_entry_tasks(cases=list(cases.distinct().order_by("pk")), day=entry.day, on=entry.day)
