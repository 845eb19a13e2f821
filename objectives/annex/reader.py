"""Reads vedlegg 2 from Lovdata's XHTML.

Only the section of vedlegg 2 is read: a code mentioned elsewhere in the forskrift is not a læringsmål. Inside it,
sections are parts, chapters and temaoverskrifter by how deep they lie, and a paragraph that begins with a code is a
læringsmål.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from . import header, notes, outline, paragraphs
from .gathering import Draft, Gatherer, Place
from .paragraphs import Line
from .problems import Unreadable
from .reading import AnnexReading, ChapterReading, Ending, ThemeReading, Warned
from .source import Node, SectionEnd, SectionStart, TextOutside, is_heading, items

_NOTES = frozenset({"changesToParent", "footnoteLegalP", "footnotes"})
_PARAGRAPH_TAGS = frozenset({"article", "p", "ul", "ol"})
_ANNEX = frozenset({"vedlegg2", "vedleggii"})
_FORMER = "[Tidligere "
# Ours, not Lovdata's: the register can know that a læringsmål belongs to another part of the training than its
# chapter tells, and its export must be read back as it was.
STAGE_ATTRIBUTE = "data-utdanningens-del"
_ANNEX_DEPTH, _PART_DEPTH, _CHAPTER_DEPTH = 0, 1, 2
_LONGEST_HEADING = 200


def read_annex(data: bytes, *, series: Mapping[str, int], starts: dt.date | None = None) -> AnnexReading:
    """What the file says of vedlegg 2.

    `series` is the known prefixes with the number of digits in each; `starts` replaces the date the header gives.
    What is odd in a paragraph or a heading is told in `oddities`. Raises Unreadable when it is not such a file, or
    its outline can't be followed.
    """
    reader = _Reader(series)
    for item in items(data):
        match item:
            case SectionStart():
                reader.open(item)
            case SectionEnd():
                reader.close()
            case TextOutside():
                reader.stray(item)
            case Node():
                reader.block(item)
    return reader.result(starts=starts, sha256=hashlib.sha256(data).hexdigest())


@dataclass(slots=True)
class _Level:
    """An open section of vedlegg 2, and what has been read of it."""

    line: int
    heading: str = ""
    chapter: ChapterReading | None = None
    theme: ThemeReading | None = None
    notes: list[notes.Change] = field(default_factory=list)
    ended: Ending | None = None
    stage: str = ""  # «Del 1» on a line of its own, over the paragraphs that follow
    last: Draft | None = None  # the læringsmål just read, which the next paragraph may continue
    has_objectives: bool = False


class _Reader:
    """Follows the sections, and gives each paragraph to the gatherer with its place."""

    def __init__(self, series: Mapping[str, int]) -> None:
        self._gatherer = Gatherer(series)
        self._information: dict[str, str] | None = None
        self._outside = 0  # open sections that are not vedlegg 2
        self._annex_line = 0
        self._levels: list[_Level] = []
        self._chapters: dict[str, ChapterReading] = {}
        self._themes: list[ThemeReading] = []
        self._skipped: Counter[str] = Counter()
        self._warnings: list[Warned] = []

    def result(self, *, starts: dt.date | None, sha256: str) -> AnnexReading:
        """All that was read. Raises Unreadable when the file has no header or no vedlegg 2."""
        if self._information is None:
            raise Unreadable(_("Filen er ikke Lovdatas XHTML: den mangler hodet (documentHeader)."), code="no-header")
        act = header.act_of(self._information)
        if not self._annex_line:
            raise Unreadable(_("%(act)s i filen har ikke noe vedlegg 2.") % {"act": act}, code="no-annex")
        starts = starts or header.last_change_in_force(self._information)
        if starts < act.decided_on:
            raise Unreadable(
                _("Tekstene kan ikke være kjent fra %(date)s, før forskriften ble vedtatt %(decided)s.")
                % {"date": f"{starts:%d.%m.%Y}", "decided": f"{act.decided_on:%d.%m.%Y}"},
                code="starts-before-the-act",
            )
        objectives = self._gatherer.result()
        return AnnexReading(
            act=act,
            starts=starts,
            sha256=sha256,
            chapters=self._chapters,
            themes=self._themes,
            objectives=objectives,
            skipped=self._skipped,
            warnings=self._warnings,
            oddities=self._gatherer.oddities,
        )

    def open(self, section: SectionStart) -> None:
        if self._levels:
            parent = self._levels[-1]
            parent.last = None
            self._levels.append(_Level(section.line, chapter=parent.chapter, theme=parent.theme, ended=parent.ended))
        elif self._outside or section.name.lower() not in _ANNEX:
            self._outside += 1
        elif self._annex_line:
            raise Unreadable(
                _("Filen har to vedlegg 2: her og på linje %(line)d.") % {"line": self._annex_line},
                code="two-annexes",
                line=section.line,
            )
        else:
            self._annex_line = section.line
            self._levels.append(_Level(section.line))

    def close(self) -> None:
        if self._levels:
            self._levels.pop()
        else:
            self._outside -= 1

    def stray(self, text: TextOutside) -> None:
        """Words in no paragraph of vedlegg 2 would be lost, so they are refused."""
        if self._levels:
            raise Unreadable(
                _("«%(text)s» står utenfor avsnittene i vedlegg 2.") % {"text": text.text[:60]},
                code="stray-text",
                line=text.line,
            )

    def block(self, node: Node) -> None:
        if "documentHeader" in node.classes:
            self._information = header.key_information(node)
        elif not self._levels:
            return
        elif is_heading(node):
            self._heading(node)
        elif node.tag == "footer" or node.classes & _NOTES:
            self._note(node)
        elif node.tag in _PARAGRAPH_TAGS:
            self._paragraph(node)
        else:
            for part in (node, *node.elements()):
                own = paragraphs.words("".join(text for text in part.content if isinstance(text, str)))
                self._gatherer.note_codes(own, part.line, where=_("i en tabell eller figur"))
            self._skip(_("tabeller og figurer"))

    def _heading(self, node: Node) -> None:
        level, depth, text = self._levels[-1], len(self._levels) - 1, paragraphs.words(node.words())
        self._gatherer.note_codes(text, node.line, where=_("i en overskrift"))
        if level.heading or len(text) > _LONGEST_HEADING:
            raise Unreadable(
                _("Overskriften «%(text)s» er den andre her, eller for lang.") % {"text": text[:60]},
                code="heading",
                line=node.line,
            )
        level.heading = text
        if depth == _PART_DEPTH and outline.part_letter(text) not in outline.PARTS:
            raise Unreadable(
                _("«%(text)s» er ikke del A, B eller C av vedlegg 2.") % {"text": text}, code="heading", line=node.line
            )
        if depth == _CHAPTER_DEPTH:
            level.chapter = self._chapter(text, node.line)
            level.ended = self._ending(level) if level.chapter.is_former else None
        elif depth > _CHAPTER_DEPTH:
            level.theme = self._theme(level, text, node.line)

    def _chapter(self, heading: str, line: int) -> ChapterReading:
        part = self._levels[_PART_DEPTH].heading
        letter, is_former = outline.part_letter(part), heading.startswith(_FORMER)
        slug = outline.former_slug(letter or "", self._chapters) if is_former else outline.chapter_slug(heading)
        if letter is None or slug is None or not slug.startswith(letter):
            raise Unreadable(
                _("Kapittelet «%(heading)s» har ikke et nummer som hører til «%(part)s».")
                % {"heading": heading, "part": part},
                code="heading",
                line=line,
            )
        if slug in self._chapters:
            raise Unreadable(
                _("Kapittel %(slug)s står to ganger: her og på linje %(line)d.")
                % {"slug": slug, "line": self._chapters[slug].line},
                code="chapter-twice",
                line=line,
            )
        chapter = ChapterReading(slug, heading, letter, part, line, is_former=is_former)
        self._chapters[slug] = chapter
        return chapter

    def _ending(self, level: _Level) -> Ending:
        """When the texts of a former chapter ceased, from the note of its part."""
        ending = notes.ending(self._levels[_PART_DEPTH].notes, stage=notes.stage_named_in(level.heading))
        if ending is None:
            raise Unreadable(
                _("Endringsnotisen til «%(part)s» sier ikke når det tidligere kapittelet her ble opphevet.")
                % {"part": self._levels[_PART_DEPTH].heading},
                code="no-ending",
                line=level.line,
            )
        level.stage = notes.stage_named_in(level.heading)
        return ending

    def _theme(self, level: _Level, heading: str, line: int) -> ThemeReading | None:
        if level.chapter is None:
            return None
        number, title = outline.theme_number(heading)
        theme = ThemeReading(level.chapter.slug, number, title, len(self._themes) + 1, line)
        self._themes.append(theme)
        return theme

    def _note(self, node: Node) -> None:
        text, level = paragraphs.words(node.words()), self._levels[-1]
        if paragraphs.leading_code(text):
            self._gatherer.note_codes(text, node.line, where=_("først i en notis"))
        level.notes.extend(notes.changes(text))
        level.last = None
        self._skip(_("notiser"))

    def _paragraph(self, node: Node) -> None:
        level, lines = self._levels[-1], paragraphs.lines(node)
        if not lines:
            return
        if node.attributes.get("data-text-size") == "small":
            self._small(level, lines)
            return
        scope = paragraphs.leading_scope(lines[0].text) if level.chapter and level.chapter.part_letter == "A" else None
        if scope:
            self._scoped(level, *scope, lines)
        elif code := paragraphs.leading_code(lines[0].text):
            place = self._place(level, said=node.attributes.get(STAGE_ATTRIBUTE, ""))
            level.last = self._gatherer.begin(code, lines[0], lines[1:], place)
            level.has_objectives = True
        elif level.last and _continues(level.last, lines):
            level.last = self._gatherer.extend(level.last, lines)
        else:
            self._uncoded(level, lines)

    def _small(self, level: _Level, lines: list[Line]) -> None:
        """Introductions and footnotes are printed small; a part of the training on a line of its own may be too."""
        if paragraphs.leading_code(lines[0].text):
            self._gatherer.note_codes(lines[0].text, lines[0].line, where=_("først i en innledning eller fotnote"))
        scope = paragraphs.leading_scope(lines[0].text)
        if scope and not scope[1] and len(lines) == 1:
            level.stage = scope[0]
        level.last = None
        self._skip(_("innledninger og fotnoter"))

    def _scoped(self, level: _Level, stage: str, rest: str, lines: list[Line]) -> None:
        """«Del 1:» with a list of læringsmål, or one, after it; alone it stands over what follows."""
        lines = [replace(lines[0], text=rest), *lines[1:]] if rest else lines[1:]
        if not lines:
            level.stage, level.last = stage, None
            return
        place = self._place(level, stage=stage)
        top = min(line.level for line in lines)
        draft: Draft | None = None
        for line in lines:
            code = paragraphs.leading_code(line.text) if line.level == top else None
            if code:
                draft = self._gatherer.begin(code, line, [], place)
            elif draft and line.level > top:
                draft = self._gatherer.extend(draft, [line])
            elif not self._gatherer.note_codes(line.text, line.line, where=_("i en liste"), strictly=True):
                message = _("«%(code)s» står i en liste av læringsmål, men har ingen kode.")
                self._gatherer.note(message, line.text[:60], "no-code", line.line)
        level.last, level.has_objectives = None, True

    def _uncoded(self, level: _Level, lines: list[Line]) -> None:
        """An introduction; or, after a læringsmål, something a person should look at."""
        where = _("i et avsnitt uten riktig kode")
        noted = [self._gatherer.note_codes(line.text, line.line, where=where, strictly=True) for line in lines]
        level.last = None
        self._skip(_("avsnitt uten kode"))
        if level.has_objectives and not any(noted):
            message = _("Avsnittet «%(text)s» er ikke lest: det har ingen kode og fortsetter ikke læringsmålet foran.")
            self._warnings.append(Warned(lines[0].line, message % {"text": lines[0].text[:60]}))

    def _place(self, level: _Level, *, stage: str = "", said: str = "") -> Place | None:
        """The place of a læringsmål here. What it says itself of its stage (`said`) goes before what the place does."""
        if level.chapter is None:
            return None
        fixed = outline.stage_in_chapter(level.chapter.part_letter, level.chapter.title)
        return Place(level.chapter, level.theme, said or fixed or stage or level.stage, level.ended)

    def _skip(self, kind: str) -> None:
        self._skipped[kind] += 1


def _continues(draft: Draft, lines: list[Line]) -> bool:
    """Whether lines without a code clearly go on with the læringsmål before them.

    They do when what came before is unfinished, when they are a list, or when they begin in the middle of a sentence.
    """
    before = draft.lines[-1].text if draft.lines else ":"
    return before.endswith((":", ",", ";")) or lines[0].level > 0 or lines[0].text[0].islower()
