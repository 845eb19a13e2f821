"""Many who answer at the same moment, on a real database: every answer is kept, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from hearings.models import HearingAnswer, HearingComment
from hearings.services import begin_answer, send_answer
from notifications.models import Message

from . import asked
from .answering import first_item, link, open_hearing, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_one_has_answered():
    cache.clear()


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Does all of them at the same moment, each on a connection of its own."""
    start = Barrier(len(acts))

    def one(act):
        try:
            start.wait(30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as people:
        return list(people.map(one, acts))


def test_fifty_who_answer_without_a_user_at_once_are_all_kept():
    hearing = open_hearing()

    def person(number: int):
        who = {"once": f"merke-{number}", "email": f"person{number}@example.no", "merknad-0": f"Svar {number}."}
        return lambda: send(hearing, Client(), **who).status_code

    assert at_once([person(number) for number in range(50)]) == [302] * 50
    said = HearingComment.objects.filter(answer__hearing=hearing, item__isnull=True).values_list("text", flat=True)
    assert sorted(said) == sorted(f"Svar {number}." for number in range(50))
    assert hearing.answers.count() == hearing.answers.values("email").distinct().count() == 50
    assert Message.objects.filter(key__endswith="bekreft").count() == 50


def test_one_form_that_is_sent_eight_times_at_once_is_one_answer():
    hearing = open_hearing()

    assert at_once([lambda: send(hearing, Client()).status_code] * 8) == [302] * 8
    assert hearing.answers.count() == 1
    assert Message.objects.filter(key__endswith="bekreft").count() == 1


def test_a_link_that_is_used_eight_times_at_once_confirms_once():
    hearing = open_hearing()
    send(hearing)
    address = link()

    assert at_once([lambda: Client().post(address).status_code] * 8) == [302] * 8
    assert HearingAnswer.objects.counted().count() == 1
    assert Message.objects.filter(key__contains="kvittering").count() == 1


def test_a_body_whose_people_all_begin_and_send_at_once_has_one_answer_and_one_receipt():
    hearing, by = open_hearing(), asked.sender()
    body, now = asked.association(), timezone.now()

    begun = at_once([lambda: begin_answer(hearing=hearing, organisation=body, by=by, now=now).pk] * 8)

    assert len(set(begun)) == 1
    answer = HearingAnswer.objects.get()
    HearingComment.objects.create(answer=answer, item=first_item(hearing), position="stotter")
    at_once([lambda: send_answer(answer=answer, by=by, now=now).pk] * 8)
    assert Message.objects.filter(key__contains="kvittering").count() == 1


def test_an_answer_that_failed_to_be_stored_can_be_sent_again_as_it_stands(monkeypatch):
    hearing, person = open_hearing(), Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr("hearings.views.public.hand_in", lambda **_: 1 / 0)
        assert send(hearing, person).status_code == 500

    assert send(hearing, person).status_code == 302
    assert hearing.answers.count() == 1


def test_an_answer_that_was_refused_can_be_sent_from_the_same_page_when_it_is_put_right():
    hearing, person = open_hearing(), Client()
    assert send(hearing, person, attachments=SimpleUploadedFile("notat.exe", b"MZ")).status_code == 422

    assert send(hearing, person).status_code == 302
    assert hearing.answers.count() == 1
