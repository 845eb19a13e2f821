"""Rules of what the directorate does with the answers of a hearing (HØ-2, HØ-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearings.models import Disposition, Hearing, HearingAnswer, HearingComment
from organisations.refusals import RuleViolation, WrongState

from .hearing_answers import moment_in_words


def the_hearing_has_closed(hearing: Hearing, *, on: dt.date) -> None:
    """An answer can be changed through the deadline, so it is looked through and disposed of from the day after.

    Raises WrongState.
    """
    if on <= hearing.deadline:
        raise WrongState(
            _("Svarene kan endres til og med %(date)s. Gå gjennom og vurder dem dagen etter.")
            % {"date": date_format(hearing.deadline, "j. F Y")},
            code="hearing-open",
            authority="HØ-1",
        )


def the_summary_is_not_published(hearing: Hearing) -> None:
    """What is published stands until it is taken back: a disposition, or what is withheld, is not changed under it.

    Raises WrongState.
    """
    if hearing.summary_published_at is not None:
        raise WrongState(
            _("Oppsummeringen av høringen er publisert. Trekk den tilbake før du endrer noe den bygger på."),
            code="summary-published",
            authority="HØ-4",
        )


def the_answer_is_not_received(answer: HearingAnswer) -> None:
    """An answer is looked through once; the next one undoes it first. Raises WrongState with who and when."""
    if answer.received_at is not None:
        raise WrongState(
            _("%(name)s gikk gjennom svaret %(moment)s. Ta opp igjen kontrollen hvis den skal gjøres om.")
            % {"name": answer.received_by, "moment": moment_in_words(answer.received_at)},
            code="answer-received",
            authority="HØ-2",
        )


def what_is_withheld_has_a_reason(reason: str) -> None:
    """Nothing is kept from the public without saying why (offentleglova § 31). Raises RuleViolation."""
    if not reason.strip():
        raise RuleViolation(
            _("Skriv hvorfor noe holdes tilbake, for eksempel «helseopplysninger, offentleglova § 13»."),
            code="withheld-without-reason",
            authority="HØ-2, offentleglova § 31",
        )


def the_senders_address_is_withheld(answer: HearingAnswer, comments: Sequence[HearingComment]) -> None:
    """An e-mail address that is never shown is not published because somebody signed with it (HØ-2).

    Raises RuleViolation with the comment it stands in.
    """
    for comment in comments:
        if answer.email and answer.email.casefold() in comment.published_text.casefold():
            raise RuleViolation(
                _(
                    "Merknaden til «%(item)s» har e-postadressen til avsenderen i teksten, og den vises aldri. "
                    "Velg «Hold noe av dette tilbake» og ta den ut før du publiserer."
                )
                % {"item": comment.item or _("Generelt")},
                code="address-in-text",
                authority="HØ-2",
            )


def nobody_disposed_meanwhile(disposition: Disposition | None, *, seen: str) -> None:
    """Of two who dispose of the same comment the later is told, and writes over nothing they have not read.

    `seen` is `fingerprint_of` what the page showed. Raises WrongState with who, when and what.
    """
    if disposition is not None and fingerprint_of(disposition) != seen:
        raise WrongState(
            _(
                "%(name)s vurderte merknaden %(moment)s: «%(outcome)s». %(reason)s Teksten din står i feltet. "
                "Lagre på nytt hvis den skal erstatte den andre."
            )
            % {
                "name": disposition.made_by,
                "moment": moment_in_words(disposition.made_at),
                "outcome": disposition.get_outcome_display(),
                "reason": disposition.reason,
            },
            code="disposed-meanwhile",
            authority="HØ-4",
        )


def fingerprint_of(disposition: Disposition | None) -> str:
    """Which disposition a page shows; empty for none."""
    return f"{disposition.pk}-{disposition.made_at.timestamp():.6f}" if disposition else ""


def undisposed(hearings: Sequence[Hearing]) -> tuple[int, int]:
    """How many of the comments of these hearings lack an answer from the directorate, and how many there are."""
    left = total = 0
    for hearing in hearings:
        comments = HearingComment.objects.in_hearing(hearing).to_dispose()
        total += comments.count()
        left += comments.not_disposed().count()
    return left, total


def every_comment_is_disposed(hearing: Hearing) -> None:
    """A summary answers every comment, so it is published when all are disposed of (HØ-4). Raises RuleViolation."""
    left, total = undisposed([hearing])
    if left:
        raise RuleViolation(
            _("%(left)s av %(all)s merknader er ikke vurdert. Vurder dem før du publiserer oppsummeringen.")
            % {"left": left, "all": total},
            code="comments-not-disposed",
            authority="HØ-4",
        )


def waiting_to_be_confirmed(hearings: Sequence[Hearing], *, now: dt.datetime) -> tuple[int, dt.datetime | None]:
    """How many answers to these hearings their senders can still confirm, and until when; (0, None) when none can."""
    answers = HearingAnswer.objects.unconfirmed(now=now).filter(hearing__in=hearings)
    found = answers.aggregate(count=Count("pk"), last=Max("started_at"))
    return found["count"], found["last"] + HearingAnswer.UNCONFIRMED_FOR if found["last"] else None


def no_answer_waits_to_be_confirmed(hearing: Hearing, *, now: dt.datetime) -> None:
    """An answer handed in on the last day counts when its sender confirms it, until two days later (HØ-2).

    Raises RuleViolation with how many wait and until when.
    """
    waiting, until = waiting_to_be_confirmed([hearing], now=now)
    if until is not None:
        raise RuleViolation(
            _("%(count)s høringssvar kan bekreftes av avsenderen til %(when)s. Publiser oppsummeringen etter det.")
            % {"count": waiting, "when": moment_in_words(until)},
            code="answers-wait-to-be-confirmed",
            authority="HØ-2",
        )


def every_answer_is_received(hearing: Hearing) -> None:
    """What nobody has looked through is not in a published summary (HØ-2). Raises RuleViolation."""
    left = HearingAnswer.objects.counted().not_received().filter(hearing=hearing).count()
    if left:
        raise RuleViolation(
            _("%(left)s høringssvar er ikke gjennomgått. Gå gjennom dem før du publiserer oppsummeringen.")
            % {"left": left},
            code="answers-not-received",
            authority="HØ-2",
        )
