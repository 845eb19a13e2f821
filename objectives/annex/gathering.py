"""The læringsmål as they are read: each code once, in a place where it may stand, with all its lines.

What is out of the file's own pattern is noted as an oddity, and reading goes on: a læringsmål is left out only when
it can't be told which one it is, or where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from objectives.models import Stage

from . import outline, paragraphs
from .paragraphs import Code, Line
from .problems import Unreadable
from .reading import ChapterReading, Ending, ObjectiveReading, Oddity, ThemeReading, refuse_first


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
    """All the læringsmål read so far, in the file's order, and what was odd about them."""

    def __init__(self, series: Mapping[str, int]) -> None:
        self.oddities: list[Oddity] = []
        self._series = series
        self._drafts: dict[str, Draft] = {}

    def begin(self, code: Code, first: Line, lines: Sequence[Line], place: Place | None) -> Draft | None:
        """A læringsmål begins with its code on the first line; the draft that further lines belong to.

        None when it can't be a læringsmål, or can't stand here.
        """
        line = first.line
        if not self._is_code(code, line):
            return None
        if place is None:
            self.note(_("%(code)s står utenfor kapitlene i vedlegg 2."), code, "code-out-of-place", line)
            return None
        if not self._may_stand(code, place, line):
            return None
        earlier = self._drafts.get(code.code)
        if earlier:
            message = _("%(code)s står to ganger: her og på linje %(line)d.")
            self.note(message, code, "code-twice", line, line=earlier.line)
            return None
        draft = Draft(code, place, [], line)
        self._drafts[code.code] = draft
        own = Line(code.rest, line, unseen=first.unseen)
        return self.extend(draft, [own, *lines] if code.rest else lines)

    def extend(self, draft: Draft, lines: Sequence[Line]) -> Draft:
        """More lines of the same læringsmål; the draft that lines after these belong to.

        A code where a sentence begins is the next læringsmål, printed in the paragraph of the one before.
        """
        for part in lines:
            own, others = paragraphs.divided(part.text, self._series)
            if own:
                draft.lines.append(replace(part, text=own))
            self.note_codes(own, part.line, where=_("inne i teksten til %(code)s") % {"code": draft.code.code})
            if part.unseen:
                message = _("Teksten til %(code)s har tegn som ikke synes: %(unseen)s.")
                self.note(message, draft.code, "unseen-characters", part.line, blocks=False, unseen=part.unseen)
            for other in others:
                where = _("inne i teksten til %(code)s") % {"code": draft.code.code}
                message = _("Koden %(code)s står %(where)s, der det ikke skal stå noen kode.")
                self.note(message, other, "several-codes", part.line, where=where)
                draft = self.begin(other, Line(other.rest, part.line), [], draft.place) or draft
        return draft

    def note_codes(self, text: str, line: int, *, where: str, strictly: bool = False) -> bool:
        """Notes a code of a known series in a text that should have none. Returns whether there was one.

        With `strictly`, also when the text begins with what only looks like a code: fine inside a text («ICD-10»),
        but a paragraph that begins so is a læringsmål with a slip in its code.
        """
        found = paragraphs.codes_within(text, self._series)
        if strictly and (alike := paragraphs.begins_like_a_code(text, self._series)):
            found = [alike]
        if found:
            message = _("Koden %(code)s står %(where)s, der det ikke skal stå noen kode.")
            self.note(message, found[0], "code-out-of-place", line, where=where)
        return bool(found)

    def note(self, message: str, code: Code | str, slug: str, at: int, *, blocks: bool = True, **more: object) -> None:
        """Notes an oddity about a code: `message` is filled in with it and with `more`."""
        name = code if isinstance(code, str) else code.code
        objective = name if paragraphs.leading_code(name) else ""
        self.oddities.append(Oddity(slug, message % {"code": name, **more}, at, objective, blocks))

    def result(self) -> list[ObjectiveReading]:
        """The læringsmål, in order. Raises Unreadable when there are none."""
        drafts = []
        for draft in self._drafts.values():
            if draft.lines:
                drafts.append(draft)
            else:
                self.note(_("%(code)s har ingen tekst."), draft.code, "no-text", draft.line)
        if not drafts:
            refuse_first(self.oddities)
            raise Unreadable(_("Vedlegg 2 i filen har ingen læringsmål."), code="no-objectives")
        return [_finished(draft, place) for place, draft in enumerate(drafts, start=1)]

    def _is_code(self, code: Code, line: int) -> bool:
        digits = self._series.get(code.prefix)
        if digits is None:
            message = _("%(code)s har et ukjent prefiks. Prefikset må være en kodeserie i registeret.")
            self.note(message, code, "unknown-prefix", line)
            return False
        number = int(code.digits)
        if not number or code.digits != f"{number:0{digits}d}":
            message = _("%(code)s er ikke en kode: %(prefix)s har nummer skrevet med %(digits)d sifre, fra 1.")
            self.note(message, code, "malformed-code", line, prefix=code.prefix, digits=digits)
            return False
        return True

    def _may_stand(self, code: Code, place: Place, line: int) -> bool:
        """Whether the læringsmål can be read here. One among another series' is, and noted."""
        allowed = outline.prefixes_in_chapter(place.chapter.slug)
        if allowed is not None and code.prefix not in allowed:
            message = _("%(code)s står i «%(chapter)s», der prefikset er %(allowed)s.")
            among = ", ".join(sorted(allowed))
            self.note(message, code, "another-series", line, chapter=place.chapter.title, allowed=among)
        if place.stage not in Stage.values:
            message = _("%(code)s står ikke under «Del 1» eller «Del 2–3», så det er ukjent hvilken del det hører til.")
            self.note(message, code, "no-stage", line)
            return False
        return True


def _finished(draft: Draft, place: int) -> ObjectiveReading:
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
