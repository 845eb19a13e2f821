"""What the directorate does with a hearing before it opens (HØ-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings.models import AskedItem, AskedVersion, Hearing
from hearings.services import ItemToFreeze, freeze
from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions import permissions, rules
from revisions.asked_items import items_to_hear
from revisions.models import Case


@dataclass(frozen=True)
class Difference:
    """One endringspunkt that reads otherwise than when the hearing froze it: the words then and now."""

    name: str
    old: str
    new: str


def differences(version: AskedVersion | None, items: Sequence[ItemToFreeze]) -> list[Difference]:
    """What differs between a frozen version and the items as they now are: what is new, changed, and gone."""
    before = {row.key: row for row in version.items.order_by("number")} if version else {}
    then, now = {key: _told(row) for key, row in before.items()}, {item.key: _told(item) for item in items}
    found = [Difference(str(item.name), then.get(item.key, ""), now[item.key]) for item in items]
    gone = [Difference(row.name, then[key], "") for key, row in before.items() if key not in now]
    return [*(one for one in found if one.old != one.new), *gone]


@transaction.atomic
def freeze_again(*, case: Case, hearing: Hearing, by: User, now: dt.datetime) -> AskedVersion:
    """Freeze the case's items as they now are, for a hearing that has not opened.

    Raises WrongState once everyone can read it, and RuleViolation when nothing differs.
    """
    row = Case.objects.select_for_update().get(pk=case.pk)
    if not permissions.may_handle(by, row):
        raise NotPermitted(
            _("Bare saksbehandlere kan fryse en høring i sak %(number)s på nytt.") % {"number": row.number},
            code="not-a-caseworker",
            authority="HØ-1",
        )
    rules.case_is_under_way(row)
    asking = Hearing.objects.select_for_update().get(pk=hearing.pk)
    has_not_opened(asking, now=now)
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


def has_not_opened(hearing: Hearing, *, now: dt.datetime) -> None:
    """What everyone can read is not changed under them: nobody is heard on words that were not there (HØ-1)."""
    if hearing.is_shown_at(now):
        raise WrongState(
            _(
                "Høringen «%(title)s» åpnet %(day)s, og det den spør om, kan ikke fryses på nytt. Endres saken "
                "vesentlig, sender du den på ny høring når fristen er ute og saken er i fasen «Vedtak»."
            )
            % {"title": hearing.title, "day": rules.long_date(hearing.opens_on)},
            code="hearing-has-opened",
            authority="HØ-1",
        )


def _told(item: ItemToFreeze | AskedItem) -> str:
    """All that is asked of one item, as running text."""
    words = [f"{block['label']} {block['new']}".strip() for block in item.blocks if block["new"]]
    return "\n".join(line for line in (item.kind, item.place, *words, *item.notes) if line)
