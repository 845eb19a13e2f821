"""How the headings of the file differ from the register's: in words, in number, in order, and by being there or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from . import matching
from .differences import Code, Difference
from .outlines import Outline, name_of
from .reading import AnnexReading, ChapterReading, ThemeReading
from .registered import Register, RegisteredChapter, RegisteredTheme
from .typography import differs_only_in_characters


@dataclass(frozen=True, slots=True)
class _Names:
    """What the differences of chapters, or of temaoverskrifter, are called."""

    kind: str
    what: str

    def code(self, suffix: str) -> Code:
        return Code(f"{self.kind}-{suffix}")


def differences(reading: AnnexReading, register: Register, outline: Outline) -> Iterator[Difference]:
    """All of them: of parts, of chapters, of temaoverskrifter."""
    yield from _parts(reading, register)
    yield from _chapters(reading, register, outline)
    yield from _themes(reading, register, outline)


def _parts(reading: AnnexReading, register: Register) -> Iterator[Difference]:
    told: set[str] = set()
    for chapter in reading.chapters.values():
        registered = register.parts.get(chapter.part_letter)
        if registered and registered != chapter.part_title and chapter.part_letter not in told:
            told.add(chapter.part_letter)
            yield Difference(
                code=Code.PART_RENAMED,
                message=_("Del %(letter)s heter noe annet hos Lovdata.") % {"letter": chapter.part_letter},
                before=registered,
                after=chapter.part_title,
            )


def _chapters(reading: AnnexReading, register: Register, outline: Outline) -> Iterator[Difference]:
    names = _Names("chapter", _("Kapittelet"))
    held = {text.chapter for text in register.in_force.values()}
    held |= {text.chapter for texts in register.former.values() for text in texts}
    for chapter in reading.chapters.values():
        slug = outline.chapters.get(chapter.slug)
        if slug is None:
            yield _only_in_the_file(names, chapter.title, chapter=chapter.slug, line=chapter.line)
            continue
        ours = register.chapters[slug]
        if ours.is_our_own:
            yield from _first_printed(ours, chapter)
            continue
        yield from _words_differ(
            names,
            (slug, ours.title, name_of(ours.title)),
            (chapter.slug if not chapter.is_former else slug, chapter.title, name_of(chapter.title)),
            chapter=slug,
            line=chapter.line,
        )
    for slug, ours in register.chapters.items():
        is_known = slug in held or not (ours.has_had_texts or ours.is_our_own)
        if slug not in outline.chapters.values() and is_known:
            yield _only_in_the_register(names, ours.title, chapter=slug)
    yield from _order_of_chapters(reading, register, outline, names)


def _first_printed(ours: RegisteredChapter, chapter: ChapterReading) -> Iterator[Difference]:
    if ours.title != chapter.title:
        message = _("Kapittelet «%(heading)s» har ikke hatt læringsmål i registeret, og heter noe annet hos Lovdata.")
        yield Difference(
            code=Code.CHAPTER_FIRST_PRINTED,
            message=message % {"heading": ours.title},
            chapter=ours.slug,
            heading=ours.title,
            line=chapter.line,
            before=ours.title,
            after=chapter.title,
        )


def _order_of_chapters(
    reading: AnnexReading, register: Register, outline: Outline, names: _Names
) -> Iterator[Difference]:
    place = {slug: at for at, slug in enumerate(register.chapters)}
    by_part: dict[str, list[ChapterReading]] = defaultdict(list)
    for chapter in reading.chapters.values():
        if chapter.slug in outline.chapters:
            by_part[chapter.part_letter].append(chapter)
    for chapters in by_part.values():
        for at in matching.out_of_order([place[outline.chapters[chapter.slug]] for chapter in chapters]):
            chapter = chapters[at]
            yield _moved(
                names, chapter.title, chapters[at - 1].title if at else "", chapter=chapter.slug, line=chapter.line
            )


def _themes(reading: AnnexReading, register: Register, outline: Outline) -> Iterator[Difference]:
    names = _Names("heading", _("Overskriften"))
    for theme in reading.themes:
        slug = outline.chapters.get(theme.chapter, theme.chapter)
        pk = outline.themes.get(theme)
        if pk is None:
            yield _only_in_the_file(names, printed(theme), chapter=slug, line=theme.line)
            continue
        ours = register.themes[pk]
        before, after = (ours.number, printed(ours), ours.title), (theme.number, printed(theme), theme.title)
        yield from _words_differ(names, before, after, chapter=slug, line=theme.line)
    for ours in sorted(register.themes.values(), key=lambda ours: (ours.chapter, ours.position)):
        if ours.pk not in outline.themes.values():
            yield _only_in_the_register(names, printed(ours), chapter=ours.chapter)
    yield from _order_of_themes(reading, register, outline, names)


def _order_of_themes(
    reading: AnnexReading, register: Register, outline: Outline, names: _Names
) -> Iterator[Difference]:
    place = {pk: at for at, pk in enumerate(register.themes)}
    by_chapter: dict[str, list[ThemeReading]] = defaultdict(list)
    for theme in reading.themes:
        if theme in outline.themes:
            by_chapter[theme.chapter].append(theme)
    for slug, themes in by_chapter.items():
        for at in matching.out_of_order([place[outline.themes[theme]] for theme in themes]):
            before = printed(themes[at - 1]) if at else ""
            yield _moved(
                names, printed(themes[at]), before, chapter=outline.chapters.get(slug, slug), line=themes[at].line
            )


def printed(theme: ThemeReading | RegisteredTheme) -> str:
    """The heading as it is printed: «15.12 Lever»."""
    return f"{theme.number} {theme.title}".strip()


def _words_differ(
    names: _Names, ours: tuple[str, str, str], theirs: tuple[str, str, str], *, chapter: str, line: int
) -> Iterator[Difference]:
    """Each of the two is number, heading as printed, and the words of it."""
    (our_number, before, our_words), (number, after, words) = ours, theirs
    about: dict[str, Any] = {"chapter": chapter, "heading": before, "line": line, "before": before, "after": after}
    if our_number != number:
        message = _("%(what)s «%(heading)s» har et annet nummer hos Lovdata.")
        yield Difference(code=names.code("renumbered"), message=message % _of(names, before), **about)
    if our_words == words:
        if our_number == number and before != after:
            message = _("%(what)s «%(heading)s» er skrevet med andre tegn hos Lovdata.")
            yield Difference(code=names.code("characters"), message=message % _of(names, before), **about)
    elif differs_only_in_characters(our_words, words):
        message = _("%(what)s «%(heading)s» er skrevet med andre tegn hos Lovdata.")
        yield Difference(code=names.code("characters"), message=message % _of(names, before), **about)
    else:
        message = _("%(what)s «%(heading)s» heter noe annet hos Lovdata.")
        yield Difference(code=names.code("renamed"), message=message % _of(names, before), **about)


def _only_in_the_file(names: _Names, heading: str, *, chapter: str, line: int) -> Difference:
    message = _("%(what)s «%(heading)s» er ikke i registeret.") % _of(names, heading)
    return Difference(
        code=names.code("new"), message=message, chapter=chapter, heading=heading, line=line, after=heading
    )


def _only_in_the_register(names: _Names, heading: str, *, chapter: str) -> Difference:
    message = _("%(what)s «%(heading)s» er ikke hos Lovdata.") % _of(names, heading)
    return Difference(code=names.code("gone"), message=message, chapter=chapter, heading=heading, before=heading)


def _moved(names: _Names, heading: str, after: str, *, chapter: str, line: int) -> Difference:
    message = _("%(what)s «%(heading)s» står et annet sted i rekkefølgen hos Lovdata.") % _of(names, heading)
    place = _("etter «%(heading)s»") % {"heading": after} if after else _("først")
    return Difference(
        code=names.code("moved"), message=message, chapter=chapter, heading=heading, line=line, after=place
    )


def _of(names: _Names, heading: str) -> dict[str, str]:
    return {"what": names.what, "heading": heading}
