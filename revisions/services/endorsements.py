"""Who has considered a proposal before it is sent, and when (FO-2, IR-4)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from organisations.models import TrainingCouncil, User
from revisions.models import Endorsement, Proposal

from .proposals import _locked, _touch


@transaction.atomic
def add_endorsement(
    *,
    proposal: Proposal,
    by: User,
    position: str,
    considered_on: dt.date,
    council: TrainingCouncil | None = None,
    body: str = "",
    note: str = "",
) -> Endorsement:
    """Write down that a council, or another body, has considered the proposal, and what it concluded."""
    row = _locked(proposal, by=by)
    endorsement = Endorsement(
        proposal=row, council=council, body=body, position=position, considered_on=considered_on, note=note
    )
    endorsement.full_clean()
    endorsement.save()
    _touch(row)
    return endorsement


@transaction.atomic
def remove_endorsement(*, endorsement: Endorsement, by: User) -> None:
    """Take a body out of a proposal that may still be changed."""
    row = _locked(endorsement.proposal, by=by)
    endorsement.delete()
    _touch(row)
