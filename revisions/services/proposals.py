"""Writing and sending an endringsforslag (FO-*, SA-1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations import permissions as people
from organisations.models import Organisation, Specialty, User
from organisations.refusals import NotPermitted, RuleViolation
from revisions import permissions, rules
from revisions.models import Proposal

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


def _touch(proposal: Proposal) -> None:
    proposal.saved_at = timezone.now()
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


@dataclass(frozen=True)
class Meanwhile:
    """What others saved after this person loaded the proposal.

    `mine`: the parts this person has changed and nobody else has. `both`: the parts changed on both sides to
    different texts, with the one that is stored.
    """

    mine: dict[str, Any]
    both: dict[str, Any]


def meanwhile(proposal: Proposal, *, seen_at: dt.datetime, parts: dict[str, Any]) -> Meanwhile:
    """Sets what this person writes against what was stored when they loaded it and what is stored now."""
    seen = _as_it_was(proposal, seen_at)
    found = Meanwhile(mine={}, both={})
    for name, value in parts.items():
        stored, loaded = getattr(proposal, name), getattr(seen, name, None)
        if value in (stored, loaded):
            continue
        if stored == loaded:
            found.mine[name] = value
        else:
            found.both[name] = stored
    return found


def _as_it_was(proposal: Proposal, seen_at: dt.datetime) -> Any:
    """The proposal as it was stored at `seen_at`, or None when it was never stored then."""
    return proposal if proposal.saved_at == seen_at else proposal.history.filter(saved_at=seen_at).first()


def _nobody_changed_it_meanwhile(proposal: Proposal, *, seen_at: dt.datetime, parts: dict[str, Any]) -> None:
    """Nobody's text is overwritten unseen: a part another has saved since is only saved by who has read it."""
    seen = _as_it_was(proposal, seen_at)
    changed = [
        name
        for name, value in parts.items()
        if value != getattr(proposal, name) and getattr(proposal, name) != getattr(seen, name, None)
    ]
    if changed:
        labels = {field.name: str(field.verbose_name).lower() for field in Proposal._meta.fields}
        raise RuleViolation(
            _("Noen andre har endret %(parts)s kl. %(time)s. Se forskjellen før du lagrer.")
            % {
                "parts": ", ".join(labels[name] for name in changed),
                "time": time_format(timezone.localtime(proposal.saved_at), "H.i"),
            },
            code="changed-by-another",
            authority="FO-2",
        )


@transaction.atomic
def save_parts(*, proposal: Proposal, by: User, seen_at: dt.datetime | None = None, **parts: Any) -> Proposal:
    """Save parts of the template: running text and the checklist. Unknown names are a programming error.

    `seen_at` is the proposal's `saved_at` when the person loaded it: then RuleViolation «changed-by-another» is
    raised when somebody has saved another text in one of the parts since, and nothing is saved.
    """
    allowed = {*Proposal.TEXT_PARTS, *Proposal.CHECKLIST, "activities_effect"}
    if unknown := set(parts) - allowed:
        raise TypeError(f"Not parts of the template: {sorted(unknown)}")
    row = _locked(proposal, by=by)
    if seen_at is not None:
        _nobody_changed_it_meanwhile(row, seen_at=seen_at, parts=parts)
    changed = [name for name, value in parts.items() if value != getattr(row, name)]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, parts[name])
    row.saved_at = timezone.now()
    row.full_clean()
    row.save(update_fields=[*changed, "saved_at"])
    return row


@transaction.atomic
def delete_draft(*, proposal: Proposal, by: User) -> None:
    """Throw away a draft that was never sent. The journal keeps that it existed."""
    row = _locked(proposal, by=by)
    rules.proposal_was_never_sent(row)
    record(actor=by, verb=Verb.PROPOSAL_DELETED, subject=row, payload={"sender": row.sender_id})
    row.delete()


@transaction.atomic
def submit_proposal(*, proposal: Proposal, by: User, on: dt.date) -> Proposal:
    """Send the proposal to the directorate on behalf of its sender (SA-1).

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
    row.submitted_at, row.submitted_by, row.is_reopened = timezone.now(), by, False
    row.version = row.version + 1 if again else 1
    row.save(update_fields=["submitted_at", "submitted_by", "is_reopened", "version"])
    keep_version(proposal=row, by=by)
    record(
        actor=by,
        verb=Verb.PROPOSAL_RESUBMITTED if again else Verb.PROPOSAL_SUBMITTED,
        subject=row,
        case_number=row.case.number if row.case else "",
        payload={"version": row.version, "on": on.isoformat()},
    )
    return row
