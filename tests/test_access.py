"""Every address, asked by everybody: nothing unclassified, and nobody let in where the table says no."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import path

from config.access import ACCESS, STAFF, Visitor, gone, unclassified
from config.management.commands.write_access import PATH, document
from organisations.models import Organisation, Role, User
from tests import factories
from tests.access_world import PAGES, World, built_world
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

ROLES = {
    Visitor.SENDER: (Role.SUBMITTER, Organisation.Kind.REGUT),
    Visitor.COLLEAGUE: (Role.READER, Organisation.Kind.REGUT),
    Visitor.OTHER_SENDER: (Role.SUBMITTER, Organisation.Kind.MEDICAL_ASSOCIATION),
    Visitor.DIRECTORATE_READER: (Role.READER, Organisation.Kind.DIRECTORATE),
    Visitor.ADMINISTRATOR: (Role.ADMINISTRATOR, Organisation.Kind.DIRECTORATE),
    Visitor.DECISION_MAKER: (Role.DECISION_MAKER, Organisation.Kind.DIRECTORATE),
    Visitor.CASEWORKER: (Role.CASEWORKER, Organisation.Kind.DIRECTORATE),
}
# These answer a POST only.
POSTED = {
    "hearings:answer_begin",
    "hearings:answer_file_delete",
    "organisations:logout",
    "revisions:announce",
    "revisions:case_watch",
    "regulations:lock",
    "regulations:unlock",
    "regulations:approve",
    "regulations:approval_withdraw",
    "regulations:clause_remove",
    "regulations:checklist",
    "regulations:clause_reword",
    "regulations:comment",
    "regulations:comment_answer",
    "regulations:comment_settle",
    "regulations:recall",
    "regulations:rule_remove",
    "regulations:request_pdf",
    "regulations:request_letter",
    "revisions:proposal_request_pdf",
    "objectives:export_order",
    "hearings:follow_up",
}


def visitor_named(visitor: Visitor, **settings: bool) -> Client:
    """A browser with this visitor at it."""
    client = Client(**settings)
    if visitor is Visitor.NOBODY:
        return client
    email = f"{visitor.name.lower()}@example.no"
    if visitor is Visitor.NO_ROLE:
        client.force_login(factories.user(email=email))
        return client
    role, kind = ROLES[visitor]
    client.force_login(factories.user(role, of=factories.organisation(kind), email=email))
    return client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once, in a transaction that every test is inside of and that is rolled back after the last."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            built = built_world()
        except BaseException:
            # What comes after must not find half a world.
            outer.__exit__(*sys.exc_info())
            raise
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def kind_of(answer) -> str:
    """The answer in the words of the table."""
    if answer.status_code in (301, 302) and answer["Location"].startswith(("/logg-inn/", "/admin/login/")):
        return "login"
    return {401: "login", 403: "refused", 404: "not found"}.get(answer.status_code, "open")


def test_every_address_is_classified():
    assert unclassified() == []


def test_nothing_is_classified_that_is_no_address():
    assert gone() == []


def test_the_documentation_is_written_from_the_table_as_it_is():
    assert PATH.read_text(encoding="utf-8") == document(), "Run: python manage.py write_access"


def test_an_address_nobody_classified_is_found(settings):
    settings.ROOT_URLCONF = "tests.test_access"

    assert unclassified() == ["ny-side"]


def _page(request):
    raise NotImplementedError


urlpatterns = [path("ny/", _page, name="ny-side"), path("helse/", _page, name="health")]


def asked(client: Client, method: str, address: str, fields: dict[str, str] | None = None):
    """The answer, with everything it wrote taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(address, fields or {})
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("visitor", list(Visitor))
def test_each_address_answers_the_visitor_as_the_table_says(visitor, world):
    client, answers = visitor_named(visitor), {}
    expected = {name: ACCESS[name].audience.answers(visitor) for name in PAGES}

    for name in PAGES:
        answer = asked(client, "post" if name in POSTED else "get", world.addresses[name])
        answers[name] = kind_of(answer) if answer.status_code < 500 else "broken"

    assert answers == expected


@pytest.mark.parametrize("visitor", list(Visitor))
def test_nobody_can_post_what_they_can_not_get(visitor, world):
    closed = {name: ACCESS[name].audience.answers(visitor) for name in PAGES}
    closed = {name: answer for name, answer in closed.items() if answer != "open"}
    client, answers = visitor_named(visitor), {}

    for name, expected in closed.items():
        answer = asked(client, "post", world.addresses[name], {"note": "En tekst som ikke skal tas imot."})
        answers[name] = expected if answer.status_code == 405 else kind_of(answer)

    assert answers == closed


def test_a_form_from_another_site_is_turned_away(world):
    statuses = set()
    browsers = {visitor: visitor_named(visitor, enforce_csrf_checks=True) for visitor in Visitor}

    for name in PAGES:
        client = browsers[min(ACCESS[name].audience.opens_for - {Visitor.NOBODY})]
        statuses.add(client.post(world.addresses[name]).status_code)

    assert statuses <= {403, 405}


def test_logging_out_is_a_post():
    client = visitor_named(Visitor.SENDER)

    assert client.get("/logg-ut/").status_code == 405
    assert client.post("/logg-ut/").status_code == 302


@pytest.mark.parametrize("visitor", list(Visitor))
def test_the_administration_pages_are_for_administrators_marked_as_staff(visitor):
    client = visitor_named(visitor)
    pages = ["/admin/", "/admin/revisions/case/", "/admin/organisations/user/", "/admin/revisions/decision/add/"]

    assert {kind_of(client.get(page)) for page in pages} == {STAFF.answers(visitor)}


def test_staff_without_the_role_see_nothing_in_the_administration_pages():
    person = factories.user(Role.CASEWORKER)
    User.objects.filter(pk=person.pk).update(is_staff=True)

    assert drafts.signed_in(person).get("/admin/revisions/case/").status_code == 403


def test_an_administrator_looks_at_cases_and_changes_nothing(world):
    person = factories.user(Role.ADMINISTRATOR)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = drafts.signed_in(User.objects.get(pk=person.pk))
    item = world.case.proposals.get().items.get()

    for kind, pk in (("case", world.case.pk), ("proposal", world.sent.pk), ("changeitem", item.pk)):
        listed, shown = f"/admin/revisions/{kind}/", f"/admin/revisions/{kind}/{pk}/change/"
        assert client.get(listed).status_code == 200
        assert client.get(shown).status_code == 200
        assert client.get(listed + "add/").status_code == 403
        assert client.post(shown, {"title": "Noe annet"}).status_code == 403
        assert client.post(f"/admin/revisions/{kind}/{pk}/delete/", {"post": "yes"}).status_code == 403
    for kind in ("decision", "casenumbers", "attachment"):
        assert client.get(f"/admin/revisions/{kind}/").status_code == 200
    for kind in ("hearing", "consultationround"):
        assert client.get(f"/admin/hearings/{kind}/").status_code == 200


def test_a_draft_is_not_shown_to_administrators_either(world):
    person = factories.user(Role.ADMINISTRATOR)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = drafts.signed_in(User.objects.get(pk=person.pk))

    assert client.get(f"/admin/revisions/proposal/{world.draft.pk}/change/").status_code == 302
    assert client.get(f"/admin/revisions/attachment/{world.attached.pk}/change/").status_code == 302
