"""The overgangsregler of a draft: which læringsmål each is about, what it says, and what stands in its way (EF-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from objectives import rules as register_rules
from objectives.cohorts import STAGES_OF
from objectives.models import ObjectiveVersion, Stage, TransitionalRule
from objectives.operations import ended_codes
from objectives.rules import long_date
from objectives.services.transitional import NewRule, check_rule
from organisations.refusals import RuleViolation

from .models import AmendmentRegulation, DraftTransitionalRule
from .outline import PlacedClause

OBJECTIVES_TO_COME = "[læringsmål som faller bort]"
_RUN = 3  # so many codes in a row are printed as «LM-01 til LM-07»


@dataclass(frozen=True)
class Ending:
    """A læringsmål that ceases by the draft, and the clause it ceases by."""

    version: ObjectiveVersion
    clause: PlacedClause

    @property
    def code(self) -> str:
        return self.version.objective.code


def draft_rules(regulation: AmendmentRegulation) -> QuerySet[DraftTransitionalRule]:
    """The rules of the draft with all that is read of them: two queries."""
    rows = regulation.draft_rules.select_related("chapter", "specialty").order_by("pk")
    return rows.prefetch_related("objectives__series")


def endings(placed: Iterable[PlacedClause]) -> list[Ending]:
    """Every læringsmål that ceases by the clauses, in their order."""
    return [
        Ending(basis, one)
        for one in placed
        for basis in one.bases
        if basis.objective.code in ended_codes(one.operation)
    ]


def former(rule: DraftTransitionalRule, ended: Sequence[Ending]) -> list[Ending]:
    """What of all that ceases the rule is about: those it names, or all of its part of the training."""
    if rule.scope == DraftTransitionalRule.Scope.CHOSEN:
        chosen = {objective.pk for objective in rule.objectives.all()}
        return [one for one in ended if one.version.objective_id in chosen]
    stages = STAGES_OF[rule.stage] if rule.stage else frozenset(Stage.values)
    within = [one for one in ended if one.version.stage in stages]
    if rule.scope == DraftTransitionalRule.Scope.CHAPTER:
        return [one for one in within if one.version.chapter_id == rule.chapter_id]
    return within


def new_rules(regulation: AmendmentRegulation, placed: Sequence[PlacedClause]) -> list[NewRule]:
    """The draft's rules as the register takes them, with the words as printed."""
    ended = endings(placed)
    return [new_rule(rule, ended) for rule in draft_rules(regulation)]


def new_rule(rule: DraftTransitionalRule, ended: Sequence[Ending]) -> NewRule:
    about = former(rule, ended)
    return NewRule(
        former=tuple(one.code for one in about),
        started=rule.started,
        stage=rule.stage,
        started_before=rule.started_before,
        specialty=rule.specialty,
        until=rule.until,
        text=rule.own_wording.strip() or generated(rule, [one.version for one in about]),
    )


def problems(
    drafted: Sequence[DraftTransitionalRule], placed: Sequence[PlacedClause], *, announced_on: dt.date
) -> list[RuleViolation | None]:
    """For each rule what it would be refused with, were the act announced on the day `announced_on`."""
    ended = endings(placed)
    return [_problem(rule, ended, announced_on) for rule in drafted]


def _problem(rule: DraftTransitionalRule, ended: Sequence[Ending], announced_on: dt.date) -> RuleViolation | None:
    try:
        check_rule(new_rule(rule, ended))
        about = former(rule, ended)
        for objective in rule.objectives.all():
            register_rules.former_ceases(objective.code, ceases=objective.code in {one.code for one in about})
        for one in about:
            ceases = one.clause.clause.starts_on(announced_on=announced_on)
            register_rules.rule_outlasts(one.code, until=rule.until, ceases_on=ceases)
    except RuleViolation as violation:
        return violation
    return None


# --- the words ----------------------------------------------------------------------------------------


def printed(regulation: AmendmentRegulation, placed: Sequence[PlacedClause]) -> str:
    """The last part of the act: its rules, those it repeals, and what is written freely; empty when there is none."""
    repealed = regulation.repealed_rules.select_related("enacted_by")
    parts = [
        *(rule.text for rule in new_rules(regulation, placed)),
        *(repeal_sentence(rule) for rule in repealed),
        regulation.transitional_text.strip(),
    ]
    return "\n".join(part for part in parts if part)


def generated(rule: DraftTransitionalRule, about: Sequence[ObjectiveVersion]) -> str:
    """The sentence the data make, in the form of real overgangsregler. Not translated: an act is in bokmål."""
    doctors = f"LIS i {_lower(rule.specialty.name)}" if rule.specialty else "LIS"
    begun = Stage(rule.stage).label.lower() if rule.stage else "spesialiseringen"
    before = long_date(rule.started_before) if rule.started_before else "endringen trer i kraft"
    end = f", men ikke lenger enn til {long_date(rule.until)}" if rule.until else ""
    codes = listed_codes(about) or OBJECTIVES_TO_COME
    return (
        f"{doctors} som har startet {begun} før {before}, kan fullføre {begun} etter tidligere læringsmål {codes}{end}."
    )


def repeal_sentence(rule: TransitionalRule) -> str:
    """How an act puts an end to an earlier rule."""
    act = rule.enacted_by
    return f"Overgangsregel nr. {rule.number} i forskrift {long_date(act.decided_on)} nr. {act.number} oppheves."


def listed_codes(versions: Iterable[ObjectiveVersion]) -> str:
    """«GAK-042, GAK-051 og LM-01 til LM-07»: in the order of the series, with runs taken together."""
    rows = sorted(
        {(one.objective.code.rpartition("-")[0], one.objective.number, one.objective.code) for one in versions}
    )
    runs: list[list[tuple[str, int, str]]] = []
    for row in rows:
        follows = bool(runs) and (runs[-1][-1][0], runs[-1][-1][1] + 1) == row[:2]
        if follows:
            runs[-1].append(row)
        else:
            runs.append([row])
    names = [name for run in runs for name in _names(run)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}" if names else ""


def _names(run: Sequence[tuple[str, int, str]]) -> list[str]:
    if len(run) < _RUN:
        return [code for _prefix, _number, code in run]
    return [f"{run[0][2]} til {run[-1][2]}"]


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
