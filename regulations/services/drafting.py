"""Making a draft: its heading, its clauses and their dates."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives import operations
from objectives.models import Objective
from objectives.operations import Operation, from_data, to_data
from organisations.models import User
from organisations.refusals import RuleViolation
from regulations import configuration, permissions, reviewing, rules, transitional
from regulations.findings import UNDECIDED, date_follows_the_rule, findings
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import new_objectives, placed_clauses, scheduled

from .rows import locked_row, signed

IMMEDIATELY = AmendmentClause.EntryIntoForce.IMMEDIATELY
ON_DATE = AmendmentClause.EntryIntoForce.ON_DATE


@transaction.atomic
def create_regulation(*, name: str, planned_announcement: dt.date, by: User, on: dt.date) -> AmendmentRegulation:
    """Begin a draft, with title and hjemmel as they are on the planned day of announcement.

    Raises NotPermitted, and RuleViolation when that day is before `on`.
    """
    permissions.require_drafting(by)
    rules.is_planned_ahead(planned_announcement, on=on)
    heading = configuration.heading(on=planned_announcement)
    regulation = AmendmentRegulation(
        name=name,
        title=heading.title,
        short_title=heading.short_title,
        legal_basis=configuration.legal_basis(on=planned_announcement).text,
        planned_announcement=planned_announcement,
        created_by=by,
    )
    regulation.full_clean()
    signed(regulation, by).save(force_insert=True)
    record(actor=by, verb=Verb.REGULATION_CREATED, subject=regulation, payload={"planned": f"{planned_announcement}"})
    return regulation


@transaction.atomic
def edit_heading(
    *,
    regulation: AmendmentRegulation,
    title: str,
    short_title: str,
    legal_basis: str,
    transitional_text: str,
    by: User,
) -> AmendmentRegulation:
    """Change title, korttittel, hjemmel and overgangsregler of a draft.

    Raises NotPermitted, and WrongState when the draft is locked or announced.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    new = {
        "title": title,
        "short_title": short_title,
        "legal_basis": legal_basis,
        "transitional_text": transitional_text,
    }
    changed = [field for field, value in new.items() if getattr(draft, field) != value]
    for field in changed:
        setattr(draft, field, new[field])
    draft.full_clean()
    if changed:
        draft.save(update_fields=changed)
        record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload={"changed": changed})
    return draft


@transaction.atomic
def reschedule(
    *, regulation: AmendmentRegulation, planned_announcement: dt.date, by: User, on: dt.date
) -> AmendmentRegulation:
    """Move the planned announcement. Clauses on the date that followed from the old one move with it.

    Raises NotPermitted, WrongState when the draft is locked or announced, and RuleViolation for a day before `on`.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    if draft.planned_announcement == planned_announcement:
        return draft
    rules.is_planned_ahead(planned_announcement, on=on)
    before = rules.suggested_date(draft.planned_announcement)
    after = rules.suggested_date(planned_announcement)
    following = draft.clauses.select_for_update().filter(in_force_from=before, departure_reason="")
    moved = list(following) if before != after else []
    for clause in moved:
        clause.in_force_from = after
        signed(clause, by).save(update_fields=["in_force_from"])
    payload = {"planned": [f"{draft.planned_announcement}", f"{planned_announcement}"], "clauses_moved": len(moved)}
    draft.planned_announcement = planned_announcement
    draft.save(update_fields=["planned_announcement"])
    record(actor=by, verb=Verb.REGULATION_EDITED, subject=draft, payload=payload)
    return draft


@transaction.atomic
def add_clause(
    *,
    regulation: AmendmentRegulation,
    operation: Operation,
    by: User,
    entry_into_force: str | None = None,
    in_force_from: dt.date | None = None,
    departure_reason: str = "",
) -> AmendmentClause:
    """Take an operation into the draft as an endringsledd.

    Without `entry_into_force` the date follows EF-2 and EF-3 from the planned announcement. Raises NotPermitted,
    WrongState when the draft is locked or announced, and RuleViolation when the draft has a clause about the same
    læringsmål, when the text it changes is repealed or changed, or when a departing date has no reason.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_open_for_editing(draft)
    if entry_into_force is None:
        entry_into_force, in_force_from = _main_rule(operation, draft)
    clause = AmendmentClause(
        regulation=draft,
        operation=to_data(operation),
        objective=objective_of(operation),
        entry_into_force=entry_into_force,
        in_force_from=in_force_from,
        departure_reason=departure_reason,
    )
    refuse_second_clause(clause)
    clause.full_clean()
    _check_in_draft(clause, draft)
    signed(clause, by).save(force_insert=True)
    record(
        actor=by,
        verb=Verb.CLAUSE_ADDED,
        subject=draft,
        payload={"clause": clause.pk, "operation": clause.operation, "in_force_from": _day(clause)},
    )
    return clause


@transaction.atomic
def remove_clause(*, clause: AmendmentClause, by: User) -> None:
    """Take a clause out of its draft. A code reserved for it stays used for good (ID-2).

    Raises NotPermitted, and WrongState when the draft is locked or announced.
    """
    permissions.require_drafting(by)
    draft = locked_row(clause.regulation, by=by)
    rules.is_open_for_editing(draft)
    removed = AmendmentClause.objects.select_for_update(of=("self",)).select_related("new_objective").get(pk=clause.pk)
    unused = [objective.code for objective in new_objectives(removed)]
    payload = {"clause": removed.pk, "operation": removed.operation, "code_left_unused": ", ".join(unused) or None}
    signed(removed, by).delete()
    record(actor=by, verb=Verb.CLAUSE_REMOVED, subject=draft, payload=payload)


@transaction.atomic
def set_entry_into_force(
    *,
    clause: AmendmentClause,
    entry_into_force: str,
    in_force_from: dt.date | None,
    departure_reason: str,
    by: User,
) -> AmendmentClause:
    """Give a clause its date, with a reason when the date departs from the main rule (EF-2, EF-3, EF-6).

    In a locked draft the date is printed already: only the reason can be changed, and not one that is approved. Raises
    NotPermitted, WrongState when the draft is locked or announced or the reason is approved, and RuleViolation when
    the date is not allowed or needs a reason.
    """
    permissions.require_drafting(by)
    draft = locked_row(clause.regulation, by=by)
    changed = AmendmentClause.objects.select_for_update().get(pk=clause.pk)
    if draft.is_locked and (changed.entry_into_force, changed.in_force_from) == (entry_into_force, in_force_from):
        rules.is_not_announced(draft)
        approval = reviewing.standing_approval(draft)
        reviewing.reason_is_as_approved(changed, reason=departure_reason, approval=approval)
    else:
        rules.is_open_for_editing(draft)
    changed.entry_into_force = entry_into_force
    changed.in_force_from = in_force_from
    changed.departure_reason = departure_reason
    changed.full_clean()
    _check_in_draft(changed, draft)
    signed(changed, by).save(update_fields=["entry_into_force", "in_force_from", "departure_reason"])
    record(
        actor=by,
        verb=Verb.REGULATION_EDITED,
        subject=draft,
        payload={"clause": changed.pk, "in_force_from": _day(changed), "departure_reason": departure_reason},
    )
    return changed


def check_draft(draft: AmendmentRegulation) -> None:
    """Whether every clause could be announced as planned; raises RuleViolation for the first that could not."""
    placed = placed_clauses(draft)
    rules.has_clauses(draft, placed)
    rows = list(transitional.draft_rules(draft))
    problems = transitional.problems(rows, placed, announced_on=draft.planned_announcement)
    for finding in (*findings(placed, announced_on=draft.planned_announcement), *problems):
        if finding is not None:
            raise finding


def problem_in_draft(clause: AmendmentClause, draft: AmendmentRegulation) -> RuleViolation | None:
    """What stands in the way of the clause where it stands in the draft, before its date is looked at."""
    operation = from_data(clause.operation)
    rest = (
        []
        if operations.stands_alone(operation)
        else draft.clauses.exclude(pk=clause.pk).select_related("new_objective", "undetermined_change")
    )
    planned = [
        scheduled(one, from_data(one.operation), announced_on=draft.planned_announcement) for one in (*rest, clause)
    ]
    return operations.problems(planned, decided_on=UNDECIDED)[-1]


def _check_in_draft(clause: AmendmentClause, draft: AmendmentRegulation) -> None:
    problem = problem_in_draft(clause, draft)
    if problem is not None:
        raise problem
    date_follows_the_rule(clause, from_data(clause.operation), announced_on=draft.planned_announcement)


def _main_rule(operation: Operation, draft: AmendmentRegulation) -> tuple[str, dt.date | None]:
    """Straks for language and structure (EF-2), the usual date six months on for content (EF-3)."""
    if rules.has_content_effect(operation):
        return ON_DATE, rules.suggested_date(draft.planned_announcement)
    return IMMEDIATELY, None


def objective_of(operation: Operation) -> Objective | None:
    """What the clause is about, when it is about one: the first of those that are merged."""
    codes = [changed.code for changed in operation.changes]
    return Objective.objects.filter(code=codes[0]).first() if codes else None


def refuse_second_clause(clause: AmendmentClause) -> None:
    """A draft has one clause about a læringsmål."""
    others = clause.regulation.clauses.filter(objective=clause.objective).exclude(pk=clause.pk)
    if clause.objective and others.exists():
        raise RuleViolation(
            _("«%(name)s» har allerede et endringsledd om %(code)s. Ta ut det ene før du tar inn det andre.")
            % {"name": clause.regulation.name, "code": clause.objective.code},
            code="objective-already-in-draft",
            authority="ID-3",
        )


def _day(clause: AmendmentClause) -> str:
    return f"{clause.in_force_from}" if clause.in_force_from else str(clause.entry_into_force)
