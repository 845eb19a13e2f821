"""The public pages of hearings, and answering on them: what is shown when, and what hostile input meets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hearings.models import Hearing, HearingAnswer, HearingComment
from notifications.models import Message
from tests import factories
from tests.revisions import drafts

from . import asked

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7 et vedlegg"


@pytest.fixture(autouse=True)
def no_one_has_answered():
    cache.clear()


def today() -> dt.date:
    return timezone.localdate()


def open_hearing(**fields):
    return asked.hearing(opens_on=today() - 10 * DAY, deadline=today() + 20 * DAY, **fields)


def ended_hearing(**fields):
    return asked.hearing(opens_on=today() - 100 * DAY, deadline=today() - DAY, **fields)


def first_item(hearing):
    return hearing.versions.latest("number").items.first()


def fields(hearing, **changed) -> dict[str, object]:
    pk = first_item(hearing).pk
    return {
        "once": "et-merke",
        "versjon": "1",
        "merknad-0": "Takk for forslaget.",
        f"standpunkt-{pk}": "stotter_ikke",
        f"merknad-{pk}": "Kravet er for strengt.",
        "kind": "privat",
        "sender_name": "Kari Nord",
        "email": "kari@example.no",
        "nettsted": "",
        **changed,
    }


def send(hearing, client: Client | None = None, **changed):
    return (client or Client()).post(f"/horinger/{hearing.pk}/svar/", fields(hearing, **changed))


def link() -> str:
    body = Message.objects.filter(key__endswith="bekreft").latest("pk").body
    return re.search(r"/horinger/lenke/[\w-]+/", body)[0]


def text(response) -> str:
    return response.content.decode()


# --- what is shown -----------------------------------------------------------------------------------------


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


# --- answering without a user ---------------------------------------------------------------------------------


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


def edition(page) -> str:
    """Which edition of a sent answer the page is written from."""
    return re.search(r'name="lest" value="([^"]+)"', text(page))[1]


# --- an organisation --------------------------------------------------------------------------------------------


def begun(hearing, client: Client) -> str:
    return client.post(f"/horinger/{hearing.pk}/svar/for/{asked.association().pk}/")["Location"]


def test_the_committee_writes_and_the_submitter_sends_one_answer():
    hearing = open_hearing()
    member, sender = drafts.signed_in(asked.member()), drafts.signed_in(asked.sender())
    address = begun(hearing, member)
    pk = first_item(hearing).pk
    written = {f"standpunkt-{pk}": "stotter_ikke", f"merknad-{pk}": "For strengt.", "merknad-0": ""}

    assert "Utkastet er lagret." in text(member.post(address, written, follow=True))
    assert member.post(f"{address}send/").status_code == 403
    assert begun(hearing, sender) == address
    page = text(sender.post(f"{address}send/", follow=True))

    assert "Svaret er mottatt" in page
    assert HearingAnswer.objects.counted().get().comments.get().text == "For strengt."


def test_of_two_senders_who_change_the_answer_the_later_is_told():
    hearing, sender = open_hearing(), drafts.signed_in(asked.sender())
    address = begun(hearing, sender)
    sender.post(address, {"merknad-0": "Takk."})
    sender.post(f"{address}send/")
    seen = edition(sender.get(f"{address}endre/"))
    sender.post(f"{address}endre/", {"merknad-0": "Først.", "lest": seen})

    told = sender.post(f"{address}endre/", {"merknad-0": "Så.", "lest": seen})

    assert "etter at du åpnet denne siden" in text(told)
    assert HearingComment.objects.get().text == "Først."
    assert sender.post(f"{address}endre/", {"merknad-0": "Så.", "lest": edition(told)}).status_code == 302


def test_the_files_of_a_sent_answer_stand_until_it_is_withdrawn():
    hearing = open_hearing()
    member, sender = drafts.signed_in(asked.member()), drafts.signed_in(asked.sender())
    address = begun(hearing, member)
    member.post(f"{address}vedlegg/", {"file": SimpleUploadedFile("tall.pdf", PDF), "purpose": "Tallene"})
    sender.post(f"{address}send/")
    file = HearingAnswer.objects.counted().get().attachments.get()

    refused = member.post(f"{address}vedlegg/{file.pk}/slett/")

    assert refused.status_code == 409
    assert "Trekk det tilbake for å endre dem" in text(refused)
    assert HearingAnswer.objects.get().attachments.get() == file


def test_an_answer_about_three_hundred_items_is_saved_at_once():
    hearing = open_hearing(count=300)
    member = drafts.signed_in(asked.member())
    names = ("standpunkt", "merknad", "base_standpunkt", "base_merknad")
    written = {f"{name}-{item.pk}": "" for item in hearing.versions.get().items.all() for name in names}

    response = member.post(begun(hearing, member), {**written, "merknad-0": "Takk."})

    assert response.status_code == 302
    assert HearingComment.objects.get().text == "Takk."


def test_a_hearing_recorded_without_items_has_nothing_to_answer():
    hearing = Hearing.objects.create(
        title="Eldre høring", opens_on=today() - DAY, deadline=today() + 60 * DAY, published_at=timezone.now()
    )

    answer = f"/horinger/{hearing.pk}/svar/for/{asked.association().pk}/"

    assert drafts.signed_in(asked.sender()).post(answer).status_code == 404


def test_the_quiet_save_stores_and_says_when():
    hearing = open_hearing()
    member = drafts.signed_in(asked.member())
    address = begun(hearing, member)
    pk = first_item(hearing).pk

    response = member.post(address, {f"merknad-{pk}": "Halvferdig"}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "Lagret kl." in text(response)
    assert HearingComment.objects.get().text == "Halvferdig"


def test_two_who_write_in_the_same_field_are_told_and_nothing_is_lost():
    hearing = open_hearing()
    member, sender = drafts.signed_in(asked.member()), drafts.signed_in(asked.sender())
    address = begun(hearing, member)
    pk = first_item(hearing).pk
    base = re.search(rf'id="base_merknad-{pk}" value="(\w+)"', text(member.get(address)))[1]
    member.post(address, {f"merknad-{pk}": "Komiteens tekst.", f"base_merknad-{pk}": base})

    response = sender.post(address, {f"merknad-{pk}": "Min tekst.", f"base_merknad-{pk}": base})

    assert response.status_code == 422
    assert "Komiteens tekst." in text(response)
    assert "Min tekst." in text(response)
    assert HearingComment.objects.get().text == "Komiteens tekst."


def test_the_answer_of_another_body_is_unknown():
    hearing = open_hearing()
    address = begun(hearing, drafts.signed_in(asked.sender()))

    assert drafts.signed_in(factories.submitter()).get(address).status_code == 404
    assert drafts.signed_in(factories.caseworker()).get(address).status_code == 404


def test_after_the_deadline_the_organisation_is_told_that_the_answer_is_late():
    hearing = ended_hearing()
    sender = drafts.signed_in(asked.sender())
    address = begun(hearing, sender)
    pk = first_item(hearing).pk
    sender.post(address, {f"standpunkt-{pk}": "stotter"})

    page = text(sender.post(f"{address}send/", follow=True))

    assert "kom etter fristen" in page
    assert HearingAnswer.objects.counted().get().is_late
