"""Mail is written with what it tells, and leaves once, whatever happens to the worker."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from notifications.models import Message
from notifications.services import write_message
from notifications.services.messages import FIRST_WAIT, send_again, send_message
from notifications.tasks import send_waiting_messages

pytestmark = pytest.mark.django_db


def written(key: str = "runde-1-spurt-2", **fields: object) -> Message:
    values = {"to": "regut@example.no", "subject": "Innspill", "body": "Dere er bedt om innspill."}
    write_message(key=key, **{**values, **fields})
    return Message.objects.get(key=key)


def test_a_message_about_the_same_thing_is_written_once():
    assert write_message(key="horing-1", to="a@example.no", subject="Høring", body="Tekst")
    assert not write_message(key="horing-1", to="a@example.no", subject="Høring", body="Tekst")

    assert Message.objects.count() == 1


@pytest.mark.parametrize("fields", [{"to": "a@example.no\nBcc: b@example.no"}, {"subject": "Hei\r\nBcc: b@example.no"}])
def test_a_header_with_a_line_break_is_refused(fields):
    with pytest.raises(ValidationError):
        written(**fields)

    assert not Message.objects.exists()


def test_the_sweep_sends_what_waits_and_not_again():
    written()

    send_waiting_messages()
    send_waiting_messages()

    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["regut@example.no"], "Innspill")]
    assert Message.objects.get().sent_at


def test_what_a_dead_worker_took_is_left_for_a_person():
    message = written()
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now())

    send_waiting_messages()
    assert mail.outbox == []

    send_again(message=message, now=timezone.now())
    send_waiting_messages()
    assert len(mail.outbox) == 1


def test_a_server_that_says_no_is_tried_again_later(monkeypatch):
    message, now = written(), timezone.now()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        send_message(message_id=message.pk, now=now)

    message.refresh_from_db()
    assert (message.claimed_at, message.not_before) == (None, now + FIRST_WAIT)
    assert "ZeroDivisionError" in message.error
    assert not Message.objects.due(now=now).exists()
    assert Message.objects.due(now=now + FIRST_WAIT).exists()


def test_the_text_with_a_personal_link_is_wiped_when_it_is_sent():
    message = written(body="Åpne lenken …", is_private=True)

    send_message(message_id=message.pk, now=timezone.now())

    message.refresh_from_db()
    assert message.body == ""
    assert "Åpne lenken" in mail.outbox[0].body
