"""An organisation's answer to a hearing: written together, sent once, changed by one at a time."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hearings.models import Hearing, HearingAnswer, HearingComment
from tests import factories
from tests.revisions import drafts

from . import asked
from .answering import DAY, PDF, edition, ended_hearing, first_item, open_hearing, text, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_one_has_answered():
    cache.clear()


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
