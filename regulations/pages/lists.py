"""The list of drafts, and the small pages around one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from objectives.operations import from_data, stands_alone
from organisations.models import User
from regulations import configuration, permissions
from regulations.documents.wording import legal_basis_line
from regulations.findings import findings
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import place, placed_clauses

from .rows import ClauseRow, clause_rows, earliest_and_usual

ANNOUNCED_SHOWN = 50


def regulations_page(*, user: User) -> dict[str, Any]:
    """Drafts first, then the newest announced."""
    rows = AmendmentRegulation.objects.annotate(clause_count=Count("clauses")).select_related("act", "created_by")
    return {
        "drafts": list(rows.drafts().order_by("planned_announcement", "pk")),
        "announced": list(rows.announced().order_by("-act__decided_on", "-act__number")[:ANNOUNCED_SHOWN]),
        "may_draft": permissions.may_draft(user),
    }


def heading_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """What stands around the form for title and hjemmel, and the one for the plan."""
    planned = regulation.planned_announcement
    return {
        "regulation": regulation,
        "may_edit": permissions.may_draft(user) and regulation.is_open,
        "legal_basis_note": configuration.legal_basis(on=planned).note,
        "legal_basis_line": legal_basis_line(regulation.legal_basis, decided_on=None, on=planned),
        **earliest_and_usual(regulation),
    }


def clause_page(clause: AmendmentClause, *, user: User) -> dict[str, Any]:
    """One clause with what it does and the dates the main rule gives."""
    regulation = clause.regulation
    drafts = not (regulation.is_announced or regulation.is_abandoned)
    may_draft = permissions.may_draft(user) and drafts
    return {
        "regulation": regulation,
        "row": _row_of(clause),
        "may_edit": may_draft and not regulation.is_locked,
        "may_explain": may_draft,
        **earliest_and_usual(regulation),
    }


def rebase_page(clause: AmendmentClause) -> dict[str, Any]:
    """A clause another act has overtaken: what it was written against, what is announced, and how it would read."""
    row = _row_of(clause)
    return {
        "regulation": clause.regulation,
        "row": row,
        "seen": [one.onto.pk for one in row.overtaken if one.onto is not None],
    }


def _row_of(clause: AmendmentClause) -> ClauseRow:
    """The clause as its draft shows it; one that builds on others of its draft is asked about together with them."""
    regulation = clause.regulation
    alone = stands_alone(from_data(clause.operation))
    placed = place([clause]) if alone else placed_clauses(regulation)
    drafts = not (regulation.is_announced or regulation.is_abandoned)
    problems = findings(placed, announced_on=regulation.planned_announcement) if drafts else [None] * len(placed)
    return next(row for row in clause_rows(placed, problems, others={}) if row.clause.pk == clause.pk)
