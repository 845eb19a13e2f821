"""The page that compares vedlegg 2 on two days: what differs by kind, and the text with the changes in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise

from objectives.differences import Difference, Differences, Kind, differences
from objectives.models import AnnexChapter, LegalAct

from .comparison_text import Block, View, anchor_of, blocks_of

MOST_SHOWN = 400
"""Above this number of changes only the chapters are listed, each with a way to its own comparison."""


@dataclass(frozen=True)
class Mention:
    """A change in the list beside the text; without an anchor it is not on this page."""

    name: str
    anchor: str


@dataclass(frozen=True)
class KindOfChange:
    """All the changes of one kind."""

    label: str | Promise
    mentions: list[Mention]


@dataclass
class ChapterChanges:
    """A chapter in which something differs."""

    chapter: AnnexChapter
    count: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """An act, a day on which changes of its entered into force, and how many they are."""

    act: LegalAct
    starts: dt.date
    count: int


@dataclass(frozen=True, kw_only=True)
class ComparisonPage:
    """The page's regions."""

    changed: int
    total: int
    kinds: list[KindOfChange]
    chapters: list[ChapterChanges]
    unchanged_chapters: int
    sources: list[Source]
    is_too_much: bool

    @property
    def only_source(self) -> Source | None:
        """The act and the day all the changes have in common."""
        return self.sources[0] if len(self.sources) == 1 else None


def comparison_page(
    chapters: Sequence[AnnexChapter], *, earlier: dt.date, later: dt.date, view: View, with_unchanged: bool
) -> ComparisonPage:
    """Compare these chapters. `with_unchanged` shows what is the same too, instead of folding it away."""
    within = Q(chapter__in={chapter.pk for chapter in chapters})
    found = differences(within, earlier=earlier, later=later, with_texts=with_unchanged)
    return page_of(found, chapters, earlier=earlier, later=later, view=view, with_unchanged=with_unchanged)


def page_of(
    found: Differences,
    chapters: Sequence[AnnexChapter],
    *,
    earlier: dt.date,
    later: dt.date,
    view: View,
    with_unchanged: bool,
) -> ComparisonPage:
    """The page of what was found to differ in these chapters, wherever the two texts were read from."""
    pks = {chapter.pk for chapter in chapters}
    headings = [theme for theme in found.changed_headings() if found.heading(theme).chapter in pks]
    sources = _sources(found.items)
    is_too_much = len(found.items) > MOST_SHOWN
    changed = [_changes_in(chapter, found, headings) for chapter in chapters]
    shown = [chapter for chapter in changed if chapter.count]
    if not is_too_much:
        text = blocks_of(
            found,
            set(headings),
            earlier=earlier,
            later=later,
            view=view,
            unfolded=with_unchanged,
            dated=len(sources) > 1,
        )
        for chapter in shown:
            chapter.blocks = text.get(chapter.chapter.pk, [])
    return ComparisonPage(
        changed=len(found.items),
        total=found.total,
        kinds=_kinds(found, headings, with_links=not is_too_much),
        chapters=shown,
        unchanged_chapters=len(chapters) - len(shown),
        sources=sources,
        is_too_much=is_too_much,
    )


def _changes_in(chapter: AnnexChapter, found: Differences, headings: Iterable[int]) -> ChapterChanges:
    count = sum(item.version.chapter_id == chapter.pk for item in found.items)
    return ChapterChanges(chapter, count + sum(found.heading(theme).chapter == chapter.pk for theme in headings))


def _kinds(found: Differences, headings: Iterable[int], *, with_links: bool) -> list[KindOfChange]:
    by_kind: dict[Kind, list[Mention]] = defaultdict(list)
    for item in found.items:
        by_kind[item.kind].append(Mention(_name(item), anchor_of(item) if with_links else ""))
    for theme in headings:
        heading = found.heading(theme)
        by_kind[Kind.HEADING].append(Mention(heading.name, f"tema-{theme}" if with_links else ""))
    return [KindOfChange(kind.label, by_kind[kind]) for kind in Kind if by_kind[kind]]


def _name(item: Difference) -> str:
    """«GAK-088 → 107»: within a series the second prefix says nothing."""
    if item.after is None or not item.before or item.keeps_its_code:
        return item.code
    old = ", ".join(version.objective.code for version in item.before)
    prefix, _dash, number = item.code.partition("-")
    same = all(version.objective.code.startswith(f"{prefix}-") for version in item.before)
    return f"{old} → {number if same else item.code}"


def _sources(items: Iterable[Difference]) -> list[Source]:
    counts: dict[tuple[dt.date, int], int] = defaultdict(int)
    acts: dict[int, LegalAct] = {}
    for item in items:
        if item.act is not None and item.starts is not None:
            acts[item.act.pk] = item.act
            counts[item.starts, item.act.pk] += 1
    return [Source(acts[act], starts, count) for (starts, act), count in sorted(counts.items())]
