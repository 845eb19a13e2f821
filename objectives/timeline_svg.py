"""The drawing of a læringsmål through time, as SVG: wide and narrow, with the same facts in words for those who don't
see it. Written here and not in a template, which took a fifth of the page's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .timeline import Drawing, Label, Lane


def figure_html(drawings: Iterable[Drawing], *, code: str, description: str) -> SafeString:
    """Both drawings; the style sheet shows the one there is room for."""
    title = escape(_("Tidslinje for %(code)s") % {"code": code})
    figures = "".join(_drawing(drawing, title, escape(description)) for drawing in drawings)
    return SafeString(f'<figure class="fig">{figures}</figure>')


def _drawing(drawing: Drawing, title: str, description: str) -> str:
    key, is_wide = drawing.key, drawing.key == "bred"
    pattern = "skravur" if is_wide else "skravur-n"
    top, bottom = drawing.top, drawing.bottom
    return "".join(
        (
            f'<div class="{"only-wide" if is_wide else "only-narrow"}">',
            f'<svg viewBox="0 0 {drawing.width} {drawing.height}" role="img"',
            f' aria-labelledby="tl-t-{key} tl-d-{key}">',
            f'<title id="tl-t-{key}">{title}</title><desc id="tl-d-{key}">{description}</desc>',
            f'<defs><pattern id="{pattern}" width="6" height="6" patternUnits="userSpaceOnUse"',
            ' patternTransform="rotate(45)"><rect class="v-paper" width="6" height="6"/>',
            '<rect class="v-stripe" width="2.2" height="6"/></pattern></defs>',
            *_years(drawing),
            *(_bars(lane) for lane in drawing.lanes),
            f'<path class="v-case" d="M{drawing.day_x} {top}V{bottom}"/>',
            f'<path class="v-now" d="M{drawing.day_x} {top}V{bottom}"/>',
            *(_words(lane, above=drawing.shape.lane_label_above) for lane in drawing.lanes),
            _label(drawing.day_label, css="v-nowt t-h"),
            "</svg></div>",
        )
    )


def _years(drawing: Drawing) -> Iterator[str]:
    for x, year in drawing.years:
        yield f'<path class="v-line" d="M{x} {drawing.top}V{drawing.bottom}"/>'
        if year:
            yield f'<text class="t-s" x="{x}" dx="3" y="14">{year}</text>'


def _bars(lane: Lane) -> str:
    bars = [
        f'<rect class="{bar.css}" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="20" rx="2"/>' for bar in lane.bars
    ]
    bars += [f'<path class="v-tick" d="M{x} {lane.tick_top}V{lane.tick_bottom}"/>' for x in lane.ticks]
    return "".join(bars)


def _words(lane: Lane, *, above: bool) -> str:
    parts = []
    if lane.announced:
        dot, bar, y = lane.announced
        parts.append(f'<path class="v-dash" d="M{dot} {y}H{bar}"/><circle class="v-dot" cx="{dot}" cy="{y}" r="4.5"/>')
    code, note = escape(lane.code), escape(lane.note)
    if above:
        parts.append(
            f'<text class="t-b t-h" x="{lane.label_x}" y="{lane.label_y}" text-anchor="{lane.label_anchor}">{code} '
            f'<tspan class="t-s">{note}</tspan></text>'
        )
    else:
        parts.append(
            f'<text class="t-l" x="{lane.label_x}" y="{lane.label_y}">{code}</text>'
            f'<text class="t-s" x="{lane.label_x}" y="{lane.note_y}">{note}</text>'
        )
    return "".join(parts) + "".join(_label(label, css="t-s t-h") for label in lane.labels)


def _label(label: Label, *, css: str) -> str:
    return f'<text class="{css}" x="{label.x}" y="{label.y}" text-anchor="{label.anchor}">{escape(label.text)}</text>'
