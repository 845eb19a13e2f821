"""What looks like a slip is told before an announcement is registered, and never stops it."""

from __future__ import annotations

import datetime as dt

import pytest

from regulations.cautions import announcement_cautions
from tests import factories

from .conftest import DECIDED, PLANNED

pytestmark = pytest.mark.django_db

ONE_DAY = dt.timedelta(days=1)


def told(draft=None, *, number=114, decided_on=DECIDED, announced_on=PLANNED, on=None) -> set[str]:
    clauses = list(draft.clauses.all()) if draft else []
    found = announcement_cautions(
        clauses, number=number, decided_on=decided_on, announced_on=announced_on, on=on or announced_on
    )
    return {caution.code for caution in found} - {"not-sent"}  # which is asked about by itself


def test_an_ordinary_announcement_has_nothing_to_tell(locked):
    assert told(locked) == set()


@pytest.mark.parametrize(("days", "expected"), [(0, {"announced-the-same-day"}), (3, set()), (30, set())])
def test_announced_the_same_day(days, expected):
    assert told(announced_on=DECIDED + days * ONE_DAY) - {"announced-in-a-weekend"} == expected


@pytest.mark.parametrize(("days", "is_told"), [(29, False), (30, False), (31, True)])
def test_announced_more_than_thirty_days_after(days, is_told):
    assert ("announced-late" in told(announced_on=DECIDED + days * ONE_DAY)) is is_told


@pytest.mark.parametrize(("day", "is_told"), [(12, False), (13, True), (14, True), (15, False)])
def test_announced_in_a_weekend(day, is_told):
    assert ("announced-in-a-weekend" in told(announced_on=dt.date(2027, 2, day))) is is_told


@pytest.mark.parametrize(
    ("number", "announced_on", "is_told"),
    [
        (100, dt.date(2027, 2, 1), False),
        (200, dt.date(2027, 2, 1), True),
        (100, dt.date(2027, 2, 20), True),
        (200, dt.date(2027, 2, 20), False),
        (200, PLANNED, False),
    ],
)
def test_a_number_out_of_order(number, announced_on, is_told):
    factories.act(number, dt.date(2027, 1, 15), announced_at=factories.announced(announced_on))

    assert ("number-out-of-order" in told(number=150)) is is_told


def test_a_number_of_another_year_says_nothing():
    factories.act(900, dt.date(2026, 12, 20), announced_at=factories.announced(dt.date(2027, 1, 4)))

    assert told(number=150) == set()


@pytest.mark.parametrize(("days", "is_told"), [(7, False), (8, True)])
def test_registered_more_than_a_week_after(locked, days, is_told):
    assert ("registered-late" in told(locked, on=PLANNED + days * ONE_DAY)) is is_told


def test_registered_after_something_has_entered_into_force(locked):
    assert "in-force-already" in told(locked, on=dt.date(2027, 9, 1))
    assert "in-force-already" not in told(locked, on=dt.date(2027, 8, 31))


def test_what_is_not_marked_as_sent_is_told():
    found = announcement_cautions([], number=114, decided_on=DECIDED, announced_on=PLANNED, on=PLANNED)

    assert [caution.code for caution in found] == ["not-sent"]
