"""The page «som om vedtatt»: choosing cases, reading what they would do, and being told no."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import ObjectiveVersion
from objectives.operations import RepealObjective
from organisations.models import Organisation
from tests import factories

from . import drafts, stages
from .test_as_if_adopted import adding, another_act_says, replacing, with_items

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 15)
PAGE = "/vedlegg/sammenlign/som-om-vedtatt/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("revisions.views.as_if_adopted.timezone.localdate", lambda: TODAY)


@pytest.fixture
def inside():
    return drafts.signed_in(factories.caseworker())


def shown(client, *cases, status: int = 200, **asked: str) -> str:
    answer = client.get(PAGE, {"sak": [case.number for case in cases], **asked})
    assert answer.status_code == status
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


def changes(page: str) -> str:
    return page.partition('aria-labelledby="red"')[2]


# --- a journey ----------------------------------------------------------------------------------------


def test_a_caseworker_picks_cases_and_reads_the_changes_word_by_word(inside):
    one = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(with_items(replacing("GAK-090"), adding()), title="Galleveier på nytt")
    listed = shown(inside)
    assert one.number in listed
    assert "Galleveier på nytt" in listed

    page = shown(inside, one, other)

    assert "3 læringsmål" in page
    assert "Språklig retting" in page
    assert "Skjerpet krav" in page
    assert "Nye læringsmål" in page
    assert '<del class="rl">' in changes(page)
    assert "GAK-[ny]" in changes(page)
    assert "GAK-[ny2]" in changes(page)
    assert "GAK-091" not in page  # nobody has been given it
    assert 'id="m-GAK-088"' in page


def test_the_chapter_is_read_in_full_as_it_would_be(inside):
    case = stages.received(stages.proposal_with("GAK-088"))
    factories.version("GAK-050", "Kjenne til noe som ikke endres.")

    page = changes(shown(inside, case, vis="etter", uendrede="ja", kapittel="C15"))

    assert "Kjenne til noe som ikke endres." in page
    assert "gallesten" in page
    assert "<del" not in page


def test_before_and_after_stand_side_by_side(inside):
    case = stages.received(stages.proposal_with("GAK-088"))

    page = changes(shown(inside, case, vis="side"))

    assert "Slik det er kunngjort, 15. juli 2026" in page
    assert "Som om vedtatt" in page


def test_conflicts_are_told_in_full_sentences_above_the_text(inside):
    one = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(with_items({"kind": "oppheving", "code": "GAK-088"}))

    page = shown(inside, one, other)

    assert "1 endring er ikke med" in page
    assert "Bare én av dem kan vedtas." in page


def test_when_all_is_overtaken_the_page_says_so(inside):
    case = stages.received(stages.proposal_with("GAK-088"))
    basis = ObjectiveVersion.objects.get(objective__code="GAK-088")
    another_act_says(RepealObjective(code="GAK-088", basis=basis.pk))

    page = shown(inside, case)

    assert "allerede opphevet ved FOR-2026-07-01-90" in page
    assert "Sakene endrer ingenting her." in page


def test_a_chapter_the_cases_leave_alone_is_told_so(inside):
    case = stages.received(stages.proposal_with("GAK-088"))
    factories.chapter("C22", "C22. Anestesiologi")

    assert "Sakene endrer ingenting her." in shown(inside, case, kapittel="C22")


def test_the_cases_page_leads_here_and_so_does_the_comparison(inside, client):
    case = stages.received(stages.proposal_with("GAK-088"))
    link = f"{PAGE}?sak={case.number[:4]}%2F{case.number[5:]}"

    assert link in inside.get(stages.address(case)).content.decode()
    assert link in drafts.signed_in(factories.submitter()).get(stages.address(case)).content.decode()
    assert PAGE in client.get("/vedlegg/sammenlign/").content.decode()


def test_while_the_sender_corrects_it_only_the_sender_is_led_there(inside):
    case = stages.returned(stages.proposal_with("GAK-088"))
    sender = drafts.signed_in(factories.submitter())

    assert PAGE not in inside.get(stages.address(case)).content.decode()
    assert PAGE in sender.get(stages.address(case)).content.decode()
    assert "1 læringsmål" in shown(sender, case)


def test_a_case_without_change_items_has_no_such_way(inside):
    case = stages.in_round(stages.activity_proposal())

    assert PAGE not in inside.get(stages.address(case)).content.decode()


# --- who sees what ------------------------------------------------------------------------------------


def test_everyone_picks_among_what_is_heard(client):
    heard = stages.in_hearing(stages.proposal_with("GAK-088"))
    hidden = stages.received(with_items(replacing("GAK-090", "Beherske noe hemmelig.")))

    page = shown(client, heard)

    assert "Høring om lever" in page
    assert "gallesten" in changes(page)
    assert hidden.number not in page
    assert heard.title not in page


def test_a_case_one_may_not_know_of_is_answered_as_one_that_does_not_exist(client):
    hidden = stages.received(stages.proposal_with("GAK-088"))
    stages.in_hearing(with_items(replacing("GAK-090")))

    page = shown(client, hidden, status=400)
    unknown = client.get(PAGE, {"sak": "2026/99999"})

    assert unknown.status_code == 400
    sentence = "Ingen av de åpne sakene du kan se, har nummer {}. Velg fra listen."
    assert sentence.format(hidden.number) in page
    assert sentence.format("2026/99999") in unknown.content.decode()
    assert "gallesten" not in page
    assert hidden.title not in page


def test_another_sender_gets_nothing_out_of_it():
    hidden = stages.in_round(stages.proposal_with("GAK-088"))
    other = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    page = shown(drafts.signed_in(other), hidden, status=400)

    assert "gallesten" not in page
    assert hidden.title not in page


def test_what_one_reads_is_kept_by_nobody(client, inside):
    for reader in (client, inside):
        assert "no-store" in reader.get(PAGE)["Cache-Control"]


def test_nobody_writes_here(inside):
    assert inside.post(PAGE).status_code == 405


# --- bad input ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"dato": "01.03.2026"}, "Et vedtak virker framover. Velg 15. juli 2026 eller en senere dag."),
        ({"dato": "31.02.2027"}, "Skriv datoen som dag, måned og år"),
        ({"dato": "01.01.1999"}, "Læringsmålene gjelder fra 1. mars 2017"),
        ({"kapittel": "C99"}, "Vi fant ikke dette kapittelet"),
        ({"sak": "x' OR 1=1"}, "Ingen av de åpne sakene du kan se"),
        ({"sak": "2026/00001\x00"}, "Ingen av de åpne sakene du kan se"),
    ],
)
def test_what_can_not_be_answered_is_told_why(inside, asked, says):
    stages.received(stages.proposal_with("GAK-088"))

    answer = inside.get(PAGE, asked)

    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize("asked", [{"vis": "x"}, {"uendrede": "\x00"}, {"dato": ""}, {}])
def test_what_is_odd_but_harmless_is_let_be(inside, asked):
    case = stages.received(stages.proposal_with("GAK-088"))

    assert "1 læringsmål" in shown(inside, case, **asked)


def test_without_open_cases_the_page_says_what_comes_here(client):
    assert "Ingen åpne saker å vise." in shown(client)


def test_the_queries_do_not_grow_with_the_cases(inside):
    def queries(*cases) -> int:
        with CaptureQueriesContext(connection) as captured:
            page = shown(inside, *cases)
        assert page.count('id="m-') == 2 * len(cases)
        return len(captured)

    first = stages.in_hearing(with_items(replacing("GAK-088"), adding("Kunne A.")))
    few = queries(first)
    more = [stages.in_hearing(with_items(replacing(f"GAK-1{n}0"), adding(f"Kunne B {n}."))) for n in range(3)]

    assert queries(first, *more) == few
