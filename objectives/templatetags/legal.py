"""Regulated text in templates: `{% legal_text %}`, `{% redline %}`; see templates/components/README.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from objectives.markup import (
    act_html,
    article_html,
    dates_html,
    headings_html,
    segments_html,
    text_html,
    unbroken_html,
)
from objectives.models import LegalAct
from objectives.objective_history import history_html
from objectives.objective_page import ObjectivePage
from objectives.pages.comparison_addresses import CompareAddresses
from objectives.pages.comparison_text import Block, comparison_html
from objectives.redline import Segment, redline
from objectives.rows import Heading, Row
from objectives.timeline_svg import figure_html
from objectives.wording_dates import Dates

register = template.Library()

_LONGEST_KEPT = 3_000  # characters, of both texts together


@register.simple_tag(name="redline")
def redline_tag(old: str, new: str, size: str = "") -> SafeString:
    """`{% redline old new %}`: what changes between two stored texts."""
    return _redline(old or "", new or "", size)


def _redline(old: str, new: str, size: str = "") -> SafeString:
    """A long text is drawn anew each time: there are few, and they would fill the memory."""
    draw = _kept_redline if len(old) + len(new) <= _LONGEST_KEPT else _kept_redline.__wrapped__
    return draw(old, new, size)


@lru_cache(maxsize=4_000)
def _kept_redline(old: str, new: str, size: str) -> SafeString:
    """What is shown follows from the texts alone, so it never goes stale."""
    return segments_html(redline(old, new), size=size)


@register.simple_tag
def redline_segments(segments: Iterable[Segment], size: str = "") -> SafeString:
    """The same from segments already worked out; `size` «lg» is for a page's own subject."""
    return segments_html(segments, size=size)


@register.simple_tag
def legal_text(text: str, size: str = "") -> SafeString:
    """A stored text as it reads: paragraphs and list items."""
    return text_html(text or "", size=size)


@register.filter
def unbroken(words: str) -> SafeString:
    """`{{ sentence|unbroken }}`, or around HTML: no line ends in the middle of a code, as after «FKMS-»."""
    return unbroken_html(conditional_escape(words))


@register.simple_tag
def added_text(text: str) -> SafeString:
    """The whole of a new text, marked as added."""
    return _redline("", text or "")


@register.simple_tag
def removed_text(text: str) -> SafeString:
    """The whole of a repealed text, marked as removed."""
    return _redline(text or "", "")


@register.simple_tag
def objective_rows(rows: Iterable[Row], heading: str = "h3") -> SafeString:
    """A list of læringsmål, each as `components/_objective.html` draws it, and many times faster."""
    return SafeString("\n".join(article_html(row, level=heading) for row in rows))


@register.simple_tag
def theme_rows(headings: Iterable[Heading], level: int = 3) -> SafeString:
    """The temaoverskrifter of a chapter with their læringsmål; `level` is the headings' own, 3 for `<h3>`."""
    return headings_html(headings, level=level)


@register.simple_tag
def dates_of(dates: Dates) -> SafeString:
    """The pair of dates of a wording, as `components/dates.html` draws it."""
    return dates_html(**asdict(dates))


@register.simple_tag
def act_link(act: LegalAct) -> SafeString:
    """«forskrift 19. juni 2026 nr. 1319»: an act as a sentence names it, leading to its page if it has one."""
    return act_html(act)


@register.simple_tag
def timeline(page: ObjectivePage) -> SafeString:
    """The drawing of a læringsmål through time."""
    return figure_html(page.drawings, code=page.objective.code, description=page.description)


@register.simple_tag
def history(page: ObjectivePage) -> SafeString:
    """What has happened to a læringsmål, oldest first."""
    return history_html(page)


@register.simple_tag
def comparison(blocks: Iterable[Block], chapters: int) -> SafeString:
    """The text of a chapter with its changes; one heading level further down when there are several chapters."""
    return comparison_html(blocks, level=3 if chapters == 1 else 4)


@register.simple_tag
def compare_chapter(addresses: CompareAddresses, slug: str) -> str:
    """The address of the same comparison in one chapter."""
    return addresses.chapter(slug)
