"""JSON as `consolidate` writes it, CSV that Norwegian Excel opens, XLSX with an overview and real tables."""

from __future__ import annotations

import csv
import datetime as dt
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from objectives.export import FORMATS, build_document, of_chapter
from objectives.export.cells import HEADERS, could_be_a_formula
from tests import factories

from .exporting import CODES, FORMULA, ON, small_annex, stands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


def made(key: str, **choice: object) -> bytes:
    return FORMATS[key].make(build_document(on=ON, **choice))


# --- JSON ---------------------------------------------------------------------------------------------


def test_json_is_byte_for_byte_what_consolidate_writes(tmp_path):
    call_command("consolidate", "--on", "2026-03-01", "-o", str(tmp_path / "annex.json"))

    assert made("json") == (tmp_path / "annex.json").read_bytes()


def test_json_of_a_chapter_has_only_its_objectives():
    data = json.loads(made("json", selection=of_chapter("C15")))

    assert data["on"] == "2026-03-01"
    assert [one["code"] for one in data["objectives"]] == CODES[3:]
    assert data["objectives"][3]["text"].startswith("Selvstendig kunne vurdere: 3a. barn – nyfødte")


# --- CSV ----------------------------------------------------------------------------------------------


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_begins_with_a_bom_so_that_excel_reads_norwegian_letters():
    assert made("csv").startswith("\ufeffKode;Læringsmål;".encode())


def test_csv_has_a_header_and_a_row_for_each_objective():
    header, *rows = table(made("csv"))

    assert tuple(header) == HEADERS
    assert [row[0] for row in rows] == CODES


def test_csv_keeps_paragraphs_and_list_items_as_lines():
    rows = {row[0]: row for row in table(made("csv"))}

    assert rows["GAK-004"][1].split("\n") == [
        "Selvstendig kunne vurdere:",
        "3a. barn",
        "    – nyfødte",
        "    – skolebarn",
        "3b. voksne",
        "og forklare det for pårørende.",
    ]


def test_csv_never_lets_a_text_be_run_as_a_formula():
    rows = {row[0]: row for row in table(made("csv"))}

    assert rows["GAK-003"][1] == f"'{FORMULA}"


def test_csv_writes_dates_and_the_act():
    rows = {row[0]: dict(zip(HEADERS, row, strict=True)) for row in table(made("csv"))[1:]}

    assert rows["GAK-005"]["Gjelder fra"] == "2025-09-01"
    assert rows["GAK-005"]["Gjelder til og med"] == "2027-02-28"
    assert rows["GAK-005"]["Fastsatt ved"] == "FOR-2016-12-08-1482"
    assert rows["GAK-006"]["Utdanningens del"] == "Del 3"


@pytest.mark.parametrize("text", ["=1+1", "+47", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"])
def test_what_a_spreadsheet_may_take_for_a_formula_is_known(text):
    assert could_be_a_formula(text)


@pytest.mark.parametrize("text", ["Ha kunnskap om 1 + 1 = 2", "– et punkt", "«=»", "3a. =1"])
def test_ordinary_texts_are_left_alone(text):
    assert not could_be_a_formula(text)


# --- XLSX ---------------------------------------------------------------------------------------------


@pytest.fixture
def book(annex) -> Workbook:
    return load_workbook(BytesIO(made("xlsx")))


def test_the_workbook_has_an_overview_and_a_sheet_for_each_specialty(book):
    assert book.sheetnames == ["Oversikt", "FKM", "GAK"]


def test_the_overview_counts_and_links_to_the_sheets(book):
    sheet = book["Oversikt"]

    assert sheet["A1"].value == "Læringsmål i vedlegg 2, slik de lyder 1. mars 2026"
    assert [[cell.value for cell in row[:3]] for row in sheet["A7:C9"]] == [
        ["FKM", "Felles kompetansemål", 3],
        ["GAK", "Gastroenterologisk kirurgi", 6],
        [None, "Sum", 9],
    ]
    assert sheet["A8"].hyperlink.location == "'GAK'!A1"


def test_a_sheet_is_a_table_with_filters_frozen_panes_and_widths(book):
    sheet = book["GAK"]
    (made_table,) = sheet.tables.values()

    assert [cell.value for cell in sheet[1]] == list(HEADERS)
    assert made_table.ref == "A1:K7"
    assert made_table.autoFilter.ref == "A1:K7"
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width, sheet.print_title_rows) == ("B2", 80, "$1:$1")


def test_a_text_that_begins_like_a_formula_is_a_text(book):
    cell = book["GAK"]["B4"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


def test_no_cell_in_the_workbook_is_a_formula(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}

    assert "f" not in kinds


def test_dates_are_dates(book):
    cell = book["GAK"]["E2"]

    assert (cell.value.date(), cell.number_format) == (dt.date(2025, 9, 1), "dd.mm.yyyy")


def test_a_series_without_a_specialty_gets_a_sheet_by_its_prefix():
    series = factories.series("ØNH")
    series.specialty = None
    series.save(update_fields=["specialty"])
    stands("ØNH-001", "Ha kunnskap om øret.", in_chapter=factories.chapter("C47", "C47. Øre-nese-halssykdommer"))

    assert load_workbook(BytesIO(made("xlsx"))).sheetnames[-1] == "ØNH"


def test_a_text_longer_than_a_cell_says_that_it_is_cut_off():
    stands("GAK-009", "Ha kunnskap om " + "ØÆ𝄞" * 10_000, in_chapter=factories.chapter())

    value = load_workbook(BytesIO(made("xlsx")))["GAK"]["B3"].value

    assert value.endswith("ØÆ […] (Teksten er lengre enn en celle kan være. Resten står i de andre formatene.)")
    assert len(value.encode("utf-16-le")) // 2 == 32_766


def test_a_text_as_long_as_a_cell_is_whole():
    text = "Ha kunnskap om " + "Ø" * 32_752
    stands("GAK-009", text, in_chapter=factories.chapter())

    assert load_workbook(BytesIO(made("xlsx")))["GAK"]["B3"].value == text


def test_a_control_character_does_not_stop_the_workbook():
    stands("GAK-009", "Ha kunnskap\x0b om noe.", in_chapter=factories.chapter())

    assert load_workbook(BytesIO(made("xlsx")))["GAK"]["B3"].value == "Ha kunnskap om noe."
