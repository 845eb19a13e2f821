"""A proposal as its sender last sent it, read back from the kept version.

What comes out are model objects that are not to be saved: every page that draws a proposal draws one of these alike.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.core import serializers
from django.db import models
from django.db.models import prefetch_related_objects

from revisions.models import (
    ActivityChange,
    Attachment,
    ChangeItem,
    ElaborationChange,
    Endorsement,
    MergedText,
    Proposal,
    ProposalVersion,
)

PARTS = (*Proposal.TEXT_PARTS, *Proposal.CHECKLIST, "activities_effect")
_MODELS: dict[str, type[models.Model]] = {
    "items": ChangeItem,
    "activity_changes": ActivityChange,
    "endorsements": Endorsement,
    "elaboration_changes": ElaborationChange,
}


def last_sent(proposal: Proposal) -> Proposal:
    """The proposal as it was last sent; itself when nothing of it is being corrected, or no version was kept."""
    if not proposal.is_reopened:
        return proposal
    version = proposal.versions.order_by("-number").first()
    return thawed(version, proposal) if version is not None else proposal


def last_sent_of(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each proposal as it was last sent; only what is out for correction costs queries."""
    return [last_sent(proposal) for proposal in proposals]


def thawed(version: ProposalVersion, proposal: Proposal) -> Proposal:
    """The proposal as this version has it, with its tables; sender, specialty and case as they are."""
    sent = copy.copy(proposal)
    sent._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    kept = _objects([version.content["proposal"]])[0]
    for name in (*PARTS, "sent_warnings"):
        setattr(sent, name, getattr(kept, name))
    sent.version, sent.submitted_at, sent.submitted_by = version.number, version.sent_at, version.sent_by
    for name, model in _MODELS.items():
        rows = _objects(version.content.get(name, []))
        _with_relations(name, rows, sent)
        if name == "items":
            _as_one_proposal(rows, _objects(version.content.get("merged", [])))
        sent._prefetched_objects_cache[name] = _as_queryset(model, rows)  # type: ignore[attr-defined]
    files = [Attachment(proposal=sent, **row) for row in version.content["attachments"]]
    sent._prefetched_objects_cache["attachments"] = _as_queryset(Attachment, files)  # type: ignore[attr-defined]
    return sent


def items_as_sent(proposal: Proposal) -> list[ChangeItem]:
    """The change items of a proposal that `thawed` made, in order."""
    return list(proposal.items.all())


def _objects(rows: list[dict[str, Any]]) -> list[Any]:
    """The rows as model objects. A field that is gone from the model since is left out."""
    found = []
    for read in serializers.deserialize("python", rows, ignorenonexistent=True):
        for name, keys in (read.m2m_data or {}).items():
            related: Any = read.object._meta.get_field(name).related_model
            cache = read.object.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[name] = related.objects.filter(pk__in=list(keys))
        found.append(read.object)
    return found


def _with_relations(name: str, rows: list[Any], proposal: Proposal) -> None:
    """What the rows point at, in a fixed number of queries; where the items have got since is as it is now."""
    for row in rows:
        row.proposal = proposal
    if name == "endorsements":
        prefetch_related_objects(rows, "council__specialty")
    if name == "elaboration_changes":
        prefetch_related_objects(rows, "objective")
    if name == "items":
        clauses = dict(ChangeItem.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "clause"))
        for row in rows:
            row.clause_id = clauses.get(row.pk)
        prefetch_related_objects(
            rows,
            *("objective__series__specialty", "basis", "chapter", "theme", "after"),
            *("series", "heading_basis", "after_theme"),
            *("clause__new_objective", "clause__regulation__act"),
        )


def _as_one_proposal(items: list[ChangeItem], merged: list[MergedText]) -> None:
    """The items with each other as they were sent: what is placed by a new heading, and what a merge takes in."""
    by_key = {item.pk: item for item in items}
    prefetch_related_objects(merged, "objective")
    for item in items:
        if item.new_heading_id in by_key:
            item.new_heading = by_key[item.new_heading_id]
        further = [row for row in merged if row.item_id == item.pk]
        cache = item.__dict__.setdefault("_prefetched_objects_cache", {})
        cache["merged"] = _as_queryset(MergedText, further)


def _as_queryset(model: type[models.Model], rows: list[Any]) -> models.QuerySet[Any]:
    """The rows where pages look for a relation's, as if they had been fetched."""
    found = model._default_manager.none()
    found._result_cache, found._prefetch_done = rows, True  # type: ignore[attr-defined]
    return found
