"""Specialties with how many læringsmål they have, and the first day anything is known."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from objectives.models import ObjectiveVersion
from organisations.models import Specialty


def specialties_with_counts(*, on: dt.date) -> list[Specialty]:
    """Every specialty and common set, in Norwegian order, with `count` læringsmål in force on the day."""
    in_force = Count("series__objectives__versions", filter=Q(series__objectives__versions__valid__contains=on))
    return list(Specialty.objects.alphabetical().annotate(count=in_force))


def earliest_day() -> dt.date | None:
    """The first day the register has any text for."""
    first = ObjectiveVersion.objects.order_by("valid").only("valid").first()
    return first.valid_from if first else None
