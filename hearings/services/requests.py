"""Asking bodies in an innspillsrunde: their requests and questions, more time, a reminder, a newer version (IR-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import (
    AskedVersion,
    ConsultationRound,
    CouncilAssessment,
    DeadlineExtension,
    RequestQuestion,
    RoundRequest,
)
from notifications.models import Verb
from notifications.services import record
from organisations.models import Organisation, User
from organisations.refusals import NotPermitted, RuleViolation, WrongState

from . import mails


@dataclass(frozen=True)
class Questions:
    """What a kind of body is asked: standard questions by topic, and the directorate's own."""

    topics: Sequence[str]
    own: Sequence[str] = ()


@transaction.atomic
def ask_bodies(
    *,
    consultation: ConsultationRound,
    bodies: Iterable[Organisation],
    questions: Mapping[str, Questions] | None = None,
    on: dt.date,
) -> list[RoundRequest]:
    """Make a request with questions for each body, and write the mail that tells it.

    `questions` are by the kind of body; the standard ones where nothing is said (IR-2, FO-7). A round that is only
    recorded afterwards, with its deadline past, tells nobody.
    """
    items = _items_in(consultation)
    made = []
    for body in bodies:
        request = RoundRequest(consultation=consultation, organisation=body, deadline=consultation.deadline)
        request.next_reminder_on = rules.next_reminder(consultation.deadline, after=on)
        if consultation.deadline < on:
            request.next_reminder_on = None
        request.full_clean()
        request.save()
        count = _write_questions(request, (questions or {}).get(body.kind))
        if consultation.deadline >= on:
            mails.tell_of_request(request, questions=count, items=items)
        made.append(request)
    return made


def _write_questions(request: RoundRequest, chosen: Questions | None) -> int:
    chosen = chosen or Questions(rules.standard_topics(request.organisation.kind))
    texts = [(topic, str(rules.QUESTIONS[RequestQuestion.Topic(topic)])) for topic in chosen.topics]
    texts += [("", text.strip()) for text in chosen.own if text.strip()]
    rows = [
        RequestQuestion(request=request, position=position, topic=topic, text=text)
        for position, (topic, text) in enumerate(texts, start=1)
    ]
    RequestQuestion.objects.bulk_create(rows)
    return len(rows)


def _items_in(consultation: ConsultationRound) -> int:
    version = latest_version(consultation)
    return version.items.count() if version else 0


def latest_version(consultation: ConsultationRound) -> AskedVersion | None:
    """The version of the items that was last sent out."""
    return AskedVersion.objects.filter(consultation=consultation).order_by("-number").first()


@transaction.atomic
def extend_deadline(
    *, request: RoundRequest, deadline: dt.date, reason: str, by: User, on: dt.date
) -> DeadlineExtension:
    """Give a body more time, with a reason that it is told (IR-5).

    Raises RuleViolation for a day that is not later, and WrongState when the answer has come.
    """
    row = _locked(request, by=by)
    rules.extension_is_given(row, deadline=deadline, on=on)
    extension = DeadlineExtension(
        request=row, previous=row.deadline, deadline=deadline, reason=reason.strip(), given_by=by
    )
    extension.full_clean()
    extension.save()
    row.deadline, row.next_reminder_on = deadline, rules.next_reminder(deadline, after=on)
    row.save(update_fields=["deadline", "next_reminder_on"])
    mails.tell_of_extension(row, reason=extension.reason)
    record(
        actor=by,
        verb=Verb.DEADLINE_EXTENDED,
        subject=row,
        case_number=row.consultation.case_number,
        payload={
            "from": extension.previous.isoformat(),
            "to": deadline.isoformat(),
            "reason": extension.reason,
            "body": str(row.organisation),
        },
    )
    return extension


@transaction.atomic
def ask_more(*, request: RoundRequest, text: str, by: User) -> RequestQuestion:
    """Put one question more to one body, and to nobody else; it and its councils see it among the others (IR-2, IR-5).

    Raises WrongState when the answer has come.
    """
    row = _locked(request, by=by)
    last = row.questions.order_by("position").last()
    question = RequestQuestion(request=row, position=last.position + 1 if last else 1, text=text.strip())
    question.full_clean()
    question.save()
    mails.tell_of_question(row, question=question)
    record(
        actor=by,
        verb=Verb.BODY_ASKED_MORE,
        subject=row,
        case_number=row.consultation.case_number,
        payload={"body": str(row.organisation), "question": question.text},
    )
    return question


@transaction.atomic
def nudge(*, request: RoundRequest, by: User, on: dt.date) -> None:
    """Remind a body at a person's word; once a day is enough. Raises RuleViolation for one nobody can reach."""
    row = _locked(request, by=by)
    if not mails.addresses_of(row.organisation):
        raise RuleViolation(
            _(
                "%(body)s har verken e-postadresse eller innsender, så ingen får påminnelsen. "
                "Gi beskjed på annen måte, eller be en administrator legge inn en adresse."
            )
            % {"body": row.organisation},
            code="body-not-reached",
            authority="IR-5",
        )
    mails.remind_body(row, on=on, what=f"purret-{on.isoformat()}")
    record(
        actor=by,
        verb=Verb.BODY_REMINDED,
        subject=row,
        case_number=row.consultation.case_number,
        payload={"body": str(row.organisation), "on": on.isoformat()},
    )


@transaction.atomic
def tell_of_newer_version(*, version: AskedVersion) -> None:
    """Tell every body of the round that the items have changed since it was asked."""
    requests = RoundRequest.objects.filter(consultation=version.consultation_id).select_related(
        "organisation", "consultation"
    )
    for request in requests:
        mails.tell_of_version(request, number=version.number, what_is_new=version.what_is_new)


def _locked(request: RoundRequest, *, by: User) -> RoundRequest:
    """The request, locked, for somebody who runs the round; refused when its answer has come."""
    if not permissions.may_run_rounds(by):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan purre, spørre om mer og flytte frister."),
            code="not-a-caseworker",
        )
    row = (
        RoundRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "consultation", "response")
        .get(pk=request.pk)
    )
    if has_answered(row):
        raise WrongState(_("%(body)s har svart. Last siden på nytt.") % {"body": row.organisation}, code="has-answered")
    return row


def has_answered(request: RoundRequest) -> bool:
    """Whether the body's answer is sent."""
    response = getattr(request, "response", None)
    return response is not None and response.is_sent


def stop_reminding(*, consultations: Iterable[ConsultationRound]) -> None:
    """Nobody is reminded of what is laid aside; an answer is still taken. In the caller's transaction."""
    rounds = list(consultations)
    RoundRequest.objects.filter(consultation__in=rounds).update(next_reminder_on=None)
    CouncilAssessment.objects.filter(request__consultation__in=rounds).update(next_reminder_on=None)


@transaction.atomic
def remind(*, request_id: int, on: dt.date) -> bool:
    """Send the reminder that is due for one request, if any, and set the next. False when there was none."""
    row = (
        RoundRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "consultation", "response")
        .filter(pk=request_id, next_reminder_on__lte=on)
        .first()
    )
    if row is None:
        return False
    row.next_reminder_on = rules.next_reminder(row.deadline, after=on)
    row.save(update_fields=["next_reminder_on"])
    if has_answered(row):
        return False
    mails.remind_body(row, on=on, what=f"minnet-{on.isoformat()}")
    return True
