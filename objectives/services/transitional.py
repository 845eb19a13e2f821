"""Overgangsregler in the register: made and ended by announced acts, in the transaction of the announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives import rules
from objectives.models import LegalAct, Objective, ObjectiveVersion, TransitionalRule, UndeterminedChange
from objectives.operations.types import ENDING_KINDS
from organisations.models import Specialty, User


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """An overgangsregel as an act gives it. The names are those of `TransitionalRule`; `former` are codes."""

    former: tuple[str, ...]
    started: str
    text: str
    stage: str = ""
    started_before: dt.date | None = None
    specialty: Specialty | None = None
    until: dt.date | None = None


@transaction.atomic
def make_rules(new: Sequence[NewRule], *, act: LegalAct, by: User) -> list[TransitionalRule]:
    """Register the overgangsregler of an act whose operations are applied; all of them, or none.

    Raises RuleViolation when one names no læringsmål or one that goes on, has no words, or ends before it begins.
    """
    named = {code for rule in new for code in rule.former}
    objectives = {row.code: row for row in Objective.objects.filter(code__in=sorted(named))}
    endings = _endings(objectives.values())
    before = act.transitional_rules.count()
    return [_make(one, number, objectives, endings, act=act, by=by) for number, one in enumerate(new, start=before + 1)]


@transaction.atomic
def repeal_rules(old: Iterable[TransitionalRule], *, act: LegalAct, from_day: dt.date, by: User) -> None:
    """Let an act put an end to earlier overgangsregler; raises RuleViolation for one that is over before the day."""
    pks = [rule.pk for rule in old]
    locked = TransitionalRule.objects.select_for_update(of=("self",)).select_related("enacted_by").order_by("pk")
    for rule in locked.filter(pk__in=pks):
        rules.rule_can_be_repealed(str(rule.enacted_by), over_from=rule.over_from, on=from_day)
        rule.repealed_by, rule.repealed_from = act, from_day
        rule._history_user = by  # type: ignore[attr-defined]
        rule.save(update_fields=["repealed_by", "repealed_from"])
        payload = {"act": rule.enacted_by.ref_id, "repealed_by": act.ref_id, "from": f"{from_day}"}
        record(actor=by, verb=Verb.TRANSITIONAL_RULE_REPEALED, subject=rule, payload=payload)


def _make(
    new: NewRule,
    number: int,
    objectives: dict[str, Objective],
    endings: dict[str, dt.date | None],
    *,
    act: LegalAct,
    by: User,
) -> TransitionalRule:
    check_rule(new)
    for code in new.former:
        rules.code_is_known(code, known=code in objectives)
        rules.former_ceases(code, ceases=code in endings)
        rules.rule_outlasts(code, until=new.until, ceases_on=endings[code])
    rule = TransitionalRule(
        enacted_by=act,
        number=number,
        started=new.started,
        stage=new.stage,
        started_before=new.started_before,
        specialty=new.specialty,
        until=new.until,
        text=new.text,
    )
    rule.full_clean()
    rule._history_user = by  # type: ignore[attr-defined]
    rule.save(force_insert=True)
    rule.former.set([objectives[code] for code in new.former])
    payload = {"act": act.ref_id, "former": list(new.former), "until": f"{new.until}" if new.until else None}
    record(actor=by, verb=Verb.TRANSITIONAL_RULE_MADE, subject=rule, payload=payload)
    return rule


def check_rule(new: NewRule) -> None:
    """What can be asked of a rule before its act is applied; raises RuleViolation."""
    rules.rule_is_about_something(new.former)
    rules.rule_names_its_part(about_a_part=new.started == TransitionalRule.Started.PART, stage=new.stage)
    rules.rule_outlasts_those_it_helps(until=new.until, started_before=new.started_before)
    rules.rule_has_words(new.text)


def _endings(objectives: Iterable[Objective]) -> dict[str, dt.date | None]:
    """The day each læringsmål ceases, None when that is not determined. Those that go on are not among them."""
    objectives = list(objectives)
    last: dict[str, dt.date | None] = {}
    versions = ObjectiveVersion.objects.filter(objective__in=objectives).order_by("valid")
    for code, valid in versions.values_list("objective__code", "valid"):
        last[code] = valid.upper
    ending: dict[str, dt.date | None] = {code: day for code, day in last.items() if day is not None}
    awaiting = UndeterminedChange.objects.awaiting().filter(changes__in=objectives, operation__kind__in=ENDING_KINDS)
    for code in awaiting.values_list("changes__code", flat=True):
        ending.setdefault(code, None)
    return ending
