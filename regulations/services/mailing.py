"""Writing the mails about an act, in the transaction of what they tell, before its event."""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.core.exceptions import ValidationError

from notifications.services import write_message
from objectives.models import LegalAct, ObjectiveVersion
from regulations import mails
from regulations.entered import days_of, entered
from regulations.mails import Mail

log = logging.getLogger(__name__)


def tell(mail: Mail, *, about: str, act: LegalAct, objectives: Collection[int]) -> int:
    """Write the mail to each receiver once. `about` begins the key. Returns how many were written.

    An address that can't be written to is logged and never stands in the way of what is told.
    """
    written = 0
    for who, address in mails.receivers(act, objectives=objectives).items():
        try:
            written += write_message(key=f"{about}-{who}", to=address, subject=mail.subject, body=mail.body)
        except ValidationError:
            log.exception("No mail to %s about %s", who, about)
    return written


def tell_of_announcement(act: LegalAct) -> int:
    """That the act is announced, to those who follow it or a læringsmål it changes."""
    days = {day: len(entered(act, day=day).items) for day in days_of(act)}
    mail = mails.announced(act, days=days, waiting=act.undetermined_changes.awaiting().count())
    return tell(mail, about=f"kunngjort-{act.pk}", act=act, objectives=touched_by(act))


def touched_by(act: LegalAct) -> set[int]:
    """Every læringsmål the act changes, gives or ends, those without a day too."""
    begun = ObjectiveVersion.objects.filter(enacted_by=act).values_list("objective", flat=True)
    ended = ObjectiveVersion.objects.filter(repealed_by=act).values_list("objective", flat=True)
    waiting = act.undetermined_changes.all()
    own = {pk for pk in waiting.values_list("changes", flat=True) if pk is not None}
    return {*begun, *ended, *own}
