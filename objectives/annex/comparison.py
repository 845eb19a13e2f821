"""Lovdata's consolidation beside ours on the day the file is about: every difference, each told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.models import Stage

from . import headings, matching
from .differences import Code, Difference, DifferenceKind
from .headings import printed
from .outlines import Outline, match_outline
from .reading import AnnexReading, ObjectiveReading
from .registered import CodeEntry, CodeStatus, Register, RegisteredText
from .typography import differs_only_in_characters

_ORDER = {kind: place for place, kind in enumerate(DifferenceKind)}
# A heading under which læringsmål stand: the register's chapter and temaoverskrift.
_Under = tuple[str, int | None]
_NO_SUCH_HEADING = 0
_NOT_IN_FORCE = {
    CodeStatus.UNKNOWN: (
        Code.OBJECTIVE_NEW,
        gettext_lazy("%(code)s er hos Lovdata, men registeret har aldri kjent koden."),
    ),
    CodeStatus.MISSING: (
        Code.OBJECTIVE_WAS_MISSING,
        gettext_lazy("%(code)s er hos Lovdata, men i registeret er det et nummer som manglet."),
    ),
    CodeStatus.RESERVED: (
        Code.OBJECTIVE_RESERVED,
        gettext_lazy("%(code)s er hos Lovdata, men i registeret er koden bare reservert."),
    ),
    CodeStatus.NOT_YET_IN_FORCE: (
        Code.OBJECTIVE_NOT_YET_IN_FORCE,
        gettext_lazy("%(code)s er hos Lovdata, men gjelder i registeret først fra %(day)s, ved %(act)s."),
    ),
    CodeStatus.REPEALED: (
        Code.OBJECTIVE_REPEALED,
        gettext_lazy("%(code)s er hos Lovdata, men er opphevet i registeret fra %(day)s, ved %(act)s."),
    ),
}


@dataclass(frozen=True, slots=True)
class MissingNumber:
    """A number the file skips below the highest in its series, and how the register knows it."""

    code: str
    entry: CodeEntry


@dataclass(slots=True)
class Comparison:
    """What the two say otherwise.

    `unchanged` counts the læringsmål that read the same and stand in the same place; `to_add` is those the register
    has never known of; `outline` is which heading is which.
    """

    register: Register
    outline: Outline
    differences: list[Difference] = field(default_factory=list)
    missing: list[MissingNumber] = field(default_factory=list)
    to_add: list[ObjectiveReading] = field(default_factory=list)
    unchanged: int = 0


def compare(reading: AnnexReading, register: Register) -> Comparison:
    """The reading beside the register. The differences are in the order of their kinds, then the annex's."""
    outline = match_outline(reading, register)
    comparing = _Comparing(reading, register, outline)
    found = [*headings.differences(reading, register, outline), *comparing.objectives()]
    odd = {difference.objective for difference in found}
    return Comparison(
        register=register,
        outline=outline,
        differences=sorted(found, key=lambda difference: _ORDER[difference.kind]),
        missing=list(_missing_numbers(reading, register)),
        to_add=comparing.to_add,
        unchanged=sum(row.code not in odd for row in reading.objectives),
    )


class _Comparing:
    """Goes through the læringsmål of the file, and then those the file does not have."""

    def __init__(self, reading: AnnexReading, register: Register, outline: Outline) -> None:
        self._reading, self._register, self._outline = reading, register, outline
        self.to_add: list[ObjectiveReading] = []

    def objectives(self) -> Iterator[Difference]:
        for row in self._reading.objectives:
            yield from self._former(row) if row.ended else self._in_force(row)
        yield from self._gone()
        yield from self._out_of_order()

    def _in_force(self, row: ObjectiveReading) -> Iterator[Difference]:
        ours = self._register.in_force.get(row.code)
        if ours is None:
            yield self._only_in_the_file(row)
            return
        yield from self._place_differs(row, ours)
        yield from self._text_differs(row, ours)

    def _former(self, row: ObjectiveReading) -> Iterator[Difference]:
        if not row.ended:
            return
        if row.code in self._register.in_force:
            message = _("%(code)s er opphevet hos Lovdata, men gjelder i registeret.") % {"code": row.code}
            yield self._difference(Code.ENDED_ONLY_IN_THE_FILE, message, row, after=f"{row.ended.ceased:%d.%m.%Y}")
            return
        texts = self._register.former.get(row.code, [])
        if not texts:
            yield self._only_in_the_file(row)
            return
        ours = next((text for text in texts if text.ceased == row.ended.ceased), texts[-1])
        if self._register.chapters[ours.chapter].is_former:
            yield from self._place_differs(row, ours)
        if ours.ceased != row.ended.ceased:
            message = _("%(code)s sluttet å gjelde en annen dag hos Lovdata.") % {"code": row.code}
            before = f"{ours.ceased:%d.%m.%Y}" if ours.ceased else ""
            after = f"{row.ended.ceased:%d.%m.%Y}"
            yield self._difference(Code.ENDED_ON_ANOTHER_DAY, message, row, before=before, after=after)
        yield from self._text_differs(row, ours)

    def _only_in_the_file(self, row: ObjectiveReading) -> Difference:
        entry = self._register.entry(row.code)
        code, message = _NOT_IN_FORCE[entry.status]
        told = {"code": row.code, "day": f"{entry.day:%d.%m.%Y}" if entry.day else "", "act": entry.act}
        difference = self._difference(code, message % told, row, after=row.text)
        if difference.may_be_added:
            self.to_add.append(row)
        return difference

    def _text_differs(self, row: ObjectiveReading, ours: RegisteredText) -> Iterator[Difference]:
        if row.text == ours.text:
            return
        code, message = Code.TEXT_CHANGED, _("%(code)s har en annen tekst hos Lovdata.")
        if differs_only_in_characters(ours.text, row.text):
            code = Code.TEXT_CHARACTERS
            message = _("Teksten til %(code)s er skrevet med andre tegn, eller satt på en annen måte, hos Lovdata.")
        yield self._difference(code, message % {"code": row.code}, row, before=ours.text, after=row.text)

    def _place_differs(self, row: ObjectiveReading, ours: RegisteredText) -> Iterator[Difference]:
        under = self._under(row)
        if under is None or under[0] != ours.chapter:
            message = _("%(code)s står i et annet kapittel hos Lovdata.") % {"code": row.code}
            before, after = self._register.chapters[ours.chapter].title, self._reading.chapters[row.chapter].title
            yield self._difference(Code.MOVED_TO_CHAPTER, message, row, before=before, after=after)
        elif under[1] != ours.theme:
            message = _("%(code)s står under en annen overskrift hos Lovdata.") % {"code": row.code}
            before, after = self._heading_of(ours), printed(row.theme) if row.theme else ""
            yield self._difference(Code.MOVED_TO_HEADING, message, row, before=before, after=after)
        if row.stage != ours.stage:
            message = _("%(code)s hører til en annen del av utdanningen hos Lovdata.") % {"code": row.code}
            before, after = str(Stage(ours.stage).label), str(Stage(row.stage).label)
            yield self._difference(Code.MOVED_TO_STAGE, message, row, before=before, after=after)

    def _gone(self) -> Iterator[Difference]:
        there = {row.code for row in self._reading.objectives}
        for ours in self._printed_by_us():
            if ours.code not in there:
                yield Difference(
                    code=Code.OBJECTIVE_GONE,
                    message=_("%(code)s er i registeret, men ikke hos Lovdata.") % {"code": ours.code},
                    objective=ours.code,
                    chapter=ours.chapter,
                    heading=self._heading_of(ours),
                    before=ours.text,
                )

    def _printed_by_us(self) -> Iterator[RegisteredText]:
        """What our own consolidation prints: the texts in force, and those of former chapters."""
        yield from self._register.in_force.values()
        for texts in self._register.former.values():
            yield from (text for text in texts[-1:] if self._register.chapters[text.chapter].is_former)

    def _out_of_order(self) -> Iterator[Difference]:
        ours = {text.code: (place, text) for place, text in enumerate(self._printed_by_us())}
        groups: dict[_Under, list[ObjectiveReading]] = defaultdict(list)
        for row in self._reading.objectives:
            under = self._under(row)
            if under and row.code in ours and under == (ours[row.code][1].chapter, ours[row.code][1].theme):
                groups[under].append(row)
        for rows in groups.values():
            yield from self._moved_in(rows, {row.code: ours[row.code][0] for row in rows})

    def _moved_in(self, rows: Sequence[ObjectiveReading], places: Mapping[str, int]) -> Iterator[Difference]:
        """Those of one heading that stand elsewhere among the others."""
        in_our_order = sorted(places, key=places.__getitem__)
        for at in matching.out_of_order([places[row.code] for row in rows]):
            code = rows[at].code
            ours = in_our_order.index(code)
            message = _("%(code)s står et annet sted i rekkefølgen hos Lovdata.") % {"code": code}
            before = _after(in_our_order[ours - 1] if ours else "")
            after = _after(rows[at - 1].code if at else "")
            yield self._difference(Code.MOVED_IN_ORDER, message, rows[at], before=before, after=after)

    def _under(self, row: ObjectiveReading) -> _Under | None:
        """The register's heading that the file's row stands under; None when the register has no such heading."""
        chapter = self._outline.chapters.get(row.chapter)
        if chapter is None:
            return None
        if row.theme is None:
            return chapter, None
        return chapter, self._outline.themes.get(row.theme, _NO_SUCH_HEADING)

    def _heading_of(self, ours: RegisteredText) -> str:
        theme = self._register.themes.get(ours.theme) if ours.theme else None
        return printed(theme) if theme else ""

    def _difference(
        self, code: Code, message: str, row: ObjectiveReading, *, before: str = "", after: str = ""
    ) -> Difference:
        return Difference(
            code=code,
            message=message,
            objective=row.code,
            chapter=self._outline.chapter(row.chapter),
            heading=printed(row.theme) if row.theme else "",
            line=row.line,
            before=before,
            after=after,
        )


def _after(code: str) -> str:
    return _("etter %(code)s") % {"code": code} if code else _("først")


def _missing_numbers(reading: AnnexReading, register: Register) -> Iterator[MissingNumber]:
    numbers: dict[str, set[int]] = defaultdict(set)
    digits: dict[str, int] = {}
    for row in reading.objectives:
        numbers[row.prefix].add(row.number)
        digits[row.prefix] = len(row.code) - len(row.prefix) - 1
    for prefix in sorted(numbers):
        for number in range(1, max(numbers[prefix])):
            if number not in numbers[prefix]:
                code = f"{prefix}-{number:0{digits[prefix]}d}"
                yield MissingNumber(code, register.entry(code))
