"""Telling of entry into force: once for each day of each act, the day it comes or when the worker is back.

Nothing here makes anything apply – the register's dates do (EF-7). A sweep finds what is due by a column; each is
claimed by a conditional update that changes one row exactly once, in the transaction that writes the event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives.models import LegalAct
from organisations.models import User
from regulations import mails
from regulations.entered import Entered, days_of, entered
from regulations.hooks import has_entered_into_force
from regulations.models import EntryIntoForce

from .mailing import tell


def schedule_entries(act: LegalAct, *, known_on: dt.date) -> None:
    """Write down every day on which something the act says enters into force, beside those it has.

    `known_on` is the day of the announcement, or of the decision that gave a day. To be called in the transaction
    that writes the texts to the register, before its event.
    """
    days = sorted(days_of(act))
    rows = [EntryIntoForce(act=act, day=day, known_on=known_on) for day in days]
    EntryIntoForce.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def tell_entry(*, entry_id: int, on: dt.date, now: dt.datetime) -> bool:
    """Tell that something has entered into force: the event, and what other apps do about it.

    False when it is told already, when its day is not come, or when nothing is left of it: another act came in its
    place before the day. Of two at once, one tells.
    """
    claimed = EntryIntoForce.objects.to_tell(on=on).order_by().filter(pk=entry_id).update(told_at=now)
    if not claimed:
        return False
    entry = _with_act(entry_id)
    what = entered(entry.act, day=entry.day)
    if not what:
        return False
    has_entered_into_force(entry, what)
    mail = mails.has_entered(entry.act, what)
    tell(mail, about=f"i-kraft-{entry.pk}", act=entry.act, objectives=what.objective_ids)
    _record(Verb.ENTERED_INTO_FORCE, entry, what)
    return True


@transaction.atomic
def remind_of_entry(*, entry_id: int, on: dt.date, now: dt.datetime) -> bool:
    """Remind of what enters into force within thirty days, or within seven. False when there is nothing to remind of.

    Whoever was down for the first gets the second alone.
    """
    rows = EntryIntoForce.objects.filter(pk=entry_id)
    week = rows.to_remind_a_week_before(on=on).order_by().update(week_reminded_at=now)
    if not week and not rows.to_remind_a_month_before(on=on).order_by().update(month_reminded_at=now):
        return False
    entry = _with_act(entry_id)
    what = entered(entry.act, day=entry.day)
    if not what:
        return False
    days = (entry.day - on).days
    about = f"paminnelse-{'uke' if week else 'maned'}-{entry.pk}"
    tell(mails.is_near(entry.act, what, days=days), about=about, act=entry.act, objectives=what.objective_ids)
    _record(Verb.ENTRY_IS_NEAR, entry, what, days=days)
    return True


def due_entries(*, on: dt.date) -> Iterable[int]:
    """Those to tell of, by primary key, the oldest first."""
    return EntryIntoForce.objects.to_tell(on=on).values_list("pk", flat=True)


def due_reminders(*, on: dt.date) -> list[int]:
    """Those to remind of, by primary key."""
    entries = EntryIntoForce.objects
    due = [entries.to_remind_a_week_before(on=on), entries.to_remind_a_month_before(on=on)]
    return sorted({pk for rows in due for pk in rows.values_list("pk", flat=True)})


def _with_act(entry_id: int) -> EntryIntoForce:
    return EntryIntoForce.objects.select_related("act__amendment_regulation").get(pk=entry_id)


def _record(verb: Verb, entry: EntryIntoForce, what: Entered, **more: object) -> None:
    payload = {"act": entry.act.ref_id, **what.as_data(), **more}
    record(actor=User.objects.system(), verb=verb, subject=entry.act, payload=payload)
