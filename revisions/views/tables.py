"""The three tables of the template (FO-3) as rows: everything a row shows is fetched here, in a few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from objectives.models import ObjectiveVersion, ThemeVersion
from organisations.models import Specialty
from revisions.forms.items import EFFECT_HINTS, KIND_HINTS
from revisions.models import ActivityChange, Attachment, ChangeItem, Endorsement, Proposal


@dataclass(frozen=True)
class ItemRow:
    """A change item as a page shows it."""

    item: ChangeItem
    heading: str
    other_specialty: Specialty | None
    is_outdated: bool

    @property
    def code(self) -> str:
        return self.item.objective.code if self.item.objective else ""

    @property
    def follows(self) -> list[str]:
        """What follows from the kind and the effect: code, entry into force, what carries over."""
        hints = [KIND_HINTS[self.item.kind], EFFECT_HINTS.get(self.item.effect, "")]
        return [str(hint) for hint in hints if hint]


def with_tables(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with the rows of their tables and the names of their attachments; never the files themselves."""
    items = ChangeItem.objects.select_related(
        "objective__series__specialty", "chapter__specialty", "after", "clause__regulation__act"
    )
    return proposals.prefetch_related(
        Prefetch("items", queryset=items),
        Prefetch("activity_changes", queryset=ActivityChange.objects.all()),
        Prefetch("endorsements", queryset=Endorsement.objects.select_related("council__specialty")),
        Prefetch("attachments", queryset=Attachment.objects.defer("content")),
    )


def item_rows(proposal: Proposal, *, on: dt.date) -> list[ItemRow]:
    """The proposal's change items, with headings as they read on the day."""
    items = list(proposal.items.all())
    headings = headings_of((item.theme_id for item in items), on=on)
    latest = _latest_texts(item.objective_id for item in items)
    return [
        ItemRow(
            item,
            heading=headings.get(item.theme_id or 0, str(item.chapter or "")),
            other_specialty=other_specialty(item, proposal),
            is_outdated=item.basis_id is not None and latest.get(item.objective_id or 0) != item.basis_id,
        )
        for item in items
    ]


def other_specialty(item: ChangeItem, proposal: Proposal) -> Specialty | None:
    """The specialty the læringsmål belongs to, when it is not the one the proposal is about."""
    owner = item.objective.series.specialty if item.objective else None
    return owner if owner is not None and owner.pk != proposal.specialty_id else None


def headings_of(theme_ids: Iterable[int | None], *, on: dt.date) -> dict[int, str]:
    """What each temaoverskrift reads on the day."""
    wanted = {pk for pk in theme_ids if pk}
    if not wanted:
        return {}
    rows = ThemeVersion.objects.in_force(on=on).filter(theme_id__in=wanted)
    return {row.theme_id: str(row) for row in rows}


def _latest_texts(objective_ids: Iterable[int | None]) -> dict[int, int]:
    """The id of the last announced version of each læringsmål."""
    wanted = {pk for pk in objective_ids if pk}
    if not wanted:
        return {}
    rows = ObjectiveVersion.objects.filter(objective_id__in=wanted).order_by("valid")
    return dict(rows.values_list("objective_id", "pk"))


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
