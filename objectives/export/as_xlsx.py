"""XLSX: a sheet «Oversikt», and one for each specialty with its læringsmål as a table."""

from __future__ import annotations

from objectives.rules import long_date

from . import facts, workbook
from .cells import HEADERS, row
from .document import AnnexDocument, Owner, Placed
from .workbook import Listed, sheet_name

_OVERVIEW_HEADERS = ("Ark", "Spesialitet", "Læringsmål", "Nyeste tekst gjelder fra")
_OVERVIEW_WIDTHS = (10, 48, 14, 24)
_WIDTHS = (11, 80, 15, 32, 13, 14, 14, 22, 34, 38, 72)
_WRAPPED = (1, 3)  # the læringsmål and its heading; the others keep to one line


def write(document: AnnexDocument) -> bytes:
    """The workbook. Texts are texts, also those that begin like a formula; dates are dates."""
    sheets = _by_owner(document)
    book = workbook.new_workbook(title=f"Vedlegg 2 per {long_date(document.on)}")
    workbook.add_overview(
        book,
        lines=(
            f"Læringsmål i vedlegg 2, slik de lyder {long_date(document.on)}",
            document.scope or "Hele vedlegg 2",
            facts.TITLE,
            facts.DISCLAIMER,
        ),
        headers=_OVERVIEW_HEADERS,
        widths=_OVERVIEW_WIDTHS,
        listed=[_listed(owner, rows) for owner, rows in sheets.items()],
        total=(None, "Sum", document.count),
    )
    for number, (owner, rows) in enumerate(sheets.items(), start=1):
        workbook.add_table_sheet(
            book,
            sheet_name(owner.short_name),
            number=number,
            headers=HEADERS,
            widths=_WIDTHS,
            wrapped=_WRAPPED,
            rows=list(map(row, rows)),
        )
    return workbook.saved(book)


def _by_owner(document: AnnexDocument) -> dict[Owner, list[Placed]]:
    """The læringsmål in force by specialty, in the order the specialties first stand in the annex."""
    sheets: dict[Owner, list[Placed]] = {}
    for placed in document.placed():
        if placed.objective.in_force:
            sheets.setdefault(placed.objective.owner, []).append(placed)
    return sheets


def _listed(owner: Owner, rows: list[Placed]) -> Listed:
    newest = max(placed.objective.valid_from for placed in rows)
    return Listed(sheet_name(owner.short_name), (owner.name or owner.short_name, len(rows), newest))
