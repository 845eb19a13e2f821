"""The PDF of an endringsforslag: ordered when it is sent, asked for while it is a draft, made by a worker."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from objectives.services import rendering
from organisations.models import User
from organisations.refusals import NotPermitted
from revisions import permissions
from revisions.models import Proposal, ProposalDocument

State = ProposalDocument.State
FILES = ProposalDocument.objects


@transaction.atomic
def request_document(*, proposal: Proposal, by: User) -> ProposalDocument:
    """Ask for a PDF of the proposal as it now is. One that waits, or holds this sent version, is given back.

    Raises NotPermitted for who may not read the proposal.
    """
    if not permissions.proposals_visible_to(by).filter(pk=proposal.pk).exists():
        raise NotPermitted(_("Du kan ikke lese dette forslaget."), code="may-not-read", authority="SA-1")
    version = version_for(by, proposal)
    own = proposal.documents.filter(version=version).defer("content")
    there = own.filter(state=State.WAITING, attempts=0).first()
    if there is None and version is not None:
        there = own.filter(state=State.DONE).first()
    return there or order_document(proposal=proposal, by=by, version=version)


def version_for(user: permissions.Person, proposal: Proposal) -> int | None:
    """The version this person reads: None for a draft, and for what its sender is correcting."""
    return None if proposal.is_editable and permissions.reads_as_it_is_written(user, proposal) else proposal.version


def order_document(*, proposal: Proposal, by: User, version: int | None) -> ProposalDocument:
    """A new waiting PDF of the proposal; of the version that is being sent, or of the draft."""
    document = ProposalDocument(proposal=proposal, requested_by=by, version=version)
    document.full_clean()
    document.save(force_insert=True)
    return document


def finish_document(*, document_id: int, attempt: int, content: bytes, file_name: str, now: dt.datetime) -> bool:
    """Keep the file. False, and nothing kept, when the attempt is no longer the one that counts."""
    return bool(rendering.finish(FILES.all(), document_id, attempt, content=content, file_name=file_name, now=now))
