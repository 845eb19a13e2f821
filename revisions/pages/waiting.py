"""What a case after its decision puts on a person's own page: the tasks of follow-up their body has (OP-1 to OP-4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations import permissions as people
from organisations.models import User
from organisations.waiting import WaitingSection
from revisions import permissions
from revisions.models import FollowUp

from .next_steps import long_date

SHOWN = 20


@dataclass(frozen=True)
class WaitingTask:
    """A task that is not done, and whether its deadline is past."""

    task: FollowUp
    is_late: bool


def follow_ups_waiting(user: User, on: dt.date) -> WaitingSection | None:
    """What the person can do for their bodies and has not done. The directorate has its own list."""
    if people.is_directorate(user):
        return None
    bodies = {held.organisation for held in people.roles_of(user)}
    own = [body for body in bodies if people.may_submit_for(user, body)]
    tasks = permissions.follow_ups_visible_to(user).filter(owner__in=own).open().for_list()[:SHOWN]
    rows = [WaitingTask(task, task.deadline < on) for task in tasks]
    if not rows:
        return None
    first = rows[0].task
    return WaitingSection(
        heading=_("Oppfølging etter vedtak"),
        template="revisions/_follow_ups_waiting.html",
        rows=rows,
        what=_("%(task)s: %(title)s") % {"task": first.get_kind_display(), "title": first.case.title},
        why=_("Fristen er %(day)s.") % {"day": long_date(first.deadline)}
        if first.deadline >= on
        else _("Fristen gikk ut %(day)s.") % {"day": long_date(first.deadline)},
        button=_("Åpne oppgaven"),
        url=first.get_absolute_url(),
        deadline=first.deadline,
    )
