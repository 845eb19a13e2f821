"""Vedlegg 2 as if open cases were adopted: what is applied, what is left out and why, and who may read what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import ObjectiveVersion
from objectives.operations import CorrectText, RepealObjective, Scheduled, apply, load_register
from organisations.models import Organisation, Role
from revisions.as_if_adopted import AsIfAdopted, Reason, as_if_adopted
from revisions.models import Case, Decision
from revisions.open_cases import open_cases
from revisions.services import acts, decisions, items, proposals
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages
from .stages import HEARING_OPENS

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 15)


def suppose(*cases: Case, reader=None, on: dt.date = TODAY) -> AsIfAdopted:
    return as_if_adopted(cases, reader=reader or factories.caseworker(), on=on, today=TODAY)


def texts(found: AsIfAdopted) -> dict[str, str]:
    return {row.code: row.text for row in found.after.consolidated(on=found.on)}


def with_items(*fields: dict, sender: Organisation | None = None):
    """A sent proposal with exactly these change items."""
    draft = drafts.draft(sender=sender)
    for each in fields:
        items.save_item(proposal=draft, by=draft.created_by, **each)
    proposals.save_parts(proposal=draft, by=draft.created_by, **drafts.PARTS)
    draft.refresh_from_db()
    return proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED)


def replacing(code: str, text: str = "Beherske utredning av gallestein.") -> dict:
    factories.version(code)
    return {"kind": "faglig", "code": code, "new_text": text, "effect": "skjerpet"}


def adding(text: str = "Ha kunnskap om gallegang.") -> dict:
    heading = factories.theme()
    return {"kind": "nytt", "new_text": text, "chapter": heading.chapter, "theme": heading, "stage": "2-3"}


def another_act_says(operation, number: int = 90, starts: dt.date = dt.date(2027, 3, 1)) -> None:
    act = factories.act(number, dt.date(2026, 7, 1), announced_at=factories.announced(dt.date(2026, 7, 2)))
    apply([Scheduled(operation=operation, in_force_from=starts)], act=act, by=factories.caseworker())


# --- what is applied ----------------------------------------------------------------------------------


def test_the_register_reads_as_if_the_case_were_adopted_and_is_not_touched():
    case = stages.received(stages.proposal_with("GAK-088"))
    before = load_register()

    found = suppose(case)

    assert texts(found)["GAK-088"] == "Ha kunnskap om utredning av gallesten."
    assert load_register() == before


def test_several_cases_are_put_together():
    one = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(with_items(replacing("GAK-090"), adding()))

    found = suppose(one, other)

    assert [change.operation.kind for change in found.applied] == ["correct", "replace", "add"]
    assert found.provisional == ("GAK-091", "GAK-092")
    assert sorted(texts(found)) == ["GAK-088", "GAK-091", "GAK-092"]
    assert found.left_out == []


def test_what_is_supposed_is_what_the_announcement_then_makes():
    case = stages.decided(with_items(replacing("GAK-088"), adding()))
    supposed = sorted(texts(suppose(case)).items())
    draft = stages.locked_regulation(case)
    acts.announce_regulation(
        regulation=draft,
        number=1319,
        decided_on=stages.DECIDED,
        announced_at=factories.announced(stages.ANNOUNCED),
        by=factories.caseworker(),
        on=stages.ANNOUNCED,
    )

    announced = ObjectiveVersion.objects.in_force(on=dt.date(2027, 9, 1)).values_list("objective__code", "text")

    assert sorted(announced) == supposed


def test_the_day_can_be_one_to_come():
    case = stages.received(stages.proposal_with("GAK-088"))

    found = suppose(case, on=dt.date(2027, 3, 1))

    assert [row.valid_from for row in found.after.consolidated(on=found.on)] == [dt.date(2027, 3, 1)]


def test_the_directorate_reads_the_text_it_proposes_to_adopt():
    case = stages.in_decision(stages.proposal_with("GAK-088"))
    decisions.propose_outcome(
        item=case.proposals.get().items.get(),
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        text="Ha kunnskap om gallestein.",
        reason="Enklere.",
        by=factories.caseworker(),
    )

    assert texts(suppose(case))["GAK-088"] == "Ha kunnskap om gallestein."
    assert texts(suppose(case, reader=AnonymousUser()))["GAK-088"] == "Ha kunnskap om utredning av gallesten."
    assert texts(suppose(case, reader=factories.submitter()))["GAK-088"] == "Ha kunnskap om utredning av gallesten."


def test_what_is_announced_is_in_the_register_and_not_supposed():
    case = stages.announced(stages.proposal_with("GAK-088"))

    assert suppose(case).applied == []


# --- what is left out, and why ------------------------------------------------------------------------


def test_two_cases_about_the_same_text_are_told_apart_in_a_full_sentence():
    one = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(with_items({"kind": "oppheving", "code": "GAK-088"}))

    found = suppose(one, other)

    (clash,) = found.clashes
    assert clash.reason is Reason.CASES
    assert clash.sentence == (
        f"Oppheving av GAK-088 i sak {other.number} er ikke med, for Språklig retting av GAK-088 i sak {one.number} "
        "endrer også GAK-088. Bare én av dem kan vedtas."
    )
    assert texts(found)["GAK-088"] == "Ha kunnskap om utredning av gallesten."


def test_an_announced_act_that_came_first_is_named_with_its_day():
    case = stages.received(stages.proposal_with("GAK-088"))
    basis = ObjectiveVersion.objects.get(objective__code="GAK-088")
    another_act_says(CorrectText(code="GAK-088", text="Noe annet.", basis=basis.pk))

    (clash,) = suppose(case).clashes

    assert clash.reason is Reason.ACT
    assert "GAK-088 er endret ved FOR-2026-07-01-90, i kraft 1. mars 2027" in clash.sentence


def test_a_repeal_announced_for_later_is_a_conflict_already():
    case = stages.received(stages.proposal_with("GAK-088"))
    basis = ObjectiveVersion.objects.get(objective__code="GAK-088")
    another_act_says(RepealObjective(code="GAK-088", basis=basis.pk))

    assert [one.reason for one in suppose(case).left_out] == [Reason.ACT]


def test_what_the_decision_does_not_adopt_is_not_supposed():
    case = stages.proposed(stages.proposal_with("GAK-088"), outcome=Decision.Outcome.REJECT)

    (left_out,) = suppose(case).left_out

    assert left_out.reason is Reason.DECISION
    assert "det foreslåtte vedtaket er «tas ikke til følge»" in left_out.sentence


def test_a_text_that_begins_later_can_only_be_changed_from_then_on():
    factories.version("GAK-089", valid_from=dt.date(2027, 3, 1))
    case = stages.received(with_items({"kind": "oppheving", "code": "GAK-089"}))

    (left_out,) = suppose(case).left_out

    assert "gjelder først fra 1. mars 2027" in left_out.sentence
    assert suppose(case, on=dt.date(2027, 3, 1)).left_out == []


# --- who may read what --------------------------------------------------------------------------------


def known_to(reader) -> list[str]:
    return [case.number for case in open_cases(reader, on=TODAY)]


@pytest.mark.parametrize(
    ("made", "is_open_to_all"),
    [
        (stages.received, False),
        (stages.assessed, False),
        (stages.returned, False),
        (stages.in_round, False),
        (stages.in_hearing, True),
        (stages.with_outcomes, True),
        (stages.proposed, True),
        (stages.decided, True),
        (stages.postponed, False),
        (stages.withdrawn, False),
        (stages.announced, False),
        (stages.closed, False),
    ],
)
def test_everyone_reads_a_case_from_its_hearing_until_it_is_announced(made, is_open_to_all):
    case = made(stages.proposal_with("GAK-088"))

    assert known_to(AnonymousUser()) == ([case.number] if is_open_to_all else [])
    assert bool(suppose(case, reader=AnonymousUser()).applied) == is_open_to_all


def test_a_hearing_that_has_not_opened_tells_nothing():
    case = stages.in_hearing(stages.proposal_with("GAK-088"))
    day_before = HEARING_OPENS - dt.timedelta(days=1)

    assert open_cases(AnonymousUser(), on=day_before) == []
    assert as_if_adopted([case], reader=AnonymousUser(), on=TODAY, today=day_before).applied == []


def test_a_case_taken_up_again_after_its_hearing_is_closed_until_it_is_heard_anew():
    case = stages.in_hearing(stages.proposal_with("GAK-088"))
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=TODAY, note="Venter.")
    assert known_to(AnonymousUser()) == []
    perform(case, Action.RESUME, by=factories.caseworker(), on=TODAY)

    assert known_to(AnonymousUser()) == []


def test_a_case_whose_new_hearing_was_omitted_is_not_open():
    case = stages.in_hearing(stages.proposal_with("GAK-088"))
    Case.objects.filter(pk=case.pk).update(hearing_omitted_reason="Åpenbart unødvendig.", status="vedtak")

    assert known_to(AnonymousUser()) == []


def test_a_sender_reads_its_own_and_what_is_heard_and_no_more():
    own = stages.received(stages.proposal_with("GAK-088"))
    others_body = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    hidden = stages.received(with_items(replacing("GAK-090"), sender=others_body))
    heard = stages.in_hearing(with_items(replacing("GAK-092"), sender=others_body))
    reader = factories.submitter(drafts.regut())

    assert known_to(reader) == [heard.number, own.number]
    assert suppose(hidden, reader=reader).applied == []


def test_in_a_shared_case_a_sender_reads_only_its_own_proposal():
    case = stages.received(stages.proposal_with("GAK-088"))
    others = with_items(replacing("GAK-090"), sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    others.case = case
    others.save(update_fields=["case"])

    (known,) = open_cases(factories.submitter(drafts.regut()), on=TODAY)

    assert known.codes == ["GAK-088"]


def test_a_draft_is_nobodys_to_suppose():
    drafts.complete_draft()

    assert known_to(factories.caseworker()) == []


def test_what_a_sender_is_correcting_is_the_senders_own_until_it_is_sent_again():
    case = stages.returned(stages.proposal_with("GAK-088"))
    proposal = case.proposals.get()
    items.save_item(
        proposal=proposal,
        item=proposal.items.get(),
        by=proposal.created_by,
        kind="spraklig",
        code="GAK-088",
        new_text="Noe uferdig.",
    )

    assert known_to(factories.caseworker()) == []
    assert suppose(case).applied == []
    assert texts(suppose(case, reader=proposal.created_by))["GAK-088"] == "Noe uferdig."
    proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=TODAY)
    assert texts(suppose(case))["GAK-088"] == "Noe uferdig."


def test_a_person_without_a_role_reads_as_everyone():
    stages.received(stages.proposal_with("GAK-088"))

    assert known_to(factories.user(email="ingen@example.no")) == []


def test_those_outside_know_the_case_by_its_hearing():
    stages.in_hearing(stages.proposal_with("GAK-088"))

    (case,) = open_cases(AnonymousUser(), on=TODAY)

    assert (case.title, case.url, case.phase) == ("Høring om lever", "", "")


def test_codes_reserved_in_a_draft_are_the_directorates_own():
    case = stages.decided(with_items(replacing("GAK-088")))
    stages.locked_regulation(case)

    assert suppose(case).provisional == ()
    assert suppose(case, reader=AnonymousUser()).provisional == ("GAK-090",)


# --- queries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [Role.CASEWORKER, Role.SUBMITTER, None])
def test_the_queries_do_not_grow_with_the_cases(reader):
    def queries(cases: list[Case]) -> int:
        person = {Role.CASEWORKER: factories.caseworker, Role.SUBMITTER: factories.submitter, None: AnonymousUser}
        asking = person[reader]()
        with CaptureQueriesContext(connection) as captured:
            found = suppose(*cases, reader=asking)
            assert len(open_cases(asking, on=TODAY)) == len(cases)
        assert len(found.applied) == 2 * len(cases)
        return len(captured)

    first = [stages.in_hearing(with_items(replacing("GAK-088"), adding("Kunne A.")))]
    few = queries(first)
    more = [stages.in_hearing(with_items(replacing(f"GAK-1{n}0"), adding(f"Kunne B {n}."))) for n in range(3)]

    assert queries(first + more) == few
