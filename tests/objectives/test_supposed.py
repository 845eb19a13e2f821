"""What is supposed to differ is what then differs: an act tried in memory, and announced."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db.models import Q
from hypothesis import event, given

from objectives.differences import Differences, differences
from objectives.operations import ActRef, AddObjective, CorrectText, ReplaceObjective, Scheduled, load_register, plan
from objectives.supposed import supposed_differences
from organisations.refusals import RuleViolation
from tests import factories

from .random_acts import acts, make_register, registers
from .test_operations_properties import announce, asked_of, in_the_database, schedule, taken_back

pytestmark = pytest.mark.django_db

DAY = dt.date(2090, 3, 1)
"""Long after anything else begins."""


def told(found: Differences) -> dict[str, object]:
    """What is found, by words and codes alone: keys differ."""
    after = {theme: f"{one.chapter} {one.number} {one.title}" for theme, one in found.after.items()}
    place = {theme: after.get(theme) for theme in {item.version.theme_id for item in found.items}}
    return {
        "items": sorted(
            (
                item.kind,
                sorted(version.objective.code for version in item.before),
                item.after.objective.code if item.after else "",
                item.after.text if item.after else "",
                str(place[item.version.theme_id]),
                item.is_moved,
                sorted(f"{link.old.code} {link.new.code} {link.kind}" for link in item.links),
            )
            for item in found.items
        ),
        "same": sorted((same.code, same.text) for same in found.unchanged),
        "headings": sorted(str(after.get(theme)) for theme in found.changed_headings()),
        "order": order(found),
    }


def order(found: Differences) -> list[list[str]]:
    """The codes that are there afterwards, under each heading in turn."""
    under: dict[tuple[int, int | None], list[tuple[int, str]]] = {}
    for item in found.items:
        if item.after is not None:
            key = (item.after.chapter_id, item.after.theme_id)
            under.setdefault(key, []).append((item.after.position, item.code))
    for same in found.unchanged:
        under.setdefault((same.chapter, same.theme), []).append((same.position, same.code))
    return sorted([code for _place, code in sorted(rows)] for rows in under.values())


@in_the_database
@given(registers, acts)
def test_what_is_supposed_is_what_differs_once_it_is_announced(wanted, act):
    with taken_back():
        make_register(wanted)
        ((ref, act),) = schedule([act])
        before = load_register()
        asked = [replace(one, in_force_from=DAY) for one in asked_of(before, ref, act)]
        try:
            planned = plan(before, asked, act=ref)
        except RuleViolation:
            event("refused")
            return
        supposed = supposed_differences(before, planned.after, on=DAY)

        assert announce(ref, asked) == ""
        found = differences(Q(), earlier=DAY - dt.timedelta(days=1), later=DAY)

        assert told(supposed) == told(found)
        event("applied")


def test_codes_nobody_has_been_given_are_not_shown_as_numbers():
    version = factories.version("GAK-010")
    add = AddObjective(prefix="GAK", text="Kunne A.", chapter="C15", theme=version.theme_id, after=None, stage="2-3")
    sharpen = ReplaceObjective(code="GAK-010", text="Kunne B.", effect="skjerpet", basis=version.pk)
    before = load_register()
    planned = plan(
        before, [Scheduled(operation=one, in_force_from=DAY) for one in (add, sharpen)], act=ActRef(dt.date.min)
    )

    found = supposed_differences(before, planned.after, on=DAY, provisional=planned.new_codes)

    assert planned.new_codes == ("GAK-011", "GAK-012")
    assert {item.code for item in found.items} == {"GAK-[ny]", "GAK-[ny2]"}
    assert all(item.version.objective.pk < 0 and item.act is None for item in found.items)


def test_it_asks_the_database_nothing(django_assert_num_queries):
    version = factories.version("GAK-010")
    before = load_register()
    correct = CorrectText(code="GAK-010", text="Kunne A.", basis=version.pk)
    after = plan(before, [Scheduled(operation=correct, in_force_from=DAY)], act=ActRef(dt.date.min)).after

    with django_assert_num_queries(0):
        found = supposed_differences(before, after, on=DAY)

    assert [item.code for item in found.items] == ["GAK-010"]


def test_only_the_chapters_one_asks_about():
    surgery, other = factories.version("GAK-010"), factories.chapter("C22", "C22. Anestesiologi")
    before = load_register()
    correct = CorrectText(code="GAK-010", text="Kunne A.", basis=surgery.pk)
    after = plan(before, [Scheduled(operation=correct, in_force_from=DAY)], act=ActRef(dt.date.min)).after
    found = supposed_differences(before, after, on=DAY)

    assert found.within({other.pk}).total == 0
    assert found.within({surgery.chapter_id}).total == 1
