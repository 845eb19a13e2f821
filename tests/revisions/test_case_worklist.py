"""The worklist and the list of cases: the right thing first, for the right person, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearings.models import ConsultationRound
from organisations.models import Organisation, Role
from revisions.models import Case, Status
from revisions.pages.worklist import days_left, worklist
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


def sections(client, **query) -> dict[str, list[str]]:
    """What stands under each heading: the next step of each case."""
    answer = client.get(WORKLIST, query)
    assert answer.status_code == 200
    found = answer.context["worklist"].sections
    return {section.slug: [row.next for row in section.rows] for section in found}


@pytest.mark.parametrize(
    ("status", "section", "what"),
    [
        (Status.RECEIVED, "gjore", "Vurder om forslaget er fullstendig"),
        (Status.COMPLETENESS, "gjore", "Åpne innspillsrunde, eller send tilbake"),
        (Status.RETURNED, "venter", "Avsenderen retter forslaget"),
        (Status.INPUT_ROUND, "gjore", "Send på høring"),
        (Status.HEARING, "gjore", "Gå til vedtak"),
        (Status.DECISION, "gjore", "Legg forslaget fram for en beslutter"),
        (Status.DECISION_PROPOSED, "venter", "En beslutter fatter vedtak"),
        (Status.REGULATION, "kunngjoring", "Ta ett punkt inn i en endringsforskrift"),
        (Status.ANNOUNCED, "gjore", "Start oppfølgingen"),
        (Status.PUBLISHED, "gjore", "Start oppfølgingen"),
        (Status.FOLLOW_UP, "gjore", "Avslutt saken når alt er fulgt opp"),
        (Status.POSTPONED, "venter", "Hviler til den tas opp igjen"),
    ],
)
def test_a_case_stands_where_its_next_step_is(caseworker, status, section, what):
    stages.in_status(status)

    assert sections(caseworker)[section] == [what]


@pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN])
def test_an_ended_case_is_not_in_the_worklist(caseworker, status):
    stages.in_status(status)

    assert not any(sections(caseworker).values())


@pytest.mark.parametrize(
    ("days", "section", "words", "urgency"),
    [
        (-4, "gjore", "4 dager over", "late"),
        (-1, "gjore", "1 dag over", "late"),
        (0, "venter", "siste dag", "soon"),
        (1, "venter", "1 dag igjen", "soon"),
        (10, "venter", "10 dager igjen", "soon"),
        (11, "venter", "11 dager igjen", ""),
    ],
)
def test_a_deadline_says_how_far_off_it_is(days, section, words, urgency):
    stages.in_round()
    on = dt.date(2026, 8, 1)
    ConsultationRound.objects.update(deadline=on + dt.timedelta(days=days))

    found = worklist(user=factories.caseworker(), only_mine=True, phase="", on=on)

    rows = {part.slug: part.rows for part in found.sections}[section]
    assert [(row.days_left, row.urgency) for row in rows] == [(words, urgency)]


def test_no_deadline_has_no_words():
    assert days_left(None) == ""


def test_received_proposals_stand_first_until_they_are_cases(caseworker):
    proposal = stages.proposal_with("GAK-088")

    answer = caseworker.get(WORKLIST)

    assert list(answer.context["worklist"].received) == [proposal]
    assert answer.context["worklist"].begin.url == f"/forslag/{proposal.pk}/sak/"
    assert "Opprett sak" in answer.content.decode()


def test_a_draft_is_in_nobodys_worklist(caseworker):
    drafts.complete_draft()

    assert not caseworker.get(WORKLIST).context["worklist"].received


def test_what_is_late_is_where_to_begin(caseworker):
    stages.proposal_with("GAK-088")
    late = stages.in_round(stages.proposal_with("GAK-090"))

    assert caseworker.get(WORKLIST).context["worklist"].begin.url == late.get_absolute_url()


def test_a_decision_maker_sees_first_what_waits_for_a_decision(decision_maker):
    stages.assessed(stages.proposal_with("GAK-088"))
    waiting = stages.proposed(stages.proposal_with("GAK-090"))

    found = decision_maker.get(WORKLIST).context["worklist"]

    assert found.sections[0].slug == "vedtak"
    assert found.begin.url == waiting.get_absolute_url()


def test_who_proposed_it_is_told_that_another_decides():
    by = factories.user(Role.DECISION_MAKER, email=factories.caseworker().email)
    stages.proposed()

    assert sections(drafts.signed_in(by))["vedtak"] == ["En annen beslutter fatter vedtak"]


def test_a_shorter_case_that_its_own_decision_maker_laid_forward_waits_for_another():
    case = stages.activity_case_in_decision()
    by = factories.user(Role.DECISION_MAKER, email=factories.caseworker().email)
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    assert sections(drafts.signed_in(by))["vedtak"] == ["En annen beslutter fatter vedtak"]


def test_mine_is_mine_and_alle_is_all(caseworker):
    case = stages.assessed()
    Case.objects.update(responsible=factories.user(Role.CASEWORKER, email="en-annen@example.no"))

    assert not sections(caseworker)["gjore"]
    assert len(sections(caseworker, utvalg="alle")["gjore"]) == 1
    assert case.title in caseworker.get(WORKLIST, {"utvalg": "alle"}).content.decode()


def test_what_nobody_has_is_everybodys(caseworker):
    stages.assessed()
    Case.objects.update(responsible=None)

    assert sections(caseworker)["ufordelt"] == ["Tildel saken"]


def test_the_list_is_filtered_by_phase(caseworker):
    stages.assessed(stages.proposal_with("GAK-088"))
    stages.decided(stages.proposal_with("GAK-090"))

    assert [slug for slug, rows in sections(caseworker, fase="fullstendighet").items() if rows] == ["gjore"]
    assert [slug for slug, rows in sections(caseworker, fase="tull").items() if rows] == ["gjore", "kunngjoring"]


def test_an_empty_worklist_says_what_will_come(caseworker, decision_maker):
    assert "Ingen saker venter på deg." in caseworker.get(WORKLIST).content.decode()
    assert "Ingen saker venter på vedtak." in decision_maker.get(WORKLIST).content.decode()


def test_a_sender_is_told_whose_the_worklist_is():
    answer = drafts.signed_in(factories.submitter(drafts.regut())).get(WORKLIST)

    assert answer.status_code == 403
    assert "Arbeidslisten er for Helsedirektoratet." in answer.content.decode()


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


def test_the_worklist_and_the_list_ask_as_many_questions_for_many_rows_as_for_few(caseworker, decision_maker):
    pages = [(caseworker, WORKLIST), (decision_maker, WORKLIST), (caseworker, CASES)]
    cases_in_every_phase(100)
    few = [queries(client, address) for client, address in pages]
    for first in (200, 300):
        cases_in_every_phase(first)

    html = caseworker.get(WORKLIST).content.decode()

    assert [queries(client, address) for client, address in pages] == few
    assert html.count('class="sub num"') == 12


def test_the_worklist_is_cut_and_says_so(caseworker):
    many_cases(201)

    answer = caseworker.get(WORKLIST, {"utvalg": "alle"})

    assert answer.context["worklist"].is_cut
    assert "Viser de 200 sakene" in answer.content.decode()


@pytest.mark.parametrize("name", ["q", "etter", "for"])
def test_a_character_no_text_can_hold_breaks_no_list_of_cases(client, name):
    client.force_login(factories.caseworker())

    assert client.get(f"/saker/?{name}=%00").status_code == 200


def test_a_phase_without_cases_is_named(caseworker):
    stages.assessed()

    html = caseworker.get(WORKLIST, {"fase": "publisert"}).content.decode()

    assert "Ingen av sakene er i fasen «Publisert»." in html
