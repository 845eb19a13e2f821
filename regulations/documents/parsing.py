"""The prose of an endringsledd read back: what a sentence says, as the operation it would be.

Only the set forms of `wording` are understood, with the small freedoms of a lawyer («Læringsmålet GAK-077 oppheves.»).
What the forms do not say – part of the training, kind of change, whether approvals follow – is taken from the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from objectives.models import ThemeVersion
from objectives.operations import (
    FIRST,
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
    SplitObjective,
)
from objectives.operations.types import series_of
from regulations.outline import PlacedClause

from .wording import CODE_TO_COME, WITHOUT_NUMBER, Instruction, called

UNKNOWN_BASIS = -1  # the text of a læringsmål the clause does not change

_CODE = rf"(?:[A-ZÆØÅ]+-\d+|{re.escape(CODE_TO_COME)})"
_CALLED = r"(?:«.+?»|[^\s«,]+)"
_ACT = r"(?P<act>, som er fastsatt ved forskrift \d{1,2}\. [a-z]+ \d{4} nr\. \d+ og ikke er i kraft,)?"
_SPOT = rf"(?P<spot> som første læringsmål| som siste læringsmål| etter {_CODE})?"
_DEST = rf"(?P<under>{_CALLED})(?: i (?P<chapter>[A-C]\d*))?{_SPOT}"
_OBJECTIVE = r"(?:[Ll]æringsmål(?:et|ene)? )?"
_BESIDE = rf"(?: etter (?P<after>{_CALLED})|(?P<first> først i kapittelet)|(?P<last> sist i kapittelet))?"
_RANGE = " til og med "

_FORMS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "repeal": rf"{_OBJECTIVE}(?P<codes>{_CODE}(?:(?:, (?:og )?| og | til og med ){_CODE})*){_ACT} oppheves\.",
        "new": (
            rf"Nytt læringsmål (?P<new>{_CODE})"
            rf"(?: under (?P<under>{_CALLED})(?: i (?P<chapter>[A-C]\d*))?"
            rf"| direkte under (?P<directly>[A-C]\d*))?{_SPOT} skal lyde:"
        ),
        "correct": rf"{_OBJECTIVE}(?P<code>{_CODE}){_ACT}(?: flyttes til {_DEST} og)? skal lyde:",
        "move": rf"{_OBJECTIVE}(?P<code>{_CODE}){_ACT} flyttes til {_DEST}\.",
        "recode": rf"Nåværende (?P<code>{_CODE}){_ACT} blir (?P<new>{_CODE})(?: og flyttes til {_DEST})?\.",
        "add-theme": rf"Ny overskrift(?: (?!etter|skal|først)(?P<number>\S+))?{_BESIDE} skal lyde:",
        "repeal-theme": rf"Overskriften (?P<heading>{_CALLED}){_ACT} oppheves\.",
        "move-theme": (
            rf"Overskriften (?P<heading>{_CALLED}){_ACT},? med læringsmålene under den,"
            rf"(?: blir (?P<number>.+?) og)? plasseres{_BESIDE}\."
        ),
        "reword-theme": rf"(?P<heading>{_CALLED}){_ACT} overskriften skal lyde:",
        "renumber-theme": rf"Nåværende (?P<heading>{_CALLED}){_ACT} blir (?P<number>(?!.*følgende).+?)\.",
        "rename-theme": rf"Nåværende (?P<heading>{_CALLED}){_ACT} blir (?P<number>.+?) med følgende overskrift:",
    }.items()
}
_SENTENCES = re.compile(r"(?<= oppheves\.) ")


class NotUnderstoodError(Exception):
    """A sentence that is none of the set forms, or sentences that together are no operation."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Statement:
    """One sentence: its form, what the form names, and the text it introduces."""

    form: str
    said: dict[str, str] = field(hash=False)
    text: str = ""

    @property
    def codes(self) -> list[str]:
        """The codes it is about, ranges written out."""
        return expanded(self.said["codes"]) if "codes" in self.said else [self.said["code"]]


def statements(instructions: Sequence[Instruction]) -> list[Statement]:
    """What the instructions say, sentence by sentence. Raises NotUnderstoodError."""
    found = []
    for one in instructions:
        *before, last = _SENTENCES.split(one.prose.strip())
        found += [_statement(sentence, "") for sentence in before]
        found.append(_statement(last, one.new_text))
    return found


def _statement(sentence: str, text: str) -> Statement:
    for form, pattern in _FORMS.items():
        match = pattern.fullmatch(sentence)
        if match:
            return Statement(form, {name: value for name, value in match.groupdict().items() if value}, text)
    raise NotUnderstoodError(sentence)


def expanded(listed: str) -> list[str]:
    """«PAT-045 til og med PAT-047 og PAT-050» as each code. A range across series is its two ends."""
    found: list[str] = []
    for part in re.split(r", (?:og )?| og (?!med )", listed):
        first, _range, last = part.partition(_RANGE)
        found += _between(first, last) if last else [first]
    return found


def _between(first: str, last: str) -> list[str]:
    prefix, _dash, start = first.rpartition("-")
    other, _dash, end = last.rpartition("-")
    if prefix != other or not (start.isdigit() and end.isdigit()) or int(end) < int(start):
        return [first, last]
    return [f"{prefix}-{number:0{len(start)}d}" for number in range(int(start), min(int(end), int(start) + 9999) + 1)]


@dataclass(frozen=True)
class ReadBack:
    """What the sentences say: the operation, the codes they give to what is new, and the act they amend."""

    operation: Operation
    new_codes: tuple[str, ...]
    amends: str


def read_back(instructions: Sequence[Instruction], *, of: PlacedClause) -> ReadBack:
    """The clause's words as an operation, with headings and texts named as the clause `of` names them.

    Where two headings are called the same, the one the clause means is taken. Raises NotUnderstoodError.
    """
    said = statements(instructions)
    operation = _Reading(of, said).operation()
    new = tuple(one.said["new"] for one in said if "new" in one.said)
    acts = {one.said["act"].strip(", ") for one in said if "act" in one.said}
    return ReadBack(operation, new, " ".join(sorted(acts)))


def comparable(operation: Operation, *, of: PlacedClause) -> Operation:
    """The operation in the one form its prose can give: a number that is kept is not said, a series is its code's."""
    if isinstance(operation, MoveTheme) and of.theme is not None and operation.number == of.theme.number:
        return replace(operation, number=None)
    if isinstance(operation, MergeObjectives):
        return replace(operation, prefix=operation.prefixes[0])
    return operation


class _Reading:
    """Statements as an operation, beside the clause they are the words of."""

    def __init__(self, of: PlacedClause, said: Sequence[Statement]) -> None:
        self.of, self.like, self.said = of, of.operation, said
        self.bases = {changed.code: changed.basis for changed in of.operation.changes}

    def operation(self) -> Operation:
        forms = [one.form for one in self.said]
        if forms and set(forms) <= {"repeal", "new"}:
            return self._ended_and_made()
        if len(forms) == 1:
            one = self.said[0]
            make = getattr(self, f"_{one.form.replace('-', '_')}")
            made: Operation = make(one)
            return made
        raise NotUnderstoodError(" ".join(self._prose()))

    def _prose(self) -> Iterator[str]:
        for one in self.said:
            yield from (value for value in one.said.values())

    # læringsmål

    def _ended_and_made(self) -> Operation:
        ended = [code for one in self.said if one.form == "repeal" for code in one.codes]
        made = [one for one in self.said if one.form == "new"]
        if len(ended) == 1 and not made:
            return RepealObjective(code=ended[0], basis=self._basis(ended[0]))
        if not ended and len(made) == 1:
            return self._add(made[0])
        if len(ended) == 1 and len(made) == 1:
            return ReplaceObjective(
                code=ended[0],
                text=made[0].text,
                effect=str(getattr(self.like, "effect", "")),
                basis=self._basis(ended[0]),
                place=self._new_place(made[0], getattr(self.like, "place", None)),
            )
        if len(ended) == 1:
            return self._split(ended[0], made)
        if made and len(made) == 1:
            return self._merge(ended, made[0])
        raise NotUnderstoodError(f"{', '.join(ended)} oppheves.")

    def _add(self, one: Statement) -> AddObjective:
        like = self.like if isinstance(self.like, AddObjective) else None
        place = self._placed(one, like.theme if like else None)
        prefix = self._series(one.said["new"], like.prefix if like else "")
        return AddObjective(
            prefix=prefix,
            text=one.text,
            chapter=place.chapter,
            theme=place.theme,
            after=place.after,
            stage=like.stage if like else "",
        )

    def _split(self, code: str, made: Sequence[Statement]) -> SplitObjective:
        like = self.like.parts if isinstance(self.like, SplitObjective) else ()
        known = [*like, *[Part(text="")] * len(made)]
        parts = tuple(
            Part(text=one.text, stage=part.stage, place=self._new_place(one, part.place))
            for one, part in zip(made, known, strict=False)
        )
        follow = bool(getattr(self.like, "approvals_carry_over", False))
        return SplitObjective(code=code, parts=parts, approvals_carry_over=follow, basis=self._basis(code))

    def _merge(self, ended: Sequence[str], one: Statement) -> MergeObjectives:
        like = self.like if isinstance(self.like, MergeObjectives) else None
        return MergeObjectives(
            merged=tuple(ChangedText(code=code, basis=self._basis(code)) for code in ended),
            text=one.text,
            approvals_carry_over=like.approvals_carry_over if like else False,
            prefix=self._series(one.said["new"], like.prefixes[0] if like else series_of(ended[0])),
            stage=like.stage if like else "",
            place=self._new_place(one, like.place if like else None),
        )

    def _correct(self, one: Statement) -> CorrectText:
        code, place = one.said["code"], self._destination(one)
        return CorrectText(code=code, text=one.text, basis=self._basis(code), place=place)

    def _move(self, one: Statement) -> MoveObjective:
        code, place = one.said["code"], self._destination(one)
        if place is None:
            raise NotUnderstoodError(code)
        return MoveObjective(code=code, place=place, basis=self._basis(code))

    def _recode(self, one: Statement) -> RecodeObjective:
        code = one.said["code"]
        prefix = self._series(one.said["new"], getattr(self.like, "prefix", ""))
        return RecodeObjective(code=code, prefix=prefix, basis=self._basis(code), place=self._destination(one))

    # headings

    def _add_theme(self, one: Statement) -> AddTheme:
        like = self.like if isinstance(self.like, AddTheme) else None
        return AddTheme(
            key=like.key if like else "",
            chapter=self.of.chapter.slug,
            number=one.said.get("number", ""),
            title=one.text,
            after=self._beside(one, like.after if like else None),
        )

    def _repeal_theme(self, one: Statement) -> RepealTheme:
        theme, basis, _words = self._heading(one)
        return RepealTheme(theme=theme, basis=basis)

    def _move_theme(self, one: Statement) -> MoveTheme:
        theme, basis, words = self._heading(one)
        number = self._number(one)
        kept = number is None or (words is not None and number == words.number)
        after = self._beside(one, getattr(self.like, "after", None))
        return MoveTheme(theme=theme, after=after, basis=basis, number=None if kept else number)

    def _reword_theme(self, one: Statement) -> RenameTheme:
        theme, basis, words = self._heading(one)
        return RenameTheme(theme=theme, number=words.number if words else "", title=one.text, basis=basis)

    def _renumber_theme(self, one: Statement) -> RenameTheme:
        theme, basis, words = self._heading(one)
        return RenameTheme(theme=theme, number=self._number(one) or "", title=words.title if words else "", basis=basis)

    def _rename_theme(self, one: Statement) -> RenameTheme:
        theme, basis, _words = self._heading(one)
        return RenameTheme(theme=theme, number=self._number(one) or "", title=one.text, basis=basis)

    def _heading(self, one: Statement) -> tuple[int, int, ThemeVersion | None]:
        """The heading that is changed, the words it was written against, and what they are."""
        words = self.of.theme
        if words is not None and called(words) == one.said["heading"]:
            theme, basis = getattr(self.like, "theme", None), getattr(self.like, "basis", None)
            if isinstance(theme, int) and isinstance(basis, int):
                return theme, basis, words
        return UNKNOWN_BASIS, UNKNOWN_BASIS, None

    @staticmethod
    def _number(one: Statement) -> str | None:
        number = one.said.get("number")
        return "" if number == WITHOUT_NUMBER else number

    def _beside(self, one: Statement, like: int | str | None) -> int | str | None:
        if "first" in one.said:
            return FIRST
        return self._named(one.said["after"], like) if "after" in one.said else None

    # names

    def _basis(self, code: str) -> int:
        return self.bases.get(code, UNKNOWN_BASIS)

    @staticmethod
    def _series(code: str, otherwise: str) -> str:
        return otherwise if code == CODE_TO_COME else series_of(code)

    def _named(self, name: str, like: int | str | None) -> int | str:
        """The heading called so; one the clause does not name is told by its own name."""
        found: list[Any] = [ref for ref, words in self.of.headings.items() if called(words) == name]
        if like in found and like is not None:
            return like
        return found[0] if found else f"?{name}"

    def _new_place(self, one: Statement, like: Place | None) -> Place | None:
        """Where something new stands: where the old one stood, unless its place in the order is said."""
        basis = self.of.basis
        place = self._placed(one, like.theme if like else (basis.theme_id if basis else None))
        stands = basis is not None and place == Place(chapter=basis.chapter.slug, theme=basis.theme_id)
        return None if stands and "spot" not in one.said else place

    def _destination(self, one: Statement) -> Place | None:
        if "under" not in one.said:
            return None
        like = getattr(self.like, "place", None)
        name, chapter = one.said["under"], one.said.get("chapter", self.of.chapter.slug)
        if like is not None and like.theme is None and name == like.chapter:
            return Place(chapter=like.chapter, theme=None, after=_spot(one))
        return Place(chapter=chapter, theme=self._named(name, like.theme if like else None), after=_spot(one))

    def _placed(self, one: Statement, like: int | str | None) -> Place:
        chapter = one.said.get("directly") or one.said.get("chapter") or self.of.chapter.slug
        theme = self._named(one.said["under"], like) if "under" in one.said else None
        return Place(chapter=chapter, theme=theme, after=_spot(one))


def _spot(one: Statement) -> str | None:
    """After what: a code, FIRST, or None for last."""
    spot = one.said.get("spot", "").strip()
    if spot.startswith("etter "):
        return spot.removeprefix("etter ")
    return FIRST if spot == "som første læringsmål" else None
