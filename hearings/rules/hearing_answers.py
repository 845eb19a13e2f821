"""When a hearing can be answered, and what an answer must hold (HØ-1, HØ-2). The clock decides, and no job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearings.models import AskedItem, Hearing, HearingAnswer, Position
from organisations.refusals import RuleViolation, WrongState


class Comment(Protocol):
    """What is said of one item, or in general (`item_id` None)."""

    @property
    def item_id(self) -> int | None: ...
    @property
    def position(self) -> str: ...
    @property
    def text(self) -> str: ...


def moment_in_words(moment: dt.datetime | None) -> str:
    """«30. november 2026 kl. 14.05», Norwegian time; nothing for none."""
    return date_format(timezone.localtime(moment), "j. F Y \\k\\l. H.i") if moment else ""


def comes_late(hearing: Hearing, *, now: dt.datetime, by_organisation: bool) -> bool:
    """Whether an answer sent at this moment is late; the one rule on the deadline (HØ-1, utredningsinstruksen 3-3).

    Everyone may answer from the opening day to 23:59 on the last, Norwegian time. After that an organisation's answer
    is kept and marked late until the directorate has summed the hearing up; others are refused.
    Raises WrongState for a hearing that is not open, with when it was or will be.
    """
    if hearing.is_open_at(now):
        return False
    if not hearing.is_shown_at(now):
        raise WrongState(
            _("Høringen åpner %(day)s. Da kan du svare.") % {"day": date_format(hearing.opens_on, "j. F Y")},
            code="hearing-not-open",
            authority="HØ-1",
        )
    if by_organisation and not hearing.is_summed_up:
        return True
    raise WrongState(
        _("Fristen for å svare gikk ut %(day)s kl. 23.59, og svaret er ikke tatt imot. Teksten din står her.")
        % {"day": date_format(hearing.deadline, "l j. F Y")},
        code="hearing-closed",
        authority="HØ-1",
    )


def may_be_changed(answer: HearingAnswer, *, now: dt.datetime) -> None:
    """A sent answer can be changed and withdrawn until the deadline; what came late stands as it came.

    Raises WrongState afterwards, and for one that is withdrawn.
    """
    if answer.is_withdrawn and answer.organisation_id is None:
        raise WrongState(
            _("Svaret er trukket tilbake og kan ikke endres. Du kan sende et nytt så lenge høringen er åpen."),
            code="answer-withdrawn",
            authority="HØ-2",
        )
    if answer.is_sent and not answer.hearing.is_open_at(now):
        raise WrongState(
            _("Fristen gikk ut %(day)s kl. 23.59. Svaret står slik det ble sendt %(sent)s.")
            % {
                "day": date_format(answer.hearing.deadline, "l j. F Y"),
                "sent": moment_in_words(answer.sent_at),
            },
            code="answer-stands",
            authority="HØ-1",
        )


def stamp_of(answer: HearingAnswer) -> str:
    """What a page keeps of a sent answer, to tell which edition of it the person changes."""
    moment = answer.changed_at or answer.sent_at
    return moment.isoformat() if moment else ""


def nobody_changed_meanwhile(answer: HearingAnswer, *, seen: str) -> None:
    """Of two windows that change the same sent answer, the later is told and writes over nothing unread (HØ-3).

    `seen` is the `stamp_of` the edition the person began from; empty when nobody has asked. Raises WrongState.
    """
    if seen and seen != stamp_of(answer):
        raise WrongState(
            _(
                "Svaret er endret %(when)s, etter at du åpnet denne siden, og endringene dine er ikke sendt. "
                "Teksten din står her. Les svaret slik det er nå i et annet vindu. "
                "Sender du en gang til, gjelder det som står her."
            )
            % {"when": moment_in_words(answer.changed_at or answer.sent_at)},
            code="changed-meanwhile",
            authority="HØ-3",
        )


def name_is_no_address(name: str) -> None:
    """The name is published with the answer, and an address never is (HØ-2). Raises RuleViolation."""
    if "@" in name:
        raise RuleViolation(
            _("Navnet blir publisert sammen med svaret. Skriv et navn her, og e-postadressen bare i feltet for den."),
            code="name-is-address",
            authority="HØ-2",
        )


def comments_are_about(items: Iterable[AskedItem], comments: Iterable[Comment]) -> None:
    """Nobody comments on something else than what the answer's version asks about. Raises RuleViolation."""
    known = {item.pk for item in items}
    if any(comment.item_id is not None and comment.item_id not in known for comment in comments):
        raise RuleViolation(
            _("Svaret gjelder et punkt som ikke er med i denne høringen. Åpne høringen på nytt; teksten din står her."),
            code="item-not-in-hearing",
            authority="HØ-2",
        )


def comments_fit(comments: Iterable[Comment], *, limit: int) -> None:
    """No comment is longer than what can be read and answered. Raises RuleViolation with how long it is."""
    for comment in comments:
        if len(comment.text) > limit:
            raise RuleViolation(
                _("En merknad er på %(length)s tegn, og det er plass til %(limit)s. Kort ned, eller bruk et vedlegg.")
                % {"length": len(comment.text), "limit": limit},
                code="comment-too-long",
                authority="HØ-2",
            )


def what_is_wrong_with(comment: Comment) -> str:
    """The sentence that says what is missing in one comment; nothing when it is whole (HØ-2)."""
    if comment.item_id is None:
        return ""
    if comment.text and not comment.position:
        return _("Velg hva du mener om punktet, eller slett merknaden.")
    if comment.position == Position.SUPPORTS_WITH_REMARK and not comment.text:
        return _("Skriv hva merknaden gjelder, eller velg «Støtter».")
    return ""


def answer_is_whole(comments: Iterable[Comment], *, numbers: dict[int, int], attachments: int) -> None:
    """An answer says something, and each of its comments takes a position (HØ-2). Raises RuleViolation."""
    said = [one for one in comments if one.text or one.position]
    for comment in said:
        if wrong := what_is_wrong_with(comment):
            raise RuleViolation(
                _("Punkt %(number)s: %(wrong)s") % {"number": numbers.get(comment.item_id or 0, ""), "wrong": wrong},
                code="comment-incomplete",
                authority="HØ-2",
            )
    if not said and not attachments:
        raise RuleViolation(
            _("Svaret er tomt. Skriv en generell merknad, eller velg hva du mener om minst ett punkt."),
            code="answer-empty",
            authority="HØ-2",
        )


def link_opens(answer: HearingAnswer | None, *, now: dt.datetime) -> HearingAnswer:
    """The answer a link from a mail opens. Raises RuleViolation for one that is wrong, used up or too old."""
    if answer is None or not answer.link_is_valid(now=now):
        raise RuleViolation(
            _(
                "Lenken er feil, eller den gjelder ikke lenger. Kontroller at du har med hele lenken fra e-posten. "
                "En lenke for å bekrefte et svar gjelder i to døgn; etter det må svaret sendes på nytt."
            ),
            code="link-does-not-open",
            authority="HØ-2",
        )
    return answer
