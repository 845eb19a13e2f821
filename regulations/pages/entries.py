"""What has entered into force, day by day, and what comes: read from the register for everyone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from objectives.changes import Upcoming, entered_before, upcoming
from objectives.differences import Difference, Differences, Kind, differences
from objectives.lineage import CarryOver, carry_over
from objectives.models import AnnexChapter, LegalAct
from objectives.rows import OldCode, Row, announced_on, objective_url
from objectives.standing import standing

PAST_DAYS_SHOWN = 40
MOST_SHOWN = 400
"""Above this number of changes only the chapters are listed, each with a way to its own comparison."""


@dataclass(frozen=True)
class Day:
    """A day on which something enters, or has entered, into force; by which acts, and how many changes."""

    day: dt.date
    groups: Sequence[Upcoming]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class ChangedObjective:
    """A læringsmål as it enters into force: its row, and what follows a doctor across from what it came instead of."""

    rows: Sequence[Row]
    carry_over: Sequence[CarryOver]


@dataclass(frozen=True)
class ChangedChapter:
    """A chapter, and what is changed in it."""

    chapter: AnnexChapter
    count: int
    headings: Sequence[str]
    objectives: Sequence[ChangedObjective]


def entries_page(*, on: dt.date) -> dict[str, Any]:
    """Everything templates/regulations/entries.html shows."""
    return {
        "coming": _days(upcoming(after=on)),
        "past": _days(entered_before(on=on, limit=PAST_DAYS_SHOWN)),
    }


def entry_page(day: dt.date, *, on: dt.date) -> dict[str, Any] | None:
    """Everything templates/regulations/entry.html shows; None when nothing enters into force on the day."""
    found = differences(Q(), earlier=day - dt.timedelta(days=1), later=day, with_texts=False)
    found = replace(found, items=[item for item in found.items if _is_known_to_start(item)])
    themes = found.changed_headings()
    if not found.items and not themes:
        return None
    too_much = len(found.items) > MOST_SHOWN
    acts = sorted(_acts(found.items), key=lambda act: (act.decided_on, act.number))
    return {
        "day": day,
        "before": day - dt.timedelta(days=1),
        "is_past": day <= on,
        "count": len(found.items),
        "kinds": [(kind.label, n) for kind in Kind if (n := sum(item.kind is kind for item in found.items))],
        "acts": [(act, announced_on(act)) for act in acts],
        "chapters": _chapters(found, themes, on=on, with_rows=not too_much),
        "is_too_much": too_much,
        "previous": _neighbour(day, later=False),
        "next": _neighbour(day, later=True),
    }


def _days(groups: Sequence[Upcoming]) -> list[Day]:
    return [Day(day, list(rows)) for day, rows in groupby(groups, key=lambda group: group.starts)]


def _is_known_to_start(item: Difference) -> bool:
    """A text that is only «kjent fra» the day did not enter into force on it, as far as anybody knows."""
    return item.after is None or item.after.start_is_exact


def _neighbour(day: dt.date, *, later: bool) -> dt.date | None:
    found = upcoming(after=day) if later else entered_before(on=day - dt.timedelta(days=1), limit=1)
    return found[0].starts if found else None


def _acts(items: Sequence[Difference]) -> set[LegalAct]:
    return {item.act for item in items if item.act is not None}


def _chapters(found: Differences, themes: Sequence[int], *, on: dt.date, with_rows: bool) -> list[ChangedChapter]:
    """Part by part, as the annex has them; under each heading as it stands on the day."""
    headings = {theme: found.heading(theme) for theme in themes}
    pks = {item.version.chapter_id for item in found.items} | {heading.chapter for heading in headings.values()}
    chapters = AnnexChapter.objects.filter(pk__in=pks).select_related("part").order_by("part__position", "position")
    return [
        ChangedChapter(
            chapter,
            len(of := [item for item in found.items if item.version.chapter_id == chapter.pk]),
            [_heading_in_words(found, theme) for theme in themes if headings[theme].chapter == chapter.pk],
            [_objective(item, on=on) for item in sorted(of, key=lambda item: _place(found, item))] if with_rows else [],
        )
        for chapter in chapters
    ]


def _place(found: Differences, item: Difference) -> tuple[int, int, str]:
    theme = item.version.theme_id
    return (found.heading(theme).position if theme else -1, item.version.position, item.code)


def _heading_in_words(found: Differences, theme: int) -> str:
    before, after = found.before.get(theme), found.after.get(theme)
    if before is None and after is not None:
        return _("Ny temaoverskrift: %(new)s") % {"new": after.name}
    if before is not None and after is None:
        return _("Temaoverskriften %(old)s er opphevet") % {"old": before.name}
    if before is not None and after is not None and before.name != after.name:
        return _("Temaoverskriften %(old)s heter %(new)s") % {"old": before.name, "new": after.name}
    return _("Temaoverskriften %(name)s er flyttet") % {"name": found.heading(theme).name}


def _objective(item: Difference, *, on: dt.date) -> ChangedObjective:
    version = item.after or item.before[0]
    stands = standing(version, on=on)
    old = [row for row in item.before if row.objective.code != item.code]
    row = Row(
        code=item.code,
        url=objective_url(item.code),
        segments=item.segments,
        old_codes=tuple(OldCode(one.objective.code, objective_url(one.objective.code)) for one in old),
        anchor=item.code,
        mark=stands.mark,
        word=stands.word,
        announced=announced_on(item.act) if item.act else None,
        in_force=item.starts if item.after else None,
        repealed_from=None if item.after else item.starts,
        meta=[str(item.kind.label)],
    )
    return ChangedObjective([row], [line for link in item.links if item.after for line in carry_over(link)])
