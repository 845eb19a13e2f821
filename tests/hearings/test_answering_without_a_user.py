"""Answering a hearing without a user, by a link in a mail: what is kept, and what hostile input meets."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hearings.models import HearingAnswer, HearingComment
from notifications.models import Message

from .answering import PDF, edition, ended_hearing, first_item, link, open_hearing, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_one_has_answered():
    cache.clear()


def test_a_private_person_answers_and_confirms_by_the_link():
    hearing = open_hearing()

    response = send(hearing)
    assert response["Location"] == f"/horinger/{hearing.pk}/svar/mottatt/"
    assert not HearingAnswer.objects.counted().exists()
    visitor = Client()
    assert "Bekreft at svaret er ditt" in text(visitor.get(link()))
    assert not HearingAnswer.objects.counted().exists()  # a mail program that opens the link confirms nothing

    page = text(visitor.post(link(), follow=True))

    assert HearingAnswer.objects.counted().get().sender_name == "Kari Nord"
    assert "Svaret er mottatt" in page


def test_the_address_is_in_no_page():
    hearing = open_hearing()
    pages = [send(hearing)]
    visitor = Client()
    pages += [visitor.get(link()), visitor.post(link(), follow=True), visitor.get(f"{link()}endre/")]
    pages += [visitor.get(f"{link()}trekk/"), visitor.get("/horinger/"), visitor.get(f"/horinger/{hearing.pk}/")]
    pages += [visitor.get(f"/horinger/{hearing.pk}/svar/mottatt/")]

    assert all("kari@example.no" not in text(page) for page in pages)


def test_two_clicks_make_one_answer():
    hearing, visitor = open_hearing(), Client()

    first, second = send(hearing, visitor), send(hearing, visitor)

    assert first["Location"] == second["Location"]
    assert HearingAnswer.objects.count() == 1
    assert Message.objects.count() == 1


def test_after_the_deadline_the_text_comes_back_with_the_reason():
    hearing = ended_hearing()

    response = send(hearing)

    assert response.status_code == 409
    assert "Fristen for å svare gikk ut" in text(response)
    assert "Kravet er for strengt." in text(response)
    assert not HearingAnswer.objects.exists()


def test_a_version_that_is_no_number_is_the_newest():
    hearing = open_hearing()

    assert send(hearing, versjon="²").status_code == 302
    assert HearingAnswer.objects.get().version == hearing.versions.get()


def test_another_hearings_item_is_refused_and_the_text_comes_back():
    hearing, other = open_hearing(), open_hearing()
    forged = first_item(other).pk

    response = send(hearing, **{f"standpunkt-{forged}": "stotter", f"merknad-{forged}": "Forfalsket."})

    assert response.status_code == 422
    assert "et punkt som ikke er med i denne høringen" in text(response)
    assert "Takk for forslaget." in text(response)
    assert not HearingAnswer.objects.exists()


def test_too_much_text_is_refused_at_the_field_with_how_long_it_is():
    hearing = open_hearing()

    response = send(hearing, **{"merknad-0": "a" * 10_000_000})

    assert response.status_code == 422
    assert "Merknaden er på 10000000 tegn" in text(response)
    assert not HearingAnswer.objects.exists()


def test_more_than_a_form_may_hold_is_answered_with_how_much_there_is_room_for():
    hearing = open_hearing()

    response = send(hearing, **{"merknad-0": "æ" * 7_000_000})

    assert response.status_code == 400
    assert "mer tekst enn vi kan ta imot på én gang (12 MB)" in text(response)
    assert not HearingAnswer.objects.exists()


@pytest.mark.parametrize("email", ["kari@example.no\nBcc: alle@example.no", "kari", "", "kari@example.no\x00"])
def test_an_address_that_is_none_is_refused(email):
    hearing = open_hearing()

    response = send(hearing, email=email)

    assert response.status_code == 422
    assert "Kravet er for strengt." in text(response)
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["kari@example.no", "Kari Nord <kari@example.no>"])
def test_an_address_for_a_name_is_refused_for_names_are_published(name):
    hearing, visitor = open_hearing(), Client()
    refused = send(hearing, sender_name=name)
    send(hearing, once="nytt")
    visitor.post(link())
    renamed = visitor.post(f"{link()}endre/", {"sender_name": name, "merknad-0": "Takk."})

    assert refused.status_code == renamed.status_code == 422
    assert "Navnet blir publisert sammen med svaret" in text(refused)
    assert HearingAnswer.objects.get().sender_name == "Kari Nord"


def test_a_remark_without_words_is_told_at_its_item():
    hearing = open_hearing()
    pk = first_item(hearing).pk

    page = text(send(hearing, **{f"standpunkt-{pk}": "merknad", f"merknad-{pk}": ""}))

    assert f'href="#merknad-{pk}">Punkt 1: Skriv hva merknaden gjelder' in page


def test_the_field_for_machines_stops_the_answer_and_says_so():
    hearing = open_hearing()

    response = send(hearing, nettsted="https://kjøp.example")

    assert response.status_code == 422
    assert "et felt som skal stå tomt, var fylt ut" in text(response)
    assert not HearingAnswer.objects.exists()


def test_one_inbox_gets_five_mails_in_an_hour():
    hearing = open_hearing()
    statuses = [send(hearing, once=f"merke-{number}").status_code for number in range(6)]

    assert statuses == [302] * 5 + [422]
    assert Message.objects.count() == 5


def test_while_the_limit_can_not_be_counted_nothing_is_taken_in_and_nothing_lost(monkeypatch):
    hearing = open_hearing()

    def silent(*args, **kwargs):
        raise ConnectionError

    for name in ("add", "incr", "delete"):
        monkeypatch.setattr(f"django.core.cache.cache.{name}", silent)
    response = send(hearing)

    assert response.status_code == 422
    assert "Vi kan ikke ta imot svaret akkurat nå" in text(response)
    assert "Kravet er for strengt." in text(response)


def test_what_is_written_is_shown_as_written():
    hearing = open_hearing()
    send(hearing, **{"merknad-0": "<script>alert(1)</script> & «slik»\x07"})

    page = text(Client().get(link()))

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «slik»" in page
    assert "<script>alert" not in page


def test_files_follow_the_answer_and_a_program_is_refused():
    hearing = open_hearing()
    refused = send(hearing, attachments=[SimpleUploadedFile("tall.pdf", b"MZ et program")])
    assert refused.status_code == 422
    assert "er ikke PDF, Word, Excel" in text(refused)

    send(hearing, once="nytt", attachments=[SimpleUploadedFile("../tall.pdf", PDF)])

    assert HearingAnswer.objects.get().attachments.get().file_name == "tall.pdf"


@pytest.mark.parametrize(
    "address", ["/horinger/lenke/feil/", "/horinger/lenke/feil/endre/", "/horinger/lenke/feil/trekk/"]
)
def test_a_wrong_link_says_so_and_opens_nothing(client, address):
    open_hearing()

    assert client.get(address).status_code == client.post(address).status_code == 404
    assert "Lenken virker ikke" in text(client.get(address))


def test_a_link_opens_its_own_answer_alone():
    hearing = open_hearing()
    send(hearing)
    first = link()
    send(hearing, once="annet", sender_name="Ola Sør", email="ola@example.no")

    assert "Ola Sør" not in text(Client().get(first))


def test_the_answer_is_changed_and_withdrawn_by_the_link():
    hearing, visitor = open_hearing(), Client()
    send(hearing)
    visitor.post(link())
    pk = first_item(hearing).pk
    changed = {"sender_name": "Kari N.", "merknad-0": "", f"standpunkt-{pk}": "stotter", f"merknad-{pk}": ""}

    page = text(visitor.post(f"{link()}endre/", changed, follow=True))

    assert "Endringene er sendt." in page
    assert list(HearingComment.objects.values_list("position", "text")) == [("stotter", "")]
    assert "Svaret er trukket tilbake" in text(visitor.post(f"{link()}trekk/", follow=True))
    assert not HearingAnswer.objects.counted().exists()


def test_of_two_windows_that_change_an_answer_the_later_is_told_and_can_send_once_more():
    hearing, visitor = open_hearing(), Client()
    send(hearing)
    visitor.post(link())
    path, name = f"{link()}endre/", {"sender_name": "Kari Nord"}
    seen = edition(visitor.get(path))
    visitor.post(path, {**name, "merknad-0": "Fra det første vinduet.", "lest": seen})

    told = visitor.post(path, {**name, "merknad-0": "Fra det andre.", "lest": seen})

    assert told.status_code == 409
    assert "etter at du åpnet denne siden" in text(told)
    assert "Fra det andre." in text(told)
    assert HearingComment.objects.get().text == "Fra det første vinduet."
    assert visitor.post(path, {**name, "merknad-0": "Fra det andre.", "lest": edition(told)}).status_code == 302
    assert HearingComment.objects.get().text == "Fra det andre."
