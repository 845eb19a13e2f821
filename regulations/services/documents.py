"""The PDF of an endringsforskrift: asked for, made by a worker as `rendering` says, and told of in the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from notifications.models import Verb
from notifications.services import record
from objectives.services import rendering
from organisations.models import Organisation, User
from regulations import permissions, rules
from regulations.models import AmendmentRegulation, RenderedDocument

STALE_AFTER = rendering.STALE_AFTER
State, Form = RenderedDocument.State, RenderedDocument.Form


@transaction.atomic
def request_document(*, regulation: AmendmentRegulation, by: User, form: str = Form.PDF) -> RenderedDocument:
    """Ask for a PDF of the regulation as it now is. One that is waiting already is given back instead of a second.

    Raises NotPermitted.
    """
    permissions.require_drafting(by)
    waiting = regulation.documents.filter(form=form, state=State.WAITING, attempts=0).first()
    return waiting or order_document(regulation=regulation, by=by, form=form)


@transaction.atomic
def request_letter(
    *, regulation: AmendmentRegulation, institutions: Sequence[Organisation], by: User
) -> RenderedDocument:
    """Ask for the letter that tells of the act: to every RHF and Legeforeningen, and to these institutions.

    Raises NotPermitted, and WrongState while the draft can still be changed.
    """
    permissions.require_drafting(by)
    rules.can_be_told_of(regulation)
    named = [one.name for one in [*always_told(), *institutions]]
    return order_document(regulation=regulation, by=by, form=Form.LETTER, recipients=list(dict.fromkeys(named)))


def always_told() -> QuerySet[Organisation]:
    """The four RHF, which tell their own utdanningsvirksomheter, and Legeforeningen."""
    kinds = (Organisation.Kind.RHF, Organisation.Kind.MEDICAL_ASSOCIATION)
    return Organisation.objects.of_kind(*kinds).order_by("-kind", "name")


def private_institutions() -> QuerySet[Organisation]:
    """The utdanningsvirksomheter that no RHF tells: private and ideelle."""
    owned = {"parent__kind": Organisation.Kind.RHF}
    return Organisation.objects.of_kind(Organisation.Kind.TRAINING_INSTITUTION).exclude(**owned).order_by("name")


def order_document(
    *, regulation: AmendmentRegulation, by: User, form: str = Form.PDF, recipients: Sequence[str] = ()
) -> RenderedDocument:
    """A new waiting document, whatever else waits: for what is not committed yet, as an announcement under way."""
    document = RenderedDocument(regulation=regulation, requested_by=by, form=form, recipients=list(recipients))
    document.full_clean()
    document.save(force_insert=True)
    return document


def documents_to_render(*, now: dt.datetime) -> QuerySet[RenderedDocument]:
    """Those that wait, and those whose worker has been silent too long."""
    return rendering.due(RenderedDocument.objects.all(), now=now)


def claim_document(*, document_id: int, now: dt.datetime) -> int | None:
    """Take the document for rendering. The attempt's number, or None when it is not there to be taken."""
    return rendering.claim(RenderedDocument.objects.all(), document_id, now=now)


def report_progress(*, document_id: int, attempt: int, step: str, percent: int) -> bool:
    """Save how far the attempt has come. False when the attempt is no longer the one that counts."""
    return rendering.report(RenderedDocument.objects.all(), document_id, attempt, step=step, percent=percent)


@transaction.atomic
def finish_document(
    *, document_id: int, attempt: int, content: bytes, file_name: str, now: dt.datetime, fingerprint: str = ""
) -> RenderedDocument | None:
    """Keep the file; `fingerprint` is of what it was made from.

    None, and nothing kept, when the attempt is no longer the one that counts.
    """
    files = RenderedDocument.objects.all()
    sha256 = rendering.finish(files, document_id, attempt, content=content, file_name=file_name, now=now)
    if not sha256:
        return None
    files.filter(pk=document_id).update(fingerprint=fingerprint)
    document = RenderedDocument.objects.defer("content").select_related("regulation").get(pk=document_id)
    record(
        actor=User.objects.system(),
        verb=Verb.REGULATION_RENDERED,
        subject=document.regulation,
        payload={
            "document": document.pk,
            "form": document.form,
            "file_name": file_name,
            "sha256": sha256,
            "bytes": len(content),
        },
    )
    return document


def give_back_document(*, document_id: int, attempt: int, error: str, final: bool, now: dt.datetime) -> None:
    """Put the document back to be tried again, or give it up when that is no use (`final`) or was the last time.

    `error` is the sentence people read.
    """
    rendering.give_back(RenderedDocument.objects.all(), document_id, attempt, error=error, final=final, now=now)


def give_up_stale_documents(*, now: dt.datetime) -> int:
    """Mark those whose last allowed attempt has gone silent as failed. Returns how many."""
    return rendering.give_up_stale(RenderedDocument.objects.all(), now=now)
