"""The life of an export made in the background: asked for, claimed by one worker, followed, finished, swept away.

A claim is a conditional update that changes one row exactly once, and its attempt number is the key to every later
write: a worker that was thought dead and comes back writes nothing. No event is written: an export changes nothing,
and anyone can have it made again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from objectives.export import AnnexDocument, Format, Kind, Selection
from objectives.models import ExportJob
from objectives.models.exports import MAX_ATTEMPTS, ExportJobQuerySet
from organisations.refusals import Refusal

MOST_UNDER_WAY = 20
MOST_UNDER_WAY_FOR_ONE = 3
KEPT_FOR = dt.timedelta(days=7)
MOST_BYTES_KEPT = 500 * 1024 * 1024
# Counted up when a format is written otherwise than before, so that old files are not given out as new.
WRITERS_VERSION = 1
_LOCK = 0x6578706F  # one request at a time is counted and written

State = ExportJob.State


class TooManyExports(Refusal):
    """More files are being made than the service has room for; later there will be room."""


def key_of(document: AnnexDocument, chosen: Format) -> str:
    """The same for the same content in the same format."""
    return hashlib.sha256(f"{WRITERS_VERSION} {chosen.key} {document.fingerprint}".encode()).hexdigest()


@transaction.atomic
def request_export(
    *, document: AnnexDocument, chosen: Format, now: dt.datetime, mine: Collection[str] = ()
) -> ExportJob:
    """Have the document made as a file. One that is made, or on its way, is given back instead of a second.

    `mine` is the keys of what the same visitor has asked for before. Raises TooManyExports.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    key = key_of(document, chosen)
    known = ExportJob.objects.without_content().filter(key=key).first()
    if known and known.state != State.FAILED:
        return known
    _refuse_too_many(mine)
    if known:
        return _ask_again(known, now=now)
    job = ExportJob(
        key=key,
        format=chosen.key,
        on=document.on,
        kind=document.selection.kind,
        chosen=list(document.selection.values),
        scope=document.scope,
        count=document.count,
        requested_at=now,
        file_name=document.file_name(chosen.extension),
    )
    job.full_clean()
    job.save(force_insert=True)
    return job


def known_export(*, document: AnnexDocument, chosen: Format) -> ExportJob | None:
    """The same file, made or on its way, if someone has asked for it before."""
    jobs = ExportJob.objects.without_content().exclude(state=State.FAILED)
    return jobs.filter(key=key_of(document, chosen)).first()


def selection_of(job: ExportJob) -> Selection:
    """What was chosen."""
    return Selection(Kind(job.kind), tuple(job.chosen))


def claim_export(*, job_id: int, now: dt.datetime) -> int | None:
    """Take the job for making. The attempt's number, or None when it is not there to be taken."""
    due = ExportJob.objects.to_make(now=now).order_by().filter(pk=job_id, attempts__lt=MAX_ATTEMPTS)
    claimed = due.update(state=State.RUNNING, started_at=now, attempts=F("attempts") + 1, error="")
    if not claimed:
        return None
    return ExportJob.objects.values_list("attempts", flat=True).get(pk=job_id)


def report_progress(*, job_id: int, attempt: int, step: str, percent: int) -> bool:
    """Save how far the attempt has come. False when the attempt is no longer the one that counts."""
    return _of_attempt(job_id, attempt).update(step=step, percent=percent) == 1


def finish_export(*, job_id: int, attempt: int, content: bytes, now: dt.datetime) -> bool:
    """Keep the file. False, and nothing kept, when the attempt is no longer the one that counts."""
    done = {"state": State.DONE, "content": content, "finished_at": now, "step": "", "percent": 100}
    return _of_attempt(job_id, attempt).update(**done) == 1


def give_back_export(*, job_id: int, attempt: int, error: str, final: bool, now: dt.datetime) -> None:
    """Put the job back to be tried again, or give it up when that is no use (`final`) or was the last time.

    `error` is the sentence people read.
    """
    given_up = final or attempt >= MAX_ATTEMPTS
    _of_attempt(job_id, attempt).update(
        state=State.FAILED if given_up else State.WAITING,
        error=error if given_up else "",
        step="",
        percent=0,
        finished_at=now if given_up else None,
    )


def give_up_stale_exports(*, now: dt.datetime) -> int:
    """Mark those whose last allowed attempt has gone silent as failed. Returns how many."""
    message = _("Filen ble ikke ferdig på tre forsøk. Prøv igjen, eller velg et mindre utvalg.")
    spent = ExportJob.objects.to_make(now=now).order_by().filter(attempts__gte=MAX_ATTEMPTS)
    return spent.update(state=State.FAILED, error=message, step="", finished_at=now)


@transaction.atomic
def prune_exports(*, now: dt.datetime) -> int:
    """Remove finished exports that are old, and the oldest while all of them together take too much room.

    Returns how many.
    """
    finished = ExportJob.objects.finished()
    old, _by_model = finished.filter(finished_at__lt=now - KEPT_FOR).delete()
    sizes = finished.annotate(size=Length("content")).order_by("-finished_at", "-pk").values_list("pk", "size")
    total, too_much = 0, []
    for pk, size in sizes:
        total += size or 0
        if total > MOST_BYTES_KEPT:
            too_much.append(pk)
    ExportJob.objects.filter(pk__in=too_much).delete()
    return old + len(too_much)


def _ask_again(job: ExportJob, *, now: dt.datetime) -> ExportJob:
    """A failed job starts afresh: what stopped it may have passed."""
    job.state, job.attempts, job.error, job.percent, job.requested_at = State.WAITING, 0, "", 0, now
    job.started_at = job.finished_at = None
    job.save(update_fields=["state", "attempts", "error", "percent", "requested_at", "started_at", "finished_at"])
    return job


def _refuse_too_many(mine: Collection[str]) -> None:
    if ExportJob.objects.under_way().filter(key__in=mine).count() >= MOST_UNDER_WAY_FOR_ONE:
        raise TooManyExports(
            _("Du har allerede %(count)d filer som lages. Vent til en av dem er ferdig, og prøv igjen.")
            % {"count": MOST_UNDER_WAY_FOR_ONE},
            code="too-many-for-one",
        )
    if ExportJob.objects.under_way().count() >= MOST_UNDER_WAY:
        raise TooManyExports(
            _("Mange filer lages nå. Prøv igjen om noen minutter, eller velg JSON eller CSV, som kommer straks."),
            code="too-many",
        )


def _of_attempt(job_id: int, attempt: int) -> ExportJobQuerySet:
    return ExportJob.objects.filter(pk=job_id, state=State.RUNNING, attempts=attempt)
