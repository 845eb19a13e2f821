"""What was known of a læringsmål on a day: record time, never to be mixed with the day a text is in force.

The register's own record (django-simple-history) answers from the day the læringsmål was recorded here. Before that
the answer is what the acts announced by then had said of it, as far as the register now knows. Slow, and for one
læringsmål at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Min, prefetch_related_objects
from django.utils import timezone

from .lineage import Lineage, assembled, links_of, owners
from .models import LegalAct, Objective, ObjectiveVersion, Succession
from .models.validity import from_day


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was known at the end of the day; `lineage` is None when that was nothing.

    `recorded_on` is the day the læringsmål was recorded here, when that is later: the answer is then the acts' own.
    """

    day: dt.date
    lineage: Lineage | None
    recorded_on: dt.date | None = None

    @property
    def until(self) -> dt.datetime:
        """The first moment after the day."""
        return end_of(self.day)

    @property
    def is_from_acts(self) -> bool:
        return self.recorded_on is not None


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after the day, in Norwegian time."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


def known_of(objective: Objective, *, day: dt.date) -> Known:
    """The læringsmål as it was known at the end of `day`, in Norwegian time."""
    until = end_of(day)
    links = links_of(objective)
    first = ObjectiveVersion.history.filter(objective=objective).aggregate(first=Min("history_date"))["first"]
    if first is not None and first >= until:
        versions = list(_announced(objective, links, until=until))
        links = [link for link in links if _was_announced(link.enacted_by, until=until)]
        recorded_on = timezone.localtime(first).date()
    else:
        versions = list(_recorded(objective, links, until=until))
        there = {version.objective_id for version in versions}
        links = [link for link in links if {link.old_id, link.new_id} <= there]
        recorded_on = None
    known = owners(objective, links)
    lineage = assembled(objective, links, [version for version in versions if version.objective_id in known])
    return Known(day=day, lineage=lineage if lineage.versions else None, recorded_on=recorded_on)


def _recorded(objective: Objective, links: Iterable[Succession], *, until: dt.datetime) -> list[ObjectiveVersion]:
    """The wordings as the register had them: the last row of each one's history."""
    rows = ObjectiveVersion.history.filter(objective__in=owners(objective, links), history_date__lt=until)
    last = {row.id: row for row in rows.order_by("history_date", "history_id")}
    versions = [row.instance for row in last.values() if row.history_type != "-"]
    prefetch_related_objects(versions, "chapter", "enacted_by", "repealed_by")
    return sorted(versions, key=lambda version: version.valid_from)


def _announced(objective: Objective, links: Iterable[Succession], *, until: dt.datetime) -> Iterator[ObjectiveVersion]:
    """The wordings of the acts announced by then, without the ends that later acts have given them."""
    rows = ObjectiveVersion.objects.filter(objective__in=owners(objective, links)).order_by("valid")
    for version in rows.select_related("chapter", "enacted_by", "repealed_by"):
        # A consolidated text doesn't say since when it reads so: nobody here knows it was announced earlier.
        in_time = version.start_is_exact or version.valid_from < timezone.localtime(until).date()
        if not in_time or not _was_announced(version.enacted_by, until=until):
            continue
        if version.repealed_by and not _was_announced(version.repealed_by, until=until):
            version.valid, version.repealed_by = from_day(version.valid_from), None
        yield version


def _was_announced(act: LegalAct, *, until: dt.datetime) -> bool:
    """By its announcement or, where the source doesn't tell when that was, by its decision."""
    if act.announced_at is not None:
        return act.announced_at < until
    return act.decided_on < timezone.localtime(until).date()
