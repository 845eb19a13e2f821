"""Taking in from Lovdata's consolidation what the register has never known of, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from objectives.annex.comparison import Comparison
from objectives.annex.reading import AnnexReading, ObjectiveReading, ThemeReading
from objectives.models import AnnexChapter, ObjectiveVersion, Theme
from objectives.operations.placing import POSITION_STEP
from organisations.models import Specialty, User

from .annex import Imported, tell
from .annex_rows import Acts, locked_series, write_chapter, write_codes, write_part, write_themes, write_versions

Thing = TypeVar("Thing", bound=Hashable)


def add_what_is_unknown(*, reading: AnnexReading, comparison: Comparison, file_name: str, by: User) -> Imported | None:
    """Write the chapters and læringsmål that are new to the register, known from the file's day, where they stand.

    What may be read in two ways is left out, and so is a new chapter with a number that another one has. None when
    there was no læringsmål to write. Runs in the caller's transaction.
    """
    chapters = _write_chapters(reading, comparison)
    unclear = {oddity.line for oddity in reading.oddities if oddity.blocks_import}
    rows = [row for row in comparison.to_add if row.chapter in chapters and row.line not in unclear]
    if not rows:
        return None
    acts = Acts(reading.act, by=by)
    new_themes = _new_themes(reading, comparison, rows, chapters)
    theme_places = _theme_positions(reading, comparison, new_themes)
    themes = write_themes(
        new_themes, chapters, positions=theme_places, starts=reading.starts, act=acts.main, by=by
    ) | _registered_themes(comparison)
    objectives, missing = write_codes(rows, locked_series({row.prefix for row in rows}))
    write_versions(
        rows,
        objectives,
        chapters,
        themes,
        positions=_positions(reading, chapters, themes, rows),
        starts=reading.starts,
        acts=acts,
        by=by,
    )
    former = sum(row.ended is not None for row in rows)
    imported = Imported(
        in_force=len(rows) - former,
        former=former,
        missing=missing,
        chapters=len({row.chapter for row in rows}),
        themes=len(new_themes),
    )
    tell(imported, reading, file_name=file_name, act=acts.main, by=by, codes=[row.code for row in rows])
    return imported


def positions_between(order: Sequence[Thing], standing: Mapping[Thing, int], among: Sequence[int]) -> dict[Thing, int]:
    """Positions for the things in `order` that do not stand, each between its neighbours, evenly apart.

    `standing` is where the others are, and `among` every position taken, also by what is not in the order.
    """
    taken = sorted({*among, *standing.values()})
    found: dict[Thing, int] = {}
    waiting: list[Thing] = []
    low: int | None = None
    for thing in (*order, None):
        if thing is not None and thing not in standing:
            waiting.append(thing)
            continue
        found |= _spread(waiting, low, taken)
        waiting = []
        low = standing[thing] if thing is not None else None
    return found


def _spread(things: Sequence[Thing], low: int | None, taken: Sequence[int]) -> dict[Thing, int]:
    """Evenly between `low` and the next position taken; before the first one when there is no `low`."""
    high = next((position for position in taken if low is None or position > low), None)
    if low is None:
        low = high - POSITION_STEP * (len(things) + 1) if high is not None else 0
    if high is None:
        high = low + POSITION_STEP * (len(things) + 1)
    return {thing: low + (high - low) * at // (len(things) + 1) for at, thing in enumerate(things, start=1)}


def _write_chapters(reading: AnnexReading, comparison: Comparison) -> dict[str, AnnexChapter]:
    """The register's row for each chapter of the file, by the file's address name; the new ones are made."""
    specialties = {row.short_name: row for row in Specialty.objects.all()}
    rows = {row.slug: row for row in AnnexChapter.objects.select_related("part")}
    known = comparison.register.chapters
    found = {}
    for slug, chapter in reading.chapters.items():
        ours = comparison.outline.chapters.get(slug)
        if ours is not None and not known[ours].is_our_own:
            found[slug] = rows[ours]
        elif ours is not None or slug not in rows:  # our own reference data, or nothing, has this number
            parts = comparison.register.parts
            part = write_part(chapter.part_letter, parts.get(chapter.part_letter, chapter.part_title))
            found[slug] = write_chapter(chapter, part, specialties)
    return found


def _new_themes(
    reading: AnnexReading,
    comparison: Comparison,
    rows: Sequence[ObjectiveReading],
    chapters: Mapping[str, AnnexChapter],
) -> list[ThemeReading]:
    """The headings to make: those the new læringsmål stand under, and all of a chapter that is new."""
    needed = {row.theme for row in rows}
    return [
        theme
        for theme in reading.themes
        if theme not in comparison.outline.themes
        and theme.chapter in chapters
        and (theme in needed or theme.chapter not in comparison.outline.chapters)
    ]


def _theme_positions(
    reading: AnnexReading, comparison: Comparison, new: Sequence[ThemeReading]
) -> dict[ThemeReading, int]:
    registered, outline = comparison.register.themes, comparison.outline
    found: dict[ThemeReading, int] = {}
    for slug in {theme.chapter for theme in new}:
        order = [
            theme for theme in reading.themes if theme.chapter == slug and (theme in outline.themes or theme in new)
        ]
        standing = {theme: registered[outline.themes[theme]].position for theme in order if theme in outline.themes}
        ours = outline.chapters.get(slug)
        found |= positions_between(order, standing, [t.position for t in registered.values() if t.chapter == ours])
    return found


def _registered_themes(comparison: Comparison) -> dict[ThemeReading, Theme]:
    rows = Theme.objects.in_bulk(comparison.outline.themes.values())
    return {theme: rows[pk] for theme, pk in comparison.outline.themes.items()}


def _positions(
    reading: AnnexReading,
    chapters: Mapping[str, AnnexChapter],
    themes: Mapping[ThemeReading, Theme],
    rows: Sequence[ObjectiveReading],
) -> dict[str, int]:
    """Where the new læringsmål go among those that stand under the same heading, on any day."""
    taken: dict[tuple[int, int | None], dict[str, int]] = defaultdict(dict)
    standing = ObjectiveVersion.objects.order_by("valid").filter(chapter__in={chapters[row.chapter] for row in rows})
    for chapter, theme, code, position in standing.values_list("chapter", "theme", "objective__code", "position"):
        taken[chapter, theme][code] = position
    new = {row.code for row in rows}
    orders: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for row in reading.objectives:
        if row.chapter not in chapters or (row.theme is not None and row.theme not in themes):
            continue
        under = chapters[row.chapter].pk, themes[row.theme].pk if row.theme else None
        if row.code in new or row.code in taken[under]:
            orders[under].append(row.code)
    found: dict[str, int] = {}
    for under, order in orders.items():
        found |= positions_between(order, taken[under], list(taken[under].values()))
    return found
