"""The history of a læringsmål as HTML: each thing that happened, its act, what it did to the words, and the dates."""

from __future__ import annotations

from dataclasses import asdict
from html import escape

from django.utils.safestring import SafeString

from .markup import act_html, dates_html, segments_html, text_html
from .objective_page import HistoryRow, ObjectivePage


def history_html(page: ObjectivePage) -> SafeString:
    """The list, oldest first. Another code than the page's own leads to its page."""
    rows = "".join(_row(happened, own=page.objective.code) for happened in page.history)
    return SafeString(f'<ol class="dated dated--wide mt-s">{rows}</ol>')


def _row(happened: HistoryRow, *, own: str) -> str:
    code = escape(happened.code)
    if happened.code != own:
        code = f'<a href="{escape(happened.url)}">{code}</a>'
    text: str = ""
    if happened.segments is not None:
        text = segments_html(happened.segments)
    elif happened.text:
        text = text_html(happened.text)
    return (
        f'<li><span class="code">{code}</span><div class="stack-sm"><p>{escape(happened.what)} '
        f'<span class="muted">{act_html(happened.act)}</span></p>{text}'
        f'<p class="small">{dates_html(**asdict(happened.dates))}</p></div></li>'
    )
