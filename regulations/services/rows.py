"""Taking the row lock that every change of a draft starts with."""

from __future__ import annotations

from regulations.models import AmendmentRegulation


def locked_row(regulation: AmendmentRegulation) -> AmendmentRegulation:
    """The regulation as it now is, locked until the transaction ends.

    Without a join: a joined act could be read as it was before the lock was waited for.
    """
    return AmendmentRegulation.objects.select_for_update().get(pk=regulation.pk)
