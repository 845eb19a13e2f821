"""Killed anywhere, or done by two at once: an announcement has happened once and whole, or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, transaction

from objectives.models import LegalAct, ObjectiveVersion
from objectives.operations import RepealObjective
from organisations.refusals import Refusal, RuleViolation, WrongState
from regulations import services
from regulations.models import AmendmentRegulation

from .conftest import PLANNED, TODAY, announce, approved
from .killed_while_announcing import state
from .processes import environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_after_any_write_nothing_has_happened_and_the_next_attempt_completes(locked, by):
    approved(locked)
    before = state()

    run = subprocess.run(
        [sys.executable, "-m", "tests.regulations.killed_while_announcing", str(locked.pk), str(by.pk)],
        cwd=settings.BASE_DIR,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    *killed, last = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(killed) > 10
    assert all(attempt["killed"] and attempt["state"] == before for attempt in killed)
    assert last["status"] == 0
    assert last["state"] == before | {
        "acts": before["acts"] + 1,
        "history": before["history"] + 7,
        "versions": before["versions"] + 3,
        "ended": 3,
        "successions": 1,
        "events": before["events"] + 5,
        "documents": 1,
        "announced": 1,
    }


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND "
            "datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


def in_a_thread(work):
    """The work's result or refusal, on a connection of its own."""
    try:
        return work()
    except Refusal as refusal:
        return refusal
    finally:
        connection.close()


def test_of_two_at_once_the_second_waits_and_is_refused(locked, by):
    approved(locked)
    first_is_done, first_may_commit = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            act = announce(AmendmentRegulation.objects.get(pk=locked.pk), by=by)
            first_is_done.set()
            first_may_commit.wait(60)
        return act

    def second():
        first_is_done.wait(60)
        return announce(AmendmentRegulation.objects.get(pk=locked.pk), by=by, number=115)

    with ThreadPoolExecutor(max_workers=2) as people:
        results = [people.submit(in_a_thread, work) for work in (first, second)]
        wait_until(someone_waits, what="the second announcement to wait for the first")
        first_may_commit.set()
    act, refusal = (result.result() for result in results)

    assert isinstance(act, LegalAct)
    assert isinstance(refusal, WrongState)
    assert "er allerede kunngjort som FOR-2027-01-29-114" in refusal.message
    assert not LegalAct.objects.filter(number=115).exists()


def test_of_two_drafts_with_the_same_number_at_once_one_gets_it(locked, texts, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=TODAY)
    services.add_clause(regulation=other, operation=RepealObjective(code="GAK-084", basis=texts.corrected.pk), by=by)
    services.lock(regulation=other, by=by)
    approved(locked)
    approved(other)
    start = threading.Barrier(2)

    def announce_one(pk: int):
        regulation = AmendmentRegulation.objects.get(pk=pk)
        start.wait(60)
        return announce(regulation, by=by)

    with ThreadPoolExecutor(max_workers=2) as people:
        results = list(people.map(lambda pk: in_a_thread(lambda: announce_one(pk)), [locked.pk, other.pk]))

    assert sorted(type(result).__name__ for result in results) == ["LegalAct", "RuleViolation"]
    assert LegalAct.objects.filter(number=114).count() == 1


def test_of_two_drafts_about_the_same_text_at_once_one_becomes_law(locked, texts, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=TODAY)
    services.add_clause(regulation=other, operation=RepealObjective(code="GAK-077", basis=texts.repealed.pk), by=by)
    services.lock(regulation=other, by=by)
    approved(locked)
    approved(other)
    start = threading.Barrier(2)

    def announce_one(pk: int, number: int):
        regulation = AmendmentRegulation.objects.get(pk=pk)
        start.wait(60)
        return announce(regulation, by=by, number=number)

    with ThreadPoolExecutor(max_workers=2) as people:
        pairs = [(locked.pk, 114), (other.pk, 115)]
        results = list(people.map(lambda pair: in_a_thread(lambda: announce_one(*pair)), pairs))

    (refusal,) = [result for result in results if isinstance(result, RuleViolation)]
    assert refusal.code == "already-repealed"
    assert ObjectiveVersion.objects.filter(objective__code="GAK-077", repealed_by__number__in=[114, 115]).count() == 1
