"""The file's header: which forskrift it is, and when its last change took effect."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from .paragraphs import words
from .problems import Unreadable
from .reading import ActReading
from .source import Node

_LEGACY_ID = re.compile(r"FOR-(\d{4}-\d{2}-\d{2})-([1-9]\d{0,4})")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# Lovdata has printed years such as 2107; a date outside these years is a slip.
_YEARS = range(1990, 2100)
_LONGEST_TITLE = 400
_LONGEST_SHORT_TITLE = 200


def key_information(header: Node) -> dict[str, str]:
    """The header's pairs, by the class of each: «legacyID», «titleShort» …"""
    return {
        name: words(element.words())
        for element in header.elements()
        if element.tag == "dd"
        for name in sorted(element.classes)
    }


def act_of(information: dict[str, str]) -> ActReading:
    """The forskrift itself. Raises Unreadable when the header does not name one."""
    match = _LEGACY_ID.fullmatch(information.get("legacyID", ""))
    decided_on = _day(match[1]) if match else None
    title, short_title = information.get("title", ""), information.get("titleShort", "")
    is_short_enough = len(title) <= _LONGEST_TITLE and len(short_title) <= _LONGEST_SHORT_TITLE
    if match is None or decided_on is None or not title or not is_short_enough:
        raise Unreadable(
            _("Filen er ikke Lovdatas XHTML av en forskrift: hodet mangler datokode (FOR-…) eller tittel."),
            code="no-header",
        )
    return ActReading(decided_on, int(match[2]), title, short_title)


def last_change_in_force(information: dict[str, str]) -> dt.date:
    """«Ikrafttredelse av siste endring»; the latest when there are several. Raises Unreadable when it is missing."""
    given = [day for text in _DAY.findall(information.get("lastChangeInForce", "")) if (day := _day(text))]
    if not given:
        raise Unreadable(
            _("Filen sier ikke når siste endring trådte i kraft. Oppgi dagen filen gjelder: --on."),
            code="no-date",
        )
    return max(given)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
