"""A text that was announced and amended before its first day never counts as one that applied (EF-5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q

from objectives.differences import differences
from objectives.known import known_of
from objectives.models import Objective, ObjectiveVersion
from objectives.operations import CorrectText
from tests import factories

from .acts import DECIDED, an_act, carry_out

pytestmark = pytest.mark.django_db

FIRST_DAY = dt.date(2027, 9, 1)
BEFORE = dt.date(2027, 8, 31)
SECOND_ACT = dt.date(2027, 6, 11)


@pytest.fixture
def amended() -> Objective:
    """GAK-001, corrected by an act that another amended before its first day."""
    first = factories.version("GAK-001", "Ha kunnskap om milten.")
    (outcome,) = carry_out(CorrectText(code="GAK-001", text="Ha kunnskap om nyren.", basis=first.pk))
    correction = CorrectText(code="GAK-001", text="Ha kunnskap om leveren.", basis=outcome.begun.pk)
    carry_out(correction, act=an_act(1400, SECOND_ACT))
    return Objective.objects.get(code="GAK-001")


def test_a_search_does_not_find_it(client, amended):
    for day in ("31.08.2027", "01.09.2027"):
        page = client.get("/laringsmal/", {"q": "nyren", "dato": day}).content.decode()

        assert "GAK-001" not in page.split("<main")[1]
    assert "GAK-001" in client.get("/laringsmal/", {"q": "leveren", "dato": "01.09.2027"}).content.decode()


def test_a_comparison_goes_from_what_applied_to_what_applies(amended):
    (item,) = differences(Q(), earlier=BEFORE, later=FIRST_DAY).items

    assert [version.text for version in (*item.before, item.after)] == [
        "Ha kunnskap om milten.",
        "Ha kunnskap om leveren.",
    ]


def test_it_is_not_in_the_history_of_the_code(client, amended):
    page = client.get("/laringsmal/GAK-001/").content.decode()

    assert "leveren" in page
    assert "nyren" not in page


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (dt.date(2027, 1, 28), [("Ha kunnskap om milten.", None)]),
        (DECIDED, [("Ha kunnskap om milten.", FIRST_DAY), ("Ha kunnskap om nyren.", None)]),
        (SECOND_ACT, [("Ha kunnskap om milten.", FIRST_DAY), ("Ha kunnskap om leveren.", None)]),
    ],
)
@pytest.mark.parametrize("recorded_here", [False, True])
def test_until_it_was_amended_it_was_known_as_what_would_apply(amended, day, known, recorded_here):
    _recorded(amended) if recorded_here else _recorded_later()

    lineage = known_of(amended, day=day).lineage

    assert [(version.text, version.valid_until) for version in lineage.versions] == known


def _recorded_later() -> None:
    """The register was filled after both acts, so that only the acts can tell."""
    ObjectiveVersion.history.update(history_date=factories.announced(dt.date(2028, 1, 1)))


def _recorded(objective: Objective) -> None:
    """Each act was recorded the day it was decided."""
    days = [dt.date(2020, 1, 1), DECIDED, SECOND_ACT]
    by_version: dict[int, int] = {}
    for row in ObjectiveVersion.history.filter(objective=objective).order_by("history_id"):
        born = {"milten": 0, "nyren": 1, "leveren": 2}[row.text.split()[-1].strip(".")]
        times = by_version[row.id] = by_version.get(row.id, -1) + 1
        ObjectiveVersion.history.filter(history_id=row.history_id).update(
            history_date=factories.announced(days[min(born + times, 2)])
        )
