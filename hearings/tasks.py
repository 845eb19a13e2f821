"""The hearings' and the rounds' work in the background: each thing in its own transaction, found by a column."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from objectives.printing.pdf import check_pdf, html_to_pdf
from objectives.services import rendering

from .documents import build_summary, summary_docx, summary_html, summary_style
from .models import CouncilAssessment, RoundRequest, SummaryDocument
from .services import finish_document, forget_unconfirmed
from .services.councils import remind_assessment
from .services.hearing_files import scan_waiting
from .services.requests import remind

log = logging.getLogger(__name__)

# --- innspillsrunder --------------------------------------------------------------------------------------


@shared_task
def remind_of_deadlines() -> None:
    """Remind those who have not answered: before the deadline, and the day after it (IR-5).

    Can be run any number of times; a worker that was away for days sends what is due now once.
    """
    today = timezone.localdate()
    due = (
        (remind, "request_id", RoundRequest),
        (remind_assessment, "assessment_id", CouncilAssessment),
    )
    for send, name, model in due:
        for pk in model.objects.filter(next_reminder_on__lte=today).order_by("pk").values_list("pk", flat=True):
            try:
                send(**{name: pk}, on=today)
            except Exception:
                log.exception("%s %s was not reminded", model.__name__, pk)


# --- Merknader --------------------------------------------------------------------------------------------


@shared_task
def render_summary(document_id: int) -> None:
    """Make one file of a summary. Can be run any number of times; one run makes it."""
    files = SummaryDocument.objects.all()
    attempt = rendering.claim(files, document_id, now=timezone.now())
    if attempt is None:
        return
    with rendering.attempting(files, document_id, attempt):
        row = SummaryDocument.objects.defer("content").select_related("hearing").get(pk=document_id)
        document = build_summary(row.hearing, format=row.format)
        if row.format == SummaryDocument.Format.PDF:
            content = html_to_pdf(summary_html(document), style_sheet=summary_style())
            check_pdf(content)
        else:
            content = summary_docx(document)
        finish_document(
            document_id=document_id,
            attempt=attempt,
            content=content,
            file_name=document.file_name(row.format),
            now=timezone.now(),
        )


@shared_task
def render_waiting_summaries() -> None:
    """Hand out what waits, and what a silent worker left."""
    now, files = timezone.now(), SummaryDocument.objects.all()
    if given_up := rendering.give_up_stale(files, now=now):
        log.error("%s summaries given up: every attempt went silent", given_up)
    for document_id in rendering.due(files, now=now).values_list("pk", flat=True):
        render_summary.delay(document_id)


# --- høringer ---------------------------------------------------------------------------------------------


@shared_task
def forget_unconfirmed_answers() -> None:
    """Delete hearing answers whose address nobody confirmed. Can be run any number of times."""
    if count := forget_unconfirmed(now=timezone.now()):
        log.info("%s unconfirmed hearing answers were deleted", count)


@shared_task
def scan_waiting_answers() -> None:
    """Control the files of hearing answers that wait for the virus control."""
    if infected := scan_waiting(now=timezone.now()):
        log.warning("%s files of hearing answers are infected", infected)
