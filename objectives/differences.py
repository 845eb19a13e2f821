"""What differs in vedlegg 2 between two days: per læringsmål, following what replaces what, and per temaoverskrift.

Read from the texts in force on each of the two days, so it is exact whatever happened in between: a læringsmål that
came and went between them is not there, and one replaced twice is followed all the way.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import LegalAct, ObjectiveVersion, Succession, ThemeVersion
from .redline import Segment, redline


class Kind(StrEnum):
    """What has happened, in the order the kinds are listed."""

    SHARPENED = "skjerpet"
    REDUCED = "redusert"
    EQUIVALENT = "likeverdig"
    RECODED = "ny-kode"
    SPLIT = "delt"
    MERGED = "slatt-sammen"
    NEW = "nye"
    REPEALED = "opphevet"
    CORRECTED = "sprak"
    MOVED = "flyttet"
    HEADING = "overskrifter"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]


_LABELS: dict[Kind, str | Promise] = {
    Kind.SHARPENED: _("Skjerpet krav"),
    Kind.REDUCED: _("Redusert krav"),
    Kind.EQUIVALENT: _("Likeverdig krav"),
    Kind.RECODED: _("Ny kode, samme tekst"),
    Kind.SPLIT: _("Delt"),
    Kind.MERGED: _("Slått sammen"),
    Kind.NEW: _("Nye læringsmål"),
    Kind.REPEALED: _("Opphevet"),
    Kind.CORRECTED: _("Språklig retting"),
    Kind.MOVED: _("Flyttet"),
    Kind.HEADING: _("Temaoverskrifter"),
}
# Of a læringsmål replaced in several steps, the one that says most.
_KINDS_BY_WEIGHT = (
    Succession.Kind.SHARPENED,
    Succession.Kind.SPLIT,
    Succession.Kind.MERGED,
    Succession.Kind.REDUCED,
    Succession.Kind.EQUIVALENT,
)
_KIND_OF = {
    Succession.Kind.SHARPENED: Kind.SHARPENED,
    Succession.Kind.SPLIT: Kind.SPLIT,
    Succession.Kind.MERGED: Kind.MERGED,
    Succession.Kind.REDUCED: Kind.REDUCED,
    Succession.Kind.EQUIVALENT: Kind.EQUIVALENT,
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A læringsmål that reads, stands or is called otherwise on the later day.

    `before` has several when læringsmål were merged, none for a new one; `after` is None for one repealed. `links`
    are the steps from the old to the new. `seen_at` is where it stood, when what it has become stands outside what is
    compared.
    """

    kind: Kind
    before: tuple[ObjectiveVersion, ...] = ()
    after: ObjectiveVersion | None = None
    links: tuple[Succession, ...] = ()
    is_moved: bool = False
    seen_at: ObjectiveVersion | None = None

    @property
    def version(self) -> ObjectiveVersion:
        """Where it is shown: where it stands on the later day, or where it stood."""
        return self.seen_at or self.after or self.before[0]

    @property
    def code(self) -> str:
        return (self.after or self.before[0]).objective.code

    def standing_within(self, versions: set[int]) -> Difference | None:
        """The same as it is seen among these versions, by primary key; None when no part of it is there."""
        if self.after is not None and self.after.pk in versions:
            return self
        stood = next((version for version in self.before if version.pk in versions), None)
        return replace(self, seen_at=stood) if stood else None

    @property
    def keeps_its_code(self) -> bool:
        return self.kind in (Kind.CORRECTED, Kind.MOVED)

    @property
    def starts(self) -> dt.date | None:
        """The first day it is so."""
        return self.after.valid_from if self.after else self.before[0].valid_until

    @property
    def act(self) -> LegalAct | None:
        """The act that made it so; none for what is only supposed."""
        if self.after is None:
            return self.before[0].repealed_by
        return self.after.enacted_by if self.after.enacted_by_id else None

    @property
    def segments(self) -> list[Segment]:
        """The change, word by word."""
        old = "\n".join(version.text for version in self.before)
        return redline(old, self.after.text if self.after else "")


@dataclass(frozen=True)
class HeadingOn:
    """A temaoverskrift as it reads on a day."""

    theme: int
    chapter: int
    number: str
    title: str
    position: int

    @property
    def name(self) -> str:
        """As one says it: «15.12 Lever»."""
        return f"{self.number} {self.title}".strip()


class Unchanged(NamedTuple):
    """A læringsmål that reads the same and stands in the same place."""

    chapter: int
    theme: int | None
    position: int
    code: str
    text: str


@dataclass(frozen=True)
class Differences:
    """All that differs, all that does not, and the headings of both days."""

    items: list[Difference]
    unchanged: list[Unchanged]
    before: dict[int, HeadingOn]
    after: dict[int, HeadingOn]

    @property
    def total(self) -> int:
        """The læringsmål there are on either day, one that replaces another counted once."""
        return len(self.items) + len(self.unchanged)

    def within(self, chapters: Container[int]) -> Differences:
        """Only what stands, or stood, in these chapters. The headings are all there still, to say where from."""
        versions = [version for item in self.items for version in (*item.before, item.after) if version is not None]
        inside = {version.pk for version in versions if version.chapter_id in chapters}
        items = [seen for item in self.items if (seen := item.standing_within(inside))]
        return replace(self, items=items, unchanged=[same for same in self.unchanged if same.chapter in chapters])

    def heading(self, theme: int) -> HeadingOn:
        """The heading as it reads on the later day, or as it last did."""
        return self.after.get(theme) or self.before[theme]

    def changed_headings(self) -> list[int]:
        """Themes whose heading is new, gone or moved, or has another number or title; in the annex's order."""
        themes = self.before.keys() | self.after.keys()
        changed = [theme for theme in themes if self.before.get(theme) != self.after.get(theme)]
        return sorted(changed, key=lambda theme: (self.heading(theme).chapter, self.heading(theme).position))

    def stood_after(self, theme: int) -> HeadingOn | None:
        """The heading this one stood after on the earlier day; None when it was the chapter's first."""
        own = self.before[theme]
        above = [one for one in self.before.values() if one.chapter == own.chapter and one.position < own.position]
        return max(above, key=lambda one: one.position, default=None)

    def is_moved(self, theme: int) -> bool:
        """Whether the heading stands elsewhere among the chapter's headings on the later day."""
        before, after = self.before.get(theme), self.after.get(theme)
        return before is not None and after is not None and before.position != after.position


def differences(within: Q, *, earlier: dt.date, later: dt.date, with_texts: bool = True) -> Differences:
    """What differs between the two days among the versions `within`. Eight queries at most, whatever the size.

    What has gone to another chapter, or come from one, is followed there. `with_texts` reads the words of what does
    not differ, too.
    """
    versions = ObjectiveVersion.objects.filter(within)
    gone = _read(versions.in_force(on=earlier).exclude(valid__contains=later))
    come = _read(versions.in_force(on=later).exclude(valid__contains=earlier))
    inside = {version.pk for version in (*gone.values(), *come.values())}
    links = _links(earlier=earlier, later=later) if inside else []
    if elsewhere := _related(gone.keys() | come.keys(), links) - (gone.keys() & come.keys()):
        others = ObjectiveVersion.objects.filter(objective__in=elsewhere).exclude(within)
        gone |= _read(others.in_force(on=earlier).exclude(valid__contains=later))
        come |= _read(others.in_force(on=later).exclude(valid__contains=earlier))
    same = versions.in_force(on=earlier).filter(valid__contains=later).order_by()
    columns = same.values_list(
        "chapter", "theme", "position", "objective__code", F("text") if with_texts else Value("")
    )
    return Differences(
        items=[seen for item in followed(gone, come, links) if (seen := item.standing_within(inside))],
        unchanged=[*itertools.starmap(Unchanged, columns), *_only_enacted_anew(gone, come, inside)],
        before=_headings(on=earlier),
        after=_headings(on=later),
    )


def _read(versions: QuerySet[ObjectiveVersion]) -> dict[int, ObjectiveVersion]:
    rows = versions.order_by("chapter", "position").select_related("objective", "chapter", "enacted_by", "repealed_by")
    return {version.objective_id: version for version in rows}


def _links(*, earlier: dt.date, later: dt.date) -> list[Succession]:
    """What was replaced by what between the days."""
    # Also what was amended before its first day: a chain goes through it.
    begun = ObjectiveVersion.with_annulled.filter(
        objective=OuterRef("new"), valid__startswith__gt=earlier, valid__startswith__lte=later
    )
    return list(Succession.objects.filter(Exists(begun)).select_related("old", "new").order_by("pk"))


def _headings(*, on: dt.date) -> dict[int, HeadingOn]:
    rows = ThemeVersion.objects.in_force(on=on).order_by()
    columns = rows.values_list("theme", "theme__chapter", "number", "title", "position")
    return {found.theme: found for found in itertools.starmap(HeadingOn, columns)}


def _related(objectives: Iterable[int], links: Sequence[Succession]) -> set[int]:
    """These læringsmål and all that links join to them, however many steps away."""
    beside: dict[int, set[int]] = defaultdict(set)
    for link in links:
        beside[link.old_id].add(link.new_id)
        beside[link.new_id].add(link.old_id)
    found, left = set(objectives), list(objectives)
    while left:
        new = beside[left.pop()] - found
        found |= new
        left += new
    return found


def followed(
    gone: dict[int, ObjectiveVersion], come: dict[int, ObjectiveVersion], links: Sequence[Succession]
) -> Iterator[Difference]:
    """What has become of each læringsmål: by læringsmål, its text only on the earlier day, and only on the later.

    Asks the database nothing, and the later texts need not be in it: they can be what a draft would give.
    """
    replaced: set[int] = set()
    into: dict[int, list[Succession]] = defaultdict(list)
    for link in links:
        into[link.new_id].append(link)
    for objective, after in come.items():
        if objective in gone:
            replaced.add(objective)
            yield from _same_code(gone[objective], after)
            continue
        paths = {old: path for old, path in _origins(objective, into) if old in gone}
        replaced |= paths.keys()
        if paths:
            yield _replaced([gone[old] for old in paths], after, [link for path in paths.values() for link in path])
        else:
            yield Difference(kind=Kind.NEW, after=after, links=tuple(into[objective]))
    successors = {link.old_id: link for link in links}
    for objective, before in gone.items():
        if objective not in replaced:
            followed_by = successors.get(objective)
            yield Difference(kind=Kind.REPEALED, before=(before,), links=(followed_by,) if followed_by else ())


def _origins(
    objective: int, into: dict[int, list[Succession]], path: tuple[Succession, ...] = ()
) -> Iterator[tuple[int, tuple[Succession, ...]]]:
    """Every læringsmål this one comes from, however many steps back, with the steps. There are no circles."""
    for link in into.get(objective, []):
        yield link.old_id, (link, *path)
        yield from _origins(link.old_id, into, (link, *path))


def _same_code(before: ObjectiveVersion, after: ObjectiveVersion) -> Iterator[Difference]:
    is_moved = _place(before) != _place(after)
    if before.text != after.text:
        yield Difference(kind=Kind.CORRECTED, before=(before,), after=after, is_moved=is_moved)
    elif is_moved:
        yield Difference(kind=Kind.MOVED, before=(before,), after=after, is_moved=True)


def _replaced(before: list[ObjectiveVersion], after: ObjectiveVersion, links: list[Succession]) -> Difference:
    kinds = {Succession.Kind(link.kind) for link in links}
    kind = _KIND_OF[next(kind for kind in _KINDS_BY_WEIGHT if kind in kinds)]
    if kind is Kind.EQUIVALENT and [version.text for version in before] == [after.text]:
        kind = Kind.RECODED
    return Difference(kind=kind, before=tuple(before), after=after, links=tuple(dict.fromkeys(links)))


def _only_enacted_anew(
    gone: dict[int, ObjectiveVersion], come: dict[int, ObjectiveVersion], inside: set[int]
) -> Iterator[Unchanged]:
    """Another version with the same words in the same place is no change."""
    for objective in gone.keys() & come.keys():
        before, after = gone[objective], come[objective]
        if after.pk in inside and before.text == after.text and _place(before) == _place(after):
            yield Unchanged(after.chapter_id, after.theme_id, after.position, after.objective.code, after.text)


def _place(version: ObjectiveVersion) -> tuple[int, int | None, int, str]:
    return version.chapter_id, version.theme_id, version.position, version.stage
