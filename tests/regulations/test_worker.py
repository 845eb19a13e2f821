"""A real Celery worker, on the test's own PostgreSQL and Redis, from the request to the finished PDF."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
import pytest
import redis
from django.conf import settings
from django.db import connection

from regulations.models import RenderedDocument
from regulations.services import documents, request_document
from regulations.tasks import render_document, render_waiting_documents

from .processes import environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

State = RenderedDocument.State


@pytest.fixture(autouse=True)
def queue():
    """An empty queue; skipped where there is no Redis to have one in."""
    server = redis.Redis.from_url(settings.REDIS_URL)
    try:
        server.ping()
    except redis.ConnectionError:
        pytest.skip("no Redis at REDIS_URL")
    server.delete("celery")
    yield server
    server.delete("celery")


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker of one process; ours alone, and gone afterwards."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=WARNING"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR,
        env=environment(),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The worker and its children, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(60)


def wait_for(process: subprocess.Popen[bytes], document: RenderedDocument, *states: str) -> None:
    """Until the worker has brought the document to one of these states; at once if the worker is gone."""
    # The worker writes on its own connection; each look is a query of its own, outside any transaction.
    assert not connection.in_atomic_block

    def is_there() -> bool:
        assert process.poll() is None, f"the worker ended with {process.returncode}"
        return RenderedDocument.objects.filter(pk=document.pk, state__in=states).exists()

    wait_until(is_there, what=f"document in state {states}")


def test_a_requested_pdf_is_made_by_the_worker(draft, by):
    document = request_document(regulation=draft, by=by)
    render_document.delay(document.pk)

    with worker() as process:
        wait_for(process, document, State.DONE, State.FAILED)

    document.refresh_from_db()
    assert (document.state, document.error, document.attempts) == (State.DONE, "", 1)
    with pikepdf.open(BytesIO(bytes(document.content))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nb"


def test_what_a_killed_worker_left_is_made_by_the_next(draft, by, queue):
    document = request_document(regulation=draft, by=by)
    render_document.delay(document.pk)
    with worker() as first:
        wait_for(first, document, State.RUNNING, State.DONE)
        kill(first)
    # As if the worker had been killed half-way, more than five minutes ago.
    long_ago = document.requested_at - documents.STALE_AFTER
    RenderedDocument.objects.filter(pk=document.pk).update(
        state=State.RUNNING, started_at=long_ago, content=None, percent=60
    )
    queue.delete("celery")

    render_waiting_documents()
    with worker() as second:
        wait_for(second, document, State.DONE, State.FAILED)

    document.refresh_from_db()
    assert (document.state, document.attempts) == (State.DONE, 2)
