"""The summary of a hearing, made from the dispositions: for each change item the positions, what was made of the
comments, and the reasons, each once with those it answers (HØ-4).

Read in a fixed number of queries, however many items and comments there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse

from hearings.models import Disposition, Hearing, HearingComment

from .asked import Asked, CommentRow, Mark, asked_about, outcome_mark
from .picture import ItemPositions, positions_by_item
from .published import published_comments

NAMED = 12
"""So many senders are named beside a reason; the rest are counted, and stand in the list of comments."""
PER_PAGE = 25


@dataclass
class Reason:
    """One answer from the directorate, and the comments it answers."""

    outcome: Mark
    text: str
    senders: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.senders)

    @property
    def named(self) -> list[str]:
        return list(dict.fromkeys(self.senders))[:NAMED]

    @property
    def unnamed(self) -> int:
        return max(len(dict.fromkeys(self.senders)) - NAMED, 0)


@dataclass
class ItemSummary:
    """What came in on one change item, and what was made of it."""

    asked: Asked
    positions: list[Mark]
    outcomes: list[Mark]
    reasons: list[Reason]
    total: int
    url: str


@dataclass
class Summary:
    """All of it. `left` comments are not disposed of yet: the summary is then a draft."""

    hearing: Hearing
    answers: int
    by_organisations: int
    by_persons: int
    withheld: int
    outcomes: list[Mark]
    items: list[ItemSummary]
    positions: list[ItemPositions]
    left: int

    @property
    def comments(self) -> int:
        return sum(item.total for item in self.items)


def summary_of(hearing: Hearing) -> Summary:
    """The summary of what is published of the hearing."""
    counted = hearing.answers.counted()
    published = counted.published()
    kinds = dict(published.order_by().values_list("kind").annotate(count=Count("pk")))
    by_item = positions_by_item(hearing)
    positions = {one.asked.key: one.marks for one in by_item}
    by_key = _reasons_by_key(hearing)
    totals = _totals(hearing)
    base = reverse("hearings:published_answers", args=[hearing.pk])
    items = [
        ItemSummary(
            asked=asked,
            positions=positions.get(asked.key, []),
            reasons=by_key.get(asked.key, []),
            outcomes=_outcomes(by_key.get(asked.key, [])),
            total=totals.get(asked.key, 0),
            url=f"{base}?punkt={asked.slug}",
        )
        for asked in asked_about(hearing)
        if asked.key in positions or asked.key in totals
    ]
    return Summary(
        hearing=hearing,
        answers=sum(kinds.values()),
        by_organisations=kinds.get("organisasjon", 0),
        by_persons=kinds.get("privat", 0),
        withheld=counted.filter(received_at__isnull=False, published_at__isnull=True).count(),
        outcomes=_outcomes([reason for item in items for reason in item.reasons]),
        items=items,
        positions=by_item,
        left=HearingComment.objects.in_hearing(hearing).to_dispose().not_disposed().count(),
    )


def comments_by_key(hearing: Hearing, *, limit: int) -> dict[str, list[CommentRow]]:
    """The first `limit` published comments with words, by change item: for the printed matrix."""
    found: dict[str, list[CommentRow]] = {}
    for row in published_comments(hearing)[:limit]:
        if row.published_text:
            key = row.item.key if row.item else ""
            found.setdefault(key, []).append(CommentRow(row, row.published_text))
    return found


def _reasons_by_key(hearing: Hearing) -> dict[str, list[Reason]]:
    """Each reason once with its senders, those that answer most first."""
    found: dict[str, dict[tuple[str, str], Reason]] = {}
    for key, outcome, text, sender in _disposed(hearing):
        of_item = found.setdefault(key, {})
        reason = of_item.setdefault((outcome, text), Reason(outcome_mark(outcome), text))
        reason.senders.append(sender)
    return {key: sorted(rows.values(), key=lambda one: -one.count) for key, rows in found.items()}


def _disposed(hearing: Hearing) -> Iterator[tuple[str, str, str, str]]:
    rows = (
        HearingComment.objects.in_hearing(hearing)
        .published()
        .filter(disposition__isnull=False)
        .order_by("pk")
        .values_list(
            "item__key",
            "disposition__outcome",
            "disposition__reason",
            "answer__organisation__name",
            "answer__sender_name",
            "answer__kind",
        )
    )
    for key, outcome, reason, organisation, name, kind in rows.iterator(chunk_size=2_000):
        sender = organisation or name or ("Privatperson" if kind == "privat" else "Organisasjon")
        yield key or "", outcome, reason, sender


def _totals(hearing: Hearing) -> dict[str, int]:
    rows = HearingComment.objects.in_hearing(hearing).published().to_dispose().order_by().values_list("item__key")
    return {key or "": count for key, count in rows.annotate(count=Count("pk"))}


def _outcomes(reasons: list[Reason]) -> list[Mark]:
    counts = Counter[str]()
    for reason in reasons:
        counts[reason.outcome.value] += reason.count
    return [outcome_mark(value, counts[value]) for value in Disposition.Outcome.values if counts[value]]
