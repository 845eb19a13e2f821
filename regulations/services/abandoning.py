"""Putting a draft away for good: what it held is free, but its codes are not (ID-1)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from regulations import dispatching, permissions, reviewing, rules
from regulations.models import AmendmentRegulation
from regulations.outline import placed_clauses

from .reviewing import end_approval
from .rows import locked_row


@transaction.atomic
def abandon(*, regulation: AmendmentRegulation, reason: str, by: User) -> AmendmentRegulation:
    """Put the draft away, with a reason. It is kept and can be read, and can't be taken up again.

    The codes reserved for its clauses stay theirs, so nobody else is ever given them (ID-1, ID-2). Raises NotPermitted,
    WrongState when it is announced or abandoned already, and RuleViolation without a reason.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    dispatching.is_not_sent(draft)
    reviewing.a_reason_is_given(reason, what=_("legger bort utkastet"))
    approval = reviewing.standing_approval(draft)
    if approval is not None:
        end_approval(approval, reason=reason.strip(), by=by)
    draft.abandoned_at, draft.abandoned_reason = timezone.now(), reason.strip()
    draft.full_clean()
    draft.save(update_fields=["abandoned_at", "abandoned_reason"])
    placed = placed_clauses(draft)
    codes = [code for one in placed for code in one.new_codes]
    payload = {"reason": draft.abandoned_reason, "clauses": len(placed), "codes_left_unused": codes}
    record(actor=by, verb=Verb.REGULATION_ABANDONED, subject=draft, payload=payload)
    return draft
