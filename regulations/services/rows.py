"""What every change of a draft starts with: the row's lock, and a name for its history."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from organisations.models import User
from regulations.models import AmendmentRegulation

Row = TypeVar("Row", bound=Model)


def locked_row(regulation: AmendmentRegulation, *, by: User) -> AmendmentRegulation:
    """The regulation as it now is, locked until the transaction ends, with its next line of history signed.

    Without a join: a joined act could be read as it was before the lock was waited for.
    """
    return signed(AmendmentRegulation.objects.select_for_update().get(pk=regulation.pk), by)


def signed(row: Row, by: User) -> Row:
    """The row, with its next line of history in this person's name: a task has no request to read it from."""
    row._history_user = by  # type: ignore[attr-defined]
    return row
