"""Answering a hearing: handed in and confirmed by mail, or written together and sent by the organisation (HØ-1…3)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from hearings import permissions, rules
from hearings.models import AskedItem, AskedVersion, Hearing, HearingAnswer, HearingAttachment, HearingComment
from notifications.models import Verb
from notifications.services import Telling, record_all
from organisations.models import Organisation, User
from organisations.refusals import NotPermitted, RuleViolation

from . import hearing_files, hearing_mails
from .telling import answer_label

MAX_COMMENT = 20_000
"""Characters in one comment."""


@dataclass(frozen=True)
class Said:
    """What an answer says of one item, or in general when `item_id` is None."""

    item_id: int | None
    position: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.position and not self.text


@dataclass(frozen=True)
class File:
    """A file that follows an answer, as it was sent."""

    name: str
    content: bytes
    purpose: str = ""


def hash_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def answer_of_link(secret: str) -> HearingAnswer | None:
    """The answer a link opens, whatever has become of it; None for a secret nobody was given."""
    rows = HearingAnswer.objects.select_related("hearing", "version").exclude(secret_hash="")
    return rows.filter(secret_hash=hash_of(secret)).first()


@transaction.atomic
def hand_in(
    *,
    version: AskedVersion,
    said: Sequence[Said],
    sender_name: str,
    email: str,
    now: dt.datetime,
    for_body: bool = False,
    language: str = "nb",
    files: Sequence[File] = (),
) -> HearingAnswer:
    """Take in an answer from somebody without a user. It counts when the link that is mailed to them is used.

    `for_body` says that it is given for a body (a virksomhet without users here). Raises WrongState when the hearing
    is not open, RuleViolation for an answer that says nothing, and ValidationError for a name or an address that is
    none.
    """
    hearing = _heard(version)
    rules.comes_late(hearing, now=now, by_organisation=False)
    rules.name_is_no_address(sender_name)
    _is_whole(version, said, files=len(files))
    secret = secrets.token_urlsafe(32)
    answer = HearingAnswer(
        hearing=hearing,
        version=version,
        kind=HearingAnswer.Kind.ORGANISATION if for_body else HearingAnswer.Kind.PERSON,
        sender_name=sender_name,
        email=email,
        language=language,
        started_at=now,
        secret_hash=hash_of(secret),
    )
    answer.full_clean()
    answer.save()
    _create_comments(answer, said, saved_by="", now=now)
    for file in files:
        hearing_files.keep(answer, name=file.name, content=file.content, purpose=file.purpose)
    hearing_mails.ask_to_confirm(answer, secret=secret)
    return answer


@transaction.atomic
def confirm(*, secret: str, now: dt.datetime) -> HearingAnswer:
    """Confirm the address, by which the answer counts as sent when it was handed in. A second time changes nothing.

    Raises RuleViolation for a link that is wrong or too old.
    """
    answer = _locked_by_link(secret, now=now)
    if answer.confirmed_at is not None:
        return answer
    answer.confirmed_at, answer.sent_at = now, answer.started_at
    answer.save(update_fields=["confirmed_at", "sent_at"])
    hearing_mails.receipt(answer, to=[answer.email], secret=secret)
    _tell(answer, Verb.HEARING_ANSWERED)
    return answer


@transaction.atomic
def begin_answer(*, hearing: Hearing, organisation: Organisation, by: User, now: dt.datetime) -> HearingAnswer:
    """The organisation's one answer in this hearing, begun if nobody has (HØ-3).

    Raises NotPermitted for one who may not write for the organisation, and WrongState when it is too late.
    """
    _may_draft(by, organisation)
    Hearing.objects.select_for_update().get(pk=hearing.pk)
    found = HearingAnswer.objects.filter(hearing=hearing, organisation=organisation).first()
    if found is not None:
        return found
    rules.comes_late(hearing, now=now, by_organisation=True)
    answer = HearingAnswer(
        hearing=hearing,
        version=hearing.versions.latest("number"),
        kind=HearingAnswer.Kind.ORGANISATION,
        organisation=organisation,
        sender_name=organisation.name,
        started_at=now,
    )
    answer.full_clean()
    answer.save()
    return answer


@transaction.atomic
def send_answer(*, answer: HearingAnswer, by: User, now: dt.datetime, language: str = "nb") -> HearingAnswer:
    """Send the organisation's answer. Only its innsender can (HØ-3). A second time changes nothing.

    After the deadline it is kept and marked late. Raises NotPermitted, WrongState and RuleViolation.
    """
    row = _locked(answer)
    _may_send(by, row)
    if row.is_sent:
        return row
    is_late = rules.comes_late(row.hearing, now=now, by_organisation=True)
    _stored_is_whole(row)
    row.sent_at, row.sent_by, row.is_late, row.withdrawn_at, row.language = now, by, is_late, None, language
    row.save(update_fields=["sent_at", "sent_by", "is_late", "withdrawn_at", "language"])
    hearing_mails.receipt(row, to=_receivers(row, by))
    _tell(row, Verb.HEARING_ANSWERED, by=by)
    return row


@transaction.atomic
def change_answer(
    *,
    answer: HearingAnswer,
    said: Sequence[Said],
    now: dt.datetime,
    by: User | None = None,
    secret: str = "",
    sender_name: str = "",
) -> HearingAnswer:
    """Change a sent answer, whole; until the deadline. The one who changes it gets a new receipt.

    It is changed with `by`, who may send for the organisation, or with the `secret` of the link.
    Raises WrongState afterwards, and RuleViolation for an answer that would say nothing.
    """
    row = _locked_by_link(secret, now=now) if secret else _locked(answer)
    if by is not None:
        _may_send(by, row)
    rules.may_be_changed(row, now=now)
    _is_whole(row.version, said, files=row.attachments.count())
    row.changed_at = now
    if sender_name and row.organisation_id is None:
        rules.name_is_no_address(sender_name)
        row.sender_name = sender_name
    row.full_clean(exclude=["hearing", "version"])
    row.save(update_fields=["changed_at", "sender_name"])
    _replace_comments(row, said, saved_by=str(by or ""), now=now)
    hearing_mails.receipt(row, to=_receivers(row, by), secret=secret)
    _tell(row, Verb.HEARING_ANSWER_CHANGED, by=by)
    return row


@transaction.atomic
def withdraw_answer(
    *, answer: HearingAnswer, now: dt.datetime, by: User | None = None, secret: str = ""
) -> HearingAnswer:
    """Take a sent answer back, until the deadline. It is kept in the case, and neither counted nor published.

    An organisation can send again. A second time changes nothing.
    """
    row = _locked_by_link(secret, now=now) if secret else _locked(answer)
    if by is not None:
        _may_send(by, row)
    if row.is_withdrawn:
        return row
    rules.may_be_changed(row, now=now)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    hearing_mails.tell_of_withdrawal(row, to=_receivers(row, by))
    _tell(row, Verb.HEARING_ANSWER_WITHDRAWN, by=by)
    return row


@transaction.atomic
def forget_unconfirmed(*, now: dt.datetime) -> int:
    """Delete what nobody confirmed in time, its history included: who wrote it has not said that it is theirs.

    Returns how many answers.
    """
    old = HearingAnswer.objects.filter(
        organisation__isnull=True, confirmed_at__isnull=True, started_at__lt=now - HearingAnswer.UNCONFIRMED_FOR
    )
    ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    HearingAttachment.objects.filter(answer__in=ids).delete()
    HearingComment.objects.filter(answer__in=ids).delete()
    HearingAnswer.objects.filter(pk__in=ids).delete()
    HearingComment.history.filter(answer_id__in=ids).delete()
    HearingAnswer.history.filter(id__in=ids).delete()
    return len(ids)


# --- what the verbs share ---------------------------------------------------------------------------------


def _heard(version: AskedVersion) -> Hearing:
    """The hearing a version was sent out in. Raises RuleViolation for one of an innspillsrunde."""
    if version.hearing is None:
        raise RuleViolation(_("Svaret gjelder ikke en høring."), code="not-a-hearing", authority="HØ-1")
    return version.hearing


def _locked(answer: HearingAnswer) -> HearingAnswer:
    rows = HearingAnswer.objects.select_for_update(of=("self",)).select_related("hearing", "version", "organisation")
    return rows.get(pk=answer.pk)


def _locked_by_link(secret: str, *, now: dt.datetime) -> HearingAnswer:
    rows = HearingAnswer.objects.select_for_update(of=("self",)).select_related("hearing", "version")
    found = rows.exclude(secret_hash="").filter(secret_hash=hash_of(secret)).first()
    return rules.link_opens(found, now=now)


def _may_draft(by: User, organisation: Organisation) -> None:
    if not permissions.may_draft_hearing_answer(by, organisation):
        raise NotPermitted(
            _("Du kan ikke skrive høringssvar for %(name)s.") % {"name": organisation},
            code="may-not-draft-answer",
            authority="HØ-3",
        )


def _may_send(by: User, answer: HearingAnswer) -> None:
    if answer.organisation is None or not permissions.may_send_hearing_answer(by, answer.organisation):
        raise NotPermitted(
            _("Bare en innsender kan sende, endre eller trekke svaret fra %(name)s. Be en av dem gjøre det.")
            % {"name": answer.sender_name},
            code="may-not-send-answer",
            authority="HØ-3",
        )


def _is_whole(version: AskedVersion, said: Sequence[Said], *, files: int) -> None:
    items = list(AskedItem.objects.filter(version=version))
    rules.comments_are_about(items, said)
    rules.comments_fit(said, limit=MAX_COMMENT)
    rules.answer_is_whole(said, numbers={item.pk: item.number for item in items}, attachments=files)


def _stored_is_whole(answer: HearingAnswer) -> None:
    comments = list(answer.comments.select_related("item"))
    numbers = {row.item_id: row.item.number for row in comments if row.item_id is not None and row.item is not None}
    rules.answer_is_whole(comments, numbers=numbers, attachments=answer.attachments.count())


def _create_comments(answer: HearingAnswer, said: Sequence[Said], *, saved_by: str, now: dt.datetime) -> None:
    rows = [
        HearingComment(
            answer=answer,
            item_id=one.item_id,
            position=one.position,
            text=one.text,
            saved_at=now,
            saved_by=saved_by[:150],
        )
        for one in said
        if not one.is_empty
    ]
    for row in rows:
        row.clean_fields(exclude=["answer", "item"])
    bulk_create_with_history(rows, HearingComment)


def _replace_comments(answer: HearingAnswer, said: Sequence[Said], *, saved_by: str, now: dt.datetime) -> None:
    """Store only what differs from what is stored."""
    stored = {row.item_id: row for row in answer.comments.all()}
    new = []
    for one in said:
        row = stored.get(one.item_id)
        if row is None:
            new.append(one)
        elif one.is_empty:
            row.delete()
        elif (row.position, row.text) != (one.position, one.text):
            row.position, row.text, row.saved_at, row.saved_by = one.position, one.text, now, saved_by[:150]
            row.clean_fields(exclude=["answer", "item"])
            row.save(update_fields=["position", "text", "saved_at", "saved_by"])
    _create_comments(answer, new, saved_by=saved_by, now=now)


def _receivers(answer: HearingAnswer, by: User | None) -> list[str]:
    """Who gets the receipt: the one who wrote without a user, or the sender and the organisation's own address."""
    if answer.organisation is None:
        return [answer.email]
    return sorted({address for address in (by.email if by else "", answer.organisation.email) if address})


def _tell(answer: HearingAnswer, verb: Verb, *, by: User | None = None) -> None:
    facts = {"hearing": answer.hearing_id, "late": answer.is_late, "version": answer.version.number}
    telling = Telling(verb, answer, facts, label=answer_label(answer))
    record_all(actor=by or User.objects.system(), tellings=[telling], case_number=answer.hearing.case_number)
