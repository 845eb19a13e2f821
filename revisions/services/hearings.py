"""What the directorate does with a hearing before it opens (HØ-1)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings.models import AskedVersion, Hearing
from hearings.services import freeze
from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.asked_items import differences, items_to_hear
from revisions.models import Case

from .locking import held_by_handler


@transaction.atomic
def freeze_again(*, case: Case, hearing: Hearing, by: User, now: dt.datetime) -> AskedVersion:
    """Freeze the case's items as they now are, for a hearing that has not opened.

    Raises WrongState once everyone can read it, and RuleViolation when nothing differs.
    """
    row = held_by_handler(
        case,
        by=by,
        refusal=_("Bare saksbehandlere kan fryse en høring i sak %(number)s på nytt."),
        authority="HØ-1",
    )
    rules.case_is_under_way(row)
    asking = Hearing.objects.select_for_update().get(pk=hearing.pk)
    rules.the_hearing_has_not_opened(asking, now=now)
    items = items_to_hear(row, on=timezone.localdate(now))
    if not differences(asking.versions.order_by("-number").first(), items):
        raise RuleViolation(
            _("Ingen endringspunkter er endret siden høringen ble frosset. Det er ingenting å fryse på nytt."),
            code="nothing-new",
            authority="HØ-1",
        )
    version = freeze(asking=asking, items=items, by=by)
    record(
        actor=by,
        verb=Verb.HEARING_FROZEN_AGAIN,
        subject=asking,
        case_number=row.number,
        payload={"version": version.number},
    )
    return version
