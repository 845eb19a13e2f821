"""The vocabulary of Lovdata's XHTML, for making files like it: benchmarks and tests use the same."""

from __future__ import annotations

from html import escape

ACT = "FOR-2016-12-08-1482"
TITLE = "Forskrift om spesialistutdanning og spesialistgodkjenning for leger og tannleger (spesialistforskriften)"


def document(
    *annex: str,
    last_change: str = "2026-03-01",
    act: str = ACT,
    before: str = "",
    start: str = "",
    end: str = "",
) -> str:
    """A whole forskrift: the header, `before` (sections ahead of the annex), and vedlegg 2.

    The two elements at the top are not one XML document, as in the published files; `start` and `end` go around.
    """
    pairs = {
        "legacyID": act,
        "dokid": f"SF/forskrift/{act.removeprefix('FOR-')}",
        "dateInForce": "2017-03-01, 2019-03-01",
        "lastChangeInForce": last_change,
        "titleShort": "Spesialistforskriften",
        "title": TITLE,
        "refid": f"forskrift/{act.removeprefix('FOR-')}",
    }
    information = "\n".join(
        f'<dt class="{name}">{name}</dt><dd class="{name}">{escape(value)}</dd>'
        for name, value in pairs.items()
        if value
    )
    header = (
        f'<header class="documentHeader" id="hode"><dl class="data-document-key-info">\n{information}\n</dl></header>'
    )
    body = section("Vedlegg 2. Læringsmål for spesialistutdanningen av leger", *annex, name="vedlegg2", level=2)
    return f'{start}{header}<main class="documentBody" id="dokument"><h1>{TITLE}</h1>\n{before}{body}</main>{end}'


def section(heading: str, *content: str, name: str = "kap", level: int) -> str:
    """A section with its heading: level 3 is a part, 4 a chapter, 5 a temaoverskrift."""
    inside = "\n".join(content)
    return f'<section class="section" data-name="{name}"><h{level}>{escape(heading)}</h{level}>\n{inside}\n</section>'


def part(heading: str, *content: str) -> str:
    return section(heading, *content, level=3)


def chapter(heading: str, *content: str) -> str:
    return section(heading, *content, level=4)


def theme(heading: str, *content: str) -> str:
    return section(heading, *content, level=5)


def paragraph(text: str, inside: str = "") -> str:
    """A paragraph of the regulation; `inside` is markup after its words."""
    return f'<article class="defaultP">{escape(text)}{inside}</article>'


def small(text: str) -> str:
    """An introduction or a footnote: printed small."""
    return f'<article class="defaultP" data-text-size="small">{escape(text)}</article>'


def note(text: str) -> str:
    """A note on changes."""
    return f'<article class="changesToParent" data-text-size="small">{escape(text)}</article>'


def items(*texts: str, marks: tuple[str, ...] = ()) -> str:
    """A list; without `marks` each item has a dash."""
    rows = "".join(
        f'<li data-li-identifier="{mark}" data-name="{mark.rstrip(".")}"><article class="listArticle">'
        f'<article class="legalP">{escape(text)}</article></article></li>'
        for text, mark in zip(texts, marks or ("–",) * len(texts), strict=True)
    )
    return f'<ul class="defaultList">{rows}</ul>'


def scoped(lead: str, *texts: str) -> str:
    """A list of læringsmål under «Del 1:» or «Del 2–3:», as part A prints them."""
    return paragraph(f"{lead} ", items(*texts))
