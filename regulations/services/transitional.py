"""Overgangsregler while an endringsforskrift is drafted: adding, changing and taking out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives import rules as register_rules
from objectives.models import AnnexChapter, Objective, TransitionalRule
from organisations.models import Specialty, User
from regulations import permissions, rules
from regulations.models import AmendmentRegulation, DraftTransitionalRule

from .rows import locked_row, signed


@transaction.atomic
def save_rule(
    *,
    regulation: AmendmentRegulation,
    scope: str,
    started: str,
    by: User,
    rule: DraftTransitionalRule | None = None,
    chapter: AnnexChapter | None = None,
    objectives: Iterable[Objective] = (),
    stage: str = "",
    started_before: dt.date | None = None,
    specialty: Specialty | None = None,
    until: dt.date | None = None,
    own_wording: str = "",
) -> DraftTransitionalRule:
    """Add an overgangsregel to the draft, or change `rule` of it.

    Raises NotPermitted, WrongState when the draft is locked or announced, and RuleViolation when the rule names no
    part of the training, no læringsmål when they are to be chosen, or ends before those it helps can have begun.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    chosen = list(objectives) if scope == DraftTransitionalRule.Scope.CHOSEN else []
    about_a_part = started == TransitionalRule.Started.PART
    register_rules.rule_names_its_part(about_a_part=about_a_part, stage=stage)
    register_rules.rule_outlasts_those_it_helps(until=until, started_before=started_before)
    if scope == DraftTransitionalRule.Scope.CHOSEN:
        register_rules.rule_is_about_something([objective.code for objective in chosen])
    row = rule or DraftTransitionalRule(regulation=draft)
    row.scope, row.started, row.specialty = scope, started, specialty
    row.chapter = chapter if scope == DraftTransitionalRule.Scope.CHAPTER else None
    row.stage = stage if about_a_part else ""
    row.started_before, row.until, row.own_wording = started_before, until, own_wording.strip()
    row.full_clean()
    signed(row, by).save()
    row.objectives.set(chosen)
    payload = {"transitional_rule": row.pk, "added": rule is None, "until": f"{until}" if until else None}
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
    return row


@transaction.atomic
def remove_rule(*, rule: DraftTransitionalRule, by: User) -> None:
    """Take an overgangsregel out of its draft. Raises NotPermitted, and WrongState when that is locked or announced."""
    permissions.require_drafting(by)
    draft = locked_row(rule.regulation, by=by)
    rules.is_open_for_editing(draft)
    payload = {"transitional_rule_removed": rule.pk}
    signed(rule, by).delete()
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)


@transaction.atomic
def set_repealed_rules(*, regulation: AmendmentRegulation, repealed: Iterable[TransitionalRule], by: User) -> None:
    """Choose which earlier overgangsregler the act puts an end to when it is announced.

    Raises NotPermitted, WrongState when the draft is locked or announced, and RuleViolation for one that is over.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    chosen = list(repealed)
    for rule in chosen:
        register_rules.rule_can_be_repealed(
            str(rule.enacted_by), over_from=rule.over_from, on=draft.planned_announcement
        )
    draft.repealed_rules.set(chosen)
    payload = {"repealed_rules": [rule.pk for rule in chosen]}
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
