"""A case brought to any phase by the services, as people bring it there. Dated, and the same each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hearings.models import Hearing
from objectives.models import Objective
from organisations.models import Organisation, User
from organisations.refusals import RuleViolation
from regulations import services as regulations
from regulations.models import AmendmentRegulation
from revisions import rules
from revisions.models import Case, ChangeItem, Decision, Proposal, Status
from revisions.services import acts, after_hearing, cases, decisions, items, proposals, recommendations
from revisions.services.recommendation_decisions import propose_recommendation
from revisions.transitions import Action, perform
from tests import factories

from . import drafts

RECEIVED = dt.date(2026, 2, 2)
ROUND_OPENS, ROUND_CLOSES = dt.date(2026, 2, 10), dt.date(2026, 3, 20)
HEARING_OPENS, HEARING_CLOSES = dt.date(2026, 4, 1), dt.date(2026, 7, 1)
DECIDED = dt.date(2026, 7, 10)
ANNOUNCED = dt.date(2026, 7, 20)
AFTERWARDS = dt.date(2026, 8, 1)


def asked() -> list[Organisation]:
    """A RegUt and Legeforeningen: the fewest a round can ask."""
    return [drafts.regut(), factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)]


def proposal_with(*codes: str, sender: Organisation | None = None) -> Proposal:
    """A sent proposal that corrects each of these læringsmål."""
    draft = drafts.complete_draft(sender=sender, code=codes[0] if codes else "GAK-088")
    for code in codes[1:]:
        factories.version(code, f"Ha kunnskap om {code}.")
        items.save_item(
            proposal=draft, by=draft.created_by, kind="spraklig", code=code, new_text=f"Ha kunnskap om {code}, også."
        )
    return proposals.submit_proposal(proposal=draft, by=draft.created_by, on=RECEIVED)


def activity_proposal() -> Proposal:
    """A sent proposal about a course alone: the shorter way (SA-3)."""
    draft = drafts.draft()
    by = draft.created_by
    recommendations.save_activity_change(
        proposal=draft, by=by, on=RECEIVED, kind="kurs", current="", proposed="Leverkirurgi"
    )
    proposals.save_parts(proposal=draft, by=by, **drafts.PARTS)
    return proposals.submit_proposal(proposal=draft, by=by, on=RECEIVED)


def received(proposal: Proposal | None = None, *, title: str = "Lever og galleveier") -> Case:
    return cases.open_case(
        proposal=proposal or proposal_with("GAK-088"), title=title, by=factories.caseworker(), on=RECEIVED
    )


def assessed(proposal: Proposal | None = None) -> Case:
    case = received(proposal)
    perform(case, Action.ASSESS, by=factories.caseworker(), on=RECEIVED)
    return case


def returned(proposal: Proposal | None = None) -> Case:
    case = assessed(proposal)
    cases.return_to_sender(case=case, missing="Beskriv kursene.", by=factories.caseworker(), on=RECEIVED)
    return refreshed(case)


def in_round(proposal: Proposal | None = None) -> Case:
    case = assessed(proposal)
    cases.open_round(
        case=case,
        asked=asked(),
        opens_on=ROUND_OPENS,
        deadline=ROUND_CLOSES,
        note="Svar på konsekvensene.",
        by=factories.caseworker(),
        on=ROUND_OPENS,
    )
    return refreshed(case)


def in_hearing(proposal: Proposal | None = None) -> Case:
    case = in_round(proposal)
    cases.open_hearing(
        case=case,
        by=factories.caseworker(),
        on=HEARING_OPENS,
        title="Høring om lever",
        opens_on=HEARING_OPENS,
        deadline=HEARING_CLOSES,
    )
    return refreshed(case)


def in_decision(proposal: Proposal | None = None) -> Case:
    case = in_hearing(proposal)
    perform(case, Action.PREPARE_DECISION, by=factories.caseworker(), on=DECIDED)
    return case


def with_outcomes(
    proposal: Proposal | None = None, *, outcome: str = Decision.Outcome.ADOPT, by: User | None = None
) -> Case:
    """In the phase «Vedtak», with this outcome proposed for every item."""
    case = in_decision(proposal)
    propose_all(case, outcome=outcome, by=by)
    return case


def propose_all(case: Case, *, outcome: str = Decision.Outcome.ADOPT, by: User | None = None) -> None:
    for item in ChangeItem.objects.filter(proposal__case=case):
        decisions.propose_outcome(
            item=item, outcome=outcome, reason="Høringen støtter det.", by=by or factories.caseworker()
        )
    recommend_all(case, outcome=outcome)


def without_a_new_hearing(case: Case) -> None:
    """Say why what changed after the hearing needs no new one."""
    seen = after_hearing.fingerprint_of_changes(rules.material_changes(case))
    after_hearing.need_no_new_hearing(
        case=case, reason="Endringen er den høringen ba om.", seen=seen, by=factories.caseworker()
    )


def proposed(proposal: Proposal | None = None, *, outcome: str = Decision.Outcome.ADOPT) -> Case:
    case = with_outcomes(proposal, outcome=outcome)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=DECIDED)
    return case


def decided(proposal: Proposal | None = None) -> Case:
    case = proposed(proposal)
    decisions.make_decisions(case=case, by=factories.decision_maker(), on=DECIDED)
    return case


def rejected(proposal: Proposal | None = None) -> Case:
    """Decided without an endringsforskrift: in follow-up."""
    case = proposed(proposal, outcome=Decision.Outcome.REJECT)
    decisions.reject_all(case=case, by=factories.decision_maker(), on=DECIDED)
    return case


def regulation(*, name: str = "Sommer 2026") -> AmendmentRegulation:
    return regulations.create_regulation(
        name=name, planned_announcement=ANNOUNCED, by=factories.caseworker(), on=DECIDED
    )


def locked_regulation(case: Case) -> AmendmentRegulation:
    """A draft that holds everything the case adopted, approved and ready to be announced."""
    draft = regulation()
    acts.include_items(
        items=acts.items_ready().filter(proposal__case=case), regulation=draft, by=factories.caseworker()
    )
    locked = regulations.lock(regulation=draft, by=factories.caseworker())
    regulations.approve(regulation=locked, by=factories.decision_maker())
    return locked


def announced(proposal: Proposal | None = None) -> Case:
    case = decided(proposal)
    acts.announce_regulation(
        regulation=locked_regulation(case),
        number=1319,
        decided_on=DECIDED,
        announced_at=factories.announced(ANNOUNCED),
        by=factories.caseworker(),
        on=ANNOUNCED,
    )
    return refreshed(case)


def published() -> Case:
    """On the shorter way, decided."""
    case = activity_case_in_decision()
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=DECIDED)
    decisions.publish(case=case, by=factories.decision_maker(), on=DECIDED)
    return case


def activity_case_in_decision() -> Case:
    case = in_round(activity_proposal())
    perform(case, Action.PREPARE_RECOMMENDATION, by=factories.caseworker(), on=DECIDED)
    recommend_all(case)
    return case


def recommend_all(case: Case, *, outcome: str = Decision.Outcome.ADOPT) -> None:
    """Propose this outcome for every course, procedure and utdypende tekst of the case."""
    for change in rules.recommendations_of(case):
        propose_recommendation(
            change=change,
            outcome=outcome,
            reason="De som ble spurt, er enige.",
            by=factories.caseworker(),
            on=DECIDED,
        )


def followed_up(proposal: Proposal | None = None) -> Case:
    case = announced(proposal)
    perform(case, Action.FOLLOW_UP, by=factories.caseworker(), on=AFTERWARDS)
    return case


def closed(proposal: Proposal | None = None) -> Case:
    case = followed_up(proposal)
    perform(case, Action.CLOSE, by=factories.caseworker(), on=AFTERWARDS)
    return case


def postponed(proposal: Proposal | None = None) -> Case:
    case = assessed(proposal)
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=RECEIVED, note="Venter på rådene.")
    return case


def withdrawn(proposal: Proposal | None = None) -> Case:
    case = assessed(proposal)
    perform(case, Action.WITHDRAW, by=factories.caseworker(), on=RECEIVED, note="Avsenderen ønsker det.")
    return case


def refreshed(case: Case) -> Case:
    return Case.objects.select_related("responsible").get(pk=case.pk)


BY_STATUS: dict[Status, Callable[[], Case]] = {
    Status.RECEIVED: received,
    Status.COMPLETENESS: assessed,
    Status.RETURNED: returned,
    Status.INPUT_ROUND: in_round,
    Status.HEARING: in_hearing,
    Status.DECISION: with_outcomes,
    Status.DECISION_PROPOSED: proposed,
    Status.REGULATION: decided,
    Status.ANNOUNCED: announced,
    Status.PUBLISHED: published,
    Status.FOLLOW_UP: followed_up,
    Status.CLOSED: closed,
    Status.POSTPONED: postponed,
    Status.WITHDRAWN: withdrawn,
}


def in_status(status: Status) -> Case:
    """A case in this phase, by the services alone."""
    return BY_STATUS[status]()


def address(case: Case, *parts: object) -> str:
    """The case's address, or one under it."""
    year, serial = case.number.split("/")
    return "/".join(["", "saker", year, serial, *(str(part) for part in parts), ""])


def last_hearing(case: Case) -> Hearing:
    return case.hearings.latest("pk")


def objective_of(case: Case) -> Objective:
    found = Objective.objects.filter(change_items__proposal__case=case).first()
    assert found is not None
    return found


def may_go_to_hearing(case: Case, *, on: dt.date) -> bool:
    """Whether those who are asked have had their time on the day `on`."""
    return _holds(rules.the_round_is_over, case, on=on)


def association_is_asked(case: Case, *, on: dt.date) -> bool:
    """Whether § 6 is met on the day `on`."""
    return _holds(rules.medical_association_was_asked, case, on=on)


def _holds(rule: Callable[..., None], case: Case, *, on: dt.date) -> bool:
    try:
        rule(case, by=factories.caseworker(), on=on)
    except RuleViolation:
        return False
    return True
