"""The Word file for Lovdata's form: the whole act in real styles, in bokmål, with nothing Word-only in the way."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from objectives.legal_text import plain
from regulations.documents import FORMATS, ActDocument, build_document

from .test_pdf import LISTED, TRANSITIONAL, document


def opened(act: ActDocument):
    return Document(BytesIO(FORMATS["docx"].make(act)))


@pytest.fixture(scope="module")
def draft_file():
    return opened(document())


def styles(docx) -> list[str]:
    return [paragraph.style.name for paragraph in docx.paragraphs]


def said(docx) -> str:
    return " ".join(" ".join(paragraph.text for paragraph in docx.paragraphs).split())


# --- what it is made of -------------------------------------------------------------------------------


def test_every_part_of_the_act_has_a_style_of_its_own(draft_file):
    assert styles(draft_file) == [
        "Utkastmerke",
        "Title",
        "Hjemmel",
        "Romertall",
        "Normal",
        "Heading 2",
        "Endringsledd",
        "Endringsledd",
        "Ny tekst",
        "Ny tekst punkt 1",
        "Ny tekst punkt 1",
        "Endringsledd",
        "Ny tekst",
        "Romertall",
        "Normal",
        "Romertall",
        "Normal",
    ]


def test_the_roman_parts_are_headings_of_the_first_level(draft_file):
    roman = draft_file.styles["Romertall"]

    assert roman.base_style.name == "Heading 1"


def test_all_of_it_is_in_bokmal(draft_file):
    languages = {element.get(qn("w:val")) for element in draft_file.styles.element.iter(qn("w:lang"))}

    assert languages == {"nb-NO"}
    assert draft_file.core_properties.language == "nb-NO"


def test_there_are_no_text_boxes_or_drawings(draft_file):
    for unwanted in ("w:drawing", "w:pict", "w:object", "w:framePr"):
        assert list(draft_file.element.iter(qn(unwanted))) == []


def test_the_file_names_nothing_outside_itself():
    with ZipFile(BytesIO(FORMATS["docx"].make(document()))) as file:
        assert b'TargetMode="External"' not in b"".join(file.read(name) for name in file.namelist())


# --- what it says -------------------------------------------------------------------------------------


def test_it_says_every_word_of_the_structure_in_order(draft_file):
    one, words = document(), said(draft_file)
    expected = [
        one.title,
        f"Hjemmel: {one.legal_basis}",
        one.lead_in,
        "C22. Anestesiologi",
        "ANE-052 oppheves.",
        "Nytt læringsmål ANE-053 under 22.6 skal lyde:",
        plain(LISTED),
        one.entry_into_force,
        plain(TRANSITIONAL),
    ]

    places = [words.index(sentence) for sentence in expected]
    assert places == sorted(places)


def test_a_draft_is_marked_on_the_page_in_the_header_and_in_what_the_file_says_of_itself(draft_file):
    assert draft_file.paragraphs[0].text == "UTKAST – ikke kunngjort · Vinter 2027"
    assert draft_file.sections[0].header.paragraphs[0].text == "UTKAST – ikke kunngjort"
    assert draft_file.core_properties.title.startswith("Utkast: ")
    assert draft_file.core_properties.content_status == "Utkast"


def test_a_locked_manuscript_is_not_called_a_draft_since_it_goes_to_lovdata_as_it_is():
    docx = opened(document(is_locked=True))

    assert "UTKAST" not in said(docx)
    assert docx.sections[0].header.paragraphs[0].text.startswith("Manuskript til kunngjøring i Norsk Lovtidend")
    assert docx.core_properties.content_status == "Til kunngjøring"


def test_an_announced_act_says_its_number():
    docx = opened(document(legacy_id="FOR-2027-01-29-114", number=114))

    assert docx.sections[0].header.paragraphs[0].text == "FOR-2027-01-29-114"
    assert docx.core_properties.content_status == "Kunngjort"


# --- the overview after it ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_each_clause_does_and_from_when_is_a_table_after_the_act(locked):
    docx = opened(build_document(locked))

    (table,) = docx.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Nr.", "Læringsmål eller overskrift", "Endring", "Trer i kraft"],
        ["1", "GAK-077", "oppheving", "1. september 2027"],
        ["2", "GAK-084", "språklig retting", "straks"],
        ["3", "GAK-085", "nytt læringsmål", "1. september 2027"],
        ["4", "ANE-052, ANE-053", "erstatter ANE-052, skjerpet", "1. september 2027"],
    ]


@pytest.mark.django_db
def test_the_table_header_comes_again_on_every_page_and_no_row_is_torn_in_two(locked):
    (table,) = opened(build_document(locked)).tables

    header, *rows = table._tbl.tr_lst
    assert header.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in [header, *rows])
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows)


@pytest.mark.django_db
def test_the_overview_says_that_it_is_no_part_of_the_act_and_stands_on_its_own_page(locked):
    docx = opened(build_document(locked))

    heading = next(one for one in docx.paragraphs if one.text == "Oversikt over endringene")
    assert heading.paragraph_format.page_break_before
    assert "Oversikten er ikke del av forskriften." in said(docx)
