"""Legal text as a Word document: real styles, bokmål, page numbers, and table headers that are told on every page.

The look is in the styles, so that whoever gets the file can change all of it in one place. No text boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from objectives.legal_text import Block

SERIF, SANS = "Georgia", "Calibri"
INK, MUTED, RED = RGBColor(0x14, 0x23, 0x3A), RGBColor(0x4A, 0x55, 0x68), RGBColor(0x8A, 0x1C, 0x1C)
LANGUAGE = "nb-NO"
DEEPEST = 3
STEP = Cm(0.9)
_HEADING_SIZES = ((1, 18), (2, 15), (3, 12))
_TWIPS = 635  # English Metric Units in a twentieth of a point


def new_document() -> Any:
    """An empty A4 document in bokmål, with the styles «Normal», «Title», «Subtitle» and three levels of headings."""
    docx = Document()
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    normal = docx.styles["Normal"]
    font(normal, SERIF, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.widow_control = True
    _language(docx)
    for level, size in _HEADING_SIZES:
        style = docx.styles[f"Heading {level}"]
        font(style, SANS, size, bold=True, color=INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size + 4), Pt(6)
        style.paragraph_format.keep_with_next = True
    for name, size, colour in (("Title", 24, INK), ("Subtitle", 11, MUTED)):
        style = docx.styles[name]
        font(style, SANS, size, bold=name == "Title", color=colour)
        style.font.italic = False
        for decoration in ("w:pBdr", "w:spacing", "w:kern"):  # the template's line, and its letters drawn apart
            for element in list(style.element.iter(qn(decoration))):
                element.getparent().remove(element)
        style.paragraph_format.space_after = Pt(6)
    return docx


def saved(docx: Any) -> bytes:
    """The file."""
    file = BytesIO()
    docx.save(file)
    return file.getvalue()


def set_properties(docx: Any, *, title: str, subject: str, author: str, comments: str = "") -> None:
    """What the file says of itself."""
    properties = docx.core_properties
    properties.title, properties.subject, properties.comments = title, subject, comments
    properties.author = properties.last_modified_by = author
    properties.language = LANGUAGE


def header_and_footer(docx: Any, header: str) -> None:
    """A line on top of every page, and «Side 1 av 4» under it."""
    section = docx.sections[0]
    section.header.paragraphs[0].text = header
    footer = section.footer.paragraphs[0]
    footer.add_run("Side ")
    _field(footer, "PAGE")
    footer.add_run(" av ")
    _field(footer, "NUMPAGES")
    for name in ("Header", "Footer"):
        font(docx.styles[name], SANS, 9, color=MUTED)


class Paragraphs:
    """Adds paragraphs by the id of their style: looking a style up by its name searches all of them each time."""

    def __init__(self, docx: Any) -> None:
        self._docx = docx
        self._ids = {style.name: style.style_id for style in docx.styles}

    def add(self, text: str, style: str) -> Any:
        paragraph = self._docx.add_paragraph()
        paragraph._p.style = self._ids[style]
        if text:
            paragraph.add_run(text)
        return paragraph

    def heading(self, text: str, level: int) -> None:
        self.add(text, f"Heading {level}")

    def run(self, paragraph: Any, text: str, style: str) -> None:
        """Words in a character style, at the end of the paragraph."""
        paragraph.add_run(text)._r.style = self._ids[style]

    def block(self, block: Block, *, paragraph: str, item: str) -> None:
        """A paragraph or a list item of a legal text; `item` is the style's name with `{level}` in it."""
        if block.level:
            self.add(f"{block.mark}\t{block.text}", item.format(level=min(block.level, DEEPEST)))
        else:
            self.add(block.text, paragraph)


def paragraph_style(docx: Any, name: str) -> Any:
    style = docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = docx.styles["Normal"]
    return style


def character_style(docx: Any, name: str) -> Any:
    return docx.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)


def item_styles(docx: Any, name: str, *, left: int) -> None:
    """A style for each level of list items; `name` has `{level}` in it."""
    for level in range(1, DEEPEST + 1):
        hanging(paragraph_style(docx, name.format(level=level)), left=left + level * STEP, hang=STEP)


def hanging(style: Any, *, left: int, hang: int) -> Any:
    """The first line starts `hang` before the others, and its tab stops where they start."""
    layout = style.paragraph_format
    layout.left_indent, layout.first_line_indent = left, -hang
    layout.tab_stops.add_tab_stop(left, WD_TAB_ALIGNMENT.LEFT)
    return layout


def font(style: Any, name: str, size: float, *, bold: bool = False, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = name, Pt(size), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # the template's theme would win over the name
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
    if color is not None:
        style.font.color.rgb = color


def table(
    docx: Any, headers: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int], style: str
) -> None:
    """A table whose header row is marked as one and comes again on every page; no row is torn in two.

    Written as elements: python-docx looks every cell up anew, which is slow for hundreds of rows.
    """
    made = docx.add_table(rows=0, cols=len(headers))
    made.style, made.autofit = "Table Grid", False
    ids = {one.name: one.style_id for one in docx.styles}
    for column, width in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width // _TWIPS))
    made._tbl.append(_row(headers, widths, ids[f"{style} overskrift"], is_header=True))
    for row in rows:
        made._tbl.append(_row(row, widths, ids[style]))


def table_styles(docx: Any, name: str) -> None:
    """The paragraph styles of a table's cells and of its header row."""
    for style, bold in ((paragraph_style(docx, name), False), (paragraph_style(docx, f"{name} overskrift"), True)):
        font(style, SANS, 9, bold=bold, color=INK if bold else None)
        style.paragraph_format.space_after = Pt(2)


def _row(texts: Sequence[str], widths: Sequence[int], style: str, *, is_header: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for text, width in zip(texts, widths, strict=True):
        row.append(_cell(text, width, style))
    return row


def _cell(text: str, width: int, style: str) -> Any:
    cell = OxmlElement("w:tc")
    properties, size = OxmlElement("w:tcPr"), OxmlElement("w:tcW")
    size.set(qn("w:w"), str(width // _TWIPS))
    size.set(qn("w:type"), "dxa")
    properties.append(size)
    cell.append(properties)
    for line in text.split("\n"):
        paragraph: Any = OxmlElement("w:p")
        paragraph.style = style
        if line:
            paragraph.add_r().text = line
        cell.append(paragraph)
    return cell


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
            language.set(qn(f"w:{name}"), LANGUAGE)
        run.append(language)


def _field(paragraph: Any, instruction: str) -> None:
    """A number the reader's program works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
