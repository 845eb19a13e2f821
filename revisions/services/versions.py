"""A proposal as it is sent, kept whole at each submission (SA-4)."""

from __future__ import annotations

from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils import timezone

from organisations.models import User
from revisions.models import Attachment, MergedText, Proposal, ProposalVersion

# What is sent beside the proposal's own parts: the relations whose rows are kept with it.
KEPT_WITH_IT = ("items", "activity_changes", "elaboration_changes", "endorsements")
# Where an item has got since is not part of what was sent.
_NOT_SENT = {"clause"}
_ATTACHED = ("pk", "purpose", "file_name", "content_type", "size", "sha256")


@transaction.atomic
def keep_version(*, proposal: Proposal, by: User) -> ProposalVersion:
    """Keep the proposal as it is now, as the version that is being sent."""
    assert proposal.submitted_at is not None  # noqa: S101 - it is being sent
    kept = ProposalVersion(
        proposal=proposal,
        number=proposal.version,
        sent_at=proposal.submitted_at or timezone.now(),
        sent_by=by,
        content=frozen(proposal),
    )
    kept.full_clean()
    kept.save(force_insert=True)
    return kept


def frozen(proposal: Proposal) -> dict[str, Any]:
    """The proposal's parts, the rows of its tables and the names of its files, as data for JSON.

    Rows are kept field by field as Django serialises them, so that a field added later is kept without more ado.
    """
    related = {name: _rows(getattr(proposal, name).all()) for name in KEPT_WITH_IT}
    merged = MergedText.objects.filter(item__proposal=proposal).order_by("item", "position")
    attached = Attachment.objects.filter(proposal=proposal).order_by("pk").values(*_ATTACHED)
    return {"proposal": _rows([proposal])[0], **related, "merged": _rows(merged), "attachments": list(attached)}


def _rows(rows: Any) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = serializers.serialize("python", rows)
    for row in data:
        row["fields"] = {name: value for name, value in row["fields"].items() if name not in _NOT_SENT}
    return data
