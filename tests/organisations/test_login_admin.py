"""Django's admin is for people and bodies. It is no way round the rules of the register."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from notifications.models import Event, Verb
from objectives.models import CodeSeries, LegalAct, Objective, ObjectiveVersion, Succession
from organisations.models import Membership, Organisation, Role, Specialty, SpecialtyContact, User
from organisations.services import set_specialty_contact
from tests import factories

pytestmark = pytest.mark.django_db

REGULATED = [CodeSeries, Objective, ObjectiveVersion, Succession, LegalAct, Event, Specialty, SpecialtyContact]


@pytest.fixture
def administrator(client):
    person = factories.user(Role.ADMINISTRATOR)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    client.force_login(person)
    return person


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", REGULATED)
@pytest.mark.parametrize("superuser", [True, False])
def test_what_is_regulated_can_not_be_changed_by_anyone(rf, model, superuser):
    request = rf.get("/")
    request.user = factories.user(Role.ADMINISTRATOR)
    request.user.is_staff, request.user.is_superuser = True, superuser
    page = admin.site._registry[model]

    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_posting_to_a_text_in_force_changes_nothing(client, administrator):
    version = factories.version()

    response = client.post(address(ObjectiveVersion, "change", version.pk), {"text": "Noe annet"})

    assert response.status_code == 403
    version.refresh_from_db()
    assert version.text == "Ha kunnskap om utredning av gallestein."


@pytest.mark.parametrize("model", [Objective, ObjectiveVersion, LegalAct, Event, User, Organisation, Membership])
def test_an_administrator_can_look(client, administrator, model):
    factories.version()

    assert client.get(address(model, "changelist")).status_code == 200


def test_someone_without_the_role_sees_nothing(client):
    person = factories.user(Role.CASEWORKER)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    client.force_login(person)

    assert client.get(address(User, "changelist")).status_code == 403


def test_an_administrator_adds_a_person_with_a_role(client, administrator):
    response = client.post(
        address(User, "add"),
        {
            "email": "ny@example.no",
            "name": "Ny innsender",
            "usable_password": "true",
            "password1": "et-langt-passord-7",
            "password2": "et-langt-passord-7",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )

    assert response.status_code == 302
    assert User.objects.get(email="ny@example.no").check_password("et-langt-passord-7")


def test_an_administrator_can_not_reach_further_than_their_role(client, administrator):
    client.post(
        address(User, "change", administrator.pk),
        {
            "email": administrator.email,
            "name": administrator.name,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )

    administrator.refresh_from_db()
    assert not administrator.is_superuser


def test_the_machines_own_user_can_not_be_changed(client, administrator):
    response = client.post(address(User, "change", User.objects.system().pk), {"name": "Noen andre", "is_active": "on"})

    assert response.status_code == 403


def test_nobody_is_deleted(client, administrator):
    assert client.post(address(User, "delete", administrator.pk), {"post": "yes"}).status_code == 403


def test_an_earlier_row_is_looked_at_and_not_brought_back(client, administrator):
    """The page of an old row takes posts; what it saved would pass the journal by."""
    regut = factories.organisation(Organisation.Kind.REGUT)
    contact = set_specialty_contact(specialty=factories.specialty(), organisation=regut, by=administrator)
    set_specialty_contact(specialty=contact.specialty, organisation=None, by=administrator)
    earlier = contact.history.get(organisation=regut)
    page = address(SpecialtyContact, "simple_history", contact.pk, earlier.history_id)

    response = client.post(page, {"specialty": contact.specialty_id, "organisation": regut.pk})

    assert client.get(page).status_code == 200
    assert response.status_code == 403
    contact.refresh_from_db()
    assert contact.organisation is None


def test_a_role_given_in_the_administration_is_in_the_journal(administrator, client):
    person = factories.user(email="ny@example.no")
    row = {"user": person.pk, "organisation": factories.organisation().pk, "role": Role.DECISION_MAKER}

    client.post(address(Membership, "add"), row)

    given = Membership.objects.get(user=person)
    event = Event.objects.about(given).get()
    assert (event.verb, event.actor, event.payload["action"]) == (Verb.ADMINISTERED, administrator, "added")


def test_a_role_taken_away_in_the_administration_is_in_the_journal(administrator, client):
    given = Membership.objects.get(user=factories.user(Role.READER, email="leser@example.no"))

    client.post(address(Membership, "delete", given.pk), {"post": "yes"})

    assert not Membership.objects.filter(pk=given.pk).exists()
    assert Event.objects.about(given).get().payload["action"] == "deleted"


def test_a_password_set_by_another_is_in_the_journal_without_the_password(administrator, client):
    person = factories.user(email="ny@example.no")
    words = {"password1": "et-helt-nytt-passord", "password2": "et-helt-nytt-passord", "usable_password": "true"}

    client.post(reverse("admin:auth_user_password_change", args=[person.pk]), words)

    event = Event.objects.about(person).get()
    assert event.verb == Verb.ADMINISTERED
    assert "et-helt-nytt-passord" not in str(event.payload)
