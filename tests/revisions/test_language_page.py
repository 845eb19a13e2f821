"""The language control as a page: a text is posted, and its findings come back at the words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import Role
from revisions.pages.language import exchanged
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/sprak/"


@pytest.fixture
def sender(client: Client) -> Client:
    client.force_login(factories.submitter())
    return client


def test_a_text_comes_back_with_its_findings_at_the_words(sender):
    answer = sender.post(URL, {"kind": "laeringsmal", "text": "Kunne sy sår, f.eks. i hånd."})

    page = answer.content.decode()
    assert reverse("revisions:language") == URL
    assert '<mark class="finding">Kunne sy<sup>1</sup></mark>' in page
    assert '<mark class="finding">f.eks.<sup>2</sup></mark>' in page
    assert "Språkkontroll: to funn. Ingen av dem hindrer deg i å sende." in page
    assert "Regel SP-1" in page
    assert 'value="text|0|Kunne sy|Selvstendig kunne sy"' in page


def test_a_proposal_is_put_in_place_of_the_words(sender):
    answer = sender.post(
        URL, {"kind": "laeringsmal", "text": "Kunne sy sår.", "bytt": "text|0|Kunne sy|Selvstendig kunne sy"}
    )

    page = answer.content.decode()
    assert "Selvstendig kunne sy sår.</textarea>" in page
    assert "Språkkontroll: ingen funn." in page


@pytest.mark.parametrize("exchange", ["9|Kunne sy|X", "x|Kunne sy|X", "", "0||X", f"{'9' * 30}|Kunne|X", "0"])
def test_words_that_no_longer_stand_there_are_left_as_they_are(exchange):
    assert exchanged("Kunne sy sår.", exchange) == "Kunne sy sår."


def test_a_change_of_a_text_in_force_shows_what_speaks_for_content(sender):
    factories.version("GAK-001", "Ha kunnskap om minst 10 tilstander i lever.")

    answer = sender.post(
        URL, {"kind": "laeringsmal", "code": "gak-001", "text": "Ha god kunnskap om minst 10 tilstander i lever."}
    )

    page = answer.content.decode()
    assert "faglig endring, kravet skjerpes" in page
    assert "Kompetansenivået går fra mellomste («Ha kunnskap om») til høyeste («Ha god kunnskap om»)." in page
    assert "Læringsmålet får ny kode." in page
    assert "Endringen berører et kompetansebegrep." in page


def test_an_utdypende_tekst_is_read_for_requirements(sender):
    factories.version("GAK-001", "Beherske dialyse.")

    answer = sender.post(URL, {"kind": "utdypende", "code": "GAK-001", "text": "Legen skal ha sydd minst 10 sår."})

    assert "leses som et krav" in answer.content.decode()


def test_markup_in_a_text_is_shown_as_text(sender):
    answer = sender.post(URL, {"kind": "laeringsmal", "text": "<b>Kunne</b> <script>alert(1)</script> \x00 MDT"})

    assert "<script>alert" not in answer.content.decode()
    assert "&lt;b&gt;" in answer.content.decode()


def test_an_empty_form_says_what_is_missing_and_the_page_alone_asks(sender):
    assert sender.get(URL).status_code == 200
    assert "Språkkontroll:" not in sender.get(URL).content.decode()


def test_those_who_write_no_proposals_are_told_so(client):
    client.force_login(factories.user(Role.READER))

    answer = client.post(URL, {"text": "Kunne sy."})

    assert answer.status_code == 403
    assert "Språkkontrollen er for dem som skriver forslag." in answer.content.decode()
