"""Decisions on courses, procedures and utdypende tekst: proposed by one, made and published by another (SA-3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import legal_text
from objectives.operations.continuous import (
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    RemoveElaboration,
    SetElaboration,
    apply_continuously,
    check_continuously,
)
from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions import permissions
from revisions.models import ActivityChange, Case, Decision, ElaborationChange, RecommendationDecision, Status

from .recommendations import activity_operation

Change = ActivityChange | ElaborationChange


def _case_in_decision(change: Change, *, by: User) -> Case:
    """The change's case, locked, while its decision is being written."""
    case = Case.objects.select_for_update().get(proposals=change.proposal)
    if case.status != Status.DECISION:
        raise WrongState(
            _("Sak %(number)s er i fasen «%(phase)s». Forslag til vedtak skrives i fasen «Vedtak».")
            % {"number": case.number, "phase": case.get_status_display()},
            code="wrong-state",
            authority="SA-6",
        )
    if not permissions.may_handle(by, case):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan foreslå vedtak."), code="not-a-caseworker", authority="SA-6"
        )
    return case


def standing_decision(change: Change) -> RecommendationDecision | None:
    """The decision on this change that no other has superseded."""
    return RecommendationDecision.objects.current().about(change).select_related("proposed_by").first()


@transaction.atomic
def propose_recommendation(
    *, change: Change, outcome: str, reason: str, text: str = "", by: User, on: dt.date
) -> RecommendationDecision:
    """Write, or rewrite, the proposed outcome of one change, with its reason (SA-6).

    `text` is the directorate's own, for «Vedtas med endringer»: the utdypende tekst, or the title. Raises RuleViolation
    when what is to be adopted could not be published on the day `on`.
    """
    case = _case_in_decision(change, by=by)
    adopts_with_changes = outcome == Decision.Outcome.ADOPT_WITH_CHANGES
    own = legal_text.clean(text) if adopts_with_changes else ""
    if adopts_with_changes:
        _has_own_words(change, own)
    standing = standing_decision(change)
    is_draft = standing is not None and not standing.is_made
    decision = standing if standing and is_draft else _new(change, supersedes=standing)
    decision.outcome, decision.reason, decision.text = outcome, reason.strip(), own
    decision.proposed_by, decision.proposed_at = by, timezone.now()
    if decision.adopts:
        check_continuously([operation_of(change, own)], on=on)
    decision.full_clean()
    decision.save()
    record(
        actor=by,
        verb=Verb.DECISION_PROPOSED,
        subject=change,
        case_number=case.number,
        payload={"outcome": outcome, "reason": decision.reason},
    )
    return decision


def _new(change: Change, *, supersedes: RecommendationDecision | None) -> RecommendationDecision:
    if isinstance(change, ActivityChange):
        return RecommendationDecision(activity_change=change, supersedes=supersedes)
    return RecommendationDecision(elaboration_change=change, supersedes=supersedes)


def _has_own_words(change: Change, own: str) -> None:
    proposed = change.proposed if isinstance(change, ActivityChange) else change.new_text
    if not proposed:
        raise RuleViolation(
            _("Det som utgår, har ingen tekst å endre. Velg «Vedtas», «Tas ikke til følge» eller «Utsettes»."),
            code="repeal-has-no-text",
            authority="SA-6",
        )
    if own == proposed:
        raise RuleViolation(
            _("Direktoratets tekst er lik forslaget. Endre den, eller velg «Vedtas»."),
            code="own-text-is-the-proposal",
            authority="SA-6",
        )


def operation_of(change: Change, own: str = "") -> ContinuousOperation:
    """What is published when the change is adopted, with the directorate's own text where it has one (TE-1, LA-2).

    Raises RuleViolation for a course or procedure that does not stand in the national list (LA-3).
    """
    if isinstance(change, ElaborationChange):
        code, text = change.objective.code, own or change.new_text
        if not text:
            return RemoveElaboration(code=code, basis=change.old_text)
        return SetElaboration(code=code, text=text, basis=change.old_text)
    operation = activity_operation(change)
    if operation is None:
        raise RuleViolation(
            _("«%(title)s» står ikke i den nasjonale lista. Ta det ikke til følge, eller send forslaget tilbake.")
            % {"title": change.current},
            code="unknown-activity",
            authority="LA-3",
        )
    if own and isinstance(operation, AddActivity | ChangeActivity):
        return replace(operation, facts=replace(operation.facts, title=own))
    return operation


def make_recommendations(*, case: Case, by: User, on: dt.date, moment: dt.datetime) -> list[RecommendationDecision]:
    """Make the decisions that are proposed, and publish what they adopt, all of it or nothing (SA-3, TE-1, LA-2).

    Called by whoever takes the step, in its transaction. Raises RuleViolation when the register says something else
    now than when a change was written.
    """
    rows = RecommendationDecision.objects.current().in_case(case).filter(decided_at__isnull=True)
    made = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for decision in made:
        decision.decided_by, decision.decided_at, decision.decided_on = by, moment, on
        decision.full_clean()
        decision.save(update_fields=["decided_by", "decided_at", "decided_on"])
    adopted = [operation_of(decision.change, decision.text) for decision in made if decision.adopts]
    if adopted:
        reason = _("Sak %(number)s") % {"number": case.number}
        apply_continuously(adopted, on=on, reason=reason, by=by, case_number=case.number)
    for decision in made:
        record(
            actor=by,
            verb=Verb.DECISION_MADE,
            subject=decision.change,
            case_number=case.number,
            payload={"outcome": decision.outcome, "reason": decision.reason, "on": on.isoformat()},
        )
    return made
