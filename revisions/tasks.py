"""The proposals' work in the background: PDF, and the virus control of attachments that waited for it."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.printing.pdf import check_pdf, html_to_pdf
from objectives.services import rendering

from .as_sent import thawed
from .documents import build_letter, build_proposal, letter_html, letter_style, proposal_html, proposal_style
from .models import DecisionLetter, FollowUp, Proposal, ProposalDocument
from .services import follow_up, letters
from .services.documents import FILES, finish_document
from .services.scanning import scan_waiting

log = logging.getLogger(__name__)


@shared_task
def render_proposal(document_id: int) -> None:
    """Make the PDF of one requested document. Can be run any number of times; one run makes it.

    Returns quietly when the document is gone, done or taken by another worker.
    """
    attempt = rendering.claim(FILES.all(), document_id, now=timezone.now())
    if attempt is None:
        return
    with rendering.attempting(FILES.all(), document_id, attempt):
        _render(document_id, attempt)


@shared_task
def render_waiting_proposals() -> None:
    """Hand out what waits, and what a silent worker left."""
    now = timezone.now()
    if given_up := rendering.give_up_stale(FILES.all(), now=now):
        log.error("%s PDFs of proposals given up: every attempt went silent", given_up)
    for document_id in rendering.due(FILES.all(), now=now).values_list("pk", flat=True):
        render_proposal.delay(document_id)


@shared_task
def render_letter(letter_id: int) -> None:
    """Make one letter. Can be run any number of times; one run makes it."""
    files = letters.FILES
    attempt = rendering.claim(files.all(), letter_id, now=timezone.now())
    if attempt is None:
        return
    with rendering.attempting(files.all(), letter_id, attempt):
        rows = DecisionLetter.objects.defer("content")
        letter = rows.select_related("proposal__sender", "proposal__specialty", "case").get(pk=letter_id)
        document = build_letter(letter)
        content = html_to_pdf(letter_html(document), style_sheet=letter_style())
        check_pdf(content)
        letters.finish_letter(
            letter_id=letter_id, attempt=attempt, content=content, file_name=document.file_name, now=timezone.now()
        )


@shared_task
def render_waiting_letters() -> None:
    """Hand out the letters that wait, and what a silent worker left."""
    now = timezone.now()
    if given_up := rendering.give_up_stale(letters.FILES.all(), now=now):
        log.error("%s letters given up: every attempt went silent", given_up)
    for letter_id in rendering.due(letters.FILES.all(), now=now).values_list("pk", flat=True):
        render_letter.delay(letter_id)


@shared_task
def remind_of_follow_ups() -> None:
    """Write the reminders that are due, each in its own transaction; those a stopped worker left are due still."""
    today = timezone.localdate()
    for pk in FollowUp.objects.to_remind(on=today).values_list("pk", flat=True):
        url = f"{settings.SITE_URL}{reverse('revisions:follow_up', args=[pk])}"
        follow_up.remind_of_follow_up(follow_up_id=pk, on=today, url=url)


@shared_task
def scan_waiting_attachments() -> None:
    """Control the files that were taken in while the virus control did not answer."""
    found = scan_waiting(now=timezone.now())
    if found:
        log.error("%s attachments are infected and are not given out", found)


def _render(document_id: int, attempt: int) -> None:
    def tell(step: str, percent: int) -> None:
        rendering.report(FILES.all(), document_id, attempt, step=step, percent=percent)

    tell(_("Henter forslaget"), 10)
    wanted = ProposalDocument.objects.defer("content").select_related(
        "proposal__sender", "proposal__specialty", "proposal__case"
    )
    row = wanted.get(pk=document_id)
    document = build_proposal(_as_sent(row), version=row.version, on=timezone.localdate())
    tell(_("Lager PDF"), 40)
    content = html_to_pdf(proposal_html(document), style_sheet=proposal_style())
    tell(_("Kontrollerer PDF-en"), 90)
    check_pdf(content)
    finish_document(
        document_id=document_id, attempt=attempt, content=content, file_name=document.file_name, now=timezone.now()
    )


def _as_sent(row: ProposalDocument) -> Proposal:
    """The proposal as the version that was sent has it, whatever it says now; a draft as it stands."""
    if row.version is None:
        return row.proposal
    version = row.proposal.versions.filter(number=row.version).first()
    return thawed(version, row.proposal) if version is not None else row.proposal
