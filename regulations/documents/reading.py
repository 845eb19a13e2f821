"""The XHTML of an act read back to the operations it was made from.

What a clause does is read from its attributes, and every new text from its words, so that a word lost on the way is
another operation. Which text a change builds on is told by act and first day, and found in the register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from objectives import legal_text
from objectives.export.document import act_named
from objectives.legal_text import Block
from objectives.models import ObjectiveVersion, ThemeVersion
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

from . import vocabulary as word
from .vocabulary import Attributes

_OF_HEADINGS = {cls.kind for cls in (AddTheme, RenameTheme, MoveTheme, RepealTheme)}
_XHTML = "{http://www.w3.org/1999/xhtml}"


class UnreadableError(Exception):
    """The file is not an act made here, or does not say what one of its clauses does."""


@dataclass
class ReadInstruction:
    """An instruction as printed, with its attributes and the new text after it, as stored."""

    prose: str
    attributes: Attributes
    blocks: list[Block] = field(default_factory=list)
    title: str = ""

    @property
    def text(self) -> str:
        return legal_text.from_blocks(self.blocks)


@dataclass(frozen=True)
class ReadClause:
    """A clause as the file has it."""

    attributes: Attributes
    instructions: tuple[ReadInstruction, ...]

    @property
    def kind(self) -> str:
        return self.attributes.get(word.KIND, "")

    @property
    def is_of_heading(self) -> bool:
        return self.kind in _OF_HEADINGS

    @property
    def old(self) -> list[str]:
        """The codes of what is changed or repealed, in order."""
        moved = self.attributes.get(word.MOVED, "").partition(word.TO)[0]
        parts = self.attributes.get(word.CHANGED) or self.attributes.get(word.REPEALED) or moved
        return [part.rpartition("/")[2] for part in parts.split()]

    @property
    def bases(self) -> list[tuple[str, dt.date]]:
        """The act and the first day of each text it builds on."""
        pairs = (one.partition("@") for one in self.attributes.get(word.BASIS, "").split())
        return [(act, dt.date.fromisoformat(day)) for act, _at, day in pairs]

    @property
    def theme(self) -> int:
        return int(self.attributes[word.THEME])


def read_xhtml(content: bytes) -> list[ReadClause]:
    """Every clause of the file, in order. Raises UnreadableError for what is not such a file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from error
    return [_clause(article) for article in root.iter(f"{_XHTML}article") if article.get("class") == "change"]


def operations_of(clauses: Sequence[ReadClause]) -> list[Operation]:
    """What the clauses do, with the texts of this register. Two queries. Raises UnreadableError."""
    found = _Bases(clauses)
    return [_operation(clause, found) for clause in clauses]


def _clause(article: etree._Element) -> ReadClause:
    instructions: list[ReadInstruction] = []
    for element in article:
        if element.get("class") == "defaultP":
            instructions.append(ReadInstruction(_words(element), dict(element.attrib)))
        elif not instructions:
            raise UnreadableError("A new text stands before any instruction.")
        elif element.get("class") == "futuretitle":
            instructions[-1].title = _words(element)
        else:
            instructions[-1].blocks.extend(_blocks(element))
    return ReadClause(dict(article.attrib), tuple(instructions))


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _blocks(element: etree._Element, level: int = 0) -> list[Block]:
    """A paragraph, or a list and the lists in it."""
    if element.tag != f"{_XHTML}ul":
        return [Block(_words(element))]
    found: list[Block] = []
    for item in element:
        mark = item.get("data-li-identifier")
        for part in item[0]:  # the listArticle
            if part.tag == f"{_XHTML}ul":
                found += _blocks(part, level + 1)
            else:
                found.append(Block(_words(part), level=level + 1, mark=mark or ""))
    return found


_ACT_AND_DAY = ("enacted_by__decided_on", "enacted_by__number", "valid__startswith")


class _Bases:
    """The texts and headings that are built on: by what they belong to, their act and their first day."""

    def __init__(self, clauses: Sequence[ReadClause]) -> None:
        codes = {code for clause in clauses if not clause.is_of_heading for code in clause.old}
        themes = {clause.theme for clause in clauses if clause.is_of_heading and clause.bases}
        texts = ObjectiveVersion.with_annulled.filter(objective__code__in=codes)
        headings = ThemeVersion.with_annulled.filter(theme__in=themes)
        self._keys: dict[tuple[str | int, str, dt.date], int] = {}
        self.titles: dict[int, str] = {}
        for code, decided_on, number, day, pk in texts.values_list("objective__code", *_ACT_AND_DAY, "pk"):
            self._keys[code, act_named(decided_on, number).legacy_id, day] = pk
        for theme, decided_on, number, day, pk, title in headings.values_list("theme", *_ACT_AND_DAY, "pk", "title"):
            self._keys[theme, act_named(decided_on, number).legacy_id, day] = pk
            self.titles[pk] = title

    def of(self, clause: ReadClause) -> list[int]:
        """What the clause builds on, in order."""
        owners: Sequence[str | int] = [clause.theme] * len(clause.bases) if clause.is_of_heading else clause.old
        return [self._found(owner, act, day) for owner, (act, day) in zip(owners, clause.bases, strict=True)]

    def _found(self, owner: str | int, act: str, day: dt.date) -> int:
        try:
            return self._keys[owner, act, day]
        except KeyError as error:
            raise UnreadableError(f"The register has no text of {owner} from {day} by {act}.") from error


def _operation(clause: ReadClause, bases: _Bases) -> Operation:
    try:
        return _heading(clause, bases) if clause.is_of_heading else _text_operation(clause, bases.of(clause))
    except (KeyError, IndexError, ValueError) as error:
        raise UnreadableError(f"A clause does not say what it does: {clause.attributes}.") from error


def _text_operation(clause: ReadClause, bases: Sequence[int]) -> Operation:
    *_others, last = clause.instructions
    own, place = clause.attributes, _place(last.attributes)
    if clause.kind == AddObjective.kind:
        at = _told(place)
        return AddObjective(
            prefix=own[word.SERIES],
            text=last.text,
            chapter=at.chapter,
            theme=at.theme,
            after=at.after,
            stage=last.attributes[word.STAGE],
        )
    code, basis = clause.old[0], bases[0]
    match clause.kind:
        case CorrectText.kind:
            return CorrectText(code=code, text=last.text, basis=basis, place=place)
        case ReplaceObjective.kind:
            return ReplaceObjective(code=code, text=last.text, effect=own[word.EFFECT], basis=basis, place=place)
        case RepealObjective.kind:
            return RepealObjective(code=code, basis=basis)
        case MoveObjective.kind:
            return MoveObjective(code=code, place=_told(place), basis=basis)
        case RecodeObjective.kind:
            return RecodeObjective(code=code, prefix=own[word.SERIES], basis=basis, place=place)
    return _several(clause, bases)


def _several(clause: ReadClause, bases: Sequence[int]) -> Operation:
    """One læringsmål that becomes several, or several that become one."""
    follow = clause.attributes[word.APPROVALS] == word.YES
    made = [one for one in clause.instructions if one.blocks]
    if clause.kind == SplitObjective.kind:
        parts = tuple(
            Part(text=one.text, stage=one.attributes.get(word.STAGE, ""), place=_place(one.attributes)) for one in made
        )
        return SplitObjective(code=clause.old[0], parts=parts, approvals_carry_over=follow, basis=bases[0])
    if clause.kind != MergeObjectives.kind:
        raise UnreadableError(f"Nobody knows what «{clause.kind}» does.")
    return MergeObjectives(
        merged=tuple(ChangedText(code=code, basis=basis) for code, basis in zip(clause.old, bases, strict=True)),
        text=made[-1].text,
        approvals_carry_over=follow,
        prefix=clause.attributes.get(word.SERIES, ""),
        stage=made[-1].attributes.get(word.STAGE, ""),
        place=_place(made[-1].attributes),
    )


def _heading(clause: ReadClause, bases: _Bases) -> Operation:
    own, title = clause.attributes, clause.instructions[-1].title
    after = _reference(own.get(word.AFTER))
    if clause.kind == AddTheme.kind:
        key = own[word.THEME].removeprefix(word.NEW)
        return AddTheme(key=key, chapter=own[word.CHAPTER], number=own[word.NUMBER], title=title, after=after)
    (basis,) = bases.of(clause)
    if clause.kind == RenameTheme.kind:
        number = own[word.NUMBER]
        return RenameTheme(theme=clause.theme, number=number, title=title or bases.titles[basis], basis=basis)
    if clause.kind == MoveTheme.kind:
        return MoveTheme(theme=clause.theme, after=after, basis=basis, number=own.get(word.NUMBER))
    return RepealTheme(theme=clause.theme, basis=basis)


def _place(attributes: Attributes) -> Place | None:
    if word.CHAPTER not in attributes:
        return None
    theme = _reference(attributes.get(word.THEME))
    return Place(chapter=attributes[word.CHAPTER], theme=theme, after=attributes.get(word.AFTER))


def _told(place: Place | None) -> Place:
    if place is None:
        raise UnreadableError("A clause does not say where something is put.")
    return place


def _reference(name: str | None) -> int | str | None:
    """The inverse of `vocabulary.reference`."""
    if name is None or name == FIRST:
        return name
    return name.removeprefix(word.NEW) if name.startswith(word.NEW) else int(name)
