"""What everyone reads of overgangsregler and of what waits for its day: pages and API."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import TransitionalRule
from objectives.operations import RepealObjective, ReplaceObjective, Scheduled, apply
from objectives.services.transitional import NewRule, make_rules
from organisations.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db

CEASED, UNTIL = dt.date(2025, 9, 1), dt.date(2027, 9, 1)
DECIDED, ANNOUNCED = dt.date(2025, 1, 24), dt.date(2025, 2, 4)
WORDS = "LIS som har startet del 1 før endringen trer i kraft, kan fullføre del 1."


@pytest.fixture
def register():
    """FKMS-001 is replaced by FKMS-009 with a rule; the repeal of FKMS-002 waits for its day, and FKMS-003's too."""
    common = factories.specialty("FKM", "Felles")
    Specialty.objects.filter(pk=common.pk).update(kind=Specialty.Kind.COMMON_SET)
    factories.series("FKMS", of=common, last_number=8)
    heading = factories.theme("1.1", "Samtale", in_chapter=factories.chapter("A1", "A1. Samtale", of=common))
    texts = [
        factories.version(f"FKMS-00{number}", f"Kunne snakke med pasient {number}.", under=heading, stage="1")
        for number in (1, 2, 3)
    ]
    act = factories.act(114, DECIDED, announced_at=factories.announced(ANNOUNCED))
    new = [
        ReplaceObjective(
            code=f"FKMS-00{n}", text=f"Selvstendig kunne snakke {n}.", effect="skjerpet", basis=texts[n - 1].pk
        )
        for n in (1, 3)
    ]
    scheduled = [
        Scheduled(operation=new[0], in_force_from=CEASED),
        Scheduled(operation=RepealObjective(code="FKMS-002", basis=texts[1].pk), in_force_from=None),
        Scheduled(operation=new[1], in_force_from=None),
    ]
    apply(scheduled, act=act, by=factories.caseworker())
    rule = NewRule(former=("FKMS-001",), started=TransitionalRule.Started.PART, stage="1", until=UNTIL, text=WORDS)
    make_rules([rule], act=act, by=factories.caseworker())
    return heading


def asked(client, **fields):
    return client.get("/overgang/", {"utdanningsdel": "1", "startet": "15.08.2025", "dato": "02.09.2025"} | fields)


# --- which apply --------------------------------------------------------------------------------------


def test_the_page_asks_first_and_shows_the_rules_that_are_running(client, register):
    page = client.get("/overgang/")

    assert page.status_code == 200
    assert "Om deg" in page.content.decode()


def test_without_rules_the_page_says_so(client):
    assert "Ingen overgangsregler gjelder nå." in client.get("/overgang/").content.decode()


@pytest.mark.parametrize(
    ("startet", "dato", "may_choose"),
    [
        ("31.08.2025", "01.09.2025", True),
        ("01.09.2025", "01.09.2025", False),
        ("31.08.2025", "31.08.2025", False),
        ("31.08.2025", "31.08.2027", True),
        ("31.08.2025", "01.09.2027", False),
    ],
)
def test_the_page_answers_for_the_day_somebody_began(startet, dato, may_choose, client, register):
    page = asked(client, startet=startet, dato=dato).content.decode()

    assert ("du kan velge å fullføre etter tidligere læringsmål" in page) is may_choose
    assert ("Ingen overgangsregel gjelder for deg" in page) is not may_choose
    assert (WORDS in page) is may_choose


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"startet": ""}, "Skriv dagen du startet"),
        ({"startet": "32.01.2025"}, "Skriv datoen som dag, måned og år"),
        ({"utdanningsdel": "4"}, "Velg del 1, 2 eller 3."),
        ({"utdanningsdel": "2"}, "Velg spesialiteten."),
        ({"spesialitet": "finnes-ikke"}, "Vi fant ikke denne spesialiteten."),
        ({"startet_utdanningen": "16.08.2025"}, "Spesialiseringen kan ikke ha startet etter delen."),
        ({"startet": "16.08.2025", "dato": "15.08.2025"}, "Du hadde ikke startet da."),
        ({"startet": "01.01.1900"}, "Datoen er før 1. januar 1960."),
        ({"spesialitet": "\x00"}, "Null-tegn er ikke tillatt."),
    ],
)
def test_a_question_that_can_not_be_answered_is_told_why(fields, words, client, register):
    page = asked(client, **fields)

    assert page.status_code == 400
    assert words in page.content.decode()


def test_somebody_who_began_before_there_were_laeringsmaal_is_answered(client, register):
    assert asked(client, startet="01.08.2014").status_code == 200


def test_the_answer_costs_the_same_for_many_rules_as_for_one(client, register):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = asked(client, dato="03.09.2025")
        assert page.content.decode().count(WORDS) == TransitionalRule.objects.count()
        return len(queries)

    client.cookies["sessionid"] = "ingen"  # never kept
    first = count()
    rule = NewRule(former=("FKMS-001",), started=TransitionalRule.Started.PART, stage="1", text=WORDS)
    make_rules([rule] * 3, act=factories.act(114, DECIDED), by=factories.caseworker())

    assert count() == first


def test_the_answer_for_machines_has_the_same_codes(client, register):
    body = client.get("/api/v1/overgang/", {"utdanningsdel": "1", "startet": "2025-08-15", "dato": "2025-09-02"}).json()

    assert [row["code"] for row in body["current"]] == ["FKMS-009", "FKMS-002", "FKMS-003"]
    (choice,) = body["choices"]
    assert [row["code"] for row in choice["former"]] == ["FKMS-001"]
    assert choice["replaced"] == ["FKMS-009"]
    assert (choice["rule"]["act"], choice["rule"]["until"]) == ("forskrift/2025-01-24-114", "2027-09-01")


def test_machines_are_told_what_is_wrong_with_the_question(client, register):
    answer = client.get("/api/v1/overgang/", {"utdanningsdel": "1"})

    assert answer.status_code == 400
    assert "startet" in str(answer.json())


# --- in vedlegg 2 -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/vedlegg/A1/", "/vedlegg/del/A/"])
@pytest.mark.parametrize(
    ("day", "printed"),
    [("31.08.2025", False), ("01.09.2025", True), ("31.08.2027", True), ("01.09.2027", False)],
)
def test_the_old_text_is_printed_in_square_brackets_while_the_rule_runs(address, day, printed, client, register):
    page = client.get(address, {"dato": day}).content.decode()

    assert ("[Tidligere læringsmål FKMS-001" in page) is printed


@pytest.mark.parametrize(("day", "codes"), [("2025-08-31", []), ("2025-09-01", ["FKMS-001"]), ("2027-09-01", [])])
def test_machines_get_what_the_rules_let_stand_beside_the_annex(day, codes, client, register):
    body = client.get("/api/v1/vedlegg/", {"dato": day}).json()

    assert [row["code"] for rule in body["transitional_rules"] for row in rule["former"]] == codes
    assert "FKMS-001" in [row["code"] for row in body["objectives"]] or codes or day == "2027-09-01"


# --- on a læringsmål ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("FKMS-001", "noen kan fortsatt fullføre etter dette læringsmålet"),
        ("FKMS-009", "noen kan fullføre etter tidligere læringsmål"),
    ],
)
def test_the_rule_stands_on_the_old_one_and_on_the_new(code, words, client, register):
    during = client.get(f"/laringsmal/{code}/2027-08-31/").content.decode()
    after = client.get(f"/laringsmal/{code}/2027-09-01/").content.decode()

    assert words in during
    assert WORDS in during
    assert WORDS not in after


def test_a_change_without_a_day_stands_on_the_laeringsmaal_it_is_about(client, register):
    page = client.get("/laringsmal/FKMS-003/").content.decode()

    assert "FKMS-010 erstatter FKMS-003." in page
    assert "ikrafttredelse ikke fastsatt" in page


def test_a_repeal_without_a_day_says_so_and_the_text_stands(client, register):
    page = client.get("/laringsmal/FKMS-002/").content.decode()

    assert "Oppheves. Koden brukes ikke igjen." in page
    assert "I kraft" in page


def test_a_code_that_is_only_announced_has_a_page(client, register):
    page = client.get("/laringsmal/FKMS-010/")

    assert page.status_code == 200
    assert "Selvstendig kunne snakke 3." in page.content.decode()
    assert "gjelder ikke ennå" in page.content.decode()


def test_machines_get_the_same_of_a_laeringsmaal(client, register):
    old = client.get("/api/v1/laringsmal/FKMS-003/").json()
    new = client.get("/api/v1/laringsmal/FKMS-010/").json()
    former = client.get("/api/v1/laringsmal/FKMS-001/", {"dato": "2025-09-01"}).json()

    assert [(one["code"], one["in_force_from"]) for one in old["undetermined"]] == [("FKMS-010", None)]
    assert (new["in_force"], new["versions"]) == (None, [])
    assert new["undetermined"][0]["text"] == "Selvstendig kunne snakke 3."
    assert [rule["text"] for rule in former["transitional_rules"]] == [WORDS]


def test_a_page_that_is_kept_is_drawn_anew_when_a_rule_is_made(client, register, settings):
    settings.DEBUG = False
    first = client.get("/vedlegg/A1/", {"dato": "02.09.2025"})
    rule = NewRule(former=("FKMS-001",), started=TransitionalRule.Started.PART, stage="1", text="En regel til.")
    make_rules([rule], act=factories.act(114, DECIDED), by=factories.caseworker())

    second = client.get("/vedlegg/A1/", {"dato": "02.09.2025"}, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert "En regel til." in second.content.decode()
