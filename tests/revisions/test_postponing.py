"""A case that rests: why, until when, and that the worklist brings it back on its day (SA-6)."""

from __future__ import annotations

import datetime as dt

import pytest

from organisations.refusals import RuleViolation
from revisions.models import Case, Status
from revisions.services import cases
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

RESUMED = dt.date(2027, 3, 1)


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def postponed(until: dt.date | None = RESUMED) -> Case:
    case = stages.assessed()
    by = factories.caseworker()
    cases.postpone(case=case, reason="Venter på en avklaring.", resume_on=until, by=by, on=stages.RECEIVED)
    return stages.refreshed(case)


def test_the_day_it_is_taken_up_again_is_its_deadline_while_it_rests():
    case = postponed()

    assert (case.status, case.due_on) == (Status.POSTPONED, RESUMED)


def test_it_can_rest_without_a_day():
    assert postponed(None).due_on is None


@pytest.mark.parametrize(("day", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_a_day_that_is_past_is_refused(day, is_refused):
    case = stages.assessed()
    by, resume_on = factories.caseworker(), stages.RECEIVED + dt.timedelta(days=day)

    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            cases.postpone(case=case, reason="Venter.", resume_on=resume_on, by=by, on=stages.RECEIVED)
        assert refusal.value.code == "deadline-past"
    else:
        cases.postpone(case=case, reason="Venter.", resume_on=resume_on, by=by, on=stages.RECEIVED)
    assert (stages.refreshed(case).status == Status.POSTPONED) is not is_refused


@pytest.mark.parametrize(("day", "waits"), [(-1, True), (0, False), (1, False)])
def test_the_case_comes_back_to_the_caseworker_on_its_day(day, waits):
    postponed()

    assert Case.objects.waiting_for_others(on=RESUMED + dt.timedelta(days=day)).exists() is waits


def test_a_case_that_rests_without_a_day_waits():
    postponed(None)

    assert Case.objects.waiting_for_others(on=RESUMED).exists()


def test_the_page_of_the_step_asks_for_reason_and_day(caseworker):
    case = stages.assessed()

    answer = caseworker.post(stages.address(case, "steg", "utsett"), {"note": "Venter.", "resume_on": "01.03.2099"})

    assert answer.status_code == 302
    assert stages.refreshed(case).due_on == dt.date(2099, 3, 1)


def test_a_past_day_is_refused_at_its_field_and_nothing_is_lost(caseworker):
    case = stages.assessed()

    answer = caseworker.post(stages.address(case, "steg", "utsett"), {"note": "Venter.", "resume_on": "01.03.2020"})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "er passert" in html
    assert "Venter." in html
    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_the_case_says_why_it_rests_and_until_when(caseworker):
    html = caseworker.get(stages.address(postponed())).content.decode()

    assert "Planlagt tatt opp igjen 1. mars 2027." in html
    assert "Venter på en avklaring." in html


def test_the_sender_is_told_the_day():
    case = postponed()

    html = drafts.signed_in(case.proposals.get().created_by).get(stages.address(case)).content.decode()

    assert "planlagt tatt opp igjen 1. mars 2027" in html


def test_taken_up_again_it_has_no_deadline_from_its_rest(caseworker):
    case = postponed()

    caseworker.post(stages.address(case, "steg", "gjenoppta"))

    assert (stages.refreshed(case).status, stages.refreshed(case).due_on) == (Status.COMPLETENESS, None)
