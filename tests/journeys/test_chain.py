"""The chain that is the product, through services: proposal → case → decision → act → text in force → event."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from notifications.models import Event, Verb
from objectives.models import Objective, ObjectiveVersion, Stage, Succession
from organisations.models import Organisation
from organisations.refusals import WrongState
from regulations import services as regulations
from revisions.models import Case, ChangeItem, Decision, Proposal, Status
from revisions.services import acts, cases, decisions, items, proposals
from revisions.transitions import Action, perform
from tests import factories

pytestmark = pytest.mark.django_db

SUBMITTED = dt.date(2026, 2, 2)
ROUND = dt.date(2026, 2, 10)
HEARING = dt.date(2026, 4, 1)
DECIDED = dt.date(2026, 7, 10)
ANNOUNCED = dt.date(2026, 7, 20)
IN_FORCE = dt.date(2027, 3, 1)


@pytest.fixture
def register():
    """Three læringsmål under one heading: one to correct, one to sharpen, one to repeal."""
    home = factories.specialty()
    factories.series("GAK", of=home, last_number=3)
    heading = factories.theme(in_chapter=factories.chapter(of=home))
    factories.version("GAK-001", "Selvstendig kunne utføre cholecystektomi.", under=heading)
    factories.version("GAK-002", "Ha kunnskap om levermetastaser.", under=heading)
    factories.version("GAK-003", "Ha kjennskap til kronisk pankreatitt.", under=heading)
    return heading


@pytest.fixture
def proposal(register) -> Proposal:
    """A complete proposal from a RegUt with all four kinds of change item."""
    regut = factories.organisation(Organisation.Kind.REGUT)
    factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    by = factories.submitter(regut)
    draft = proposals.create_proposal(sender=regut, specialty=factories.specialty(), by=by)
    texts = dict.fromkeys((*Proposal.TEXT_PARTS, "activities_effect"), "Vurdert, og beskrevet her.")
    proposals.save_parts(proposal=draft, by=by, **texts, **dict.fromkeys(Proposal.CHECKLIST, True))
    items.save_item(
        proposal=draft, by=by, kind="spraklig", code="GAK-001", new_text="Selvstendig kunne utføre kolecystektomi."
    )
    items.save_item(
        proposal=draft,
        by=by,
        kind="faglig",
        effect="skjerpet",
        code="GAK-002",
        new_text="Ha god kunnskap om levermetastaser.",
    )
    items.save_item(proposal=draft, by=by, kind="oppheving", code="GAK-003")
    items.save_item(
        proposal=draft,
        by=by,
        kind="nytt",
        new_text="Under supervisjon kunne utføre ultralyd av lever.",
        chapter=register.chapter,
        theme=register,
        after=Objective.objects.get(code="GAK-001"),
        stage=Stage.PARTS_2_AND_3,
    )
    return proposals.submit_proposal(proposal=draft, by=by, on=SUBMITTED)


@pytest.fixture
def decided_case(proposal) -> Case:
    """The case taken all the way to a made decision that adopts every item."""
    handler, decider = factories.caseworker(), factories.decision_maker()
    case = cases.open_case(proposal=proposal, title="Lever og galleveier", by=handler, on=SUBMITTED)
    perform(case, Action.ASSESS, by=handler, on=SUBMITTED)
    asked = [proposal.sender, Organisation.objects.get(kind=Organisation.Kind.MEDICAL_ASSOCIATION)]
    cases.open_round(
        case=case, asked=asked, opens_on=ROUND, deadline=dt.date(2026, 3, 20), note="", by=handler, on=ROUND
    )
    cases.open_hearing(
        case=case, by=handler, on=HEARING, title="Høring", opens_on=HEARING, deadline=dt.date(2026, 7, 1)
    )
    perform(case, Action.PREPARE_DECISION, by=handler, on=DECIDED)
    for item in ChangeItem.objects.filter(proposal=proposal):
        decisions.propose_outcome(item=item, outcome=Decision.Outcome.ADOPT, reason="Alle støtter den.", by=handler)
    perform(case, Action.PROPOSE_DECISION, by=handler, on=DECIDED)
    decisions.make_decisions(case=case, by=decider, on=DECIDED)
    return case


@pytest.fixture
def announced_case(decided_case) -> Case:
    """The case with its items in an act announced 20 July 2026."""
    handler = factories.caseworker()
    regulation = regulations.create_regulation(
        name="Sommer 2026", planned_announcement=ANNOUNCED, by=handler, on=DECIDED
    )
    for item in acts.items_ready():
        acts.include_item(item=item, regulation=regulation, by=handler)
    regulations.lock(regulation=regulation, by=handler)
    regulations.approve(regulation=regulation, by=factories.decision_maker())
    acts.announce_regulation(
        regulation=regulation,
        number=1319,
        decided_on=DECIDED,
        announced_at=factories.announced(ANNOUNCED),
        by=handler,
        on=ANNOUNCED,
    )
    decided_case.refresh_from_db()
    return decided_case


def texts(on: dt.date) -> dict[str, str]:
    return {version.objective.code: version.text for version in ObjectiveVersion.objects.consolidated(on=on)}


def test_the_annex_reads_as_before_the_day_before_announcement(announced_case):
    before = texts(ANNOUNCED - dt.timedelta(days=1))

    assert before == {
        "GAK-001": "Selvstendig kunne utføre cholecystektomi.",
        "GAK-002": "Ha kunnskap om levermetastaser.",
        "GAK-003": "Ha kjennskap til kronisk pankreatitt.",
    }


def test_a_correction_is_in_force_on_the_day_of_announcement(announced_case):
    assert texts(ANNOUNCED)["GAK-001"] == "Selvstendig kunne utføre kolecystektomi."


def test_changes_of_content_wait_for_their_date(announced_case):
    assert texts(IN_FORCE - dt.timedelta(days=1))["GAK-002"] == "Ha kunnskap om levermetastaser."


def test_on_the_date_the_annex_reads_differently_in_its_own_order(announced_case):
    on_the_day = texts(IN_FORCE)

    assert list(on_the_day.items()) == [
        ("GAK-001", "Selvstendig kunne utføre kolecystektomi."),
        ("GAK-004", "Under supervisjon kunne utføre ultralyd av lever."),
        ("GAK-005", "Ha god kunnskap om levermetastaser."),
    ]


def test_a_sharpened_objective_is_linked_without_carrying_approvals_over(announced_case):
    succession = Succession.objects.get()

    assert (succession.old.code, succession.new.code) == ("GAK-002", "GAK-005")
    assert (succession.approvals_carry_over, succession.activities_carry_over) == (False, True)


def test_the_case_is_announced_and_every_link_of_the_chain_leads_on(announced_case):
    item = ChangeItem.objects.get(objective__code="GAK-002")

    assert announced_case.status == Status.ANNOUNCED
    assert item.clause.new_objective.code == "GAK-005"
    assert item.clause.regulation.act.legacy_id == "FOR-2026-07-10-1319"
    assert item.clause.new_objective.versions.get().enacted_by == item.clause.regulation.act


def test_the_journal_tells_the_whole_story(announced_case):
    verbs = list(Event.objects.order_by("sequence").values_list("verb", flat=True))

    for verb in (
        Verb.PROPOSAL_SUBMITTED,
        Verb.CASE_OPENED,
        Verb.ROUND_RECORDED,
        Verb.HEARING_RECORDED,
        Verb.DECISION_PROPOSED,
        Verb.DECISION_MADE,
        Verb.CLAUSE_ADDED,
        Verb.OBJECTIVE_REPLACED,
        Verb.REGULATION_ANNOUNCED,
    ):
        assert verb in verbs


def test_an_announcement_can_not_be_registered_twice(announced_case):
    regulation = ChangeItem.objects.get(objective__code="GAK-002").clause.regulation

    with pytest.raises(WrongState) as refusal:
        acts.announce_regulation(
            regulation=regulation,
            number=1320,
            decided_on=DECIDED,
            announced_at=timezone.now(),
            by=factories.caseworker(),
            on=ANNOUNCED,
        )

    assert "allerede kunngjort" in refusal.value.message
