"""What is out of pattern in vedlegg 2 as a whole: headings and their numbers, brackets left over, texts nearly alike.

What is odd in one paragraph is noted while it is read (`gathering`). Nothing is mended here or there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from . import typography
from .reading import AnnexReading, ChapterReading, ObjectiveReading, Oddity, ThemeReading

_CHAPTER = re.compile(r"[A-ZÆØÅ]\d{1,2}\. (\S.*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_LEFT_OPEN = "[Tidligere "


def oddities(reading: AnnexReading, *, names: Mapping[str, str]) -> list[Oddity]:
    """All that is odd in the file, by line. `names` is what each chapter's specialty is called, by chapter slug."""
    found = [
        *reading.oddities,
        *_chapter_headings(reading, names),
        *_heading_numbers(reading),
        *_brackets(reading.objectives),
        *_nearly_alike(reading.objectives),
    ]
    return sorted(found, key=lambda oddity: oddity.line or 0)


def _chapter_headings(reading: AnnexReading, names: Mapping[str, str]) -> Iterator[Oddity]:
    for chapter in reading.chapters.values():
        if chapter.is_former:
            continue
        printed = _CHAPTER.fullmatch(chapter.title)
        if printed is None:
            message = _("Kapittelet «%(title)s» er ikke nummerert som de andre: «%(slug)s. …».") % {
                "title": chapter.title,
                "slug": chapter.slug,
            }
            yield Oddity("chapter-number", message, chapter.line)
        name = names.get(chapter.slug)
        if name and not chapter.title.endswith(f" {name}"):
            message = _("Kapittelet «%(title)s» heter ikke som spesialiteten: «%(name)s».")
            yield Oddity("chapter-name", message % {"title": chapter.title, "name": name}, chapter.line)


def _heading_numbers(reading: AnnexReading) -> Iterator[Oddity]:
    by_chapter: dict[str, list[ThemeReading]] = defaultdict(list)
    for theme in reading.themes:
        by_chapter[theme.chapter].append(theme)
    for slug, themes in by_chapter.items():
        chapter = reading.chapters[slug]
        before: tuple[int, ...] = ()
        for theme in themes:
            why = _out_of_pattern(theme, chapter, before, numbered=any(other.number for other in themes))
            if why:
                heading = f"{theme.number} {theme.title}".strip()
                yield Oddity("heading-number", f"«{heading}»: {why}", theme.line)
            if _NUMBER.fullmatch(theme.number):
                before = _as_numbers(theme.number)


def _out_of_pattern(theme: ThemeReading, chapter: ChapterReading, before: tuple[int, ...], *, numbered: bool) -> str:
    """Why the heading's number is out of the chapter's pattern, or nothing."""
    if not theme.number:
        return _("overskriften har ikke nummer, men andre i kapittelet har.") if numbered else ""
    if not _NUMBER.fullmatch(theme.number):
        return _("nummeret er skrevet på en annen måte enn de andre.")
    number, own = _as_numbers(theme.number), chapter.slug[1:]
    if own.isdigit() and number[0] != int(own):
        return _("nummeret hører ikke til kapittel %(slug)s.") % {"slug": chapter.slug}
    if before and number <= before:
        last = ".".join(map(str, before))
        return _("nummeret følger ikke etter %(before)s.") % {"before": last}
    return ""


def _as_numbers(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _brackets(rows: list[ObjectiveReading]) -> Iterator[Oddity]:
    for row in rows:
        if _LEFT_OPEN in row.text or row.text.count("[") != row.text.count("]"):
            message = _("Teksten til %(code)s har en hakeparentes til overs.") % {"code": row.code}
            yield Oddity("bracket-left", message, row.line, row.code)


def _nearly_alike(rows: list[ObjectiveReading]) -> Iterator[Oddity]:
    """Texts that are the same but for spaces, hyphens, dashes or quotation marks: one of them is a slip."""
    first: dict[str, ObjectiveReading] = {}
    for row in rows:
        earlier = first.setdefault(typography.bare(row.text), row)
        if earlier.text != row.text:
            message = _("Teksten til %(code)s skiller seg fra %(other)s bare i mellomrom, bindestreker eller tegn.")
            message %= {"code": row.code, "other": earlier.code}
            yield Oddity("texts-nearly-alike", message, row.line, row.code)
