"""Random registers and random acts, for the property tests of operations.

A `Wish` says in small numbers what an act should do: «correct the third læringsmål from the second possible day».
It becomes an operation when it is asked of a snapshot, so that the same wishes can be asked of the database and of
memory, where the same rows have other keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from objectives.models import (
    AnnexChapter,
    AnnexPart,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Stage,
    Theme,
    ThemeVersion,
)
from objectives.models.validity import from_day
from objectives.operations import (
    FIRST,
    ActRef,
    AddObjective,
    AddTheme,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Operation,
    Part,
    Place,
    RecodeObjective,
    RenameTheme,
    RepealObjective,
    RepealTheme,
    ReplaceObjective,
    Scheduled,
    Snapshot,
    SplitObjective,
)
from objectives.operations.snapshot import Text
from organisations.models import Specialty

LONG_AGO = dt.date(2021, 9, 1)
BEGINNING = dt.date(2026, 1, 5)
# Days from an act's decision to the first day in force; None asks for the first day of the text that is changed.
WAITS = (0, 40, 200, 400, None, None)
EFFECTS = ("skjerpet", "redusert", "likeverdig")
KINDS = (
    *("add", "add", "correct", "correct", "replace", "repeal", "move", "move", "split", "merge", "recode"),
    *("add-theme", "add-theme", "rename-theme", "move-theme", "repeal-theme"),
)


class Wish(NamedTuple):
    """What to do, to which, where and when; every number is taken as far as there is something to point at."""

    kind: str
    which: int
    other: int
    where: int
    wait: int
    stale: bool
    undetermined: bool


class Act(NamedTuple):
    """An act decided so many days after the one before."""

    days: int
    wishes: tuple[Wish, ...]


class Register(NamedTuple):
    """Chapters, how many headings each has, and for each læringsmål the chapter and heading it stands under."""

    headings: tuple[int, int, int]
    stands: tuple[tuple[int, int], ...]


numbers = st.integers(0, 11)
wishes = st.builds(
    Wish,
    st.sampled_from(KINDS),
    numbers,
    numbers,
    numbers,
    st.integers(0, len(WAITS) - 1),
    st.sampled_from([False] * 19 + [True]),
    st.sampled_from([False] * 7 + [True]),
)
acts = st.builds(Act, st.integers(1, 150), st.lists(wishes, min_size=1, max_size=6).map(tuple))
registers = st.builds(
    Register,
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=2, max_size=9).map(tuple),
)


# --- a register in the database -----------------------------------------------------------------------


def make_register(wanted: Register) -> None:
    """Two specialties: the first with two chapters, so that a læringsmål can move between them."""
    act = LegalAct.objects.create(number=1482, decided_on=dt.date(2016, 12, 8), title="Forskrift til prøving")
    specialties = [Specialty.objects.create(short_name=name, name=name, slug=name.lower()) for name in ("GAK", "ANE")]
    series = [CodeSeries.objects.create(prefix=one.short_name, specialty=one) for one in specialties]
    part = AnnexPart.objects.create(letter="C", title="C. Del C", position=3)
    chapters = [
        AnnexChapter.objects.create(part=part, slug=slug, title=slug, position=place, specialty=specialties[place // 2])
        for place, slug in enumerate(("C15", "C16", "C22"))
    ]
    themes = [
        [Theme(chapter=chapter) for _ in range(count)] for chapter, count in zip(chapters, wanted.headings, strict=True)
    ]
    Theme.objects.bulk_create([theme for those in themes for theme in those])
    ThemeVersion.objects.bulk_create(
        ThemeVersion(
            theme=theme,
            number=f"{theme.chapter.slug[1:]}.{place + 1}",
            title="Tema",
            position=(place + 1) * 1_000_000,
            valid=from_day(LONG_AGO),
            enacted_by=act,
            start_is_exact=False,
        )
        for those in themes
        for place, theme in enumerate(those)
    )
    _make_objectives(wanted, series, chapters, themes, act)


def _make_objectives(wanted: Register, series: Any, chapters: Any, themes: Any, act: LegalAct) -> None:
    owners = [series[chapter // 2] for chapter, _heading in wanted.stands]
    given = [sum(one is owner for one in owners[: place + 1]) for place, owner in enumerate(owners)]
    for one in series:
        one.last_number = sum(owner is one for owner in owners)
        one.save(update_fields=["last_number"])
    rows = [
        Objective(series=one, number=number, code=one.code(number)) for one, number in zip(owners, given, strict=True)
    ]
    Objective.objects.bulk_create(rows)
    ObjectiveVersion.objects.bulk_create(
        ObjectiveVersion(
            objective=row,
            chapter=chapters[chapter],
            theme=themes[chapter][heading % len(themes[chapter])] if themes[chapter] else None,
            # Close together, so that room runs out.
            position=1_000_000 + place,
            text=f"Ha kunnskap om {row.code}.",
            stage=Stage.PART_3,
            valid=from_day(LONG_AGO),
            enacted_by=act,
            start_is_exact=False,
        )
        for place, (row, (chapter, heading)) in enumerate(zip(rows, wanted.stands, strict=True))
    )


# --- wishes as operations -----------------------------------------------------------------------------


def operations(snapshot: Snapshot, act: Act, *, decided_on: dt.date, serial: int) -> list[Scheduled]:
    """What the act's wishes are, of this register. A læringsmål or a heading is changed once, as far as possible."""
    asking = _Asking(snapshot, decided_on, serial)
    asked = [asking.of(wish, number) for number, wish in enumerate(act.wishes)]
    return [one for one in asked if one is not None]


class _Asking:
    """The wishes of one act, asked of one register."""

    def __init__(self, snapshot: Snapshot, decided_on: dt.date, serial: int) -> None:
        self.snapshot, self.decided_on, self.serial = snapshot, decided_on, serial
        self.texts = [
            texts[-1] for _code, texts in sorted(snapshot.texts.items()) if texts and not texts[-1].valid_until
        ]
        self.headings = sorted(
            (words[-1] for words in snapshot.headings.values() if words and not words[-1].valid_until),
            key=lambda words: (snapshot.themes[words.theme].chapter, words.number),
        )
        self.keys: list[AddTheme] = []

    def of(self, wish: Wish, number: int) -> Scheduled | None:
        make: Callable[[Wish, int], tuple[Operation, dt.date] | None] = getattr(self, wish.kind.replace("-", "_"))
        made = make(wish, number)
        return Scheduled(operation=made[0], in_force_from=None if wish.undetermined else made[1]) if made else None

    # Which, when and where

    def take(self, which: int) -> Text | None:
        return self.texts.pop(which % len(self.texts)) if self.texts else None

    def day(self, wish: Wish, first: dt.date | None = None) -> dt.date:
        wait = WAITS[wish.wait]
        if wait is None:
            return first if first and first > self.decided_on else self.decided_on + dt.timedelta(days=300)
        return self.decided_on + dt.timedelta(days=wait)

    def basis(self, wish: Wish, pk: int) -> int:
        return 999_999_999 if wish.stale else pk

    def place(self, where: int, other: int) -> Place:
        """A chapter with one of its headings (one this act adds among them), after one that stands there."""
        chapter = sorted(self.snapshot.chapters)[where % 3]
        themes: list[int | str] = [
            one.theme for one in self.headings if self.snapshot.themes[one.theme].chapter == chapter
        ]
        themes += [one.key for one in self.keys if one.chapter == chapter]
        theme = themes[other % len(themes)] if themes else None
        codes = [
            code for code, texts in sorted(self.snapshot.texts.items()) if any(one.theme == theme for one in texts)
        ]
        after: list[str | None] = [None, FIRST, *codes]
        return Place(chapter=chapter, theme=theme, after=after[(where + other) % len(after)])

    # One per kind

    def add(self, wish: Wish, number: int) -> tuple[Operation, dt.date]:
        place = self.place(wish.where, wish.other)
        prefix = "ANE" if place.chapter == "C22" else "GAK"
        text = f"Ny {self.serial}.{number}."
        operation = AddObjective(
            prefix=prefix, text=text, chapter=place.chapter, theme=place.theme, after=place.after, stage=Stage.PART_2
        )
        return operation, self.day(wish)

    def correct(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        words = f"Rettet {self.serial}.{number}."
        return CorrectText(code=text.code, text=words, basis=self.basis(wish, text.pk)), self.day(wish, text.valid_from)

    def replace(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        place = self.place(wish.where, wish.other) if wish.other % 2 else None
        operation = ReplaceObjective(
            code=text.code,
            text=f"Erstattet {self.serial}.{number}.",
            effect=EFFECTS[wish.other % 3],
            basis=self.basis(wish, text.pk),
            place=place,
        )
        return operation, self.day(wish, text.valid_from)

    def repeal(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        return RepealObjective(code=text.code, basis=self.basis(wish, text.pk)), self.day(wish, text.valid_from)

    def move(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        place = self.place(wish.where, wish.other)
        operation = MoveObjective(code=text.code, place=place, basis=self.basis(wish, text.pk))
        return operation, self.day(wish, text.valid_from)

    def split(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        placed = self.place(wish.where, wish.other) if wish.other % 2 else None
        parts = (Part(text="Én."), Part(text="To.", place=placed), Part(text="Tre.", stage=Stage.PART_2))
        operation = SplitObjective(
            code=text.code,
            parts=parts[: 2 + wish.where % 2],
            approvals_carry_over=True,
            basis=self.basis(wish, text.pk),
        )
        return operation, self.day(wish, text.valid_from)

    def merge(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        taken = [text for text in (self.take(wish.which), self.take(wish.other)) if text is not None]
        if len(taken) < 2:
            return None
        operation = MergeObjectives(
            merged=tuple(ChangedText(code=text.code, basis=self.basis(wish, text.pk)) for text in taken),
            text=f"Slått sammen {self.serial}.{number}.",
            approvals_carry_over=False,
            place=self.place(wish.where, wish.other) if wish.where % 2 else None,
        )
        return operation, self.day(wish, taken[0].valid_from)

    def recode(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if (text := self.take(wish.which)) is None:
            return None
        operation = RecodeObjective(
            code=text.code, prefix=("GAK", "ANE")[wish.other % 2], basis=self.basis(wish, text.pk)
        )
        return operation, self.day(wish, text.valid_from)

    def add_theme(self, wish: Wish, number: int) -> tuple[Operation, dt.date]:
        chapter = sorted(self.snapshot.chapters)[wish.where % 3]
        operation = AddTheme(
            key=f"ny-{number}",
            chapter=chapter,
            number=f"{chapter[1:]}.{self.serial}{number}",
            title="Nytt tema",
            after=self.anchor(chapter, wish.other),
        )
        self.keys.append(operation)
        return operation, self.day(wish)

    def anchor(self, chapter: str, other: int) -> int | str | None:
        there = [one.theme for one in self.headings if self.snapshot.themes[one.theme].chapter == chapter]
        anchors: list[int | str | None] = [
            None,
            FIRST,
            *there,
            *(one.key for one in self.keys if one.chapter == chapter),
        ]
        return anchors[other % len(anchors)]

    def rename_theme(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if not self.headings:
            return None
        words = self.headings.pop(wish.which % len(self.headings))
        renumbered = f"{words.number}.{self.serial}{number}"[-20:]
        operation = RenameTheme(theme=words.theme, number=renumbered, title="Omdøpt", basis=self.basis(wish, words.pk))
        return operation, self.day(wish, words.valid_from)

    def move_theme(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if not self.headings:
            return None
        words = self.headings.pop(wish.which % len(self.headings))
        after = self.anchor(self.snapshot.themes[words.theme].chapter, wish.other)
        operation = MoveTheme(theme=words.theme, after=after, basis=self.basis(wish, words.pk))
        return operation, self.day(wish, words.valid_from)

    def repeal_theme(self, wish: Wish, number: int) -> tuple[Operation, dt.date] | None:
        if not self.headings:
            return None
        words = self.headings.pop(wish.which % len(self.headings))
        return RepealTheme(theme=words.theme, basis=self.basis(wish, words.pk)), self.day(wish, words.valid_from)


def with_days(act: Act) -> Act:
    """The act, with a day for everything it does."""
    return act._replace(wishes=tuple(wish._replace(undetermined=False) for wish in act.wishes))


def determined(register: Snapshot, act: ActRef, day: dt.date) -> list[Scheduled]:
    """What the act announced without a day, were it in force from this one."""
    return [
        Scheduled(
            operation=change.operation,
            in_force_from=day,
            new_objectives=tuple(Objective(code=code) for code in change.codes),
            determines=change.pk,
        )
        for change in register.undetermined
        if change.enacted_by == act
    ]


# --- the days worth reading ---------------------------------------------------------------------------


def turning_days(*snapshots: Snapshot) -> Sequence[dt.date]:
    """Every day something begins or ends, the day before each, and one long after."""
    days = {LONG_AGO, dt.date(2099, 1, 1)}
    for snapshot in snapshots:
        versions = [*snapshot.texts.values(), *snapshot.headings.values()]
        ends = [day for rows in versions for row in rows for day in (row.valid_from, row.valid_until) if day]
        days |= {day for end in ends for day in (end - dt.timedelta(days=1), end)}
    return sorted(days)
