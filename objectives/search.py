"""Finding læringsmål by code or words, and the nearest code to one that does not exist."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from rapidfuzz import process
from rapidfuzz.distance import Indel

from organisations.models import Specialty

from .models import Objective, ObjectiveVersion
from .models.versions import ObjectiveVersionQuerySet

_CODE = re.compile(r"^\s*([a-zæøå]{2,5})\s*[-–—_ ]?\s*([0-9]{1,4})\s*$", re.IGNORECASE)
_MOST_WORDS = 8


@dataclass(frozen=True)
class PageLinks:
    """The way to the page before and the page after, and which hits this one shows."""

    previous_url: str = ""
    next_url: str = ""
    first: int = 0
    last: int = 0


def normal_code(text: str) -> str:
    """The code someone means by «gak-88», «GAK088» or «gak 88»; empty when it isn't like a code at all."""
    match = _CODE.match(text)
    if match is None:
        return ""
    prefix, digits = match[1].upper(), match[2]
    width = 2 if prefix == "LM" else 3
    return f"{prefix}-{int(digits):0{width}d}"


def objective_with_code(text: str) -> Objective | None:
    """The læringsmål whose code this is, if people can see it."""
    code = normal_code(text)
    if not code:
        return None
    return Objective.objects.filter(Q(origin=Objective.Origin.MISSING) | Q(versions__isnull=False), code=code).first()


def nearest_codes(text: str, *, limit: int = 5) -> list[str]:
    """Codes one may have meant: the nearest numbers in the series, else the most alike of all."""
    code = normal_code(text)
    visible = Objective.objects.with_a_text()
    if code:
        prefix, _dash, digits = code.partition("-")
        same = visible.filter(series__prefix=prefix).values_list("code", "number")
        near = sorted(same, key=lambda row: (abs(row[1] - int(digits)), row[1]))[:limit]
        if near:
            return sorted(found for found, _number in near)
    guess = text.strip().upper()[:40]
    scored = process.extract(
        guess, list(visible.values_list("code", flat=True)), scorer=Indel.normalized_similarity, limit=limit
    )
    return [found for found, score, _place in scored if score >= 0.5]


def versions(words: str, *, specialty: Specialty | None, on: dt.date) -> ObjectiveVersionQuerySet:
    """The wordings in force on the day that hold every word, or whose code begins so."""
    found = ObjectiveVersion.objects.consolidated(on=on)
    if specialty is not None:
        found = found.filter(objective__series__specialty=specialty)
    for word in words.split()[:_MOST_WORDS]:
        found = found.filter(
            Q(text__icontains=word) | Q(objective__code__istartswith=word) | Q(heading__title__icontains=word)
        )
    return found


def specialties(words: str, *, limit: int = 6) -> list[Specialty]:
    """Specialties and common sets called something like this."""
    named = Q(name__icontains=words) | Q(short_name__iexact=words)
    return list(Specialty.objects.alphabetical().filter(named)[:limit])


def page_links(query: QueryDict, *, page: int, per_page: int, found: int) -> PageLinks:
    """The links around a page; `found` is how many were read, one more than shown if there are more."""
    first = (page - 1) * per_page + 1
    return PageLinks(
        previous_url=_page_url(query, page - 1) if page > 1 else "",
        next_url=_page_url(query, page + 1) if found > per_page else "",
        first=first,
        last=first + min(found, per_page) - 1,
    )


def _page_url(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed["side"] = str(page)
    return f"?{changed.urlencode()}"
