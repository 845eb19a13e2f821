"""Codes as people write them, and the nearest code to one that does not exist."""

from __future__ import annotations

import re

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import Indel

from .models import Objective

_CODE = re.compile(r"^\s*([a-zæøå]{2,5})\s*[-–—_ ]?\s*([0-9]{1,4})\s*$", re.IGNORECASE)


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
