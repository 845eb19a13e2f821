"""The change items of a proposal: one typed operation each (FO-3, ID-3, ID-4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from objectives.models import ObjectiveVersion
from organisations.models import User
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.models import ChangeItem, MergedText, Proposal

from .item_contents import Contents, Written, contents_of
from .item_operations import holds_with_the_rest
from .proposals import _locked, _touch

Kind = ChangeItem.Kind

# Kinds that the register itself is asked about when they are saved; the others change a text where it stands.
_ASKED_OF_THE_REGISTER = (Kind.MOVE, Kind.SPLIT, Kind.MERGE, Kind.RECODE, *ChangeItem.OF_HEADINGS)


def saved_at(item: ChangeItem) -> dt.datetime | None:
    """When the item was last saved; None for one that has no history."""
    latest = item.history.first()
    return latest.history_date if latest else None


def _unchanged(item: ChangeItem, *, proposal: Proposal, seen_at: dt.datetime | None) -> ChangeItem:
    """The item's row, locked, if nobody has deleted it or saved it after `seen_at`."""
    row = ChangeItem.objects.select_for_update().filter(pk=item.pk, proposal=proposal).first()
    if row is None:
        raise RuleViolation(
            _("Noen andre har slettet endringspunktet. Legg det til på nytt hvis det skal være med."),
            code="item-is-gone",
            authority="FO-3",
        )
    last = row.history.select_related("history_user").first()
    if seen_at is not None and last is not None and last.history_date > seen_at:
        raise RuleViolation(
            _("%(who)s har endret dette endringspunktet kl. %(time)s. Se forskjellen før du lagrer.")
            % {
                "who": last.history_user or _("Noen andre"),
                "time": time_format(timezone.localtime(last.history_date), "H.i"),
            },
            code="changed-by-another",
            authority="FO-3",
        )
    rules.item_is_not_decided(row)
    return row


def _drop_proposed_outcome(item: ChangeItem) -> None:
    """An outcome proposed for what the item said before is not one for what it says now; the journal keeps it."""
    item.decisions.filter(decided_at__isnull=True).delete()


@transaction.atomic
def save_item(
    *,
    proposal: Proposal,
    by: User,
    kind: str,
    item: ChangeItem | None = None,
    seen_at: dt.datetime | None = None,
    comment: str = "",
    piloting: str = "",
    on: dt.date | None = None,
    **written: Any,
) -> ChangeItem:
    """Add a change item, or save one again.

    `written` is what its kind asks for, by the names of `item_contents.Written`: `code` names the læringsmål a change
    concerns, chapter, theme, after and stage where a new one goes. `seen_at` is `saved_at(item)` when the person
    loaded it; `on` is the day it is written. The old text is fetched from the register, never taken from the caller.
    Raises RuleViolation for an unknown or repealed code or heading, for what could not be announced together with the
    rest of the proposal, «changed-by-another» when somebody has saved the item since, and «item-is-decided»;
    ValidationError for what does not fit together.
    """
    row = _locked(proposal, by=by)
    saved = (
        _unchanged(item, proposal=row, seen_at=seen_at)
        if item is not None
        else ChangeItem(proposal=row, position=_next_position(row))
    )
    if saved.pk and saved.kind == Kind.ADD_THEME != kind:
        rules.nothing_is_placed_by(saved)
    contents = contents_of(kind, Written(**written), proposal=row, item=item)
    is_another_change = _fill(saved, {"kind": kind, **contents.columns}, contents)
    saved.comment, saved.piloting = comment, piloting if saved.brings_a_text else ""
    saved.full_clean()
    saved._history_user = by  # type: ignore[attr-defined]
    saved.save()
    _merge_with(saved, contents.merged)
    if kind in _ASKED_OF_THE_REGISTER or saved.is_moved:
        holds_with_the_rest(saved, on=on)
    if item is not None and is_another_change:
        _drop_proposed_outcome(saved)
    _touch(row)
    return saved


def _fill(saved: ChangeItem, columns: dict[str, Any], contents: Contents) -> bool:
    """Sets the columns; whether the item is another change than it was."""
    before = [(source.objective, source.basis) for source in saved.sources[1:]]
    further = [(version.objective, version.pk) for version in contents.merged]
    is_another_change = before != further or any(getattr(saved, name) != value for name, value in columns.items())
    for name, value in columns.items():
        setattr(saved, name, value)
    return is_another_change


def _merge_with(item: ChangeItem, versions: list[ObjectiveVersion]) -> None:
    """Replaces the further læringsmål of a merge; there are none in other kinds."""
    MergedText.objects.filter(item=item).delete()
    MergedText.objects.bulk_create(
        MergedText(item=item, position=number, objective=version.objective, basis=version, old_text=version.text)
        for number, version in enumerate(versions, start=2)
    )


def _next_position(proposal: Proposal) -> int:
    return int(proposal.items.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def remove_item(*, item: ChangeItem, by: User) -> None:
    """Take a change item out of a proposal that may still be changed. Raises RuleViolation for a decided one."""
    row = _locked(item.proposal, by=by)
    rules.item_is_not_decided(item)
    rules.nothing_is_placed_by(item)
    _drop_proposed_outcome(item)
    item.delete()
    _touch(row)
