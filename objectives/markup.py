"""Læringsmål as HTML: texts with their paragraphs and lists, redlines, and the rows of a list.

Written here and not in templates, since a page of vedlegg 2 has five thousand of them. What
`components/_objective.html` draws for one is the same (tests/objectives/test_markup.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from organisations.templatetags.components import url_if_any

from .models import LegalAct
from .redline import Kind, Segment
from .rows import Heading, Row

_PREFIX = re.compile(r"^(\t+)(\S+) ")
# What a line can break in: not what it begins with.
_BREAKABLE = re.compile(r"(?<=[^>])\b(?:FOR-\d{4}-\d\d-\d\d-\d+|[A-ZÆØÅ]{2,5}-\d{2,4})\b")


@dataclass
class Line:
    """A paragraph (`level` 0) or a list item, as runs of equal, removed and added text."""

    segments: list[Segment]
    level: int = 0


def text_html(text: str, *, size: str = "", marks: re.Pattern[str] | None = None) -> SafeString:
    """A stored text as it reads; what `marks` finds in it is marked."""
    if text and "\n" not in text and "\t" not in text:
        return SafeString(f'<p class="{_css(size)}">{_marked(text, marks)}</p>')
    return segments_html([Segment(Kind.EQUAL, text)] if text else [], size=size, marks=marks)


def unbroken_html(html: str) -> SafeString:
    """Escaped words, without codes in their attributes, in which no line ends in the middle of a code.

    A span, and not another hyphen: what is copied from the page is the code.
    """
    return SafeString(_BREAKABLE.sub(r'<span class="nb">\g<0></span>', html) if "-" in html else html)


def segments_html(segments: Iterable[Segment], *, size: str = "", marks: re.Pattern[str] | None = None) -> SafeString:
    """A text with what is removed and added in it; `size` «lg» is for a page's own subject."""
    shown = [line for line in _lines(segments) if any(segment.text.strip() for segment in line.segments)]
    if len(shown) <= 1 and not any(line.level for line in shown):
        return SafeString(f'<p class="{_css(size)}">{_runs(shown[0].segments, marks) if shown else ""}</p>')
    html, in_list = [f'<div class="{_css(size)}">'], False
    for line in shown:
        if bool(line.level) != in_list:
            html.append("</ul>" if in_list else '<ul class="legal__list">')
            in_list = not in_list
        runs = _runs(line.segments, marks)
        html.append(f'<li data-level="{line.level}">{runs}</li>' if line.level else f"<p>{runs}</p>")
    html.append("</ul></div>" if in_list else "</div>")
    return SafeString("".join(html))


def runs_html(segments: Sequence[Segment]) -> SafeString:
    """A heading or another short text with its changes, inside an element of its own."""
    return SafeString(_runs(segments, None))


def article_html(row: Row, *, level: str = "h3") -> str:
    """One læringsmål of a list: the code in the margin, the text, and a line of facts."""
    css = f"lm{' lm--here' if row.here else ''}{' lm--off' if row.off else ''}"
    anchor = f' id="{escape(row.anchor)}"' if row.anchor else ""
    text = text_html(row.text, marks=row.marks) if row.segments is None else segments_html(row.segments)
    return f'<article class="{css}"{anchor}><{level} class="code">{_code(row)}</{level}>{text}{_meta(row)}</article>'


def headings_html(headings: Iterable[Heading], *, level: int = 3) -> SafeString:
    """The temaoverskrifter of a chapter, each with its læringsmål; `level` is the headings' own."""
    html: list[str] = []
    for heading in headings:
        below = level
        if heading.title:
            anchor = f' id="{heading.anchor}"' if heading.anchor else ""
            html.append(
                f'<h{level} class="theme"{anchor}><span class="num">{escape(heading.number)}</span>'
                f"<span>{escape(heading.title)}</span></h{level}>\n"
            )
            below = level + 1
        html += [f"{article_html(row, level=f'h{below}')}\n" for row in heading.rows]
    return SafeString("".join(html))


def act_html(act: LegalAct) -> SafeString:
    """«forskrift 19. juni 2026 nr. 1319», leading to the act's page once it is announced."""
    day = date_format(act.decided_on, "j. F Y")
    words = escape(_("forskrift %(day)s nr. %(number)d") % {"day": day, "number": act.number})
    url = url_if_any("regulations:act", act.decided_on.year, act.number) if act.announced_at else ""
    return SafeString(f'<a href="{url}">{words}</a>' if url else words)


def dates_html(
    *,
    announced: dt.date | None,
    in_force: dt.date | None = None,
    repealed_from: dt.date | None = None,
    last_day: dt.date | None = None,
    known_from: bool = False,
    announced_unknown: bool = False,
    ended: bool = False,
) -> SafeString:
    """The pair of dates as `components/dates.html` draws it, with its arguments."""
    if announced:
        first = f"{_('kunngjort')} {_day(announced)}"
    else:
        first = _("kunngjøringen er ikke i kilden") if announced_unknown else _("ikke kunngjort")
    if repealed_from:
        second = f"{_('opphevet fra')} {_day(repealed_from)}"
    elif in_force:
        second = f"{_('kjent fra') if known_from else _('i kraft')} {_day(in_force)}"
    else:
        second = _("ikrafttredelse ikke fastsatt")
    html = f'<span class="dates"><span>{first}</span> <span>{second}</span>'
    if last_day:
        html += f" <span>{_('gjaldt til og med') if ended else _('gjelder til og med')} {_day(last_day)}</span>"
    return SafeString(f"{html}</span>")


def _day(day: dt.date) -> str:
    return f'<time datetime="{day:%Y-%m-%d}">{day:%d.%m.%Y}</time>'


def _css(size: str) -> str:
    return f"legal legal--{size}" if size else "legal"


def _code(row: Row) -> str:
    codes = [_changed(Kind.DELETE, _link(old.code, old.url), ends=False) for old in row.old_codes]
    if row.code:
        code = _link(row.code, row.url, here=row.here)
        codes.append(_changed(Kind.INSERT, code, ends=False) if row.is_new_code else code)
    return "<br>".join(codes)


def _link(code: str, url: str, *, here: bool = False) -> str:
    if not url:
        return escape(code)
    current = ' aria-current="true"' if here else ""
    return f'<a href="{escape(url)}"{current}>{escape(code)}</a>'


def _meta(row: Row) -> str:
    parts = []
    if row.mark:
        parts.append(
            f'<span class="st"><span class="mark" data-m="{escape(row.mark)}" aria-hidden="true"></span>'
            f"{escape(str(row.word))}</span> "
        )
    if row.announced or row.in_force or row.repealed_from:
        dates = dates_html(announced=row.announced, in_force=row.in_force, repealed_from=row.repealed_from)
        parts.append(f"{dates} ")
    parts += [f"<span>{_marked(line, row.marks)}</span> " for line in row.meta]
    return f'<p class="lm__meta">{"".join(parts)}</p>' if parts else ""


def _lines(segments: Iterable[Segment]) -> Iterator[Line]:
    """The segments laid out in lines. A break that one side alone has, in text that both have, is shown as «¶»."""
    lines: list[list[Segment]] = [[]]
    breaks: list[Kind] = []
    for kind, text in segments:
        for part in re.findall(r"[^\n]+|\n", text):
            if part == "\n":
                breaks.append(kind)
                lines.append([])
            else:
                lines[-1].append(Segment(kind, part))
    for at, line in enumerate(lines):
        kind = breaks[at] if at < len(breaks) else Kind.EQUAL
        if kind is not Kind.EQUAL and _has_other(line, kind) and _has_other(lines[at + 1], kind):
            line.append(Segment(kind, "¶"))
        yield _line(line)


def _has_other(line: Sequence[Segment], kind: Kind) -> bool:
    return any(segment.kind is not kind for segment in line)


def _line(segments: list[Segment]) -> Line:
    """Takes the tabs that make a list item off the text; the mark stays, it is part of the words."""
    new = "".join(text for kind, text in segments if kind is not Kind.DELETE)
    old = "".join(text for kind, text in segments if kind is not Kind.INSERT)
    prefix = _PREFIX.match(new or old)
    bare = [Segment(kind, text.lstrip("\t") if text.startswith("\t") else text) for kind, text in segments]
    return Line([segment for segment in bare if segment.text], level=len(prefix[1]) if prefix else 0)


def _runs(segments: Sequence[Segment], marks: re.Pattern[str] | None) -> str:
    """Spaces at the edge of a change stand outside its colour; a removed and an added word never touch."""
    html: list[str] = []
    before = ""
    for kind, text in segments:
        words = text.strip()
        lead, _found, trail = text.partition(words) if words else (text, "", "")
        if before == Kind.DELETE and kind is Kind.INSERT and not lead:
            lead = " "
        html.append(f"{lead}{_run(kind, words, marks)}{trail}")
        before = kind if words and not trail else ""
    return "".join(html)


def _run(kind: Kind, words: str, marks: re.Pattern[str] | None) -> str:
    return _marked(words, marks) if kind is Kind.EQUAL or not words else _changed(kind, escape(words))


def _changed(kind: Kind, html: str, *, ends: bool = True) -> str:
    """Removed or added, with the hidden words that say so; a code alone in the margin needs no «slutt fjernet»."""
    tag, before, after = (
        ("del", _("fjernet:"), _(", slutt fjernet."))
        if kind is Kind.DELETE
        else ("ins", _("tilføyd:"), _(", slutt tilføyd."))
    )
    hidden = f'<span class="ds-sr-only">{escape(after)}</span>' if ends else ""
    return f'<{tag} class="rl"><span class="ds-sr-only">{escape(before)} </span>{html}{hidden}</{tag}>'


def _marked(text: str, marks: re.Pattern[str] | None) -> str:
    if marks is None:
        return escape(text)
    html, end = [], 0
    for match in marks.finditer(text):
        if match.end() > match.start():
            html.append(f"{escape(text[end : match.start()])}<mark>{escape(match[0])}</mark>")
            end = match.end()
    html.append(escape(text[end:]))
    return "".join(html)
