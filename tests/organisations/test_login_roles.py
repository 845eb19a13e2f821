"""Who a person is from the roles they hold, and where that leads them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from organisations import permissions
from organisations.models import Membership, Organisation, Role, SpecialtyContact, User
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Organisation.Kind


def test_a_stranger_holds_nothing():
    for nobody in (AnonymousUser(), None):
        assert permissions.roles_of(nobody) == ()
        assert not permissions.is_directorate(nobody)
        assert permissions.organisations_to_propose_for(nobody) == []


def test_an_inactive_user_holds_nothing():
    person = factories.caseworker()
    person.is_active = False

    assert not permissions.is_caseworker(person)


def test_a_superuser_has_no_role_by_that():
    person = User.objects.create_superuser("oppsett@example.no", "et-passord-til-proving", name="Oppsett")

    assert not permissions.is_caseworker(person)
    assert not permissions.is_administrator(person)


@pytest.mark.parametrize(
    ("role", "check"),
    [
        (Role.CASEWORKER, permissions.is_caseworker),
        (Role.DECISION_MAKER, permissions.is_decision_maker),
        (Role.ADMINISTRATOR, permissions.is_administrator),
    ],
)
def test_the_directorates_roles_count_only_there(role, check):
    inside = factories.user(role, email="inne@example.no")
    outside = factories.user(role, of=factories.organisation(Kind.REGUT), email="ute@example.no")

    assert check(inside)
    assert not check(outside)
    assert permissions.is_directorate(inside)
    assert not permissions.is_directorate(outside)


def test_roles_are_read_once_for_each_user_object(django_assert_num_queries):
    person = factories.caseworker()

    with django_assert_num_queries(1):
        permissions.is_caseworker(person)
        permissions.is_decision_maker(person)
        permissions.organisations_to_propose_for(person)


def test_an_innsender_writes_and_sends_for_its_organisation_alone():
    regut = factories.organisation(Kind.REGUT)
    person = factories.submitter(regut)

    assert permissions.may_submit_for(person, regut)
    assert permissions.may_draft_for(person, regut)
    assert not permissions.may_submit_for(person, factories.organisation(Kind.MEDICAL_ASSOCIATION))
    assert permissions.organisations_to_propose_for(person) == [regut]


def test_a_committee_member_drafts_for_the_association_that_sends():
    association = factories.organisation(Kind.MEDICAL_ASSOCIATION)
    committee = factories.organisation(
        Kind.SPECIALTY_COMMITTEE, name="Spesialitetskomiteen i prøving", parent=association
    )
    person = factories.user(Role.COMMITTEE_MEMBER, of=committee)

    assert permissions.may_draft_for(person, association)
    assert not permissions.may_submit_for(person, association)
    assert not permissions.may_draft_for(person, committee)
    assert permissions.organisations_to_propose_for(person) == [association]


def test_a_caseworker_sends_the_directorates_own_proposals():
    directorate = factories.organisation()

    assert permissions.may_submit_for(factories.caseworker(), directorate)
    assert not permissions.may_submit_for(factories.decision_maker(), directorate)


@pytest.mark.parametrize("kind", [Kind.RHF, Kind.TRAINING_INSTITUTION, Kind.OTHER])
def test_bodies_that_may_not_propose_have_no_senders(kind):
    body = factories.organisation(kind, region="HV")
    person = factories.user(Role.SUBMITTER, of=body)

    assert not permissions.may_submit_for(person, body)
    assert permissions.organisations_to_propose_for(person) == []


@pytest.mark.parametrize("role", [Role.READER, Role.COUNCIL_LEADER])
def test_a_reader_and_a_council_leader_neither_write_nor_send(role):
    regut = factories.organisation(Kind.REGUT)
    person = factories.user(role, of=regut)

    assert not permissions.may_draft_for(person, regut)


def home(client, person) -> str:
    client.force_login(person)
    return client.get("/min-side/").content.decode()


def test_the_home_page_says_who_one_is(client):
    html = home(client, factories.submitter())

    assert "RegUt Helse Vest" in html
    assert "Innsender" in html


def test_a_sender_is_offered_a_new_proposal(client, monkeypatch):
    monkeypatch.setattr("organisations.views._url_if_any", lambda name: f"/{name}/")

    html = home(client, factories.submitter())

    assert "Skriv et forslag til endring" in html
    assert 'href="/revisions:proposal_new/"' in html


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DECISION_MAKER])
def test_those_who_handle_cases_start_at_the_worklist(client, monkeypatch, role):
    monkeypatch.setattr("organisations.views._url_if_any", lambda name: f"/{name}/")
    client.force_login(factories.user(role))

    response = client.get("/min-side/")

    assert response.status_code == 302
    assert response["Location"] == "/revisions:worklist/"


def test_an_administrator_is_led_to_the_contacts(client):
    html = home(client, factories.user(Role.ADMINISTRATOR))

    assert "Hold spesialitetskontaktene oppdatert" in html


def test_a_person_without_a_role_is_told_whom_to_ask(client):
    html = home(client, factories.user())

    assert "Du har ingen rolle ennå" in html
    assert "Be administratoren i Helsedirektoratet" in html


def test_a_regut_sees_what_it_is_contact_for(client):
    person = factories.submitter()
    SpecialtyContact.objects.create(specialty=factories.specialty(), organisation=factories.organisation(Kind.REGUT))

    assert "Gastroenterologisk kirurgi" in home(client, person)


def test_membership_is_read_anew_for_each_request(client):
    person = factories.submitter()
    assert "Innsender" in home(client, person)

    Membership.objects.filter(user=person).delete()

    assert "Du har ingen rolle ennå" in home(client, person)
