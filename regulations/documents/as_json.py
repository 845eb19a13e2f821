"""JSON: the act as data, names of fields as in the API, with every operation as the register takes it."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from objectives.export import facts
from objectives.operations import to_data

from .changes import Change, NewText, Words
from .structure import ActDocument, ClauseText

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write(document: ActDocument) -> bytes:
    """The whole act: its words, and for each clause the operation, the texts before and after, and the first day."""
    return orjson.dumps(as_data(document), option=_OPTIONS)


def fingerprint(document: ActDocument, *, with_grounds: bool = False) -> str:
    """The same for the same content and different for any other; covers everything a writer can show.

    `with_grounds` covers why each clause is there too, which only the spreadsheet tells.
    """
    grounds = [(one.grounds.cause, one.grounds.assessment) for one in document.changes if with_grounds]
    content = [as_data(document), document.working_title, document.file_name, grounds]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()


def as_data(document: ActDocument) -> dict[str, Any]:
    """What the file holds."""
    return {
        "legacy_id": document.legacy_id or None,
        "status": document.mark.lower() or "kunngjort",
        "title": document.title,
        "short_title": document.short_title,
        "legal_basis": document.legal_basis,
        "decided_on": document.decided_on,
        "announced_at": document.announced_at,
        "amends": facts.REF_ID,
        "lead_in": document.lead_in,
        "chapters": [
            {"heading": part.heading, "clauses": list(map(_clause, part.clauses))} for part in document.chapters
        ],
        "entry_into_force": document.entry_into_force,
        "transitional": document.transitional or None,
    }


def _clause(clause: ClauseText) -> dict[str, Any]:
    words = [{"prose": one.prose, "new_text": one.new_text or None} for one in clause.instructions]
    return {"instructions": words} | (_change(clause.change) if clause.change else {})


def _change(change: Change) -> dict[str, Any]:
    return {
        "number": change.number,
        "operation": to_data(change.operation),
        "what": change.what,
        "chapter": change.chapter,
        "theme": change.heading or None,
        "before": list(map(_before, change.before)),
        "after": list(map(_after, change.after)),
        "entry_into_force": change.entry_into_force,
        "in_force_from": change.starts,
        "departure_reason": change.departure_reason or None,
    }


def _before(one: Words) -> dict[str, Any]:
    return {"code": one.name, "text": one.text, "enacted_by": one.act, "valid_from": one.valid_from}


def _after(one: NewText) -> dict[str, Any]:
    return {"code": one.code or None, "series": one.prefix, "text": one.text, "theme": one.heading, "stage": one.stage}
