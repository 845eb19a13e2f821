"""Specialties with how many læringsmål they have, and the first day anything is known."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count

from objectives.models import ObjectiveVersion
from organisations.models import Specialty


def specialties_with_counts(*, on: dt.date) -> list[Specialty]:
    """Every specialty and common set, in Norwegian order, with `count` læringsmål in force on the day."""
    in_force = ObjectiveVersion.objects.in_force(on=on).order_by().values_list("objective__series__specialty")
    counts = dict(in_force.annotate(n=Count("pk")))
    rows = list(Specialty.objects.alphabetical())
    for row in rows:
        row.count = counts.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


def earliest_day() -> dt.date | None:
    """The first day the register has any text for."""
    first = ObjectiveVersion.objects.order_by("valid").only("valid").first()
    return first.valid_from if first else None
