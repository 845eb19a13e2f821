"""Taking a case from a received proposal to its end (SA-3, SA-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings.models import Hearing
from hearings.services import (
    BodyToTell,
    Questions,
    ask_bodies,
    freeze,
    publish_hearing,
    record_hearing,
    record_omission,
    record_round,
)
from notifications.models import Verb
from notifications.services import record
from organisations.models import Organisation, User
from organisations.refusals import NotPermitted, RuleViolation
from revisions import permissions, rules
from revisions.asked_items import items_to_freeze, items_to_hear
from revisions.models import Case, CaseNumbers, Proposal, Status
from revisions.transitions import Action, perform


def next_case_number(*, year: int) -> str:
    """The year's next number, as it is printed: «2026/00123». Others wait until this transaction ends."""
    CaseNumbers.objects.get_or_create(year=year)
    row = CaseNumbers.objects.select_for_update().get(year=year)
    row.last_number += 1
    row.save(update_fields=["last_number"])
    return f"{year}/{row.last_number:05d}"


def _handler(by: User) -> None:
    if not permissions.may_handle_cases(by):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan opprette og tildele saker."),
            code="not-a-caseworker",
            authority="SA-3",
        )


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it now is, locked.

    Without a join: a joined case would be read as it was before the lock was waited for.
    """
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


@transaction.atomic
def open_case(*, proposal: Proposal, title: str, by: User, on: dt.date, urgency_reason: str = "") -> Case:
    """Make a case of a received proposal. The caseworker who opens it becomes responsible (SA-3).

    A case with an `urgency_reason` is handled outside the årshjul (SA-2). A proposal without change items of
    læringsmål takes the shorter way.
    """
    _handler(by)
    row = _locked(proposal)
    rules.proposal_is_submitted(row)
    rules.proposal_is_not_withdrawn(row)
    rules.proposal_has_no_case(row)
    case = Case(
        number=next_case_number(year=on.year),
        title=title.strip(),
        track=rules.track_of([row]),
        responsible=by,
        is_urgent=bool(urgency_reason.strip()),
        urgency_reason=urgency_reason.strip(),
        opened_on=on,
    )
    case.full_clean()
    case.save()
    row.case = case
    row.save(update_fields=["case"])
    record(
        actor=by,
        verb=Verb.CASE_OPENED,
        subject=case,
        case_number=case.number,
        payload={"proposal": row.pk, "on": on.isoformat()},
    )
    return case


@transaction.atomic
def join_case(*, proposal: Proposal, case: Case, by: User, on: dt.date) -> Case:
    """Let a received proposal be handled in a case that is open already, so that both are one matter (LA-4).

    A proposal that changes the forskrift takes the whole case the long way. Raises RuleViolation for a proposal
    that is not sent or has a case, and for a case that has gone past the assessment of completeness.
    """
    _handler(by)
    target = Case.objects.select_for_update().get(pk=case.pk)
    row = _locked(proposal)
    rules.proposal_is_submitted(row)
    rules.proposal_is_not_withdrawn(row)
    rules.proposal_has_no_case(row)
    rules.case_takes_more_proposals(target)
    row.case = target
    row.save(update_fields=["case"])
    _find_the_way(target)
    record(
        actor=by,
        verb=Verb.CASE_JOINED,
        subject=target,
        case_number=target.number,
        payload={"proposal": row.pk, "sender_name": str(row.sender), "on": on.isoformat()},
    )
    return target


def _find_the_way(case: Case) -> None:
    """What the case would change, now that a proposal has joined it, left it or been rewritten.

    What changes the forskrift goes on a hearing. A case that was on the long way stays there once others are asked.
    """
    track = rules.track_of(list(case.proposals.all()))
    if track != case.track:
        case.track = track
        case.save(update_fields=["track"])


@transaction.atomic
def take_out(*, proposal: Proposal, by: User, on: dt.date) -> Proposal:
    """Take a proposal out of the case it was joined to; it waits for a case of its own again (LA-4).

    Raises RuleViolation for the only proposal of a case, for one that is out for correction, and when the case has
    gone past the assessment of completeness.
    """
    _handler(by)
    case = Case.objects.select_for_update(of=("self",)).filter(proposals=proposal).first()
    row = _locked(proposal)
    rules.proposal_can_leave(row, case)
    assert case is not None  # noqa: S101 - proposal_can_leave
    row.case = None
    row.save(update_fields=["case"])
    _find_the_way(case)
    record(
        actor=by,
        verb=Verb.CASE_LEFT,
        subject=case,
        case_number=case.number,
        payload={"proposal": row.pk, "sender_name": str(row.sender), "on": on.isoformat()},
    )
    return row


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, reason: str, by: User) -> Proposal:
    """Withdraw a proposal that no case is made of yet, on behalf of its sender; it stays in the archive (SA-1)."""
    row = _locked(proposal)
    if not permissions.may_submit(by, row):
        raise NotPermitted(
            _("Bare en innsender kan trekke forslag fra %(sender)s. Be en av dem gjøre det.") % {"sender": row.sender},
            code="may-not-submit",
            authority="SA-1",
        )
    rules.proposal_is_submitted(row)
    rules.proposal_has_no_case(row)
    rules.proposal_is_not_withdrawn(row)
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record(actor=by, verb=Verb.PROPOSAL_WITHDRAWN, subject=row, payload={"reason": row.withdrawal_reason})
    return row


@transaction.atomic
def assign(*, case: Case, responsible: User, by: User) -> Case:
    """Give the case to a caseworker."""
    _handler(by)
    if not permissions.may_handle_cases(responsible):
        raise RuleViolation(
            _("%(name)s er ikke saksbehandler i Helsedirektoratet og kan ikke få saken.") % {"name": responsible},
            code="assignee-not-a-caseworker",
            authority="SA-3",
        )
    row = Case.objects.select_for_update().get(pk=case.pk)
    row.responsible = responsible
    row.save(update_fields=["responsible"])
    record(
        actor=by,
        verb=Verb.CASE_ASSIGNED,
        subject=row,
        case_number=row.number,
        payload={"responsible": responsible.pk, "responsible_name": str(responsible)},
    )
    return row


@transaction.atomic
def return_to_sender(*, case: Case, missing: str, by: User, on: dt.date, deadline: dt.date | None = None) -> None:
    """Send the case's proposals back with a list of what is missing, and a deadline for it (SA-4).

    Raises RuleViolation for a deadline that is past.
    """
    if deadline is not None:
        rules.deadline_is_ahead(deadline, on=on)
    perform(case, Action.RETURN, by=by, on=on, note=missing, due_on=deadline)
    for proposal in case.proposals.select_for_update():
        proposal.is_reopened = True
        proposal.save(update_fields=["is_reopened"])


@transaction.atomic
def resubmit(*, proposal: Proposal, by: User, on: dt.date) -> Proposal:
    """Send a returned proposal again; the case moves on when all its proposals are back (SA-4).

    A proposal that has come to change the forskrift takes the whole case the long way (SA-3).
    """
    from .proposals import submit_proposal

    # The case before the journal: others hold the case while they wait to write in the journal.
    case = Case.objects.select_for_update(of=("self",)).filter(proposals=proposal).first()
    sent = submit_proposal(proposal=proposal, by=by, on=on)
    if case is not None:
        _find_the_way(case)
    # A case that was laid aside while its proposal was out has not come back to where this step exists.
    is_out = case is not None and case.status == Status.RETURNED
    if case is not None and is_out and not case.proposals.filter(is_reopened=True).exists():
        perform(case, Action.RESUBMIT, by=by, on=on)
    return sent


@transaction.atomic
def open_round(
    *,
    case: Case,
    asked: Sequence[Organisation],
    opens_on: dt.date,
    deadline: dt.date,
    note: str,
    by: User,
    on: dt.date,
    introduction: str = "",
    questions: Mapping[str, Questions] | None = None,
) -> None:
    """Record the innspillsrunde, ask each body, and take the case into it (SA-3, spesialistforskriften § 6)."""
    consultation = record_round(
        asked=asked,
        opens_on=opens_on,
        deadline=deadline,
        note=note,
        title=case.title,
        case_number=case.number,
        introduction=introduction,
    )
    case.rounds.add(consultation)
    freeze(asking=consultation, items=items_to_freeze(case, on=on), by=by)
    ask_bodies(consultation=consultation, bodies=asked, questions=questions, on=on)
    perform(case, Action.OPEN_ROUND, by=by, on=on, note=note, due_on=deadline)
    record(
        actor=by,
        verb=Verb.ROUND_RECORDED,
        subject=consultation,
        case_number=case.number,
        payload={"deadline": deadline.isoformat(), "asked": [body.pk for body in asked]},
    )


@transaction.atomic
def open_hearing(*, case: Case, by: User, on: dt.date, bodies: Sequence[BodyToTell] = (), **hearing: Any) -> Hearing:
    """Record the høring, publish it, tell the høringsinstanser and take the case into it (HØ-1).

    What it asks about is frozen. A day to open that is ahead is kept: nobody reads or answers it before. From the
    phase «Vedtak» it is a new hearing, on the words the directorate would adopt.
    """
    action = Action.HEAR_AGAIN if case.status == Status.DECISION else Action.OPEN_HEARING
    recorded = record_hearing(case_number=case.number, **hearing)
    case.hearings.add(recorded)
    freeze(asking=recorded, items=items_to_hear(case, on=on), by=by)
    publish_hearing(hearing=recorded, bodies=bodies, now=timezone.now())
    perform(case, action, by=by, on=on, note=recorded.note, due_on=recorded.deadline)
    record(
        actor=by,
        verb=Verb.HEARING_RECORDED,
        subject=recorded,
        case_number=case.number,
        payload={"deadline": recorded.deadline.isoformat(), "bodies": [body.name for body in bodies]},
    )
    return recorded


@transaction.atomic
def omit_hearing(*, case: Case, reason: str, by: User, on: dt.date) -> None:
    """Go on to the decision without a hearing, with a written and published reason (utredningsinstruksen 3-3)."""
    perform(case, Action.OMIT_HEARING, by=by, on=on, note=reason)
    row = Case.objects.select_for_update().get(pk=case.pk)
    row.hearing_omitted_reason = reason.strip()
    row.save(update_fields=["hearing_omitted_reason"])
    record_omission(case_number=row.number, title=row.title, reason=reason, on=on)


@transaction.atomic
def postpone(*, case: Case, reason: str, by: User, on: dt.date, resume_on: dt.date | None = None) -> None:
    """Lay the case aside with a reason, until the day it is planned to be taken up again, if one is set (SA-6).

    The day is the case's deadline while it rests, so that the worklist brings it back. Raises RuleViolation for a day
    that is past.
    """
    if resume_on is not None:
        rules.deadline_is_ahead(resume_on, on=on)
    perform(case, Action.POSTPONE, by=by, on=on, note=reason, due_on=resume_on)
