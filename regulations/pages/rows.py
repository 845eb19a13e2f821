"""The clauses as a page shows them: numbered, by chapter, with date, source and what must be put right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from objectives.models import UndeterminedChange
from objectives.operations import MergeObjectives, from_data
from organisations.refusals import RuleViolation
from regulations import configuration, rules
from regulations.conflicts import Overtaken, overtaken
from regulations.documents.changes import what_it_does
from regulations.documents.departures import departures
from regulations.documents.wording import Instruction, instructions
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import PlacedClause

_NUMBERED = re.compile(r"^[A-ZÆØÅ]\.?\s?\d*\.?\s+")


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """One clause. `problem` is None when nothing stands in its way; `source` is the case's change item, if any.

    `also_in` names other drafts about the same læringsmål, `waiting` acts that change it from a day nobody has decided.
    `overtaken` is what other announced acts have changed of what it builds on.
    """

    number: int
    placed: PlacedClause
    problem: RuleViolation | None
    source: Any
    also_in: Sequence[str] = ()
    waiting: Sequence[str] = ()
    overtaken: Sequence[Overtaken] = ()

    @property
    def can_be_rebased(self) -> bool:
        """Whether there is something announced to build it on instead."""
        return bool(self.overtaken) and all(one.onto is not None for one in self.overtaken)

    @property
    def clause(self) -> AmendmentClause:
        return self.placed.clause

    @property
    def kind(self) -> str:
        return self.placed.operation.kind

    @property
    def heading(self) -> str:
        """The heading it stands under: «15.11 Galleveier»."""
        return str(self.placed.theme) if self.placed.theme else ""

    @property
    def under(self) -> str:
        """The heading as the instruction names it: by number, by title when it has none."""
        theme = self.placed.theme
        return (theme.number or f"«{theme.title}»") if theme else ""

    @property
    def what(self) -> str:
        """What kind of change it is, and what it replaces."""
        return what_it_does(self.placed.operation)

    @property
    def is_own_wording(self) -> bool:
        return bool(self.clause.own_wording)

    @property
    def departures(self) -> list[str]:
        """How a wording of one's own does not say what the clause does."""
        return departures(self.placed)

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """What the clause says in the act."""
        return instructions(self.placed)


@dataclass(frozen=True)
class ChapterRows:
    """The clauses that change one chapter."""

    slug: str
    name: str
    rows: Sequence[ClauseRow]


@dataclass(frozen=True)
class DateRow:
    """How many clauses have this first day (None is straks, or `later` for one that is decided later), and why."""

    day: dt.date | None
    count: int
    ground: str
    lacks_reason: bool
    later: bool = False


def clause_rows(
    placed: Sequence[PlacedClause],
    problems: Sequence[RuleViolation | None],
    *,
    others: Mapping[str, list[str]],
    waiting: Mapping[int, list[str]] = MappingProxyType({}),
) -> list[ClauseRow]:
    """`others` are names of further drafts by the code they change, and `waiting` acts by the objective's id."""
    stopped = [one for one, problem in zip(placed, problems, strict=True) if problem is not None]
    met = overtaken(stopped) if stopped else {}
    return [
        ClauseRow(
            number=number,
            placed=one,
            problem=problem,
            source=getattr(one.clause, "change_item", None),
            also_in=list(dict.fromkeys(name for code in one.old_codes for name in others.get(code, ()))),
            waiting=waiting.get(one.clause.objective_id or 0, []),
            overtaken=met.get(one.clause.pk, ()),
        )
        for number, (one, problem) in enumerate(zip(placed, problems, strict=True), start=1)
    ]


def by_chapter(rows: Sequence[ClauseRow]) -> list[ChapterRows]:
    return [
        ChapterRows(chapter.slug, _NUMBERED.sub("", chapter.title), list(group))
        for chapter, group in groupby(rows, key=lambda row: row.placed.chapter)
    ]


def by_date(rows: Sequence[ClauseRow], *, announced_on: dt.date) -> list[DateRow]:
    """Straks first, then the dates in their order, what is left open last; each with its ground in the main rule."""
    period = str(configuration.main_rule(on=announced_on).in_words)
    groups: dict[tuple[bool, dt.date], list[ClauseRow]] = {}
    for row in rows:
        key = (row.clause.is_undetermined, row.clause.in_force_from or dt.date.min)
        groups.setdefault(key, []).append(row)
    return [
        replace(_date_row(those[0].clause.in_force_from, those, period), later=later)
        for (later, _day), those in sorted(groups.items(), key=lambda group: group[0])
    ]


def _date_row(day: dt.date | None, rows: Sequence[ClauseRow], period: str) -> DateRow:
    lacks = any(row.problem is not None and row.problem.code == "departure-without-reason" for row in rows)
    if lacks:
        ground = _("Begrunnelse mangler")
    elif any(row.clause.departure_reason.strip() for row in rows):
        ground = _("Avviker fra hovedregelen, begrunnet")
    elif day is None:
        ground = _("Uten faglig betydning")
    else:
        ground = _("Hovedregelen, %(period)s") % {"period": period}
    return DateRow(day, len(rows), ground, lacks)


def drafts_with_the_same_objectives(
    regulation: AmendmentRegulation, placed: Sequence[PlacedClause]
) -> dict[str, list[str]]:
    """Names of other drafts that change the same læringsmål, by its code: only one of them can become law."""
    own = {code for one in placed for code in one.old_codes}
    # A clause that merges several is kept by the first of them; the others are told by its operation only.
    same = Q(objective__code__in=own) | Q(operation__kind=MergeObjectives.kind)
    rows = AmendmentClause.objects.filter(same, regulation__in=AmendmentRegulation.objects.drafts())
    others = rows.exclude(regulation=regulation).order_by("regulation__name", "regulation", "pk")
    found: dict[str, list[str]] = {}
    for operation, name in others.values_list("operation", "regulation__name"):
        for changed in from_data(operation).changes:
            found.setdefault(changed.code, []).append(name)
    return found


def announced_without_a_day(regulation: AmendmentRegulation) -> dict[int, list[str]]:
    """Acts that change the læringsmål of the draft too, from a day nobody has decided yet."""
    own = regulation.clauses.filter(objective__isnull=False).values("objective")
    rows = UndeterminedChange.objects.awaiting().filter(changes__in=own).select_related("enacted_by")
    found: dict[int, list[str]] = {}
    for change in rows.annotate(changed=F("changes")).order_by("pk"):
        found.setdefault(change.changed, []).append(str(change.enacted_by))
    return found


def earliest_and_usual(regulation: AmendmentRegulation) -> dict[str, Any]:
    """The dates the main rule gives for the planned announcement."""
    return {
        "period": configuration.main_rule(on=regulation.planned_announcement).in_words,
        "earliest": rules.earliest_date(regulation.planned_announcement),
        "usual": rules.suggested_date(regulation.planned_announcement),
    }
