"""Deadlines close by the clock: 23:59 Norwegian time, in winter and in summer, without any job."""

from __future__ import annotations

import datetime as dt

import pytest

from hearings import rules
from hearings.models import Hearing
from organisations.refusals import WrongState

from .asked import DEADLINE, OPENS, at

MINUTE = dt.timedelta(minutes=1)
SUMMER = dt.date(2026, 7, 1)
# The clocks go forward in the night to 29 March 2026, and back in the night to 25 October.
CHANGES = [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 24), dt.date(2026, 10, 25)]


def heard(*, opens_on: dt.date = dt.date(2026, 1, 1), deadline: dt.date = DEADLINE, **fields: object) -> Hearing:
    fields.setdefault("published_at", at(opens_on))
    return Hearing(title="Høring", opens_on=opens_on, deadline=deadline, **fields)


def late(hearing: Hearing, now: dt.datetime) -> bool:
    return rules.comes_late(hearing, now=now, by_organisation=True)


def refusal(hearing: Hearing, now: dt.datetime, *, by_organisation: bool = False) -> WrongState:
    with pytest.raises(WrongState) as found:
        rules.comes_late(hearing, now=now, by_organisation=by_organisation)
    return found.value


@pytest.mark.parametrize("day", [DEADLINE, SUMMER, *CHANGES])
def test_the_last_minute_of_the_last_day_is_in_time(day):
    assert not late(heard(deadline=day), at(day, 23, 59))


@pytest.mark.parametrize("day", [DEADLINE, SUMMER, *CHANGES])
def test_midnight_after_the_last_day_is_late(day):
    midnight = at(day + dt.timedelta(days=1), 0)

    assert late(heard(deadline=day), midnight)
    assert refusal(heard(deadline=day), midnight).code == "hearing-closed"


@pytest.mark.parametrize("day", [DEADLINE, SUMMER, *CHANGES])
def test_a_minute_past_midnight_is_late(day):
    assert late(heard(deadline=day), at(day + dt.timedelta(days=1), 0, 1))


def test_the_deadline_is_norwegian_whatever_clock_the_server_has():
    winter, summer = heard(deadline=DEADLINE), heard(deadline=SUMMER)

    assert not late(winter, dt.datetime(2026, 12, 1, 22, 59, tzinfo=dt.UTC))
    assert late(winter, dt.datetime(2026, 12, 1, 23, 0, tzinfo=dt.UTC))
    assert not late(summer, dt.datetime(2026, 7, 1, 21, 59, tzinfo=dt.UTC))
    assert late(summer, dt.datetime(2026, 7, 1, 22, 0, tzinfo=dt.UTC))


def test_before_the_opening_day_nobody_answers_and_the_refusal_says_when():
    found = refusal(heard(opens_on=OPENS), at(OPENS, 0) - MINUTE, by_organisation=True)

    assert (found.code, found.message) == ("hearing-not-open", "Høringen åpner 1. september 2026. Da kan du svare.")


def test_it_is_open_from_the_first_minute_of_the_opening_day():
    assert not late(heard(opens_on=OPENS), at(OPENS, 0))


def test_one_that_is_not_published_is_open_to_nobody():
    assert refusal(heard(published_at=None), at(OPENS), by_organisation=True).code == "hearing-not-open"


def test_a_private_person_is_refused_after_the_deadline_with_the_day():
    found = refusal(heard(), at(DEADLINE + dt.timedelta(days=1)))

    assert (found.code, found.authority) == ("hearing-closed", "HØ-1")
    assert "tirsdag 1. desember 2026 kl. 23.59" in found.message


def test_an_organisation_is_refused_when_the_hearing_is_summed_up():
    after = at(DEADLINE + dt.timedelta(days=30))

    assert refusal(heard(summary_published_at=after), after, by_organisation=True).code == "hearing-closed"
