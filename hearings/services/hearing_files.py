"""Files that follow a hearing answer; what they are is read from their bytes (FO-6)."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import HearingAnswer, HearingAttachment
from organisations import virus_control
from organisations.models import User
from organisations.received_files import accepted, safe_name
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from organisations.virus_control import Scan, ScannerSilentError, virus_in

log = logging.getLogger(__name__)

MAX_FILES = 10
MAX_TOGETHER = 30 * 1024 * 1024
AT_A_TIME = 50


def keep(answer: HearingAnswer, *, name: str, content: bytes, purpose: str) -> HearingAttachment:
    """Keep a file with an answer that the caller has locked. Raises RuleViolation for one we don't take."""
    content_type = accepted(name, content)
    _there_is_room(answer, len(content))
    scan = virus_control.control(name, content)
    row = HearingAttachment(
        answer=answer,
        purpose=purpose.strip() or _("Vedlegg til svaret"),
        file_name=safe_name(name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        scan=scan,
        scanned_at=virus_control.controlled_at(scan),
    )
    row.full_clean(exclude=["answer"])
    row.save()
    return row


@transaction.atomic
def attach(
    *, answer: HearingAnswer, name: str, content: bytes, purpose: str, now: dt.datetime, by: User | None = None
) -> HearingAttachment:
    """Add a file to an answer that is not sent; `by` is None for one whose link opened it."""
    return keep(_open_answer(answer, now=now, by=by), name=name, content=content, purpose=purpose)


@transaction.atomic
def detach(*, attachment: HearingAttachment, now: dt.datetime, by: User | None = None) -> None:
    """Take a file away from an answer that is not sent."""
    _open_answer(attachment.answer, now=now, by=by)
    attachment.delete()


def scan_waiting(*, now: dt.datetime) -> int:
    """Control the files that wait. Returns how many are infected; stops quietly while clamd does not answer."""
    infected = 0
    waiting = HearingAttachment.objects.filter(scan=Scan.WAITING).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            infected += _scan_one(pk, now=now)
        except ScannerSilentError:
            log.warning("clamd does not answer; the files wait for the next sweep")
            break
    return infected


@transaction.atomic
def _scan_one(pk: int, *, now: dt.datetime) -> int:
    rows = HearingAttachment.objects.select_for_update(skip_locked=True)
    row = rows.filter(pk=pk, scan=Scan.WAITING).first()
    if row is None or settings.CLAMD_ADDRESS is None:
        return 0
    found = virus_in(bytes(row.content), address=settings.CLAMD_ADDRESS)
    row.scan, row.scanned_at = (Scan.INFECTED if found else Scan.CLEAN), now
    row.save(update_fields=["scan", "scanned_at"])
    return int(bool(found))


def _open_answer(answer: HearingAnswer, *, now: dt.datetime, by: User | None) -> HearingAnswer:
    """The answer, locked, when its files may be changed: until it is sent, for the receipt tells of those it has."""
    row = (
        HearingAnswer.objects.select_for_update(of=("self",))
        .select_related("hearing", "organisation")
        .get(pk=answer.pk)
    )
    if row.organisation is not None and not permissions.may_draft_hearing_answer(by, row.organisation):
        raise NotPermitted(
            _("Du kan ikke skrive høringssvar for %(name)s.") % {"name": row.organisation},
            code="may-not-draft-answer",
            authority="HØ-3",
        )
    if row.is_sent:
        raise WrongState(
            _("Svaret er sendt med vedleggene det har. Trekk det tilbake for å endre dem, og send det på nytt."),
            code="answer-is-sent",
            authority="HØ-3",
        )
    rules.comes_late(row.hearing, now=now, by_organisation=row.organisation_id is not None)
    return row


def _there_is_room(answer: HearingAnswer, size: int) -> None:
    stored = answer.attachments.aggregate(sum=Sum("size"))["sum"] or 0
    if answer.attachments.count() >= MAX_FILES or stored + size > MAX_TOGETHER:
        raise RuleViolation(
            _("Et svar kan ha ti vedlegg på til sammen 30 MB. Slå sammen noen av dem, eller velg en mindre utgave."),
            code="too-many-files",
            authority="FO-6",
        )
