"""The hands of planning: takes codes, finds places, begins and ends texts and headings, and notes each effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from objectives import rules

from .effects import (
    Awaits,
    CodeGiven,
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
from .placing import BEFORE_ALL, POSITION_STEP, spot_after
from .snapshot import ActRef, Chapter, Heading, Link, Snapshot, Text, Theme, Undetermined
from .types import FIRST, AddTheme, ChangedText, Operation, Place, with_themes
from .working import WorkingCopy


class Stand(NamedTuple):
    """Where a text stands: chapter, heading and place."""

    chapter: str
    theme: int | None
    position: int


class _Code(NamedTuple):
    code: str


@dataclass
class Planner:
    """A register being changed by one act, and the effects so far."""

    work: WorkingCopy
    _effects: list[Effect] = field(default_factory=list)
    _new_themes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def on(cls, snapshot: Snapshot, *, act: ActRef) -> Planner:
        return cls(WorkingCopy.of(snapshot, act=act))

    def undone(self, snapshot: Snapshot, effects: Sequence[Effect]) -> Planner:
        """This planner, as it was after these effects only; itself when nothing has happened since."""
        if not self._effects:
            return self
        work = WorkingCopy.of(snapshot, act=self.work.act)
        for effect in effects:
            work.absorb(effect)
        work.next_pk = self.work.next_pk
        return Planner(work, [], {key: pk for key, pk in self._new_themes.items() if pk in work.themes})

    def take_effects(self) -> tuple[Effect, ...]:
        """The effects since this was last asked."""
        taken, self._effects = tuple(self._effects), []
        return taken

    def emit(self, effect: Effect) -> None:
        """Let the effect happen, and note it."""
        self.work.absorb(effect)
        self._effects.append(effect)

    # --- without a first day --------------------------------------------------------------------------

    def on_trial(self) -> tuple[Planner, Snapshot]:
        """A planner that goes on from here without this one changing, and the register it starts from."""
        base = WorkingCopy.of(self.work.frozen(), act=self.work.act).frozen()
        return Planner(WorkingCopy.of(base, act=self.work.act), [], dict(self._new_themes)), base

    def leave_undetermined(
        self, operation: Operation, tried: Sequence[Effect], *, reserved: Sequence[str]
    ) -> tuple[Effect, ...]:
        """Announce the operation without a first day: of what it did when it was tried, only its codes are given."""
        given = [effect for effect in tried if isinstance(effect, CodeGiven)]
        for effect in given:
            self.emit(effect)
        codes = tuple(reserved) or tuple(effect.code for effect in given)
        known = with_themes(operation, self._new_themes)
        self.emit(Awaits(Undetermined(self.work.new_pk(), known, codes, self.work.act)))
        return self.take_effects()

    # --- codes ----------------------------------------------------------------------------------------

    def take_codes(self, what: str, prefixes: Sequence[str], *, reserved: Sequence[str]) -> list[str]:
        """The new codes: the reserved ones, or the next in each series (ID-1, ID-2)."""
        rules.reserved_codes_fit(what, reserved=len(reserved), wanted=len(prefixes))
        for code in reserved:
            linked = any(code in (link.old, link.new) for link in self.work.links)
            awaited = any(code in change.codes for change in self.work.undetermined)
            used = linked or awaited or bool(self.work.texts.get(code))
            rules.code_can_be_used(code, known=code in self.work.codes, used=used)
        return list(reserved) or [self._next_code(prefix) for prefix in prefixes]

    def _next_code(self, prefix: str) -> str:
        series = rules.series_is_known(prefix, self.work.series.get(prefix))
        rules.series_gives_codes(series)
        number = series.last_number + 1
        self.emit(CodeGiven(prefix, number, series.code(number)))
        return series.code(number)

    # --- texts ----------------------------------------------------------------------------------------

    def text_to_change(self, changed: ChangedText, *, starts: dt.date) -> Text:
        """The text the change was written against, when it can be changed from the day."""
        what = f"Endringen av {changed.code}"
        rules.starts_on_or_after_the_decision(what, in_force_from=starts, decided_on=self.work.act.decided_on)
        rules.code_is_known(changed.code, known=changed.code in self.work.codes)
        texts = self.work.texts.get(changed.code)
        latest = texts[-1] if texts else None
        basis = rules.text_to_change(_Code(changed.code), latest=latest, basis_id=changed.basis)
        rules.change_can_start(changed.code, basis, in_force_from=starts, decided_on=self.work.act.decided_on)
        return basis

    def end_text(self, basis: Text, *, on: dt.date) -> None:
        """The text applies until the day – or never, when that is its first.

        In the last case the text before it has ended that day already, and the act takes over the end.
        """
        if on > basis.valid_from:
            self.emit(TextEnded(basis.pk, basis.code, on))
            return
        self.emit(TextAnnulled(basis.pk, basis.code))
        for text in self.work.texts[basis.code]:
            if text.valid_until == on:
                self.emit(TextEnded(text.pk, text.code, on))

    def begin_text(self, code: str, text: str, stage: str, *, at: Stand, starts: dt.date) -> None:
        """A text in force from the day."""
        rules.text_is_written(code, text)
        rules.stage_is_known(code, stage)
        row = Text(
            pk=self.work.new_pk(),
            code=code,
            chapter=at.chapter,
            theme=at.theme,
            position=at.position,
            text=text,
            stage=stage,
            valid_from=starts,
            valid_until=None,
            enacted_by=self.work.act,
        )
        self.emit(TextBegun(row))

    def link(self, old: str, new: str, kind: str, *, approvals: bool) -> None:
        """One læringsmål after another; registered activities always follow (ID-5)."""
        self.emit(Succeeded(Link(old, new, kind, approvals, True, self.work.act)))

    def stand(self, place: Place, *, starts: dt.date) -> Stand:
        """The place as a position, when læringsmål can be put there from the day."""
        chapter = self.chapter(place.chapter)
        theme = self.theme(place.theme)
        rules.place_is_open(chapter, theme)
        if theme is not None:
            rules.heading_stands(self.work.headings.get(theme.pk, ()), on=starts)
        pk = theme.pk if theme else None
        neighbours = self.work.texts_under(chapter.slug, pk)
        before = BEFORE_ALL if place.after == FIRST else _position_of(place.after, neighbours, starts)
        spot = spot_after(neighbours, before=before, starts=starts)
        if spot.push_from is not None:
            self.emit(RoomMade(chapter.slug, pk, spot.push_from, POSITION_STEP))
        return Stand(chapter.slug, pk, spot.position)

    # --- the outline ----------------------------------------------------------------------------------

    def chapter(self, slug: str) -> Chapter:
        return rules.chapter_is_known(slug, self.work.chapters.get(slug))

    def theme(self, ref: int | str | None) -> Theme | None:
        """The heading with this key: its own, or the one the act gives it."""
        if ref is None:
            return None
        if isinstance(ref, str):
            rules.key_is_known(ref, known=ref in self._new_themes)
            return self.work.themes[self._new_themes[ref]]
        rules.theme_is_known(self.work.themes.get(ref))
        return self.work.themes[ref]

    def make_theme(self, operation: AddTheme) -> Theme:
        """A heading without words yet."""
        rules.key_is_new(operation.key, known=operation.key in self._new_themes)
        chapter = self.chapter(operation.chapter)
        rules.place_is_open(chapter, None)
        theme = Theme(self.work.new_pk(), chapter.slug, chapter.pk)
        self._new_themes[operation.key] = theme.pk
        self.emit(ThemeMade(theme))
        return theme

    def heading_position(self, chapter: str, after: int | str | None, *, starts: dt.date) -> int:
        """A position for a heading among those of its chapter."""
        neighbours = self.work.headings_in(chapter)
        before = BEFORE_ALL if after == FIRST else None
        if after is not None and after != FIRST:
            anchor = self.theme(after)
            versions = [row for row in neighbours if anchor is not None and row.theme == anchor.pk]
            before = _standing_position(versions, starts)
        spot = spot_after(neighbours, before=before, starts=starts)
        if spot.push_from is not None:
            self.emit(HeadingRoomMade(chapter, spot.push_from, POSITION_STEP))
        return spot.position

    def end_heading(self, basis: Heading, *, on: dt.date) -> None:
        """As `end_text`, of a heading."""
        if on > basis.valid_from:
            self.emit(HeadingEnded(basis.pk, basis.theme, on))
            return
        self.emit(HeadingAnnulled(basis.pk, basis.theme))
        for heading in self.work.headings[basis.theme]:
            if heading.valid_until == on:
                self.emit(HeadingEnded(heading.pk, heading.theme, on))

    def begin_heading(self, theme: int, number: str, title: str, *, position: int, starts: dt.date) -> None:
        """A heading's words from the day."""
        rules.heading_is_written(number, title)
        pk = self.work.new_pk()
        self.emit(HeadingBegun(Heading(pk, theme, number, title, position, starts, None, self.work.act)))


def _position_of(code: str | None, neighbours: Sequence[Text], starts: dt.date) -> int | None:
    """Where the læringsmål stands under the heading on the day; None when it does not."""
    return _standing_position([text for text in neighbours if text.code == code], starts)


def _standing_position(versions: Sequence[Text] | Sequence[Heading], starts: dt.date) -> int | None:
    """The position on the day or, of one that ends that day or begins later, its own; None when it is not there."""
    lasting = [row for row in versions if row.valid_until is None or row.valid_until >= starts]
    positions = [row.position for row in lasting if row.applies(on=starts)] or [row.position for row in lasting]
    return positions[-1] if positions else None
