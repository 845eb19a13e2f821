"""A real Celery worker, on the test's own PostgreSQL and Redis: a file is made, whoever is killed on the way."""

from __future__ import annotations

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from objectives import tasks
from objectives.export import FORMATS, build_document
from objectives.models import ExportJob
from objectives.models.exports import STALE_AFTER
from objectives.services import exports
from tests.regulations.processes import kill, wait_for, worker

from .exporting import ON, small_annex

pytestmark = pytest.mark.django_db(transaction=True)

State = ExportJob.State


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


def test_a_file_that_a_killed_worker_left_is_made_whole_by_the_next(queue):
    small_annex()
    job = exports.request_export(document=build_document(on=ON), chosen=FORMATS["pdf"], now=timezone.now())
    tasks.make_export.delay(job.pk)
    with worker() as first:
        wait_for(first, job, State.RUNNING, State.DONE)
        kill(first)
    # As if it had been killed half-way, longer ago than anyone waits for it.
    left = {"state": State.RUNNING, "started_at": timezone.now() - STALE_AFTER, "content": None, "percent": 65}
    ExportJob.objects.filter(pk=job.pk).update(**left)
    queue.delete("celery")

    tasks.sweep_exports()
    with worker() as second:
        wait_for(second, job, State.DONE, State.FAILED)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.percent) == (State.DONE, 2, 100)
    assert bytes(job.content).startswith(b"%PDF-")
    assert bytes(job.content).rstrip().endswith(b"%%EOF")
