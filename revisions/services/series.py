"""Which code series new læringsmål get their codes from, for many at once (ID-1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from objectives.models import CodeSeries, ObjectiveVersion
from revisions.models import ChangeItem


def prefixes_for(items: Iterable[ChangeItem]) -> dict[int, str]:
    """The series of each new læringsmål, by its item; two queries, however many. One without a series is left out.

    The newest code among the neighbours decides; where there are none, the first open series of the specialty.
    """
    new = [item for item in items if item.chapter_id is not None]
    rows = (
        ObjectiveVersion.objects.filter(
            chapter__in={item.chapter_id for item in new}, objective__series__is_closed=False
        )
        .values_list("chapter", "stage", "objective__series__prefix")
        .annotate(newest=Max("objective__number"))
        .order_by("newest")
    )
    of_neighbours = {(chapter, stage): prefix for chapter, stage, prefix, _newest in rows}
    open_series = CodeSeries.objects.filter(is_closed=False, specialty__chapters__in={item.chapter_id for item in new})
    series = open_series.order_by("-prefix").values_list("specialty__chapters", "prefix")
    lonely = any((item.chapter_id, item.stage) not in of_neighbours for item in new)
    of_specialty: dict[int | None, str] = dict(series) if lonely else {}
    found = {
        item.pk: of_neighbours.get((item.chapter_id, item.stage)) or of_specialty.get(item.chapter_id) for item in new
    }
    return {pk: prefix for pk, prefix in found.items() if prefix}
