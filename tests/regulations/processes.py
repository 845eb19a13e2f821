"""Processes of our own beside the test: they speak to the test's database and Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import Model


def environment() -> dict[str, str]:
    """What a process needs to work on the test's own database."""
    database = connection.settings_dict
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    where = quote(database["HOST"], safe="") + (f":{database['PORT']}" if database["PORT"] else "")
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{who}@{where}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "APP_MODE": "development",
        "APP_TESTING": "1",
    }


def wait_until(happened: Callable[[], bool], *, what: str, seconds: float = 180) -> None:
    """Look until it has happened. The limit is there so that a broken test ends, and is far above what is needed."""
    give_up = time.monotonic() + seconds
    pause = threading.Event()
    while not happened():
        assert time.monotonic() < give_up, f"waited {seconds} s in vain: {what}"
        pause.wait(0.02)


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


def wait_for(process: subprocess.Popen[bytes], row: Model, *states: str) -> None:
    """Until the worker has brought the row to one of these states; at once if the worker is gone."""
    # The worker writes on its own connection; each look is a query of its own, outside any transaction.
    assert not connection.in_atomic_block

    def is_there() -> bool:
        assert process.poll() is None, f"the worker ended with {process.returncode}"
        return type(row)._default_manager.filter(pk=row.pk, state__in=states).exists()

    wait_until(is_there, what=f"{row} in state {states}")
