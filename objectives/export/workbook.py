"""A workbook with an «Oversikt» and a sheet for each specialty: what every spreadsheet of the annex is made of.

Texts are texts, also those that begin like a formula; dates are dates; rows are real tables with filters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.table import Table, TableStyleInfo

from . import facts
from .cells import Cell, could_be_a_formula
from .document import printable

OVERVIEW = "Oversikt"
_LINE_HEIGHT = 15.0  # points
_DATE = "dd.mm.yyyy"
_INK = "14233A"
_FACE = {"name": "Calibri", "size": 11}
_HEAD = Font(**_FACE, bold=True, color="FFFFFF")
TITLE = Font(name="Calibri", size=16, bold=True, color=_INK)
BOLD = Font(**_FACE, bold=True)
_LINK = Font(**_FACE, color="22477A", underline="single")
_HEAD_FILL = PatternFill("solid", fgColor=_INK)
_TABLE_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
_A4 = 9
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)  # inches
# In UTF-16 units, as the program counts. A law cut off in silence would be another law.
_LONGEST_CELL = 32_767
_CUT_OFF = " […] (Teksten er lengre enn en celle kan være. Resten står i de andre formatene.)"


def new_workbook(*, title: str) -> Workbook:
    """An empty workbook in bokmål that can only be written."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = facts.PUBLISHER
    book.properties.language = "nb-NO"
    return book


def saved(book: Workbook) -> bytes:
    """The file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class Listed(NamedTuple):
    """A sheet as the overview tells of it: its name, what it is about, and what is counted."""

    sheet: str
    values: Sequence[Cell | int]


def add_overview(
    book: Workbook,
    *,
    lines: Sequence[str],
    headers: Sequence[str],
    widths: Sequence[int],
    listed: Iterable[Listed],
    total: Sequence[Cell | int],
) -> None:
    """The first sheet: what the file is (the first of `lines` is its title), and a link to each of the others."""
    sheet = book.create_sheet(OVERVIEW)
    cell = Cells(sheet)
    _set_widths(sheet, widths)
    first = len(lines) + 2
    sheet.freeze_panes = f"A{first + 1}"
    sheet.row_dimensions[1].height = 26
    _fit_to_width(sheet)
    for place, text in enumerate(lines):
        sheet.append([cell(text, font=None if place else TITLE, wrapped=False)])
    sheet.append([])
    sheet.append(cell.header(headers))
    count = 0
    for count, one in enumerate(listed, start=1):  # noqa: B007
        sheet.append([_link_to(cell, one.sheet), *map(cell, one.values)])
    sheet.append([cell(value, font=BOLD) if value is not None else None for value in total])
    _add_table(sheet, OVERVIEW, headers, first=first, last=first + count)


def add_table_sheet(
    book: Workbook,
    name: str,
    *,
    number: int,
    headers: Sequence[str],
    widths: Sequence[int],
    wrapped: Sequence[int],
    rows: Sequence[Sequence[Cell | int]],
) -> None:
    """A sheet that is one table; `number` makes its name in the file, `wrapped` are the columns of many lines."""
    sheet = book.create_sheet(name)
    cell = Cells(sheet)
    _set_widths(sheet, widths)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    _fit_to_width(sheet)
    sheet.row_dimensions[1].height = max(2 * _LINE_HEIGHT, _height(headers, widths, range(len(headers))))
    sheet.append(cell.header(headers))
    for place, values in enumerate(rows, start=2):
        sheet.row_dimensions[place].height = _height(values, widths, wrapped)
        sheet.append([cell(value, wrapped=column in wrapped) for column, value in enumerate(values)])
    _add_table(sheet, f"Tabell{number}", headers, first=1, last=1 + len(rows))


def sheet_name(wanted: str) -> str:
    """Short enough for a tab, and never the overview's."""
    return wanted[:31] if wanted != OVERVIEW else f"{OVERVIEW} 2"


def _link_to(cell: Callable[..., Any], name: str) -> Any:
    link = cell(name, font=_LINK)
    link.hyperlink = "#"
    link.hyperlink.target, link.hyperlink.location = None, f"'{name}'!A1"  # in this file
    return link


def _height(values: Sequence[Cell | int], widths: Sequence[int], wrapped: Sequence[int]) -> float:
    """Room for the lines of the wrapped cells: not every program works it out when it opens the file."""
    lines = (_lines(str(values[place] or ""), widths[place]) for place in wrapped)
    return min(max(lines) * _LINE_HEIGHT, 409.0)


def _lines(text: str, width: int) -> int:
    """How many lines the text takes in a column: broken between words, each is some characters short of full."""
    return sum(1 if len(line) <= width else -(-len(line) // (width - 4)) for line in text.split("\n"))


def _fit_to_width(sheet: Any) -> None:
    """On paper: as wide as the page, as long as it takes."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = _MARGINS
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Side &P av &N"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


class _Style(NamedTuple):
    """How a cell looks. Two that are equal are one style in the file."""

    font: Font | None = None
    fill: PatternFill | None = None
    wrapped: bool = False
    is_date: bool = False
    is_number: bool = False
    quoted: bool = False


class Cells:
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
            font=font,
            fill=fill,
            wrapped=is_text and wrapped,
            is_date=isinstance(value, dt.date),
            is_number=isinstance(value, int),
            quoted=is_text and could_be_a_formula(value),
        )
        if style not in self._styles:
            self._styles[style] = _styled(cell, style)._style
        cell._style = self._styles[style]
        return cell

    def header(self, headers: Sequence[str]) -> list[WriteOnlyCell]:
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
    # Numbers end, and dates begin, a little inside their columns, so that two beside each other are not read as one.
    side = "left" if style.is_date else "right" if style.is_number else None
    cell.alignment = Alignment(wrap_text=style.wrapped, vertical="top", horizontal=side, indent=1 if side else 0)
    if style.font:
        cell.font = style.font
    if style.fill:
        cell.fill = style.fill
    if style.is_date:
        cell.number_format = _DATE
    if style.quoted:
        cell.quotePrefix = True
    return cell


def _add_table(sheet: Any, name: str, headers: Sequence[str], *, first: int, last: int) -> None:
    """Makes the rows a table: header cells a screen reader tells, and a filter on each."""
    table = Table(displayName=name, ref=f"A{first}:{get_column_letter(len(headers))}{last}")
    table.tableStyleInfo = _TABLE_STYLE
    table._initialise_columns()
    for column, header in zip(table.tableColumns, headers, strict=True):
        column.name = header
    sheet._tables.add(table)  # add_table() does no more in a workbook that is only written, and warns
