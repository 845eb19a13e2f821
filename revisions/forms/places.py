"""Where in vedlegg 2 a new læringsmål can stand: chapter, heading, and after which of those there today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from objectives.models import AnnexChapter, ObjectiveVersion, ThemeVersion
from organisations.models import Specialty


@dataclass
class Place:
    """A place in the annex on a day, as far as it is chosen, and what can be chosen from there."""

    chapters: list[AnnexChapter]
    chapter: AnnexChapter | None = None
    themes: list[ThemeVersion] = field(default_factory=list)
    theme: ThemeVersion | None = None
    neighbours: list[ObjectiveVersion] = field(default_factory=list)
    after: ObjectiveVersion | None = None

    @property
    def heading(self) -> str:
        """The heading the læringsmål stands under, or the chapter where it has none."""
        return str(self.theme or self.chapter or "")

    @property
    def before_it(self) -> list[ObjectiveVersion]:
        """Those under the same heading that come before the new one: all, when no place is chosen."""
        if self.after is None:
            return self.neighbours
        return self.neighbours[: self.neighbours.index(self.after) + 1]

    @property
    def after_it(self) -> list[ObjectiveVersion]:
        return self.neighbours[len(self.before_it) :]


def chapters_for(specialty: Specialty) -> list[AnnexChapter]:
    """The chapters of the specialty, or all of them when it has none of its own."""
    of_today = AnnexChapter.objects.filter(is_former=False).select_related("part")
    return list(of_today.filter(specialty=specialty)) or list(of_today)


def find_place(specialty: Specialty, *, on: dt.date, chapter: str = "", theme: str = "", after: str = "") -> Place:
    """What the ids a form sent stand for; ids that are not there leave the place unchosen."""
    place = Place(chapters_for(specialty))
    if len(place.chapters) == 1:
        place.chapter = place.chapters[0]
    else:
        place.chapter = next((row for row in place.chapters if str(row.pk) == chapter), None)
    if place.chapter is None:
        return place
    place.themes = list(ThemeVersion.objects.in_force(on=on).filter(theme__chapter=place.chapter).order_by("position"))
    place.theme = next((row for row in place.themes if str(row.theme_id) == theme), None)
    if place.theme is not None or not place.themes:
        place.neighbours = neighbours_under(place.chapter.pk, place.theme.theme_id if place.theme else None, on=on)
    place.after = next((row for row in place.neighbours if str(row.objective_id) == after), None)
    return place


def neighbours_under(chapter_id: int, theme_id: int | None, *, on: dt.date) -> list[ObjectiveVersion]:
    """The læringsmål under a heading on a day, in their order (SP-7)."""
    under = {"theme_id": theme_id} if theme_id else {"theme__isnull": True}
    rows = ObjectiveVersion.objects.in_force(on=on).filter(chapter_id=chapter_id, **under)
    return list(rows.select_related("objective").order_by("position", "objective__code"))
