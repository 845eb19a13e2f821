"""People are told once of each day something enters into force, whenever the worker runs; nothing depends on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from notifications.models import Event, Verb
from objectives.models import ObjectiveVersion
from objectives.operations import RepealObjective, Scheduled, apply
from organisations.models import User
from regulations import hooks, services
from regulations.models import EntryIntoForce
from regulations.services.entering import due_entries, due_reminders
from tests import factories

from .conftest import DECIDED, IN_FORCE, PLANNED, announce

pytestmark = pytest.mark.django_db

ONE_DAY = dt.timedelta(days=1)


def sweep(on: dt.date) -> None:
    """What the task does, on a day."""
    now = timezone.make_aware(dt.datetime.combine(on, dt.time(6)))
    for pk in due_entries(on=on):
        services.tell_entry(entry_id=pk, on=on, now=now)
    for pk in due_reminders(on=on):
        services.remind_of_entry(entry_id=pk, on=on, now=now)


def told(verb: str = Verb.ENTERED_INTO_FORCE) -> list[str]:
    return [event.payload["in_force_from"] for event in Event.objects.filter(verb=verb)]


def test_the_announcement_writes_down_each_day(announced):
    assert list(announced.act.entries_into_force.values_list("day", "known_on")) == [
        (PLANNED, PLANNED),
        (IN_FORCE, PLANNED),
    ]


@pytest.mark.parametrize(("days", "expected"), [(-1, ["2027-02-12"]), (0, ["2027-02-12", "2027-09-01"])])
def test_it_is_told_on_the_day_and_not_the_day_before(announced, days, expected):
    sweep(IN_FORCE + days * ONE_DAY)

    assert told() == expected


def test_a_worker_that_was_down_for_a_month_catches_up(announced):
    sweep(IN_FORCE + 30 * ONE_DAY)

    assert told() == ["2027-02-12", "2027-09-01"]


def test_it_is_told_once(announced):
    for _again in range(3):
        sweep(IN_FORCE)

    assert told() == ["2027-02-12", "2027-09-01"]


def test_the_event_says_what_receivers_need(announced):
    sweep(IN_FORCE)

    event = Event.objects.filter(verb=Verb.ENTERED_INTO_FORCE).last()
    assert event.actor == User.objects.system()
    assert event.subject_label == "FOR-2027-01-29-114"
    assert event.payload == {
        "act": "forskrift/2027-01-29-114",
        "in_force_from": "2027-09-01",
        "headings": [],
        "changes": [
            {"kind": "opphevet", "old_codes": ["GAK-077"], "new_code": None},
            {"kind": "nye", "old_codes": [], "new_code": "GAK-085"},
            {
                "kind": "skjerpet",
                "old_codes": ["ANE-052"],
                "new_code": "ANE-053",
                "approvals_carry_over": False,
                "activities_carry_over": True,
            },
        ],
    }


def test_nothing_is_in_force_because_it_was_told_and_nothing_waits_for_it(announced):
    before = set(ObjectiveVersion.objects.in_force(on=IN_FORCE).values_list("pk", flat=True))
    sweep(IN_FORCE)

    assert set(ObjectiveVersion.objects.in_force(on=IN_FORCE).values_list("pk", flat=True)) == before


def test_what_another_act_has_taken_back_before_its_day_is_not_told(locked, by):
    act = announce(locked, by=by)
    for code in ("GAK-085", "ANE-053"):
        version = ObjectiveVersion.objects.get(objective__code=code)
        other = factories.act(7, dt.date(2027, 3, 1))
        apply(
            [Scheduled(operation=RepealObjective(code=code, basis=version.pk), in_force_from=IN_FORCE)],
            act=other,
            by=by,
        )

    sweep(IN_FORCE)

    codes = [
        change["new_code"] or change["old_codes"][0]
        for event in Event.objects.filter(verb=Verb.ENTERED_INTO_FORCE, payload__in_force_from="2027-09-01")
        for change in event.payload["changes"]
    ]
    assert codes == ["GAK-077", "ANE-052"]  # what went, went all the same
    assert not act.entries_into_force.filter(told_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("days_before", "expected"), [(31, []), (30, [30]), (8, [8]), (7, [7]), (1, [1]), (0, [])], ids=str
)
def test_a_reminder_comes_thirty_days_before_or_as_soon_as_the_worker_is_back(announced, days_before, expected):
    sweep(IN_FORCE - days_before * ONE_DAY)

    assert [event.payload["days"] for event in Event.objects.filter(verb=Verb.ENTRY_IS_NEAR)] == expected


def test_both_reminders_come_when_the_worker_runs_every_day(announced):
    for days_before in range(40, -1, -1):
        sweep(IN_FORCE - days_before * ONE_DAY)

    assert [event.payload["days"] for event in Event.objects.filter(verb=Verb.ENTRY_IS_NEAR)] == [30, 7]


def test_nobody_is_reminded_of_what_was_announced_after_the_reminder_was_due(draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="dato",
        in_force_from=PLANNED + 20 * ONE_DAY,
        departure_reason="Saken haster.",
        by=by,
    )
    announce(services.lock(regulation=draft, by=by), by=by)

    for day in range(21):
        sweep(PLANNED + day * ONE_DAY)

    assert [event.payload["days"] for event in Event.objects.filter(verb=Verb.ENTRY_IS_NEAR)] == [7]


def test_a_day_that_is_decided_later_is_written_down_with_the_decision(draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="senere",
        in_force_from=None,
        departure_reason="Venter på et kurs.",
        by=by,
    )
    announce(services.lock(regulation=draft, by=by), by=by)
    draft.refresh_from_db()

    services.determine_entry_into_force(
        regulation=draft,
        changes=list(draft.act.undetermined_changes.all()),
        in_force_from=dt.date(2028, 3, 1),
        determined_on=dt.date(2027, 10, 1),
        reference="26/1",
        by=by,
    )

    added = EntryIntoForce.objects.get(day=dt.date(2028, 3, 1))
    assert (added.act, added.known_on) == (draft.act, dt.date(2027, 10, 1))


def test_what_follows_happens_together_with_the_event_or_not_at_all(announced, monkeypatch):
    done = []

    def do(entry, what):
        done.append((entry.day, what.codes))
        if len(done) == 1:
            raise ConnectionError

    monkeypatch.setattr(hooks, "_followers", [])
    hooks.when_in_force(do)
    (first, _second) = announced.act.entries_into_force.all()

    with pytest.raises(ConnectionError):
        services.tell_entry(entry_id=first.pk, on=PLANNED, now=timezone.now())
    assert told() == []
    sweep(PLANNED)

    assert told() == ["2027-02-12"]
    assert done == [(PLANNED, ["GAK-084"])] * 2


def test_the_decision_is_no_entry_into_force(announced):
    assert not EntryIntoForce.objects.filter(day=DECIDED).exists()
