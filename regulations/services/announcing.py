"""Registering an announcement: the one step that makes a draft law, all of it or nothing."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import operations
from objectives.models import LegalAct
from objectives.services.transitional import make_rules, repeal_rules
from organisations.models import User
from regulations import permissions, reviewing, rules, transitional
from regulations.cautions import announcement_cautions
from regulations.documents.wording import legal_basis_line
from regulations.findings import date_follows_the_rule
from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses

from .documents import order_document
from .entering import schedule_entries
from .mailing import tell_of_announcement
from .rows import locked_row, signed


def check_announcement(
    *, regulation: AmendmentRegulation, number: int, decided_on: dt.date, announced_at: dt.datetime, by: User
) -> None:
    """Ask everything `announce` asks before it writes, without a lock, for the page where a person confirms it.

    Raises as `announce`. What else can stand in the way is found when it is registered.
    """
    permissions.require_announcing(by)
    rules.is_not_announced(regulation)
    rules.is_locked_for_announcement(regulation)
    reviewing.is_approved(regulation)
    placed = placed_clauses(regulation)
    announced_on = rules.norwegian_day(announced_at)
    _check(regulation, placed, number=number, decided_on=decided_on, announced_on=announced_on)


@transaction.atomic
def announce(
    *, regulation: AmendmentRegulation, number: int, decided_on: dt.date, announced_at: dt.datetime, by: User
) -> LegalAct:
    """Register that Lovdata has announced the act, and write all its clauses to the register in the annex's order.

    `number` is Lovdata's, `decided_on` the date in the act's number (vedtaksdato), `announced_at` the moment in
    Norsk Lovtidend. Everything happens in one transaction, which may be part of the caller's. A PDF of the announced
    act is ordered, and made by the next sweep.

    Raises NotPermitted; WrongState when it is announced already or the draft is not locked; RuleViolation when
    nobody else has approved it, the number is used, the dates are in the wrong order, a departing date has no reason,
    or a clause can't be applied. Of two callers at once the second waits, and is refused.
    """
    permissions.require_announcing(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    rules.is_locked_for_announcement(draft)
    reviewing.is_approved(draft)
    placed = placed_clauses(draft)
    announced_on = rules.norwegian_day(announced_at)
    _check(draft, placed, number=number, decided_on=decided_on, announced_on=announced_on)
    act = _legal_act(draft, number=number, decided_on=decided_on, announced_at=announced_at, by=by)
    _write(draft, placed, act=act, announced_on=announced_on, by=by)
    schedule_entries(act, known_on=announced_on)
    draft.act = act
    draft.save(update_fields=["act"])
    order_document(regulation=draft, by=by)
    regulation.act = act
    tell_of_announcement(act)
    payload = {
        "act": act.ref_id,
        "decided_on": f"{decided_on}",
        "announced_at": announced_at.isoformat(),
        "clauses": len(placed),
        "undetermined": sum(one.clause.is_undetermined for one in placed),
        "cautions": [caution.code for caution in _cautions(placed, act, announced_on)],
    }
    record(actor=by, verb=Verb.REGULATION_ANNOUNCED, subject=draft, payload=payload)
    return act


def _write(
    draft: AmendmentRegulation, placed: list[PlacedClause], *, act: LegalAct, announced_on: dt.date, by: User
) -> None:
    """The clauses, then the overgangsregler about what they end, and the earlier rules the act puts an end to."""
    new_rules = transitional.new_rules(draft, placed)
    outcomes = operations.apply([one.scheduled(announced_on=announced_on) for one in placed], act=act, by=by)
    for one, outcome in zip(placed, outcomes, strict=True):
        if outcome.awaiting is not None:
            one.clause.undetermined_change = outcome.awaiting
            signed(one.clause, by).save(update_fields=["undetermined_change"])
    make_rules(new_rules, act=act, by=by)
    repeal_rules(draft.repealed_rules.all(), act=act, from_day=announced_on, by=by)


def _check(
    draft: AmendmentRegulation, placed: list[PlacedClause], *, number: int, decided_on: dt.date, announced_on: dt.date
) -> None:
    rules.number_is_positive(number)
    rules.number_is_free(number, decided_on=decided_on)
    rules.announced_after_the_decision(decided_on=decided_on, announced_on=announced_on)
    rules.has_clauses(draft, placed)
    for one in placed:
        starts = one.clause.starts_on(announced_on=announced_on)
        if starts is not None:
            rules.clause_starts_after_the_decision(one.name, in_force_from=starts, decided_on=decided_on)
        date_follows_the_rule(one.clause, one.operation, announced_on=announced_on)


def _legal_act(
    draft: AmendmentRegulation, *, number: int, decided_on: dt.date, announced_at: dt.datetime, by: User
) -> LegalAct:
    act = LegalAct(
        number=number,
        decided_on=decided_on,
        announced_at=announced_at,
        title=draft.title,
        short_title=draft.short_title,
        legal_basis=legal_basis_line(draft.legal_basis, decided_on=decided_on),
    )
    act.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            signed(act, by).save(force_insert=True)
    except IntegrityError as error:
        # Another act took the number after the rule looked.
        raise rules.number_is_used(number, year=decided_on.year, other=_("en annen forskrift")) from error
    return act


def _cautions(placed: list[PlacedClause], act: LegalAct, announced_on: dt.date) -> list[rules.Caution]:
    clauses = [one.clause for one in placed]
    return announcement_cautions(
        clauses,
        number=act.number,
        decided_on=act.decided_on,
        announced_on=announced_on,
        on=announced_on,
        besides=act,
    )
