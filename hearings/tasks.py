"""The clock of hearings: what is due is taken, and nothing of it decides who may answer."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from .services import forget_unconfirmed
from .services.hearing_files import scan_waiting

log = logging.getLogger(__name__)


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
