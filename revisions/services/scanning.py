"""The files of proposals that wait for the virus control (FO-6)."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from organisations.virus_control import Scan, ScannerSilentError, virus_in
from revisions.models import Attachment

log = logging.getLogger(__name__)

AT_A_TIME = 50


def waiting() -> QuerySet[Attachment]:
    """Files that were taken in and are kept from everyone until they have been controlled, the oldest first."""
    return Attachment.objects.filter(scan=Scan.WAITING).order_by("pk")


def scan_waiting(*, now: dt.datetime) -> int:
    """Control the files that wait. Returns how many are infected; stops quietly while clamd does not answer."""
    infected = 0
    for pk in list(waiting().values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            infected += _scan_one(pk, now=now)
        except ScannerSilentError:
            log.warning("clamd does not answer; the files wait for the next sweep")
            break
    return infected


@transaction.atomic
def _scan_one(pk: int, *, now: dt.datetime) -> int:
    row = waiting().select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None or settings.CLAMD_ADDRESS is None:
        return 0
    found = virus_in(bytes(row.content), address=settings.CLAMD_ADDRESS)
    row.scan, row.scanned_at = (Scan.INFECTED if found else Scan.CLEAN), now
    row.save(update_fields=["scan", "scanned_at"])
    return int(bool(found))
