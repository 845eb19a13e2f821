"""The overgangsregler of a draft, and the changes of an act that wait for their day, as pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form

from objectives.models import AnnexChapter, Objective, TransitionalRule, UndeterminedChange
from objectives.operations import determination_problems
from organisations.models import User
from organisations.refusals import RuleViolation
from regulations import permissions, transitional
from regulations.models import AmendmentRegulation, DraftTransitionalRule
from regulations.outline import PlacedClause, placed_clauses

from .rows import ClauseRow, clause_rows


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """An overgangsregel of the draft: as it is printed, as the data would say it, and what stands in its way."""

    rule: DraftTransitionalRule
    text: str
    generated: str
    codes: Sequence[str]
    problem: RuleViolation | None

    @property
    def is_own_wording(self) -> bool:
        return bool(self.rule.own_wording.strip())


def rule_rows(regulation: AmendmentRegulation, placed: Sequence[PlacedClause]) -> list[RuleRow]:
    """The rules in their order; problems only of a draft."""
    rows = list(transitional.draft_rules(regulation))
    ended = transitional.endings(placed)
    planned = regulation.planned_announcement
    found = [None] * len(rows) if regulation.is_announced else transitional.problems(rows, placed, announced_on=planned)
    return [_row(rule, transitional.former(rule, ended), problem) for rule, problem in zip(rows, found, strict=True)]


def _row(rule: DraftTransitionalRule, about: Sequence[transitional.Ending], problem: RuleViolation | None) -> RuleRow:
    suggested = transitional.generated(rule, [one.version for one in about])
    codes = [one.code for one in about]
    text = rule.own_wording.strip() or suggested
    return RuleRow(rule=rule, text=text, generated=suggested, codes=codes, problem=problem)


def choices(placed: Sequence[PlacedClause]) -> dict[str, QuerySet[Any]]:
    """What a rule of the draft can be about: the chapters and the læringsmål its clauses end something of."""
    versions = [one.version for one in transitional.endings(placed)]
    return {
        "chapters": AnnexChapter.objects.filter(pk__in={version.chapter_id for version in versions}),
        "objectives": Objective.objects.filter(pk__in={version.objective_id for version in versions}),
    }


def standing_rules(regulation: AmendmentRegulation) -> QuerySet[TransitionalRule]:
    """Earlier rules the draft can put an end to, and those it already does."""
    standing = TransitionalRule.objects.standing(on=regulation.planned_announcement).filter(repealed_by__isnull=True)
    own = regulation.repealed_rules.values("pk")
    rows = TransitionalRule.objects.filter(Q(pk__in=standing.values("pk")) | Q(pk__in=own))
    return rows.select_related("enacted_by").order_by("-enacted_by__decided_on", "number")


def rules_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """Everything templates/regulations/rules.html shows, but its form."""
    placed = placed_clauses(regulation)
    return {
        "regulation": regulation,
        "rules": rule_rows(regulation, placed),
        "endings": [one.code for one in transitional.endings(placed)],
        "may_edit": may_edit(regulation, user=user),
    }


def may_edit(regulation: AmendmentRegulation, *, user: User) -> bool:
    return permissions.may_draft(user) and regulation.is_open


# --- waiting for a day --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """A clause of an announced act that has no day; `problem` stands in the way on the day somebody has written."""

    row: ClauseRow
    change: UndeterminedChange
    problem: RuleViolation | None = None


def waiting_rows(regulation: AmendmentRegulation, *, day: dt.date | None = None) -> list[WaitingRow]:
    """The clauses that wait, in the annex's order. With a day, what would be refused on it."""
    placed = placed_clauses(regulation)
    rows = [row for row in clause_rows(placed, [None] * len(placed), others={}) if waits(row)]
    changes = [row.clause.undetermined_change for row in rows if row.clause.undetermined_change is not None]
    found = determination_problems(changes, in_force_from=day) if day else [None] * len(changes)
    return [
        WaitingRow(row=row, change=change, problem=problem)
        for row, change, problem in zip(rows, changes, found, strict=True)
    ]


def waits(row: ClauseRow) -> bool:
    """Whether the clause is announced and has no day yet."""
    change = row.clause.undetermined_change
    return change is not None and not change.is_determined


def determination_page(
    regulation: AmendmentRegulation, *, user: User, rows: Sequence[WaitingRow], form: Form
) -> dict[str, Any]:
    """Everything templates/regulations/determine.html shows."""
    return {
        "regulation": regulation,
        "waiting": rows,
        "form": form,
        "may_determine": permissions.may_announce(user) and bool(rows),
    }
