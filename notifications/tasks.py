"""The clock of the mail: what is due is sent, one message at a time."""

from __future__ import annotations

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from .models import Message
from .services.messages import MAX_ATTEMPTS, send_message

log = logging.getLogger(__name__)

STUCK_AFTER = dt.timedelta(minutes=15)
AT_A_TIME = 200


@shared_task
def send_waiting_messages() -> None:
    """Send what is due. Can be run any number of times, by any number of workers; each message leaves once."""
    now = timezone.now()
    due = Message.objects.due(now=now).filter(attempts__lt=MAX_ATTEMPTS)
    for message_id in due.values_list("pk", flat=True)[:AT_A_TIME]:
        try:
            send_message(message_id=message_id, now=timezone.now())
        except Exception:
            log.exception("Message %s was not sent", message_id)
    stuck = Message.objects.stuck(before=now - STUCK_AFTER).count()
    if stuck:
        log.error("%s messages were taken and never finished; see the administration pages", stuck)
