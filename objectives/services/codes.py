"""Giving codes. A code is given once, by counting the series up under a lock (ID-1, ID-2)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from objectives import rules
from objectives.models import CodeSeries, Objective


@transaction.atomic
def allocate_code(*, prefix: str) -> Objective:
    """Give the next code in the series and register it as used, for good.

    The series row stays locked until the transaction ends: others who want a code in the same series wait, and get
    the one after. A transaction that is rolled back gives nothing, so its number is free again.
    Raises CodeSeries.DoesNotExist for an unknown prefix and RuleViolation for a closed series.
    """
    series = CodeSeries.objects.select_for_update().get(prefix=prefix)
    rules.series_gives_codes(series)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    objective = Objective(series=series, number=series.last_number, code=series.code(series.last_number))
    objective.full_clean(validate_unique=False, validate_constraints=False)
    objective.save(force_insert=True)
    return objective


def lock_series(*, prefixes: Iterable[str]) -> None:
    """Lock several series in one fixed order, so that two acts that need the same two never wait for each other."""
    wanted = sorted(set(prefixes))
    list(CodeSeries.objects.select_for_update().filter(prefix__in=wanted).order_by("prefix").values_list("pk"))
