"""Writing and sending an endringsforslag (FO-*, SA-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations import permissions as people
from organisations.models import Organisation, Specialty, User
from organisations.refusals import NotPermitted
from revisions import permissions, rules
from revisions.models import Proposal

from .documents import order_document
from .parts import PARTS, Saved, weigh
from .versions import keep_version


def _locked(proposal: Proposal, *, by: User) -> Proposal:
    """The proposal's row, locked, if this person may still write in it."""
    row = Proposal.objects.select_for_update(of=("self",)).select_related("sender", "case").get(pk=proposal.pk)
    if not permissions.may_draft(by, row):
        raise NotPermitted(
            _("Du kan ikke skrive i forslag fra %(sender)s. Be en av deres innsendere om hjelp.")
            % {"sender": row.sender},
            code="may-not-draft",
            authority="HØ-3",
        )
    rules.proposal_is_editable(row)
    return row


def _touch(proposal: Proposal, *, row: str = "", by: User | None = None) -> None:
    """What belongs to the proposal has changed. The history has who did it, and in which `row` of its tables."""
    proposal.saved_at = timezone.now()
    if row and by is not None:
        proposal._change_reason, proposal._history_user = row, by  # type: ignore[attr-defined]
    proposal.save(update_fields=["saved_at"])


@transaction.atomic
def create_proposal(*, sender: Organisation, specialty: Specialty, by: User) -> Proposal:
    """Begin a draft on behalf of `sender` (SA-1)."""
    rules.sender_may_propose(sender)
    if not people.may_draft_for(by, sender):
        raise NotPermitted(
            _("Du kan ikke skrive forslag for %(sender)s.") % {"sender": sender}, code="may-not-draft", authority="SA-1"
        )
    proposal = Proposal(sender=sender, specialty=specialty, created_by=by)
    proposal.full_clean()
    proposal.save()
    record(actor=by, verb=Verb.PROPOSAL_CREATED, subject=proposal, payload={"sender": sender.pk})
    return proposal


@transaction.atomic
def save_parts(*, proposal: Proposal, by: User, read: Mapping[str, str] | None = None, **parts: Any) -> Saved:
    """Save parts of the template: running text and the checklist. Unknown names are a programming error.

    `read` is the fingerprint of each part as the person last read it; a part without one is saved as it comes.
    Parts that both this person and another have changed are left as they are stored, and given back in `both`.
    """
    if unknown := set(parts) - PARTS:
        raise TypeError(f"Not parts of the template: {sorted(unknown)}")
    row = _locked(proposal, by=by)
    saved = Saved(row)
    for name, value in parts.items():
        weigh(saved, name, value, seen=(read or {}).get(name), by=by)
    if saved.mine:
        row.saved_at = timezone.now()
        row._history_user = by  # type: ignore[attr-defined]
        row.full_clean()
        row.save(update_fields=[*saved.mine, "saved_at"])
    return saved


@transaction.atomic
def delete_draft(*, proposal: Proposal, by: User) -> None:
    """Throw away a draft that was never sent. The journal keeps that it existed."""
    row = _locked(proposal, by=by)
    rules.proposal_was_never_sent(row)
    record(actor=by, verb=Verb.PROPOSAL_DELETED, subject=row, payload={"sender": row.sender_id})
    row.delete()


@transaction.atomic
def submit_proposal(*, proposal: Proposal, by: User, on: dt.date, at: dt.datetime | None = None) -> Proposal:
    """Send the proposal to the directorate on behalf of its sender (SA-1); `at` another moment than now.

    A proposal that was sent back becomes a new version (SA-4); its case moves on when `cases.resubmit` is called.
    Raises RuleViolation with all that is missing. A second call for the same draft is refused: it is sent already.
    """
    row = _locked(proposal, by=by)
    if not permissions.may_submit(by, row):
        raise NotPermitted(
            _("Bare en innsender kan sende forslag for %(sender)s. Be en av dem sende det.") % {"sender": row.sender},
            code="may-not-submit",
            authority="SA-1",
        )
    rules.proposal_is_complete(row)
    again = row.submitted_at is not None
    row.submitted_at, row.submitted_by, row.is_reopened = at or timezone.now(), by, False
    row.version = row.version + 1 if again else 1
    row.sent_warnings = [asdict(remark) for remark in rules.remarks(row, on=on)]
    row.save(update_fields=["submitted_at", "submitted_by", "is_reopened", "version", "sent_warnings"])
    order_document(proposal=row, by=by, version=row.version)
    keep_version(proposal=row, by=by)
    record(
        actor=by,
        verb=Verb.PROPOSAL_RESUBMITTED if again else Verb.PROPOSAL_SUBMITTED,
        subject=row,
        case_number=row.case.number if row.case else "",
        payload={"version": row.version, "on": on.isoformat()},
    )
    return row
