"""XHTML in the element vocabulary of Lovdata's public data, which `import_annex` reads back to the same register.

Well-formed, in one root element, so that a browser shows it too. What the register holds is what is printed:
introductions, tables and notes on changes are Lovdata's, and are not in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from objectives.annex import notes, outline
from objectives.annex.reader import STAGE_ATTRIBUTE
from objectives.annex.reading import ActReading, Ending
from objectives.legal_text import Block
from objectives.models import Stage
from objectives.rules import long_date

from . import facts
from .document import AnnexDocument, Chapter, ObjectiveText, Part, by_stage
from .nesting import Item, nested, runs

_MONTHS = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des")


def stream(document: AnnexDocument) -> Iterator[bytes]:
    """The file, a chapter at a time."""
    yield _start(document).encode()
    for place, part in enumerate(document.parts, start=1):
        yield from (text.encode() for text in _part(part, f"{facts.ANNEX_ID}-kapittel-{place}", place))
    yield b"</section>\n</main>\n</body>\n</html>\n"


def _start(document: AnnexDocument) -> str:
    title = escape(facts.TITLE)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="nb" xml:lang="nb">\n'
        f"<head><title>{escape(facts.ANNEX_HEADING)}, {long_date(document.on)}</title></head>\n<body>\n"
        f'<header class="documentHeader" id="hode"><dl class="data-document-key-info">\n{_key_information(document)}'
        f'</dl></header>\n<main class="documentBody" id="dokument" data-lovdata-URL="{facts.DOCUMENT_ID}">'
        f'<h1>{title}</h1>\n<section class="section" data-name="vedlegg2" id="{facts.ANNEX_ID}" '
        f'data-lovdata-URL="{facts.DOCUMENT_ID}/KAPITTEL_9"><h2>{escape(facts.ANNEX_HEADING)}</h2>\n'
    )


def _key_information(document: AnnexDocument) -> str:
    about = f"Slik teksten lyder {long_date(document.on)}"
    scope = f" ({document.scope})" if document.scope else ""
    pairs = (
        ("legacyID", "Datokode", facts.LEGACY_ID),
        ("dokid", "DokumentID", facts.DOCUMENT_ID),
        ("dateInForce", "I kraft fra", facts.IN_FORCE_FROM),
        ("lastChangeInForce", "Ikrafttredelse av siste endring", (document.last_change or document.on).isoformat()),
        ("titleShort", "Korttittel", facts.SHORT_TITLE),
        ("title", "Tittel", facts.TITLE),
        ("refid", "RefID", facts.REF_ID),
        ("miscInformation", "Annet om dokumentet", f"{about}{scope}. {facts.DISCLAIMER}"),
    )
    return "".join(
        f'<dt class="{name}">{label}</dt><dd class="{name}">{escape(value)}</dd>\n' for name, label, value in pairs
    )


def _part(part: Part, number: str, place: int) -> Iterator[str]:
    yield f'<section class="section" data-name="kap{place}" id="{number}"><h3>{escape(part.title)}</h3>\n'
    told: list[notes.Change] = []
    for chapter_place, chapter in enumerate(part.chapters, start=1):
        note = _former_note(chapter, told) if chapter.is_former else ""
        printed = chapter if note or not chapter.is_former else _only_in_force(chapter)
        if printed.headings or not chapter.is_former:
            yield note + _chapter(part, printed, f"{number}-kapittel-{chapter_place}", chapter_place)
    yield "</section>\n"


def _chapter(part: Part, chapter: Chapter, number: str, place: int) -> str:
    stage = outline.stage_in_chapter(part.letter, chapter.title)
    if chapter.is_former:
        stage = notes.stage_named_in(chapter.title)
    text = [f'<section class="section" data-name="kap{place}" id="{number}"><h4>{escape(chapter.title)}</h4>\n']
    for heading_place, heading in enumerate(chapter.headings, start=1):
        if heading.text:
            text.append(
                f'<section class="section" data-name="kap{heading_place}" id="{number}-kapittel-{heading_place}">'
                f"<h5>{escape(heading.text)}</h5>\n"
            )
        for own, objectives in by_stage(heading):
            text.append(_scoped(own, objectives) if stage is None else _paragraphs(objectives, stage))
        if heading.text:
            text.append("</section>\n")
    return "".join([*text, "</section>\n"])


def _paragraphs(objectives: Sequence[ObjectiveText], stage: str) -> str:
    """A paragraph each; one of another part of the training than its place tells, says so itself."""
    return "".join(
        f'<article class="defaultP"{_stage_attribute(one, stage)}>{_code(one, "")}{_rest(one)}</article>\n'
        for one in objectives
    )


def _stage_attribute(one: ObjectiveText, stage: str) -> str:
    return "" if one.stage == stage else f" {STAGE_ATTRIBUTE}={quoteattr(one.stage)}"


def _scoped(stage: str, objectives: Sequence[ObjectiveText]) -> str:
    """Under «Del 1:», as in part A: a list; or paragraphs, when one has paragraphs that a list item can't hold."""
    label = str(Stage(stage).label)
    if any(not block.level for one in objectives for block in one.blocks[1:]):
        return f'<article class="defaultP">{label}:</article>\n' + _paragraphs(objectives, stage)
    items = "".join(_item("–", _code(one, ":"), one.blocks) for one in objectives)
    return f'<article class="defaultP">{label}: <ul class="defaultList">{items}</ul></article>\n'


def _item(mark: str, code: str, blocks: Sequence[Block]) -> str:
    """A læringsmål as an item of a list under «Del 1:», with its own list inside."""
    first = blocks[0].text if not blocks[0].level else ""
    return list_item_markup(Item(Block(first, 1, mark), nested(blocks[1:] if first else blocks)), code)


def _code(one: ObjectiveText, after: str) -> str:
    """The code and what stands between it and the text. A text that begins with a colon keeps it."""
    first = one.blocks[0]
    return f"{one.code}{after or (':' if first.text.startswith(':') else '')} "


def _rest(one: ObjectiveText) -> str:
    """The text of a læringsmål: its first words after the code, its lists, and its other paragraphs."""
    first, *others = one.blocks
    words = "" if first.level else escape(first.text)
    return words + "".join(
        f'<article class="legalP">{escape(run.text)}</article>' if isinstance(run, Block) else list_markup(run)
        for run in runs(one.blocks if first.level else others)
    )


def list_markup(items: Sequence[Item]) -> str:
    """A list and the lists in it, in Lovdata's elements."""
    return f'<ul class="defaultList">{"".join(list_item_markup(item) for item in items)}</ul>'


def list_item_markup(item: Item, before: str = "") -> str:
    words, mark = "", ""
    if item.block:
        words = f'<article class="legalP">{before}{escape(item.block.text)}</article>'
        mark = f" data-li-identifier={quoteattr(item.block.mark)} data-name={quoteattr(item.block.mark.rstrip('.'))}"
    inside = list_markup(item.inside) if item.inside else ""
    return f'<li{mark}><article class="listArticle">{words}{inside}</article></li>'


def _former_note(chapter: Chapter, told: list[notes.Change]) -> str:
    """The note that tells when a former chapter began and ceased to apply, as the reader finds it.

    Empty when the chapter's læringsmål did not begin and cease together, or when what the part's notes have said
    already (`told`) would make the reader find other dates.
    """
    stage, endings = notes.stage_named_in(chapter.title), _endings(chapter)
    if not stage or len(endings) != 1:
        return ""
    (began_by, ending), *_others = endings
    text = (
        f"Endret ved forskrift {_named(began_by)} (i kraft {_short(ending.began)}), opphevet ved forskrift "
        f"{_named(ending.by)} (i kraft {_short(ending.ceased)}, gjelder Del {stage})."
    )
    found = [*told, *notes.changes(text)]
    if notes.ending(found, stage=stage) != ending:
        return ""
    told.extend(notes.changes(text))
    return f'<article class="changesToParent" data-text-size="small">{escape(text)}</article>\n'


def _endings(chapter: Chapter) -> set[tuple[ActReading, Ending]]:
    found = set()
    for heading in chapter.headings:
        for one in heading.objectives:
            if one.valid_until is None or one.repealed_by is None:
                return set()
            by = ActReading(one.repealed_by.decided_on, one.repealed_by.number)
            began_by = ActReading(one.enacted_by.decided_on, one.enacted_by.number)
            found.add((began_by, Ending(one.valid_from, one.valid_until, by)))
    return found


def _only_in_force(chapter: Chapter) -> Chapter:
    """What must be told of a former chapter whose ending can't be: the læringsmål that still apply."""
    headings = [
        heading._replace(objectives=[one for one in heading.objectives if one.in_force]) for heading in chapter.headings
    ]
    return chapter._replace(headings=[heading for heading in headings if heading.objectives])


def _named(act: ActReading) -> str:
    return f"{_short(act.decided_on)} nr. {act.number}"


def _short(day: dt.date) -> str:
    """«1 sep 2025», as Lovdata writes it in notes."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
