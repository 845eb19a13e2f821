"""Vedlegg 2 as a draft would make it, on each of its days: planned in memory, nothing written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder

from objectives.differences import Differences
from objectives.models import AnnexChapter
from objectives.operations import ActRef, Scheduled, Snapshot, find_problems, load_for, plan
from objectives.supposed import differences_on
from organisations.refusals import RuleViolation

from .findings import UNDECIDED
from .models import AmendmentRegulation
from .outline import PlacedClause


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The register as it is, and as it would be were the draft announced on its planned day.

    Both hold the chapters the draft touches, and no others, from the day before its first day on. `days` are those
    something begins; `left_out` are the clauses that could not be announced as they are, with why; `undated` those
    whose day is decided later. `provisional` are the codes nobody has been given: that is done when the draft is
    locked (ID-1).
    """

    before: Snapshot
    after: Snapshot
    days: Sequence[dt.date]
    left_out: Sequence[tuple[PlacedClause, RuleViolation]]
    undated: Sequence[PlacedClause]
    provisional: Sequence[str]

    def differences(self, day: dt.date) -> Differences:
        """The annex on the day against the day before."""
        return differences_on(self.after, day=day, provisional=self.provisional)

    @property
    def chapters(self) -> list[AnnexChapter]:
        """The chapters that are touched, in the annex's order."""
        found = sorted(self.after.chapters.values(), key=lambda chapter: chapter.order)
        return [AnnexChapter(pk=chapter.pk, slug=chapter.slug, title=chapter.title) for chapter in found]


def preview(placed: Sequence[PlacedClause], *, announced_on: dt.date) -> Preview:
    """What the clauses would do, were they announced on this day. A fixed number of queries."""
    kept = [(one, one.scheduled(announced_on=announced_on)) for one in placed]
    before = load_for([scheduled for _one, scheduled in kept])
    act = ActRef(UNDECIDED)
    left_out: list[tuple[PlacedClause, RuleViolation]] = []
    while found := [
        (pair, problem)
        for pair, problem in zip(kept, find_problems(before, _scheduled(kept), act=act), strict=True)
        if problem is not None
    ]:
        left_out += [(pair[0], problem) for pair, problem in found]
        refused = {id(pair[0]) for pair, _problem in found}
        kept = [pair for pair in kept if id(pair[0]) not in refused]
    planned = plan(before, _scheduled(kept), act=act)
    return Preview(
        before=before,
        after=planned.after,
        days=sorted({one.in_force_from for one in _scheduled(kept) if one.in_force_from is not None}),
        left_out=left_out,
        undated=[one for one, scheduled in kept if scheduled.in_force_from is None],
        provisional=planned.new_codes,
    )


def content_digest(regulation: AmendmentRegulation) -> str:
    """The same as long as all that a preview shows of the draft itself is the same. Two queries.

    The codes are given when the draft is locked, and each time it is locked makes a version.
    """
    columns = ("pk", "operation", "entry_into_force", "in_force_from", "new_objective__code")
    content = [
        regulation.name,
        regulation.planned_announcement,
        regulation.versions.count(),
        list(regulation.clauses.order_by("pk").values_list(*columns)),
    ]
    return hashlib.sha256(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def _scheduled(kept: Sequence[tuple[PlacedClause, Scheduled]]) -> list[Scheduled]:
    return [scheduled for _one, scheduled in kept]
