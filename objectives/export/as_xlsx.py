"""XLSX: a sheet «Oversikt», and one for each specialty with its læringsmål as a table."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from objectives.rules import long_date

from . import facts
from .cells import HEADERS, Cell, could_be_a_formula, row
from .document import AnnexDocument, Owner, Placed, printable

OVERVIEW = "Oversikt"
_OVERVIEW_HEADERS = ("Ark", "Spesialitet", "Læringsmål", "Nyeste tekst gjelder fra")
_WIDTHS = (11, 80, 15, 32, 13, 14, 14, 22, 34, 38, 72)
_WRAPPED = (1, 3)  # the læringsmål and its heading; the others keep to one line
_LINE_HEIGHT = 15.0  # points
_OVERVIEW_WIDTHS = (10, 48, 14, 24)
_DATE = "dd.mm.yyyy"
_INK = "14233A"
_FACE = {"name": "Calibri", "size": 11}
_HEAD = Font(**_FACE, bold=True, color="FFFFFF")
_TITLE = Font(name="Calibri", size=16, bold=True, color=_INK)
_BOLD = Font(**_FACE, bold=True)
_LINK = Font(**_FACE, color="22477A", underline="single")
_HEAD_FILL = PatternFill("solid", fgColor=_INK)
_TABLE_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
_A4 = 9
# In UTF-16 units, as the program counts. A law cut off in silence would be another law.
_LONGEST_CELL = 32_767
_CUT_OFF = " […] (Teksten er lengre enn en celle kan være. Resten står i de andre formatene.)"


def write(document: AnnexDocument) -> bytes:
    """The workbook. Texts are texts, also those that begin like a formula; dates are dates."""
    sheets = _by_owner(document)
    book = Workbook(write_only=True)
    book.properties.title = f"Vedlegg 2 per {long_date(document.on)}"
    book.properties.creator = facts.PUBLISHER
    book.properties.language = "nb-NO"
    _overview(book, document, sheets)
    for place, (owner, rows) in enumerate(sheets.items(), start=1):
        _specialty(book, owner, rows, place)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _by_owner(document: AnnexDocument) -> dict[Owner, list[Placed]]:
    """The læringsmål in force by specialty, in the order the specialties first stand in the annex."""
    sheets: dict[Owner, list[Placed]] = {}
    for placed in document.placed():
        if placed.objective.in_force:
            sheets.setdefault(placed.objective.owner, []).append(placed)
    return sheets


def _overview(book: Workbook, document: AnnexDocument, sheets: dict[Owner, list[Placed]]) -> None:
    sheet = book.create_sheet(OVERVIEW)
    cell = _Cells(sheet)
    _set_widths(sheet, _OVERVIEW_WIDTHS)
    sheet.freeze_panes = "A7"
    sheet.row_dimensions[1].height = 26
    _fit_to_width(sheet)
    sheet.append([cell(f"Læringsmål i vedlegg 2, slik de lyder {long_date(document.on)}", font=_TITLE, wrapped=False)])
    for text in (document.scope or "Hele vedlegg 2", facts.TITLE, facts.DISCLAIMER):
        sheet.append([cell(text, wrapped=False)])
    sheet.append([])
    sheet.append(cell.header(_OVERVIEW_HEADERS))
    for owner, rows in sheets.items():
        link = cell(_sheet_name(owner), font=_LINK)
        link.hyperlink = "#"
        link.hyperlink.target, link.hyperlink.location = None, f"'{_sheet_name(owner)}'!A1"  # in this file
        newest = max(placed.objective.valid_from for placed in rows)
        sheet.append([link, cell(owner.name or owner.short_name), cell(len(rows)), cell(newest)])
    sheet.append([None, cell("Sum", font=_BOLD), cell(document.count, font=_BOLD)])
    _add_table(sheet, "Oversikt", _OVERVIEW_HEADERS, first=6, last=6 + len(sheets))


def _specialty(book: Workbook, owner: Owner, rows: list[Placed], place: int) -> None:
    sheet = book.create_sheet(_sheet_name(owner))
    cell = _Cells(sheet)
    _set_widths(sheet, _WIDTHS)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    _fit_to_width(sheet)
    sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
    sheet.append(cell.header(HEADERS))
    for number, placed in enumerate(rows, start=2):
        values = row(placed)
        sheet.row_dimensions[number].height = _height(values)
        sheet.append([cell(value, wrapped=place in _WRAPPED) for place, value in enumerate(values)])
    _add_table(sheet, f"Tabell{place}", HEADERS, first=1, last=1 + len(rows))


def _height(values: tuple[Cell, ...]) -> float:
    """Room for the lines of the wrapped cells: not every program works it out when it opens the file."""
    lines = (
        sum(-(-max(1, len(line)) // _WIDTHS[place]) for line in str(values[place]).split("\n")) for place in _WRAPPED
    )
    return min(max(lines) * _LINE_HEIGHT, 409.0)


def _sheet_name(owner: Owner) -> str:
    """The short name: short enough for a tab, and never one that a spreadsheet refuses."""
    return owner.short_name if owner.short_name != OVERVIEW else f"{OVERVIEW} 2"


def _fit_to_width(sheet: Any) -> None:
    """On paper: as wide as the page, as long as it takes."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _set_widths(sheet: Any, widths: tuple[int, ...]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


class _Style(NamedTuple):
    """How a cell looks. Two that are equal are one style in the file."""

    font: Font | None = None
    fill: PatternFill | None = None
    wrapped: bool = False
    is_date: bool = False
    quoted: bool = False


class _Cells:
    """Makes the cells of a sheet. Each style is worked out once and then shared, which is most of the time saved."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._styles: dict[_Style, Any] = {}

    def __call__(
        self, value: Any, *, font: Font | None = None, fill: PatternFill | None = None, wrapped: bool = True
    ) -> WriteOnlyCell:
        """A cell with the value: a text is never a formula, whatever it begins with, nor when someone edits it."""
        is_text = isinstance(value, str)
        cell = WriteOnlyCell(self._sheet, _fitted(printable(value)) if is_text else value)
        if is_text:
            cell.data_type = "s"
        style = _Style(
            font, fill, is_text and wrapped, isinstance(value, dt.date), is_text and could_be_a_formula(value)
        )
        if style not in self._styles:
            self._styles[style] = _styled(cell, style)._style
        cell._style = self._styles[style]
        return cell

    def header(self, headers: tuple[str, ...]) -> list[WriteOnlyCell]:
        return [self(header, font=_HEAD, fill=_HEAD_FILL) for header in headers]


def _fitted(text: str) -> str:
    """The text as a cell can hold it; one that is too long says so where it is cut."""
    if len(text) <= _LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - len(_CUT_OFF))].decode("utf-16-le", errors="ignore") + _CUT_OFF


def _styled(cell: WriteOnlyCell, style: _Style) -> WriteOnlyCell:
    cell.alignment = Alignment(wrap_text=style.wrapped, vertical="top", horizontal="left" if style.is_date else None)
    if style.font:
        cell.font = style.font
    if style.fill:
        cell.fill = style.fill
    if style.is_date:
        cell.number_format = _DATE
    if style.quoted:
        cell.quotePrefix = True
    return cell


def _add_table(sheet: Any, name: str, headers: tuple[str, ...], *, first: int, last: int) -> None:
    """Makes the rows a table: header cells a screen reader tells, and a filter on each."""
    table = Table(displayName=name, ref=f"A{first}:{get_column_letter(len(headers))}{last}")
    table.tableStyleInfo = _TABLE_STYLE
    table._initialise_columns()
    for column, header in zip(table.tableColumns, headers, strict=True):
        column.name = header
    sheet._tables.add(table)  # add_table() does no more in a workbook that is only written, and warns
