"""The outline of the file beside the register's: which chapter and temaoverskrift is which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .matching import Heading, Key, pairs
from .reading import AnnexReading, ChapterReading, ThemeReading
from .registered import Register, RegisteredChapter, RegisteredText

_NUMBERED = re.compile(r"[A-ZÆØÅ]\.?\d{1,2}\b\.?\s*")


@dataclass(frozen=True, slots=True)
class Outline:
    """The register's chapter for each of the file's, by address name, and its heading for each of the file's."""

    chapters: Mapping[str, str]
    themes: Mapping[ThemeReading, int]

    def chapter(self, slug: str) -> str:
        """The register's address name for the file's chapter; the file's own when the register has none."""
        return self.chapters.get(slug, slug)


def match_outline(reading: AnnexReading, register: Register) -> Outline:
    """Which heading of the file is which of the register's."""
    chapters = {
        theirs.key: ours.key
        for is_former in (False, True)
        for ours, theirs in pairs(
            _our_chapters(register, is_former=is_former), _their_chapters(reading, is_former=is_former)
        )
    }
    for slug, registered in register.chapters.items():
        if registered.is_our_own and slug in reading.chapters and slug not in chapters:
            chapters[slug] = slug
    our_themes = _by_chapter(_our_themes(register), chapter_of=lambda pk: register.themes[pk].chapter)
    their_themes = _by_chapter(_their_themes(reading), chapter_of=lambda theme: chapters.get(theme.chapter, ""))
    themes = {
        theirs.key: ours.key
        for slug, ours_there in our_themes.items()
        for ours, theirs in pairs(ours_there, their_themes.get(slug, []))
    }
    return Outline(chapters, themes)


def name_of(title: str) -> str:
    """A chapter's heading without its number."""
    return _NUMBERED.sub("", title, count=1)


def _our_chapters(register: Register, *, is_former: bool) -> list[Heading[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for text in _all_texts(register):
        codes[text.chapter].add(text.code)
    return [
        _chapter_heading(slug, chapter, codes[slug])
        for slug, chapter in register.chapters.items()
        if chapter.is_former == is_former and not chapter.is_our_own
    ]


def _their_chapters(reading: AnnexReading, *, is_former: bool) -> list[Heading[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for row in reading.objectives:
        codes[row.chapter].add(row.code)
    return [
        _chapter_heading(slug, chapter, codes[slug])
        for slug, chapter in reading.chapters.items()
        if chapter.is_former == is_former
    ]


def _chapter_heading(slug: str, chapter: ChapterReading | RegisteredChapter, codes: Iterable[str]) -> Heading[str]:
    return Heading(slug, "" if chapter.is_former else slug, name_of(chapter.title), frozenset(codes))


def _our_themes(register: Register) -> Iterator[Heading[int]]:
    codes: dict[int | None, set[str]] = defaultdict(set)
    for text in _all_texts(register):
        codes[text.theme].add(text.code)
    for theme in register.themes.values():
        yield Heading(theme.pk, theme.number, theme.title, frozenset(codes[theme.pk]))


def _their_themes(reading: AnnexReading) -> Iterator[Heading[ThemeReading]]:
    codes: dict[ThemeReading | None, set[str]] = defaultdict(set)
    for row in reading.objectives:
        codes[row.theme].add(row.code)
    for theme in reading.themes:
        yield Heading(theme, theme.number, theme.title, frozenset(codes[theme]))


def _all_texts(register: Register) -> Iterator[RegisteredText]:
    yield from register.in_force.values()
    for texts in register.former.values():
        yield from texts


def _by_chapter(headings: Iterable[Heading[Key]], *, chapter_of: Callable[[Key], str]) -> dict[str, list[Heading[Key]]]:
    found: dict[str, list[Heading[Key]]] = defaultdict(list)
    for heading in headings:
        found[chapter_of(heading.key)].append(heading)
    return found
