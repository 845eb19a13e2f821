"""Locking a draft: what is sent to Lovdata must have its codes, and must not move afterwards."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives.services.codes import allocate_code, lock_series
from organisations.models import User
from regulations import dispatching, permissions, reviewing, rules
from regulations.documents.departures import departures
from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, new_objectives, placed_clauses

from .drafting import check_draft
from .reviewing import end_approval, keep_version
from .rows import locked_row, signed


@transaction.atomic
def lock(*, regulation: AmendmentRegulation, by: User, wording_is_read: bool = False) -> AmendmentRegulation:
    """Lock the draft for announcement and reserve a code for each new læringsmål, in the annex's order (ID-1).

    What it says is kept as a version, which a second person can approve. A code reserved before an unlocking is kept.
    Raises NotPermitted, WrongState when the draft is locked or announced already, and RuleViolation when a clause
    could not be announced as planned, or has a wording that does not say what it does, which nobody has read:
    `wording_is_read` says that a person has.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    check_draft(draft)
    placed = placed_clauses(draft)
    departing = [one.name for one in placed if departures(one)]
    reviewing.wording_is_read(departing, read=wording_is_read)
    waiting = [one for one in placed if one.operation.prefixes and one.clause.new_objective is None]
    lock_series(prefixes=[prefix for one in waiting for prefix in one.operation.prefixes])
    for one in waiting:
        first, *more = [allocate_code(prefix=prefix) for prefix in one.operation.prefixes]
        one.clause.new_objective = first
        signed(one.clause, by).save(update_fields=["new_objective"])
        if more:
            one.clause.more_objectives.set(more)
    draft.locked_at = timezone.now()
    draft.save(update_fields=["locked_at"])
    version = keep_version(draft, by=by)
    _tell(draft, waiting, {"version": version.number, "wording_departs": departing}, by=by)
    return draft


@transaction.atomic
def unlock(*, regulation: AmendmentRegulation, by: User) -> AmendmentRegulation:
    """Open the draft for changes again. Reserved codes stay with their clauses; an approval is withdrawn.

    Raises NotPermitted, and WrongState when the act is announced or sent to be, or the draft is not locked.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    rules.is_locked_for_announcement(draft)
    dispatching.is_not_sent(draft)
    approval = reviewing.standing_approval(draft)
    if approval is not None:
        end_approval(approval, reason=_("Utkastet ble åpnet igjen."), by=by)
    draft.locked_at = None
    draft.save(update_fields=["locked_at"])
    payload = {"unlocked": True, "approval_withdrawn": approval is not None}
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
    return draft


def _tell(draft: AmendmentRegulation, reserved: list[PlacedClause], kept: dict[str, object], *, by: User) -> None:
    for one in reserved:
        for objective in new_objectives(one.clause):
            payload = {"regulation": draft.pk, "clause": one.clause.pk}
            record(actor=by, verb=Verb.CODE_RESERVED, subject=objective, payload=payload)
    codes = [code for one in reserved for code in one.new_codes]
    record(actor=by, verb=Verb.REGULATION_LOCKED, subject=draft, payload={"codes_reserved": codes, **kept})
