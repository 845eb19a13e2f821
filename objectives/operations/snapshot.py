"""The register as values in memory: what the planner reads, and what a planned act makes of it.

Rows have the names of the models' fields. A row the database does not have yet has a negative `pk`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from objectives import legal_text
from objectives.consolidation import ConsolidatedObjective
from objectives.models import LegalAct

from .types import Operation


class ActRef(NamedTuple):
    """An act, by what it is known by; without a number while it is not announced."""

    decided_on: dt.date
    number: int | None = None

    @property
    def ref_id(self) -> str:
        """Lovdata's RefID; empty for an act that is not announced."""
        return _named(self.decided_on, self.number).ref_id if self.number else ""

    def __str__(self) -> str:
        """As a sentence names it: «FOR-2027-01-29-114»."""
        return _named(self.decided_on, self.number).legacy_id if self.number else _("denne forskriften")


@cache
def _named(decided_on: dt.date, number: int) -> LegalAct:
    return LegalAct(decided_on=decided_on, number=number)


def act_ref(act: LegalAct) -> ActRef:
    """The act as a value."""
    return ActRef(act.decided_on, act.number)


class Series(NamedTuple):
    prefix: str
    last_number: int
    digits: int
    is_closed: bool
    specialty: str | None

    def code(self, number: int) -> str:
        """The code with this number, as it is printed."""
        return f"{self.prefix}-{number:0{self.digits}d}"


class Chapter(NamedTuple):
    """`order` is its place in the annex: the part's, then its own."""

    pk: int
    slug: str
    title: str
    part: str
    order: tuple[int, int]
    specialty_id: int | None
    is_former: bool


class Theme(NamedTuple):
    pk: int
    chapter: str  # slug
    chapter_id: int


class Text(NamedTuple):
    """A version of a læringsmål that is not annulled."""

    pk: int
    code: str
    chapter: str  # slug
    theme: int | None
    position: int
    text: str
    stage: str
    valid_from: dt.date
    valid_until: dt.date | None
    enacted_by: ActRef
    repealed_by: ActRef | None = None
    start_is_exact: bool = True

    def applies(self, *, on: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


class Heading(NamedTuple):
    """A version of a temaoverskrift that is not annulled."""

    pk: int
    theme: int
    number: str
    title: str
    position: int
    valid_from: dt.date
    valid_until: dt.date | None
    enacted_by: ActRef
    repealed_by: ActRef | None = None
    start_is_exact: bool = True

    def applies(self, *, on: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Link(NamedTuple):
    """A succession: one læringsmål after another."""

    old: str
    new: str
    kind: str
    approvals_carry_over: bool
    activities_carry_over: bool
    enacted_by: ActRef


class Undetermined(NamedTuple):
    """A change that is announced, and whose first day somebody decides later; `codes` are those given for it."""

    pk: int
    operation: Operation
    codes: tuple[str, ...]
    enacted_by: ActRef


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The register, or the part of it that an act concerns, at one moment of record time and for all legal time.

    `codes` holds every code ever used. `texts` and `headings` hold the versions of each, oldest first, the annulled
    left out. `undetermined` are the announced changes without a first day. `next_pk` is the negative key the next row
    made in memory gets.
    """

    series: Mapping[str, Series]
    codes: frozenset[str]
    chapters: Mapping[str, Chapter]
    themes: Mapping[int, Theme]
    texts: dict[str, tuple[Text, ...]]
    headings: Mapping[int, tuple[Heading, ...]]
    links: tuple[Link, ...]
    undetermined: tuple[Undetermined, ...] = ()
    next_pk: int = -1

    def latest(self, code: str) -> Text | None:
        """The text announced last for the code, in force or not."""
        texts = self.texts.get(code)
        return texts[-1] if texts else None

    def heading(self, theme: int | None, *, on: dt.date) -> Heading | None:
        """The temaoverskrift as it reads on the day."""
        versions = self.headings.get(theme, ()) if theme is not None else ()
        return next((one for one in versions if one.applies(on=on)), None)

    def day_after_all(self) -> dt.date:
        """The first day on which nothing in it begins or ends any more."""
        texts = [(row.valid_from, row.valid_until) for rows in self.texts.values() for row in rows]
        headings = [(row.valid_from, row.valid_until) for rows in self.headings.values() for row in rows]
        days = [day for ends in (*texts, *headings) for day in ends if day]
        return max(days, default=dt.date.min) + dt.timedelta(days=1)

    def consolidated(self, *, on: dt.date) -> list[ConsolidatedObjective]:
        """The annex on the day in its own order: the same as `objectives.consolidation.consolidation(on=on)`."""
        rows = []
        for texts in self.texts.values():
            for text in texts:
                if text.applies(on=on):
                    heading = self.heading(text.theme, on=on)
                    under = (heading is not None, heading.position if heading else 0)
                    rows.append((self.chapters[text.chapter].order, under, text.position, text.code, text, heading))
        # The key ends with the code, which no two of them share: the rows themselves are never compared.
        rows.sort(key=lambda row: row[:4])
        return [self._shaped(text, heading) for *_order, text, heading in rows]

    def _shaped(self, text: Text, heading: Heading | None) -> ConsolidatedObjective:
        chapter = self.chapters[text.chapter]
        series = self.series[text.code.rpartition("-")[0]]
        return ConsolidatedObjective(
            code=text.code,
            specialty=series.specialty,
            part=chapter.part,
            chapter=chapter.title,
            theme=(str(heading) or None) if heading else None,
            stage=text.stage,
            text=legal_text.plain(text.text),
            valid_from=text.valid_from,
            valid_until=text.valid_until,
            enacted_by=text.enacted_by.ref_id,
        )
