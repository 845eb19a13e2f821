"""Which RegUt answers for a specialty: read by all, changed by administrators, after a second look."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Event, Verb
from organisations.models import Organisation, Role, SpecialtyContact
from tests import factories

pytestmark = pytest.mark.django_db

EDIT = "/spesialitetskontakter/gastroenterologisk-kirurgi/"


@pytest.fixture
def specialty():
    return factories.specialty()


@pytest.fixture
def regut():
    return factories.organisation(Organisation.Kind.REGUT)


@pytest.fixture
def administrator(client):
    person = factories.user(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def contact() -> Organisation | None:
    found = SpecialtyContact.objects.filter(specialty__short_name="GAK").first()
    return found.organisation if found else None


def test_anyone_can_read_who_answers_and_where_nobody_does(client, specialty, regut):
    SpecialtyContact.objects.create(specialty=specialty, organisation=regut)
    factories.specialty("ANE", "Anestesiologi")

    html = client.get("/spesialitetskontakter/").content.decode()

    assert "RegUt Helse Vest" in html.split("Gastroenterologisk kirurgi")[1].split("</tr>")[0]
    assert "Ikke satt" in html.split("Anestesiologi")[1].split("</tr>")[0]
    assert "Endre" not in html


def test_an_administrator_chooses_then_confirms(client, specialty, regut, administrator):
    asked = client.post(EDIT, {"organisation": regut.pk})
    assert "Bytte spesialitetskontakt for Gastroenterologisk kirurgi?" in asked.content.decode()
    assert contact() is None

    done = client.post(EDIT, {"organisation": regut.pk, "confirmed": "on"}, follow=True)

    assert contact() == regut
    assert "Spesialitetskontakten for Gastroenterologisk kirurgi er nå: RegUt Helse Vest." in done.content.decode()


def test_the_change_is_in_the_journal_with_who_did_it(client, specialty, regut, administrator):
    client.post(EDIT, {"organisation": regut.pk, "confirmed": "on"})

    event = Event.objects.get(verb=Verb.CONTACT_CHANGED)
    assert event.actor == administrator


def test_a_contact_can_be_taken_away(client, specialty, regut, administrator):
    SpecialtyContact.objects.create(specialty=specialty, organisation=regut)

    client.post(EDIT, {"organisation": "", "confirmed": "on"})

    assert contact() is None


def test_saving_the_same_again_changes_nothing_and_says_so(client, specialty, regut, administrator):
    SpecialtyContact.objects.create(specialty=specialty, organisation=regut)

    response = client.post(EDIT, {"organisation": regut.pk}, follow=True)

    assert "Ingenting er endret" in response.content.decode()
    assert not Event.objects.filter(verb=Verb.CONTACT_CHANGED).exists()


def test_only_a_regut_can_be_chosen(client, specialty, regut, administrator):
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)

    response = client.post(EDIT, {"organisation": association.pk, "confirmed": "on"})

    assert response.status_code == 422
    assert "Velg et av de fire RegUt-ene" in response.content.decode()
    assert contact() is None


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DECISION_MAKER, Role.READER])
def test_others_in_the_directorate_are_told_who_may(client, specialty, regut, role):
    client.force_login(factories.user(role))

    response = client.post(EDIT, {"organisation": regut.pk, "confirmed": "on"})

    assert response.status_code == 403
    assert "Bare administratorer i Helsedirektoratet kan endre spesialitetskontakter." in response.content.decode()
    assert contact() is None


def test_a_stranger_is_asked_to_log_in(client, specialty):
    response = client.get(EDIT)

    assert response.status_code == 302
    assert response["Location"].startswith("/logg-inn/")


def test_an_unknown_specialty_is_not_found(client, administrator):
    assert client.get("/spesialitetskontakter/finnes-ikke/").status_code == 404


def test_the_list_takes_as_many_queries_for_twice_as_many(client, specialty, regut):
    with CaptureQueriesContext(connection) as few:
        client.get("/spesialitetskontakter/")
    for number in range(20):
        other = factories.specialty(f"X{number}", f"Spesialitet nummer {number}")
        SpecialtyContact.objects.create(specialty=other, organisation=regut)

    with CaptureQueriesContext(connection) as many:
        html = client.get("/spesialitetskontakter/").content.decode()

    assert "Spesialitet nummer 19" in html
    assert len(many) == len(few)
