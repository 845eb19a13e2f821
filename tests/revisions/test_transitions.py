"""The transition table, row by row: the right person from the right phase, and nobody else."""

from __future__ import annotations

import pytest
from django.db import transaction

from hearings.services import record_hearing, record_round
from notifications.models import Event, Verb
from organisations.models import Organisation, Role, User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services as regulations
from revisions.management.commands.write_case_life import PATH, document
from revisions.models import Case, Decision, Proposal, Status
from revisions.services import cases, proposals
from revisions.transitions import TABLE, Action, Transition, choice, choices, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

ROLES = ("saksbehandler", "beslutter", "administrator", "innsender", "en annens innsender", "leser", "ingen")
WHO_MAY = {
    **{action: {"saksbehandler"} for action in TABLE},
    Action.RESUBMIT: {"innsender"},
    Action.SEND_BACK: {"beslutter"},
    Action.MAKE_DECISION: {"beslutter"},
    Action.REJECT_ALL: {"beslutter"},
    Action.PUBLISH: {"beslutter"},
    Action.ANNOUNCE: {"saksbehandler", "beslutter"},
    Action.WITHDRAW: {"saksbehandler", "innsender"},
}


def person(role: str):
    """Somebody in the role; the sender's innsender is of the RegUt that proposed."""
    others = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    return {
        "saksbehandler": factories.caseworker,
        "beslutter": factories.decision_maker,
        "administrator": lambda: factories.user(Role.ADMINISTRATOR),
        "innsender": lambda: factories.submitter(drafts.regut()),
        "en annens innsender": lambda: factories.submitter(others),
        "leser": lambda: factories.user(Role.READER, of=drafts.regut()),
        "ingen": factories.user,
    }[role]()


def made_ready(case: Case, action: Action) -> Case:
    """The case with what the step's own service would have recorded; each rule has tests of its own."""
    shorter = action in (Action.PREPARE_RECOMMENDATION, Action.PUBLISH)
    case.track = Case.Track.RECOMMENDATION if shorter else Case.Track.REGULATION
    case.save(update_fields=["track"])
    if action is Action.REJECT_ALL:
        Decision.objects.filter(item__proposal__case=case).update(outcome=Decision.Outcome.REJECT)
    if action is Action.RESUBMIT:
        Proposal.objects.filter(case=case).update(is_reopened=False)
    if action is Action.OPEN_ROUND:
        case.rounds.add(record_round(asked=stages.asked(), opens_on=stages.ROUND_OPENS, deadline=stages.ROUND_CLOSES))
    if action is Action.OPEN_HEARING:
        case.hearings.add(record_hearing(title="Høring", opens_on=stages.HEARING_OPENS, deadline=stages.HEARING_CLOSES))
    if action is Action.ANNOUNCE:
        regulations.announce(
            regulation=stages.locked_regulation(case),
            number=1319,
            decided_on=stages.DECIDED,
            announced_at=factories.announced(stages.ANNOUNCED),
            by=factories.caseworker(),
        )
    return stages.refreshed(case)


def attempt(case: Case, action: Action, role: str) -> type[Exception] | None:
    """Try the step; what refused it, or None. What was written is taken back, so that the next one starts anew."""
    before = stages.refreshed(case).status, Event.objects.count()
    by = person(role)
    with transaction.atomic():
        try:
            event = perform(case, action, by=by, on=stages.AFTERWARDS, note="En grunn")
        except (WrongState, NotPermitted) as refusal:
            assert (stages.refreshed(case).status, Event.objects.count()) == before
            return type(refusal)
        taken(event, case, action, by, before[0])
        transaction.set_rollback(True)
    case.status = before[0]
    return None


def taken(event: Event, case: Case, action: Action, by: User, before: str) -> None:
    """The step was taken, and the journal tells it."""
    assert stages.refreshed(case).status == TABLE[action].target == case.status
    assert (event.verb, event.actor, event.case_number) == (Verb.CASE_STEP, by, case.number)
    assert event.payload == {
        "action": action.value,
        "from": before,
        "to": TABLE[action].target.value,
        "note": "En grunn",
        "on": stages.AFTERWARDS.isoformat(),
        "authority": TABLE[action].authority,
    }


def expected(status: Status, action: Action, role: str) -> type[Exception] | None:
    """What the table says: a step that is not there is not there for anybody, and then comes who may take it."""
    if status not in TABLE[action].sources:
        return WrongState
    return None if role in WHO_MAY[action] else NotPermitted


@pytest.mark.parametrize("status", list(Status))
def test_every_step_from_every_phase_by_every_role_is_as_the_table_says(status):
    """Every (phase × step × role): taken and told in the journal, or refused without a trace."""
    case, answers = stages.in_status(status), {}

    for action in Action:
        with transaction.atomic():
            ready = made_ready(case, action) if status in TABLE[action].sources else case
            answers |= {(action, role): attempt(ready, action, role) for role in ROLES}
            transaction.set_rollback(True)
        case = stages.refreshed(case)

    assert answers == {(action, role): expected(status, action, role) for action in Action for role in ROLES}


@pytest.mark.parametrize("action", [action for action, step in TABLE.items() if step.note])
def test_a_step_that_wants_a_reason_is_not_taken_without_one(action):
    status = min(TABLE[action].sources)
    case = made_ready(stages.in_status(status), action)

    with pytest.raises(RuleViolation) as refusal:
        perform(case, action, by=person(min(WHO_MAY[action])), on=stages.AFTERWARDS, note="  \n ")

    assert refusal.value.code == "note-missing"
    assert stages.refreshed(case).status == status


def test_a_refused_step_leaves_no_trace():
    case = stages.in_round()
    before = Event.objects.count()

    with pytest.raises(RuleViolation):
        perform(case, Action.OMIT_HEARING, by=factories.caseworker(), on=stages.ROUND_CLOSES, note="Haster")

    assert Event.objects.count() == before
    assert case.status == Status.INPUT_ROUND


def test_two_who_take_the_same_step_get_one_step_and_one_refusal():
    case, same_case = stages.received(), Case.objects.get()
    perform(case, Action.ASSESS, by=factories.caseworker(), on=stages.RECEIVED)

    with pytest.raises(WrongState):
        perform(same_case, Action.ASSESS, by=factories.caseworker(), on=stages.RECEIVED)


@pytest.mark.parametrize("status", list(Status))
def test_choices_offer_exactly_what_the_table_has_for_the_person_and_phase(status):
    case = stages.in_status(status)

    for role in ROLES:
        offered = {one.action for one in choices(case, by=person(role), on=stages.AFTERWARDS)}

        assert offered == {
            action for action, step in TABLE.items() if status in step.sources and role in WHO_MAY[action]
        }


def test_a_closed_choice_says_why_in_the_rules_own_words():
    case = stages.in_round()

    offered = choice(case, Action.OPEN_HEARING, by=factories.caseworker(), on=stages.ROUND_CLOSES)

    assert not offered.is_open
    assert offered.refusal.message == (
        f"Innspillsfristen i sak {case.number} er ikke ute. Den går ut 20. mars 2026; gå videre dagen etter."
    )


def test_every_action_has_a_row_with_authority_and_explanation():
    assert set(TABLE) == set(Action)
    for step in TABLE.values():
        assert isinstance(step, Transition)
        assert step.authority
        assert str(step.explanation).endswith(".")


def test_every_phase_can_be_reached_and_left_except_that_nothing_leads_to_received():
    targets = {step.target for step in TABLE.values()}
    sources = {source for step in TABLE.values() for source in step.sources}

    assert targets == set(Status) - {Status.RECEIVED}
    assert sources == set(Status)


def test_the_documentation_is_written_from_the_table_as_it_is():
    assert PATH.read_text(encoding="utf-8") == document(), "Run: python manage.py write_case_life"


def test_a_returned_case_waits_until_all_its_proposals_are_back():
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.proposal_with("GAK-090", sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    cases.join_case(proposal=other, case=case, by=factories.caseworker(), on=stages.RECEIVED)
    perform(case, Action.ASSESS, by=factories.caseworker(), on=stages.RECEIVED)
    cases.return_to_sender(case=case, missing="Kurs.", by=factories.caseworker(), on=stages.RECEIVED)
    first, second = case.proposals.order_by("pk")

    cases.resubmit(proposal=first, by=first.created_by, on=stages.RECEIVED)
    assert stages.refreshed(case).status == Status.RETURNED

    cases.resubmit(proposal=second, by=second.created_by, on=stages.RECEIVED)
    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_a_proposal_that_was_out_while_the_case_rested_can_still_be_sent_again():
    case = stages.returned()
    proposal = case.proposals.get()
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=stages.RECEIVED, note="Venter.")
    perform(case, Action.RESUME, by=factories.caseworker(), on=stages.RECEIVED)

    cases.resubmit(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED)

    proposal.refresh_from_db()
    assert not proposal.is_reopened
    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_a_sender_can_not_withdraw_what_others_have_proposed_too():
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.proposal_with("GAK-090", sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    cases.join_case(proposal=other, case=case, by=factories.caseworker(), on=stages.RECEIVED)

    with pytest.raises(NotPermitted):
        perform(case, Action.WITHDRAW, by=other.created_by, on=stages.RECEIVED, note="Vi vil ikke.")


def test_a_submitted_proposal_outside_a_case_needs_no_step():
    proposal = drafts.complete_draft()

    sent = proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED)

    assert sent.case is None
    assert not Event.objects.filter(verb=Verb.CASE_STEP).exists()
