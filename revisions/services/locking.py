"""The case's row, held while somebody who handles the case changes something in it."""

from __future__ import annotations

from organisations.models import User
from organisations.refusals import NotPermitted
from revisions import permissions
from revisions.models import Case


def held_by_handler(case: Case, *, by: User, refusal: str, authority: str) -> Case:
    """The case as it now is, locked until the transaction ends.

    Raises NotPermitted for one who does not handle it, with the `refusal`; «%(number)s» in it is the case's number.
    """
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not permissions.may_handle(by, row):
        raise NotPermitted(refusal % {"number": row.number}, code="not-a-caseworker", authority=authority)
    return row
