"""What acts changed in the register, put together again from what they began, what they ended and what they linked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, DateField, Exists, F, Func, OuterRef, QuerySet

from .models import LegalAct, ObjectiveVersion, Succession
from .redline import Segment, redline


class ChangeKind(StrEnum):
    NEW = "new"
    CORRECTED = "corrected"
    MOVED = "moved"
    REPLACED = "replaced"
    REPEALED = "repealed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing an act did: from the text before (if any) to the text after (if any), on a day."""

    kind: ChangeKind
    act: LegalAct
    starts: dt.date
    before: ObjectiveVersion | None = None
    after: ObjectiveVersion | None = None
    succession: Succession | None = None

    @property
    def code(self) -> str:
        """The code one looks it up by: the new one where there is one."""
        version = self.after or self.before
        return version.objective.code if version else ""

    @property
    def segments(self) -> list[Segment]:
        """The change, word by word."""
        return redline(self.before.text if self.before else "", self.after.text if self.after else "")


@dataclass(frozen=True)
class Upcoming:
    """A day on which announced changes enter into force, by which act, and how many."""

    starts: dt.date
    act: LegalAct
    count: int


def newest_acts(*, at: dt.datetime, limit: int = 3) -> list[LegalAct]:
    """The acts announced last, newest first."""
    return list(LegalAct.objects.filter(announced_at__lte=at).order_by("-announced_at", "-pk")[:limit])


def changes_by(acts: Sequence[LegalAct], *, limit: int) -> list[Change]:
    """At most `limit` of the changes these acts made, newest act first, in the order of the annex."""
    begun = list(_for_change(ObjectiveVersion.objects.filter(enacted_by__in=acts), "enacted_by")[:limit])
    links = Succession.objects.filter(new__in=[version.objective_id for version in begun]).select_related("old", "new")
    by_new = {link.new_id: link for link in links if link.enacted_by_id in {act.pk for act in acts}}
    owners = {version.objective_id for version in begun} | {link.old_id for link in by_new.values()}
    ended = ObjectiveVersion.objects.filter(repealed_by__in=acts, objective__in=owners)
    ended_by = {(version.objective_id, version.valid_until): version for version in _for_change(ended, "repealed_by")}
    # Of a text amended before its first day there was another before it: the one that never applied.
    annulled = ObjectiveVersion.with_annulled.filter(annulled_by__in=acts, objective__in=owners)
    ended_by = {(version.objective_id, version.valid_from): version for version in annulled} | ended_by
    changes = [_change(version, ended_by, by_new) for version in begun]
    changes += [
        _repeal(version)
        for version in _for_change(repealed_outright().filter(repealed_by__in=acts), "repealed_by")[:limit]
    ]
    order = {act.pk: place for place, act in enumerate(acts)}
    return sorted(changes, key=lambda change: order[change.act.pk])[:limit]


def repealed_outright() -> QuerySet[ObjectiveVersion]:
    """Texts an act ended without putting another text, or another læringsmål, in their place.

    Annotated with `last`, the first day they no longer applied.
    """
    goes_on = ObjectiveVersion.objects.filter(objective=OuterRef("objective"), valid__startswith=OuterRef("last"))
    replaced = Succession.objects.filter(old=OuterRef("objective"), enacted_by=OuterRef("repealed_by"))
    ended = ObjectiveVersion.objects.filter(repealed_by__isnull=False).annotate(last=_upper())
    return ended.exclude(Exists(goes_on)).exclude(Exists(replaced))


def upcoming(*, after: dt.date) -> list[Upcoming]:
    """The days after `after` on which announced changes enter into force, the nearest first."""
    begun = ObjectiveVersion.objects.not_yet_in_force(on=after)
    ended = repealed_outright().filter(last__gt=after)  # type: ignore[misc]
    return sorted(_by_day(begun, ended), key=lambda one: (one.starts, one.act.pk))


def entered_before(*, on: dt.date, limit: int) -> list[Upcoming]:
    """The last `limit` days, to and with the day `on`, on which changes have entered into force, the newest first.

    What the register only knows from a day has not entered into force on it, as far as anybody knows.
    """
    begun = ObjectiveVersion.objects.filter(valid__startswith__lte=on, start_is_exact=True)
    ended = repealed_outright().filter(last__lte=on)  # type: ignore[misc]
    groups = sorted(_by_day(begun, ended), key=lambda one: (one.starts, one.act.pk), reverse=True)
    shown = sorted({one.starts for one in groups}, reverse=True)[:limit]
    return [one for one in groups if one.starts in shown]


def _by_day(begun: QuerySet[ObjectiveVersion], ended: QuerySet[ObjectiveVersion]) -> list[Upcoming]:
    """How many of these texts each act began, and ended outright, on each day: three queries."""
    starts = begun.annotate(starts=Func(F("valid"), function="lower", output_field=DateField()))
    counts: dict[tuple[dt.date, int], int] = {}
    for rows in (
        starts.order_by().values_list("starts", "enacted_by").annotate(n=Count("pk")),
        ended.order_by().values_list("last", "repealed_by").annotate(n=Count("pk")),  # type: ignore[misc]
    ):
        for day, act_id, n in rows:
            counts[day, act_id] = counts.get((day, act_id), 0) + n
    acts = LegalAct.objects.in_bulk({act_id for _day, act_id in counts})
    return [Upcoming(day, acts[act_id], n) for (day, act_id), n in counts.items()]


def _change(
    version: ObjectiveVersion,
    ended_by: dict[tuple[int, dt.date | None], ObjectiveVersion],
    by_new: dict[int, Succession],
) -> Change:
    starts, act = version.valid_from, version.enacted_by
    corrected = ended_by.get((version.objective_id, starts))
    if corrected is not None:
        kind = ChangeKind.MOVED if corrected.text == version.text else ChangeKind.CORRECTED
        return Change(kind=kind, act=act, starts=starts, before=corrected, after=version)
    link = by_new.get(version.objective_id)
    if link is None:
        return Change(kind=ChangeKind.NEW, act=act, starts=starts, after=version)
    before = ended_by.get((link.old_id, starts))
    return Change(kind=ChangeKind.REPLACED, act=act, starts=starts, before=before, after=version, succession=link)


def _repeal(version: ObjectiveVersion) -> Change:
    act, day = version.repealed_by, version.valid_until
    if act is None or day is None:
        raise ValueError(f"{version} is not repealed.")
    return Change(kind=ChangeKind.REPEALED, act=act, starts=day, before=version)


def _for_change(versions: QuerySet[ObjectiveVersion], by: str) -> QuerySet[ObjectiveVersion]:
    return versions.select_related("objective", "enacted_by", "repealed_by").order_by(
        f"-{by}__announced_at", "chapter__part__position", "chapter__position", "position", "objective__code"
    )


def _upper() -> Func:
    return Func(F("valid"), function="upper", output_field=DateField())
