"""The three tables of the template (FO-3) as rows: everything a row shows is fetched here, in a few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from organisations.models import Specialty
from revisions.models import ActivityChange, Attachment, ChangeItem, ElaborationChange, Endorsement, Proposal

from .shown_items import SHOWN_WITH, ShownItem, headings_for, latest_for


@dataclass(frozen=True)
class ItemRow(ShownItem):
    """A change item among the others of its proposal."""

    other_specialty: Specialty | None = None
    is_outdated: bool = False


def with_tables(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with the rows of their tables and the names of their attachments; never the files themselves."""
    items = ChangeItem.objects.select_related(
        *SHOWN_WITH, "objective__series__specialty", "chapter__specialty", "clause__regulation__act"
    ).prefetch_related("merged__objective")
    return proposals.prefetch_related(
        Prefetch("items", queryset=items),
        Prefetch("activity_changes", queryset=ActivityChange.objects.prefetch_related("objectives")),
        Prefetch("elaboration_changes", queryset=ElaborationChange.objects.select_related("objective")),
        Prefetch("endorsements", queryset=Endorsement.objects.select_related("council__specialty")),
        Prefetch("attachments", queryset=Attachment.objects.defer("content")),
    )


def item_rows(proposal: Proposal, *, on: dt.date) -> list[ItemRow]:
    """The proposal's change items, with headings as they read on the day."""
    items = list(proposal.items.all())
    headings, latest = headings_for(items, on=on), latest_for(items)
    return [
        ItemRow(
            number,
            item,
            headings,
            other_specialty=other_specialty(item, proposal),
            is_outdated=latest.is_outdated(item),
        )
        for number, item in enumerate(items, start=1)
    ]


def other_specialty(item: ChangeItem, proposal: Proposal) -> Specialty | None:
    """The specialty the læringsmål belongs to, when it is not the one the proposal is about."""
    owner = item.objective.series.specialty if item.objective else None
    return owner if owner is not None and owner.pk != proposal.specialty_id else None


def activity_tables(proposal: Proposal) -> list[tuple[str, str, list[ActivityChange]]]:
    """The course and the procedure table: kind, its name, rows."""
    rows = list(proposal.activity_changes.all())
    return [
        (kind, str(label), [row for row in rows if row.kind == kind]) for kind, label in ActivityChange.Kind.choices
    ]


def checklist_of(proposal: Proposal) -> list[tuple[str, bool]]:
    """What the sender confirms (FO-4), and whether it is confirmed."""
    labels = {column.name: str(column.verbose_name) for column in Proposal._meta.fields}
    return [(labels[name], getattr(proposal, name)) for name in Proposal.CHECKLIST]
