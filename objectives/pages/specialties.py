"""Specialties with how many læringsmål they have."""

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
