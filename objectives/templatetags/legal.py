"""The text of a læringsmål on a page: set as regulation, with its paragraphs and list items, and as a redline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from objectives.redline import Kind, Segment, redline

register = template.Library()

_LIST_START, _LIST_END = SafeString('<ul class="legal__list">'), SafeString("</ul>")
_PREFIX = re.compile(r"^(\t+)(\S+) ")


@dataclass
class Line:
    """A paragraph (`level` 0) or a list item, as runs of equal, removed and added text."""

    segments: list[Segment]
    level: int = 0


@register.simple_tag(name="redline")
def redline_tag(old: str, new: str, size: str = "") -> SafeString:
    """`{% redline old new %}`: what changes between two stored texts."""
    return redline_segments(redline(old or "", new or ""), size)


@register.simple_tag
def redline_segments(segments: Iterable[Segment], size: str = "") -> SafeString:
    """The same from segments already worked out; `size` «lg» is for a page's own subject."""
    return _drawn(list(_lines(segments)), size)


@register.simple_tag
def legal_text(text: str, size: str = "") -> SafeString:
    """A stored text as it reads: paragraphs and list items."""
    return redline_segments([Segment(Kind.EQUAL, text)] if text else [], size)


@register.simple_tag
def added_text(text: str) -> SafeString:
    """The whole of a new text, marked as added."""
    return redline_segments(redline("", text or ""))


@register.simple_tag
def removed_text(text: str) -> SafeString:
    """The whole of a repealed text, marked as removed."""
    return redline_segments(redline(text or "", ""))


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


def _drawn(lines: Sequence[Line], size: str) -> SafeString:
    css = f"legal legal--{size}" if size else "legal"
    shown = [line for line in lines if any(segment.text.strip() for segment in line.segments)]
    if len(shown) <= 1 and not any(line.level for line in shown):
        return format_html('<p class="{}">{}</p>', css, _runs(shown[0].segments) if shown else "")
    html, in_list = [], False
    for line in shown:
        if bool(line.level) != in_list:
            html.append(_LIST_END if in_list else _LIST_START)
            in_list = not in_list
        html.append(_block(line))
    if in_list:
        html.append(_LIST_END)
    return format_html('<div class="{}">{}</div>', css, format_html_join("", "{}", ((part,) for part in html)))


def _block(line: Line) -> SafeString:
    if line.level:
        return format_html('<li data-level="{}">{}</li>', line.level, _runs(line.segments))
    return format_html("<p>{}</p>", _runs(line.segments))


def _runs(segments: Sequence[Segment]) -> SafeString:
    """Spaces at the edge of a change stand outside its colour; a removed and an added word never touch."""
    html: list[Any] = []
    before = ""
    for kind, text in segments:
        words = text.strip()
        lead, _found, trail = text.partition(words) if words else (text, "", "")
        if before == Kind.DELETE and kind is Kind.INSERT and not lead:
            lead = " "
        html.append(format_html("{}{}{}", lead, _run(kind, words), trail))
        before = kind if words and not trail else ""
    return format_html_join("", "{}", ((part,) for part in html))


def _run(kind: Kind, words: str) -> SafeString | str:
    if kind is Kind.EQUAL or not words:
        return words
    tag, before, after = (
        ("del", _("fjernet:"), _(", slutt fjernet."))
        if kind is Kind.DELETE
        else ("ins", _("tilføyd:"), _(", slutt tilføyd."))
    )
    hidden = '<span class="ds-sr-only">{}</span>'
    return format_html(
        '<{tag} class="rl">{before}{words}{after}</{tag}>',
        tag=tag,
        before=format_html(hidden, f"{before} "),
        words=words,
        after=format_html(hidden, after),
    )
