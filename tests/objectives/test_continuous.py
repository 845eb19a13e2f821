"""Utdypende tekster and læringsaktiviteter change outside any act: all or nothing, and never over another's words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from notifications.models import Event, Verb
from objectives.models import Elaboration, LearningActivity
from objectives.operations import continuous
from objectives.operations.continuous import (
    ActivityFacts,
    AddActivity,
    ChangeActivity,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
    apply_continuously,
    apply_continuously_to,
    load_continuous,
)
from organisations.refusals import RuleViolation
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)
WORDS = "Omfatter også pasienter som er operert tidligere."
PROCEDURE = ActivityFacts(
    specialty="gastroenterologisk-kirurgi",
    activity="prosedyre",
    title="Laparoskopisk kolecystektomi",
    minimum_repetitions=20,
    codes=frozenset({"GAK-001"}),
)
COURSE = ActivityFacts(
    specialty="gastroenterologisk-kirurgi",
    activity="kurs",
    title="Lever og galleveier",
    course_kind="Obligatorisk e-kurs",
)


@pytest.fixture(autouse=True)
def gak_001():
    return factories.version("GAK-001", text="Selvstendig kunne utføre kolecystektomi.")


def change(*operations, on: dt.date = TODAY):
    return apply_continuously(operations, on=on, reason="Etter innspill.", by=factories.caseworker())


def refused(*operations, on: dt.date = TODAY) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        change(*operations, on=on)
    return refusal.value


def test_a_laringsmal_gets_an_elaboration():
    change(SetElaboration(code="GAK-001", text=WORDS))

    assert Elaboration.objects.get().text == WORDS


def test_every_version_of_an_elaboration_is_kept_with_who_and_why():
    change(SetElaboration(code="GAK-001", text=WORDS))
    change(SetElaboration(code="GAK-001", text="Omfatter alle.", basis=WORDS))

    kept = Elaboration.history.order_by("history_id")
    assert [row.text for row in kept] == [WORDS, "Omfatter alle."]
    assert {(row.history_user, row.history_change_reason) for row in kept} == {
        (factories.caseworker(), "Etter innspill.")
    }


def test_a_removed_elaboration_stays_in_the_history():
    change(SetElaboration(code="GAK-001", text=WORDS))
    change(RemoveElaboration(code="GAK-001", basis=WORDS))

    assert not Elaboration.objects.exists()
    assert [row.history_type for row in Elaboration.history.order_by("history_id")] == ["+", "-"]


def test_an_elaboration_is_never_written_over_what_another_wrote_meanwhile():
    change(SetElaboration(code="GAK-001", text=WORDS))

    refusal = refused(SetElaboration(code="GAK-001", text="Omfatter alle.", basis=""))

    assert (refusal.code, refusal.authority) == ("changed-meanwhile", "TE-1")


def test_an_empty_elaboration_is_refused():
    assert refused(SetElaboration(code="GAK-001", text=" \n ")).code == "elaboration-empty"


def test_an_elaboration_that_says_the_same_is_refused():
    change(SetElaboration(code="GAK-001", text=WORDS))

    assert refused(SetElaboration(code="GAK-001", text=WORDS, basis=WORDS)).code == "nothing-changed"


def test_removing_what_is_not_there_is_refused():
    assert refused(RemoveElaboration(code="GAK-001", basis="")).code == "elaboration-missing"


@pytest.mark.parametrize(
    ("on", "is_refused"),
    [(dt.date(2026, 8, 31), False), (dt.date(2026, 9, 1), True), (dt.date(2026, 9, 2), True)],
    ids=["the day before", "on the day", "the day after"],
)
def test_a_repealed_laringsmal_gets_no_elaboration_from_the_day_it_ends(on, is_refused):
    factories.version("GAK-002", valid_until=dt.date(2026, 9, 1))
    operation = SetElaboration(code="GAK-002", text=WORDS)

    if is_refused:
        assert refused(operation, on=on).code == "objective-ended"
    else:
        assert change(operation, on=on)


def test_an_unknown_code_is_refused():
    assert refused(SetElaboration(code="GAK-999", text=WORDS)).code == "code-unknown"


def test_a_procedure_is_added_with_its_number_and_its_laringsmal():
    (procedure,) = change(AddActivity(facts=PROCEDURE))

    assert continuous.applying.facts_of(procedure) == PROCEDURE


def test_a_procedure_gets_another_number():
    (procedure,) = change(AddActivity(facts=PROCEDURE))
    more = replace(PROCEDURE, minimum_repetitions=30)

    change(ChangeActivity(pk=procedure.pk, facts=more, basis=PROCEDURE))

    assert LearningActivity.objects.get().minimum_repetitions == 30


def test_a_procedure_that_is_no_longer_recommended_stays_in_the_history():
    (procedure,) = change(AddActivity(facts=PROCEDURE))

    change(RemoveActivity(pk=procedure.pk, basis=PROCEDURE))

    assert not LearningActivity.objects.exists()
    assert LearningActivity.history.filter(id=procedure.pk, history_type="-").exists()


def test_an_activity_another_has_changed_meanwhile_is_not_changed():
    (procedure,) = change(AddActivity(facts=PROCEDURE))
    stale = replace(PROCEDURE, minimum_repetitions=10)

    assert refused(RemoveActivity(pk=procedure.pk, basis=stale)).code == "changed-meanwhile"


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_repetitions": None},
        {"minimum_repetitions": 0},
        {"minimum_repetitions": 10_001},
        {"course_kind": "Klinisk kurs"},
        {"title": "  "},
        {"title": "x" * 201},
        {"activity": "reise"},
        {"activity": "kurs"},
    ],
    ids=str,
)
def test_an_activity_that_is_not_described_is_refused(wrong):
    refusal = refused(AddActivity(facts=replace(PROCEDURE, **wrong)))

    assert (refusal.code, refusal.authority) == ("activity-incomplete", "LA-2")


def test_a_title_nearly_like_another_of_the_specialty_is_refused():
    change(AddActivity(facts=COURSE))
    alike = replace(COURSE, title="Lever- og galleveier")

    assert refused(AddActivity(facts=alike)).authority == "LA-3"


def test_a_link_stays_when_its_laringsmal_is_repealed():
    (procedure,) = change(AddActivity(facts=PROCEDURE))
    ended = factories.version("GAK-003", valid_until=dt.date(2026, 1, 1))
    procedure.objectives.add(ended.objective)
    now = replace(PROCEDURE, codes=frozenset({"GAK-001", "GAK-003"}))
    more = replace(now, minimum_repetitions=25)

    change(ChangeActivity(pk=procedure.pk, facts=more, basis=now))

    assert LearningActivity.objects.get().objectives.count() == 2


def test_nothing_is_written_when_one_of_them_is_refused():
    refused(
        SetElaboration(code="GAK-001", text=WORDS), AddActivity(facts=PROCEDURE), SetElaboration(code="GAK-9", text="a")
    )

    assert not Elaboration.objects.exists()
    assert not LearningActivity.objects.exists()
    assert not Event.objects.filter(verb=Verb.ELABORATION_CHANGED).exists()


def test_each_change_is_one_event_with_its_reason():
    change(SetElaboration(code="GAK-001", text=WORDS), AddActivity(facts=PROCEDURE))

    events = Event.objects.filter(verb__in=[Verb.ELABORATION_CHANGED, Verb.ACTIVITY_ADDED]).order_by("pk")
    assert [event.verb for event in events] == [Verb.ELABORATION_CHANGED, Verb.ACTIVITY_ADDED]
    assert {event.payload["reason"] for event in events} == {"Etter innspill."}


def test_as_many_queries_to_check_many_as_few(django_assert_num_queries):
    many = [AddActivity(facts=replace(PROCEDURE, title=f"Prosedyre {n}")) for n in range(20)]
    for operations in (many[:1], many):
        with django_assert_num_queries(4):
            apply_continuously_to(load_continuous(operations), operations, on=TODAY)
