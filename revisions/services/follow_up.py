"""Follow-up after the decision: the tasks are opened, written in, done, and taken up again (OP-1 to OP-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record, write_message
from organisations.models import Organisation, Role, Specialty, User
from organisations.refusals import NotPermitted
from revisions import permissions, rules
from revisions.follow_up_texts import adopted_in, drafted_text
from revisions.models import Case, FollowUp, Status
from revisions.transitions import Action, perform

Kind = FollowUp.Kind
# The regional routine gives no days; these are what is usual, and the directorate sees what is late.
WITHIN = {
    Kind.NEWS: dt.timedelta(days=14),
    Kind.PAGE: dt.timedelta(days=14),
    Kind.ENTRY: dt.timedelta(days=14),
    Kind.CLARIFY: dt.timedelta(days=28),
    Kind.PASS_ON: dt.timedelta(days=28),
    Kind.SYSTEMS: dt.timedelta(days=28),
}
REMIND_BEFORE = dt.timedelta(days=7)


@transaction.atomic
def start_follow_up(*, case: Case, by: User, on: dt.date) -> list[FollowUp]:
    """Take the case into follow-up, and open the tasks of each body that has one."""
    perform(case, Action.FOLLOW_UP, by=by, on=on)
    opened = [_open(case, on=on, **wanted) for wanted in _wanted(case, on=on)]
    for follow_up in opened:
        record(
            actor=by,
            verb=Verb.FOLLOW_UP_OPENED,
            subject=follow_up,
            case_number=case.number,
            payload={"deadline": follow_up.deadline.isoformat()},
        )
    return opened


def open_entry_tasks(*, cases: list[Case], day: dt.date, on: dt.date) -> None:
    """When something a case decided enters into force: its contacts are asked to tell of it. Opened once for a day."""
    system = User.objects.system()
    for case in cases:
        if case.status != Status.FOLLOW_UP:
            continue
        for specialty in _specialties(case):
            owner = contact_of(specialty)
            if FollowUp.objects.filter(
                case=case, kind=Kind.ENTRY, owner=owner, specialty=specialty, entry_day=day
            ).exists():
                continue
            task = _open(case, kind=Kind.ENTRY, owner=owner, specialty=specialty, entry_day=day, on=on)
            record(actor=system, verb=Verb.FOLLOW_UP_OPENED, subject=task, case_number=case.number)


@transaction.atomic
def save_text(*, follow_up: FollowUp, text: str, seen: str, by: User) -> FollowUp:
    """Save the text of a news item or a page. Raises NotPermitted and WrongState."""
    row = _to_change(follow_up, by=by)
    rules.is_not_done(row)
    rules.nobody_wrote_meanwhile(row, seen=seen, text=text)
    row.text = text.strip()
    row.save(update_fields=["text"])
    record(actor=by, verb=Verb.FOLLOW_UP_WRITTEN, subject=row, case_number=row.case.number)
    return row


@transaction.atomic
def do_follow_up(*, follow_up: FollowUp, outcome: str, by: User, now: dt.datetime) -> FollowUp:
    """Mark a task as done, with what was done. Raises NotPermitted, and WrongState when somebody did it before."""
    row = _to_change(follow_up, by=by)
    rules.is_not_done(row)
    row.done_at, row.done_by, row.outcome = now, by, outcome.strip()
    row.save(update_fields=["done_at", "done_by", "outcome"])
    record(actor=by, verb=Verb.FOLLOW_UP_DONE, subject=row, case_number=row.case.number)
    return row


@transaction.atomic
def undo_follow_up(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Take a task up again; what was written of it stands in its history. Nothing happens to one that is open."""
    row = _to_change(follow_up, by=by)
    if row.done_at is not None:
        row.done_at = row.done_by = None
        row.save(update_fields=["done_at", "done_by"])
        record(actor=by, verb=Verb.FOLLOW_UP_UNDONE, subject=row, case_number=row.case.number)
    return row


@transaction.atomic
def remind_of_follow_up(*, follow_up_id: int, on: dt.date, url: str) -> bool:
    """Write the mail that reminds the owner: a week before the deadline and the day after. False when it is not due."""
    due = FollowUp.objects.to_remind(on=on).filter(pk=follow_up_id)
    row = due.select_related("case", "owner").select_for_update(of=("self",)).first()
    if row is None:
        return False
    is_late = on > row.deadline
    row.next_reminder_on = None if is_late else row.deadline + dt.timedelta(days=1)
    row.save(update_fields=["next_reminder_on"])
    day = date_format(row.deadline, "j. F Y")
    subject = _("Over fristen: %(task)s") if is_late else _("Frist %(day)s: %(task)s")
    for address in _addresses(row.owner):
        write_message(
            key=f"oppfolging-{row.pk}-{row.deadline:%Y%m%d}-{'over' if is_late else 'for'}-{address}",
            to=address,
            subject=subject % {"task": row.get_kind_display(), "day": day},
            body=_("Sak %(case)s: %(task)s. Fristen er %(day)s.\n\n%(url)s\n")
            % {"case": row.case, "task": row.get_kind_display(), "day": day, "url": url},
            case_number=row.case.number,
        )
    return True


def contact_of(specialty: Specialty) -> Organisation:
    """The RegUt that answers for the specialty; the directorate where none is set."""
    contact = getattr(specialty, "contact", None)
    if contact is not None and contact.organisation is not None:
        owner: Organisation = contact.organisation
        return owner
    return Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE)


def _wanted(case: Case, *, on: dt.date) -> Iterator[dict[str, Any]]:
    specialties = [one for one in _specialties(case) if adopted_in(case, specialty=one, on=on)]
    if not specialties:
        return
    for specialty in specialties:
        owner = contact_of(specialty)
        yield {"kind": Kind.CLARIFY, "owner": owner, "specialty": specialty}
        for kind in FollowUp.WITH_TEXT:
            text = drafted_text(case, kind=kind, specialty=specialty, on=on)
            yield {"kind": kind, "owner": owner, "specialty": specialty, "text": text}
    for regut in Organisation.objects.of_kind(Organisation.Kind.REGUT).order_by("region"):
        yield {"kind": Kind.PASS_ON, "owner": regut}
    yield {"kind": Kind.SYSTEMS, "owner": Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE)}


def _specialties(case: Case) -> list[Specialty]:
    found = Specialty.objects.filter(proposals__case=case).select_related("contact__organisation")
    return list(found.distinct().order_by("name"))


def _open(case: Case, *, kind: str, on: dt.date, **fields: Any) -> FollowUp:
    deadline = on + WITHIN[Kind(kind)]
    wanted: dict[str, Any] = {"case": case, "kind": kind, "specialty": None, "entry_day": None, **fields}
    text = wanted.pop("text", "")
    found = FollowUp.objects.filter(**wanted).first()
    if found is not None:  # the case was reopened: what was done before stands
        return found
    row = FollowUp(**wanted, text=text, deadline=deadline, next_reminder_on=deadline - REMIND_BEFORE)
    row.full_clean()
    row.save(force_insert=True)
    return row


def _to_change(follow_up: FollowUp, *, by: User) -> FollowUp:
    rows = FollowUp.objects.select_related("case", "owner", "done_by")
    row = rows.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if not permissions.may_follow_up(by, row):
        raise NotPermitted(
            _("Oppgaven hører til %(owner)s. En innsender der, eller en saksbehandler, gjør den.")
            % {"owner": row.owner},
            code="may-not-follow-up",
            authority=row.authority,
        )
    return row


def _addresses(owner: Organisation) -> list[str]:
    """Those who act for the body; its own address when nobody does."""
    role = Role.CASEWORKER if owner.is_directorate else Role.SUBMITTER
    people = User.objects.filter(memberships__organisation=owner, memberships__role=role, is_active=True)
    found = sorted({person.email for person in people})
    return found or ([owner.email] if owner.email else [])
