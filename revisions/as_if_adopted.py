"""Vedlegg 2 as if open cases were adopted: their change items as operations, applied in memory to the register.

Nothing is written, and nothing is shown that the reader may not read: which items those are, and which decision on
them is known to whom, is `permissions.items_under_way`' and `_decisions`' to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from objectives.operations import (
    ActRef,
    Operation,
    Plan,
    Scheduled,
    Snapshot,
    find_problems,
    from_data,
    load_for,
    plan,
)
from objectives.rules import Conflict
from organisations import permissions as people
from organisations.refusals import RuleViolation
from regulations.outline import new_objectives
from revisions import permissions
from revisions.models import Case, ChangeItem, Decision
from revisions.permissions import Person
from revisions.services.item_operations import READ_WITH, operation_for
from revisions.services.series import prefixes_for

# The supposed act is decided before all else, so that it can also change what is announced and not in force.
SUPPOSED = ActRef(dt.date.min)


class Reason(StrEnum):
    """Why something in a chosen case is not shown."""

    CASES = "cases"  # two of the chosen cases change the same thing
    ACT = "act"  # an announced act has changed it first
    DECISION = "decision"  # it is not adopted
    RULE = "rule"  # it can't be announced so for another reason


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change item as the typed operation it would become."""

    item: ChangeItem
    scheduled: Scheduled

    @property
    def operation(self) -> Operation:
        return self.scheduled.operation

    @property
    def case(self) -> Case:
        return case_of(self.item)

    @property
    def touches(self) -> set[str | int]:
        """The læringsmål, by code, and the temaoverskrift, by key, that it changes."""
        theme = self.operation.theme_touched
        return {changed.code for changed in self.operation.changes} | ({theme} if theme is not None else set())


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A change that is not part of what is shown, and why, in a full sentence."""

    reason: Reason
    sentence: str
    item: ChangeItem

    @property
    def case(self) -> Case:
        return case_of(self.item)


@dataclass(frozen=True, kw_only=True)
class AsIfAdopted:
    """The register on the day, and as the chosen cases would make it.

    `before` and `after` hold the chapters the cases touch, and no others. `provisional` are the codes nobody has been
    given: a code is given when the act is locked (ID-1).
    """

    on: dt.date
    before: Snapshot
    after: Snapshot
    applied: Sequence[Change] = ()
    left_out: Sequence[LeftOut] = ()
    provisional: Sequence[str] = ()

    @property
    def clashes(self) -> list[LeftOut]:
        """What stands against another chosen case, or against an announced act."""
        return [one for one in self.left_out if one.reason in (Reason.CASES, Reason.ACT)]


@dataclass
class _Sorting:
    """The changes on their way in, and what is left out."""

    kept: list[Change] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, item: ChangeItem, reason: Reason, sentence: str) -> None:
        self.left_out.append(LeftOut(reason=reason, sentence=sentence, item=item))


def as_if_adopted(cases: Iterable[Case], *, reader: Person, on: dt.date, today: dt.date) -> AsIfAdopted:
    """Apply what the reader may read of these cases, as if it entered into force on the day `on`.

    An item that a decision the reader knows of rejects is left out, and one it adopts has the text adopted. Of two
    items that change the same læringsmål or heading the first, by case number, is shown. A fixed number of queries.
    """
    chosen = [case.pk for case in cases]
    items = list(readable_items(reader, on=today).filter(proposal__case__in=chosen))
    sorting = _Sorting()
    changes = _changes(items, sorting, reader=reader, on=on)
    _keep_apart(changes, sorting)
    before = load_for([change.scheduled for change in sorting.kept])
    planned = _planned(before, sorting)
    return AsIfAdopted(
        on=on,
        before=before,
        after=planned.after,
        applied=sorting.kept,
        left_out=sorted(sorting.left_out, key=lambda one: (one.case.number, one.item.position)),
        provisional=planned.new_codes,
    )


def readable_items(reader: Person, *, on: dt.date) -> QuerySet[ChangeItem]:
    """What the reader may read of open cases, with all that its operation is made of, case by case."""
    rows = permissions.items_under_way(reader, on=on)
    rows = rows.select_related(*READ_WITH, "chapter__specialty", "proposal__case", "clause__new_objective")
    rows = rows.prefetch_related("merged__objective", "clause__more_objectives")
    return rows.order_by("proposal__case__number", "proposal_id", "position", "pk")


def case_of(item: ChangeItem) -> Case:
    """The item's case. What is under way has one."""
    case = item.proposal.case
    assert case is not None  # noqa: S101 - items_under_way
    return case


def name_of(item: ChangeItem) -> str:
    """What a sentence calls the item: «Faglig endring av GAK-088 i sak 2026/00012»."""
    codes = ", ".join(source.objective.code for source in item.sources)
    values = {"kind": item.get_kind_display(), "what": codes, "number": case_of(item).number}
    if item.is_about_a_heading:
        return _("%(kind)s «%(what)s» i sak %(number)s") % (values | {"what": item.heading_words})
    if codes:
        return _("%(kind)s av %(what)s i sak %(number)s") % values
    return _("%(kind)s i %(what)s i sak %(number)s") % (values | {"what": item.chapter.slug if item.chapter else ""})


# --- from items to operations -------------------------------------------------------------------------


def _changes(items: Sequence[ChangeItem], sorting: _Sorting, *, reader: Person, on: dt.date) -> list[Change]:
    decisions = _decisions(items, reader=reader)
    prefixes = prefixes_for(item for item in items if item.kind == ChangeItem.Kind.ADD)
    inside = people.is_directorate(reader)
    changes = []
    for item in items:
        decision = decisions.get(item.pk)
        if decision is not None and not decision.adopts:
            sorting.leave_out(item, Reason.DECISION, _not_adopted(item, decision))
            continue
        try:
            scheduled = _scheduled(item, decision, prefix=prefixes.get(item.pk, ""), inside=inside, on=on)
        except RuleViolation as refusal:
            sorting.leave_out(item, Reason.RULE, _not_shown(item, refusal))
        else:
            changes.append(Change(item=item, scheduled=scheduled))
    return changes


def _scheduled(item: ChangeItem, decision: Decision | None, *, prefix: str, inside: bool, on: dt.date) -> Scheduled:
    """A clause in a draft, the directorate's own, says it best: it may have been built on another act's text."""
    clause = item.clause if inside else None
    if clause is not None:
        reserved = tuple(new_objectives(clause))
        return Scheduled(operation=from_data(clause.operation), in_force_from=on, new_objectives=reserved)
    wording = decision.adopted_wording if decision else None
    return Scheduled(operation=operation_for(item, wording=wording, prefix=prefix), in_force_from=on)


def _decisions(items: Sequence[ChangeItem], *, reader: Person) -> dict[int, Decision]:
    """The decision on each item that the reader knows of.

    The directorate knows the one that is proposed; a sender the one that is made, on its own items; others none
    before the act is announced.
    """
    rows = Decision.objects.filter(item__in=items).select_related("item")
    if people.is_directorate(reader):
        return {row.item_id: row for row in rows.current()}
    if not reader.is_authenticated:
        return {}
    stands = Q(superseded_by__isnull=True) | Q(superseded_by__decided_at__isnull=True)
    own = permissions.proposals_visible_to(reader).values("pk")
    return {row.item_id: row for row in rows.made().filter(stands, item__proposal__in=own)}


def _not_adopted(item: ChangeItem, decision: Decision) -> str:
    values = {"name": name_of(item), "outcome": decision.get_outcome_display().lower()}
    if decision.is_made:
        return _("%(name)s er ikke med, for vedtaket er «%(outcome)s».") % values
    return _("%(name)s er ikke med, for det foreslåtte vedtaket er «%(outcome)s».") % values


def _not_shown(item: ChangeItem, refusal: RuleViolation) -> str:
    return _("%(name)s er ikke med: %(why)s") % {"name": name_of(item), "why": refusal.message}


# --- what can't stand together ------------------------------------------------------------------------


def _keep_apart(changes: Sequence[Change], sorting: _Sorting) -> None:
    """Two changes of the same thing: the first is shown."""
    first: dict[str | int, Change] = {}
    for change in changes:
        met = next((first[thing] for thing in sorted(change.touches, key=str) if thing in first), None)
        if met is None:
            sorting.kept.append(change)
            first |= dict.fromkeys(change.touches, change)
        else:
            sorting.leave_out(change.item, Reason.CASES, _same_thing(change, met))


def _same_thing(change: Change, met: Change) -> str:
    codes = sorted(code for code in change.touches & met.touches if isinstance(code, str))
    values = {"name": name_of(change.item), "other": name_of(met.item), "codes": ", ".join(codes)}
    if codes:
        return _("%(name)s er ikke med, for %(other)s endrer også %(codes)s. Bare én av dem kan vedtas.") % values
    return (
        _("%(name)s er ikke med, for %(other)s endrer den samme temaoverskriften. Bare én av dem kan vedtas.") % values
    )


def _planned(before: Snapshot, sorting: _Sorting) -> Plan:
    """The plan of what holds. What the register refuses is left out, until the rest holds together."""
    while True:
        scheduled = [change.scheduled for change in sorting.kept]
        found = find_problems(before, scheduled, act=SUPPOSED)
        if not any(found):
            return plan(before, scheduled, act=SUPPOSED)
        for change, problem in zip(sorting.kept, found, strict=True):
            if problem is not None:
                reason = Reason.ACT if isinstance(problem, Conflict) else Reason.RULE
                sorting.leave_out(change.item, reason, _not_shown(change.item, problem))
        sorting.kept = [one for one, problem in zip(sorting.kept, found, strict=True) if problem is None]
