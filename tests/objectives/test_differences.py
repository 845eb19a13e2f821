"""What differs between two days: of each kind, following what replaces what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q

from objectives.differences import Differences, Kind, differences
from objectives.models import Objective, ObjectiveVersion, Succession, Theme, ThemeVersion
from objectives.models.validity import from_day
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

BEFORE = dt.date(2026, 11, 24)
AFTER = dt.date(2027, 3, 1)


def between(earlier: dt.date = BEFORE, later: dt.date = AFTER) -> Differences:
    return differences(Q(), earlier=earlier, later=later)


def kinds(found: Differences) -> dict[str, Kind]:
    return {item.code: item.kind for item in found.items}


def replaced(old: str, new: str, kind: str, day: dt.date, text: str = "Ha kunnskap om noe nytt.") -> ObjectiveVersion:
    """`new` comes instead of `old` on the day; the text of `old` ends if it had not."""
    ends(old, day)
    begun = factories.objective(new).versions.first() or factories.version(new, text, valid_from=day)
    Succession.objects.create(
        old=Objective.objects.get(code=old),
        new=begun.objective,
        kind=kind,
        approvals_carry_over=kind != "skjerpet",
        activities_carry_over=True,
        enacted_by=factories.act(),
    )
    return begun


def ends(code: str, day: dt.date) -> ObjectiveVersion:
    version = Objective.objects.get(code=code).versions.order_by("-valid")[0]
    if version.valid_until is None:
        version.valid, version.repealed_by = from_day(version.valid_from, day), factories.act()
        version.save(update_fields=["valid", "repealed_by"])
    return version


def test_the_kinds_an_act_makes_are_told_apart():
    made.register_with_a_history()

    found = between(dt.date(2026, 8, 31))

    assert kinds(found) == {"GAK-089": Kind.REPEALED, "GAK-090": Kind.SHARPENED, "GAK-091": Kind.NEW}
    assert [same.code for same in found.unchanged] == ["GAK-087"]
    assert found.total == 4


def test_a_correction_keeps_the_code():
    made.register_with_a_history()

    found = between(dt.date(2022, 10, 17), dt.date(2022, 10, 18))

    (item,) = found.items
    assert (item.code, item.kind, item.keeps_its_code) == ("GAK-088", Kind.CORRECTED, True)
    assert "".join(text for kind, text in item.segments if kind != "insert") == made.FIRST_TEXT
    assert "".join(text for kind, text in item.segments if kind != "delete") == made.CORRECTED_TEXT


def test_nothing_differs_from_itself():
    made.register_with_a_history()

    found = between(BEFORE, BEFORE)

    assert found.items == []
    assert found.changed_headings() == []


def test_what_was_replaced_twice_is_followed_all_the_way():
    factories.version("GAK-001", "Ha kunnskap om det første.")
    replaced("GAK-001", "GAK-002", "redusert", dt.date(2026, 12, 1))
    replaced("GAK-002", "GAK-003", "skjerpet", dt.date(2027, 2, 1), "Ha god kunnskap om det siste.")

    (item,) = between().items

    assert [version.objective.code for version in item.before] == ["GAK-001"]
    assert (item.code, item.kind) == ("GAK-003", Kind.SHARPENED)
    assert [link.new.code for link in item.links] == ["GAK-002", "GAK-003"]


def test_what_came_and_went_in_between_is_not_there():
    factories.version("GAK-001", valid_from=dt.date(2026, 12, 1), valid_until=dt.date(2027, 2, 1))

    assert between().items == []


def test_one_split_in_two_is_before_both():
    factories.version("GAK-001", "Ha kunnskap om lever og milt.")
    replaced("GAK-001", "GAK-002", "delt", AFTER, "Ha kunnskap om lever.")
    replaced("GAK-001", "GAK-003", "delt", AFTER, "Ha kunnskap om milt.")

    found = between()

    assert kinds(found) == {"GAK-002": Kind.SPLIT, "GAK-003": Kind.SPLIT}
    assert all(item.before[0].objective.code == "GAK-001" for item in found.items)


def test_two_merged_are_both_before_the_one():
    factories.version("GAK-001", "Ha kunnskap om lever.")
    factories.version("GAK-002", "Ha kunnskap om milt.")
    replaced("GAK-001", "GAK-003", "slatt_sammen", AFTER, "Ha kunnskap om lever og milt.")
    replaced("GAK-002", "GAK-003", "slatt_sammen", AFTER)

    (item,) = between().items

    assert item.kind == Kind.MERGED
    assert sorted(version.objective.code for version in item.before) == ["GAK-001", "GAK-002"]


def test_the_same_words_in_another_place_are_moved():
    old = factories.version("GAK-001", "Ha kunnskap om milt.", valid_until=AFTER)
    ObjectiveVersion.objects.create(
        objective=old.objective,
        chapter=old.chapter,
        theme=factories.theme("15.14", "Milt"),
        position=old.position,
        text=old.text,
        stage=old.stage,
        valid=from_day(AFTER),
        enacted_by=factories.act(),
    )

    (item,) = between().items

    assert (item.kind, item.is_moved) == (Kind.MOVED, True)


def test_another_version_that_reads_and_stands_the_same_is_no_change():
    old = factories.version("GAK-001", "Ha kunnskap om milt.", valid_until=AFTER)
    ObjectiveVersion.objects.create(
        objective=old.objective,
        chapter=old.chapter,
        theme=old.theme,
        position=old.position,
        text=old.text,
        stage=old.stage,
        valid=from_day(AFTER),
        enacted_by=factories.act(),
    )

    found = between()

    assert found.items == []
    assert [same.code for same in found.unchanged] == ["GAK-001"]


def test_a_heading_that_is_new_gone_or_renamed_is_told():
    kept, gone = factories.theme("15.12", "Lever"), factories.theme("15.13", "Galle")
    for theme, until in ((kept, AFTER), (gone, AFTER)):
        version = theme.versions.get()
        version.valid, version.repealed_by = from_day(version.valid_from, until), factories.act()
        version.save(update_fields=["valid", "repealed_by"])
    ThemeVersion.objects.create(
        theme=kept,
        number="15.12",
        title="Lever og galle",
        position=1,
        valid=from_day(AFTER),
        enacted_by=factories.act(),
    )
    new = factories.theme("15.15", "Milt", valid_from=AFTER)
    factories.theme("15.16", "Uendret")

    changed = set(between().changed_headings())

    assert changed == {kept.pk, gone.pk, new.pk}
    assert Theme.objects.count() == 4
