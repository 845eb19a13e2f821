"""The rules between the steps: who has the case, what is recorded, and deadlines the day before, on and after."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services as regulations
from revisions import rules
from revisions.models import Case, Status
from revisions.services import acts, cases
from revisions.transitions import Action, perform
from tests import factories

from . import stages

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def take(case: Case, action: Action, *, on: dt.date = stages.AFTERWARDS, note: str = "En grunn"):
    return perform(case, action, by=factories.caseworker(), on=on, note=note)


# --- deadlines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [stages.ROUND_CLOSES - DAY, stages.ROUND_CLOSES])
@pytest.mark.parametrize("action", [Action.OPEN_HEARING, Action.OMIT_HEARING])
def test_the_round_lasts_through_its_deadline(action, day):
    case = stages.in_round()

    with pytest.raises(RuleViolation) as refusal:
        take(case, action, on=day)

    assert refusal.value.code == "round-open"
    assert "20. mars 2026" in refusal.value.message


def test_the_day_after_the_deadline_the_case_goes_on():
    case = stages.in_round()

    take(case, Action.OMIT_HEARING, on=stages.ROUND_CLOSES + DAY)

    assert case.status == Status.DECISION


def test_the_shorter_way_waits_for_the_round_too():
    case = stages.in_round(stages.activity_proposal())

    with pytest.raises(RuleViolation) as refusal:
        take(case, Action.PREPARE_RECOMMENDATION, on=stages.ROUND_CLOSES)
    take(case, Action.PREPARE_RECOMMENDATION, on=stages.ROUND_CLOSES + DAY)

    assert refusal.value.code == "round-open"
    assert case.status == Status.DECISION


@pytest.mark.parametrize("day", [stages.HEARING_CLOSES - DAY, stages.HEARING_CLOSES])
def test_nothing_is_decided_while_the_hearing_is_open(day):
    case = stages.in_hearing()

    with pytest.raises(RuleViolation) as refusal:
        take(case, Action.PREPARE_DECISION, on=day)

    assert (refusal.value.code, refusal.value.authority) == ("hearing-open", "HØ-1")
    assert "1. juli 2026" in refusal.value.message


def test_the_day_after_the_hearing_the_decision_is_prepared():
    case = stages.in_hearing()

    take(case, Action.PREPARE_DECISION, on=stages.HEARING_CLOSES + DAY)

    assert case.status == Status.DECISION


def test_of_two_rounds_the_later_deadline_counts():
    case = stages.in_round()
    later = dt.date(2026, 5, 1)
    case.rounds.create(opens_on=stages.ROUND_OPENS, deadline=later)

    with pytest.raises(RuleViolation) as refusal:
        rules.the_round_is_over(case, by=factories.caseworker(), on=later)

    assert "1. mai 2026" in refusal.value.message
    rules.the_round_is_over(case, by=factories.caseworker(), on=later + DAY)


# --- what must be there -------------------------------------------------------------------------------


def test_a_case_without_a_caseworker_stands_still():
    case = stages.received()
    case.responsible = None
    case.save(update_fields=["responsible"])

    with pytest.raises(RuleViolation) as refusal:
        take(case, Action.ASSESS)

    assert refusal.value.code == "no-caseworker"


def test_a_round_is_not_opened_while_a_proposal_is_out():
    case = stages.returned()
    take(case, Action.POSTPONE)
    take(case, Action.RESUME)

    with pytest.raises(RuleViolation) as refusal:
        cases.open_round(
            case=case,
            asked=stages.asked(),
            opens_on=stages.ROUND_OPENS,
            deadline=stages.ROUND_CLOSES,
            note="",
            by=factories.caseworker(),
            on=stages.ROUND_OPENS,
        )

    assert refusal.value.code == "proposal-is-out"
    assert not case.rounds.exists()


def test_the_step_alone_does_not_open_a_round_nobody_recorded():
    case = stages.assessed()

    with pytest.raises(RuleViolation) as refusal:
        take(case, Action.OPEN_ROUND)

    assert refusal.value.code == "no-round"


def test_the_step_alone_does_not_open_a_hearing_nobody_recorded():
    case = stages.in_round()

    with pytest.raises(RuleViolation) as refusal:
        take(case, Action.OPEN_HEARING)

    assert refusal.value.code == "no-hearing"


@pytest.mark.parametrize("action", [Action.OPEN_HEARING, Action.OMIT_HEARING])
def test_what_is_not_regulation_goes_on_no_hearing(action):
    case = stages.in_round(stages.activity_proposal())

    with pytest.raises(RuleViolation) as refusal:
        take(case, action)

    assert refusal.value.code == "recommendation-track"


def test_what_changes_the_forskrift_does_not_take_the_shorter_way():
    with pytest.raises(RuleViolation) as refusal:
        take(stages.in_round(), Action.PREPARE_RECOMMENDATION)

    assert refusal.value.code == "regulation-track"


# --- the services behind the steps --------------------------------------------------------------------


def test_a_round_is_recorded_and_the_case_moves_in_one_go():
    case = stages.in_round()

    recorded = case.rounds.get()
    assert (recorded.deadline, recorded.note) == (stages.ROUND_CLOSES, "Svar på konsekvensene.")
    event = Event.objects.get(verb=Verb.ROUND_RECORDED, case_number=case.number)
    assert event.payload["deadline"] == "2026-03-20"


def test_a_round_that_asks_too_few_leaves_the_case_where_it_was():
    case = stages.assessed()

    with pytest.raises(RuleViolation):
        cases.open_round(
            case=case,
            asked=stages.asked()[:1],
            opens_on=stages.ROUND_OPENS,
            deadline=stages.ROUND_CLOSES,
            note="",
            by=factories.caseworker(),
            on=stages.ROUND_OPENS,
        )

    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_a_hearing_is_not_recorded_from_the_wrong_phase():
    case = stages.assessed()

    with pytest.raises(WrongState):
        cases.open_hearing(
            case=case,
            by=factories.caseworker(),
            on=stages.HEARING_OPENS,
            title="Høring",
            opens_on=stages.HEARING_OPENS,
            deadline=stages.HEARING_CLOSES,
        )

    assert not case.hearings.exists()


def test_why_there_is_no_hearing_is_kept_with_the_case():
    case = stages.in_round()

    cases.omit_hearing(case=case, reason=" Åpenbart unødvendig. ", by=factories.caseworker(), on=stages.HEARING_OPENS)

    assert stages.refreshed(case).hearing_omitted_reason == "Åpenbart unødvendig."


def test_what_is_missing_reaches_the_sender_who_can_write_again():
    case = stages.returned()

    event = Event.objects.filter(verb=Verb.CASE_STEP, case_number=case.number).latest("sequence")
    assert event.payload["note"] == "Beskriv kursene."
    assert case.proposals.get().is_editable


def test_a_caseworker_gets_the_case():
    case = stages.received()
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")

    cases.assign(case=case, responsible=other, by=factories.caseworker())

    assert stages.refreshed(case).responsible == other
    assert Event.objects.filter(verb=Verb.CASE_ASSIGNED, case_number=case.number).exists()


def test_somebody_who_is_not_a_caseworker_does_not_get_the_case():
    with pytest.raises(RuleViolation) as refusal:
        cases.assign(case=stages.received(), responsible=factories.decision_maker(), by=factories.caseworker())

    assert refusal.value.code == "assignee-not-a-caseworker"


def test_only_caseworkers_assign_cases():
    with pytest.raises(NotPermitted):
        cases.assign(case=stages.received(), responsible=factories.caseworker(), by=factories.decision_maker())


# --- from decided item to announced act ---------------------------------------------------------------


def test_a_case_waits_until_all_it_adopted_is_announced():
    case = stages.decided(stages.proposal_with("GAK-088", "GAK-090"))
    first, second = acts.items_ready()
    by = factories.caseworker()
    for number, item in ((1319, first), (1320, second)):
        draft = stages.regulation(name=f"Utkast {number}")
        acts.include_item(item=item, regulation=draft, by=by)
        regulations.lock(regulation=draft, by=by)
        regulations.approve(regulation=draft, by=factories.decision_maker())
        acts.announce_regulation(
            regulation=draft,
            number=number,
            decided_on=stages.DECIDED,
            announced_at=factories.announced(stages.ANNOUNCED),
            by=by,
            on=stages.ANNOUNCED,
        )
        expected = Status.ANNOUNCED if number == 1320 else Status.REGULATION
        assert stages.refreshed(case).status == expected


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_an_act_is_not_dated_before_the_decisions_it_carries_out(days, refused):
    draft = stages.locked_regulation(stages.decided())
    decided_on = stages.DECIDED + dt.timedelta(days=days)

    if refused:
        with pytest.raises(RuleViolation) as refusal:
            rules.decided_before_the_act(draft, decided_on=decided_on)
        assert refusal.value.code == "act-before-decision"
    else:
        rules.decided_before_the_act(draft, decided_on=decided_on)


def test_an_item_that_is_not_adopted_goes_into_no_endringsforskrift():
    item = stages.proposed().proposals.get().items.get()

    with pytest.raises(RuleViolation) as refusal:
        acts.include_item(item=item, regulation=stages.regulation(), by=factories.caseworker())

    assert refusal.value.code == "item-not-adopted"


def test_an_item_goes_into_one_endringsforskrift():
    case = stages.decided()
    stages.locked_regulation(case)
    item = case.proposals.get().items.get()

    with pytest.raises(RuleViolation) as refusal:
        acts.include_item(item=item, regulation=stages.regulation(name="En til"), by=factories.caseworker())

    assert refusal.value.code == "item-already-included"
    assert "Sommer 2026" in refusal.value.message


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_only_those_who_draft_take_items_in_and_announce(role):
    case = stages.decided()
    draft = stages.regulation()

    with pytest.raises(NotPermitted):
        acts.include_item(item=case.proposals.get().items.get(), regulation=draft, by=factories.user(role))
    with pytest.raises(NotPermitted):
        acts.announce_regulation(
            regulation=draft,
            number=1,
            decided_on=stages.DECIDED,
            announced_at=factories.announced(stages.ANNOUNCED),
            by=factories.user(role),
            on=stages.ANNOUNCED,
        )
