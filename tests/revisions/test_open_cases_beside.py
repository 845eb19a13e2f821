"""The page of a læringsmål tells of the open cases that touch it: to each what they may know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation, Role
from revisions.models import Case
from tests import factories

from . import drafts, stages
from .test_as_if_adopted import replacing, with_items

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 15)
PAGE = "/laringsmal/GAK-088/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("objectives.views.objective.timezone.localdate", lambda: TODAY)


def told(client) -> str:
    page = client.get(PAGE).content.decode()
    return page.partition('id="apne-saker"')[2].partition("</section>")[0]


def test_everyone_is_told_of_a_case_that_is_heard_and_of_nothing_inside_it(client):
    case = stages.in_hearing(stages.proposal_with("GAK-088"))

    page = told(client)

    assert "Høring om lever" in page
    assert "gallesten" in page
    assert f"/vedlegg/sammenlign/som-om-vedtatt/?sak={case.number[:4]}%2F{case.number[5:]}" in page
    assert case.title not in page
    assert case.get_absolute_url() not in page


@pytest.mark.parametrize("made", [stages.received, stages.in_round, stages.postponed, stages.returned])
def test_what_is_not_heard_is_not_told(client, made):
    case = made(stages.proposal_with("GAK-088"))

    page = client.get(PAGE).content.decode()

    assert "Åpne saker" not in page
    assert case.number not in page
    assert "gallesten" not in page


def test_the_directorate_is_told_of_every_case_with_its_way_in():
    case = stages.received(stages.proposal_with("GAK-088"))

    page = told(drafts.signed_in(factories.caseworker()))

    assert case.title in page
    assert case.get_absolute_url() in page
    assert "Mottatt" in page


def test_a_sender_is_told_of_its_own_and_not_of_others():
    stages.received(stages.proposal_with("GAK-088"))
    other = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    assert "Lever og galleveier" in told(drafts.signed_in(factories.submitter(drafts.regut())))
    assert told(drafts.signed_in(other)) == ""


def test_a_draft_is_told_to_nobody():
    drafts.complete_draft()

    assert told(drafts.signed_in(factories.caseworker())) == ""


def test_a_case_about_another_text_is_not_told(client):
    factories.version("GAK-088")
    stages.in_hearing(with_items(replacing("GAK-090")))

    assert told(client) == ""


def test_a_page_kept_for_everyone_is_drawn_anew_when_a_case_is_opened_or_closed(client):
    draft = stages.in_round(stages.proposal_with("GAK-088"))
    before = client.get(PAGE)
    case = Case.objects.get(pk=draft.pk)
    stages.cases.open_hearing(
        case=case,
        by=factories.caseworker(),
        on=stages.HEARING_OPENS,
        title="Høring om lever",
        opens_on=stages.HEARING_OPENS,
        deadline=dt.date(2026, 8, 20),
    )

    after = client.get(PAGE, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "på høring til og med" in after.content.decode()
    assert "Last-Modified" not in after
    assert client.get(PAGE, headers={"If-None-Match": after["ETag"]}).status_code == 304
    Case.objects.filter(pk=case.pk).update(status="trukket")
    assert "Åpne saker" not in client.get(PAGE, headers={"If-None-Match": after["ETag"]}).content.decode()


def test_what_the_directorate_reads_is_never_kept_for_others(client):
    case = stages.received(stages.proposal_with("GAK-088"))

    inside = drafts.signed_in(factories.caseworker()).get(PAGE)

    assert "private" in inside["Cache-Control"]
    assert case.number not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [None, Role.CASEWORKER, Role.SUBMITTER])
def test_the_queries_do_not_grow_with_the_cases(client, role):
    def queries(cases: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(PAGE).content.decode()
        assert page.count("Høring om lever") + page.count("Lever og galleveier") == cases
        return len(captured)

    if role:
        client.force_login({Role.CASEWORKER: factories.caseworker, Role.SUBMITTER: factories.submitter}[role]())
    stages.in_hearing(stages.proposal_with("GAK-088"))
    few = queries(1)
    for _number in range(3):
        stages.in_hearing(with_items({"kind": "oppheving", "code": "GAK-088"}))

    assert queries(4) == few
