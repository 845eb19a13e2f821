"""Each format of an endringsforskrift: what it is made of, what it says beside the words, and what it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import orjson
import pytest
from lxml import etree
from openpyxl import load_workbook

from objectives.operations import MoveObjective, Place
from regulations import grounds, services
from regulations.documents import FORMATS, build_document
from regulations.documents.as_json import fingerprint
from regulations.documents.as_xlsx import HEADERS
from regulations.documents.reading import UnreadableError, operations_of, read_xhtml
from regulations.documents.vocabulary import says_its_operation
from regulations.grounds import Grounds
from tests import factories

from .conftest import IN_FORCE

pytestmark = pytest.mark.django_db

XHTML = {"h": "http://www.w3.org/1999/xhtml"}
MIDNIGHT = dt.datetime.combine(IN_FORCE, dt.time())  # as a spreadsheet reads a date
ANNEX = "forskrift/2016-12-08-1482/vedlegg2"


def made(key: str, regulation, **options):
    return FORMATS[key].make(build_document(regulation, **options))


def changes(regulation) -> list[dict[str, str]]:
    root = etree.fromstring(made("xhtml", regulation))
    return [dict(one.attrib) for one in root.iterfind(".//h:article[@class='change']", XHTML)]


# --- XHTML --------------------------------------------------------------------------------------------


def test_each_clause_is_a_change_that_names_its_part_in_lovdatas_attributes(locked):
    told = [{name: value for name, value in one.items() if name.endswith("-part")} for one in changes(locked)]

    assert told == [
        {"data-repeal-part": f"{ANNEX}/GAK-077"},
        {"data-change-part": f"{ANNEX}/GAK-084"},
        {"data-add-new-part": f"{ANNEX}/GAK-085"},
        {"data-repeal-part": f"{ANNEX}/ANE-052", "data-add-new-part": f"{ANNEX}/ANE-053"},
    ]


def test_a_move_is_a_pair_of_where_it_stood_and_where_it_goes(empty_draft, texts, by):
    place = Place(chapter="C15", theme=texts.heading.pk)
    moved = MoveObjective(code="GAK-077", place=place, basis=texts.repealed.pk)
    services.add_clause(regulation=empty_draft, operation=moved, by=by)

    (change,) = changes(empty_draft)
    assert change["data-move-part"] == f"{ANNEX}/GAK-077;;{ANNEX}/C15/15.11/GAK-077"


def test_what_lovdata_has_no_word_for_is_told_in_attributes_of_our_own(locked):
    *_others, replaced = changes(locked)

    assert replaced["data-endring"] == "replace"
    assert replaced["data-virkning"] == "skjerpet"
    assert replaced["data-bygger-pa"] == f"FOR-2016-12-08-1482@{factories.LONG_AGO}"
    assert replaced["data-i-kraft"] == f"{IN_FORCE}"


def test_everything_that_is_changed_stands_in_one_document_change(locked):
    root = etree.fromstring(made("xhtml", locked))

    (changed,) = root.iterfind(".//h:article[@class='document-change']", XHTML)
    assert changed.get("data-document") == "forskrift/2016-12-08-1482"
    assert len(changed.findall(".//h:article[@class='change']", XHTML)) == 4


def test_the_header_of_an_announced_act_has_lovdatas_fields(announced):
    root = etree.fromstring(made("xhtml", announced))
    fields = {one.get("class"): "".join(one.itertext()) for one in root.iterfind(".//h:dd", XHTML)}

    assert fields["legacyID"] == "FOR-2027-01-29-114"
    assert fields["dokid"] == "LTI/forskrift/2027-01-29-114"
    assert fields["dateInForce"] == "2027-02-12, 2027-09-01"
    assert fields["dateOfPublication"] == "2027-02-12 12:00"
    assert fields["changesToDocuments"] == "forskrift/2016-12-08-1482"
    assert fields["miscInformation"].startswith("Hjemmel: Fastsatt av Helsedirektoratet 29. januar 2027")
    assert "status" not in fields


def test_a_draft_says_that_it_is_one_and_has_no_number(draft):
    root = etree.fromstring(made("xhtml", draft))
    fields = {one.get("class"): one.text for one in root.iterfind(".//h:dd", XHTML)}

    assert fields["status"] == "Utkast – ikke kunngjort"
    assert "legacyID" not in fields


def test_a_word_lost_on_the_way_is_another_operation(locked):
    whole = made("xhtml", locked)
    document = build_document(locked)

    broken = operations_of(read_xhtml(whole.replace(b"kolecystektomi", b"cholecystektomi")))

    assert broken != [change.operation for change in document.changes]


def test_a_file_that_is_no_xhtml_can_not_be_read():
    with pytest.raises(UnreadableError):
        read_xhtml(b"%PDF-1.7")


def test_a_text_the_register_does_not_have_is_told(locked, by):
    told = f"FOR-2016-12-08-1482@{factories.LONG_AGO}"
    whole = made("xhtml", locked).decode().replace(told, "FOR-1999-01-01-1@1999-01-01").encode()

    with pytest.raises(UnreadableError, match="no text of GAK-077 from 1999-01-01"):
        operations_of(read_xhtml(whole))


def test_a_wording_edited_into_something_else_is_printed_without_saying_what_it_does(locked):
    document = build_document(locked)
    clause = document.chapters[0].clauses[1]
    (instruction,) = clause.instructions
    edited = replace(clause, instructions=(replace(instruction, new_text="Noe helt annet."),))
    chapters = (replace(document.chapters[0], clauses=(edited,)),)

    root = etree.fromstring(FORMATS["xhtml"].make(replace(document, chapters=chapters)))
    (change,) = root.iterfind(".//h:article[@class='change']", XHTML)

    assert says_its_operation(clause)
    assert not says_its_operation(edited)
    assert dict(change.attrib) == {"class": "change"}
    assert "Noe helt annet." in "".join(change.itertext())


# --- XLSX ---------------------------------------------------------------------------------------------


def rows(book, sheet: str) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows()]


def test_there_is_an_overview_and_a_sheet_for_each_specialty(locked):
    book = load_workbook(BytesIO(made("xlsx", locked)))

    assert book.sheetnames == ["Oversikt", "GAK", "ANE"]
    assert rows(book, "Oversikt")[5:] == [
        ("Ark", "Spesialitet", "Endringsledd", "Opphevet", "Nye koder", "Første dag i kraft"),
        ("GAK", "Gastroenterologisk kirurgi", 3, 1, 1, MIDNIGHT),
        ("ANE", "Anestesiologi", 1, 1, 1, MIDNIGHT),
        (None, "Sum", 4, None, None, None),
    ]


def test_old_and_new_stand_side_by_side_with_what_it_means_for_approvals(locked):
    header, row = rows(load_workbook(BytesIO(made("xlsx", locked))), "ANE")
    told = dict(zip(header, row, strict=True))

    assert header == HEADERS[:-2]  # nobody knows of causes here
    assert (told["Gjeldende kode"], told["Ny kode"]) == ("ANE-052", "ANE-053")
    assert told["Gjeldende tekst"] == "Under supervisjon kunne gi sedasjon."
    assert told["Ny tekst"] == "Selvstendig kunne gi sedasjon."
    assert told["Godkjenning følger med"] == "nei"
    assert told["Trer i kraft"] == MIDNIGHT


def test_each_sheet_is_a_table_with_filters_and_a_frozen_header(locked):
    book = load_workbook(BytesIO(made("xlsx", locked)))

    assert [list(sheet.tables) for sheet in book] == [["Oversikt"], ["Tabell1"], ["Tabell2"]]
    assert [sheet.freeze_panes for sheet in book] == ["A7", "B2", "B2"]


def test_a_sheet_is_printed_on_landscape_a4_in_letters_that_can_be_read(locked):
    sheet = load_workbook(BytesIO(made("xlsx", locked)))["ANE"]

    characters = sum(column.width for column in sheet.column_dimensions.values())
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.oddFooter.right.text) == ("$1:$1", "Side &P av &N")
    assert characters < 200  # about 150 fit the page at full size


def test_the_name_of_a_file_keeps_the_sound_of_the_norwegian_letters(draft):
    draft.name = "Høst: molekylære prøver på sykehus"

    assert build_document(draft).file_name == "utkast-host-molekylaere-prover-pa-sykehus.pdf"


def test_every_cell_of_words_is_broken_into_lines_with_room_for_them(locked):
    sheet = load_workbook(BytesIO(made("xlsx", locked)))["ANE"]

    assert all(cell.alignment.wrap_text for cell in sheet[2] if isinstance(cell.value, str))
    assert sheet.row_dimensions[2].height >= 30


def test_the_cause_and_the_assessment_come_from_whoever_knows_them(locked, monkeypatch):
    why = Grounds("Ordet er stavet feil.", "Vi er enige.")
    monkeypatch.setattr(grounds, "_finders", [lambda clauses: dict.fromkeys(clauses, why)])

    _header, row = rows(load_workbook(BytesIO(made("xlsx", locked, with_grounds=True))), "ANE")

    assert row[-2:] == ("Ordet er stavet feil.", "Vi er enige.")


# --- JSON and the fingerprint -------------------------------------------------------------------------


def test_the_json_tells_texts_before_and_after_with_their_codes(locked):
    clause = orjson.loads(made("json", locked))["chapters"][1]["clauses"][0]

    assert clause["before"] == [
        {
            "code": "ANE-052",
            "text": "Under supervisjon kunne gi sedasjon.",
            "enacted_by": "FOR-2016-12-08-1482",
            "valid_from": f"{factories.LONG_AGO}",
        }
    ]
    assert [one["code"] for one in clause["after"]] == ["ANE-053"]
    assert clause["in_force_from"] == "2027-09-01"


def test_the_working_title_is_internal_and_in_no_file_a_program_reads(locked):
    for key in ("json", "xhtml", "akn"):
        assert "Vinter 2027" not in made(key, locked).decode()


def test_the_fingerprint_is_the_same_until_something_that_is_printed_changes(draft, by):
    before = fingerprint(build_document(draft))

    assert fingerprint(build_document(draft)) == before
    services.remove_clause(clause=draft.clauses.first(), by=by)
    assert fingerprint(build_document(draft)) != before


# --- all of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_every_format_can_be_made_of_an_empty_draft(empty_draft, key):
    assert made(key, empty_draft)


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_a_text_can_not_bring_markup_or_control_characters_with_it(draft, key):
    document = build_document(draft)
    hostile = replace(document, title="Forskrift <b>&amp; \x00]]> om endring", entry_into_force="=1+1\x07")

    content = FORMATS[key].make(hostile)

    if key in ("xhtml", "akn"):
        assert "<b>" in "".join(etree.fromstring(content).itertext())


def test_an_act_that_is_neither_decided_nor_planned_has_no_place_in_akoma_ntoso(draft):
    with pytest.raises(ValueError, match="no date"):
        FORMATS["akn"].make(replace(build_document(draft), planned_on=None))


def test_the_files_are_in_bokmal_whatever_language_the_reader_has_chosen(locked):
    from django.utils import translation

    bokmal = made("xlsx", locked)
    with translation.override("nn"):
        nynorsk = made("xlsx", locked)

    assert rows(load_workbook(BytesIO(nynorsk)), "ANE") == rows(load_workbook(BytesIO(bokmal)), "ANE")


def test_a_heading_and_a_date_of_an_announced_clause_are_known(announced):
    starts = [change.starts for change in build_document(announced).changes]

    assert starts == [IN_FORCE, factories.announced(dt.date(2027, 2, 12)).date(), IN_FORCE, IN_FORCE]
