"""CSV as Norwegian Excel opens it: UTF-8 with BOM, semicolons, a header row, dates as 2026-03-01."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from .cells import HEADERS, Cell, could_be_a_formula, row
from .document import AnnexDocument

_ROWS_AT_A_TIME = 500


def stream(document: AnnexDocument) -> Iterator[bytes]:
    """The læringsmål in force, one row each, some hundred rows at a time.

    A value that a spreadsheet could take for a formula gets an apostrophe first, which spreadsheets don't show.
    """
    buffer = StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    for count, placed in enumerate(document.placed(), start=1):
        if placed.objective.in_force:
            writer.writerow([_neutral(cell) for cell in row(placed)])
        if count % _ROWS_AT_A_TIME == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _neutral(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else cell.isoformat()
    return f"'{text}" if could_be_a_formula(text) else text


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
