"""The published answers, and what was made of each comment, as CSV and JSON: streamed, however many there are.

A file is read by programs too: its names are in bokmål and not translated. Nothing that is withheld, and no address,
is in it. A cell that a spreadsheet could run as a formula is quoted.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from objectives.export.cells import could_be_a_formula

from .models import Disposition, Hearing, HearingComment, Position

BOM = "\ufeff"
HEADERS = ("Nr.", "Punkt", "Kode", "Endringspunkt", "Avsender", "Type", "Sendt", "Standpunkt", "Merknad")
DISPOSED = ("Vurdering", "Begrunnelse")
_CHUNK = 1_000


class _Line:
    """What csv writes to: gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(hearing: Hearing, rows: QuerySet[HearingComment]) -> Iterator[str]:
    """The comments as CSV with semicolons, as a Norwegian spreadsheet reads it."""
    writer = csv.writer(_Line(), delimiter=";")
    shows = hearing.summary_published_at is not None
    yield BOM + writer.writerow([*HEADERS, *(DISPOSED if shows else ())])
    lines: list[str] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        cells = _cells(row)
        values = [*cells.values()] if shows else [*cells.values()][: len(HEADERS)]
        lines.append(writer.writerow([_safe(str(value)) for value in values]))
        if len(lines) >= 200:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def as_json(hearing: Hearing, rows: QuerySet[HearingComment]) -> Iterator[str]:
    """The comments as one JSON document."""
    shows = hearing.summary_published_at is not None
    head = {"horing": hearing.title, "frist": hearing.deadline.isoformat(), "vurderinger_publisert": shows}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "merknader": ['
    first = True
    for row in rows.iterator(chunk_size=_CHUNK):
        cells = _cells(row)
        if not shows:
            cells = {name: cells[name] for name in list(cells)[: len(HEADERS)]}
        yield ("" if first else ",") + "\n" + json.dumps(cells, ensure_ascii=False)
        first = False
    yield "\n]}\n"


def _cells(row: HearingComment) -> dict[str, Any]:
    item, answer = row.item, row.answer
    disposition: Disposition | None = getattr(row, "disposition", None)
    return {
        "nr": row.pk,
        "punkt": item.number if item else "",
        "kode": item.code if item else "",
        "endringspunkt": item.name if item else "Generelt",
        "avsender": answer.sender,
        "type": str(answer.get_kind_display()),
        "sendt": timezone.localtime(answer.sent_at).date().isoformat() if answer.sent_at else "",
        "standpunkt": str(Position(row.position).label) if row.position else "",
        "merknad": row.published_text,
        "vurdering": str(disposition.get_outcome_display()) if disposition else "",
        "begrunnelse": disposition.reason if disposition else "",
    }


def _safe(text: str) -> str:
    return f"'{text}" if could_be_a_formula(text) else text
