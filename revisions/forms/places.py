"""Where in vedlegg 2 something can stand: a læringsmål under a heading, a heading among those of its chapter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from objectives import legal_text
from objectives.models import AnnexChapter, ObjectiveVersion, ThemeVersion
from organisations.models import Specialty
from revisions.models import ChangeItem, Proposal

FIRST = "forst"
NEW = "ny-"
Choices = list[tuple[str, str]]


@dataclass
class Place:
    """A place in the annex on a day, as far as it is chosen, and what can be chosen from there."""

    chapters: list[AnnexChapter]
    chapter: AnnexChapter | None = None
    themes: list[ThemeVersion] = field(default_factory=list)
    new_headings: list[ChangeItem] = field(default_factory=list)
    """Headings that the same proposal adds to the chapter."""
    theme: ThemeVersion | None = None
    new_heading: ChangeItem | None = None
    neighbours: list[ObjectiveVersion] = field(default_factory=list)
    after: ObjectiveVersion | None = None
    is_first: bool = False

    @property
    def heading(self) -> str:
        """The heading the læringsmål stands under, or the chapter where it has none."""
        if self.new_heading:
            return self.new_heading.wording.heading
        return str(self.theme or self.chapter or "")

    @property
    def is_under_a_heading(self) -> bool:
        return bool(self.theme or self.new_heading)

    @property
    def before_it(self) -> list[ObjectiveVersion]:
        """Those under the same heading that come before the new one: all, when no place is chosen."""
        if self.is_first:
            return []
        if self.after is None:
            return self.neighbours
        return self.neighbours[: self.neighbours.index(self.after) + 1]

    @property
    def after_it(self) -> list[ObjectiveVersion]:
        return self.neighbours[len(self.before_it) :]

    @property
    def theme_choices(self) -> Choices:
        new = [(f"{NEW}{item.pk}", _("%(heading)s (ny i forslaget)") % _words(item)) for item in self.new_headings]
        return [*((str(row.theme_id), str(row)) for row in self.themes), *new]

    @property
    def after_choices(self) -> Choices:
        rows = [(str(row.objective_id), _line(row)) for row in self.neighbours]
        return [("", _("Sist under overskriften")), *([(FIRST, _("Først under overskriften"))] if rows else []), *rows]

    def written(self) -> dict[str, Any]:
        """The place as `services.items.save_item` asks for it."""
        return {
            "chapter": self.chapter,
            "theme": self.theme.theme if self.theme else None,
            "new_heading": self.new_heading,
            "after": self.after.objective if self.after else None,
            "is_first": self.is_first,
        }


@dataclass
class HeadingPlace:
    """A heading of the annex, the one that is changed, and its place among the others of the chapter."""

    chapters: list[AnnexChapter]
    chapter: AnnexChapter | None = None
    themes: list[ThemeVersion] = field(default_factory=list)
    new_headings: list[ChangeItem] = field(default_factory=list)
    theme: ThemeVersion | None = None
    """The heading that is changed, if one is chosen."""
    after: ThemeVersion | None = None
    new_heading: ChangeItem | None = None
    """The new one it is placed after."""
    is_first: bool = False
    others: list[ThemeVersion] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return str(self.chapter or "")

    @property
    def is_under_a_heading(self) -> bool:
        return False

    @property
    def before_it(self) -> list[ThemeVersion]:
        if self.is_first:
            return []
        return self.others[: self.others.index(self.after) + 1] if self.after else self.others

    @property
    def after_it(self) -> list[ThemeVersion]:
        return self.others[len(self.before_it) :]

    @property
    def theme_choices(self) -> Choices:
        return [(str(row.theme_id), str(row)) for row in self.themes]

    @property
    def after_choices(self) -> Choices:
        new = [(f"{NEW}{item.pk}", _("%(heading)s (ny i forslaget)") % _words(item)) for item in self.new_headings]
        rows = [(str(row.theme_id), str(row)) for row in self.others]
        return [("", _("Sist i kapittelet")), *([(FIRST, _("Først i kapittelet"))] if rows else []), *rows, *new]

    def written(self) -> dict[str, Any]:
        """The heading and its place as `services.items.save_item` asks for them."""
        return {
            "chapter": self.chapter,
            "theme": self.theme.theme if self.theme else None,
            "new_heading": self.new_heading,
            "after_theme": self.after.theme if self.after else None,
            "is_first": self.is_first,
        }


def chapters_for(specialty: Specialty | None) -> list[AnnexChapter]:
    """The chapters of the specialty, or all of them when it has none of its own."""
    of_today = AnnexChapter.objects.filter(is_former=False).select_related("part")
    own = list(of_today.filter(specialty=specialty)) if specialty else []
    return own or list(of_today)


def find_place(
    proposal: Proposal,
    values: Mapping[str, Any],
    *,
    on: dt.date,
    specialty: Specialty | None = None,
    item: ChangeItem | None = None,
    moved: str = "",
) -> Place:
    """What the ids a form sent stand for; ids that are not there leave the place unchosen.

    `specialty` is whose chapters can be chosen, the proposal's unless told; `moved` the code of the læringsmål that
    is placed, which is not its own neighbour.
    """
    place = Place(chapters_for(specialty or proposal.specialty))
    place.chapter = _chosen(place.chapters, values)
    if place.chapter is None:
        return place
    theme, after = str(values.get("theme", "")), str(values.get("after", ""))
    place.themes = _themes_in(place.chapter, on=on)
    place.new_headings = _new_headings(proposal, place.chapter, item=item)
    place.theme = next((row for row in place.themes if str(row.theme_id) == theme), None)
    place.new_heading = next((row for row in place.new_headings if f"{NEW}{row.pk}" == theme), None)
    if place.theme is not None or not (place.themes or place.new_heading):
        under = neighbours_under(place.chapter.pk, place.theme.theme_id if place.theme else None, on=on)
        place.neighbours = [row for row in under if row.objective.code != moved]
    place.after = next((row for row in place.neighbours if str(row.objective_id) == after), None)
    place.is_first = after == FIRST and bool(place.neighbours)
    return place


def find_heading_place(
    proposal: Proposal, values: Mapping[str, Any], *, on: dt.date, item: ChangeItem | None = None
) -> HeadingPlace:
    """The same for a heading: `theme` is the one that is changed, `after` the one it is placed after."""
    place = HeadingPlace(chapters_for(proposal.specialty))
    place.chapter = _chosen(place.chapters, values)
    if place.chapter is None:
        return place
    theme, after = str(values.get("theme", "")), str(values.get("after", ""))
    place.themes = _themes_in(place.chapter, on=on)
    place.theme = next((row for row in place.themes if str(row.theme_id) == theme), None)
    place.new_headings = _new_headings(proposal, place.chapter, item=item)
    place.others = [row for row in place.themes if row is not place.theme]
    place.after = next((row for row in place.others if str(row.theme_id) == after), None)
    place.new_heading = next((row for row in place.new_headings if f"{NEW}{row.pk}" == after), None)
    place.is_first = after == FIRST and bool(place.others)
    return place


def _chosen(chapters: list[AnnexChapter], values: Mapping[str, Any]) -> AnnexChapter | None:
    """The only chapter there is, or the one that was sent."""
    if len(chapters) == 1:
        return chapters[0]
    return next((row for row in chapters if str(row.pk) == str(values.get("chapter", ""))), None)


def _themes_in(chapter: AnnexChapter, *, on: dt.date) -> list[ThemeVersion]:
    rows = ThemeVersion.objects.in_force(on=on).filter(theme__chapter=chapter)
    return list(rows.select_related("theme").order_by("position"))


def _new_headings(proposal: Proposal, chapter: AnnexChapter, *, item: ChangeItem | None) -> list[ChangeItem]:
    added = proposal.items.filter(kind=ChangeItem.Kind.ADD_THEME, chapter=chapter)
    others = added.exclude(pk=item.pk) if item else added
    return list(others.select_related("chapter"))


def neighbours_under(chapter_id: int, theme_id: int | None, *, on: dt.date) -> list[ObjectiveVersion]:
    """The læringsmål under a heading on a day, in their order (SP-7)."""
    under = {"theme_id": theme_id} if theme_id else {"theme__isnull": True}
    rows = ObjectiveVersion.objects.in_force(on=on).filter(chapter_id=chapter_id, **under)
    return list(rows.select_related("objective").order_by("position", "objective__code"))


def _words(item: ChangeItem) -> dict[str, str]:
    return {"heading": item.wording.heading}


def _line(version: ObjectiveVersion) -> str:
    """A neighbour in a list of choices: its code and how it begins."""
    return f"{version.objective.code} {Truncator(legal_text.plain(version.text)).chars(70)}"
