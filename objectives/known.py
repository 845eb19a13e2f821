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
    versions = [row.instance for row in last.values() if row.history_type != "-" and row.annulled_by_id is None]
    prefetch_related_objects(versions, "chapter", "enacted_by", "repealed_by")
    return sorted(versions, key=lambda version: version.valid_from)


def _announced(objective: Objective, links: Iterable[Succession], *, until: dt.datetime) -> Iterator[ObjectiveVersion]:
    """The wordings of the acts announced by then, without the ends that later acts have given them."""
    rows = ObjectiveVersion.with_annulled.filter(objective__in=owners(objective, links)).order_by("valid")
    acts = rows.select_related("chapter", "enacted_by", "repealed_by", "annulled_by")
    versions = [version for version in acts if _was_known(version, until=until)]
    for version in versions:
        if version.repealed_by and not _was_announced(version.repealed_by, until=until):
            # An act that amended an announced one has put its own number on the end the first one gave.
            follows = (other for other in versions if _took_over(other, version))
            other = next(follows, None)
            version.valid = from_day(version.valid_from, other.valid_from if other else None)
            version.repealed_by = other.enacted_by if other else None
        yield version


def _was_known(version: ObjectiveVersion, *, until: dt.datetime) -> bool:
    if version.annulled_by and _was_announced(version.annulled_by, until=until):
        return False
    # A consolidated text doesn't say since when it reads so: nobody here knows it was announced earlier.
    in_time = version.start_is_exact or version.valid_from < timezone.localtime(until).date()
    return in_time and _was_announced(version.enacted_by, until=until)


def _took_over(other: ObjectiveVersion, version: ObjectiveVersion) -> bool:
    """Whether the other wording was to begin on the day this one has come to end."""
    return other.objective_id == version.objective_id and other.valid_from == version.valid_until


def _was_announced(act: LegalAct, *, until: dt.datetime) -> bool:
    """By its announcement or, where the source doesn't tell when that was, by its decision."""
    if act.announced_at is not None:
        return act.announced_at < until
    return act.decided_on < timezone.localtime(until).date()
