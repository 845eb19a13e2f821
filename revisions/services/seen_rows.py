"""Two people in the same row: what the later one wrote is never saved over what they have not seen."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from organisations.models import User
from organisations.refusals import RuleViolation
from revisions.models import ActivityChange, ElaborationChange, Proposal

from .parts import fingerprint

Row = ActivityChange | ElaborationChange


def seen_in(row: Row) -> str:
    """The fingerprint of what a saved row says; a page keeps it to tell what the person wrote from."""
    if isinstance(row, ActivityChange):
        return fingerprint(
            (row.kind, row.current, row.proposed, row.course_kind, row.proposed_minimum, row.codes, row.comment)
        )
    return fingerprint((row.objective_id, row.new_text, row.comment))


def name_of(row: Row) -> str:
    """What the proposal's history calls the row."""
    return f"{row._meta.model_name} {row.pk}"


def is_as_seen(row: Row, proposal: Proposal, *, seen: str, by: User) -> None:
    """Raises RuleViolation «changed-by-another» when the row says something else than what the person wrote from.

    Who changed it, and when, is told; «deg selv» too, from another window. Without `seen` nothing is compared.
    """
    if not seen or seen == seen_in(row):
        return
    rows = proposal.history.filter(history_change_reason=name_of(row)).select_related("history_user")
    last = rows.order_by("-history_date", "-history_id").first()
    who = _("Noen andre") if last is None or last.history_user is None else str(last.history_user)
    if last is not None and last.history_user_id == by.pk:
        who = _("Du selv, i et annet vindu,")
    at = last.history_date if last is not None else proposal.saved_at
    raise RuleViolation(
        _("%(who)s endret raden kl. %(time)s. Se forskjellen før du lagrer.")
        % {"who": who, "time": time_format(timezone.localtime(at), "H.i")},
        code="changed-by-another",
        authority="FO-3",
    )
