"""What is decided stands against its sender, and a decision that can't be carried out holds no case for ever."""

from __future__ import annotations

import pytest

from objectives.models import LegalAct, ObjectiveVersion
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services as regulations
from revisions.models import Case, ChangeItem, Decision, Status
from revisions.services import acts, cases, decisions, items, proposals
from revisions.transitions import Action, choices, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


def sender():
    return factories.submitter(drafts.regut())


def item_of(case: Case, code: str) -> ChangeItem:
    return ChangeItem.objects.get(proposal__case=case, objective__code=code)


def out_again_after_its_decision() -> Case:
    case = stages.closed(stages.proposal_with("GAK-088", "GAK-089"))
    perform(case, Action.REOPEN, by=factories.caseworker(), on=stages.AFTERWARDS, note="Noe gjenstår.")
    cases.return_to_sender(case=case, missing="Mer.", by=factories.caseworker(), on=stages.AFTERWARDS)
    return stages.refreshed(case)


def out_again_with_proposed_outcomes() -> Case:
    case = stages.with_outcomes(stages.proposal_with("GAK-088", "GAK-089"))
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=stages.AFTERWARDS, note="Venter.")
    perform(case, Action.RESUME, by=factories.caseworker(), on=stages.AFTERWARDS)
    cases.return_to_sender(case=case, missing="Mer.", by=factories.caseworker(), on=stages.AFTERWARDS)
    return stages.refreshed(case)


def half_of_it_overtaken() -> Case:
    """Decided on two læringsmål, the first of which another act has repealed since."""
    case = stages.decided(stages.proposal_with("GAK-088", "GAK-089"))
    overtaken = ObjectiveVersion.objects.get(objective__code="GAK-088")
    overtaken.valid = (overtaken.valid.lower, stages.ANNOUNCED)
    overtaken.repealed_by = LegalAct.objects.create(number=999, decided_on=stages.DECIDED, title="En annen forskrift")
    overtaken.save(update_fields=["valid", "repealed_by"])
    return case


# --- what is decided, and what is proposed about it ---------------------------------------------------


def test_a_sender_can_not_change_what_is_decided():
    case = out_again_after_its_decision()
    item = item_of(case, "GAK-088")
    before = item.new_text

    with pytest.raises(RuleViolation) as refusal:
        items.save_item(
            proposal=item.proposal, item=item, by=sender(), kind="spraklig", code="GAK-088", new_text="Noe helt annet."
        )

    assert refusal.value.code == "item-is-decided"
    assert "10. juli 2026" in refusal.value.message
    assert item_of(case, "GAK-088").new_text == before


def test_a_sender_can_not_take_out_what_is_decided(client):
    case = out_again_after_its_decision()
    item = item_of(case, "GAK-088")
    client.force_login(sender())

    response = client.post(f"/forslag/{item.proposal_id}/punkter/{item.pk}/slett/")

    assert response.status_code == 422
    assert "ble avgjort" in response.content.decode()
    assert ChangeItem.objects.filter(pk=item.pk).exists()


def test_an_outcome_is_written_anew_when_the_sender_changes_the_item():
    case = out_again_with_proposed_outcomes()
    item = item_of(case, "GAK-088")

    items.save_item(proposal=item.proposal, item=item, by=sender(), kind="oppheving", code="GAK-088")

    assert not item.decisions.exists()
    assert item_of(case, "GAK-089").decisions.exists()


def test_an_outcome_stands_when_the_sender_only_writes_another_comment():
    case = out_again_with_proposed_outcomes()
    item = item_of(case, "GAK-088")

    items.save_item(
        proposal=item.proposal,
        item=item,
        by=sender(),
        kind=item.kind,
        code="GAK-088",
        new_text=item.new_text,
        comment="Rådene er enige.",
    )

    assert item.decisions.count() == 1


def test_an_item_with_a_proposed_outcome_can_be_taken_out_by_its_sender():
    case = out_again_with_proposed_outcomes()
    item = item_of(case, "GAK-088")

    items.remove_item(item=item, by=sender())

    assert not ChangeItem.objects.filter(pk=item.pk).exists()


def test_a_proposal_that_comes_to_change_the_forskrift_takes_its_case_the_long_way():
    case = stages.returned(stages.activity_proposal())
    factories.version("GAK-088")
    proposal = case.proposals.get()
    items.save_item(
        proposal=proposal, by=sender(), kind="spraklig", code="GAK-088", new_text="Ha god kunnskap om utredning."
    )

    cases.resubmit(proposal=proposal, by=sender(), on=stages.AFTERWARDS)

    assert stages.refreshed(case).track == Case.Track.COMBINED


def test_what_was_out_when_its_case_was_withdrawn_rests_with_it():
    case = stages.returned()
    perform(case, Action.WITHDRAW, by=sender(), on=stages.AFTERWARDS, note="Ikke lenger aktuelt.")
    proposal = case.proposals.get()

    with pytest.raises(WrongState):
        cases.resubmit(proposal=proposal, by=sender(), on=stages.AFTERWARDS)
    with pytest.raises(WrongState):
        proposals.save_parts(proposal=proposal, by=sender(), summary="Et nytt forsøk.")


# --- a decision that can't be carried out -------------------------------------------------------------


def test_a_decision_that_can_not_be_carried_out_is_taken_up_again():
    case = half_of_it_overtaken()
    perform(case, Action.DECIDE_AGAIN, by=factories.caseworker(), on=stages.AFTERWARDS, note="GAK-088 er opphevet.")
    decisions.propose_outcome(
        item=item_of(case, "GAK-088"), outcome=Decision.Outcome.REJECT, reason="Opphevet.", by=factories.caseworker()
    )
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.AFTERWARDS)

    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.AFTERWARDS)

    assert stages.refreshed(case).status == Status.REGULATION
    assert [item.objective.code for item in acts.items_ready()] == ["GAK-089"]
    assert item_of(case, "GAK-088").decisions.made().count() == 2


def test_a_decision_is_not_taken_up_again_while_a_draft_holds_it():
    case = stages.decided()
    stages.locked_regulation(case)

    with pytest.raises(RuleViolation) as refusal:
        perform(case, Action.DECIDE_AGAIN, by=factories.caseworker(), on=stages.AFTERWARDS, note="Nye opplysninger.")

    assert refusal.value.code == "item-in-a-draft"
    assert "Sommer 2026" in refusal.value.message


def test_only_a_caseworker_takes_a_decision_up_again():
    case = stages.decided()

    with pytest.raises(NotPermitted):
        perform(case, Action.DECIDE_AGAIN, by=factories.decision_maker(), on=stages.AFTERWARDS, note="Nytt.")


def test_a_case_that_waits_for_its_act_shows_the_way_back():
    case = stages.decided()

    offered = [one.action for one in choices(case, by=factories.caseworker(), on=stages.AFTERWARDS) if one.is_open]

    assert Action.DECIDE_AGAIN in offered


def test_what_is_being_decided_again_is_not_taken_into_a_draft():
    case = stages.decided()
    draft = stages.regulation()
    perform(case, Action.DECIDE_AGAIN, by=factories.caseworker(), on=stages.AFTERWARDS, note="Nye opplysninger.")

    with pytest.raises(WrongState):
        acts.include_items(items=[item_of(case, "GAK-088")], regulation=draft, by=factories.caseworker())

    assert not draft.clauses.exists()


def test_the_pages_lead_from_an_overtaken_item_to_another_decision():
    case = half_of_it_overtaken()
    client = drafts.signed_in(factories.caseworker())
    draft = stages.regulation()

    not_ready = client.get(f"/endringsforskrifter/{draft.pk}/punkter/").content.decode()
    step = client.post(stages.address(case, "steg", "nytt-vedtak"), {"note": "GAK-088 er opphevet."})
    address = stages.address(case, "vedtak", item_of(case, "GAK-088").pk)
    seen = client.get(address).context["form"]["seen"].value()
    outcome = client.post(address, {"outcome": "avslatt", "reason": "Opphevet.", "seen": seen})

    assert "I saken kan vedtaket tas opp på nytt." in not_ready
    assert stages.address(case) in not_ready
    assert (step.status_code, outcome.status_code) == (302, 302)
    assert item_of(case, "GAK-088").decisions.current().get().outcome == Decision.Outcome.REJECT


def test_items_are_taken_in_all_or_none():
    case = half_of_it_overtaken()
    draft = regulations.create_regulation(
        name="Høst", planned_announcement=stages.ANNOUNCED, by=factories.caseworker(), on=stages.DECIDED
    )

    with pytest.raises(RuleViolation):
        acts.include_items(
            items=[item_of(case, "GAK-089"), item_of(case, "GAK-088")], regulation=draft, by=factories.caseworker()
        )

    assert not draft.clauses.exists()
