"""The list of drafts, and the small pages around one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from objectives.operations import from_data, stands_alone
from objectives.redline import Segment, redline
from organisations.models import User
from regulations import configuration, heading, permissions
from regulations.conflicts import cautions
from regulations.documents.departures import departures
from regulations.documents.wording import generated, instructions, legal_basis_line
from regulations.findings import findings
from regulations.models import AmendmentClause, AmendmentRegulation, Approval, Dispatch
from regulations.outline import PlacedClause, place, placed_clauses

from .review import may_comment, threads
from .rows import ClauseRow, clause_rows, earliest_and_usual

ANNOUNCED_SHOWN = 50


def regulations_page(*, user: User) -> dict[str, Any]:
    """Drafts first, each with how far it has come, then the newest announced, and what is put away."""
    rows = AmendmentRegulation.objects.annotate(clause_count=Count("clauses")).select_related("act", "created_by")
    approvals = Approval.objects.standing().filter(version__regulation=OuterRef("pk"))
    sent = Dispatch.objects.sent().filter(regulation=OuterRef("pk"))
    drafts = rows.drafts().annotate(is_approved=Exists(approvals), is_sent=Exists(sent))
    return {
        "drafts": list(drafts.order_by("planned_announcement", "pk")),
        "announced": list(rows.announced().order_by("-act__decided_on", "-act__number")[:ANNOUNCED_SHOWN]),
        "abandoned": list(rows.abandoned().order_by("-abandoned_at")[:ANNOUNCED_SHOWN]),
        "may_draft": permissions.may_draft(user),
    }


def heading_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """What stands around the form for title and hjemmel, and the one for the plan."""
    planned = regulation.planned_announcement
    return {
        "regulation": regulation,
        "may_edit": permissions.may_draft(user) and regulation.is_open,
        "heading_departures": heading.departures(regulation),
        "legal_basis_note": configuration.legal_basis(on=planned).note,
        "legal_basis_line": legal_basis_line(regulation.legal_basis, decided_on=None, on=planned),
        **earliest_and_usual(regulation),
    }


def clause_page(clause: AmendmentClause, *, user: User) -> dict[str, Any]:
    """One clause with what it does and the dates the main rule gives."""
    regulation = clause.regulation
    drafts = not (regulation.is_announced or regulation.is_abandoned)
    may_draft = permissions.may_draft(user) and drafts
    row = _row_of(clause)
    return {
        "regulation": regulation,
        "row": row,
        "wordings": wordings_of(row),
        "threads": threads(regulation, clause=clause),
        "may_comment": may_comment(regulation, user=user),
        "may_edit": may_draft and not regulation.is_locked,
        "may_explain": may_draft,
        **earliest_and_usual(regulation),
    }


@dataclass(frozen=True)
class SentenceRow:
    """A sentence of the clause: as the system words it, as it is printed, and the way from the one to the other."""

    generated: str
    printed: str
    segments: Sequence[Segment]


def wordings_of(row: ClauseRow) -> list[SentenceRow]:
    return [
        SentenceRow(system.prose, own.prose, redline(system.prose, own.prose))
        for system, own in zip(generated(row.placed), row.instructions, strict=True)
    ]


@dataclass(frozen=True)
class Departing:
    """A clause whose own wording does not say what it does, and how."""

    placed: PlacedClause
    printed: Sequence[str]
    sentences: Sequence[str]


def departing_clauses(regulation: AmendmentRegulation) -> list[Departing]:
    """What a person must read before the draft is locked."""
    found = [(one, departures(one)) for one in placed_clauses(regulation) if one.clause.own_wording]
    return [
        Departing(one, [said.prose for said in instructions(one)], sentences) for one, sentences in found if sentences
    ]


def rebase_page(clause: AmendmentClause) -> dict[str, Any]:
    """A clause another act has overtaken: what it was written against, what is announced, and how it would read."""
    row = _row_of(clause)
    return {
        "regulation": clause.regulation,
        "row": row,
        "cautions": cautions(row.placed, row.overtaken),
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
