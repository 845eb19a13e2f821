"""Lovdata's notes on changes: «… endret ved forskrift 25 aug 2023 nr. 1372 (i kraft 1 sep 2024), …»."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .reading import ActReading, Ending

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_DATE = r"(\d{1,2})\.? ([a-zæøå]+)\.? (\d{4})"
_CHANGE = re.compile(rf"{_DATE} nr\. ?(\d+)(?: ?\(([^()]*)\))?")
_IN_FORCE = re.compile(rf"i kraft {_DATE}")
_SCOPE = re.compile(r"\bDel (\d(?:[-–]\d)?)")


@dataclass(frozen=True, slots=True)
class Change:
    """One act in a note: when it applied from, and the part of the training it is said to concern, if any."""

    act: ActReading
    in_force_from: dt.date
    stage: str


def changes(note: str) -> list[Change]:
    """The acts a note names, in its order. Without «i kraft …» an act applied from its own date."""
    found = []
    for match in _CHANGE.finditer(" ".join(note.split())):
        decided_on = _date(*match.group(1, 2, 3))
        if decided_on is None:
            continue
        aside = match[5] or ""
        in_force = _IN_FORCE.search(aside)
        starts = _date(*in_force.group(1, 2, 3)) if in_force else None
        act = ActReading(decided_on, int(match[4]))
        found.append(Change(act, starts or decided_on, stage_named_in(aside)))
    return found


def stage_named_in(text: str) -> str:
    """«1» for «Del 1», «2-3» for «Del 2–3», and empty when no part of the training is named."""
    match = _SCOPE.search(text)
    return match[1].replace("–", "-") if match else ""


def ending(note: Sequence[Change], *, stage: str) -> Ending | None:
    """How the former text for this part of the training ended: the last change said to concern it.

    The text is known from the last change before that one. None when the note does not tell.
    """
    concerned = [place for place, change in enumerate(note) if change.stage == stage]
    if not stage or not concerned:
        return None
    last = note[concerned[-1]]
    earlier = [change.in_force_from for change in note[: concerned[-1]] if change.in_force_from < last.in_force_from]
    if not earlier:
        return None
    return Ending(began=max(earlier), ceased=last.in_force_from, by=last.act)


def _date(day: str, month: str, year: str) -> dt.date | None:
    if month[:3] not in _MONTHS:
        return None
    try:
        return dt.date(int(year), _MONTHS.index(month[:3]) + 1, int(day))
    except ValueError:
        return None
