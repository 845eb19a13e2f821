"""The læringsmål as they are read: each code once, in a place where it may stand, with all its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from objectives.models import Stage

from . import outline, paragraphs
from .paragraphs import Code, Line
from .problems import Unreadable
from .reading import ChapterReading, Ending, ObjectiveReading, ThemeReading


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the annex a paragraph stands. `ended` is set in a former chapter."""

    chapter: ChapterReading
    theme: ThemeReading | None
    stage: str
    ended: Ending | None


@dataclass(slots=True)
class Draft:
    """A læringsmål being read: more lines may come."""

    code: Code
    place: Place
    lines: list[Line]
    line: int


class Gatherer:
    """All the læringsmål read so far, in the file's order."""

    def __init__(self, series: Mapping[str, int]) -> None:
        self._series = series
        self._drafts: dict[str, Draft] = {}

    def begin(self, code: Code, lines: Sequence[Line], place: Place | None, *, line: int) -> Draft:
        """A læringsmål begins. Raises Unreadable when the code can't be one, or can't stand here."""
        self._check_code(code, line)
        if place is None:
            raise Unreadable(
                _("%(code)s står utenfor kapitlene i vedlegg 2.") % {"code": code.code},
                code="code-out-of-place",
                line=line,
            )
        self._check_place(code, place, line)
        earlier = self._drafts.get(code.code)
        if earlier:
            raise Unreadable(
                _("%(code)s står to ganger: her og på linje %(line)d.") % {"code": code.code, "line": earlier.line},
                code="code-twice",
                line=line,
            )
        draft = Draft(code, place, [], line)
        self._drafts[code.code] = draft
        own = Line(code.rest, line)
        self.extend(draft, [own, *lines] if code.rest else lines)
        return draft

    def extend(self, draft: Draft, lines: Sequence[Line]) -> None:
        """More lines of the same læringsmål. Raises Unreadable when one of them mentions a code."""
        for part in lines:
            self.refuse_codes(part.text, part.line, where=_("inne i teksten til %(code)s") % {"code": draft.code.code})
        draft.lines.extend(lines)

    def refuse_codes(self, text: str, line: int, *, where: str, strictly: bool = False) -> None:
        """Raises Unreadable when the text has a code of a known series in it.

        With `strictly`, also when it begins with what only looks like a code: fine inside a text («ICD-10»), but a
        paragraph that begins so is a læringsmål with a slip in its code.
        """
        found = paragraphs.codes_within(text, self._series)
        if strictly and (alike := paragraphs.begins_like_a_code(text, self._series)):
            found = [alike]
        if found:
            raise Unreadable(
                _("Koden %(code)s står %(where)s, der det ikke skal stå noen kode.")
                % {"code": found[0], "where": where},
                code="code-out-of-place",
                line=line,
            )

    def result(self) -> list[ObjectiveReading]:
        """The læringsmål, in order. Raises Unreadable when one has no text, or there are none."""
        if not self._drafts:
            raise Unreadable(_("Vedlegg 2 i filen har ingen læringsmål."), code="no-objectives")
        return [self._finished(draft, place) for place, draft in enumerate(self._drafts.values(), start=1)]

    def _finished(self, draft: Draft, place: int) -> ObjectiveReading:
        if not draft.lines:
            raise Unreadable(
                _("%(code)s har ingen tekst.") % {"code": draft.code.code}, code="no-text", line=draft.line
            )
        return ObjectiveReading(
            code=draft.code.code,
            prefix=draft.code.prefix,
            number=int(draft.code.digits),
            chapter=draft.place.chapter.slug,
            theme=draft.place.theme,
            stage=draft.place.stage,
            text=paragraphs.stored(draft.lines),
            place=place,
            line=draft.line,
            ended=draft.place.ended,
        )

    def _check_code(self, code: Code, line: int) -> None:
        digits = self._series.get(code.prefix)
        if digits is None:
            raise Unreadable(
                _("%(code)s har et ukjent prefiks. Prefikset må være en kodeserie i registeret.") % {"code": code.code},
                code="unknown-prefix",
                line=line,
            )
        number = int(code.digits)
        if not number or code.digits != f"{number:0{digits}d}":
            raise Unreadable(
                _("%(code)s er ikke en kode: %(prefix)s har nummer skrevet med %(digits)d sifre, fra 1.")
                % {"code": code.code, "prefix": code.prefix, "digits": digits},
                code="malformed-code",
                line=line,
            )

    def _check_place(self, code: Code, place: Place, line: int) -> None:
        allowed = outline.prefixes_in_chapter(place.chapter.slug)
        if allowed is not None and code.prefix not in allowed:
            raise Unreadable(
                _("%(code)s står i «%(chapter)s», der prefikset er %(allowed)s.")
                % {"code": code.code, "chapter": place.chapter.title, "allowed": ", ".join(sorted(allowed))},
                code="code-out-of-place",
                line=line,
            )
        if place.stage not in Stage.values:
            raise Unreadable(
                _("%(code)s står ikke under «Del 1» eller «Del 2–3», så det er ukjent hvilken del det hører til.")
                % {"code": code.code},
                code="no-stage",
                line=line,
            )
