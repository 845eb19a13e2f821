"""A real Celery worker, on the test's own PostgreSQL and Redis, from the request to the finished PDF."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
import redis
from django.conf import settings

from regulations.models import RenderedDocument
from regulations.services import documents, request_document
from regulations.tasks import render_document, render_waiting_documents

from .processes import kill, wait_for, worker

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
