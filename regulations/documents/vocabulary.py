"""The attributes that tell what a clause does in the XHTML: Lovdata's own, and ours for what they have no word for."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import slugify

from objectives import legal_text
from objectives.annex.reader import STAGE_ATTRIBUTE
from objectives.export import facts
from objectives.export.document import printable
from objectives.operations import (
    AddObjective,
    AddTheme,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    MoveTheme,
    Operation,
    Place,
    RecodeObjective,
    RenameTheme,
    RepealTheme,
    ReplaceObjective,
    SplitObjective,
)

from .changes import Change
from .structure import ClauseText

Attributes = dict[str, str]

# Lovdata's.
CHANGED, ADDED, REPEALED, MOVED = "data-change-part", "data-add-new-part", "data-repeal-part", "data-move-part"
TO = ";;"
# Ours.
KIND, EFFECT, APPROVALS, DAY = "data-endring", "data-virkning", "data-godkjenning-folger", "data-i-kraft"
SERIES, BASIS, STAGE = "data-serie", "data-bygger-pa", STAGE_ATTRIBUTE
CHAPTER, THEME, THEME_NAME, AFTER, NUMBER = (
    "data-kapittel",
    "data-tema",
    "data-temaoverskrift",
    "data-etter",
    "data-nummer",
)
YES, NO = "ja", "nei"
NEW = "#"  # before the key of a heading that the same act adds
ROOT = f"{facts.REF_ID}/vedlegg2"


def says_its_operation(clause: ClauseText) -> bool:
    """Whether the new texts the clause prints are its operation's, in order, each with an instruction of its own.

    They are unless someone has edited its wording into something else.
    """
    if clause.change is None:
        return False
    operation = clause.change.operation
    printed = [stored(one.new_text) for one in clause.instructions]
    if isinstance(operation, RenameTheme):
        return printed in ([""], [operation.title])
    wanted = [stored(text) for text in texts_of(operation)]
    room = len(printed) - max(len(wanted), len(places_of(operation)))
    return room >= 0 and printed == [""] * (len(printed) - len(wanted)) + wanted


def stored(text: str) -> str:
    """A text as every format can hold it: without control characters and empty lines."""
    return legal_text.from_blocks(legal_text.blocks(printable(text)))


def texts_of(operation: Operation) -> list[str]:
    """The texts the operation brings, in order."""
    match operation:
        case SplitObjective():
            return [part.text for part in operation.parts]
        case AddTheme():
            return [operation.title]
        case AddObjective() | CorrectText() | ReplaceObjective() | MergeObjectives():
            return [operation.text]
    return []


def places_of(operation: Operation) -> list[tuple[Place | None, str]]:
    """For each læringsmål that is made or put somewhere: where, when it is told, and which part of the training."""
    match operation:
        case SplitObjective():
            return [(part.place, part.stage) for part in operation.parts]
        case AddObjective():
            return [(operation.places[0], operation.stage)]
        case MergeObjectives():
            return [(operation.place, operation.stage)]
        case CorrectText() | ReplaceObjective() | MoveObjective() | RecodeObjective():
            return [(operation.place, "")]
    return []


def change_attributes(change: Change) -> Attributes:
    """What the whole clause does, to what, and from when."""
    operation = change.operation
    found = _targets(change) | {KIND: operation.kind, DAY: f"{change.starts}" if change.starts else change.when}
    if change.before:
        found[BASIS] = " ".join(f"{one.act}@{one.valid_from}" for one in change.before)
    if isinstance(operation, ReplaceObjective):
        found[EFFECT] = operation.effect
    if isinstance(operation, SplitObjective | MergeObjectives):
        found[APPROVALS] = YES if operation.approvals_carry_over else NO
    if isinstance(operation, AddObjective | MergeObjectives | RecodeObjective) and operation.prefix:
        found[SERIES] = operation.prefix
    return found | _of_heading(operation)


def instruction_attributes(change: Change, count: int) -> list[Attributes]:
    """For each of so many instructions where it puts a læringsmål: the last ones do, those before end something."""
    told = [_placed(change, place, stage) for place, stage in places_of(change.operation)]
    return [{} for _ in range(count - len(told))] + told


def reference(ref: int | str | None) -> str:
    """How a heading is named: by its number in the register, or by the key the act itself gives it."""
    return f"{NEW}{ref}" if isinstance(ref, str) and ref else f"{ref}" if ref is not None else ""


def _placed(change: Change, place: Place | None, stage: str) -> Attributes:
    found = {STAGE: stage} if stage else {}
    if place is None:
        return found
    found[CHAPTER] = place.chapter
    if place.theme is not None:
        found |= {THEME: reference(place.theme), THEME_NAME: printable(change.heading_named(place.theme).text)}
    return found if place.after is None else found | {AFTER: place.after}


def _of_heading(operation: Operation) -> Attributes:
    match operation:
        case AddTheme():
            own = {CHAPTER: operation.chapter, THEME: reference(operation.key), NUMBER: operation.number}
            return own if operation.after is None else own | {AFTER: reference(operation.after)}
        case RenameTheme():
            return {THEME: reference(operation.theme), NUMBER: operation.number}
        case MoveTheme():
            own = {THEME: reference(operation.theme)}
            own |= {} if operation.number is None else {NUMBER: operation.number}
            return own if operation.after is None else own | {AFTER: reference(operation.after)}
        case RepealTheme():
            return {THEME: reference(operation.theme)}
    return {}


def _targets(change: Change) -> Attributes:
    """Lovdata's attributes."""
    operation = change.operation
    old, new = [f"{ROOT}/{one.name}" for one in change.before], [f"{ROOT}/{one.name}" for one in change.after]
    match operation:
        case CorrectText(place=place):
            moved = {MOVED: f"{old[0]}{TO}{_place(change, place)}/{operation.code}"} if place else {}
            return {CHANGED: old[0]} | moved
        case MoveObjective():
            return {MOVED: f"{old[0]}{TO}{_place(change, operation.place)}/{operation.code}"}
        case RecodeObjective():
            return {MOVED: f"{old[0]}{TO}{new[0]}"}
        case AddTheme():
            return {ADDED: _heading_path(operation.chapter, operation.number, operation.title)}
        case RenameTheme() | MoveTheme() | RepealTheme():
            return _heading_targets(change, operation)
    return _listed(REPEALED, old) | _listed(ADDED, new)


def _listed(name: str, parts: Sequence[str]) -> Attributes:
    return {name: " ".join(parts)} if parts else {}


def _heading_targets(change: Change, operation: RenameTheme | MoveTheme | RepealTheme) -> Attributes:
    heading = change.heading_named(operation.theme)
    path = _heading_path(heading.chapter, heading.number, heading.title)
    if isinstance(operation, RepealTheme):
        return {REPEALED: path}
    if isinstance(operation, MoveTheme):
        number = heading.number if operation.number is None else operation.number
        return {MOVED: f"{path}{TO}{_heading_path(heading.chapter, number, heading.title)}"}
    return {CHANGED: path}


def _heading_path(chapter: str, number: str, title: str) -> str:
    return f"{ROOT}/{chapter}/{number.replace(' ', '') or slugify(title)}"


def _place(change: Change, place: Place) -> str:
    if place.theme is None:
        return f"{ROOT}/{place.chapter}"
    heading = change.heading_named(place.theme)
    return _heading_path(place.chapter, heading.number, heading.title)
