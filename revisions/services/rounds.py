"""What the directorate does with an innspillsrunde while it runs: more bodies, more time, a newer version (IR-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hearings.models import AskedVersion, ConsultationRound, RoundRequest
from hearings.services import ItemToFreeze, ask_bodies, extend_deadline, freeze, tell_of_newer_version
from hearings.services.requests import latest_version
from notifications.models import Verb
from notifications.services import record
from organisations.models import Organisation, User
from organisations.refusals import RuleViolation, WrongState
from revisions import rules
from revisions.asked_items import differences, items_to_freeze
from revisions.models import Case, Status

from .locking import held_by_handler


def _locked(case: Case, *, by: User) -> Case:
    """The case, locked, while it is in its innspillsrunde."""
    row = held_by_handler(
        case,
        by=by,
        refusal=_("Bare saksbehandlere kan endre innspillsrunden i sak %(number)s."),
        authority="SA-3",
    )
    if row.status != Status.INPUT_ROUND:
        raise WrongState(
            _("Sak %(number)s er ikke i innspillsrunde. Last siden på nytt.") % {"number": row.number},
            code="not-in-round",
            authority="SA-3",
        )
    return row


@transaction.atomic
def ask_also(
    *, case: Case, consultation: ConsultationRound, bodies: Sequence[Organisation], by: User, on: dt.date
) -> list[RoundRequest]:
    """Ask bodies that were left out when the round opened, with the standard questions and the round's deadline."""
    row = _locked(case, by=by)
    already = set(consultation.asked.values_list("pk", flat=True))
    new = [body for body in bodies if body.pk not in already]
    if not new:
        raise RuleViolation(_("De du valgte, er allerede spurt."), code="already-asked", authority="IR-5")
    consultation.asked.add(*new)
    made = ask_bodies(consultation=consultation, bodies=new, on=on)
    record(
        actor=by,
        verb=Verb.BODIES_ADDED,
        subject=consultation,
        case_number=row.number,
        payload={"asked": [str(body) for body in new]},
    )
    return made


@transaction.atomic
def give_more_time(*, case: Case, request: RoundRequest, deadline: dt.date, reason: str, by: User, on: dt.date) -> None:
    """Give one body more time; the case waits for it (IR-5)."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    extend_deadline(request=request, deadline=deadline, reason=reason, by=by, on=on)
    if row.status == Status.INPUT_ROUND:
        row.due_on = rules.last_round_deadline(row)
        row.save(update_fields=["due_on"])


@transaction.atomic
def send_out_newer_version(
    *, case: Case, consultation: ConsultationRound, what_is_new: str, by: User, on: dt.date
) -> AskedVersion:
    """Freeze the case's items as they now are, and tell those who are asked what is new.

    Raises RuleViolation when nothing has changed since the last version.
    """
    row = _locked(case, by=by)
    items = items_to_freeze(row, on=on)
    if not changed_since(consultation, items=items):
        raise RuleViolation(
            _("Ingen endringspunkter er endret siden sist. Det er ingenting nytt å sende ut."),
            code="nothing-new",
            authority="IR-5",
        )
    version = freeze(asking=consultation, items=items, by=by, what_is_new=what_is_new.strip())
    tell_of_newer_version(version=version)
    record(
        actor=by,
        verb=Verb.VERSION_SENT_OUT,
        subject=consultation,
        case_number=row.number,
        payload={"version": version.number, "what_is_new": version.what_is_new},
    )
    return version


def changed_since(consultation: ConsultationRound, *, items: Sequence[ItemToFreeze]) -> list[str]:
    """What differs between the items as they now are and the version that was last sent out, by name."""
    return [one.name for one in differences(latest_version(consultation), items)]
