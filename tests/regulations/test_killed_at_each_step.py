"""Web, worker and database killed with SIGKILL at each step of an announcement: all of it, or nothing, and a rerun
completes.

A step is held still by locking the table it is about to write to: whoever is to be killed stands waiting there, for
certain and however slow the machine is.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from config.embedded.environment import packages_folder
from config.embedded.servers import Servers
from notifications.models import Event, Verb
from regulations import tasks
from regulations.models import EntryIntoForce
from tests import factories

from .announcing_elsewhere import announce, ready_draft
from .killed_while_announcing import state
from .processes import environment, kill, wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True)

# In the order they are met. That nothing is left after each single write is proven by killed_while_announcing.py.
STEPS = (
    "regulations_amendmentregulation",
    "objectives_legalact",
    "objectives_objectiveversion",
    "objectives_succession",
    "regulations_entryintoforce",
    "notifications_event",
)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() AND (state <> 'idle' OR wait_event_type = 'Lock')"
)


def asked(connection: psycopg.Connection, question: str) -> int:
    row = connection.execute(question).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def held(address: str, table: str) -> Iterator[Callable[[], None]]:
    """Nobody writes to the table. Gives what waits until somebody stands there wanting to."""
    holder, watcher = psycopg.connect(address), psycopg.connect(address, autocommit=True)
    try:
        holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield lambda: wait_until(lambda: asked(watcher, WAITING) > 0, what=f"somebody to write to {table}")
    finally:
        # The lock goes with the connection, and both are gone already when it is the database that was killed.
        holder.close()
        watcher.close()


def until_the_dead_are_gone(address: str) -> None:
    """PostgreSQL notices that a client is gone when it next speaks to it, and takes back what it did."""
    with psycopg.connect(address, autocommit=True) as watcher:
        wait_until(lambda: asked(watcher, OTHERS) == 0, what="the connections of the dead to end")


# --- web ----------------------------------------------------------------------------------------------


@contextmanager
def web() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The real web server, ours alone."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", "1", "--blocking-threads", "2", "--log-level", "critical", "config.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment(),
        start_new_session=True,
    )
    try:
        wait_until(lambda: answers(port), what="the web server to answer")
        yield process, port
    finally:
        if process.poll() is None:
            kill(process)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


class Browser:
    """Somebody who is logged in, and posts the form of the announcement."""

    def __init__(self, port: int, session: str, regulation: int) -> None:
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
        self.page = f"/endringsforskrifter/{regulation}/"

    def post_the_announcement(self) -> None:
        """Sends the form, and does not wait for the answer."""
        self.connection.request("GET", self.page, headers={"Cookie": self.cookies})
        answer = self.connection.getresponse()
        html = answer.read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
        assert token, html[:500]
        cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        form = {
            "csrfmiddlewaretoken": token[1],
            "announced_on": "12.02.2026",
            "announced_time": "12.00",
            "decided_on": "29.01.2026",
            "number": "114",
            "bekreftet": "1",
        }
        headers = {
            "Cookie": "; ".join([self.cookies, *cookies]),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", f"{self.page}kunngjor/", urlencode(form), headers)

    def answer(self) -> int:
        return self.connection.getresponse().status


def test_the_web_killed_at_each_step_has_done_nothing_and_the_next_attempt_does_it_all():
    by = factories.caseworker()
    draft = ready_draft(by)
    client = Client()
    client.force_login(by)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    before, address = state(), environment()["DATABASE_URL"]

    for table in STEPS:
        with web() as (process, port):
            browser = Browser(port, session, draft.pk)
            with held(address, table) as somebody_waits:
                browser.post_the_announcement()
                somebody_waits()
                kill(process)
            until_the_dead_are_gone(address)
        assert state() == before, f"killed before writing to {table}"

    with web() as (process, port):
        browser = Browser(port, session, draft.pk)
        browser.post_the_announcement()
        assert browser.answer() == 302
        kill(process)
    after = state()
    assert (after["acts"], after["announced"]) == (before["acts"] + 1, 1)
    assert after["versions"] == before["versions"] + 2


# --- worker -------------------------------------------------------------------------------------------


def test_a_worker_killed_while_it_tells_of_an_entry_into_force_has_told_nothing_and_the_next_tells_once():
    announce(ready_draft(factories.caseworker()), factories.caseworker())
    address = environment()["DATABASE_URL"]
    told = Event.objects.filter(verb=Verb.ENTERED_INTO_FORCE)

    for table in ("regulations_entryintoforce", "notifications_event"):
        with worker() as process:
            with held(address, table) as somebody_waits:
                tasks.tell_of_entries_into_force.delay()
                somebody_waits()
                kill(process)
            until_the_dead_are_gone(address)
        assert not told.exists(), f"killed before writing to {table}"
        assert not EntryIntoForce.objects.filter(told_at__isnull=False).exists()

    with worker():
        tasks.tell_of_entries_into_force.delay()
        wait_until(told.exists, what="the next worker to tell")
        tasks.tell_of_entries_into_force.delay()
        tasks.tell_of_entries_into_force.delay()
        wait_until(nothing_is_queued, what="the worker to have run them all")
    # The second begins on 1 September 2026: what was told depends on today, and each is told at most once.
    assert told.count() == EntryIntoForce.objects.filter(told_at__isnull=False).count()


def nothing_is_queued() -> bool:
    from config.celery import app

    with app.connection_for_read() as connection:
        return connection.default_channel.client.llen("celery") == 0


# --- database -----------------------------------------------------------------------------------------

COUNTED = ("objectives_legalact", "objectives_objectiveversion", "objectives_succession", "notifications_event")


class Elsewhere:
    """A PostgreSQL of our own, with its data on disk as in production, to be killed and started again."""

    def __init__(self, data: Path) -> None:
        self.servers = Servers(data, packages_folder())
        self.address = ""

    def start(self) -> None:
        self.address = self.servers.start(redis=False)["DATABASE_URL"]

    def kill(self) -> None:
        """As a power cut: the server and every process of its, at once."""
        server = self.servers.children[0].process.pid
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True)
        for pid in (server, *map(int, found.stdout.split())):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.servers.children[0].process.wait(60)
        self.servers.stop()

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment() | {"DATABASE_URL": self.address},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def counts(self) -> dict[str, int]:
        with psycopg.connect(self.address) as connection:
            return {table: asked(connection, f"SELECT count(*) FROM {table}") for table in COUNTED}


def finished(process: subprocess.Popen[str]) -> str:
    out, error = process.communicate(timeout=600)
    assert process.returncode == 0, error
    return out


def test_the_database_killed_at_each_step_has_kept_nothing_and_the_next_attempt_is_kept_whole(tmp_path):
    database = Elsewhere(tmp_path / "data")
    database.start()
    try:
        finished(database.run("manage.py", "migrate", "--verbosity=0"))
        program = ("-m", "tests.regulations.announcing_elsewhere")
        draft, person = finished(database.run(*program, "seed")).split()
        before = database.counts()

        for table in COUNTED:
            with held(database.address, table) as somebody_waits:
                attempt = database.run(*program, "announce", draft, person)
                somebody_waits()
                database.kill()
            attempt.communicate(timeout=600)
            assert attempt.returncode != 0
            database.start()
            assert database.counts() == before, f"killed before writing to {table}"

        finished(database.run(*program, "announce", draft, person))
        database.kill()
        database.start()
        after = database.counts()
    finally:
        database.servers.stop()

    assert after["objectives_legalact"] == before["objectives_legalact"] + 1
    assert after["objectives_objectiveversion"] == before["objectives_objectiveversion"] + 2
    assert after["objectives_succession"] == before["objectives_succession"] + 1
    assert after["notifications_event"] > before["notifications_event"]
