"""Systems that use the læringsmål get every change once and in order: old code, new code, dates, what carries over."""

from __future__ import annotations

import datetime as dt

import pytest

from regulations import services
from regulations.correcting import Facts
from tests import factories

from .conftest import DECIDED, IN_FORCE, PLANNED, approved
from .test_entering_into_force import sweep

pytestmark = pytest.mark.django_db

URL = "/api/v1/endringer/"


def asked(client, address: str = URL) -> dict:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.json()


def test_a_replacement_tells_old_and_new_code_dates_and_what_carries_over(client, announced):
    changes = asked(client)["changes"]

    replaced = next(change for change in changes if change["type"] == "replaced")
    assert replaced.pop("id") > 0
    assert replaced.pop("recorded_at")
    assert replaced == {
        "type": "replaced",
        "act": "forskrift/2027-01-29-114",
        "announced_at": "2027-02-12T12:00:00+01:00",
        "in_force_from": "2027-09-01",
        "kind": "skjerpet",
        "old_code": "ANE-052",
        "new_code": "ANE-053",
        "approvals_carry_over": False,
        "activities_carry_over": True,
    }


def test_everything_of_an_act_is_there_in_its_order(client, announced):
    assert [change["type"] for change in asked(client)["changes"]] == [
        "repealed",
        "corrected",
        "added",
        "replaced",
        "act-announced",
    ]


def test_what_is_only_reserved_or_drafted_is_not_told(client, locked):
    assert asked(client)["changes"] == []


def test_nobody_is_named(client, announced, by):
    assert by.name not in client.get(URL).content.decode()


def test_whoever_follows_gets_each_change_once(client, announced):
    seen, address = [], f"{URL}?antall=2"
    while True:
        page = asked(client, address)
        seen += [change["id"] for change in page["changes"]]
        address = page["next"]
        if not page["has_more"]:
            break

    assert seen == [change["id"] for change in asked(client)["changes"]]
    assert asked(client, address)["changes"] == []
    sweep(PLANNED)
    assert [change["type"] for change in asked(client, address)["changes"]] == ["entered-into-force"]


def test_entry_into_force_is_told_with_all_that_changed(client, announced):
    sweep(IN_FORCE)

    entered = asked(client)["changes"][-1]

    assert (entered["type"], entered["in_force_from"]) == ("entered-into-force", "2027-09-01")
    assert [change["new_code"] for change in entered["changes"]] == [None, "GAK-085", "ANE-053"]


def test_a_corrected_number_is_told_and_earlier_changes_name_the_act_as_it_is(client, announced, by):
    facts = Facts(number=141, decided_on=DECIDED, announced_at=factories.announced(PLANNED))
    correction = services.propose_correction(act=announced.act, facts=facts, reason="Lest feil av.", by=by)
    services.confirm_correction(correction=correction, by=factories.decision_maker())

    changes = asked(client)["changes"]

    assert {change["act"] for change in changes} == {"forskrift/2027-01-29-141"}
    assert (changes[-1]["type"], changes[-1]["act_before"]) == ("announcement-corrected", "forskrift/2027-01-29-114")


@pytest.mark.parametrize("query", ["etter=-1", "etter=x", "etter=9e9", "antall=501", "etter=" + "9" * 30, "antall=½"])
def test_what_is_no_number_is_refused_with_a_sentence(client, query):
    answer = client.get(f"{URL}?{query}")

    assert answer.status_code == 400
    assert "må være et helt tall" in answer.json()["message"]


def test_it_asks_as_often_for_many_as_for_few(client, announced, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get(URL)


def test_a_change_without_a_day_says_so(client, draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="senere",
        in_force_from=None,
        departure_reason="Venter på et kurs.",
        by=by,
    )
    draft = approved(services.lock(regulation=draft, by=by))
    services.announce(
        regulation=draft,
        number=114,
        decided_on=DECIDED,
        announced_at=factories.announced(PLANNED) + dt.timedelta(minutes=5),
        by=by,
    )

    waiting = next(change for change in asked(client)["changes"] if change["type"] == "announced-without-a-day")

    assert (waiting["old_codes"], waiting["in_force_from"]) == (["GAK-077"], None)
