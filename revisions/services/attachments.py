"""Files that follow a proposal (FO-6)."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from organisations import virus_control
from organisations.models import User
from organisations.received_files import accepted, safe_name
from organisations.refusals import RuleViolation
from revisions.models import Attachment, Proposal

from .proposals import _locked, _touch

MAX_FILES = 20
MAX_TOGETHER = 50 * 1024 * 1024


@transaction.atomic
def attach_file(*, proposal: Proposal, by: User, name: str, content: bytes, purpose: str) -> Attachment:
    """Keep a file with the proposal, and what it is meant to show.

    Raises RuleViolation for a file that is too large, empty, of a kind we don't take or infected, with what to do
    instead.
    """
    row = _locked(proposal, by=by)
    content_type = accepted(name, content)
    _there_is_room(row, len(content))
    scan = virus_control.control(name, content)
    attachment = Attachment(
        proposal=row,
        purpose=purpose.strip(),
        file_name=safe_name(name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
        scan=scan,
        scanned_at=virus_control.controlled_at(scan),
    )
    attachment.full_clean()
    attachment.save()
    _touch(row)
    return attachment


def _there_is_room(proposal: Proposal, size: int) -> None:
    if proposal.attachments.count() >= MAX_FILES:
        raise RuleViolation(
            _("Forslaget har allerede 20 vedlegg. Slå sammen noen av dem."), code="too-many-files", authority="FO-6"
        )
    together = proposal.attachments.aggregate(sum=Sum("size"))["sum"] or 0
    if together + size > MAX_TOGETHER:
        raise RuleViolation(
            _("Vedleggene blir større enn 50 MB til sammen. Slett noen av dem, eller last opp en mindre utgave."),
            code="files-too-large",
            authority="FO-6",
        )


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Take a file away from a proposal that may still be changed."""
    row = _locked(attachment.proposal, by=by)
    attachment.delete()
    _touch(row)
