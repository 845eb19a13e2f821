"""The directorate's own words on what is split and on headings, and what can't be adopted with changes (SA-6)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import ObjectiveVersion, Succession, ThemeVersion
from objectives.operations import SplitObjective, from_data
from revisions.models import Case, ChangeItem, Proposal
from revisions.services import acts, decisions, items, proposals
from revisions.transitions import Action, perform
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db

LATER = dt.date(2027, 3, 1)
WITH_CHANGES = "vedtatt_med_endringer"


@pytest.fixture
def proposal() -> Proposal:
    """A split, a renamed heading and a move, ready to be sent."""
    liver, bile = factories.theme("15.1", "Lever"), factories.theme("15.2", "Galleveier")
    factories.version("GAK-001", "Ha kunnskap om og kunne behandle leversvikt.", under=liver)
    factories.version("GAK-002", "Ha kunnskap om levermetastaser.", under=liver)
    draft = drafts.draft()
    by = draft.created_by
    texts = ("Ha kunnskap om leversvikt.", "Kunne behandle leversvikt.")
    items.save_item(proposal=draft, by=by, kind="deling", code="GAK-001", texts=texts, approvals_carry_over=True)
    items.save_item(proposal=draft, by=by, kind="endret-overskrift", theme=liver, number="15.1", new_text="Levra")
    items.save_item(proposal=draft, by=by, kind="flytting", code="GAK-002", chapter=bile.chapter, theme=bile)
    proposals.save_parts(proposal=draft, by=by, **drafts.PARTS)
    return proposals.submit_proposal(proposal=draft, by=by, on=stages.RECEIVED)


@pytest.fixture
def case(proposal) -> Case:
    return stages.in_decision(proposal)


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def item_of(case: Case, kind: str) -> ChangeItem:
    return ChangeItem.objects.get(proposal__case=case, kind=kind)


def decide(client, case: Case, kind: str, **fields):
    address = stages.address(case, "vedtak", item_of(case, kind).pk)
    seen = client.get(address).context["form"]["seen"].value() or ""
    return client.post(address, {"outcome": WITH_CHANGES, "reason": "Etter høringen.", "seen": seen, **fields})


def test_the_page_shows_the_proposed_texts_of_a_split_to_be_changed(caseworker, case):
    page = caseworker.get(stages.address(case, "vedtak", item_of(case, "deling").pk)).content.decode()

    assert "Direktoratets tekst 2" in page
    assert "Kunne behandle leversvikt.</textarea>" in page


def test_a_split_and_a_heading_become_law_with_the_directorates_words(caseworker, case):
    own = {"text_1": "Ha god kunnskap om leversvikt.", "text_2": "Selvstendig kunne behandle leversvikt."}

    assert decide(caseworker, case, "deling", **own).status_code == 302
    assert decide(caseworker, case, "endret-overskrift", number="15.1", title="Lever og milt").status_code == 302
    assert decide(caseworker, case, "flytting", outcome="vedtatt").status_code == 302
    stages.without_a_new_hearing(case)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    announced(case)

    codes = [link.new.code for link in Succession.objects.filter(old__code="GAK-001").order_by("new__number")]
    texts = {row.objective.code: row.text for row in ObjectiveVersion.objects.in_force(on=LATER)}
    assert [texts[code] for code in codes] == list(own.values())
    assert ThemeVersion.objects.in_force(on=LATER).filter(title="Lever og milt").exists()


def announced(case: Case) -> None:
    decisions.make_decisions(case=stages.refreshed(case), by=factories.decision_maker(), on=stages.DECIDED)
    acts.announce_regulation(
        regulation=stages.locked_regulation(case),
        number=1319,
        decided_on=stages.DECIDED,
        announced_at=factories.announced(stages.ANNOUNCED),
        by=factories.caseworker(),
        on=stages.ANNOUNCED,
    )


def test_a_split_that_is_adopted_becomes_one_clause_with_its_parts(case):
    stages.propose_all(case)
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    announced(case)

    clause = item_of(case, "deling").clause
    operation = from_data(clause.operation)
    assert isinstance(operation, SplitObjective)
    assert [part.text for part in operation.parts] == ["Ha kunnskap om leversvikt.", "Kunne behandle leversvikt."]
    assert clause.more_objectives.count() == 1


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("deling", {}, "Skriv direktoratets tekst, eller velg et annet utfall."),
        ("deling", {"text_1": "Bare én."}, "GAK-001 må deles i minst to."),
        (
            "deling",
            {"text_1": "Ha kunnskap om leversvikt.", "text_2": "Kunne behandle leversvikt."},
            "Direktoratets tekst er lik forslaget.",
        ),
        ("endret-overskrift", {"number": "15.1", "title": "Lever"}, "blir lik den gjeldende"),
        (
            "endret-overskrift",
            {"number": "15.1", "title": ""},
            "Skriv direktoratets tekst, eller velg et annet utfall.",
        ),
        ("flytting", {}, "Velg et av utfallene."),
    ],
)
def test_own_words_that_say_nothing_new_are_refused(caseworker, case, kind, fields, sentence):
    answer = decide(caseworker, case, kind, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_case_page_asks_no_more_for_more_items(caseworker, case, django_assert_num_queries):
    with CaptureQueriesContext(connection) as three:
        caseworker.get(case.get_absolute_url())
    factories.version("GAK-050", "Alfa.", under=factories.theme("15.1", "Lever"))
    first = item_of(case, "deling")
    objective = ObjectiveVersion.objects.get(objective__code="GAK-050")
    ChangeItem.objects.create(
        proposal=first.proposal,
        position=4,
        kind="deling",
        objective=objective.objective,
        basis=objective,
        old_text="Alfa.",
        texts=["Beta.", "Gamma."],
        approvals_carry_over=False,
        chapter=objective.chapter,
        theme=objective.theme,
    )

    with django_assert_num_queries(len(three)):
        page = caseworker.get(case.get_absolute_url()).content.decode()

    assert "GAK-050" in page
    assert "Gamma." in page


def test_an_item_placed_by_a_heading_that_is_not_adopted_is_warned_of(caseworker):
    liver = factories.theme("15.1", "Lever")
    factories.version("GAK-001", under=liver)
    draft = drafts.draft()
    by = draft.created_by
    heading = items.save_item(
        proposal=draft, by=by, kind="ny-overskrift", number="15.9", new_text="Milt", chapter=liver.chapter
    )
    items.save_item(proposal=draft, by=by, kind="flytting", code="GAK-001", chapter=liver.chapter, new_heading=heading)
    proposals.save_parts(proposal=draft, by=by, **drafts.PARTS)
    case = stages.in_decision(proposals.submit_proposal(proposal=draft, by=by, on=stages.RECEIVED))

    decide(caseworker, case, "ny-overskrift", outcome="avslatt")

    page = caseworker.get(case.get_absolute_url()).content.decode()
    assert "Plasseres ved den nye overskriften i punkt 1, som ikke vedtas." in page
