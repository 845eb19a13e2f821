"""The worklist and the list of cases: the right thing first, for the right person, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation, Role
from revisions.models import Case, Status
from revisions.pages.case_rows import days_left
from revisions.pages.worklist import worklist
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

WORKLIST, CASES = "/arbeidsliste/", "/saker/"


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


@pytest.fixture
def decision_maker():
    return drafts.signed_in(factories.decision_maker())


def rows(client, **query) -> list[str]:
    """The next step of each case in the list."""
    answer = client.get(WORKLIST, query)
    assert answer.status_code == 200
    return [row.next for row in answer.context["worklist"].rows]


def counts(client, **query) -> dict[str, str]:
    """What stands at each tab."""
    return {tab.slug: tab.count for tab in client.get(WORKLIST, query).context["worklist"].tabs}


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (Status.RECEIVED, "Vurder om forslaget er fullstendig"),
        (Status.COMPLETENESS, "Åpne innspillsrunde, eller send tilbake"),
        (Status.RETURNED, "Avsenderen retter forslaget"),
        (Status.INPUT_ROUND, "Send på høring"),
        (Status.HEARING, "Gå til vedtak"),
        (Status.DECISION, "Legg forslaget fram for en beslutter"),
        (Status.DECISION_PROPOSED, "En beslutter fatter vedtak"),
        (Status.REGULATION, "Ta ett punkt inn i en endringsforskrift"),
        (Status.ANNOUNCED, "Start oppfølgingen"),
        (Status.PUBLISHED, "Start oppfølgingen"),
        (Status.FOLLOW_UP, "Avslutt saken når alt er fulgt opp"),
        (Status.POSTPONED, "Hviler til den tas opp igjen"),
    ],
)
def test_a_case_of_mine_says_what_comes_next(caseworker, status, what):
    stages.in_status(status)

    assert rows(caseworker) == [what]


@pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN])
def test_an_ended_case_is_not_in_the_worklist(caseworker, status):
    stages.in_status(status)

    assert rows(caseworker, visning="alle") == []


@pytest.mark.parametrize(
    ("days", "waits", "words", "urgency"),
    [
        (-4, False, "4 dager over", "late"),
        (-1, False, "1 dag over", "late"),
        (0, True, "siste dag", "soon"),
        (1, True, "1 dag igjen", "soon"),
        (10, True, "10 dager igjen", "soon"),
        (11, True, "11 dager igjen", ""),
    ],
)
def test_a_deadline_says_how_far_off_it_is_and_what_waits(days, waits, words, urgency):
    case, on = stages.in_round(), dt.date(2026, 8, 1)
    Case.objects.update(due_on=on + dt.timedelta(days=days))
    query = {"visning": "venter" if waits else "frist"}

    found = worklist(user=factories.caseworker(), query=as_query(query), on=on)
    other = worklist(user=factories.caseworker(), query=as_query({"visning": "frist" if waits else "venter"}), on=on)

    assert [(row.case, row.days_left, row.urgency) for row in found.rows] == [(case, words, urgency)]
    assert other.rows == []


def as_query(values: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(values)
    return query


def test_no_deadline_has_no_words():
    assert days_left(None) == ""


def test_the_deadline_is_the_one_of_the_phase_and_falls_away_with_it():
    case = stages.in_round()
    assert case.due_on == stages.ROUND_CLOSES

    hearing = stages.in_hearing(stages.proposal_with("GAK-090"))
    assert hearing.due_on == stages.HEARING_CLOSES

    perform(hearing, Action.PREPARE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    assert stages.refreshed(hearing).due_on is None


def test_new_proposals_have_their_tab_until_they_are_cases(caseworker):
    proposal = stages.proposal_with("GAK-088")

    answer = caseworker.get(WORKLIST, {"visning": "nye"})

    assert list(answer.context["worklist"].received) == [proposal]
    assert answer.context["worklist"].begin.url == f"/forslag/{proposal.pk}/sak/"
    assert "Opprett sak" in answer.content.decode()
    assert counts(caseworker)["nye"] == "1"


def test_a_draft_is_in_nobodys_worklist(caseworker):
    drafts.complete_draft()

    assert counts(caseworker)["nye"] == "0"


def test_what_is_late_is_where_to_begin(caseworker):
    stages.proposal_with("GAK-088")
    late = stages.in_round(stages.proposal_with("GAK-090"))

    assert caseworker.get(WORKLIST).context["worklist"].begin.url == late.get_absolute_url()


def test_a_decision_maker_sees_first_what_waits_for_a_decision(decision_maker):
    stages.assessed(stages.proposal_with("GAK-088"))
    waiting = stages.proposed(stages.proposal_with("GAK-090"))

    found = decision_maker.get(WORKLIST).context["worklist"]

    assert found.shown == "vedtak"
    assert [row.case for row in found.rows] == [waiting]
    assert found.begin.url == waiting.get_absolute_url()


def test_who_proposed_it_is_told_that_another_decides():
    by = factories.user(Role.DECISION_MAKER, email=factories.caseworker().email)
    stages.proposed()

    assert rows(drafts.signed_in(by)) == ["En annen beslutter fatter vedtak"]


def test_a_shorter_case_that_its_own_decision_maker_laid_forward_waits_for_another():
    case = stages.activity_case_in_decision()
    by = factories.user(Role.DECISION_MAKER, email=factories.caseworker().email)
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    assert rows(drafts.signed_in(by)) == ["En annen beslutter fatter vedtak"]


def test_mine_is_mine_and_alle_is_all(caseworker):
    case = stages.assessed()
    Case.objects.update(responsible=factories.user(Role.CASEWORKER, email="en-annen@example.no"))

    assert rows(caseworker) == []
    assert case.title in caseworker.get(WORKLIST, {"visning": "alle"}).content.decode()


def test_what_waits_and_what_is_late_is_ones_own_unless_everybodys_is_asked_for(caseworker):
    stages.in_round()
    Case.objects.update(responsible=factories.user(Role.CASEWORKER, email="en-annen@example.no"))

    assert rows(caseworker, visning="frist") == []
    assert len(rows(caseworker, visning="frist", utvalg="alle")) == 1


def test_what_nobody_has_stands_apart(caseworker):
    stages.assessed()
    Case.objects.update(responsible=None)

    assert rows(caseworker, visning="ufordelt") == ["Tildel saken"]
    assert counts(caseworker)["ufordelt"] == "1"


def test_what_i_follow_has_its_tab(caseworker):
    case = stages.assessed()
    Case.objects.update(responsible=None)
    caseworker.post(stages.address(case, "folg"), {"folg": "ja"})

    assert rows(caseworker, visning="folger") == ["Tildel saken"]


def test_the_filters_stand_in_the_address_and_narrow_the_list(caseworker):
    stages.assessed(stages.proposal_with("GAK-088"))
    stages.decided(stages.proposal_with("GAK-090"))
    slug = factories.specialty().slug

    assert len(rows(caseworker, fase="fullstendighet")) == 1
    assert len(rows(caseworker, fase="tull")) == 2
    assert len(rows(caseworker, spesialitet=slug, saksgang="forskrift")) == 2
    assert rows(caseworker, spesialitet="en-annen") == rows(caseworker, saksgang="utdypende") == []
    assert len(rows(caseworker, visning="alle", saksbehandler=factories.caseworker().pk)) == 2
    assert rows(caseworker, visning="alle", lop="2027-03-01") == rows(caseworker, lop="utenom") == []


def test_the_tabs_keep_the_filters(caseworker):
    tabs = caseworker.get(WORKLIST, {"fase": "horing", "q": "lever"}).context["worklist"].tabs

    assert all("fase=horing" in tab.url and "q=lever" in tab.url for tab in tabs)


def test_an_empty_worklist_says_what_will_come(caseworker, decision_maker):
    assert "Du har ingen saker." in caseworker.get(WORKLIST).content.decode()
    assert "Ingen saker venter på vedtak." in decision_maker.get(WORKLIST).content.decode()
    assert "Ingen saker passer." in caseworker.get(WORKLIST, {"fase": "horing"}).content.decode()


def test_a_sender_is_told_whose_the_worklist_is():
    answer = drafts.signed_in(factories.submitter(drafts.regut())).get(WORKLIST)

    assert answer.status_code == 403
    assert "Arbeidslisten er for Helsedirektoratet." in answer.content.decode()


def test_the_board_has_each_case_in_the_column_of_its_phase(caseworker):
    stages.returned(stages.proposal_with("GAK-088"))
    stages.in_round(stages.proposal_with("GAK-089"))
    stages.decided(stages.proposal_with("GAK-090"))

    columns = caseworker.get(WORKLIST, {"visning": "tavle"}).context["worklist"].columns

    assert {str(column.title): column.count for column in columns if column.rows} == {
        "Fullstendighet": "1",
        "Innspillsrunde": "1",
        "Kunngjøring": "1",
    }


def test_the_board_leads_to_the_rest_of_a_full_column(caseworker):
    many_cases(30)

    column = caseworker.get(WORKLIST, {"visning": "tavle"}).context["worklist"].columns[0]

    assert (column.count, len(column.rows)) == ("30", 8)
    assert ("Fullstendighet", "?visning=alle&fase=fullstendighet") in column.more


def test_the_cases_of_a_specialty_are_found_once_for_all_columns_and_tabs(caseworker):
    stages.in_decision()
    with CaptureQueriesContext(connection) as asked:
        page = caseworker.get("/arbeidsliste/", {"visning": "tavle", "spesialitet": "gastroenterologisk-kirurgi"})

    assert [len(column.rows) for column in page.context["worklist"].columns] == [0, 0, 0, 1, 0, 0, 0]
    assert sum('"slug" = ' in query["sql"] for query in asked.captured_queries) == 1


def test_the_list_is_leafed_through_by_deadline_then_number_and_the_undated_come_last(caseworker):
    cases = many_cases(60)
    for case in cases[:30]:
        case.due_on = stages.RECEIVED + dt.timedelta(days=30 - int(case.number[-2:]) // 2)
    Case.objects.bulk_update(cases[:30], ["due_on"])
    seen: list[str] = []
    url = "?visning=alle"

    while url:
        page = caseworker.get(WORKLIST + url).context["worklist"]
        seen += [row.case.number for row in page.rows]
        url = page.next_url

    dated = sorted(cases[:30], key=lambda case: (case.due_on, case.number))
    assert seen == [case.number for case in dated] + [case.number for case in cases[30:]]


@pytest.mark.parametrize("place", ["tull", "~", "2026-99-99~x", "~\x00", "2026-01-01~"])
def test_a_place_that_is_none_breaks_nothing(caseworker, place):
    assert caseworker.get(WORKLIST, {"visning": "alle", "etter": place}).status_code == 200


def test_a_tab_counts_to_a_hundred_and_no_further(caseworker):
    Case.objects.bulk_create(
        Case(number=f"2026/{serial:05d}", title="Sak", opened_on=stages.RECEIVED, status=Status.COMPLETENESS)
        for serial in range(1, 151)
    )

    assert counts(caseworker)["ufordelt"] == "99+"


# --- all cases ----------------------------------------------------------------------------------------


def numbers(answer) -> list[str]:
    return [case.number for case in answer.context["page"].rows]


def many_cases(count: int) -> list[Case]:
    cases = [
        Case(number=f"2026/{serial:05d}", title=f"Sak {serial}", opened_on=stages.RECEIVED, status=Status.COMPLETENESS)
        for serial in range(1, count + 1)
    ]
    return Case.objects.bulk_create(cases)


def test_cases_are_leafed_through_by_number_in_both_directions(caseworker):
    many_cases(60)

    first = caseworker.get(CASES)
    second = caseworker.get(CASES + first.context["next_url"])
    third = caseworker.get(CASES + second.context["next_url"])
    back = caseworker.get(CASES + second.context["previous_url"])

    assert (numbers(first)[0], numbers(first)[-1]) == ("2026/00060", "2026/00036")
    assert (numbers(second)[0], numbers(second)[-1]) == ("2026/00035", "2026/00011")
    assert (numbers(third)[0], numbers(third)[-1]) == ("2026/00010", "2026/00001")
    assert numbers(back) == numbers(first)
    assert (first.context["previous_url"], third.context["next_url"], back.context["previous_url"]) == ("", "", "")


def test_leafing_keeps_the_search(caseworker):
    many_cases(60)

    answer = caseworker.get(CASES, {"q": "Sak", "fase": "fullstendighet"})

    assert answer.context["next_url"] == "?q=Sak&fase=fullstendighet&etter=2026%2F00036"


def test_cases_are_found_by_title_number_and_phase(caseworker):
    stages.assessed(stages.proposal_with("GAK-088"))
    other = stages.received(stages.proposal_with("GAK-090"), title="Endetarm")

    assert numbers(caseworker.get(CASES, {"q": "endeTARM"})) == [other.number]
    assert numbers(caseworker.get(CASES, {"q": "00002"})) == [other.number]
    assert numbers(caseworker.get(CASES, {"fase": "mottatt"})) == [other.number]
    assert "Ingen saker passer." in caseworker.get(CASES, {"q": "finnes ikke"}).content.decode()


def test_a_sender_sees_its_own_cases_and_only_its_own_part_of_them():
    own = stages.received(stages.proposal_with("GAK-088"))
    others = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    stages.received(stages.proposal_with("GAK-090", sender=others), title="De andres")

    answer = drafts.signed_in(factories.submitter(drafts.regut())).get(CASES)

    assert numbers(answer) == [own.number]
    assert "Legeforeningen" not in answer.content.decode()
    assert "Saksbehandler" not in answer.content.decode()


def test_somebody_without_cases_is_told_when_there_will_be_some():
    answer = drafts.signed_in(factories.user()).get(CASES)

    assert "Ingen saker ennå." in answer.content.decode()


# --- how much they ask the database -------------------------------------------------------------------


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def cases_in_every_phase(first: int) -> None:
    for number, status in enumerate((Status.DECISION, Status.DECISION_PROPOSED, Status.REGULATION, Status.HEARING)):
        stages.BY_STATUS[status](stages.proposal_with(f"GAK-{first + number:03d}"))
    stages.proposal_with(f"GAK-{first + 9:03d}")


@pytest.mark.parametrize("view", ["mine", "nye", "venter", "frist", "folger", "alle", "tavle"])
def test_the_worklist_asks_as_many_questions_for_many_rows_as_for_few(caseworker, view):
    cases_in_every_phase(100)
    few = queries(caseworker, f"{WORKLIST}?visning={view}")
    cases_in_every_phase(200)

    assert queries(caseworker, f"{WORKLIST}?visning={view}") == few


def test_the_decision_makers_list_and_all_cases_ask_as_many_questions_for_many_as_for_few(caseworker, decision_maker):
    pages = [(decision_maker, WORKLIST), (caseworker, CASES)]
    cases_in_every_phase(100)
    few = [queries(client, address) for client, address in pages]
    cases_in_every_phase(200)

    assert [queries(client, address) for client, address in pages] == few
    assert decision_maker.get(WORKLIST).content.decode().count('class="sub num"') == 2
    assert caseworker.get(CASES).content.decode().count('class="sub num"') == 8


@pytest.mark.parametrize("name", ["q", "etter", "for"])
def test_a_character_no_text_can_hold_breaks_no_list_of_cases(client, name):
    client.force_login(factories.caseworker())

    assert client.get(f"/saker/?{name}=%00").status_code == 200
