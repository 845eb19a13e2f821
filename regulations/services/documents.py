"""The life of a rendered document: asked for, claimed by one worker, followed step by step, finished or given up.

A claim is a conditional update that changes one row exactly once, and its attempt number is the key to every later
write: a worker that was thought dead and comes back writes nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from regulations import permissions
from regulations.models import AmendmentRegulation, RenderedDocument

STALE_AFTER = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 3

State = RenderedDocument.State


@transaction.atomic
def request_document(*, regulation: AmendmentRegulation, by: User) -> RenderedDocument:
    """Ask for a PDF of the regulation as it now is. One that is waiting already is given back instead of a second.

    Raises NotPermitted.
    """
    permissions.require_drafting(by)
    waiting = regulation.documents.filter(state=State.WAITING, attempts=0).first()
    return waiting or order_document(regulation=regulation, by=by)


def order_document(*, regulation: AmendmentRegulation, by: User) -> RenderedDocument:
    """A new waiting document, whatever else waits: for what is not committed yet, as an announcement under way."""
    document = RenderedDocument(regulation=regulation, requested_by=by)
    document.full_clean()
    document.save(force_insert=True)
    return document


def documents_to_render(*, now: dt.datetime) -> QuerySet[RenderedDocument]:
    """Those that wait, and those whose worker has been silent too long."""
    stale = Q(state=State.RUNNING, started_at__lt=now - STALE_AFTER)
    return RenderedDocument.objects.filter(Q(state=State.WAITING) | stale).order_by("requested_at")


def claim_document(*, document_id: int, now: dt.datetime) -> int | None:
    """Take the document for rendering. The attempt's number, or None when it is not there to be taken."""
    due = documents_to_render(now=now).order_by().filter(pk=document_id, attempts__lt=MAX_ATTEMPTS)
    claimed = due.update(state=State.RUNNING, started_at=now, attempts=F("attempts") + 1, error="")
    if not claimed:
        return None
    return RenderedDocument.objects.values_list("attempts", flat=True).get(pk=document_id)


def report_progress(*, document_id: int, attempt: int, step: str, percent: int) -> bool:
    """Save how far the attempt has come. False when the attempt is no longer the one that counts."""
    return _of_attempt(document_id, attempt).update(step=step, percent=percent) == 1


@transaction.atomic
def finish_document(
    *, document_id: int, attempt: int, content: bytes, file_name: str, now: dt.datetime
) -> RenderedDocument | None:
    """Keep the file. None, and nothing kept, when the attempt is no longer the one that counts."""
    sha256 = hashlib.sha256(content).hexdigest()
    finished = _of_attempt(document_id, attempt).update(
        state=State.DONE,
        content=content,
        file_name=file_name,
        sha256=sha256,
        finished_at=now,
        step=_("Ferdig"),
        percent=100,
    )
    if not finished:
        return None
    document = RenderedDocument.objects.defer("content").select_related("regulation").get(pk=document_id)
    record(
        actor=User.objects.system(),
        verb=Verb.REGULATION_RENDERED,
        subject=document.regulation,
        payload={"document": document.pk, "file_name": file_name, "sha256": sha256, "bytes": len(content)},
    )
    return document


def give_back_document(*, document_id: int, attempt: int, error: str, final: bool, now: dt.datetime) -> None:
    """Put the document back to be tried again, or give it up when that is no use (`final`) or was the last time.

    `error` is the sentence people read.
    """
    given_up = final or attempt >= MAX_ATTEMPTS
    _of_attempt(document_id, attempt).update(
        state=State.FAILED if given_up else State.WAITING,
        error=error if given_up else "",
        step="",
        percent=0,
        finished_at=now if given_up else None,
    )


def give_up_stale_documents(*, now: dt.datetime) -> int:
    """Mark those whose last allowed attempt has gone silent as failed. Returns how many."""
    message = _("PDF-en ble ikke ferdig på tre forsøk. Prøv igjen, og meld fra til forvalteren hvis det skjer på nytt.")
    spent = documents_to_render(now=now).order_by().filter(attempts__gte=MAX_ATTEMPTS)
    return spent.update(state=State.FAILED, error=message, step="", finished_at=now)


def _of_attempt(document_id: int, attempt: int) -> QuerySet[RenderedDocument]:
    return RenderedDocument.objects.filter(pk=document_id, state=State.RUNNING, attempts=attempt)
