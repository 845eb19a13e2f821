"""A misregistered announcement is corrected on a page of its own, by two people; everyone can read that it was."""

from __future__ import annotations

import pytest

from objectives.models import LegalAct, ObjectiveVersion
from objectives.templatetags.legal import unbroken
from organisations.models import Role
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

PAGE = "/forskrifter/2026/1319/rett/"
RIGHT = {
    "announced_on": "21.07.2026",
    "announced_time": "12.00",
    "decided_on": "10.07.2026",
    "number": "1391",
    "reason": "Nummeret ble lest feil av.",
}


@pytest.fixture
def act() -> LegalAct:
    stages.announced()
    return LegalAct.objects.get(number=1319)


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


@pytest.fixture
def decider():
    return drafts.signed_in(factories.decision_maker())


def text_of(answer) -> str:
    return answer.content.decode()


def confirm(client, act, page=PAGE, **fields):
    waiting = act.corrections.undecided().get()
    return client.post(page, {"retting": waiting.pk, "bekreft": "1", **fields}, follow=True)


def test_the_form_begins_with_what_is_registered(caseworker, act):
    page = text_of(caseworker.get(PAGE))

    assert 'value="20.07.2026"' in page
    assert 'value="12.00"' in page
    assert 'value="1319"' in page


def test_one_proposes_and_another_confirms(caseworker, decider, act):
    proposed = caseworker.post(PAGE, RIGHT, follow=True)
    read = text_of(decider.get(PAGE))
    answer = confirm(decider, act)

    assert "En annen må bekrefte rettingen" in text_of(proposed)
    assert unbroken("Forskriften blir FOR-2026-07-10-1391.") in read
    assert "GAK-088 trådte i kraft straks og flyttes fra 20. juli 2026 til 21. juli 2026." in read
    assert answer.redirect_chain == [("/forskrifter/2026/1391/", 302)]
    assert "Kunngjøringen er rettet." in text_of(answer)
    assert ObjectiveVersion.objects.filter(objective__code="GAK-088", valid__startswith="2026-07-21").exists()


def test_everyone_reads_what_was_corrected_when_and_why(client, caseworker, decider, act):
    caseworker.post(PAGE, RIGHT)
    confirm(decider, act)

    page = text_of(client.get("/forskrifter/2026/1391/"))

    assert "Kunngjøringen er rettet her" in page
    assert "Nummer: registrert som 1319, riktig er 1391." in page
    assert "GAK-088 gjelder derfor fra 21. juli 2026, ikke fra 20. juli 2026." in page
    assert "Nummeret ble lest feil av." in page


def test_the_old_address_leads_to_the_new(client, caseworker, decider, act):
    caseworker.post(PAGE, RIGHT)
    confirm(decider, act)

    assert client.get("/forskrifter/2026/1319/").headers["Location"] == "/forskrifter/2026/1391/"
    assert client.get("/forskrifter/2026/1392/").status_code == 404


def test_the_proposer_can_not_confirm_and_is_told_who_can(caseworker, act):
    caseworker.post(PAGE, RIGHT)

    page, answer = text_of(caseworker.get(PAGE)), confirm(caseworker, act)

    assert "Bekreft rettingen" not in page
    assert answer.status_code == 422
    assert "Du foreslo selv rettingen" in text_of(answer)


def test_a_rejection_says_why_and_lets_the_announcement_stand(caseworker, decider, act):
    caseworker.post(PAGE, RIGHT)
    waiting = act.corrections.undecided().get()

    without = decider.post(PAGE, {"retting": waiting.pk, "avvis": "1", "avvisning-reason": " "})
    answer = decider.post(
        PAGE, {"retting": waiting.pk, "avvis": "1", "avvisning-reason": "1319 er riktig."}, follow=True
    )

    assert (without.status_code, answer.status_code) == (422, 200)
    assert "Kunngjøringen står som den er registrert." in text_of(answer)
    act.refresh_from_db()
    assert act.number == 1319


def test_nobody_confirms_another_correction_than_they_read(caseworker, decider, act):
    caseworker.post(PAGE, RIGHT)

    answer = decider.post(PAGE, {"retting": "999", "bekreft": "1"})

    assert "Noen har foreslått en retting siden du åpnet siden." in text_of(answer)
    act.refresh_from_db()
    assert act.number == 1319


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "mange"}, "Skriv nummeret med sifre"),
        ({"number": "1319", "announced_on": "20.07.2026"}, "Opplysningene er like dem som er registrert"),
        ({"decided_on": "09.07.2026"}, "Forskriften kan ikke være vedtatt 9. juli 2026"),
        ({"announced_on": "09.07.2026"}, "kan ikke ligge før vedtaket"),
        ({"announced_on": "01.01.2099"}, "kan ikke registreres før den har skjedd"),
        ({"reason": ""}, "Skriv hvorfor kunngjøringen må rettes."),
        ({"reason": "a\x00b"}, "tegn er ikke tillatt"),
    ],
    ids=str,
)
def test_what_can_not_be_right_is_refused_and_what_was_typed_is_kept(caseworker, act, fields, words):
    answer = caseworker.post(PAGE, {**RIGHT, **fields})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not act.corrections.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 403), (Role.READER, 404)])
def test_others_do_not_correct(act, role, status):
    assert drafts.signed_in(factories.user(role)).post(PAGE, RIGHT).status_code == status


def test_an_act_read_from_lovdata_is_not_corrected_here(caseworker):
    factories.act(114, stages.DECIDED, announced_at=factories.announced(stages.ANNOUNCED))

    answer = caseworker.get("/forskrifter/2026/114/rett/")

    assert answer.status_code == 409
    assert "lest inn fra Lovdatas tekst" in text_of(answer)
