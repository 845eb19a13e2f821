"""DOCX: the annex as a document with real styles, one paragraph per læringsmål with its code."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from objectives.legal_text import Block
from objectives.models import Stage
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
DEEPEST = 3
_SERIF, _SANS = "Georgia", "Calibri"
_INK, _MUTED = RGBColor(0x14, 0x23, 0x3A), RGBColor(0x4A, 0x55, 0x68)
_CODE_COLUMN = Cm(2.4)
_STEP = Cm(0.9)


def write(document: AnnexDocument) -> bytes:
    """The document in bokmål, with headings in three levels, page numbers and no tables."""
    docx = Document()
    _page(docx)
    _styles(docx)
    _properties(docx, document)
    _header_and_footer(docx, document)
    _front(docx, document)
    text = _Text(docx)
    for part in document.parts:
        text.heading(part.title, 1)
        for chapter in part.chapters:
            _chapter(text, part, chapter)
    file = BytesIO()
    docx.save(file)
    return file.getvalue()


class _Text:
    """Adds paragraphs by the id of their style: looking a style up by its name searches all of them each time."""

    def __init__(self, docx: Any) -> None:
        self._docx = docx
        self._ids = {style.name: style.style_id for style in docx.styles}

    def paragraph(self, text: str, style: str) -> Any:
        paragraph = self._docx.add_paragraph()
        paragraph._p.style = self._ids[style]
        if text:
            paragraph.add_run(text)
        return paragraph

    def heading(self, text: str, level: int) -> None:
        self.paragraph(text, f"Heading {level}")

    def objective(self, one: ObjectiveText) -> None:
        first, *rest = one.blocks
        paragraph = self.paragraph("", OBJECTIVE)
        paragraph.add_run(one.code)._r.style = self._ids[CODE]
        paragraph.add_run("\t" if first.level else f"\t{first.text}")
        for block in [first, *rest] if first.level else rest:
            self.block(block)
        if one.last_day:
            self.paragraph(f"Gjelder til og med {long_date(one.last_day)}.", NOTE)

    def block(self, block: Block) -> None:
        if block.level:
            self.paragraph(f"{block.mark}\t{block.text}", ITEM.format(level=min(block.level, DEEPEST)))
        else:
            self.paragraph(block.text, CONTINUED)


def _chapter(text: _Text, part: Part, chapter: Chapter) -> None:
    text.heading(chapter.title, 2)
    tells_stages = tells_stages_apart(part, chapter)
    for heading in chapter.headings:
        if heading.text:
            text.heading(heading.text, 3)
        for stage, objectives in by_stage(heading):
            if tells_stages:
                text.paragraph(str(Stage(stage).label), NOTE).paragraph_format.keep_with_next = True
            for one in objectives:
                text.objective(one)


def _front(docx: Any, document: AnnexDocument) -> None:
    docx.add_paragraph(facts.ANNEX_HEADING, style="Title")
    lines = [document.scope] if document.scope else []
    lines.append(f"Slik teksten lyder {long_date(document.on)}. {document.count} læringsmål.")
    for line in (*lines, f"{facts.TITLE}, {facts.LEGACY_ID}.", facts.DISCLAIMER):
        docx.add_paragraph(line, style="Subtitle")


def _page(docx: Any) -> None:
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)


def _styles(docx: Any) -> None:
    """The look is in the styles, so that whoever gets the file can change all of it in one place."""
    normal = docx.styles["Normal"]
    _font(normal, _SERIF, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.widow_control = True
    _language(docx)
    for level, size in ((1, 18), (2, 15), (3, 12)):
        style = docx.styles[f"Heading {level}"]
        _font(style, _SANS, size, bold=True, color=_INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size + 4), Pt(6)
        style.paragraph_format.keep_with_next = True
    for name, size, colour in (("Title", 24, _INK), ("Subtitle", 11, _MUTED)):
        style = docx.styles[name]
        _font(style, _SANS, size, bold=name == "Title", color=colour)
        style.font.italic = False
        for decoration in ("w:pBdr", "w:spacing", "w:kern"):  # the template's line, and its letters drawn apart
            for element in list(style.element.iter(qn(decoration))):
                element.getparent().remove(element)
        style.paragraph_format.space_after = Pt(6)
    _hanging(_paragraph_style(docx, OBJECTIVE), left=_CODE_COLUMN, hang=_CODE_COLUMN).keep_together = True
    _hanging(_paragraph_style(docx, CONTINUED), left=_CODE_COLUMN, hang=Cm(0))
    for level in range(1, DEEPEST + 1):
        style = _paragraph_style(docx, ITEM.format(level=level))
        _hanging(style, left=_CODE_COLUMN + level * _STEP, hang=_STEP)
    note = _paragraph_style(docx, NOTE)
    _font(note, _SANS, 9.5, color=_MUTED)
    _hanging(note, left=_CODE_COLUMN, hang=Cm(0))
    _font(docx.styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER), _SANS, 9.5, bold=True, color=_INK)


def _paragraph_style(docx: Any, name: str) -> Any:
    style = docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = docx.styles["Normal"]
    return style


def _hanging(style: Any, *, left: int, hang: int) -> Any:
    """The first line starts `hang` before the others, and its tab stops where they start."""
    layout = style.paragraph_format
    layout.left_indent, layout.first_line_indent = left, -hang
    layout.tab_stops.add_tab_stop(left, WD_TAB_ALIGNMENT.LEFT)
    return layout


def _font(style: Any, name: str, size: float, *, bold: bool = False, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = name, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # the template's theme would win over the name
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
    if color is not None:
        style.font.color.rgb = color


def _language(docx: Any) -> None:
    """Everything is bokmål: for the spelling check and for who reads the page aloud."""
    for properties in (*docx.styles.element.iter(qn("w:rPrDefault")), docx.styles["Normal"].element):
        run = properties.find(qn("w:rPr"))
        if run is None:
            run = OxmlElement("w:rPr")
            properties.append(run)
        for old in run.findall(qn("w:lang")):
            run.remove(old)
        language = OxmlElement("w:lang")
        for name in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{name}"), "nb-NO")
        run.append(language)


def _properties(docx: Any, document: AnnexDocument) -> None:
    properties = docx.core_properties
    properties.title = f"Vedlegg 2 slik det lyder {long_date(document.on)}"
    properties.subject = document.scope or facts.SHORT_TITLE
    properties.author = properties.last_modified_by = facts.PUBLISHER
    properties.language = "nb-NO"
    properties.comments = facts.DISCLAIMER


def _header_and_footer(docx: Any, document: AnnexDocument) -> None:
    section = docx.sections[0]
    section.header.paragraphs[0].text = f"Vedlegg 2 slik det lyder {long_date(document.on)}"
    footer = section.footer.paragraphs[0]
    footer.add_run("Side ")
    _field(footer, "PAGE")
    footer.add_run(" av ")
    _field(footer, "NUMPAGES")
    for name in ("Header", "Footer"):
        _font(docx.styles[name], _SANS, 9, color=_MUTED)


def _field(paragraph: Any, instruction: str) -> None:
    """A number the reader's program works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
