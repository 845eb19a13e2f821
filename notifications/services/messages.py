"""Mail: written with what it tells, sent afterwards, once."""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMessage
from django.db import IntegrityError, models, transaction

from notifications.models import Message

MAX_ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(minutes=1)


def write_message(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    case_number: str = "",
    is_private: bool = False,
    not_before: dt.datetime | None = None,
) -> bool:
    """Write a mail to be sent, in the transaction of what it tells. False when this message is written already.

    `key` identifies what is told to whom; it is sent from `not_before` on.
    Raises ValidationError for an address or a subject that is not one line.
    """
    if Message.objects.filter(key=key).exists():
        return False
    row = Message(key=key, to=to, subject=subject[:200], body=body, case_number=case_number, is_private=is_private)
    if not_before is not None:
        row.not_before = not_before
    row.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two wrote it at the same time
        return False
    return True


def send_message(*, message_id: int, now: dt.datetime) -> bool:
    """Send one message. False when it is sent, gone, or taken by another worker.

    A claim is committed before the mail leaves, so a worker that dies leaves a claimed row behind and not a second
    mail. A server that says no gives the message back for a later attempt, each after a longer wait.
    """
    claimed = Message.objects.due(now=now).order_by().filter(pk=message_id, attempts__lt=MAX_ATTEMPTS)
    if not claimed.update(claimed_at=now, attempts=models.F("attempts") + 1):
        return False
    message = Message.objects.get(pk=message_id)
    try:
        EmailMessage(subject=message.subject, body=message.body, to=[message.to]).send()
    except Exception as error:
        wait = FIRST_WAIT * 4 ** (message.attempts - 1)
        Message.objects.filter(pk=message_id).update(
            claimed_at=None, not_before=now + wait, error=f"{type(error).__name__}: {error}"[:300]
        )
        raise
    wiped = {"body": ""} if message.is_private else {}
    Message.objects.filter(pk=message_id).update(sent_at=now, error="", **wiped)
    return True


@transaction.atomic
def send_again(*, message: Message, now: dt.datetime) -> Message:
    """Give a message that is stuck, or has failed every time, another round; a person has decided it."""
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.sent_at is None:
        row.claimed_at, row.attempts, row.not_before = None, 0, now
        row.save(update_fields=["claimed_at", "attempts", "not_before"])
    return row
