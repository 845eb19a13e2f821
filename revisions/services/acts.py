"""From decided change items to an announced act: where the case and the endringsforskrift meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from objectives.models import LegalAct
from organisations.models import User
from organisations.refusals import NotPermitted
from regulations import services as drafting
from regulations.correcting import Facts
from regulations.models import AmendmentClause, AmendmentRegulation, AnnouncementCorrection
from revisions import permissions, rules
from revisions.models import Case, ChangeItem, Decision, Status
from revisions.transitions import Action, perform

from .item_operations import READ_WITH, by_phase, operation_for


def items_ready() -> QuerySet[ChangeItem]:
    """Change items adopted by a made decision and in no endringsforskrift yet, in the annex's order."""
    adopting = Decision.objects.current().made().adopting()
    return (
        ChangeItem.objects.filter(decisions__in=adopting, clause__isnull=True, proposal__case__status=Status.REGULATION)
        .select_related(*READ_WITH, "chapter__part", "theme", "after_theme", "proposal__case")
        .prefetch_related("merged__objective")
        .order_by("chapter__part__position", "chapter__position", "basis__position", "pk")
    )


def _drafter(by: User) -> None:
    if not permissions.may_announce(by):
        raise NotPermitted(
            _("Bare saksbehandlere og besluttere i Helsedirektoratet kan arbeide med endringsforskrifter."),
            code="not-a-drafter",
            authority="SA-3",
        )


@transaction.atomic
def include_items(*, items: Iterable[ChangeItem], regulation: AmendmentRegulation, by: User) -> list[AmendmentClause]:
    """Take adopted change items into an endringsforskrift, all of them or none: what others stand by, first."""
    wanted = by_phase(list(items))
    _lock_cases(Case.objects.filter(proposals__items__in=wanted))
    return [include_item(item=item, regulation=regulation, by=by) for item in wanted]


def _lock_cases(cases: QuerySet[Case]) -> None:
    """Cases before the journal, and in one order: others hold a case while they wait to write in the journal."""
    ids = cases.order_by().values("pk")
    list(Case.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


@transaction.atomic
def include_item(*, item: ChangeItem, regulation: AmendmentRegulation, by: User) -> AmendmentClause:
    """Take an adopted change item into an endringsforskrift as one clause.

    Raises WrongState when the item's case is not waiting for its endringsforskrift, and RuleViolation when the item
    is not adopted, stands in a draft already, or changes a text that has changed since.
    """
    _drafter(by)
    case = Case.objects.select_for_update(of=("self",)).get(proposals__items=item)
    row = (
        ChangeItem.objects.select_for_update(of=("self",)).select_related(*READ_WITH, "proposal__case").get(pk=item.pk)
    )
    decision = rules.adopted_and_free(row)
    rules.case_is_carried_out(case)
    operation = operation_for(row, wording=decision.adopted_wording)
    clause = drafting.add_clause(regulation=regulation, operation=operation, by=by)
    row.clause = clause
    row.save(update_fields=["clause"])
    return clause


def check_announcement(
    *, regulation: AmendmentRegulation, number: int, decided_on: dt.date, announced_at: dt.datetime, by: User
) -> None:
    """Ask what `announce_regulation` asks before it writes; raises as that does."""
    _drafter(by)
    rules.decided_before_the_act(regulation, decided_on=decided_on)
    drafting.check_announcement(
        regulation=regulation, number=number, decided_on=decided_on, announced_at=announced_at, by=by
    )


@transaction.atomic
def announce_regulation(
    *,
    regulation: AmendmentRegulation,
    number: int,
    decided_on: dt.date,
    announced_at: dt.datetime,
    by: User,
    on: dt.date,
) -> LegalAct:
    """Register the announcement: the register changes and the cases move on, all in this transaction.

    A case moves when every item it adopted stands in an announced act; a case with items in another draft waits.
    """
    _drafter(by)
    _lock_cases(Case.objects.filter(proposals__items__clause__regulation=regulation))
    rules.decided_before_the_act(regulation, decided_on=decided_on)
    act = drafting.announce(
        regulation=regulation, number=number, decided_on=decided_on, announced_at=announced_at, by=by
    )
    cases = Case.objects.filter(proposals__items__clause__regulation=regulation, status=Status.REGULATION).distinct()
    for case in cases.order_by("pk"):
        if not rules.adopted_items_waiting(case):
            perform(case, Action.ANNOUNCE, by=by, on=on, note=act.legacy_id)
    return act


@transaction.atomic
def abandon_regulation(*, regulation: AmendmentRegulation, reason: str, by: User) -> AmendmentRegulation:
    """Put a draft away with a reason: its items are free for another draft, its codes are nobody's (ID-1).

    Raises what `regulations.services.abandon` raises.
    """
    _drafter(by)
    items = ChangeItem.objects.filter(clause__regulation=regulation)
    _lock_cases(Case.objects.filter(proposals__items__in=items))
    abandoned = drafting.abandon(regulation=regulation, reason=reason, by=by)
    for item in items.select_for_update().order_by("pk"):
        item.clause = None
        item.save(update_fields=["clause"])
    return abandoned


@transaction.atomic
def propose_correction(*, act: LegalAct, facts: Facts, reason: str, by: User) -> AnnouncementCorrection:
    """Propose to set right what was registered of an announcement; not to a date before the cases' own decisions."""
    _drafter(by)
    _decided_before(act, facts.decided_on)
    return drafting.propose_correction(act=act, facts=facts, reason=reason, by=by)


@transaction.atomic
def confirm_correction(*, correction: AnnouncementCorrection, by: User) -> LegalAct:
    """Confirm such a proposal, by another person; see `regulations.services.confirm_correction`."""
    _drafter(by)
    _decided_before(correction.act, correction.decided_on)
    return drafting.confirm_correction(correction=correction, by=by)


def _decided_before(act: LegalAct, decided_on: dt.date) -> None:
    regulation = AmendmentRegulation.objects.filter(act=act).first()
    if regulation is not None:
        rules.decided_before_the_act(regulation, decided_on=decided_on)
