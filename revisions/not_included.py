"""What is decided, or about to be, and not in a draft – and why; for the workspace of an endringsforskrift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.left_out import LeftOut
from regulations.models import AmendmentRegulation

from .models import ChangeItem, Decision, Status
from .pages.case_items import CaseItem, changed_since
from .pages.shown_items import headings_for, latest_for
from .services import acts

MOST_TOLD = 100
_OVERTAKEN = gettext_lazy("%(why)s I saken kan vedtaket tas opp på nytt.")
_ORDER = ("proposal__case__number", "position", "pk")


@dataclass(frozen=True)
class NotReady:
    """An item that can't be taken in now, and why."""

    item: ChangeItem
    why: str


@dataclass
class SortedOut:
    """The decided items that no draft holds: what can be taken in, in the annex's order, and what would be refused."""

    ready: list[CaseItem] = field(default_factory=list)
    blocked: list[NotReady] = field(default_factory=list)


def sorted_out(draft: AmendmentRegulation, *, on: dt.date) -> SortedOut:
    """A fixed number of queries."""
    items = list(acts.items_ready())
    latest = latest_for(items)
    in_draft = set(draft.clauses.values_list("objective_id", flat=True)) - {None}
    decisions = {row.item_id: row for row in Decision.objects.current().made().filter(item__in=items)}
    headings = headings_for(items, on=on)
    found = SortedOut()
    for item in items:
        changed = changed_since(item, latest)
        if changed:
            found.blocked.append(NotReady(item, _OVERTAKEN % {"why": changed[0].text}))
        elif in_draft & {source.objective.pk for source in item.sources}:
            found.blocked.append(NotReady(item, _("Utkastet har allerede et endringsledd om dette læringsmålet.")))
        else:
            found.ready.append(CaseItem(item.position, item, headings, decision=decisions.get(item.pk)))
    return found


def waiting(draft: AmendmentRegulation) -> list[NotReady]:
    """What is on its way but not decided, and what another draft holds."""
    items = _items()
    undecided = items.filter(proposal__case__status__in=(Status.DECISION, Status.DECISION_PROPOSED), clause=None)
    elsewhere = items.filter(clause__regulation__in=AmendmentRegulation.objects.drafts()).exclude(
        clause__regulation=draft
    )
    return [
        *(NotReady(item, _("Vedtaket er ikke fattet.")) for item in undecided.order_by(*_ORDER)[:MOST_TOLD]),
        *(
            NotReady(item, _("Står i utkastet «%(name)s».") % {"name": item.clause.regulation.name})
            for item in elsewhere.order_by(*_ORDER)[:MOST_TOLD]
            if item.clause
        ),
    ]


def left_out_of(draft: AmendmentRegulation, *, on: dt.date) -> Sequence[LeftOut]:
    """All of it, as the workspace tells of it: the cases the draft is made of first."""
    found = sorted_out(draft, on=on)
    own = set(draft.clauses.values_list("change_item__proposal__case", flat=True)) - {None}
    told = [
        *(_told(row.item, _("Vedtatt og klart, men ikke tatt inn.")) for row in found.ready[:MOST_TOLD]),
        *(_told(row.item, row.why) for row in (*found.blocked[:MOST_TOLD], *_not_adopted(own), *waiting(draft))),
    ]
    return sorted(told, key=lambda one: one.case_pk not in own)


def _not_adopted(cases: set[int]) -> Iterator[NotReady]:
    """What the decision in the draft's own cases does not adopt, with its reason (SA-6)."""
    rows = Decision.objects.current().made().exclude(pk__in=Decision.objects.adopting().values("pk"))
    rows = rows.filter(item__proposal__case__in=cases).select_related(
        "item__objective", "item__chapter", "item__proposal__case"
    )
    for row in rows.order_by("item__proposal__case__number", "item__position", "pk")[:MOST_TOLD]:
        values = {"outcome": row.get_outcome_display().lower(), "reason": row.reason.strip()}
        yield NotReady(row.item, _("Vedtaket er «%(outcome)s»: %(reason)s") % values)


def _items() -> QuerySet[ChangeItem]:
    return ChangeItem.objects.select_related("objective", "chapter", "theme", "proposal__case", "clause__regulation")


def _told(item: ChangeItem, why: str) -> LeftOut:
    case = item.proposal.case
    return LeftOut(
        name=str(item),
        why=str(why),
        case_pk=case.pk if case else None,
        case_number=case.number if case else "",
        url=case.get_absolute_url() if case else "",
    )
