"""What the directorate keeps about a case while it handles it: title, urgency, cycle, deadline, watchers, notes and the
assessment of consequences (SA-2, ÅH-3, utredningsinstruksen)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation
from revisions import permissions, rules
from revisions.models import AnnualCycle, Case, CaseNote, ConsequenceAssessment

from .locking import held_by_handler


def _locked(case: Case, *, by: User) -> Case:
    """The case's row, locked, if this person handles it."""
    row = held_by_handler(
        case,
        by=by,
        refusal=_("Bare saksbehandlere i Helsedirektoratet kan endre opplysninger om saken."),
        authority="SA-3",
    )
    rules.case_is_under_way(row)
    return row


@transaction.atomic
def edit_case(
    *,
    case: Case,
    title: str,
    urgency_reason: str,
    cycle: AnnualCycle | None,
    due_on: dt.date | None,
    by: User,
    on: dt.date,
) -> Case:
    """Change what the case is called, whether it is urgent (SA-2), its cycle (ÅH-3) and its deadline.

    A case with an `urgency_reason` is outside the årshjul. The journal keeps what each was before. Raises
    RuleViolation for a deadline that is past, or that belongs to those who are asked; WrongState for an ended case.
    """
    row = _locked(case, by=by)
    if due_on != row.due_on:
        rules.deadline_is_the_directorates(row)
        if due_on is not None:
            rules.deadline_is_ahead(due_on, on=on)
    wanted: dict[str, Any] = {
        "title": title.strip(),
        "is_urgent": bool(urgency_reason.strip()),
        "urgency_reason": urgency_reason.strip(),
        "cycle": cycle,
        "due_on": due_on,
    }
    before = {name: getattr(row, name) for name in wanted}
    changed = [name for name in wanted if wanted[name] != before[name]]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.full_clean()
    row.save(update_fields=changed)
    record(
        actor=by,
        verb=Verb.CASE_EDITED,
        subject=row,
        case_number=row.number,
        payload={"changed": {name: [_told(before[name]), _told(wanted[name])] for name in changed}},
    )
    return row


def _told(value: Any) -> Any:
    """A value as the journal keeps it: dates and cycles by their day."""
    if isinstance(value, AnnualCycle):
        return value.in_force_from.isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


@transaction.atomic
def set_watching(*, case: Case, by: User, watches: bool) -> None:
    """Follow the case, or stop following it: for those in the directorate who want to know of it."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not permissions.may_watch(by, row):
        raise NotPermitted(_("Bare Helsedirektoratets egne kan følge en sak."), code="not-directorate")
    if watches:
        row.watchers.add(by)
    else:
        row.watchers.remove(by)


@transaction.atomic
def write_note(*, case: Case, text: str, by: User) -> CaseNote:
    """Write a note in the case, for the directorate alone. It stays; a correction is a new note."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not permissions.may_write_notes(by, row):
        raise NotPermitted(
            _("Bare saksbehandlere og beslutterne i Helsedirektoratet skriver notater i saken."),
            code="not-a-caseworker",
            authority="SA-3",
        )
    note = CaseNote(case=row, text=text.strip(), written_by=by)
    note.full_clean()
    note.save()
    record(actor=by, verb=Verb.CASE_NOTED, subject=row, case_number=row.number, payload={"note": note.pk})
    return note


def assessment_of(case: Case) -> ConsequenceAssessment | None:
    """The case's assessment of consequences, if anybody has begun it."""
    return ConsequenceAssessment.objects.filter(case=case).select_related("saved_by").first()


@transaction.atomic
def save_assessment(
    *, case: Case, by: User, seen_at: dt.datetime | None, answers: dict[str, str]
) -> ConsequenceAssessment:
    """Save the answers to the six questions (utredningsinstruksen punkt 2-1).

    `seen_at` is when it was saved last, as the person saw it. Raises RuleViolation «changed-by-another» when somebody
    has saved it since: nothing is overwritten unseen.
    """
    row = _locked(case, by=by)
    assessment = assessment_of(row) or ConsequenceAssessment(case=row, saved_by=by)
    if assessment.pk and assessment.saved_at != seen_at:
        raise RuleViolation(
            _("%(name)s lagret konsekvensvurderingen kl. %(time)s. Se forskjellen før du lagrer.")
            % {
                "name": assessment.saved_by,
                "time": time_format(timezone.localtime(assessment.saved_at), "H.i"),
            },
            code="changed-by-another",
            authority="SA-3",
        )
    for name in ConsequenceAssessment.QUESTIONS:
        setattr(assessment, name, answers.get(name, "").strip())
    assessment.saved_at, assessment.saved_by = timezone.now(), by
    assessment.full_clean()
    assessment.save()
    record(
        actor=by,
        verb=Verb.CONSEQUENCES_ASSESSED,
        subject=row,
        case_number=row.number,
        payload={"answered": assessment.answered},
    )
    return assessment
