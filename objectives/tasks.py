"""Exports in the background: claimed by one worker, told step by step, never made in a web process."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refusals import Refusal, WrongState

from .export import FORMATS, build_document
from .models import ExportJob
from .printing.pdf import pages_told
from .services.exports import (
    claim_export,
    finish_export,
    give_back_export,
    give_up_stale_exports,
    key_of,
    prune_exports,
    report_progress,
    selection_of,
)

log = logging.getLogger(__name__)

_ON_A_PAGE = 10  # læringsmål, in the whole annex


@shared_task
def make_export(job_id: int) -> None:
    """Make one file that is asked for. Can be run any number of times; one run makes it.

    Returns quietly when the job is gone, done or taken by another worker.
    """
    attempt = claim_export(job_id=job_id, now=timezone.now())
    if attempt is None:
        return
    try:
        _make(job_id, attempt)
    except Refusal as refusal:
        log.warning("Export %s can't be made: %s", job_id, refusal)
        give_back_export(job_id=job_id, attempt=attempt, error=refusal.message, final=True, now=timezone.now())
    except Exception:
        log.exception("Export %s failed on attempt %s", job_id, attempt)
        message = _("Filen kunne ikke lages. Prøv igjen, og meld fra til forvalteren hvis det skjer på nytt.")
        give_back_export(job_id=job_id, attempt=attempt, error=message, final=False, now=timezone.now())


@shared_task
def sweep_exports() -> None:
    """Hand out what waits and what a silent worker left, and remove what has been kept long enough."""
    now = timezone.now()
    given_up = give_up_stale_exports(now=now)
    if given_up:
        log.error("%s exports given up: every attempt went silent", given_up)
    pruned = prune_exports(now=now)
    if pruned:
        log.info("%s old exports removed", pruned)
    for job_id in ExportJob.objects.to_make(now=now).values_list("pk", flat=True):
        make_export.delay(job_id)


def _make(job_id: int, attempt: int) -> None:
    def tell(step: str, percent: int) -> None:
        report_progress(job_id=job_id, attempt=attempt, step=step, percent=percent)

    tell(_("Henter læringsmålene"), 10)
    job = ExportJob.objects.without_content().get(pk=job_id)
    chosen = FORMATS[job.format]
    document = build_document(on=job.on, selection=selection_of(job), as_printed=chosen.as_printed)
    if key_of(document, chosen) != job.key:
        raise WrongState(
            _("Registeret ble endret etter at du ba om filen. Be om den på nytt, så får du den gjeldende teksten."),
            code="changed-meanwhile",
        )
    tell(_("Setter opp dokumentet"), 25)
    pages = 1 + document.count // _ON_A_PAGE

    def laid_out(page: int) -> None:
        told = {"page": page, "pages": max(page, pages)}
        tell(_("Setter opp side %(page)d av omtrent %(pages)d") % told, 25 + 40 * min(page, pages) // pages)

    with pages_told(laid_out):
        content = chosen.make(document, laid_out=lambda: tell(_("Skriver filen"), 65))
    tell(_("Lagrer filen"), 95)
    finish_export(job_id=job_id, attempt=attempt, content=content, now=timezone.now())
