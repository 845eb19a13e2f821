"""The vedtak: one outcome per change item, always with a reason, by two people, and never rewritten (SA-6)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from notifications.models import Event, Verb
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions.models import ChangeItem, Decision, Status
from revisions.services import acts, decisions, items, proposals
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

ADOPT, CHANGED, REJECT = Decision.Outcome.ADOPT, Decision.Outcome.ADOPT_WITH_CHANGES, Decision.Outcome.REJECT


def item_of(case) -> ChangeItem:
    return ChangeItem.objects.filter(proposal__case=case).order_by("position").first()


def both_roles():
    """One person who handles cases and makes decisions."""
    by = factories.caseworker()
    factories.user(Role.DECISION_MAKER, email=by.email)
    return type(by).objects.get(pk=by.pk)


def propose(item: ChangeItem, **fields):
    fields = {"outcome": ADOPT, "reason": "Rådene er enige.", "by": factories.caseworker(), **fields}
    return decisions.propose_outcome(item=item, **fields)


# --- proposing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [ADOPT, REJECT, Decision.Outcome.POSTPONE])
def test_an_outcome_is_proposed_with_its_reason_and_told_in_the_journal(outcome):
    item = item_of(stages.in_decision())

    decision = propose(item, outcome=outcome, reason=" Rådene er enige. ")

    assert (decision.outcome, decision.reason, decision.is_made) == (outcome, "Rådene er enige.", False)
    event = Event.objects.filter(verb=Verb.DECISION_PROPOSED).latest("sequence")
    assert event.payload == {"outcome": outcome, "reason": "Rådene er enige."}


def test_an_outcome_without_a_reason_is_refused():
    with pytest.raises(ValidationError) as error:
        propose(item_of(stages.in_decision()), reason="  ")

    assert "reason" in error.value.error_dict


def test_an_unknown_outcome_is_refused():
    with pytest.raises(ValidationError):
        propose(item_of(stages.in_decision()), outcome="kanskje")


def test_a_proposed_outcome_is_rewritten_until_it_is_made():
    item = item_of(stages.in_decision())

    first = propose(item)
    second = propose(item, outcome=REJECT, reason="Høringen er imot.")

    assert second.pk == first.pk
    assert item.decisions.get().outcome == REJECT


def test_own_text_is_kept_only_when_the_proposal_is_changed():
    item = item_of(stages.in_decision())

    assert propose(item, outcome=CHANGED, text="Ha god kunnskap om gallesten.").text == "Ha god kunnskap om gallesten."
    assert propose(item, outcome=ADOPT, text="Ha god kunnskap om gallesten.").text == ""


def test_adopting_with_changes_needs_another_text_than_the_proposal():
    item = item_of(stages.in_decision())

    with pytest.raises(RuleViolation) as refusal:
        propose(item, outcome=CHANGED, text=f"  {item.new_text} ")

    assert refusal.value.code == "own-text-is-the-proposal"


def test_adopting_with_changes_needs_another_text_than_the_one_in_force():
    item = item_of(stages.in_decision())

    with pytest.raises(RuleViolation) as refusal:
        propose(item, outcome=CHANGED, text=item.old_text)

    assert refusal.value.code == "nothing-changed"


def test_adopting_with_changes_needs_a_text():
    with pytest.raises(ValidationError):
        propose(item_of(stages.in_decision()), outcome=CHANGED, text=" ")


def test_a_repeal_can_not_be_adopted_with_another_text():
    draft = drafts.complete_draft()
    factories.version("GAK-090", "Ha kjennskap til pankreatitt.")
    repeal = items.save_item(proposal=draft, by=draft.created_by, kind="oppheving", code="GAK-090")
    stages.in_decision(proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED))

    with pytest.raises(RuleViolation) as refusal:
        propose(repeal, outcome=CHANGED, text="Ha god kjennskap til pankreatitt.")

    assert refusal.value.code == "repeal-has-no-text"


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DECISION])
def test_outcomes_are_written_in_the_phase_vedtak_alone(status):
    case = stages.in_status(status)
    item = item_of(case)
    if item is None:
        return

    with pytest.raises(WrongState):
        propose(item)


@pytest.mark.parametrize("role", [Role.DECISION_MAKER, Role.ADMINISTRATOR, Role.READER])
def test_only_caseworkers_propose_outcomes(role):
    with pytest.raises(NotPermitted):
        propose(item_of(stages.in_decision()), by=factories.user(role))


# --- proposing the whole, and making it ---------------------------------------------------------------


def test_the_case_goes_to_the_decision_maker_when_every_item_has_an_outcome():
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-090"))
    propose(item_of(case))

    with pytest.raises(RuleViolation) as refusal:
        perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    stages.propose_all(case)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)

    assert "1 av 2 endringspunkter" in refusal.value.message
    assert case.status == Status.DECISION_PROPOSED


def test_a_decision_has_its_maker_and_date():
    case = stages.decided()

    decision = item_of(case).decisions.get()

    assert (decision.decided_by, decision.decided_on) == (factories.decision_maker(), stages.DECIDED)
    assert decision.proposed_by == factories.caseworker()
    assert Event.objects.filter(verb=Verb.DECISION_MADE, case_number=case.number).count() == 1


def test_nobody_makes_the_decision_they_wrote():
    case = stages.proposed()
    by = both_roles()

    with pytest.raises(RuleViolation) as refusal:
        decisions.make_decisions(case=case, by=by, on=stages.DECIDED)

    assert refusal.value.code == "same-person"
    assert stages.refreshed(case).status == Status.DECISION_PROPOSED


def test_nobody_makes_the_decision_they_laid_before_the_decision_maker():
    """The outcomes are another caseworker's, but «foreslå vedtak» was this person's step."""
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")
    case = stages.with_outcomes(by=other)
    by = both_roles()
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    with pytest.raises(RuleViolation) as refusal:
        decisions.make_decisions(case=case, by=by, on=stages.DECIDED)

    assert refusal.value.code == "same-person"


def test_a_case_without_change_items_is_decided_by_two_people_too():
    case = stages.activity_case_in_decision()
    by = both_roles()
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    with pytest.raises(RuleViolation) as refusal:
        decisions.publish(case=case, by=by, on=stages.DECIDED)
    decisions.publish(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    assert refusal.value.code == "same-person"
    assert case.status == Status.PUBLISHED


def test_after_being_sent_back_whoever_proposes_anew_counts():
    case = stages.proposed()
    perform(case, Action.SEND_BACK, by=factories.decision_maker(), on=stages.DECIDED, note="Begrunn bedre.")
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")
    stages.propose_all(case, by=other)
    perform(case, Action.PROPOSE_DECISION, by=other, on=stages.DECIDED)

    decisions.make_decisions(case=case, by=both_roles(), on=stages.DECIDED)

    assert case.status == Status.REGULATION


def test_nothing_adopted_is_no_endringsforskrift():
    case = stages.proposed(outcome=REJECT)

    with pytest.raises(RuleViolation) as refusal:
        decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    assert refusal.value.code == "nothing-adopted"


def test_something_adopted_is_not_rejected_as_a_whole():
    with pytest.raises(RuleViolation) as refusal:
        decisions.reject_all(case=stages.proposed(), by=factories.decision_maker(), on=stages.DECIDED)

    assert refusal.value.code == "something-adopted"


def test_a_case_that_changes_the_forskrift_is_not_just_published():
    with pytest.raises(RuleViolation) as refusal:
        decisions.publish(case=stages.proposed(), by=factories.decision_maker(), on=stages.DECIDED)

    assert refusal.value.code == "regulation-track"


# --- what the database refuses ------------------------------------------------------------------------


def test_the_database_refuses_one_person_for_both_through_full_clean_and_save():
    decision = item_of(stages.proposed()).decisions.get()
    decision.decided_by, decision.decided_at, decision.decided_on = (
        decision.proposed_by,
        decision.proposed_at,
        stages.DECIDED,
    )

    with pytest.raises(ValidationError, match="En annen beslutter må gjøre det"):
        decision.full_clean()
    with pytest.raises(IntegrityError, match="revisions_two_people_decide"), transaction.atomic():
        decision.save()


def test_the_database_refuses_one_person_for_both_through_update():
    decision = item_of(stages.proposed()).decisions.get()

    with pytest.raises(IntegrityError, match="revisions_two_people_decide"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(
            decided_by=decision.proposed_by_id, decided_at=decision.proposed_at, decided_on=stages.DECIDED
        )


def test_the_database_refuses_one_person_for_both_through_raw_sql():
    decision = item_of(stages.proposed()).decisions.get()

    with pytest.raises(IntegrityError, match="revisions_two_people_decide"), transaction.atomic():
        raw(
            "UPDATE revisions_decision SET decided_by_id = proposed_by_id, decided_at = now(), decided_on = now()"
            " WHERE id = %s",
            decision.pk,
        )


def test_a_made_decision_can_not_be_saved_again():
    decision = item_of(stages.decided()).decisions.get()
    decision.reason = "En annen grunn."

    with pytest.raises(IntegrityError, match="Vedtaket er fattet"), transaction.atomic():
        decision.save()


def test_a_made_decision_can_not_be_changed_through_update():
    decision = item_of(stages.decided()).decisions.get()

    with pytest.raises(IntegrityError, match="Vedtaket er fattet"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(outcome=REJECT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions_decision SET reason = 'En annen grunn.' WHERE id = %s",
        "UPDATE revisions_decision SET decided_at = NULL, decided_by_id = NULL, decided_on = NULL WHERE id = %s",
        "DELETE FROM revisions_decision WHERE id = %s",
    ],
)
def test_a_made_decision_can_not_be_changed_through_raw_sql(statement):
    decision = item_of(stages.decided()).decisions.get()

    with pytest.raises(IntegrityError, match="Vedtaket er fattet"), transaction.atomic():
        raw(statement, decision.pk)


def test_a_made_decision_can_not_be_deleted():
    decision = item_of(stages.decided()).decisions.get()

    with pytest.raises(IntegrityError, match="Vedtaket er fattet"), transaction.atomic():
        decision.delete()


@pytest.mark.parametrize("fields", [{"reason": ""}, {"outcome": CHANGED, "text": ""}, {"text": "Egen tekst."}])
def test_the_database_refuses_a_proposed_outcome_that_does_not_fit_together(fields):
    decision = item_of(stages.proposed()).decisions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**fields)


def test_an_item_has_one_first_decision():
    decision = item_of(stages.proposed()).decisions.get()

    with pytest.raises(IntegrityError, match="revisions_an_item_has_one_first_decision"), transaction.atomic():
        Decision.objects.create(item=decision.item, outcome=ADOPT, reason="Igjen.", proposed_by=decision.proposed_by)


# --- reopening ----------------------------------------------------------------------------------------


def reopened(case):
    """A closed case taken all the way to the phase «Vedtak» again."""
    by = factories.caseworker()
    if case.status != Status.CLOSED:
        perform(case, Action.CLOSE, by=by, on=stages.AFTERWARDS)
    perform(case, Action.REOPEN, by=by, on=stages.AFTERWARDS, note="Nye opplysninger.")
    case.status = Status.DECISION  # the way there is the same as the first time
    case.save(update_fields=["status"])
    return case


def test_a_new_decision_supersedes_the_made_one_which_stands_as_it_was():
    case = reopened(stages.rejected())
    item = item_of(case)
    first = item.decisions.get()

    second = propose(item, outcome=ADOPT, reason="Ny kunnskap.")

    assert (second.supersedes, second.is_made) == (first, False)
    assert list(item.decisions.current()) == [second]
    first.refresh_from_db()
    assert (first.outcome, first.reason) == (REJECT, "Høringen støtter det.")


def test_what_is_superseding_is_rewritten_and_not_piled_up():
    case = reopened(stages.rejected())
    item = item_of(case)
    propose(item)

    propose(item, reason="Bedre begrunnet.")

    assert item.decisions.count() == 2


def test_a_reopened_case_is_decided_anew_and_reaches_an_endringsforskrift():
    case = reopened(stages.rejected())
    propose(item_of(case), outcome=ADOPT)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.AFTERWARDS)

    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.AFTERWARDS)

    assert [item.pk for item in acts.items_ready()] == [item_of(case).pk]


def test_an_announced_item_is_changed_by_a_new_proposal_and_not_by_a_new_decision():
    case = reopened(stages.followed_up())

    with pytest.raises(RuleViolation) as refusal:
        propose(item_of(case), outcome=REJECT)

    assert refusal.value.code == "item-is-announced"
    assert "FOR-2026-07-10-1319" in refusal.value.message


def test_a_reopened_case_whose_adoptions_are_all_announced_can_be_ended_again():
    """It has adopted items, but none that needs another endringsforskrift: it must not be stuck waiting for one."""
    case = reopened(stages.followed_up())
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.AFTERWARDS)

    with pytest.raises(RuleViolation) as refusal:
        decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.AFTERWARDS)
    decisions.reject_all(case=case, by=factories.decision_maker(), on=stages.AFTERWARDS)

    assert refusal.value.code == "nothing-adopted"
    assert case.status == Status.FOLLOW_UP


def raw(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
