"""From proposal to case: numbers nobody shares, one case per proposal, and proposals that belong together (LA-4)."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.models import Event, Verb
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation
from revisions.models import Case, Proposal, Status
from revisions.services import cases
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

BODIES = (Organisation.Kind.REGUT, Organisation.Kind.MEDICAL_ASSOCIATION)


def sent_by(kind: str, code: str) -> Proposal:
    return stages.proposal_with(code, sender=factories.organisation(kind))


def open_case(proposal: Proposal, **fields) -> Case:
    fields = {"title": "Lever", "by": factories.caseworker(), "on": stages.RECEIVED, **fields}
    return cases.open_case(proposal=proposal, **fields)


def test_a_case_gets_the_years_next_number_and_its_opener_as_caseworker():
    first = open_case(sent_by(BODIES[0], "GAK-088"))
    second = open_case(sent_by(BODIES[1], "GAK-090"))

    assert (first.number, second.number) == ("2026/00001", "2026/00002")
    assert first.responsible == factories.caseworker()
    assert first.status == Status.RECEIVED
    assert Event.objects.filter(verb=Verb.CASE_OPENED).count() == 2


def test_each_year_has_its_own_numbers():
    open_case(sent_by(BODIES[0], "GAK-088"))

    next_year = open_case(sent_by(BODIES[1], "GAK-090"), on=dt.date(2027, 1, 1))

    assert next_year.number == "2027/00001"


def test_the_shorter_way_is_for_proposals_without_change_items():
    assert open_case(stages.activity_proposal()).track == Case.Track.ACTIVITIES
    assert open_case(sent_by(BODIES[1], "GAK-090")).track == Case.Track.REGULATION


def test_an_urgent_case_has_its_reason():
    case = open_case(stages.proposal_with("GAK-088"), urgency_reason=" Pasientsikkerhet. ")

    assert (case.is_urgent, case.urgency_reason) == (True, "Pasientsikkerhet.")


def test_the_database_refuses_an_urgent_case_without_a_reason():
    case = open_case(stages.proposal_with("GAK-088"))

    with pytest.raises(IntegrityError, match="revisions_urgency_has_a_reason"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(is_urgent=True)


@pytest.mark.parametrize("number", ["2026/1", "26/00001", "2026-00001", "2026/000001"])
def test_the_database_refuses_a_number_of_another_form(number):
    case = open_case(stages.proposal_with("GAK-088"))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE revisions_case SET number = %s WHERE id = %s", [number, case.pk])


def test_a_draft_does_not_become_a_case():
    with pytest.raises(RuleViolation) as refusal:
        open_case(drafts.complete_draft())

    assert refusal.value.code == "proposal-not-submitted"
    assert not Case.objects.exists()


def test_a_proposal_becomes_one_case():
    proposal = stages.proposal_with("GAK-088")
    first = open_case(proposal)

    with pytest.raises(RuleViolation) as refusal:
        open_case(proposal)

    assert first.number in refusal.value.message
    assert Case.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DECISION_MAKER, Role.ADMINISTRATOR, Role.READER])
def test_only_caseworkers_open_cases(role):
    with pytest.raises(NotPermitted):
        open_case(stages.proposal_with("GAK-088"), by=factories.user(role))


# --- joining ------------------------------------------------------------------------------------------


def join(proposal: Proposal, case: Case, **fields) -> Case:
    return cases.join_case(
        proposal=proposal, case=case, **{"by": factories.caseworker(), "on": stages.RECEIVED, **fields}
    )


@pytest.mark.parametrize("stage", [stages.received, stages.assessed, stages.returned])
def test_a_proposal_joins_a_case_until_the_round_opens(stage):
    case = stage(sent_by(BODIES[0], "GAK-088"))
    other = sent_by(BODIES[1], "GAK-090")

    join(other, case)

    assert case.proposals.count() == 2
    event = Event.objects.get(verb=Verb.CASE_JOINED)
    assert (event.case_number, event.payload["proposal"]) == (case.number, other.pk)


@pytest.mark.parametrize("stage", [stages.in_round, stages.with_outcomes, stages.withdrawn, stages.postponed])
def test_a_case_that_has_moved_on_takes_no_more_proposals(stage):
    case = stage(sent_by(BODIES[0], "GAK-088"))

    with pytest.raises(RuleViolation) as refusal:
        join(sent_by(BODIES[1], "GAK-090"), case)

    assert refusal.value.code == "case-has-moved-on"
    assert case.get_status_display() in refusal.value.message


def test_a_proposal_that_changes_the_forskrift_takes_the_whole_case_the_long_way():
    case = stages.received(stages.activity_proposal())

    joined = join(sent_by(BODIES[1], "GAK-090"), case)

    assert joined.track == stages.refreshed(case).track == Case.Track.COMBINED


def test_a_proposal_with_a_case_joins_no_other():
    case = stages.received(sent_by(BODIES[0], "GAK-088"))
    other = stages.received(sent_by(BODIES[1], "GAK-090"))

    with pytest.raises(RuleViolation) as refusal:
        join(other.proposals.get(), case)

    assert refusal.value.code == "proposal-has-a-case"


def test_only_caseworkers_join_proposals():
    case = stages.received(sent_by(BODIES[0], "GAK-088"))

    with pytest.raises(NotPermitted):
        join(sent_by(BODIES[1], "GAK-090"), case, by=factories.decision_maker())


# --- at the same time ---------------------------------------------------------------------------------


def in_threads(jobs) -> list:
    """Each job in a connection of its own; what it returned, or the refusal it met."""

    def run(job):
        try:
            return job()
        except RuleViolation as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_the_same_time_get_different_numbers():
    by = factories.caseworker()
    sender = drafts.regut()
    submitter = factories.submitter(sender)
    specialty = factories.specialty()
    waiting = [
        Proposal.objects.create(
            sender=sender,
            specialty=specialty,
            created_by=submitter,
            submitted_at=factories.announced(stages.RECEIVED),
            submitted_by=submitter,
        )
        for _ in range(12)
    ]

    opened = in_threads([lambda p=proposal: open_case(p, by=by).number for proposal in waiting])

    assert sorted(opened) == [f"2026/{serial:05d}" for serial in range(1, 13)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_case_of_the_same_proposal_one_is_refused():
    proposal = stages.proposal_with("GAK-088")
    by = factories.caseworker()

    answers = in_threads([lambda: open_case(proposal, by=by)] * 4)

    assert sorted(type(answer).__name__ for answer in answers) == ["Case", *["RuleViolation"] * 3]
    assert Case.objects.count() == 1
