"""DOCX: the manuscript for Lovdata's form, which takes Word and not PDF.

The act itself is paragraphs in styles of their own. After it, on a page of its own and told to be no part of the act,
stands a table of what each clause does and from when, for whoever codes the text.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from objectives import legal_text
from objectives.export import facts
from objectives.printing import word
from objectives.rules import long_date

from .structure import DRAFT, NOT_ANNOUNCED, ActDocument, ClauseText, Instruction

BASIS, ROMAN, CLAUSE, NEW, NEW_ITEM, MARK, NOTE, CELL = (
    "Hjemmel",
    "Romertall",
    "Endringsledd",
    "Ny tekst",
    "Ny tekst punkt {level}",
    "Utkastmerke",
    "Merknad",
    "Oversikt",
)
OVERVIEW = "Oversikt over endringene"
_OVERVIEW_NOTE = "Til hjelp for den som koder teksten. Oversikten er ikke del av forskriften."
_HEADERS = ("Nr.", "Læringsmål eller overskrift", "Endring", "Trer i kraft")
_WIDTHS = (Cm(1.2), Cm(6.2), Cm(5.0), Cm(3.6))
_NEW_TEXT = Cm(0.9)


def write(document: ActDocument) -> bytes:
    """The document in bokmål, as a Word file."""
    docx = word.new_document()
    _styles(docx)
    _properties(docx, document)
    word.header_and_footer(docx, _header(document))
    text = word.Paragraphs(docx)
    _act(text, document)
    if document.changes:
        _overview(docx, text, document)
    return word.saved(docx)


def _act(text: word.Paragraphs, document: ActDocument) -> None:
    if document.mark == DRAFT:
        name = f" · {document.working_title}" if document.working_title else ""
        text.add(f"{DRAFT} – {NOT_ANNOUNCED}{name}", MARK)
    text.add(document.title, "Title")
    text.add(f"Hjemmel: {document.legal_basis}", BASIS)
    text.add("I", ROMAN)
    text.add(document.lead_in, "Normal")
    for part in document.chapters:
        text.heading(part.heading, 2)
        for clause in part.printed:
            _clause(text, clause)
    text.add("II", ROMAN)
    text.add(document.entry_into_force, "Normal")
    if document.transitional:
        text.add("III", ROMAN)
        _legal_text(text, document.transitional, paragraph="Normal")


def _clause(text: word.Paragraphs, clause: ClauseText) -> None:
    for instruction in clause.instructions:
        _instruction(text, instruction)


def _instruction(text: word.Paragraphs, instruction: Instruction) -> None:
    prose = text.add(instruction.prose, CLAUSE)
    if instruction.new_text:
        prose.paragraph_format.keep_with_next = True
        _legal_text(text, instruction.new_text, paragraph=NEW)


def _legal_text(text: word.Paragraphs, stored: str, *, paragraph: str) -> None:
    for block in legal_text.blocks(stored):
        text.block(block, paragraph=paragraph, item=NEW_ITEM)


def _overview(docx: Any, text: word.Paragraphs, document: ActDocument) -> None:
    text.add(OVERVIEW, "Heading 1").paragraph_format.page_break_before = True
    text.add(_OVERVIEW_NOTE, NOTE)
    rows = ((str(one.number), one.names, one.what, one.when) for one in document.changes)
    word.table(docx, _HEADERS, rows, widths=_WIDTHS, style=CELL)


def _styles(docx: Any) -> None:
    basis = word.paragraph_style(docx, BASIS)
    basis.font.size = Pt(10)
    basis.paragraph_format.space_after = Pt(12)
    _roman(docx)
    clause = word.paragraph_style(docx, CLAUSE)
    clause.paragraph_format.space_before = Pt(8)
    word.hanging(word.paragraph_style(docx, NEW), left=_NEW_TEXT, hang=Cm(0))
    word.item_styles(docx, NEW_ITEM, left=_NEW_TEXT)
    word.font(word.paragraph_style(docx, MARK), word.SANS, 11, bold=True, color=word.RED)
    word.font(word.paragraph_style(docx, NOTE), word.SANS, 9.5, color=word.MUTED)
    word.table_styles(docx, CELL)
    docx.styles["Title"].font.size = Pt(20)


def _roman(docx: Any) -> None:
    """«I», «II» and «III» are headings of the first level, in the middle, as Norsk Lovtidend sets them."""
    roman = word.paragraph_style(docx, ROMAN)
    roman.base_style = docx.styles["Heading 1"]
    roman.font.size = Pt(12)
    roman.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _properties(docx: Any, document: ActDocument) -> None:
    draft = f"{document.mark.capitalize()}: " if document.mark else ""
    number = f" ({document.legacy_id})" if document.legacy_id else ""
    word.set_properties(
        docx, title=f"{draft}{document.title}{number}", subject=document.short_title, author=facts.PUBLISHER
    )
    docx.core_properties.content_status = document.mark.capitalize() or "Kunngjort"
    docx.core_properties.keywords = NOT_ANNOUNCED if document.is_draft else document.legacy_id


def _header(document: ActDocument) -> str:
    if document.mark == DRAFT:
        return f"{DRAFT} – {NOT_ANNOUNCED}"
    if document.mark:
        return f"Manuskript til kunngjøring i Norsk Lovtidend · {document.short_title}"
    day = f" · vedtatt {long_date(document.decided_on)}" if document.decided_on else ""
    return f"{document.legacy_id}{day}"
