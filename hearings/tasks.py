"""The clock of innspillsrunder and høringer: what is due by a column, one at a time; it decides on nothing."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from .models import CouncilAssessment, RoundRequest
from .services import forget_unconfirmed
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
