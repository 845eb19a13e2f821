"""Questions of principle that several cases raise, answered once and recorded on each of them (SA-5)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted
from revisions import permissions, rules
from revisions.models import Case, PrincipleClarification


def _handler(by: User) -> None:
    if not permissions.may_handle_cases(by):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet arbeider med prinsipielle avklaringer."),
            code="not-a-caseworker",
            authority="SA-5",
        )


def _locked(clarification: PrincipleClarification) -> PrincipleClarification:
    row = PrincipleClarification.objects.select_for_update().get(pk=clarification.pk)
    rules.clarification_is_open(row)
    return row


@transaction.atomic
def raise_clarification(
    *, title: str, background: str, by: User, on: dt.date, case: Case | None = None
) -> PrincipleClarification:
    """Put a question of principle, from a case that raises it or from none."""
    _handler(by)
    raised = PrincipleClarification(title=title.strip(), background=background.strip(), raised_by=by, raised_on=on)
    raised.full_clean()
    raised.save()
    if case is not None:
        raised.cases.add(case)
    record(
        actor=by,
        verb=Verb.PRINCIPLE_RAISED,
        subject=raised,
        case_number=case.number if case else "",
        payload={"on": on.isoformat()},
    )
    return raised


@transaction.atomic
def link_case(*, clarification: PrincipleClarification, case: Case, by: User) -> None:
    """Gather one more case under the question; its answer will be recorded there too."""
    _handler(by)
    row = _locked(clarification)
    if row.cases.filter(pk=case.pk).exists():
        return
    row.cases.add(case)
    record(actor=by, verb=Verb.PRINCIPLE_LINKED, subject=row, case_number=case.number, payload={"case": case.pk})


@transaction.atomic
def unlink_case(*, clarification: PrincipleClarification, case: Case, by: User) -> None:
    """Take a case away that the question does not concern after all."""
    _handler(by)
    row = _locked(clarification)
    if not row.cases.filter(pk=case.pk).exists():
        return
    row.cases.remove(case)
    record(actor=by, verb=Verb.PRINCIPLE_UNLINKED, subject=row, case_number=case.number, payload={"case": case.pk})


@transaction.atomic
def settle(*, clarification: PrincipleClarification, outcome: str, by: User, on: dt.date) -> PrincipleClarification:
    """Answer the question: a decision maker's to do, told in the journal of each case it concerns (SA-5)."""
    row = _locked(clarification)
    if not permissions.may_settle_principles(by):
        raise NotPermitted(
            _("Bare beslutterne i Helsedirektoratet avklarer prinsipielle spørsmål."),
            code="not-a-decision-maker",
            authority="SA-5",
        )
    row.outcome, row.settled_by, row.settled_on = outcome.strip(), by, on
    row.full_clean()
    row.save(update_fields=["outcome", "settled_by", "settled_on"])
    for number in row.cases.order_by("number").values_list("number", flat=True):
        record(
            actor=by,
            verb=Verb.PRINCIPLE_SETTLED,
            subject=row,
            case_number=number,
            payload={"note": row.outcome, "on": on.isoformat()},
        )
    return row
