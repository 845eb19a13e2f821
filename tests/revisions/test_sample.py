"""The demo data: a case in every phase, and every page of each opens for those it is for."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organisations import demo
from organisations.models import User
from regulations.models import AmendmentRegulation
from revisions.models import Case, ChangeItem, DecisionLetter, Proposal, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def sample(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once, in a transaction that every test is inside of and that is rolled back after the last."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("load_sample", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def somebody(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@{demo.DOMAIN}"))
    return client


def test_there_is_a_case_in_every_phase():
    assert set(Case.objects.values_list("status", flat=True)) == set(Status)


def test_there_is_a_case_of_each_way():
    assert {case.changes_regulation for case in Case.objects.all()} == {True, False}


def test_a_proposal_waits_for_a_case_and_a_draft_for_its_sender():
    assert Proposal.objects.waiting_for_a_case().exists()
    assert Proposal.objects.filter(submitted_at__isnull=True).exists()


def test_every_decided_case_has_its_letters():
    decided = Case.objects.filter(proposals__items__decisions__decided_at__isnull=False).distinct()

    assert decided.exists()
    assert set(decided) <= {letter.case for letter in DecisionLetter.objects.select_related("case")}


def test_a_draft_under_work_has_clauses_from_two_cases_and_two_dates():
    (draft,) = AmendmentRegulation.objects.drafts().filter(locked_at=None)

    assert ChangeItem.objects.filter(clause__regulation=draft).values("proposal__case").distinct().count() == 2
    assert draft.clauses.values("in_force_from").distinct().count() == 2


def test_a_locked_draft_waits_for_another_persons_approval():
    (draft,) = AmendmentRegulation.objects.drafts().filter(locked_at__isnull=False, versions__approvals=None)

    assert somebody("beslutter").get(reverse("regulations:review", args=[draft.pk])).status_code == 200


@pytest.mark.parametrize("name", ["saksbehandler", "beslutter"])
def test_the_page_of_every_case_opens_for_the_directorate(name):
    client = somebody(name)

    answers = {case.title: client.get(case.get_absolute_url()).status_code for case in Case.objects.all()}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("name", ["regut", "legeforeningen"])
def test_a_sender_follows_its_own_and_finds_none_of_the_others(name):
    client = somebody(name)
    own = set(Case.objects.filter(proposals__sender__memberships__user__email=f"{name}@{demo.DOMAIN}"))

    answers = {case: client.get(case.get_absolute_url()).status_code for case in Case.objects.all()}

    assert answers == {case: 200 if case in own else 404 for case in answers}
    assert own


def test_a_proposal_was_sent_before_its_case_was_opened():
    sent = Proposal.objects.filter(case__isnull=False, version=1).select_related("case")

    assert sent
    late = {row.case.number for row in sent if row.case and timezone.localdate(row.submitted_at) > row.case.opened_on}
    assert late == set()
