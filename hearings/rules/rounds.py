"""Rules of requests, answers and reminders in an innspillsrunde (IR-*, FO-7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearings.models import (
    AskedItem,
    CouncilAssessment,
    Position,
    RequestQuestion,
    RoundRequest,
    RoundResponse,
)
from hearings.models.rounds import ItemPosition, QuestionAnswer
from organisations.refusals import RuleViolation, WrongState

# With these positions the reason may be left out; the others say what is wrong.
NEEDS_REASON = (Position.SUPPORTS_WITH_REMARK, Position.DOES_NOT_SUPPORT)
# Days before the deadline a reminder goes, and after it; the newest that is due is sent.
REMIND_BEFORE = (7, 1)
REMIND_AFTER = 1


@dataclass(frozen=True)
class Unanswered:
    """Something that must be answered before the answer can be sent, and the field it is answered in."""

    field: str
    message: str


def position_field(item: AskedItem | int) -> str:
    """The name of the field a position on an item is written in."""
    return f"standpunkt-{item if isinstance(item, int) else item.pk}"


def answer_field(question: RequestQuestion | int) -> str:
    """The name of the field a question is answered in."""
    return f"svar-{question if isinstance(question, int) else question.pk}"


def unanswered(
    items: Sequence[AskedItem],
    questions: Sequence[RequestQuestion],
    positions: Iterable[ItemPosition],
    answers: Iterable[QuestionAnswer],
) -> list[Unanswered]:
    """What is left, in the order of the page: everything that was asked must be answered, or left with a reason."""
    by_item = {row.item_id: row for row in positions}
    by_question = {row.question_id: row for row in answers}
    found = []
    for item in items:
        position = by_item.get(item.pk)
        if position is None or not position.position:
            words = _("Punkt %(number)s, %(name)s: velg standpunkt")
            found.append(Unanswered(position_field(item), words % {"number": item.number, "name": item.name}))
        elif position.position in NEEDS_REASON and not position.reason.strip():
            words = _("Punkt %(number)s, %(name)s: skriv begrunnelsen")
            field = position_field(item).replace("standpunkt", "grunn")
            found.append(Unanswered(field, words % {"number": item.number, "name": item.name}))
    for number, question in enumerate(questions, start=1):
        answer = by_question.get(question.pk)
        if answer is None or not (answer.text.strip() or answer.left_reason.strip()):
            words = _("Spørsmål %(number)s: svar, eller skriv hvorfor dere ikke svarer")
            found.append(Unanswered(answer_field(question), words % {"number": number}))
    return found


def everything_is_answered(left: Sequence[Unanswered]) -> None:
    """An answer is not sent with something unanswered (FO-7)."""
    if left:
        raise RuleViolation(
            _("Svaret kan ikke sendes ennå: %(count)s ting er ikke besvart. Svar på dem, eller skriv hvorfor ikke.")
            % {"count": len(left)},
            code="answer-incomplete",
            authority="FO-7",
        )


def is_not_sent(answering: RoundResponse | CouncilAssessment) -> None:
    """What is sent stands."""
    if answering.is_sent:
        raise WrongState(
            _("Svaret er sendt og kan ikke endres. Ta kontakt med den som spurte, hvis noe er feil."),
            code="answer-is-sent",
            authority="IR-3",
        )


def is_late(deadline: dt.date, *, on: dt.date) -> bool:
    """Whether an answer on this day comes after its deadline: the deadline itself is in time (IR-5)."""
    return on > deadline


def extension_is_given(request: RoundRequest, *, deadline: dt.date, on: dt.date) -> None:
    """More time is later than what was given, and not past already (IR-5)."""
    if deadline <= request.deadline or deadline < on:
        earliest = max(request.deadline + dt.timedelta(days=1), on)
        raise RuleViolation(
            _("Den nye fristen må være %(day)s eller senere.") % {"day": date_format(earliest, "j. F Y")},
            code="extension-too-early",
            authority="IR-5",
        )


def inner_deadline_is_possible(*, deadline: dt.date, request: RoundRequest, on: dt.date) -> None:
    """The councils answer before the spesialitetskontakt must (IR-2)."""
    if deadline < on:
        raise RuleViolation(
            _("Den indre fristen kan ikke være før i dag, %(day)s.") % {"day": date_format(on, "j. F Y")},
            code="inner-deadline-past",
            authority="IR-2",
        )
    if deadline > max(request.deadline, on):
        raise RuleViolation(
            _("Den indre fristen kan ikke være etter deres egen frist, %(day)s.")
            % {"day": date_format(request.deadline, "j. F Y")},
            code="inner-deadline-late",
            authority="IR-2",
        )


def next_reminder(deadline: dt.date, *, after: dt.date) -> dt.date | None:
    """The next day a reminder is due after the day `after`; None when the last has been."""
    days = [deadline - dt.timedelta(days=before) for before in REMIND_BEFORE]
    days.append(deadline + dt.timedelta(days=REMIND_AFTER))
    return next((day for day in sorted(days) if day > after), None)
