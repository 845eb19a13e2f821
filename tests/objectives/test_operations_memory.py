"""The register in memory: read in few queries, planned without any, and equal to what the database says."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.consolidation import consolidation
from objectives.models import Objective, ThemeVersion
from objectives.operations import (
    ActRef,
    AddObjective,
    AddTheme,
    CorrectText,
    RenameTheme,
    ReplaceObjective,
    apply_to,
    load_register,
    plan,
)
from objectives.operations.applying import apply
from tests import factories

from .acts import DAY_BEFORE, DECIDED, STARTS, an_act, scheduled

pytestmark = pytest.mark.django_db

ACT = ActRef(DECIDED, 114)


def many(count: int):
    """Læringsmål from GAK-001 on, each replaced; a new heading; and one more under it each time."""
    rows = [factories.version(f"GAK-{number:03}") for number in range(1, count + 1)]
    replaced = [
        ReplaceObjective(code=row.objective.code, text=f"Nytt {row.pk}.", effect="skjerpet", basis=row.pk)
        for row in rows
    ]
    heading = AddTheme(key="ny", chapter="C15", number="15.99", title="Nytt", after=None)
    added = AddObjective(prefix="GAK", text="Nytt.", chapter="C15", theme="ny", after=None, stage="3")
    return scheduled(heading, *replaced, *[added] * count)


def test_the_register_is_read_in_as_many_queries_whatever_its_size(django_assert_num_queries):
    factories.version("GAK-001")
    with django_assert_num_queries(7):
        assert len(load_register().texts) == 1

    for number in range(2, 12):
        factories.version(f"GAK-{number:03}", under=factories.theme(f"15.{number}", "Tema"))

    with django_assert_num_queries(7):
        assert len(load_register().texts) == 11


def test_a_plan_asks_the_database_nothing(django_assert_num_queries):
    operations = many(3)
    register = load_register()

    with django_assert_num_queries(0):
        after = apply_to(register, operations, act=ACT)

    assert [row.code for row in after.consolidated(on=DAY_BEFORE)] == ["GAK-001", "GAK-002", "GAK-003"]
    assert [row.code for row in after.consolidated(on=STARTS)] == [f"GAK-00{number}" for number in range(4, 10)]
    assert not Objective.objects.filter(code="GAK-004").exists()


@pytest.mark.parametrize("count", [5, 10])
def test_an_act_is_applied_in_as_many_queries_whatever_its_length(count, django_assert_num_queries):
    operations = many(count)
    act, by = an_act(), factories.caseworker()

    with django_assert_num_queries(24):
        outcomes = apply(operations, act=act, by=by)

    assert len(outcomes) == 2 * count + 1


def test_the_annex_in_memory_is_the_annex_in_the_database_past_and_to_come():
    apply(many(4), act=an_act(), by=factories.caseworker())
    factories.version("GAK-050", valid_until=dt.date(2025, 3, 1))
    factories.version(
        "ANE-001", under=factories.theme("22.1", "Luftveier", in_chapter=factories.chapter("C22", "C22."))
    )

    register = load_register()

    for day in (factories.LONG_AGO, dt.date(2025, 2, 28), dt.date(2025, 3, 1), DAY_BEFORE, STARTS):
        assert register.consolidated(on=day) == consolidation(on=day)


def test_the_heading_reads_as_on_the_day_asked_for():
    row = factories.version("GAK-001")
    words = ThemeVersion.objects.get(theme=row.theme)
    rename = RenameTheme(theme=row.theme_id, number="15.12", title="Leversykdom", basis=words.pk)

    after = apply_to(load_register(), scheduled(rename), act=ACT)

    assert [after.consolidated(on=day)[0].theme for day in (DAY_BEFORE, STARTS)] == ["15.12 Lever", "15.12 Leversykdom"]


def test_an_act_without_a_number_can_be_imagined():
    row = factories.version("GAK-001")
    correction = CorrectText(code="GAK-001", text="Rettet.", basis=row.pk)

    after = apply_to(load_register(), scheduled(correction), act=ActRef(dt.date.min))

    (read,) = after.consolidated(on=STARTS)
    assert (read.text, read.enacted_by) == ("Rettet.", "")


def test_an_imagined_act_can_be_built_upon():
    factories.version("GAK-001")
    add = AddObjective(prefix="GAK", text="Nytt.", chapter="C15", theme=None, after=None, stage="3")

    planned = plan(load_register(), scheduled(add), act=ActRef(dt.date.min))
    imagined = planned.after.latest("GAK-002")
    correction = CorrectText(code="GAK-002", text="Rettet.", basis=imagined.pk)
    after = apply_to(planned.after, scheduled(correction, starts=dt.date(2028, 3, 1)), act=ActRef(dt.date.min))

    assert [row.text for row in after.consolidated(on=dt.date(2028, 3, 1)) if row.code == "GAK-002"] == ["Rettet."]
