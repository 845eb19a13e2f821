"""The summary of a hearing: an introduction by the directorate, and every comment with its answer (HØ-4)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import Hearing, SummaryDocument
from notifications.models import Verb
from notifications.services import record
from objectives.services import rendering
from organisations.models import User
from organisations.refusals import WrongState

from .permitting import require


@transaction.atomic
def save_summary(*, hearing: Hearing, text: str, seen: str, by: User) -> Hearing:
    """Save the introduction. `seen` is the text it was written from: what somebody wrote meanwhile is not lost.

    Raises NotPermitted, and WrongState when the summary is published or another has written in it.
    """
    require(permissions.may_dispose(by))
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    rules.the_summary_is_not_published(row)
    if _plain(row.summary) not in (_plain(seen), _plain(text)):
        raise WrongState(_changed(row.summary), code="summary-changed", authority="HØ-4")
    row.summary = text.strip()
    row.save(update_fields=["summary"])
    record(actor=by, verb=Verb.SUMMARY_SAVED, subject=row, case_number=row.case_number)
    return row


@transaction.atomic
def publish_summary(*, hearing: Hearing, by: User, now: dt.datetime) -> Hearing:
    """Publish the summary and the matrix, when every answer is looked through and every comment disposed of.

    Raises NotPermitted, WrongState and RuleViolation.
    """
    require(permissions.may_dispose(by))
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    rules.the_summary_is_not_published(row)
    rules.the_hearing_has_closed(row, on=timezone.localdate(now))
    rules.no_answer_waits_to_be_confirmed(row, now=now)
    rules.every_answer_is_received(row)
    rules.every_comment_is_disposed(row)
    row.summary_published_at = now
    row.save(update_fields=["summary_published_at"])
    _order(row, by=by)
    record(actor=by, verb=Verb.SUMMARY_PUBLISHED, subject=row, case_number=row.case_number)
    return row


@transaction.atomic
def recall_summary(*, hearing: Hearing, by: User) -> Hearing:
    """Take the summary back, so that something in it can be changed; the journal keeps that it was public."""
    require(permissions.may_dispose(by))
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if row.summary_published_at is not None:
        row.summary_published_at = None
        row.save(update_fields=["summary_published_at"])
        row.documents.filter(is_published=True).delete()
        record(actor=by, verb=Verb.SUMMARY_RECALLED, subject=row, case_number=row.case_number)
    return row


@transaction.atomic
def order_documents(*, hearing: Hearing, by: User) -> None:
    """Have the summary made as PDF and Word as it stands, to be read before it is published. Raises NotPermitted."""
    require(permissions.may_dispose(by))
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if not row.documents.filter(state=SummaryDocument.State.WAITING).exists():
        _order(row, by=by)


def _order(hearing: Hearing, *, by: User) -> None:
    hearing.documents.filter(is_published=False).delete()
    for each in SummaryDocument.Format:
        is_published = hearing.summary_published_at is not None
        document = SummaryDocument(hearing=hearing, format=each, is_published=is_published, requested_by=by)
        document.full_clean()
        document.save(force_insert=True)


def finish_document(*, document_id: int, attempt: int, content: bytes, file_name: str, now: dt.datetime) -> bool:
    """Keep the file. False, and nothing kept, when the attempt is no longer the one that counts."""
    files = SummaryDocument.objects.all()
    return bool(rendering.finish(files, document_id, attempt, content=content, file_name=file_name, now=now))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _changed(theirs: str) -> str:
    return _(
        "Noen andre har endret innledningen imens. Den lyder nå: «%(theirs)s» Teksten din står i feltet. "
        "Flett dem sammen, og lagre på nytt."
    ) % {"theirs": theirs}
