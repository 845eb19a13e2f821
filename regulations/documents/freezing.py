"""An endringsforskrift as data that can't move: what it says and what it does, kept each time it is locked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from regulations.models import AmendmentRegulation
from regulations.outline import PlacedClause, placed_clauses

from . import wording
from .structure import build_document


def frozen(regulation: AmendmentRegulation, *, clauses: Sequence[PlacedClause] | None = None) -> dict[str, Any]:
    """The draft as it now is: the lines around the clauses as printed, and each clause with its operation and day."""
    placed = placed_clauses(regulation) if clauses is None else clauses
    document = build_document(regulation, clauses=placed)
    return {
        "name": regulation.name,
        "planned_announcement": f"{regulation.planned_announcement}",
        "title": document.title,
        "short_title": document.short_title,
        "legal_basis": document.legal_basis,
        "lead_in": document.lead_in,
        "entry_into_force": document.entry_into_force,
        "transitional": document.transitional,
        "clauses": [_clause(one) for one in placed],
    }


def checksum(content: dict[str, Any]) -> str:
    """SHA-256 of the content, the same for the same content whatever order its keys are in."""
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _clause(one: PlacedClause) -> dict[str, Any]:
    clause = one.clause
    return {
        "clause": clause.pk,
        "name": one.name,
        "chapter": one.chapter.title,
        "operation": clause.operation,
        "new_codes": one.new_codes,
        "entry_into_force": str(clause.entry_into_force),
        "in_force_from": f"{clause.in_force_from}" if clause.in_force_from else "",
        "departure_reason": clause.departure_reason,
        "instructions": [[said.prose, said.new_text] for said in wording.instructions(one)],
    }
