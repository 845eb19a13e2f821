"""A snapshot being changed, one effect at a time: what planner and memory see of an act is made here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import TypeVar

from .effects import (
    Awaits,
    CodeGiven,
    Determined,
    Effect,
    HeadingAnnulled,
    HeadingBegun,
    HeadingEnded,
    HeadingRoomMade,
    RoomMade,
    Succeeded,
    TextAnnulled,
    TextBegun,
    TextEnded,
    ThemeMade,
)
from .snapshot import ActRef, Chapter, Heading, Link, Series, Snapshot, Text, Theme, Undetermined

Row = TypeVar("Row", Text, Heading)


@dataclass
class WorkingCopy:
    """The register as the operations so far have left it."""

    act: ActRef
    series: dict[str, Series]
    codes: set[str]
    chapters: dict[str, Chapter]
    themes: dict[int, Theme]
    texts: dict[str, tuple[Text, ...]]
    headings: dict[int, tuple[Heading, ...]]
    links: list[Link]
    undetermined: tuple[Undetermined, ...]
    next_pk: int
    _under: defaultdict[tuple[str, int | None], set[str]] | None = None

    @classmethod
    def of(cls, snapshot: Snapshot, *, act: ActRef) -> WorkingCopy:
        """A copy that changes without the snapshot changing."""
        return cls(
            act=act,
            series=dict(snapshot.series),
            codes=set(snapshot.codes),
            chapters=dict(snapshot.chapters),
            themes=dict(snapshot.themes),
            texts=dict(snapshot.texts),
            headings=dict(snapshot.headings),
            links=list(snapshot.links),
            undetermined=snapshot.undetermined,
            next_pk=snapshot.next_pk,
        )

    def frozen(self) -> Snapshot:
        """The register as it now is. This copy must not be changed afterwards."""
        return Snapshot(
            series=self.series,
            codes=frozenset(self.codes),
            chapters=self.chapters,
            themes=self.themes,
            texts=self.texts,
            headings=self.headings,
            links=tuple(self.links),
            undetermined=self.undetermined,
            next_pk=self.next_pk,
        )

    # --- reading --------------------------------------------------------------------------------------

    def new_pk(self) -> int:
        """The key of a row the database does not have yet."""
        self.next_pk -= 1
        return self.next_pk + 1

    def texts_under(self, chapter: str, theme: int | None) -> list[Text]:
        """Every text that stands, has stood or will stand under the heading."""
        if self._under is None:
            self._under = defaultdict(set)
            for texts in self.texts.values():
                for text in texts:
                    self._under[text.chapter, text.theme].add(text.code)
        codes = self._under[chapter, theme]
        return [
            one for code in codes for one in self.texts.get(code, ()) if (one.chapter, one.theme) == (chapter, theme)
        ]

    def headings_in(self, chapter: str) -> list[Heading]:
        """Every heading that stands, has stood or will stand in the chapter."""
        themes = [theme.pk for theme in self.themes.values() if theme.chapter == chapter]
        return [one for theme in themes for one in self.headings.get(theme, ())]

    # --- effects --------------------------------------------------------------------------------------

    @singledispatchmethod
    def absorb(self, effect: Effect) -> None:
        """Let the effect have happened."""
        raise TypeError(f"{effect!r} is not an effect.")

    @absorb.register
    def _(self, effect: CodeGiven) -> None:
        self.series[effect.prefix] = self.series[effect.prefix]._replace(last_number=effect.number)
        self.codes.add(effect.code)

    @absorb.register
    def _(self, effect: TextBegun) -> None:
        text = effect.text
        self.texts[text.code] = (*self.texts.get(text.code, ()), text)
        if self._under is not None:
            self._under[text.chapter, text.theme].add(text.code)

    @absorb.register
    def _(self, effect: TextEnded) -> None:
        self.texts[effect.code] = tuple(
            self._ended(one, effect.on) if one.pk == effect.pk else one for one in self.texts[effect.code]
        )

    @absorb.register
    def _(self, effect: TextAnnulled) -> None:
        self.texts[effect.code] = tuple(one for one in self.texts[effect.code] if one.pk != effect.pk)

    @absorb.register
    def _(self, effect: RoomMade) -> None:
        for text in self.texts_under(effect.chapter, effect.theme):
            if text.position >= effect.position:
                moved = text._replace(position=text.position + effect.by)
                self.texts[text.code] = tuple(moved if one.pk == text.pk else one for one in self.texts[text.code])

    @absorb.register
    def _(self, effect: Succeeded) -> None:
        self.links.append(effect.link)

    @absorb.register
    def _(self, effect: ThemeMade) -> None:
        self.themes[effect.theme.pk] = effect.theme

    @absorb.register
    def _(self, effect: HeadingBegun) -> None:
        heading = effect.heading
        self.headings[heading.theme] = (*self.headings.get(heading.theme, ()), heading)

    @absorb.register
    def _(self, effect: HeadingEnded) -> None:
        self.headings[effect.theme] = tuple(
            self._ended(one, effect.on) if one.pk == effect.pk else one for one in self.headings[effect.theme]
        )

    @absorb.register
    def _(self, effect: HeadingAnnulled) -> None:
        self.headings[effect.theme] = tuple(one for one in self.headings[effect.theme] if one.pk != effect.pk)

    @absorb.register
    def _(self, effect: HeadingRoomMade) -> None:
        for heading in self.headings_in(effect.chapter):
            if heading.position >= effect.position:
                moved = heading._replace(position=heading.position + effect.by)
                versions = self.headings[heading.theme]
                self.headings[heading.theme] = tuple(moved if one.pk == heading.pk else one for one in versions)

    @absorb.register
    def _(self, effect: Awaits) -> None:
        self.undetermined = (*self.undetermined, effect.change)

    @absorb.register
    def _(self, effect: Determined) -> None:
        self.undetermined = tuple(one for one in self.undetermined if one.pk != effect.pk)

    def _ended(self, row: Row, on: dt.date) -> Row:
        return row._replace(valid_until=on, repealed_by=self.act)
