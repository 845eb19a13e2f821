"""Courses, procedures and utdypende tekst: decided one by one by two people, and published when decided (SA-3)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from objectives.models import Elaboration, LearningActivity
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.models import Case, Decision, RecommendationDecision, Status
from revisions.services import cases, decisions, proposals, recommendations
from revisions.services.recommendation_decisions import propose_recommendation
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

OLD, NEW = "Nås i den vanlige vakten.", "Nås i den vanlige vakten og med simulator."


def proposal_about_both():
    """A sent proposal of another utdypende tekst and a new course."""
    version = factories.version("GAK-088")
    Elaboration.objects.create(objective=version.objective, text=OLD)
    draft = drafts.draft()
    by = draft.created_by
    recommendations.save_elaboration_change(proposal=draft, by=by, on=stages.RECEIVED, code="GAK-088", new_text=NEW)
    recommendations.save_activity_change(
        proposal=draft, by=by, on=stages.RECEIVED, kind="kurs", current="", proposed="Leverkirurgi", codes=["GAK-088"]
    )
    proposals.save_parts(proposal=draft, by=by, **drafts.PARTS)
    return proposals.submit_proposal(proposal=draft, by=by, on=stages.RECEIVED)


def in_decision() -> Case:
    case = stages.in_round(proposal_about_both())
    perform(case, Action.PREPARE_RECOMMENDATION, by=factories.caseworker(), on=stages.DECIDED)
    return case


def recommend(case: Case, kind: str, outcome: str, text: str = "") -> RecommendationDecision:
    change = next(one for one in rules.recommendations_of(case) if kind in type(one).__name__.lower())
    return propose_recommendation(
        change=change, outcome=outcome, reason="Enige.", text=text, by=factories.caseworker(), on=stages.DECIDED
    )


def publish(case: Case) -> None:
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    decisions.publish(case=case, by=factories.decision_maker(), on=stages.DECIDED)


def test_what_is_adopted_is_published_when_it_is_decided():
    case = in_decision()
    assert case.track == Case.Track.RECOMMENDATION
    recommend(case, "elaboration", Decision.Outcome.ADOPT)
    recommend(case, "activity", Decision.Outcome.ADOPT)

    publish(case)

    assert stages.refreshed(case).status == Status.PUBLISHED
    assert Elaboration.objects.get().text == NEW
    assert LearningActivity.objects.get().title == "Leverkirurgi"
    assert [row.text for row in Elaboration.history.order_by("history_id")] == [OLD, NEW]
    assert Elaboration.history.latest().history_change_reason == f"Sak {case.number}"


def test_what_is_rejected_or_postponed_is_not_published():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.REJECT)
    recommend(case, "activity", Decision.Outcome.POSTPONE)

    publish(case)

    assert Elaboration.objects.get().text == OLD
    assert not LearningActivity.objects.exists()


def test_the_directorates_own_text_is_what_is_published():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.ADOPT_WITH_CHANGES, "Nås i vakt og med simulator.")
    recommend(case, "activity", Decision.Outcome.ADOPT_WITH_CHANGES, "Leverkirurgi, grunnkurs")

    publish(case)

    assert Elaboration.objects.get().text == "Nås i vakt og med simulator."
    assert LearningActivity.objects.get().title == "Leverkirurgi, grunnkurs"


def test_a_case_is_not_laid_forward_before_each_has_an_outcome():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.ADOPT)

    with pytest.raises(RuleViolation) as refusal:
        perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)

    assert refusal.value.code == "items-without-outcome"


def test_who_proposed_an_outcome_does_not_make_it():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.ADOPT)
    recommend(case, "activity", Decision.Outcome.ADOPT)
    by = factories.user("beslutter", email=factories.caseworker().email)
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    with pytest.raises(RuleViolation, match="En annen beslutter"):
        decisions.publish(case=case, by=by, on=stages.DECIDED)


def test_what_another_has_changed_meanwhile_stops_the_publishing_and_leaves_the_case():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.ADOPT)
    recommend(case, "activity", Decision.Outcome.ADOPT)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    row = Elaboration.objects.get()
    row.text = "Endret av en annen."
    row.save()

    with pytest.raises(RuleViolation):
        decisions.publish(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    assert stages.refreshed(case).status == Status.DECISION_PROPOSED
    assert not RecommendationDecision.objects.filter(decided_at__isnull=False).exists()


def test_a_made_decision_stands_in_the_database():
    case = in_decision()
    recommend(case, "elaboration", Decision.Outcome.ADOPT)
    recommend(case, "activity", Decision.Outcome.ADOPT)
    publish(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationDecision.objects.update(reason="Noe annet.")


def test_the_outcome_is_written_in_the_browser_one_after_the_other():
    case = in_decision()
    client = drafts.signed_in(factories.caseworker())
    first = client.get(stages.address(case)).context["page"].steps.next.url

    saved = client.post(first, {"outcome": "vedtatt", "reason": "Enige."})
    again = client.post(saved["Location"], {"outcome": "avslatt", "reason": "Dekkes allerede."})

    assert again["Location"] == case.get_absolute_url()
    assert {row.outcome for row in RecommendationDecision.objects.all()} == {"vedtatt", "avslatt"}


def test_adopted_with_changes_needs_another_text():
    case = in_decision()
    client = drafts.signed_in(factories.caseworker())
    first = client.get(stages.address(case)).context["page"].steps.next.url

    answer = client.post(first, {"outcome": "vedtatt_med_endringer", "reason": "Enige.", "text": "Leverkirurgi"})

    assert answer.status_code == 422
    assert "Direktoratets tekst er lik forslaget." in answer.content.decode()


def test_a_combined_case_publishes_with_its_decision():
    draft = drafts.complete_draft(code="GAK-090")
    recommendations.save_activity_change(
        proposal=draft, by=draft.created_by, on=stages.RECEIVED, kind="kurs", current="", proposed="Leverkirurgi"
    )
    case = stages.decided(proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED))

    assert stages.refreshed(case).track == Case.Track.COMBINED
    assert LearningActivity.objects.get().title == "Leverkirurgi"


def test_an_outcome_of_what_was_rewritten_is_dropped():
    case = in_decision()
    decision = recommend(case, "activity", Decision.Outcome.ADOPT)
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=stages.DECIDED, note="Hviler.")
    perform(case, Action.RESUME, by=factories.caseworker(), on=stages.DECIDED)
    cases.return_to_sender(case=case, missing="Tittelen.", by=factories.caseworker(), on=stages.DECIDED)
    proposal = case.proposals.get()

    recommendations.save_activity_change(
        proposal=proposal,
        by=proposal.created_by,
        on=stages.DECIDED,
        change=decision.activity_change,
        kind="kurs",
        current="",
        proposed="Leverkirurgi for LIS",
    )

    assert not RecommendationDecision.objects.exists()
