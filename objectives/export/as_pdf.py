"""PDF: the annex as a tagged document, one block for each læringsmål. Heavy: only in a worker or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from objectives.legal_text import Block
from objectives.models import Stage
from objectives.printing.fonts import found
from objectives.printing.pdf import check_pdf, html_to_pdf
from objectives.rules import long_date

from . import facts
from .document import AnnexDocument, Chapter, ObjectiveText, Part, by_stage, tells_stages_apart
from .nesting import Item, runs

STYLE_SHEET = "objectives/annex.css"
# A chapter of more læringsmål than this starts on a page of its own.
_A_LONG_CHAPTER = 15


def write(document: AnnexDocument, *, laid_out: Callable[[], None] | None = None) -> bytes:
    """The file, checked to be whole and tagged.

    No table: a table over many pages is torn into several in the PDF's structure. Raises FilesMissing.
    """
    style_sheet = found(STYLE_SHEET).read_text(encoding="utf-8")
    content = html_to_pdf(render_html(document), style_sheet=style_sheet, laid_out=laid_out)
    check_pdf(content)
    return content


def render_html(document: AnnexDocument) -> str:
    """The document as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return "".join(_page(document))


def _page(document: AnnexDocument) -> Iterator[str]:
    day = long_date(document.on)
    scope = f" – {document.scope}" if document.scope else ""
    yield (
        f'<!doctype html>\n<html lang="nb">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Vedlegg 2{escape(scope)}, slik teksten lyder {day}</title>\n"
        f'<meta name="author" content="{facts.PUBLISHER}">\n<meta name="generator" content="{facts.GENERATOR}">\n'
        f'<meta name="description" content="{escape(facts.DISCLAIMER)}">\n</head>\n<body>\n'
        f"<h1>{escape(facts.ANNEX_HEADING)}</h1>\n"
        f'<p class="front front--day">Slik teksten lyder {day}</p>\n'
    )
    counted = f"{document.scope}. {document.count} læringsmål." if document.scope else f"{document.count} læringsmål."
    for line in (counted, f"{facts.TITLE}, {facts.LEGACY_ID}.", facts.DISCLAIMER):
        yield f'<p class="front">{escape(line)}</p>\n'
    for part in document.parts:
        yield f"<h2>{escape(part.title)}</h2>\n"
        for chapter in part.chapters:
            yield from _chapter(part, chapter)
    yield "</body>\n</html>\n"


def _chapter(part: Part, chapter: Chapter) -> Iterator[str]:
    starts_a_page = len(part.chapters) > 1 and chapter is not part.chapters[0]
    long = starts_a_page and sum(len(heading.objectives) for heading in chapter.headings) > _A_LONG_CHAPTER
    yield f'<section class="chapter{" chapter--long" if long else ""}"><h3>{escape(chapter.title)}</h3>\n'
    tells_stages = tells_stages_apart(part, chapter)
    for heading in chapter.headings:
        if heading.text:
            yield f"<h4>{escape(heading.text)}</h4>\n"
        for stage, objectives in by_stage(heading):
            if tells_stages:
                yield f'<p class="stage">{Stage(stage).label}</p>\n'
            yield from map(_objective, objectives)
    yield "</section>\n"


def _objective(one: ObjectiveText) -> str:
    first, *others = one.blocks
    words = "" if first.level else escape(first.text)
    rest = "".join(
        f"<p>{escape(run.text)}</p>" if isinstance(run, Block) else _list(run)
        for run in runs(one.blocks if first.level else others)
    )
    note = f'<p class="note">Gjelder til og med {long_date(one.last_day)}.</p>' if one.last_day else ""
    css = "lm__first" if words else "lm__first lm__alone"
    return f'<div class="lm"><p class="{css}"><span class="code">{one.code}</span> {words}</p>{rest}{note}</div>\n'


def _list(items: Sequence[Item]) -> str:
    return f"<ul>{''.join(map(_list_item, items))}</ul>"


def _list_item(item: Item) -> str:
    words = f'<span class="mark">{escape(item.block.mark)}</span> {escape(item.block.text)}' if item.block else ""
    return f"<li>{words}{_list(item.inside) if item.inside else ''}</li>"
