"""Running text that people wrote, as paragraphs and bullet lists; whatever else it holds is shown as written."""

from __future__ import annotations

import re
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_BULLET = re.compile(r"^\s*(?:[-–•*]\s+)(.*)$")


@register.filter
def prose(text: str) -> SafeString:
    """Lines that begin with a dash become a list, an empty line parts two paragraphs."""
    lines = [line.rstrip() for line in (text or "").split("\n")]
    blocks = groupby(lines, key=lambda line: "list" if _BULLET.match(line) else "text" if line.strip() else "")
    return format_html_join("\n", "{}", ((_drawn(kind, list(group)),) for kind, group in blocks if kind))


def _drawn(kind: str, lines: list[str]) -> SafeString:
    if kind == "list":
        points = (_BULLET.sub(r"\1", line) for line in lines)
        return format_html('<ul class="bullets">{}</ul>', format_html_join("", "<li>{}</li>", ((p,) for p in points)))
    return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)))
