"""What an act brings into force on a day, read from the register: the same differences as the pages compare by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from objectives.differences import Difference, Differences, differences
from objectives.models import LegalAct, ObjectiveVersion, ThemeVersion

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entered:
    """What has another wording, place or code from the day: the læringsmål, and the temaoverskrifter as they read."""

    day: dt.date
    items: Sequence[Difference]
    headings: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.items or self.headings)

    @property
    def objective_ids(self) -> set[int]:
        """Every læringsmål that is touched, the former ones too."""
        versions = (version for item in self.items for version in (*item.before, item.after) if version is not None)
        return {version.objective_id for version in versions}

    @property
    def codes(self) -> list[str]:
        """What each is looked up by: the new code where there is one."""
        return [item.code for item in self.items]

    def as_data(self) -> dict[str, Any]:
        """For the journal, and so for those who read it by machine (OP-4)."""
        return {
            "in_force_from": self.day.isoformat(),
            "changes": [_change(item) for item in self.items],
            "headings": list(self.headings),
        }


def entered(act: LegalAct, *, day: dt.date) -> Entered:
    """What `act` brings into force on `day`. Empty when another act has come in its place before the day."""
    found = differences(Q(), earlier=day - ONE_DAY, later=day, with_texts=False)
    items = [item for item in found.items if item.act is not None and item.act.pk == act.pk and item.starts == day]
    items.sort(key=lambda item: _place(item, found))
    begun = ThemeVersion.objects.filter(enacted_by=act, valid__startswith=day).order_by("theme__chapter", "position")
    return Entered(day, items, [str(heading) for heading in begun])


def days_of(act: LegalAct) -> set[dt.date]:
    """Every day on which something the act says begins or ceases to apply."""
    texts, headings = ObjectiveVersion.objects, ThemeVersion.objects
    begun = [rows.filter(enacted_by=act).values_list("valid__startswith", flat=True) for rows in (texts, headings)]
    ended = [rows.filter(repealed_by=act).values_list("valid__endswith", flat=True) for rows in (texts, headings)]
    return {day for days in (*begun, *ended) for day in days}


def _place(item: Difference, found: Differences) -> tuple[int, int, int, int, str]:
    """Where it stands in the annex: part, chapter, heading, place."""
    version = item.version
    theme = found.heading(version.theme_id).position if version.theme_id else -1
    return version.chapter.part_id, version.chapter.position, theme, version.position, item.code


def _change(item: Difference) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": item.kind.value,
        "old_codes": [version.objective.code for version in item.before],
        "new_code": item.after.objective.code if item.after else None,
    }
    if item.links:
        told["approvals_carry_over"] = all(link.approvals_carry_over for link in item.links)
        told["activities_carry_over"] = all(link.activities_carry_over for link in item.links)
    return told
