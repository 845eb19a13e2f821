"""Where the case and the endringsforskrift meet: taking items in, and registering the announcement."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import Objective, ObjectiveVersion
from objectives.models.validity import from_day
from organisations.models import Role
from organisations.refusals import RuleViolation
from regulations.models import AmendmentRegulation
from revisions.models import Case, Decision, Status
from revisions.services import acts, decisions
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def items_address(draft: AmendmentRegulation) -> str:
    return f"/endringsforskrifter/{draft.pk}/punkter/"


def announce_address(draft: AmendmentRegulation) -> str:
    return f"/endringsforskrifter/{draft.pk}/kunngjor/"


def item_of(case: Case):
    return case.proposals.get().items.first()


def text_of(answer) -> str:
    return answer.content.decode()


# --- taking items in ----------------------------------------------------------------------------------


def test_adopted_items_are_offered_and_taken_in(caseworker):
    case, draft = stages.decided(stages.proposal_with("GAK-088", "GAK-090")), stages.regulation()
    first, second = acts.items_ready()

    shown = caseworker.get(items_address(draft))
    answer = caseworker.post(items_address(draft), {"items": [first.pk]}, follow=True)

    assert [row.item for row in shown.context["ready"]] == [first, second]
    assert answer.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "Ett endringspunkt er tatt inn." in text_of(answer)
    assert list(acts.items_ready()) == [second]
    assert stages.refreshed(case).status == Status.REGULATION


def test_the_directorates_own_text_is_what_is_shown_and_taken_in(caseworker):
    case = stages.in_decision()
    decisions.propose_outcome(
        item=item_of(case),
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        text="Ha kunnskap om gallesteinssykdom.",
        reason="Flertall.",
        by=factories.caseworker(),
    )
    stages.without_a_new_hearing(case)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)
    draft = stages.regulation()

    html = text_of(caseworker.get(items_address(draft)))
    caseworker.post(items_address(draft), {"items": [item_of(case).pk]})

    assert "gallesteinssykdom" in html
    assert draft.clauses.get().operation["text"] == "Ha kunnskap om gallesteinssykdom."


def test_nothing_ticked_is_said(caseworker):
    stages.decided()
    draft = stages.regulation()

    answer = caseworker.post(items_address(draft), {})

    assert answer.status_code == 422
    assert "Kryss av for minst ett endringspunkt." in text_of(answer)


def test_an_item_somebody_else_has_taken_in_meanwhile_is_refused(caseworker):
    case, draft = stages.decided(), stages.regulation()
    acts.include_item(item=item_of(case), regulation=stages.regulation(name="En annen"), by=factories.caseworker())

    answer = caseworker.post(items_address(draft), {"items": [item_of(case).pk]})

    assert answer.status_code == 422
    assert "kan ikke tas inn lenger" in text_of(answer)
    assert "Står i utkastet «En annen»." in text_of(answer)


def test_of_several_items_all_are_taken_in_or_none(caseworker, monkeypatch):
    stages.decided(stages.proposal_with("GAK-088", "GAK-090"))
    draft = stages.regulation()
    first, second = acts.items_ready()
    whole = acts.include_item

    def refuses_the_second(*, item, regulation, by):
        if item == second:
            raise RuleViolation("Det gikk ikke.", code="no")
        return whole(item=item, regulation=regulation, by=by)

    monkeypatch.setattr(acts, "include_item", refuses_the_second)
    answer = caseworker.post(items_address(draft), {"items": [first.pk, second.pk]})

    assert answer.status_code == 422
    assert "Det gikk ikke." in text_of(answer)
    assert not draft.clauses.exists()


def test_what_is_not_ready_says_why(caseworker):
    undecided = stages.proposed(stages.proposal_with("GAK-088"))
    changed = stages.decided(stages.proposal_with("GAK-090"))
    version = ObjectiveVersion.objects.get(objective__code="GAK-090")
    version.valid = from_day(version.valid_from, dt.date(2026, 5, 1))
    version.repealed_by = factories.act(200, dt.date(2026, 4, 1))
    version.save(update_fields=["valid", "repealed_by"])
    draft = stages.regulation()

    answer = caseworker.get(items_address(draft))

    assert answer.context["ready"] == []
    why = {row.item.proposal.case.number: row.why for row in answer.context["not_ready"]}
    assert why[undecided.number] == "Vedtaket er ikke fattet."
    assert why[changed.number].startswith("GAK-090 er allerede opphevet ved FOR-2026-04-01-200")


def test_an_empty_list_says_when_there_will_be_something(caseworker):
    assert "Ingen punkter er klare." in text_of(caseworker.get(items_address(stages.regulation())))


def test_a_locked_and_an_announced_draft_take_nothing_more(caseworker):
    draft = stages.locked_regulation(stages.decided(stages.proposal_with("GAK-088")))
    announced = AmendmentRegulation.objects.filter(
        clauses__change_item__proposal__case=stages.announced(stages.proposal_with("GAK-090"))
    ).get()

    locked_answer, announced_answer = caseworker.get(items_address(draft)), caseworker.get(items_address(announced))

    assert (locked_answer.status_code, announced_answer.status_code) == (409, 409)
    assert "er låst for kunngjøring" in text_of(locked_answer)
    assert "er kunngjort og kan ikke endres" in text_of(announced_answer)


def test_the_list_asks_as_many_questions_for_many_items_as_for_few(caseworker):
    def queries(draft):
        caseworker.get(items_address(draft))
        with CaptureQueriesContext(connection) as captured:
            answer = caseworker.get(items_address(draft))
        return len(captured), len(answer.context["ready"])

    draft = stages.regulation()
    stages.decided(stages.proposal_with("GAK-088", "GAK-089"))
    few, two = queries(draft)
    stages.decided(stages.proposal_with(*(f"GAK-{number}" for number in range(100, 110))))
    many, twelve = queries(draft)

    assert (two, twelve) == (2, 12)
    assert many == few


# --- the announcement ---------------------------------------------------------------------------------


def announcement(**fields) -> dict[str, str]:
    return {
        "announced_on": "20.07.2026",
        "announced_time": "13.15",
        "decided_on": "10.07.2026",
        "number": "1319",
        "bekreftet": "1",
        **fields,
    }


def unconfirmed(**fields) -> dict[str, str]:
    return {name: value for name, value in announcement(**fields).items() if name != "bekreftet"}


def test_what_will_happen_is_shown_before_it_is_registered(caseworker):
    case = stages.decided(stages.proposal_with("GAK-088", "GAK-090"))
    draft = stages.locked_regulation(case)

    answer = caseworker.post(announce_address(draft), unconfirmed())

    assert answer.status_code == 200
    assert "Kontroller kunngjøringen før du registrerer den" in text_of(answer)
    assert "FOR-2026-07-10-1319" in text_of(answer)
    assert "2 endringsledd skrives til registeret samtidig." in text_of(answer)
    assert stages.refreshed(case).status == Status.REGULATION


def test_what_looks_like_a_slip_is_told_and_stops_nothing(caseworker):
    draft = stages.locked_regulation(stages.decided())
    same_day = {"decided_on": "19.07.2026", "announced_on": "19.07.2026"}

    shown = caseworker.post(announce_address(draft), unconfirmed(**same_day))
    registered = caseworker.post(announce_address(draft), announcement(**same_day))

    assert "kunngjort samme dag som den er vedtatt, 19. juli 2026" in text_of(shown)
    assert "19. juli 2026 er i en helg" in text_of(shown)
    assert registered.status_code == 302


def test_going_back_to_the_form_keeps_what_was_typed(caseworker):
    draft = stages.locked_regulation(stages.decided())

    answer = caseworker.post(announce_address(draft), unconfirmed(rett="1"))

    assert answer.status_code == 200
    assert 'value="1319"' in text_of(answer)
    assert not draft.is_announced


def test_a_used_number_is_refused_before_anybody_is_asked_to_confirm(caseworker):
    draft = stages.locked_regulation(stages.decided())
    factories.act(1319, dt.date(2026, 6, 19))

    answer = caseworker.post(announce_address(draft), unconfirmed())

    assert answer.status_code == 422
    assert "Nummer 1319 er allerede brukt i 2026" in text_of(answer)


def test_the_announcement_changes_the_register_and_leads_to_the_act(caseworker):
    case = stages.decided(stages.proposal_with("GAK-088", "GAK-090"))
    draft = stages.locked_regulation(case)

    answer = caseworker.post(announce_address(draft), announcement(), follow=True)

    assert answer.redirect_chain == [("/forskrifter/2026/1319/", 302)]
    assert "Kunngjøringen er registrert. 2 læringsmål er endret." in text_of(answer)
    assert stages.refreshed(case).status == Status.ANNOUNCED
    on_the_day = ObjectiveVersion.objects.in_force(on=stages.ANNOUNCED).get(objective__code="GAK-088")
    assert on_the_day.text == "Ha kunnskap om utredning av gallesten."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decided_on": "09.07.2026"}, "Forskriften kan ikke være vedtatt 9. juli 2026"),
        ({"number": "mange"}, "Skriv nummeret med sifre"),
        ({"announced_on": ""}, "Skriv datoen i Norsk Lovtidend"),
        ({"announced_on": "20.07.2099"}, "kan ikke registreres før den har skjedd"),
    ],
)
def test_a_refused_announcement_keeps_what_was_typed_and_changes_nothing(caseworker, fields, words):
    case = stages.decided()
    draft = stages.locked_regulation(case)

    answer = caseworker.post(announce_address(draft), announcement(**fields))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "13.15" in text_of(answer)
    assert stages.refreshed(case).status == Status.REGULATION
    assert not Objective.objects.get(code="GAK-088").versions.exclude(valid__startswith=factories.LONG_AGO).exists()


def test_an_announcement_is_registered_once(caseworker):
    draft = stages.locked_regulation(stages.decided())
    caseworker.post(announce_address(draft), announcement())

    answer = caseworker.post(announce_address(draft), announcement(number="1320"))

    assert answer.status_code == 409
    assert "allerede kunngjort" in text_of(answer)


def test_an_unlocked_draft_is_not_announced(caseworker):
    stages.decided()

    answer = caseworker.post(announce_address(stages.regulation()), announcement())

    assert answer.status_code == 409
    assert "ikke låst" in text_of(answer)


def test_the_announcement_is_posted_and_never_got(caseworker):
    assert caseworker.get(announce_address(stages.regulation())).status_code == 405


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 403), (Role.READER, 404)])
def test_only_those_who_draft_get_to_the_draft(role, status):
    draft = stages.regulation()
    client = drafts.signed_in(factories.user(role))

    assert client.get(items_address(draft)).status_code == status
    assert client.post(announce_address(draft), announcement()).status_code == status


def test_a_draft_is_unknown_to_senders():
    draft = stages.regulation()
    client = drafts.signed_in(factories.submitter(drafts.regut()))

    assert client.get(items_address(draft)).status_code == 404
    assert client.post(announce_address(draft), announcement()).status_code == 404


def test_what_an_abandoned_draft_held_can_be_taken_into_another():
    case = stages.decided()
    draft = stages.locked_regulation(case)
    item = case.proposals.get().items.get()

    acts.abandon_regulation(regulation=draft, reason="Departementet vil vente.", by=factories.caseworker())

    item.refresh_from_db()
    assert item.clause is None
    assert item in acts.items_ready()
