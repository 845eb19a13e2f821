"""Logging in and out, and what the frame of a page shows whoever is there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations import context
from organisations.models import Membership, Organisation, Role
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "et-passord-til-proving"
REGUT = Organisation.Kind.REGUT


@pytest.fixture
def person():
    return factories.submitter()


def log_in(client, email: str, password: str = PASSWORD, **extra: str):
    return client.post("/logg-inn/", {"username": email, "password": password, **extra})


def test_the_right_password_leads_home(client, person):
    response = log_in(client, person.email)

    assert response.status_code == 302
    assert response["Location"] == "/min-side/"


def test_the_email_may_be_in_capitals(client, person):
    assert log_in(client, person.email.upper()).status_code == 302


@pytest.mark.parametrize(("email", "password"), [(None, "feil-passord"), ("ukjent@example.no", PASSWORD)])
def test_a_wrong_email_and_a_wrong_password_are_refused_in_the_same_words(client, person, email, password):
    response = log_in(client, email or person.email, password)

    assert response.status_code == 422
    html = response.content.decode()
    assert "E-postadressen og passordet hører ikke sammen." in html
    assert 'class="ds-error-summary"' in html


def test_missing_fields_are_named_at_the_field_and_in_the_summary(client, db):
    response = log_in(client, "", "")

    html = response.content.decode()
    assert html.count("Skriv e-postadressen din.") == 2
    assert html.count("Skriv passordet ditt.") == 2
    assert 'href="#id_username"' in html


def test_someone_who_may_not_log_in_is_refused(client, person):
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert log_in(client, person.email).status_code == 422


def test_one_comes_back_to_where_one_was_going(client, person):
    page = client.get("/min-side/")
    form = client.get(page["Location"]).content.decode()

    response = log_in(client, person.email, next="/spesialitetskontakter/")

    assert page["Location"] == "/logg-inn/?next=/min-side/"
    assert '<input type="hidden" name="next" value="/min-side/">' in form
    assert response["Location"] == "/spesialitetskontakter/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"]
)
def test_nobody_is_sent_to_another_site(client, person, elsewhere):
    assert log_in(client, person.email, next=elsewhere)["Location"] == "/min-side/"


def test_a_form_without_its_token_is_refused_with_a_sentence(person):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/logg-inn/", {"username": person.email, "password": PASSWORD})

    assert response.status_code == 403
    assert "Skjemaet er for gammelt" in response.content.decode()


def test_logging_out_is_confirmed(client, person):
    client.force_login(person)

    response = client.post("/logg-ut/", follow=True)

    assert "Du er logget ut." in response.content.decode()
    assert response.redirect_chain == [("/", 302)]
    assert client.get("/min-side/").status_code == 302


def test_a_link_can_not_log_anyone_out(client, person):
    client.force_login(person)

    assert client.get("/logg-ut/").status_code == 405
    assert client.get("/min-side/").status_code == 200


def test_the_public_header_offers_to_log_in(client, db):
    html = client.get("/spesialitetskontakter/").content.decode()

    assert 'href="/logg-inn/"' in html
    assert "Logg ut" not in html
    assert 'class="inside"' not in html


def test_the_signed_in_header_shows_role_and_organisation(client, person):
    client.force_login(person)

    html = client.get("/spesialitetskontakter/").content.decode()

    assert "<strong>Innsender</strong>RegUt Helse Vest" in html
    assert 'class="inside"' in html
    assert "Logg ut" in html


def test_the_weightiest_role_is_shown_when_there_are_several(client, person):
    Membership.objects.create(user=person, organisation=factories.organisation(), role=Role.DECISION_MAKER)
    client.force_login(person)

    assert "<strong>Beslutter</strong>Helsedirektoratet" in client.get("/spesialitetskontakter/").content.decode()


def test_the_page_one_is_on_is_marked_in_the_menu(client, person):
    client.force_login(person)

    assert '<a href="/min-side/" aria-current="page">Min side</a>' in client.get("/min-side/").content.decode()


def test_the_frame_asks_the_database_once_about_the_person(client, person):
    client.force_login(person)
    for number in range(10):
        body = factories.organisation(Organisation.Kind.OTHER, name=f"Virksomhet {number}")
        Membership.objects.create(user=person, organisation=body, role=Role.READER)

    with CaptureQueriesContext(connection) as queries:
        client.get("/spesialitetskontakter/")

    assert len([query for query in queries if "organisations_membership" in query["sql"]]) == 1


def test_a_page_that_shows_no_menu_asks_nothing(rf, django_assert_num_queries):
    request = rf.get("/")

    with django_assert_num_queries(0):
        context.navigation(request)
