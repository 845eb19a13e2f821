"""DOCX: the annex as a document with real styles, one paragraph per læringsmål with its code."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm

from objectives.models import Stage
from objectives.printing import word
from objectives.rules import long_date

from . import facts
from .document import AnnexDocument, Chapter, ObjectiveText, Part, by_stage, tells_stages_apart

OBJECTIVE, CONTINUED, ITEM, NOTE, CODE = (
    "Læringsmål",
    "Læringsmål fortsatt",
    "Læringsmål punkt {level}",
    "Læringsmål merknad",
    "Læringsmål kode",
)
_CODE_COLUMN = Cm(2.4)


def write(document: AnnexDocument) -> bytes:
    """The document in bokmål, with headings in three levels, page numbers and no tables."""
    docx = word.new_document()
    _styles(docx)
    about = f"Vedlegg 2 slik det lyder {long_date(document.on)}"
    word.set_properties(
        docx,
        title=about,
        subject=document.scope or facts.SHORT_TITLE,
        author=facts.PUBLISHER,
        comments=facts.DISCLAIMER,
    )
    word.header_and_footer(docx, about)
    _front(docx, document)
    text = word.Paragraphs(docx)
    for part in document.parts:
        text.heading(part.title, 1)
        for chapter in part.chapters:
            _chapter(text, part, chapter)
    return word.saved(docx)


def _chapter(text: word.Paragraphs, part: Part, chapter: Chapter) -> None:
    text.heading(chapter.title, 2)
    tells_stages = tells_stages_apart(part, chapter)
    for heading in chapter.headings:
        if heading.text:
            text.heading(heading.text, 3)
        for stage, objectives in by_stage(heading):
            if tells_stages:
                text.add(str(Stage(stage).label), NOTE).paragraph_format.keep_with_next = True
            for one in objectives:
                _objective(text, one)


def _objective(text: word.Paragraphs, one: ObjectiveText) -> None:
    first, *rest = one.blocks
    paragraph = text.add("", OBJECTIVE)
    text.run(paragraph, one.code, CODE)
    paragraph.add_run("\t" if first.level else f"\t{first.text}")
    for block in [first, *rest] if first.level else rest:
        text.block(block, paragraph=CONTINUED, item=ITEM)
    if one.last_day:
        text.add(f"Gjelder til og med {long_date(one.last_day)}.", NOTE)


def _front(docx: Any, document: AnnexDocument) -> None:
    docx.add_paragraph(facts.ANNEX_HEADING, style="Title")
    lines = [document.scope] if document.scope else []
    lines.append(f"Slik teksten lyder {long_date(document.on)}. {document.count} læringsmål.")
    for line in (*lines, f"{facts.TITLE}, {facts.LEGACY_ID}.", facts.DISCLAIMER):
        docx.add_paragraph(line, style="Subtitle")


def _styles(docx: Any) -> None:
    word.hanging(word.paragraph_style(docx, OBJECTIVE), left=_CODE_COLUMN, hang=_CODE_COLUMN).keep_together = True
    word.hanging(word.paragraph_style(docx, CONTINUED), left=_CODE_COLUMN, hang=Cm(0))
    word.item_styles(docx, ITEM, left=_CODE_COLUMN)
    note = word.paragraph_style(docx, NOTE)
    word.font(note, word.SANS, 9.5, color=word.MUTED)
    word.hanging(note, left=_CODE_COLUMN, hang=Cm(0))
    word.font(word.character_style(docx, CODE), word.SANS, 9.5, bold=True, color=word.INK)
