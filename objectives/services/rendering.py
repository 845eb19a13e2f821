"""The life of any file made in the background: claimed by one worker, followed step by step, finished or given up.

A claim is a conditional update that changes one row exactly once, and its attempt number is the key to every later
write: a worker that was thought dead and comes back writes nothing. `files` is the queryset of one kind of file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from objectives.models import RenderedFile
from organisations.refusals import Refusal

log = logging.getLogger(__name__)

File = TypeVar("File", bound=RenderedFile)

STALE_AFTER = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 3

State = RenderedFile.State


def due(files: QuerySet[File], *, now: dt.datetime) -> QuerySet[File]:
    """Those that wait, and those whose worker has been silent too long."""
    stale = Q(state=State.RUNNING, started_at__lt=now - STALE_AFTER)
    return files.filter(Q(state=State.WAITING) | stale).order_by("requested_at")


def claim(files: QuerySet[File], file_id: int, *, now: dt.datetime) -> int | None:
    """Take the file for rendering. The attempt's number, or None when it is not there to be taken."""
    waiting = due(files, now=now).order_by().filter(pk=file_id, attempts__lt=MAX_ATTEMPTS)
    claimed = waiting.update(state=State.RUNNING, started_at=now, attempts=F("attempts") + 1, error="")
    if not claimed:
        return None
    return files.only("attempts").get(pk=file_id).attempts


def report(files: QuerySet[File], file_id: int, attempt: int, *, step: str, percent: int) -> bool:
    """Save how far the attempt has come. False when the attempt is no longer the one that counts."""
    return _of_attempt(files, file_id, attempt).update(step=step, percent=percent) == 1


def finish(
    files: QuerySet[File], file_id: int, attempt: int, *, content: bytes, file_name: str, now: dt.datetime
) -> str:
    """Keep the file. Its sha256, or nothing when the attempt is no longer the one that counts."""
    sha256 = hashlib.sha256(content).hexdigest()
    finished = _of_attempt(files, file_id, attempt).update(
        state=State.DONE,
        content=content,
        file_name=file_name,
        sha256=sha256,
        finished_at=now,
        step=_("Ferdig"),
        percent=100,
    )
    return sha256 if finished else ""


def give_back(files: QuerySet[File], file_id: int, attempt: int, *, error: str, final: bool, now: dt.datetime) -> None:
    """Put the file back to be tried again, or give it up when that is no use (`final`) or was the last time.

    `error` is the sentence people read.
    """
    given_up = final or attempt >= MAX_ATTEMPTS
    _of_attempt(files, file_id, attempt).update(
        state=State.FAILED if given_up else State.WAITING,
        error=error if given_up else "",
        step="",
        percent=0,
        finished_at=now if given_up else None,
    )


@contextmanager
def attempting(files: QuerySet[File], file_id: int, attempt: int) -> Iterator[None]:
    """An attempt at making the file: what goes wrong inside is logged, and the file is given back.

    A refusal is final and its sentence is what people read; anything else is tried again.
    """
    try:
        yield
    except Refusal as refusal:
        log.warning("File %s can't be rendered: %s", file_id, refusal)
        give_back(files, file_id, attempt, error=refusal.message, final=True, now=timezone.now())
    except Exception:
        log.exception("File %s failed on attempt %s", file_id, attempt)
        message = _("PDF-en kunne ikke lages. Prøv igjen, og meld fra til forvalteren hvis det skjer på nytt.")
        give_back(files, file_id, attempt, error=message, final=False, now=timezone.now())


def give_up_stale(files: QuerySet[File], *, now: dt.datetime) -> int:
    """Mark those whose last allowed attempt has gone silent as failed. Returns how many."""
    message = _("PDF-en ble ikke ferdig på tre forsøk. Prøv igjen, og meld fra til forvalteren hvis det skjer på nytt.")
    spent = due(files, now=now).order_by().filter(attempts__gte=MAX_ATTEMPTS)
    return spent.update(state=State.FAILED, error=message, step="", finished_at=now)


def _of_attempt(files: QuerySet[File], file_id: int, attempt: int) -> QuerySet[File]:
    return files.filter(pk=file_id, state=State.RUNNING, attempts=attempt)
