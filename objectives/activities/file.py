"""The rows of a CSV or XLSX file of læringsaktiviteter, as plain text: no database, no rules of the domain.

One row per activity. The columns may stand in any order; the header row names them.
"""

from __future__ import annotations

import csv
import datetime as dt
import lzma
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from organisations.refusals import Refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_ROWS = 5_000
COLUMNS = {
    "kind": "type",
    "title": "tittel",
    "course_kind": "kurstype",
    "minimum": "anbefalt minste antall",
    "specialty": "spesialitet",
    "codes": "læringsmål",
}
_REQUIRED = ("kind", "title", "specialty", "codes")
_DELIMITERS = ";\t,"
# What the reader of workbooks raises for a file that is damaged, or is something else.
_NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    ArithmeticError,
    RuntimeError,
    lzma.LZMAError,
    struct.error,
)


class UnreadableFile(Refusal):
    """The file can't be read as a list of læringsaktiviteter; nothing of it is used."""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row as it is written, its words single-spaced. `row` is its number in the spreadsheet; the header's is 1."""

    row: int
    kind: str
    title: str
    specialty: str
    codes: str
    course_kind: str = ""
    minimum: str = ""


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises UnreadableFile when it is missing, not a file, empty or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(_("%(path)s er ikke en fil.") % {"path": path}, code="not-a-file")
        if status.st_size > MAX_BYTES:
            raise UnreadableFile(
                _("%(path)s er for stor: grensen er %(limit)d MB.") % {"path": path, "limit": MAX_BYTES // 2**20},
                code="too-large",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(_("Filen %(path)s finnes ikke.") % {"path": path}, code="no-file") from None
    except OSError as error:
        raise UnreadableFile(
            _("%(path)s kan ikke leses: %(reason)s.") % {"path": path, "reason": error.strerror}, code="no-access"
        ) from None
    if not data.strip():
        raise UnreadableFile(_("%(path)s er tom.") % {"path": path}, code="empty")
    return data


def read_rows(data: bytes) -> list[ActivityRow]:
    """The rows, blank ones left out. A file that begins as a zip is XLSX; any other is CSV in UTF-8.

    Raises UnreadableFile.
    """
    records = _xlsx(data) if data.startswith(b"PK") else _csv(data)
    numbered = enumerate(records, start=1)
    header = next(numbered, (0, []))[1]
    places = _places([_words(cell).casefold() for cell in header])
    rows = [_row(number, cells, places) for number, cells in numbered if any(_words(cell) for cell in cells)]
    if not rows:
        raise UnreadableFile(_("Filen har ingen rader under overskriftene."), code="no-rows")
    return rows


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    by_name = {name: key for key, name in COLUMNS.items()}
    unknown = [name for name in header if name and name not in by_name]
    missing = [COLUMNS[key] for key in _REQUIRED if COLUMNS[key] not in header]
    twice = [name for name in by_name if header.count(name) > 1]
    problems = [
        (missing, _("mangler kolonnen %(names)s")),
        (unknown, _("har den ukjente kolonnen %(names)s")),
        (twice, _("har kolonnen %(names)s to ganger")),
    ]
    found = [message % {"names": ", ".join(f"«{name}»" for name in names)} for names, message in problems if names]
    if found:
        raise UnreadableFile(
            _("Første rad %(problems)s. Kolonnene heter %(columns)s.")
            % {"problems": ", ".join(found), "columns": ", ".join(COLUMNS.values())},
            code="columns",
        )
    return {by_name[name]: place for place, name in enumerate(header) if name}


def _row(number: int, cells: Sequence[Any], places: dict[str, int]) -> ActivityRow:
    beyond = [cell for place, cell in enumerate(cells) if place not in places.values() and _words(cell)]
    if beyond:
        raise UnreadableFile(
            _("Rad %(row)d har «%(cell)s» utenfor kolonnene. Er det et skilletegn for mye i en av cellene?")
            % {"row": number, "cell": _words(beyond[0])[:60]},
            code="beyond-columns",
        )
    values = {key: _words(cells[place]) if place < len(cells) else "" for key, place in places.items()}
    return ActivityRow(row=number, **values)


def _words(cell: Any) -> str:
    """A cell as text on one line. A whole number from a spreadsheet is «10», not «10.0»."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime | dt.date):
        cell = f"{cell:%d.%m.%Y}"  # a title or a code that the spreadsheet has taken for a date: shown, and refused
    return unicodedata.normalize("NFC", " ".join(str(cell).split()))


def _csv(data: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            _("Filen er verken XLSX eller CSV i UTF-8. Lagre den som «CSV UTF-8» eller XLSX, og prøv igjen."),
            code="not-utf8",
        ) from None
    if "\0" in text:
        raise UnreadableFile(_("Filen er ikke en tekstfil."), code="not-text")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        yield from _limited(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(
            _("Filen er ikke riktig CSV (%(reason)s). Er det et anførselstegn for mye?") % {"reason": error},
            code="not-csv",
        ) from None


def _xlsx(data: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableFile(_("Regnearket er for stort når det pakkes ut."), code="too-large")
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheet = book["Læringsaktiviteter"] if "Læringsaktiviteter" in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # the size a file claims can be wrong; what is there is read
        yield from _limited(sheet.iter_rows(values_only=True))
    except _NOT_A_WORKBOOK as error:
        raise UnreadableFile(
            _("Filen er ikke et regneark i XLSX. Åpne den i Excel, lagre den som XLSX og prøv igjen."), code="not-xlsx"
        ) from error


def _limited(records: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for count, record in enumerate(records):
        if count > MAX_ROWS:
            raise UnreadableFile(
                _("Filen har flere enn %(most)d rader. Del den.") % {"most": MAX_ROWS}, code="too-many-rows"
            )
        yield record
