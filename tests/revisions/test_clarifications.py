"""A question of principle is gathered across cases, answered once, and told in each of them (SA-5)."""

from __future__ import annotations

import pytest

from notifications.models import Event, Verb
from organisations.refusals import NotPermitted, WrongState
from revisions.models import Case, PrincipleClarification
from revisions.services import clarifications
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


def raised(case: Case | None = None) -> PrincipleClarification:
    return clarifications.raise_clarification(
        title="Kan et volumkrav reduseres?",
        background="Færre prosedyrer.",
        by=factories.caseworker(),
        on=stages.RECEIVED,
        case=case,
    )


def settled(question: PrincipleClarification) -> PrincipleClarification:
    return clarifications.settle(
        clarification=question,
        outcome="Nei, ikke uten en faglig grunn.",
        by=factories.decision_maker(),
        on=stages.DECIDED,
    )


def test_a_question_is_raised_from_a_case_in_the_browser():
    case = stages.assessed()
    client = drafts.signed_in(factories.caseworker())

    answer = client.post(f"/avklaringer/ny/?sak={case.number}", {"title": "Kan et volumkrav reduseres?"})

    question = PrincipleClarification.objects.get()
    assert answer["Location"] == question.get_absolute_url()
    assert list(question.cases.all()) == [case]
    assert "Kan et volumkrav reduseres?" in client.get(stages.address(case)).content.decode()


def test_the_answer_stands_in_the_journal_of_each_case():
    first, second = stages.assessed(), stages.received(stages.proposal_with("GAK-090"), title="Endetarm")
    question = raised(first)
    clarifications.link_case(clarification=question, case=second, by=factories.caseworker())

    settled(question)

    told = Event.objects.filter(verb=Verb.PRINCIPLE_SETTLED)
    assert {event.case_number for event in told} == {first.number, second.number}
    html = drafts.signed_in(factories.caseworker()).get(stages.address(second)).content.decode()
    assert "Nei, ikke uten en faglig grunn." in html


def test_a_case_is_linked_by_its_number_and_taken_away_again():
    case, question = stages.assessed(), raised()
    client = drafts.signed_in(factories.caseworker())

    client.post(question.get_absolute_url(), {"valg": "knytt", "number": case.number})
    assert list(question.cases.all()) == [case]

    client.post(question.get_absolute_url(), {"valg": "fjern", "number": case.number})
    assert not question.cases.exists()


def test_an_unknown_number_is_told():
    answer = drafts.signed_in(factories.caseworker()).post(
        raised().get_absolute_url(), {"valg": "knytt", "number": "2026/99999"}
    )

    assert answer.status_code == 422
    assert "Ingen sak har nummeret 2026/99999." in answer.content.decode()


def test_only_a_decision_maker_settles_it():
    question = raised()

    with pytest.raises(NotPermitted):
        clarifications.settle(clarification=question, outcome="Ja.", by=factories.caseworker(), on=stages.DECIDED)
    answer = drafts.signed_in(factories.decision_maker()).post(
        question.get_absolute_url(), {"valg": "avklar", "outcome": "Ja."}
    )

    question.refresh_from_db()
    assert answer.status_code == 302
    assert question.is_settled


def test_what_is_settled_stands():
    question, case = settled(raised()), stages.assessed()

    with pytest.raises(WrongState):
        settled(question)
    with pytest.raises(WrongState):
        clarifications.link_case(clarification=question, case=case, by=factories.caseworker())
    answer = drafts.signed_in(factories.decision_maker()).post(
        question.get_absolute_url(), {"valg": "avklar", "outcome": "Ja."}
    )
    assert answer.status_code == 409


def test_the_list_has_the_open_ones_first(django_assert_max_num_queries):
    settled(raised())
    raised(stages.assessed())

    client = drafts.signed_in(factories.caseworker())

    with django_assert_max_num_queries(8):
        html = client.get("/avklaringer/").content.decode()

    assert html.index("Ikke avklart") < html.index("Avklart</h2>")
    assert "1 sak i gang" in html
