"""The change items of a proposal: one typed operation each (FO-3, ID-3, ID-4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from objectives import legal_text
from objectives import rules as register_rules
from objectives.models import Objective, ObjectiveVersion
from organisations.models import User
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.models import ChangeItem, Proposal

from .proposals import _locked, _touch


def text_to_change(code: str) -> ObjectiveVersion:
    """The text a change of `code` builds on: the last one announced. Raises RuleViolation when there is none."""
    wanted = code.strip().upper()
    objective = Objective.objects.filter(code=wanted).first() if wanted.isprintable() else None
    if objective is None:
        raise RuleViolation(
            _("Koden %(code)s finnes ikke i registeret. Kontroller koden.") % {"code": code},
            code="unknown-code",
            authority="ID-1",
        )
    latest = (
        ObjectiveVersion.objects.filter(objective=objective)
        .select_related("objective", "chapter", "theme", "enacted_by", "repealed_by")
        .order_by("-valid")
        .first()
    )
    return register_rules.text_to_change(objective, latest=latest, basis_id=latest.pk if latest else 0)


def _place(kind: str, version: ObjectiveVersion | None, place: dict[str, Any]) -> dict[str, Any]:
    """Where the item stands: as chosen for a new one, where the old one stands for the others."""
    if kind == ChangeItem.Kind.ADD:
        return place
    assert version is not None  # noqa: S101 - text_to_change refuses otherwise
    return {
        "objective": version.objective,
        "basis": version,
        "old_text": version.text,
        "chapter": version.chapter,
        "theme": version.theme,
        "after": None,
        "stage": version.stage,
    }


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
    code: str = "",
    effect: str = "",
    new_text: str = "",
    comment: str = "",
    **place: Any,
) -> ChangeItem:
    """Add a change item, or save one again.

    `code` names the læringsmål a change concerns; `place` (chapter, theme, after, stage) is where a new one goes.
    The old text is fetched from the register, never taken from the caller.
    `seen_at` is `saved_at(item)` when the person loaded it.
    Raises RuleViolation for an unknown or repealed code, «changed-by-another» when somebody has saved the item since,
    and «item-is-decided»; ValidationError for what does not fit together.
    """
    row = _locked(proposal, by=by)
    version = None if kind == ChangeItem.Kind.ADD else text_to_change(code)
    saved = (
        _unchanged(item, proposal=row, seen_at=seen_at)
        if item is not None
        else ChangeItem(proposal=row, position=_next_position(row))
    )
    fields = {
        "kind": kind,
        "effect": effect,
        "new_text": "" if kind == ChangeItem.Kind.REPEAL else legal_text.clean(new_text),
        "comment": comment,
        **_place(kind, version, place),
    }
    if kind == ChangeItem.Kind.ADD:
        fields |= {"objective": None, "basis": None, "old_text": ""}
    is_another_change = any(getattr(saved, name) != value for name, value in fields.items() if name != "comment")
    for name, value in fields.items():
        setattr(saved, name, value)
    if version is not None and kind != ChangeItem.Kind.REPEAL:
        register_rules.text_says_something_else(version.objective.code, old=version.text, new=saved.new_text)
    if kind == ChangeItem.Kind.ADD and saved.chapter is not None:
        register_rules.place_is_open(saved.chapter, saved.theme)
    saved.full_clean()
    saved._history_user = by  # type: ignore[attr-defined]
    saved.save()
    if item is not None and is_another_change:
        _drop_proposed_outcome(saved)
    _touch(row)
    return saved


def _next_position(proposal: Proposal) -> int:
    return int(proposal.items.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def remove_item(*, item: ChangeItem, by: User) -> None:
    """Take a change item out of a proposal that may still be changed. Raises RuleViolation for a decided one."""
    row = _locked(item.proposal, by=by)
    rules.item_is_not_decided(item)
    _drop_proposed_outcome(item)
    item.delete()
    _touch(row)


def prefix_for(item: ChangeItem) -> str:
    """The code series a new læringsmål gets its code from: that of its neighbours under the chapter (ID-1)."""
    newest = (
        ObjectiveVersion.objects.filter(chapter=item.chapter, objective__series__is_closed=False, stage=item.stage)
        .order_by("-objective__number")
        .values_list("objective__series__prefix", flat=True)
        .first()
    )
    if newest:
        return newest
    series = (
        item.chapter.specialty.series.filter(is_closed=False).first()
        if item.chapter and item.chapter.specialty
        else None
    )
    if series is None:
        raise RuleViolation(
            _("Kapittelet «%(chapter)s» har ingen kodeserie. Opprett en serie før læringsmålet kan få kode.")
            % {"chapter": item.chapter},
            code="no-series",
            authority="ID-1",
        )
    return series.prefix
