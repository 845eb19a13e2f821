"""XLSX: what the directorate sends out with a decision: «Oversikt», and a sheet for each specialty with its changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from objectives.export import facts, workbook
from objectives.export.cells import Cell, lines_of
from objectives.export.workbook import Listed, sheet_name
from objectives.operations import AddTheme, RenameTheme
from regulations.grounds import NONE

from .changes import Change, NewText, Words
from .structure import NOT_ANNOUNCED, ActDocument

HEADERS = (
    "Ledd",
    "Endring",
    "Gjeldende kode",
    "Gjeldende tekst",
    "Ny kode",
    "Ny tekst",
    "Temaoverskrift",
    "Utdanningens del",
    "Trer i kraft",
    "Begrunnelse for datoen",
    "Godkjenning følger med",
    "Årsak til endringen",
    "Helsedirektoratets vurdering",
)
# All of them together are what can still be read on a landscape A4: nine points without the grounds, seven with them.
_WIDTHS = (6, 16, 11, 33, 11, 33, 19, 13, 13, 17, 13, 23, 23)
_OF_GROUNDS = 2  # the last columns
_OVERVIEW_HEADERS = ("Ark", "Spesialitet", "Endringsledd", "Opphevet", "Nye koder", "Første dag i kraft")
_OVERVIEW_WIDTHS = (10, 48, 14, 12, 12, 24)


def write(document: ActDocument) -> bytes:
    """The workbook. A clause is a row for each læringsmål it ends or makes."""
    sheets = _by_sheet(document)
    # The cause and the assessment are told only where somebody has given them.
    shown = len(HEADERS) if any(one.grounds != NONE for one in document.changes) else len(HEADERS) - _OF_GROUNDS
    book = workbook.new_workbook(title=f"{_state(document)}: {document.title}")
    workbook.add_overview(
        book,
        lines=(document.title, _state(document), document.entry_into_force, facts.DISCLAIMER),
        headers=_OVERVIEW_HEADERS,
        widths=_OVERVIEW_WIDTHS,
        listed=[Listed(name, _counts(changes)) for name, changes in sheets.items()],
        total=(None, "Sum", document.clause_count),
    )
    for number, (name, changes) in enumerate(sheets.items(), start=1):
        workbook.add_table_sheet(
            book,
            name,
            number=number,
            headers=HEADERS[:shown],
            widths=_WIDTHS[:shown],
            wrapped=range(shown),
            rows=[row[:shown] for change in changes for row in _rows(change)],
        )
    return workbook.saved(book)


def _state(document: ActDocument) -> str:
    if not document.is_draft:
        return f"Kunngjort som {document.legacy_id}"
    name = f" · {document.working_title}" if document.working_title else ""
    return f"{document.mark.capitalize()} – {NOT_ANNOUNCED}{name}"


def _by_sheet(document: ActDocument) -> dict[str, list[Change]]:
    """The changes by specialty, in the order the specialties first stand in the act."""
    sheets: dict[str, list[Change]] = {}
    for change in document.changes:
        sheets.setdefault(sheet_name(change.sheet), []).append(change)
    return sheets


def _counts(changes: list[Change]) -> tuple[Cell | int, ...]:
    days = [change.starts for change in changes if change.starts]
    ended = sum(len(change.ended) for change in changes)
    made = sum(len(change.operation.prefixes) for change in changes)
    return changes[0].specialty, len(changes), ended, made, min(days) if days else None


def _rows(change: Change) -> Iterator[tuple[Cell | int, ...]]:
    """Old and new side by side; where there are more of the one, the other's cells are empty."""
    for old, new in zip_longest(change.before, change.after or (None,)):
        heading = new.heading if new else change.heading
        yield (
            change.number,
            change.what,
            old.name if old else None,
            lines_of(old.text) if old else None,
            (new.code or f"{new.prefix}-[ny]") if new else _heading_number(change),
            _new_text(old, new) if new else _heading_title(change),
            heading,
            new.stage if new else None,
            change.starts or change.when,
            change.departure_reason or None,
            _approvals(change),
            change.grounds.cause or None,
            change.grounds.assessment or None,
        )


def _new_text(old: Words | None, new: NewText) -> str | None:
    """The words that are new; none where only the place or the code is."""
    return lines_of(new.text) if old is None or old.text != new.text else None


def _approvals(change: Change) -> str | None:
    follow = change.approvals_follow
    return None if follow is None else "ja" if follow else "nei"


def _heading_number(change: Change) -> str | None:
    operation = change.operation
    return (operation.number or None) if isinstance(operation, AddTheme | RenameTheme) else None


def _heading_title(change: Change) -> str | None:
    operation = change.operation
    return operation.title if isinstance(operation, AddTheme | RenameTheme) else None
