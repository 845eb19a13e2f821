"""The hearings' work in the background."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from objectives.printing.pdf import check_pdf, html_to_pdf
from objectives.services import rendering

from .documents import build_summary, summary_docx, summary_html, summary_style
from .models import SummaryDocument
from .services import finish_document

log = logging.getLogger(__name__)

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
