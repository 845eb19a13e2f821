"""Every kind of operation in a draft: taken in, worded, locked with its codes, announced and shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from objectives.models import Objective, ObjectiveVersion, Theme
from objectives.operations import (
    FIRST,
    AddObjective,
    AddTheme,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Part,
    Place,
    RecodeObjective,
    RenameTheme,
    RepealTheme,
    SplitObjective,
)
from organisations.refusals import RuleViolation
from regulations import services
from regulations.documents.wording import entry_into_force, instructions
from regulations.outline import placed_clauses
from tests import factories

from .conftest import IN_FORCE, PLANNED, TODAY, announce

COMES = "[kode gis når utkastet låses]"


def words(theme: Theme) -> int:
    return theme.versions.get().pk


@pytest.fixture
def place(texts) -> Place:
    return Place(chapter="C15", theme=texts.heading.pk)


@pytest.fixture
def structure(texts, place) -> dict:
    """One operation of each kind that changes structure, on the texts of the fixture."""
    repealed, corrected, pancreas = texts.repealed, texts.corrected, texts.repealed.theme
    merged = tuple(ChangedText(code=row.objective.code, basis=row.pk) for row in (repealed, corrected))
    parts = (Part(text="Kjenne til A."), Part(text="Kjenne til B.", place=place))
    return {
        "move": MoveObjective(code="GAK-077", place=replace(place, after="GAK-084"), basis=repealed.pk),
        "correct": CorrectText(code="GAK-077", text="Rettet.", place=replace(place, after=FIRST), basis=repealed.pk),
        "recode": RecodeObjective(code="GAK-077", prefix="GAK", basis=repealed.pk),
        "split": SplitObjective(code="GAK-077", parts=parts, approvals_carry_over=True, basis=repealed.pk),
        "merge": MergeObjectives(merged=merged, text="Ha kunnskap om begge.", approvals_carry_over=False),
        "add-theme": AddTheme(key="milt", chapter="C15", number="15.13", title="Milt", after=pancreas.pk),
        "rename-theme": RenameTheme(theme=pancreas.pk, number="15.10", title="Pankreas", basis=words(pancreas)),
        "move-theme": MoveTheme(theme=pancreas.pk, after=texts.heading.pk, basis=words(pancreas)),
    }


def take_in(draft, by, *operations):
    return [services.add_clause(regulation=draft, operation=operation, by=by) for operation in operations]


def prose(draft) -> list[list[str]]:
    return [[one.prose for one in instructions(placed)] for placed in placed_clauses(draft)]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("move", ["GAK-077 flyttes til 15.11 etter GAK-084."]),
        ("correct", ["GAK-077 flyttes til 15.11 som første læringsmål og skal lyde:"]),
        ("recode", [f"Nåværende GAK-077 blir {COMES}."]),
        (
            "split",
            [
                "GAK-077 oppheves.",
                f"Nytt læringsmål {COMES} under 15.10 skal lyde:",
                f"Nytt læringsmål {COMES} under 15.11 skal lyde:",
            ],
        ),
        ("merge", ["GAK-077 og GAK-084 oppheves.", f"Nytt læringsmål {COMES} under 15.10 skal lyde:"]),
        ("add-theme", ["Ny overskrift 15.13 etter 15.10 skal lyde:"]),
        ("rename-theme", ["15.10 overskriften skal lyde:"]),
        ("move-theme", ["Overskriften 15.10, med læringsmålene under den, plasseres etter 15.11."]),
    ],
)
def test_each_kind_has_its_words(empty_draft, structure, by, kind, says):
    take_in(empty_draft, by, structure[kind])

    assert prose(empty_draft) == [says]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "15.14", "title": "Bukspyttkjertel"}, "Nåværende 15.10 blir 15.14."),
        ({"number": "15.14"}, "Nåværende 15.10 blir 15.14 med følgende overskrift:"),
        ({"number": "", "title": "Bukspyttkjertel"}, "Nåværende 15.10 blir overskrift uten nummer."),
    ],
)
def test_a_renumbering_has_its_words(empty_draft, structure, by, change, says):
    take_in(empty_draft, by, replace(structure["rename-theme"], **change))

    assert prose(empty_draft) == [[says]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"after": None, "number": "15.15"}, ", blir 15.15 og plasseres sist i kapittelet."),
        ({"after": FIRST, "number": "15.1"}, ", blir 15.1 og plasseres først i kapittelet."),
    ],
)
def test_a_moved_heading_can_get_a_new_number(empty_draft, structure, by, change, says):
    take_in(empty_draft, by, replace(structure["move-theme"], **change))

    assert prose(empty_draft)[0][0].endswith(says)


def test_structure_enters_into_force_at_once_and_content_on_the_usual_date(empty_draft, structure, by):
    at_once = take_in(empty_draft, by, structure["move"], structure["add-theme"], structure["rename-theme"])
    (later,) = take_in(empty_draft, by, replace(structure["merge"], merged=structure["merge"].merged[::-1]))

    assert [clause.in_force_from for clause in at_once] == [None, None, None]
    assert later.in_force_from == IN_FORCE


def test_a_date_for_a_change_of_structure_needs_a_reason(empty_draft, structure, by):
    with pytest.raises(RuleViolation, match="GAK-077 endrer bare oppbygningen, ikke kravet, og trer som hovedregel"):
        services.add_clause(
            regulation=empty_draft,
            operation=structure["move"],
            by=by,
            entry_into_force="dato",
            in_force_from=dt.date(2027, 9, 1),
        )


def test_the_dates_name_headings_and_all_codes(empty_draft, structure, by):
    take_in(empty_draft, by, structure["rename-theme"], structure["merge"])

    assert entry_into_force(placed_clauses(empty_draft)) == (
        "Endringen i overskriften 15.10 trer i kraft straks. Øvrige endringer trer i kraft 1. september 2027."
    )


def test_a_new_objective_under_a_new_heading_comes_after_it_in_the_act(empty_draft, structure, operations, by):
    heading = structure["add-theme"]
    under = replace(operations.add, theme="milt", after=None)

    take_in(empty_draft, by, heading, operations.correct, under)

    assert prose(empty_draft) == [
        ["Ny overskrift 15.13 etter 15.10 skal lyde:"],
        [f"Nytt læringsmål {COMES} under 15.13 skal lyde:"],
        ["GAK-084 skal lyde:"],
    ]


def test_a_new_objective_under_a_heading_the_draft_lacks_is_not_taken_in(empty_draft, operations, by):
    with pytest.raises(RuleViolation, match="ingen ny temaoverskrift «milt»"):
        take_in(empty_draft, by, replace(operations.add, theme="milt", after=None))


def test_a_heading_is_repealed_in_a_draft_that_empties_it(empty_draft, texts, structure, by):
    repeal = RepealTheme(theme=texts.repealed.theme_id, basis=words(texts.repealed.theme))
    with pytest.raises(RuleViolation, match="GAK-077 står under den"):
        take_in(empty_draft, by, repeal)

    take_in(empty_draft, by, structure["move"], repeal)

    assert ["Overskriften 15.10 oppheves."] in prose(empty_draft)


def test_a_split_has_all_its_codes_when_the_draft_is_locked(empty_draft, structure, by):
    take_in(empty_draft, by, structure["split"])

    services.lock(regulation=empty_draft, by=by)

    assert prose(empty_draft)[0][1:] == [
        "Nytt læringsmål GAK-085 under 15.10 skal lyde:",
        "Nytt læringsmål GAK-086 under 15.11 skal lyde:",
    ]


def test_a_split_announced_gives_the_codes_that_were_printed(empty_draft, structure, by):
    take_in(empty_draft, by, structure["split"])
    services.lock(regulation=empty_draft, by=by)

    announce(empty_draft, by=by)

    read = {row.objective.code: row.text for row in ObjectiveVersion.objects.consolidated(on=IN_FORCE)}
    assert (read["GAK-085"], read["GAK-086"]) == ("Kjenne til A.", "Kjenne til B.")
    assert Objective.objects.count() == 5


def test_a_split_taken_out_says_which_codes_are_left_unused(empty_draft, structure, by):
    from notifications.models import Event

    (clause,) = take_in(empty_draft, by, structure["split"])
    services.lock(regulation=empty_draft, by=by)
    services.unlock(regulation=empty_draft, by=by)

    services.remove_clause(clause=clause, by=by)

    assert Event.objects.about(empty_draft).last().payload["code_left_unused"] == "GAK-085, GAK-086"


def test_an_act_of_every_kind_is_announced_and_shown(client, empty_draft, structure, operations, by):
    wanted = ["add-theme", "rename-theme", "merge"]
    take_in(empty_draft, by, *(structure[kind] for kind in wanted), replace(operations.add, theme="milt", after=None))
    services.lock(regulation=empty_draft, by=by)
    act = announce(empty_draft, by=by)

    page = client.get(f"/forskrifter/{act.decided_on.year}/{act.number}/")

    assert page.status_code == 200
    for words_of_it in (
        "ny temaoverskrift",
        "slått sammen",
        "Ny overskrift 15.13 etter 15.10 skal lyde:",
        "15.13 Milt",
    ):
        assert words_of_it in page.content.decode()


def test_the_draft_and_each_clause_are_shown(client, empty_draft, structure, operations, by):
    client.force_login(by)
    clauses = take_in(
        empty_draft, by, structure["split"], structure["add-theme"], replace(operations.add, theme="milt", after=None)
    )

    pages = [client.get(empty_draft.get_absolute_url())]
    pages += [client.get(f"{empty_draft.get_absolute_url()}ledd/{clause.pk}/") for clause in clauses]

    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert "Ny overskrift 15.13 etter 15.10 skal lyde:" in pages[0].content.decode()
    assert "ingen ny temaoverskrift" not in pages[3].content.decode()


def test_a_draft_that_amends_an_announced_act_can_be_read_after_it_is_announced(
    client, empty_draft, texts, structure, by
):
    add = AddObjective(prefix="GAK", text="Nytt.", chapter="C15", theme=texts.heading.pk, after=None, stage="3")
    take_in(empty_draft, by, add)
    services.lock(regulation=empty_draft, by=by)
    announce(empty_draft, by=by)
    empty_draft.refresh_from_db()
    announced = ObjectiveVersion.objects.get(objective__code="GAK-085")
    second = services.create_regulation(name="Retting", planned_announcement=PLANNED, by=by, on=TODAY)
    services.add_clause(
        regulation=second,
        operation=CorrectText(code="GAK-085", text="Rettet.", basis=announced.pk),
        by=by,
        entry_into_force="dato",
        in_force_from=IN_FORCE,
        departure_reason="Skrivefeil i den kunngjorte teksten.",
    )
    services.lock(regulation=second, by=by)

    act = announce(second, by=by, number=210)

    assert [placed.old_text for placed in placed_clauses(second)] == ["Nytt."]
    assert ObjectiveVersion.with_annulled.get(pk=announced.pk).annulled_by == act
    assert factories.objective("GAK-085").versions.get().text == "Rettet."
    first = client.get(f"/forskrifter/{empty_draft.act.decided_on.year}/{empty_draft.act.number}/").content.decode()
    assert "Trådte aldri i kraft" in first
    assert f"Endret ved {act}" in first
