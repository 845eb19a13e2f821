"""The public pages of hearings: what is shown when, and to whom an answer is offered."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from . import asked
from .answering import DAY, ended_hearing, open_hearing, send, text, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_one_has_answered():
    cache.clear()


def test_the_list_says_which_can_be_answered_and_which_have_ended(client):
    open_one, ended = open_hearing(), ended_hearing()

    page = text(client.get("/horinger/"))

    assert page.index("Du kan svare nå") < page.index(f"/horinger/{open_one.pk}/") < page.index("Avsluttet")
    assert page.index("Avsluttet") < page.index(f"/horinger/{ended.pk}/")
    assert "20 dager igjen." in page


def test_a_hearing_that_is_not_published_is_unknown(client):
    hearing = open_hearing(published_at=None)

    assert client.get(f"/horinger/{hearing.pk}/").status_code == 404
    assert client.get(f"/horinger/{hearing.pk}/svar/").status_code == 404
    assert send(hearing).status_code == 404
    assert f"/horinger/{hearing.pk}/" not in text(client.get("/horinger/"))


def test_one_that_opens_later_says_when_and_shows_nothing_of_what_it_is_about(client):
    hearing = asked.hearing(opens_on=today() + DAY, deadline=today() + 90 * DAY, published_at=timezone.now())

    page = text(client.get(f"/horinger/{hearing.pk}/"))

    assert "Høringen er ikke åpen ennå" in page
    assert "GAK-001" not in page
    assert hearing.letter not in page


def test_an_answer_sent_before_it_opens_is_refused_and_tells_nothing_of_what_it_is_about(client):
    hearing = asked.hearing(opens_on=today() + DAY, deadline=today() + 90 * DAY, published_at=timezone.now())

    response = send(hearing, client)

    assert response.status_code == 409
    assert "Takk for forslaget." in text(response)
    assert "GAK-001" not in text(response)


def test_the_page_has_letter_redline_consequences_deadline_and_how_to_answer(client):
    hearing = open_hearing(consequences="Flere kurs trengs.", contact="Postmottaket")
    hearing.bodies.create(name="Helse Vest")

    page = text(client.get(f"/horinger/{hearing.pk}/"))

    for words in ("Vi foreslår to endringer.", "Flere kurs trengs.", "Postmottaket", "Helse Vest", "Slik svarer du"):
        assert words in page
    assert '<del class="rl">' in page
    assert '<ins class="rl">' in page


def test_one_that_has_ended_says_so_and_has_no_form(client):
    hearing = ended_hearing()

    assert "Høringen er avsluttet" in text(client.get(f"/horinger/{hearing.pk}/"))
    page = text(client.get(f"/horinger/{hearing.pk}/svar/"))
    assert "Fristen for å svare gikk ut" in page
    assert "<textarea" not in page


def test_the_front_page_leads_to_the_open_hearings(client):
    hearing = open_hearing()

    assert f"/horinger/{hearing.pk}/" in text(client.get("/"))


@pytest.mark.parametrize("address", ["/horinger/{}/", "/horinger/{}/svar/"])
def test_the_queries_are_the_same_however_many_items(client, address):
    few, many = open_hearing(count=2), open_hearing(count=40)
    client.get(address.format(few.pk))

    with CaptureQueriesContext(connection) as with_few:
        client.get(address.format(few.pk))
    with CaptureQueriesContext(connection) as with_many:
        client.get(address.format(many.pk))

    assert len(with_few) == len(with_many) <= 6
