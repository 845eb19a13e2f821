"""Two acts about the same thing: refused and shown, rebased by choice, or amended before the first day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from notifications.models import Event, Verb
from objectives.models import ObjectiveVersion, Succession, ThemeVersion
from objectives.operations import (
    AddObjective,
    AddTheme,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    Place,
    RecodeObjective,
    RenameTheme,
    RepealObjective,
    RepealTheme,
    ReplaceObjective,
    rebase,
)
from objectives.rules import Conflict
from organisations.refusals import RuleViolation
from tests import factories

from .acts import DAY_BEFORE, STARTS, an_act, annex, carry_out, refused, texts

pytestmark = pytest.mark.django_db

SECOND_DECIDED = dt.date(2027, 6, 11)
LATER = dt.date(2028, 3, 1)


@pytest.fixture
def basis() -> ObjectiveVersion:
    return factories.version("GAK-001", "Ha kunnskap om gallestein.")


@pytest.fixture
def second_act():
    """Announced while what the first act said is not yet in force."""
    return an_act(1319, SECOND_DECIDED)


@pytest.fixture
def announced(basis) -> ObjectiveVersion:
    """What the first act says GAK-001 reads from 1 September."""
    (outcome,) = carry_out(CorrectText(code="GAK-001", text="Ha kunnskap om gallesten.", basis=basis.pk))
    return outcome.begun


# --- refused ------------------------------------------------------------------------------------------


def test_the_later_of_two_is_refused_and_told_which_act_and_when(basis, announced, second_act):
    stale = RepealObjective(code="GAK-001", basis=basis.pk)

    conflict = refused(stale, starts=LATER, act=second_act)

    assert isinstance(conflict, Conflict)
    assert (conflict.code, conflict.act, conflict.starts) == ("changed-meanwhile", "FOR-2027-01-29-114", STARTS)
    assert conflict.latest.pk == announced.pk
    assert "endret ved FOR-2027-01-29-114, i kraft 1. september 2027" in conflict.message


def test_the_later_of_two_about_a_heading_is_refused_and_told_which_act_and_when(basis, second_act):
    theme = basis.theme
    first = RenameTheme(theme=theme.pk, number="15.12", title="Leversykdom", basis=theme.versions.get().pk)
    carry_out(first)

    conflict = refused(replace(first, title="Lever og galle"), starts=LATER, act=second_act)

    assert isinstance(conflict, Conflict)
    assert (conflict.code, conflict.act, conflict.starts) == ("heading-changed-meanwhile", "FOR-2027-01-29-114", STARTS)
    assert "endret til «15.12 Leversykdom» ved FOR-2027-01-29-114, i kraft 1. september 2027" in conflict.message


def test_a_heading_repealed_by_an_announced_act_is_not_changed(basis, second_act):
    theme = factories.theme("15.13", "Milt")
    first = RepealTheme(theme=theme.pk, basis=theme.versions.get().pk)
    carry_out(first)

    conflict = refused(first, starts=LATER, act=second_act)

    assert conflict.message == (
        "Temaoverskriften «15.13 Milt» er allerede opphevet ved FOR-2027-01-29-114, fra 1. september 2027. "
        "Ta endringen ut."
    )


# --- rebased ------------------------------------------------------------------------------------------


def test_a_rebased_change_is_applied_on_top_of_the_announced_one(basis, announced, second_act):
    stale = CorrectText(code="GAK-001", text="Ha kunnskap om gallesteinsykdom.", basis=basis.pk)
    conflict = refused(stale, starts=LATER, act=second_act)

    carry_out(rebase(stale, onto=conflict.latest), starts=LATER, act=second_act)

    assert [texts(day)["GAK-001"] for day in (DAY_BEFORE, STARTS, LATER)] == [
        "Ha kunnskap om gallestein.",
        "Ha kunnskap om gallesten.",
        "Ha kunnskap om gallesteinsykdom.",
    ]


def test_a_change_can_be_rebased_onto_what_replaced_the_objective(basis, second_act):
    (outcome,) = carry_out(ReplaceObjective(code="GAK-001", text="Nytt.", effect="skjerpet", basis=basis.pk))
    stale = RepealObjective(code="GAK-001", basis=basis.pk)

    rebased = rebase(stale, onto=outcome.begun)

    assert rebased == RepealObjective(code="GAK-002", basis=outcome.begun.pk)


def test_one_of_several_merged_is_rebased(basis, announced):
    other = ChangedText(code="GAK-009", basis=9)
    merge = MergeObjectives(
        merged=(ChangedText(code="GAK-001", basis=basis.pk), other), text="Ett.", approvals_carry_over=False
    )

    assert rebase(merge, onto=announced).merged == (ChangedText(code="GAK-001", basis=announced.pk), other)
    assert rebase(merge, onto=announced, instead_of="GAK-009").merged[1].code == "GAK-001"


def test_a_change_of_a_heading_is_rebased():
    words = factories.theme().versions.get()

    rename = RenameTheme(theme=words.theme_id, number="1", title="Ny", basis=0)

    assert rebase(rename, onto=words) == replace(rename, basis=words.pk)


@pytest.mark.parametrize(
    "operation",
    [
        AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=None, after=None, stage="3"),
        AddTheme(key="ny", chapter="C15", number="1", title="Ny", after=None),
        MergeObjectives(merged=(ChangedText(code="GAK-009", basis=9),), text="Ett.", approvals_carry_over=False),
    ],
)
def test_what_is_not_written_against_the_text_can_not_be_rebased(basis, operation):
    with pytest.raises(RuleViolation) as refusal:
        rebase(operation, onto=basis)

    assert refusal.value.code == "cannot-rebase"


# --- amended before the first day ---------------------------------------------------------------------


def test_an_amended_text_never_applies_and_the_new_one_takes_its_day(announced, second_act):
    amendment = CorrectText(code="GAK-001", text="Ha god kunnskap om gallestein.", basis=announced.pk)

    (outcome,) = carry_out(amendment, act=second_act)

    announced.refresh_from_db()
    assert announced.annulled_by == second_act
    assert outcome.annulled_texts == (announced,)
    assert texts(DAY_BEFORE) == {"GAK-001": "Ha kunnskap om gallestein."}
    assert texts() == {"GAK-001": "Ha god kunnskap om gallestein."}


def test_the_amending_act_takes_over_the_end_of_the_text_in_force(basis, announced, second_act):
    carry_out(RepealObjective(code="GAK-001", basis=announced.pk), act=second_act)

    basis.refresh_from_db()
    assert (basis.valid_until, basis.repealed_by) == (STARTS, second_act)
    assert texts() == {}
    assert list(basis.history.values_list("repealed_by__number", flat=True)) == [1319, 114, None]


def test_an_announced_code_is_changed_before_it_is_in_force_and_leads_to_the_new_one(basis, second_act):
    factories.series("KLS", last_number=3)
    (outcome,) = carry_out(ReplaceObjective(code="GAK-001", text="Nytt.", effect="skjerpet", basis=basis.pk))

    carry_out(RecodeObjective(code="GAK-002", prefix="KLS", basis=outcome.begun.pk), act=second_act)

    assert texts(DAY_BEFORE).keys() == {"GAK-001"}
    assert texts() == {"KLS-004": "Nytt."}
    links = Succession.objects.order_by("pk").values_list("old__code", "new__code")
    assert list(links) == [("GAK-001", "GAK-002"), ("GAK-002", "KLS-004")]


def test_a_new_objective_that_is_taken_back_is_never_in_force_and_its_code_stays_used(basis, second_act):
    heading = basis.theme
    (outcome,) = carry_out(
        AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=heading.pk, after=None, stage="3")
    )

    carry_out(RepealObjective(code="GAK-002", basis=outcome.begun.pk), act=second_act)
    (next_one,) = carry_out(
        AddObjective(prefix="GAK", text="En annen.", chapter="C15", theme=heading.pk, after=None, stage="3"),
        act=an_act(1400, SECOND_DECIDED),
    )

    assert texts().keys() == {"GAK-001", "GAK-003"}
    assert next_one.begun.objective.code == "GAK-003"
    assert ObjectiveVersion.with_annulled.filter(objective__code="GAK-002").count() == 1


def test_an_announced_heading_is_amended(basis, second_act):
    (outcome,) = carry_out(
        RenameTheme(theme=basis.theme_id, number="15.12", title="Leversykdom", basis=basis.theme.versions.get().pk)
    )

    carry_out(
        RenameTheme(theme=basis.theme_id, number="15.12", title="Lever og galle", basis=outcome.begun_heading.pk),
        act=second_act,
    )

    assert annex() == [("15.12 Lever og galle", "GAK-001")]
    assert ThemeVersion.with_annulled.get(annulled_by=second_act).title == "Leversykdom"


def test_an_announced_heading_is_taken_back_with_what_stood_under_it(basis, second_act):
    _added, under = carry_out(
        AddTheme(key="milt", chapter="C15", number="15.13", title="Milt", after=None),
        AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme="milt", after=None, stage="3"),
    )
    theme = under.begun.theme

    carry_out(
        RepealTheme(theme=theme.pk, basis=theme.versions.get().pk),
        MoveObjective(code="GAK-002", place=Place(chapter="C15", theme=basis.theme_id), basis=under.begun.pk),
        act=second_act,
    )

    assert annex() == [("15.12 Lever", "GAK-001"), ("15.12 Lever", "GAK-002")]
    assert not theme.versions.exists()


def test_what_was_in_force_at_the_decision_is_not_annulled(announced):
    on_the_day = an_act(1500, STARTS)

    refusal = refused(RepealObjective(code="GAK-001", basis=announced.pk), act=on_the_day)

    assert refusal.code == "starts-before-the-text"


def test_receivers_are_told_which_act_did_not_come_to_apply(announced, second_act):
    carry_out(RepealObjective(code="GAK-001", basis=announced.pk), act=second_act)

    event = Event.objects.get(verb=Verb.OBJECTIVE_REPEALED)
    assert event.payload == {
        "act": "forskrift/2027-06-11-1319",
        "in_force_from": "2027-09-01",
        "old_code": "GAK-001",
        "new_code": None,
        "instead_of_act": "forskrift/2027-01-29-114",
    }
