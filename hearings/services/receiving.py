"""The reception check: an answer is looked through, and published with what must be withheld left out (HØ-2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from hearings import permissions, rules
from hearings.models import HearingAnswer, HearingComment
from notifications.models import Verb
from notifications.services import Telling, record_all
from organisations.models import User

from .permitting import require
from .telling import answer_label


class Withheld(NamedTuple):
    """What is published of a comment instead of what was written, and why. An empty text withholds all of it."""

    public_text: str
    reason: str


@transaction.atomic
def publish_answer(
    *,
    answer: HearingAnswer,
    withheld: Mapping[int, Withheld],
    withheld_attachments: Collection[int],
    by: User,
    now: dt.datetime,
) -> HearingAnswer:
    """Publish the answer. `withheld` says what is changed, by the comments' primary keys; the original is kept.

    Raises NotPermitted; WrongState before the hearing has closed and when somebody has looked through it already;
    RuleViolation for what is withheld without a reason, and for the sender's own address in what is published.
    """
    row = _to_receive(answer, by=by, now=now)
    for comment in HearingComment.objects.filter(answer=row, pk__in=withheld).order_by("pk").select_for_update():
        public_text, reason = withheld[comment.pk]
        rules.what_is_withheld_has_a_reason(reason)
        comment.public_text, comment.withheld_reason = public_text.strip(), reason.strip()
        comment.save(update_fields=["public_text", "withheld_reason"])
    rules.the_senders_address_is_withheld(row, list(row.comments.select_related("item")))
    row.attachments.filter(pk__in=withheld_attachments).update(is_withheld=True)
    row.received_at, row.received_by, row.published_at, row.withheld_reason = now, by, now, ""
    row.save(update_fields=["received_at", "received_by", "published_at", "withheld_reason"])
    _tell(row, Verb.ANSWER_PUBLISHED, by=by, withheld_comments=len(withheld), withheld_files=len(withheld_attachments))
    return row


@transaction.atomic
def withhold_answer(*, answer: HearingAnswer, reason: str, by: User, now: dt.datetime) -> HearingAnswer:
    """Keep all of the answer from the public, with a reason; its comments are disposed of like others.

    Raises as `publish_answer`.
    """
    row = _to_receive(answer, by=by, now=now)
    rules.what_is_withheld_has_a_reason(reason)
    row.received_at, row.received_by, row.withheld_reason = now, by, reason.strip()
    row.save(update_fields=["received_at", "received_by", "withheld_reason"])
    _tell(row, Verb.ANSWER_WITHHELD, by=by, reason=row.withheld_reason)
    return row


@transaction.atomic
def undo_reception(*, answer: HearingAnswer, by: User) -> HearingAnswer:
    """Take an answer back to be looked through anew: it is public no more, and nothing of it is withheld yet."""
    require(permissions.may_dispose(by))
    row = _locked(answer)
    rules.the_summary_is_not_published(row.hearing)
    withheld = HearingComment.objects.filter(answer=row).exclude(withheld_reason="").order_by("pk")
    for comment in withheld.select_for_update():
        comment.public_text = comment.withheld_reason = ""
        comment.save(update_fields=["public_text", "withheld_reason"])
    row.attachments.filter(is_withheld=True).update(is_withheld=False)
    row.received_at = row.received_by = row.published_at = None
    row.withheld_reason = ""
    row.save(update_fields=["received_at", "received_by", "published_at", "withheld_reason"])
    _tell(row, Verb.ANSWER_RECEPTION_UNDONE, by=by)
    return row


def _to_receive(answer: HearingAnswer, *, by: User, now: dt.datetime) -> HearingAnswer:
    require(permissions.may_dispose(by))
    row = _locked(answer)
    rules.the_hearing_has_closed(row.hearing, on=timezone.localdate(now))
    rules.the_summary_is_not_published(row.hearing)
    rules.the_answer_is_not_received(row)
    return row


def _locked(answer: HearingAnswer) -> HearingAnswer:
    rows = HearingAnswer.objects.counted().select_related("hearing", "organisation", "received_by")
    row: HearingAnswer = rows.select_for_update(of=("self",)).get(pk=answer.pk)
    return row


def _tell(answer: HearingAnswer, verb: Verb, *, by: User, **payload: object) -> None:
    telling = Telling(verb, answer, payload, label=answer_label(answer))
    record_all(actor=by, tellings=[telling], case_number=answer.hearing.case_number)
