"""Building a clause on what another act has announced meanwhile: a person's choice, never made by itself (EF-5)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives.operations import Operation, from_data, to_data
from organisations.models import User
from regulations import conflicts, permissions, rules
from regulations.conflicts import Overtaken, overtaken, rebased
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import placed_clauses

from .drafting import objective_of, problem_in_draft, refuse_second_clause
from .rows import locked_row, signed

# What a person puts right in the clause afterwards: its date, which can't be chosen while the clause is overtaken.
PUT_RIGHT_AFTERWARDS = {"starts-before-the-text", "departure-without-reason"}


@transaction.atomic
def rebase_clause(*, clause: AmendmentClause, seen: Sequence[int], by: User) -> AmendmentClause:
    """Write the clause's change, word for word as it is, against the texts other acts have announced since.

    `seen` are the keys of those texts as the person read them. The journal gets the operation before and after.
    Raises NotPermitted; WrongState when the draft is locked or announced; RuleViolation when nothing has come in
    between, when there is no text to build on, when it is another than was read, or when the change then changes
    nothing. A date that no longer fits is left to be chosen afterwards, and shown as what must be put right.
    """
    permissions.require_drafting(by)
    draft = locked_row(clause.regulation, by=by)
    rules.is_open_for_editing(draft)
    changed = AmendmentClause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
    met = overtaken([one for one in placed_clauses(draft) if one.clause.pk == changed.pk])[changed.pk]
    _can_be_built_on(changed, met, seen=seen)
    before = from_data(changed.operation)
    after = rebased(before, met)
    _write(changed, after, draft, by=by)
    payload = {
        "clause": changed.pk,
        "from": to_data(before),
        "to": to_data(after),
        "acts": sorted({one.act.ref_id for one in met}),
    }
    record(actor=by, verb=Verb.CLAUSE_REBASED, subject=draft, payload=payload)
    return changed


def _can_be_built_on(clause: AmendmentClause, met: Sequence[Overtaken], *, seen: Sequence[int]) -> None:
    name = " og ".join(one.name for one in met) or str(clause.objective or "")
    conflicts.is_built_on_something_else(name, met)
    for one in met:
        conflicts.there_is_something_to_build_on(one.name, act=one.act, onto=one.onto)
    conflicts.is_what_was_seen(name, seen=seen, now=[one.onto.pk for one in met if one.onto])


def _write(clause: AmendmentClause, operation: Operation, draft: AmendmentRegulation, *, by: User) -> None:
    clause.operation = to_data(operation)
    clause.objective = objective_of(operation)
    refuse_second_clause(clause)
    clause.full_clean()
    problem = problem_in_draft(clause, draft)
    if problem is not None and problem.code not in PUT_RIGHT_AFTERWARDS:
        raise problem
    signed(clause, by).save(update_fields=["operation", "objective"])
