"""The headings' own changes: add, rename, move, repeal (ID-6, FO-9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from notifications.models import Event, Verb
from objectives.models import AnnexChapter, Theme, ThemeVersion
from objectives.operations import (
    FIRST,
    AddObjective,
    AddTheme,
    MoveObjective,
    MoveTheme,
    Place,
    RenameTheme,
    RepealObjective,
    RepealTheme,
    ReplaceObjective,
)
from tests import factories

from .acts import DAY_BEFORE, STARTS, an_act, annex, carry_out, refused

pytestmark = pytest.mark.django_db

BILE, LIVER = "15.11 Galleveier", "15.12 Lever"
ADDED = AddTheme(key="milt", chapter="C15", number="15.13", title="Milt", after=None)
UNDER_ADDED = AddObjective(
    prefix="GAK", text="Ha kunnskap om milt.", chapter="C15", theme="milt", after=None, stage="3"
)


@pytest.fixture
def register() -> SimpleNamespace:
    """Two headings with one læringsmål each."""
    bile, liver = factories.theme("15.11", "Galleveier"), factories.theme()
    return SimpleNamespace(
        bile=bile,
        liver=liver,
        one=factories.version("GAK-001", "Kjenne til gallestein.", under=bile),
        two=factories.version("GAK-002", "Ha kunnskap om leversvikt.", under=liver),
    )


def words(theme: Theme) -> int:
    """The key of the heading's words, that a change is written against."""
    return theme.versions.latest("valid").pk


def rename(theme: Theme, number: str, title: str) -> RenameTheme:
    return RenameTheme(theme=theme.pk, number=number, title=title, basis=words(theme))


def repeal(theme: Theme) -> RepealTheme:
    return RepealTheme(theme=theme.pk, basis=words(theme))


# --- add ----------------------------------------------------------------------------------------------


def test_a_new_objective_stands_under_a_heading_the_same_act_adds_whatever_the_order(register):
    carry_out(UNDER_ADDED, ADDED)

    assert annex() == [(BILE, "GAK-001"), (LIVER, "GAK-002"), ("15.13 Milt", "GAK-003")]


@pytest.mark.parametrize(
    ("after", "order"),
    [
        (FIRST, ["15.13 Milt", BILE, LIVER]),
        ("bile", [BILE, "15.13 Milt", LIVER]),
        (None, [BILE, LIVER, "15.13 Milt"]),
    ],
)
def test_a_new_heading_stands_where_it_is_told(register, after, order):
    place = register.bile.pk if after == "bile" else after

    carry_out(replace(ADDED, after=place), UNDER_ADDED)

    assert [heading for heading, _code in annex()] == order


def test_a_new_heading_can_stand_after_another_new_one(register):
    second = replace(ADDED, key="tarm", number="15.14", title="Tarm", after="milt")

    carry_out(replace(ADDED, after=FIRST), second, UNDER_ADDED, replace(UNDER_ADDED, theme="tarm"))

    assert [heading for heading, _code in annex()] == ["15.13 Milt", "15.14 Tarm", BILE, LIVER]


def test_many_headings_after_the_same_one_stand_in_the_order_of_the_act(register):
    added = [
        replace(ADDED, key=f"{n}", number=f"15.{n}", title=f"Nytt {n}", after=register.bile.pk) for n in range(20, 60)
    ]

    carry_out(*added, *(replace(UNDER_ADDED, theme=one.key) for one in added))

    assert [heading for heading, _code in annex()] == [BILE, *(f"15.{n} Nytt {n}" for n in range(20, 60)), LIVER]


@pytest.mark.parametrize(
    ("operations", "code"),
    [
        ((ADDED, ADDED), "theme-key-used"),
        ((replace(ADDED, key=""),), "theme-key-used"),
        ((replace(ADDED, title=" "),), "heading-empty"),
        ((replace(ADDED, title="x" * 251),), "heading-too-long"),
        ((replace(ADDED, number="1" * 21),), "heading-too-long"),
        ((replace(ADDED, chapter="C99"),), "unknown-chapter"),
        ((replace(ADDED, after=999_999),), "unknown-theme"),
        ((replace(ADDED, after="finnes-ikke"),), "unknown-theme-key"),
        ((UNDER_ADDED,), "unknown-theme-key"),
    ],
)
def test_what_makes_no_heading_is_refused(register, operations, code):
    assert refused(*operations).code == code


def test_a_number_the_chapter_uses_already_is_refused(register):
    refusal = refused(replace(ADDED, number="15.12"))

    assert refusal.message == "Nummeret 15.12 er allerede brukt i kapittelet, av «15.12 Lever». Velg et annet nummer."


def test_a_heading_in_a_former_chapter_is_refused(register):
    AnnexChapter.objects.update(is_former=True)

    assert refused(ADDED).code == "former-chapter"


# --- rename and move ----------------------------------------------------------------------------------


def test_a_renamed_heading_reads_otherwise_from_its_date_over_the_same_objectives(register):
    carry_out(rename(register.liver, "15.14", "Leversykdommer"))

    assert annex(DAY_BEFORE)[-1] == (LIVER, "GAK-002")
    assert annex()[-1] == ("15.14 Leversykdommer", "GAK-002")


def test_headings_change_numbers_with_each_other_in_one_act(register):
    carry_out(rename(register.bile, "15.12", "Galleveier"), rename(register.liver, "15.11", "Lever"))

    assert annex() == [("15.12 Galleveier", "GAK-001"), ("15.11 Lever", "GAK-002")]


def test_a_moved_heading_takes_its_objectives_along_and_can_be_renumbered(register):
    move = MoveTheme(theme=register.liver.pk, after=FIRST, basis=words(register.liver), number="15.1")

    carry_out(move)

    assert annex() == [("15.1 Lever", "GAK-002"), (BILE, "GAK-001")]


@pytest.mark.parametrize(("theme", "after"), [("bile", FIRST), ("liver", None), ("liver", "bile")])
def test_a_heading_that_is_moved_to_where_it_stands_is_refused(register, theme, after):
    moved = getattr(register, theme)
    anchor = register.bile.pk if after == "bile" else after

    assert refused(MoveTheme(theme=moved.pk, after=anchor, basis=words(moved))).code == "not-moved"


def test_a_renaming_that_changes_nothing_is_refused(register):
    assert refused(rename(register.liver, "15.12", "Lever")).code == "heading-unchanged"


def test_a_heading_that_does_not_exist_is_refused(register):
    assert refused(RenameTheme(theme=999_999, number="1", title="x", basis=1)).code == "unknown-theme"


# --- repeal -------------------------------------------------------------------------------------------


def test_a_heading_with_something_under_it_is_not_repealed(register):
    refusal = refused(repeal(register.liver))

    assert refusal.message == (
        "Temaoverskriften «15.12 Lever» kan ikke oppheves 1. september 2027: GAK-002 står under den. "
        "Flytt eller opphev læringsmålet i samme forskrift."
    )


def moved_away(register) -> MoveObjective:
    return MoveObjective(code="GAK-002", place=Place(chapter="C15", theme=register.bile.pk), basis=register.two.pk)


@pytest.mark.parametrize("emptied_by", ["repeal", "move", "replace"])
def test_a_heading_the_same_act_empties_is_repealed_whatever_the_order(register, emptied_by):
    emptying = {
        "repeal": RepealObjective(code="GAK-002", basis=register.two.pk),
        "move": moved_away(register),
        "replace": ReplaceObjective(
            code="GAK-002", text="Nytt.", effect="redusert", basis=register.two.pk, place=moved_away(register).place
        ),
    }[emptied_by]

    carry_out(repeal(register.liver), emptying)

    assert LIVER not in [heading for heading, _code in annex()]
    assert ThemeVersion.objects.get(theme=register.liver).valid_until == STARTS


def test_a_heading_is_not_repealed_before_what_stands_under_it_is(register):
    carry_out(RepealObjective(code="GAK-002", basis=register.two.pk))

    refusal = refused(repeal(register.liver), starts=dt.date(2027, 3, 1), act=an_act(200))

    assert refusal.code == "heading-not-empty"


def test_nothing_is_put_under_a_heading_that_an_announced_act_repeals(register):
    carry_out(moved_away(register), repeal(register.liver))

    refusal = refused(replace(UNDER_ADDED, theme=register.liver.pk), starts=dt.date(2027, 3, 1), act=an_act(200))

    assert refusal.message == (
        "Temaoverskriften «15.12 Lever» er opphevet ved FOR-2027-01-29-114, fra 1. september 2027. "
        "Velg en annen overskrift."
    )


def test_nothing_is_put_under_a_heading_before_it_is_there(register):
    carry_out(ADDED, UNDER_ADDED)
    added = Theme.objects.latest("pk")

    refusal = refused(replace(UNDER_ADDED, theme=added.pk), starts=DAY_BEFORE, act=an_act(200))

    assert refusal.message == (
        "Temaoverskriften «15.13 Milt» gjelder først fra 1. september 2027. Velg den datoen eller en senere."
    )


# --- events -------------------------------------------------------------------------------------------


def test_each_change_of_a_heading_is_told_with_its_words(register):
    carry_out(
        ADDED,
        rename(register.bile, "15.10", "Galle"),
        moved_away(register),
        repeal(register.liver),
    )

    told = [(event.verb, event.subject_label, event.payload.get("old_heading")) for event in Event.objects.all()]
    assert told == [
        (Verb.THEME_ADDED, "15.13 Milt", None),
        (Verb.THEME_RENAMED, "15.10 Galle", BILE),
        (Verb.OBJECTIVE_MOVED, "GAK-002", None),
        (Verb.THEME_REPEALED, LIVER, LIVER),
    ]
