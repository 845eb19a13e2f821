"""Sending an endringsforskrift to Lovdata: the facts of the form, the checklist, and that it is sent.

The sending itself is done by a person in Lovdata's form; nothing here leaves the system.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from regulations import dispatching, permissions, reviewing, rules
from regulations.models import AmendmentRegulation, Dispatch, DispatchCheck
from regulations.outline import placed_clauses

from .rows import locked_row, signed


@transaction.atomic
def prepare_dispatch(
    *,
    regulation: AmendmentRegulation,
    decided_on: dt.date,
    contact_name: str,
    contact_email: str,
    by: User,
    on: dt.date,
    contact_phone: str = "",
) -> Dispatch:
    """Write down when the approved draft was decided and who answers Lovdata's questions about it.

    Another date is another manuscript, so what was ticked must be gone through again. Raises NotPermitted; WrongState
    when the draft is not locked, announced or sent already; RuleViolation when nobody has approved it, when the
    decision is to come, or when something would begin before it.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    dispatching.is_ready_to_be_sent(draft)
    dispatching.is_not_sent(draft)
    dispatching.is_decided(decided_on, on=on, placed=placed_clauses(draft))
    version = reviewing.current_version(draft)
    assert version is not None  # noqa: S101 - what is approved has a version
    row = dispatching.current_dispatch(draft) or Dispatch(regulation=draft, version=version, prepared_by=by)
    is_redated = row.pk is not None and row.decided_on != decided_on
    row.decided_on = decided_on
    row.contact_name, row.contact_email, row.contact_phone = contact_name.strip(), contact_email, contact_phone.strip()
    row.full_clean()
    signed(row, by).save()
    if is_redated:
        for check in row.checks.all():
            signed(check, by).delete()
    payload = {"dispatch": row.pk, "version": version.number, "decided_on": f"{decided_on}"}
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
    return row


@transaction.atomic
def tick_checklist(*, regulation: AmendmentRegulation, ticked: Collection[str], by: User) -> list[DispatchCheck]:
    """Let these points of the checklist be ticked, and no others. Who ticked one first, and when, stays.

    Raises NotPermitted, and WrongState when the package is not made ready, or is sent.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    dispatching.is_ready_to_be_sent(draft)
    dispatching.is_not_sent(draft)
    row = dispatching.is_made_ready(dispatching.current_dispatch(draft), draft)
    before = {check.point: check for check in row.checks.all()}
    for point, check in before.items():
        if point not in ticked:
            signed(check, by).delete()
    for point in DispatchCheck.Point.values:
        if point in ticked and point not in before:
            check = DispatchCheck(dispatch=row, point=point, checked_by=by, checked_at=timezone.now())
            check.full_clean()
            signed(check, by).save(force_insert=True)
    now = set(DispatchCheck.Point.values) & set(ticked)
    if now != before.keys():
        payload = {"dispatch": row.pk, "ticked": sorted(now - before.keys()), "unticked": sorted(before.keys() - now)}
        record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
    return list(row.checks.all())


@transaction.atomic
def mark_as_sent(*, regulation: AmendmentRegulation, by: User, at: dt.datetime) -> Dispatch:
    """Write down that the approved version is sent to Lovdata to be announced.

    Raises NotPermitted; WrongState when it is announced, not locked, not made ready or sent already; RuleViolation
    when nobody has approved it or a point of the checklist is not ticked. Of two at once, the second is refused.
    """
    permissions.require_announcing(by)
    draft = locked_row(regulation, by=by)
    dispatching.is_ready_to_be_sent(draft)
    dispatching.is_not_sent(draft)
    row = dispatching.is_made_ready(dispatching.current_dispatch(draft), draft)
    dispatching.everything_is_ticked(set(row.checks.values_list("point", flat=True)))
    row.sent_by, row.sent_at = by, at
    signed(row, by).save(update_fields=["sent_by", "sent_at"])
    payload = {"version": row.version.number, "sha256": row.version.sha256, "decided_on": f"{row.decided_on}"}
    record(actor=by, verb=Verb.REGULATION_SENT, subject=draft, payload=payload)
    return row


@transaction.atomic
def recall(*, regulation: AmendmentRegulation, reason: str, by: User, at: dt.datetime) -> Dispatch:
    """Take what is sent back from announcement, with a reason; the draft is then locked and approved as before.

    Raises NotPermitted; WrongState when the announcement is registered or nothing is sent; RuleViolation without a
    reason.
    """
    permissions.require_announcing(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    row = dispatching.is_sent(dispatching.current_dispatch(draft), draft)
    reviewing.a_reason_is_given(reason, what=_("trekker forskriften tilbake"))
    row.recalled_by, row.recalled_at, row.recall_reason = by, at, reason.strip()
    signed(row, by).save(update_fields=["recalled_by", "recalled_at", "recall_reason"])
    payload = {"version": row.version.number, "reason": row.recall_reason}
    record(actor=by, verb=Verb.REGULATION_RECALLED, subject=draft, payload=payload)
    return row
