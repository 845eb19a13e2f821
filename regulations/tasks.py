"""Rendering in the background: claimed by one worker, told step by step, never done in a web process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.printing.fonts import require_fonts
from objectives.printing.pdf import check_pdf, pages_told
from objectives.services.rendering import attempting

from .dispatching import act_document, current_dispatch
from .documents.as_json import fingerprint
from .documents.html import render_html
from .documents.letter import build_letter, letter_html
from .documents.pdf import VARIANTS, html_to_pdf
from .documents.structure import file_name_of
from .models import AmendmentRegulation, RenderedDocument
from .services.documents import (
    claim_document,
    documents_to_render,
    finish_document,
    give_up_stale_documents,
    report_progress,
)
from .services.entering import due_entries, due_reminders, remind_of_entry, tell_entry

log = logging.getLogger(__name__)


@shared_task
def render_document(document_id: int) -> None:
    """Make the file of one requested document. Can be run any number of times; one run makes it.

    Returns quietly when the document is gone, done or taken by another worker.
    """
    attempt = claim_document(document_id=document_id, now=timezone.now())
    if attempt is None:
        return
    with attempting(RenderedDocument.objects.all(), document_id, attempt):
        _render(document_id, attempt)


@shared_task
def render_waiting_documents() -> None:
    """Hand out what waits, and what a silent worker left: nothing is lost with a broker or a worker."""
    now = timezone.now()
    given_up = give_up_stale_documents(now=now)
    if given_up:
        log.error("%s documents given up: every attempt went silent", given_up)
    for document_id in documents_to_render(now=now).values_list("pk", flat=True):
        render_document.delay(document_id)


@shared_task
def tell_of_entries_into_force() -> None:
    """Tell of what has entered into force and of what soon will, one at a time, each in its own transaction.

    Whatever day it is run, what came due while nobody ran it is told of now. One that can't be told is logged, and
    does not stop the others; the next sweep tries it again.
    """
    now = timezone.now()
    on = timezone.localdate(now)
    for entry_id in due_entries(on=on):
        with _logged("Entry into force %s could not be told of", entry_id):
            tell_entry(entry_id=entry_id, on=on, now=now)
    for entry_id in due_reminders(on=on):
        with _logged("Nobody could be reminded of entry into force %s", entry_id):
            remind_of_entry(entry_id=entry_id, on=on, now=now)


@contextmanager
def _logged(message: str, entry_id: int) -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception(message, entry_id)


def _render(document_id: int, attempt: int) -> None:
    def tell(step: str, percent: int) -> None:
        report_progress(document_id=document_id, attempt=attempt, step=step, percent=percent)

    tell(_("Henter endringene"), 10)
    requested = RenderedDocument.objects.only("regulation_id", "form", "recipients").get(pk=document_id)
    regulation = AmendmentRegulation.objects.select_related("act").get(pk=requested.regulation_id)
    document = act_document(regulation, current_dispatch(regulation))
    tell(_("Setter opp forskriften"), 40)
    require_fonts()
    variant = VARIANTS[requested.form]
    is_letter = requested.form == RenderedDocument.Form.LETTER
    letter = build_letter(document, recipients=requested.recipients, on=timezone.localdate()) if is_letter else None
    html = letter_html(letter) if letter else render_html(document)
    tell(_("Lager PDF"), 60)
    with pages_told(lambda page: tell(_("Setter opp side %(page)d") % {"page": page}, min(60 + page // 10, 74))):
        content = html_to_pdf(html, variant=variant, laid_out=lambda: tell(_("Skriver PDF-en"), 75))
    tell(_("Kontrollerer PDF-en"), 90)
    check_pdf(content)
    finish_document(
        document_id=document_id,
        attempt=attempt,
        content=content,
        file_name=letter.file_name if letter else file_name_of(document, requested.form),
        fingerprint=fingerprint(document),
        now=timezone.now(),
    )
