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
# What pages read beside a row of each.
_READ_WITH: dict[str, tuple[str, ...]] = {
    "items": (
        *(
            "objective__series__specialty",
            "basis",
            "chapter",
            "series",
            "theme",
            "after",
            "after_theme",
            "heading_basis",
        ),
        *("clause__new_objective", "clause__regulation__act", "clause__more_objectives"),
    ),
    "activity_changes": ("activity",),
    "elaboration_changes": ("objective",),
    "endorsements": ("council__specialty",),
}


def last_sent(proposal: Proposal) -> Proposal:
    """The proposal as it was last sent; itself when nothing of it is being corrected, or no version was kept."""
    if not proposal.is_reopened:
        return proposal
    version = proposal.versions.order_by("-number").first()
    return thawed(version, proposal) if version is not None else proposal


def is_thawed(proposal: Proposal) -> bool:
    """Whether this is a proposal as it was sent, and not as it is."""
    return getattr(proposal, "_is_thawed", False)


def thawed(version: ProposalVersion, proposal: Proposal) -> Proposal:
    """The proposal as this version has it, with its tables; sender, specialty and case as they are."""
    sent: Any = copy.copy(proposal)
    sent._prefetched_objects_cache, sent._is_thawed = {}, True
    kept = _objects([version.content["proposal"]])[0]
    for name in (*PARTS, "sent_warnings"):
        setattr(sent, name, getattr(kept, name))
    sent.version, sent.submitted_at, sent.submitted_by = version.number, version.sent_at, version.sent_by
    for name, model in _MODELS.items():
        rows = _objects(version.content.get(name, []))
        for row in rows:
            row.proposal = sent
        if name == "items":
            _as_items(rows, version.content.get("merged", []))
        prefetch_related_objects(rows, *_READ_WITH[name])
        sent._prefetched_objects_cache[name] = _as_queryset(model, rows)
    files = [Attachment(proposal=sent, **row) for row in version.content["attachments"]]
    sent._prefetched_objects_cache["attachments"] = _as_queryset(Attachment, files)
    return sent  # type: ignore[no-any-return]


def items_as_they_read(proposals: Iterable[Proposal], live: Iterable[ChangeItem]) -> list[ChangeItem]:
    """The change items of these proposals in the order of the case: `live` ones, and those of what is thawed."""
    kept = [item for proposal in proposals if is_thawed(proposal) for item in proposal.items.all()]
    return sorted([*live, *kept], key=lambda item: (item.proposal_id, item.position, item.pk))


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


def _as_items(rows: list[Any], merged: list[dict[str, Any]]) -> None:
    """What items have beside their own fields: the other texts of a merge, a new heading in the same proposal, and
    where they have got since, which is as it is now."""
    clauses = dict(ChangeItem.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "clause"))
    by_pk = {row.pk: row for row in rows}
    texts = _objects(merged)
    prefetch_related_objects(texts, "objective")
    for row in rows:
        row.clause_id = clauses.get(row.pk)
        row.new_heading = by_pk.get(row.new_heading_id)
        own = [text for text in texts if text.item_id == row.pk]
        row.__dict__.setdefault("_prefetched_objects_cache", {})["merged"] = _as_queryset(MergedText, own)


def _as_queryset(model: type[models.Model], rows: list[Any]) -> Any:
    """The rows where pages look for a relation's, as if they had been fetched."""
    found: Any = model._default_manager.none()
    found._result_cache, found._prefetch_done = rows, True
    return found
