"""What others are asked about: the case's change items as `hearings` keeps them, which does not know the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hearings.models import AskedItem, AskedVersion
from hearings.services import ItemToFreeze

from . import rules
from .as_sent import items_as_they_read, last_sent
from .models import Case, ChangeItem, Decision, Proposal, Status
from .pages.case_items import items_of
from .pages.case_recommendations import Recommendation, recommendations_in
from .pages.shown_items import Block, ShownItem, adopted_blocks, headings_for


def items_to_freeze(case: Case, *, on: dt.date) -> list[ItemToFreeze]:
    """Every change item of the case, then its courses, procedures and utdypende tekster, as their pages show them.

    What a sender is correcting is not asked about: its last sent version is.
    """
    related = ("activity_changes__objectives", "elaboration_changes__objective")
    found = case.proposals.select_related("sender", "specialty").prefetch_related(*related).order_by("pk")
    proposals = [last_sent(one) if one.is_reopened else one for one in found]
    written = [one for one, sent in zip(found, proposals, strict=True) if one is sent]
    rows = items_as_they_read(proposals, items_of(written))
    headings = headings_for(rows, on=on)
    shown = [ShownItem(number, item, headings) for number, item in enumerate(rows, start=1)]
    rest = recommendations_in(proposals, decisions={}, first=len(shown) + 1)
    return [*(_item(row) for row in shown), *(_recommendation(row) for row in rest)]


def items_to_hear(case: Case, *, on: dt.date) -> list[ItemToFreeze]:
    """The same for a hearing: from the phase «Vedtak», in the words the directorate would adopt.

    What it would not adopt is then left out: nobody is asked about it again.
    """
    items = items_to_freeze(case, on=on)
    if case.status != Status.DECISION:
        return items
    decisions = {decision.item.asked_key: decision for decision in rules.current_decisions(case).values()}
    kept = [item for item in items if item.key not in decisions or decisions[item.key].adopts]
    found = [_in_own_words(item, decisions.get(item.key)) for item in kept]
    return [replace(item, number=number) for number, item in enumerate(found, start=1)]


@dataclass(frozen=True)
class Difference:
    """One endringspunkt that is asked about otherwise than in a frozen version: the words then and now."""

    name: str
    old: str
    new: str


def differences(version: AskedVersion | None, items: Sequence[ItemToFreeze]) -> list[Difference]:
    """What differs between a frozen version and the items as they now are: what is new, changed, and gone."""
    before = {row.key: row for row in version.items.order_by("number")} if version else {}
    now = {item.key: item for item in items}
    found = [
        Difference(str(item.name), _told(before.get(key)), _told(item))
        for key, item in now.items()
        if _asked(before.get(key)) != _asked(item)
    ]
    return found + [Difference(row.name, _told(row), "") for key, row in before.items() if key not in now]


def _asked(item: ItemToFreeze | AskedItem | None) -> tuple[object, ...]:
    """What those who are asked answer to; the words as they stand in the law too."""
    return (item.kind, item.place, item.blocks, item.notes) if item else ()


def _told(item: ItemToFreeze | AskedItem | None) -> str:
    """What is asked of one item, as running text."""
    if item is None:
        return ""
    words = [f"{block['label']} {block['new']}".strip() for block in item.blocks if block["new"]]
    return "\n".join(line for line in (item.kind, item.place, *words, *item.notes) if line)


def _in_own_words(item: ItemToFreeze, decision: Decision | None) -> ItemToFreeze:
    if decision is None or decision.own_wording is None:
        return item
    return replace(item, blocks=[_block(block) for block in adopted_blocks(decision.item, decision)])


def item_of(key: str) -> ChangeItem | None:
    """The change item a frozen one is about; None for what is recommended, and for one that is gone."""
    number = key.removeprefix(ChangeItem.ASKED_KEY)
    return ChangeItem.objects.filter(pk=int(number)).first() if number != key and number.isdigit() else None


def _item(row: ShownItem) -> ItemToFreeze:
    proposal = row.item.proposal
    return ItemToFreeze(
        key=row.item.asked_key,
        number=row.number,
        name=row.name,
        kind=row.kind,
        code=row.code,
        place=row.where,
        specialty=_specialty(proposal),
        blocks=[_block(block) for block in row.change],
        notes=list(row.notes),
        follows=[str(line) for line in row.follows],
        comment=row.item.comment,
    )


def _recommendation(row: Recommendation) -> ItemToFreeze:
    return ItemToFreeze(
        key=f"{row.slug}-{row.change.pk}",
        number=row.number,
        name=row.name,
        kind=row.kind,
        specialty=_specialty(row.change.proposal),
        blocks=[{"label": "", "old": row.old, "new": row.new}],
        notes=row.facts,
        comment=row.change.comment,
    )


def _specialty(proposal: Proposal) -> str:
    return str(proposal.specialty)


def _block(block: Block) -> dict[str, str]:
    return {"label": str(block.label), "old": block.old, "new": block.new}
