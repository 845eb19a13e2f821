"""What each operation does to the register: versions, codes, successions, places and events."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from objectives.models import Objective, ObjectiveVersion, Succession
from objectives.operations import (
    AddObjective,
    CorrectText,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
    from_data,
    to_data,
)
from tests import factories

pytestmark = pytest.mark.django_db

DECIDED = dt.date(2027, 1, 29)
STARTS = dt.date(2027, 9, 1)
DAY_BEFORE = dt.date(2027, 8, 31)


@pytest.fixture
def act():
    return factories.act(114, DECIDED, announced_at=factories.announced(dt.date(2027, 2, 12)))


@pytest.fixture
def basis() -> ObjectiveVersion:
    return factories.version("GAK-088", "Ha kunnskap om utredning av gallestein.")


def carry_out(operation, *, act, starts=STARTS):
    (outcome,) = apply([Scheduled(operation=operation, in_force_from=starts)], act=act, by=factories.caseworker())
    return outcome


def texts(on: dt.date) -> dict[str, str]:
    rows = ObjectiveVersion.objects.consolidated(on=on)
    return {row.objective.code: row.text for row in rows}


def new_objective(**values) -> AddObjective:
    heading = factories.theme()
    defaults = {
        "prefix": "GAK",
        "text": "Ha god kunnskap om levermetastaser.",
        "chapter": heading.chapter.slug,
        "theme": heading.pk,
        "after": None,
        "stage": "3",
    }
    return AddObjective(**(defaults | values))


# --- each operation -----------------------------------------------------------------------------------


def test_a_correction_keeps_the_code_and_changes_the_text_from_its_date(basis, act):
    carry_out(CorrectText(code="GAK-088", text="Ha kunnskap om gallestein.", basis=basis.pk), act=act)

    assert texts(DAY_BEFORE) == {"GAK-088": "Ha kunnskap om utredning av gallestein."}
    assert texts(STARTS) == {"GAK-088": "Ha kunnskap om gallestein."}


def test_a_correction_makes_no_succession(basis, act):
    carry_out(CorrectText(code="GAK-088", text="Ha kunnskap om gallestein.", basis=basis.pk), act=act)

    assert not Succession.objects.exists()


def test_a_repeal_ends_the_text_and_keeps_the_code(basis, act):
    carry_out(RepealObjective(code="GAK-088", basis=basis.pk), act=act)

    assert texts(DAY_BEFORE).keys() == {"GAK-088"}
    assert texts(STARTS) == {}
    assert Objective.objects.filter(code="GAK-088").exists()


def test_a_repeal_is_signed_by_the_act_that_repeals(basis, act):
    outcome = carry_out(RepealObjective(code="GAK-088", basis=basis.pk), act=act)

    basis.refresh_from_db()
    assert outcome.ended == basis
    assert (basis.repealed_by, basis.valid_until, basis.last_day) == (act, STARTS, DAY_BEFORE)


def test_a_new_objective_gets_the_next_code_and_is_in_force_from_its_date(basis, act):
    outcome = carry_out(new_objective(), act=act)

    assert outcome.begun.objective.code == "GAK-089"
    assert "GAK-089" not in texts(DAY_BEFORE)
    assert texts(STARTS)["GAK-089"] == "Ha god kunnskap om levermetastaser."


def test_a_replacement_repeals_the_old_code_and_gives_a_new_one_in_its_place(basis, act):
    replacement = ReplaceObjective(
        code="GAK-088", text="Beherske utredning av gallestein.", effect="skjerpet", basis=basis.pk
    )

    outcome = carry_out(replacement, act=act)

    assert texts(DAY_BEFORE).keys() == {"GAK-088"}
    assert texts(STARTS) == {"GAK-089": "Beherske utredning av gallestein."}
    assert (outcome.begun.theme, outcome.begun.position, outcome.begun.stage) == (
        basis.theme,
        basis.position,
        basis.stage,
    )


@pytest.mark.parametrize(("effect", "approvals"), [("skjerpet", False), ("redusert", True), ("likeverdig", True)])
def test_approvals_follow_unless_the_requirement_is_sharpened(basis, act, effect, approvals):
    carry_out(
        ReplaceObjective(code="GAK-088", text="Ha kjennskap til gallestein.", effect=effect, basis=basis.pk), act=act
    )

    succession = Succession.objects.get()
    assert (succession.old.code, succession.new.code) == ("GAK-088", "GAK-089")
    assert (succession.approvals_carry_over, succession.activities_carry_over) == (approvals, True)


def test_a_reserved_code_is_used_instead_of_a_new_one(basis, act):
    reserved = factories.objective("GAK-100")
    scheduled = Scheduled(operation=new_objective(), in_force_from=STARTS, new_objective=reserved)

    (outcome,) = apply([scheduled], act=act, by=factories.caseworker())

    assert outcome.begun.objective == reserved
    assert Objective.objects.filter(series__prefix="GAK").count() == 2


def test_an_announced_text_that_is_not_yet_in_force_can_be_changed_from_a_later_date(basis, act):
    first = carry_out(CorrectText(code="GAK-088", text="Ha kunnskap om gallestein.", basis=basis.pk), act=act)
    later = dt.date(2028, 3, 1)

    carry_out(RepealObjective(code="GAK-088", basis=first.begun.pk), act=act, starts=later)

    assert texts(STARTS) == {"GAK-088": "Ha kunnskap om gallestein."}
    assert texts(later) == {}


# --- places -------------------------------------------------------------------------------------------


def test_a_new_objective_stands_last_under_its_heading_unless_told(act):
    factories.version("GAK-001")
    factories.version("GAK-002")

    carry_out(new_objective(), act=act)

    assert list(texts(STARTS)) == ["GAK-001", "GAK-002", "GAK-003"]


def test_a_new_objective_stands_just_after_the_one_it_names(act):
    factories.version("GAK-001")
    factories.version("GAK-002")

    carry_out(new_objective(after="GAK-001"), act=act)

    assert list(texts(STARTS)) == ["GAK-001", "GAK-003", "GAK-002"]


def test_a_new_objective_after_one_that_is_not_under_the_heading_stands_last(act):
    factories.version("GAK-001")
    factories.version("ANE-001", under=factories.theme("22.6", "Sedasjon", in_chapter=factories.chapter("C22", "C22.")))

    carry_out(new_objective(after="ANE-001"), act=act)

    assert list(texts(STARTS)) == ["GAK-001", "GAK-002", "ANE-001"]


def test_several_new_objectives_after_the_same_one_stand_in_the_order_of_the_act(act):
    factories.version("GAK-001")
    factories.version("GAK-002")
    additions = [new_objective(after="GAK-001", text=text) for text in ("Først.", "Så.", "Sist.")]

    apply(
        [Scheduled(operation=operation, in_force_from=STARTS) for operation in additions],
        act=act,
        by=factories.caseworker(),
    )

    assert list(texts(STARTS)) == ["GAK-001", "GAK-003", "GAK-004", "GAK-005", "GAK-002"]


# --- all or nothing, and what is told -----------------------------------------------------------------


def test_several_operations_are_applied_in_the_order_given(act):
    one = factories.version("GAK-001")
    two = factories.version("GAK-002")
    operations = [
        ReplaceObjective(code="GAK-001", text="Beherske brokk.", effect="skjerpet", basis=one.pk),
        ReplaceObjective(code="GAK-002", text="Beherske hernier.", effect="skjerpet", basis=two.pk),
    ]

    outcomes = apply(
        [Scheduled(operation=operation, in_force_from=STARTS) for operation in operations],
        act=act,
        by=factories.caseworker(),
    )

    assert [outcome.begun.objective.code for outcome in outcomes] == ["GAK-003", "GAK-004"]


def test_each_objective_gets_one_event_that_says_what_receivers_need(basis, act):
    carry_out(ReplaceObjective(code="GAK-088", text="Beherske gallestein.", effect="redusert", basis=basis.pk), act=act)

    event = Event.objects.get(verb=Verb.OBJECTIVE_REPLACED)
    assert event.subject_label == "GAK-088"
    assert event.payload == {
        "act": "forskrift/2027-01-29-114",
        "in_force_from": "2027-09-01",
        "old_code": "GAK-088",
        "new_code": "GAK-089",
        "kind": "redusert",
        "approvals_carry_over": True,
        "activities_carry_over": True,
    }


@pytest.mark.parametrize(
    ("operation", "verb"),
    [
        (lambda basis: new_objective(), Verb.OBJECTIVE_ADDED),
        (lambda basis: CorrectText(code="GAK-088", text="Gallestein.", basis=basis.pk), Verb.OBJECTIVE_CORRECTED),
        (lambda basis: RepealObjective(code="GAK-088", basis=basis.pk), Verb.OBJECTIVE_REPEALED),
    ],
)
def test_each_kind_of_operation_has_its_own_verb(basis, act, operation, verb):
    carry_out(operation(basis), act=act)

    assert [event.verb for event in Event.objects.all()] == [verb]


def test_a_long_act_asks_the_database_a_fixed_number_of_questions_beside_its_writes(act, django_assert_max_num_queries):
    by = factories.caseworker()
    rows = [factories.version(f"GAK-{number:03}") for number in range(1, 21)]
    operations = [RepealObjective(code=row.objective.code, basis=row.pk) for row in rows]
    scheduled = [Scheduled(operation=operation, in_force_from=STARTS) for operation in operations]

    # Per repeal: the end, its history row and its event; the rest is the same for any length.
    with django_assert_max_num_queries(3 * 20 + 6):
        apply(scheduled, act=act, by=by)


# --- as data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "operation",
    [
        AddObjective(prefix="GAK", text="Én\n\t1. punkt", chapter="C15", theme=7, after="GAK-001", stage="2-3"),
        AddObjective(prefix="ØNH", text="Uten overskrift.", chapter="C47", theme=None, after=None, stage="3"),
        CorrectText(code="GAK-001", text="Rettet.", basis=3),
        ReplaceObjective(code="GAK-001", text="Nytt.", effect="redusert", basis=3),
        RepealObjective(code="GAK-001", basis=3),
    ],
)
def test_an_operation_survives_being_stored(operation):
    assert from_data(to_data(operation)) == operation


@pytest.mark.parametrize("data", [{"kind": "burn", "code": "GAK-001"}, {"code": "GAK-001"}, {"kind": "repeal"}])
def test_data_that_is_no_operation_is_not_taken_for_one(data):
    with pytest.raises((KeyError, TypeError)):
        from_data(data)
