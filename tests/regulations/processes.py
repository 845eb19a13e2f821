"""Processes of our own beside the test: they speak to the test's database and Redis."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.db import connection


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
