"""XHTML in the element vocabulary of Norsk Lovtidend: a `document-change`, and in it a `change` for each clause.

Lovdata's attributes tell which part of which document is changed (`data-change-part`, `data-add-new-part`,
`data-repeal-part`, `data-move-part`; a move is a pair joined by «;;», several parts are parted by spaces). What they
have no word for – what a change means, where a text is placed, which text it builds on, from when – is told in
attributes of our own, listed in docs/export.md. `reading.read_xhtml` reads the file back to the same operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from objectives import legal_text
from objectives.export import facts
from objectives.export.as_xhtml import list_markup
from objectives.export.nesting import runs
from objectives.legal_text import Block

from .changes import Change
from .structure import ActDocument, ChapterPart, ClauseText, Instruction
from .vocabulary import Attributes, change_attributes, instruction_attributes, says_its_operation

_DEPARTMENT = "Helse- og omsorgsdepartementet"


def write(document: ActDocument) -> bytes:
    """The whole act, well-formed, in one root element, so that a browser shows it too."""
    return "".join(_page(document)).encode()


def _page(document: ActDocument) -> Iterator[str]:
    title = escape(document.title)
    mark = f"{document.mark.capitalize()}: " if document.mark else ""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="nb" xml:lang="nb">\n'
        f"<head><title>{mark}{title}</title></head>\n<body>\n"
        '<header class="documentHeader" id="hode"><dl class="data-document-key-info">\n'
        f"{''.join(_key_information(document))}</dl></header>\n"
        f'<main class="documentBody" id="dokument"{_url(document)}><h1>{title}</h1>\n'
    )
    yield '<section class="section" data-name="kapI" id="kapittel-1"><h2>I</h2>\n'
    yield f'<article class="document-change" data-document="{facts.REF_ID}">{_paragraph(document.lead_in)}\n'
    for part in document.chapters:
        yield from _chapter(part)
    yield "</article>\n</section>\n"
    yield '<section class="section" data-name="kapII" id="kapittel-2"><h2>II</h2>'
    yield f"{_paragraph(document.entry_into_force)}</section>\n"
    if document.transitional:
        yield '<section class="section" data-name="kapIII" id="kapittel-3"><h2>III</h2>'
        yield f"{_text(document.transitional, paragraph='defaultP')}</section>\n"
    yield "</main>\n</body>\n</html>\n"


def _key_information(document: ActDocument) -> Iterator[str]:
    pairs = [
        ("legacyID", "Datokode", document.legacy_id),
        ("dokid", "DokumentID", f"LTI/{_ref_id(document)}" if document.legacy_id else ""),
        ("refid", "RefID", _ref_id(document)),
        ("ministry", "Departement", _DEPARTMENT),
        ("dateInForce", "I kraft fra", ", ".join(_days(document))),
        ("dateOfPublication", "Kunngjort", _announced(document)),
        ("changesToDocuments", "Endrer", facts.REF_ID),
        ("titleShort", "Korttittel", document.short_title),
        ("title", "Tittel", document.title),
        ("miscInformation", "Annet om dokumentet", f"Hjemmel: {document.legal_basis}"),
    ]
    if document.mark:
        pairs.append(("status", "Status", f"{document.mark.capitalize()} – ikke kunngjort"))
    for name, label, value in pairs:
        if value:
            listed = name in ("ministry", "changesToDocuments")
            shown = f"<ul><li>{escape(value)}</li></ul>" if listed else escape(value)
            yield f'<dt class="{name}">{label}</dt><dd class="{name}">{shown}</dd>\n'


def _ref_id(document: ActDocument) -> str:
    return f"forskrift/{document.decided_on}-{document.number}" if document.decided_on and document.number else ""


def _url(document: ActDocument) -> str:
    return f' data-lovdata-URL="LTI/{_ref_id(document)}"' if document.legacy_id else ""


def _announced(document: ActDocument) -> str:
    return f"{timezone.localtime(document.announced_at):%Y-%m-%d %H:%M}" if document.announced_at else ""


def _days(document: ActDocument) -> list[str]:
    """Each first day once, as Lovdata lists them; in words where there is no day."""
    days = sorted({change.starts for change in document.changes if change.starts})
    words = sorted({change.when for change in document.changes if not change.starts})
    return [*(f"{day}" for day in days), *words]


def _chapter(part: ChapterPart) -> Iterator[str]:
    yield f'<section class="section"><h3>{escape(part.heading)}</h3>\n'
    yield from map(_clause, part.clauses)
    yield "</section>\n"


def _clause(clause: ClauseText) -> str:
    change = clause.change
    told = change is not None and says_its_operation(clause)
    own = change_attributes(change) if change and told else {}
    return (
        f'<article class="change"{_attributes(own)}>'
        + "".join(_instructions(clause, change if told else None))
        + "</article>\n"
    )


def _instructions(clause: ClauseText, change: Change | None) -> Iterator[str]:
    own = instruction_attributes(change, len(clause.instructions)) if change else [{}] * len(clause.instructions)
    for instruction, attributes in zip(clause.instructions, own, strict=True):
        yield f'<article class="defaultP"{_attributes(attributes)}>{escape(instruction.prose)}</article>'
        yield _new_text(instruction, is_heading=change is not None and change.is_of_heading)


def _new_text(instruction: Instruction, *, is_heading: bool) -> str:
    if not instruction.new_text:
        return ""
    if is_heading:
        return f'<span class="futuretitle">{escape(instruction.new_text)}</span>'
    return _text(instruction.new_text, paragraph="legalP")


def _text(stored: str, *, paragraph: str) -> str:
    return "".join(
        f'<article class="{paragraph}">{escape(run.text)}</article>' if isinstance(run, Block) else list_markup(run)
        for run in runs(legal_text.blocks(stored))
    )


def _paragraph(text: str) -> str:
    return f'<article class="defaultP">{escape(text)}</article>'


def _attributes(attributes: Attributes) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
