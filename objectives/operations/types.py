"""The operations: immutable, typed, and the same as data for storing in a clause.

A læringsmål is named by its code, a temaoverskrift by its primary key – or, when the same act adds it, by the `key`
its AddTheme gives it. `basis` is the version the change was written against, so that a change another act has made
meanwhile is met with a refusal and never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, ClassVar, Final

# As `after`: first under its heading, or first of the chapter's headings. None is last.
FIRST: Final = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a læringsmål stands: under a heading (or directly under the chapter), after another one."""

    chapter: str  # AnnexChapter.slug
    theme: int | str | None  # Theme.pk, the key of an AddTheme in the same act, or none
    after: str | None = None  # a code, FIRST, or None = last under its heading


@dataclass(frozen=True, kw_only=True)
class ChangedText:
    """A læringsmål an operation changes, and the text it was written against."""

    code: str
    basis: int  # ObjectiveVersion.pk


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the læringsmål another is split into. Without `stage` and `place` it takes the old one's."""

    text: str
    stage: str = ""
    place: Place | None = None


class _Operation:
    """What all operations can be asked."""

    kind: ClassVar[str]

    @property
    def changes(self) -> tuple[ChangedText, ...]:
        """The læringsmål that are changed or repealed."""
        return ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The series of each new code, in the order they are given."""
        return ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places something is put in, other than where it stood."""
        return ()

    @property
    def theme_touched(self) -> int | None:
        """The temaoverskrift that is itself changed or repealed."""
        return None


class _OneObjective(_Operation):
    """An operation on one læringsmål that exists."""

    code: str
    basis: int

    @property
    def changes(self) -> tuple[ChangedText, ...]:
        return (ChangedText(code=self.code, basis=self.basis),)


@dataclass(frozen=True, kw_only=True)
class AddObjective(_Operation):
    """A new læringsmål with a new code (ID-1)."""

    kind: ClassVar[str] = "add"

    prefix: str
    text: str
    chapter: str  # AnnexChapter.slug
    theme: int | str | None  # Theme.pk, or the key of an AddTheme in the same act
    after: str | None  # the code it is placed after; None = last under its heading
    stage: str

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (self.prefix,)

    @property
    def places(self) -> tuple[Place, ...]:
        return (Place(chapter=self.chapter, theme=self.theme, after=self.after),)


@dataclass(frozen=True, kw_only=True)
class CorrectText(_OneObjective):
    """A correction of language or spelling: the code is kept (ID-4). May move it within its specialty (ID-6)."""

    kind: ClassVar[str] = "correct"

    code: str
    text: str
    basis: int  # ObjectiveVersion.pk: the text the correction was written against
    place: Place | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place,) if self.place else ()


@dataclass(frozen=True, kw_only=True)
class ReplaceObjective(_OneObjective):
    """A change of faglig innhold: the old code is repealed, a new one made, and the two linked (ID-3)."""

    kind: ClassVar[str] = "replace"

    code: str
    text: str
    effect: str  # Succession.Kind: skjerpet, redusert or likeverdig
    basis: int
    place: Place | None = None

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (series_of(self.code),)

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place,) if self.place else ()


@dataclass(frozen=True, kw_only=True)
class RepealObjective(_OneObjective):
    """A læringsmål that ceases; its code is never used again (ID-2)."""

    kind: ClassVar[str] = "repeal"

    code: str
    basis: int


@dataclass(frozen=True, kw_only=True)
class MoveObjective(_OneObjective):
    """Another heading or another order in the same specialty: structure, so the code is kept (ID-6)."""

    kind: ClassVar[str] = "move"

    code: str
    place: Place
    basis: int

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place,)


@dataclass(frozen=True, kw_only=True)
class SplitObjective(_OneObjective):
    """One læringsmål becomes several, each with a new code (ID-3).

    `approvals_carry_over`: whether a doctor with the old one approved has the new ones (ID-5).
    """

    kind: ClassVar[str] = "split"

    code: str
    parts: tuple[Part, ...]
    approvals_carry_over: bool
    basis: int

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (series_of(self.code),) * len(self.parts)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(part.place for part in self.parts if part.place)


@dataclass(frozen=True, kw_only=True)
class MergeObjectives(_Operation):
    """Several læringsmål become one, with a new code (ID-3). It stands where the first stood unless told.

    `approvals_carry_over`: whether a doctor with all the old ones approved has the new one (ID-5).
    """

    kind: ClassVar[str] = "merge"

    merged: tuple[ChangedText, ...]
    text: str
    approvals_carry_over: bool
    prefix: str = ""  # the first one's series unless told
    stage: str = ""  # the first one's unless told
    place: Place | None = None

    @property
    def changes(self) -> tuple[ChangedText, ...]:
        return self.merged

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (self.prefix or (series_of(self.merged[0].code) if self.merged else ""),)

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place,) if self.place else ()


@dataclass(frozen=True, kw_only=True)
class RecodeObjective(_OneObjective):
    """The same content under a new code, also in another series: linked as equivalent, approvals follow (ID-6)."""

    kind: ClassVar[str] = "recode"

    code: str
    prefix: str
    basis: int
    place: Place | None = None

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (self.prefix,)

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.place,) if self.place else ()


@dataclass(frozen=True, kw_only=True)
class AddTheme(_Operation):
    """A new temaoverskrift, with its place in the chapter (FO-9)."""

    kind: ClassVar[str] = "add-theme"

    key: str  # what the other operations of the act call it
    chapter: str
    number: str
    title: str
    after: int | str | None  # a Theme.pk, another key, FIRST, or None = last in the chapter


@dataclass(frozen=True, kw_only=True)
class RenameTheme(_Operation):
    """Another number, other words, or both (ID-6)."""

    kind: ClassVar[str] = "rename-theme"

    theme: int
    number: str
    title: str
    basis: int  # ThemeVersion.pk

    @property
    def theme_touched(self) -> int | None:
        return self.theme


@dataclass(frozen=True, kw_only=True)
class MoveTheme(_Operation):
    """Another order of the headings in a chapter, with the læringsmål under it; often with a new number (ID-6)."""

    kind: ClassVar[str] = "move-theme"

    theme: int
    after: int | str | None
    basis: int
    number: str | None = None  # None keeps it

    @property
    def theme_touched(self) -> int | None:
        return self.theme


@dataclass(frozen=True, kw_only=True)
class RepealTheme(_Operation):
    """A temaoverskrift that ceases, when nothing stands under it any more."""

    kind: ClassVar[str] = "repeal-theme"

    theme: int
    basis: int

    @property
    def theme_touched(self) -> int | None:
        return self.theme


TextOperation = (
    AddObjective
    | CorrectText
    | ReplaceObjective
    | RepealObjective
    | MoveObjective
    | SplitObjective
    | MergeObjectives
    | RecodeObjective
)
ThemeChange = RenameTheme | MoveTheme | RepealTheme
ThemeOperation = AddTheme | ThemeChange
Operation = TextOperation | ThemeOperation

TEXT_OPERATIONS: tuple[type[TextOperation], ...] = (
    AddObjective,
    CorrectText,
    ReplaceObjective,
    RepealObjective,
    MoveObjective,
    SplitObjective,
    MergeObjectives,
    RecodeObjective,
)
THEME_OPERATIONS: tuple[type[ThemeOperation], ...] = (AddTheme, RenameTheme, MoveTheme, RepealTheme)

# Those after which the læringsmål they change no longer is: it ceases, or goes on under other codes.
ENDING: tuple[type[TextOperation], ...] = (
    RepealObjective,
    ReplaceObjective,
    SplitObjective,
    MergeObjectives,
    RecodeObjective,
)
ENDING_KINDS = tuple(cls.kind for cls in ENDING)

_KINDS: dict[str, type[Operation]] = {cls.kind: cls for cls in (*TEXT_OPERATIONS, *THEME_OPERATIONS)}
_NESTED: dict[str, type[Place | Part | ChangedText]] = {"place": Place, "parts": Part, "merged": ChangedText}


def to_data(operation: Operation) -> dict[str, Any]:
    """The operation as JSON-ready data; the inverse of `from_data`."""
    return {"kind": operation.kind, **asdict(operation)}


def from_data(data: dict[str, Any]) -> Operation:
    """The operation stored as `data`. Raises KeyError or TypeError when it is not one."""
    values = dict(data)
    return _KINDS[values.pop("kind")](**_restored(values))


def _restored(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(_NESTED.get(name), value) for name, value in values.items()}


def _value(cls: type[Place | Part | ChangedText] | None, value: Any) -> Any:
    if cls is None or value is None:
        return value
    if isinstance(value, list | tuple):
        return tuple(cls(**_restored(one)) for one in value)
    return cls(**_restored(value))


def with_themes(operation: Operation, known: Mapping[Any, int]) -> Operation:
    """The operation with its headings named by the keys `known` gives, where it has one for them."""

    def named(ref: Any) -> Any:
        return known.get(ref, ref)

    def placed(at: Place | None) -> Place | None:
        return replace(at, theme=named(at.theme)) if at else None

    own = {field.name: getattr(operation, field.name) for field in fields(operation)}
    changed: dict[str, Any] = {name: named(own[name]) for name in ("theme",) if name in own}
    if isinstance(operation, AddTheme | MoveTheme):
        changed["after"] = named(operation.after)
    if "place" in own:
        changed["place"] = placed(own["place"])
    if isinstance(operation, SplitObjective):
        changed["parts"] = tuple(replace(part, place=placed(part.place)) for part in operation.parts)
    return replace(operation, **changed)


def ended_codes(operation: Operation) -> tuple[str, ...]:
    """The læringsmål that are no longer there when the operation has been applied."""
    return tuple(changed.code for changed in operation.changes) if isinstance(operation, ENDING) else ()


def named_headings(operation: Operation) -> tuple[str, ...]:
    """The keys of new headings that the operation needs."""
    refs: list[int | str | None] = [place.theme for place in operation.places]
    if isinstance(operation, AddTheme | MoveTheme):
        refs.append(operation.after)
    return tuple(ref for ref in refs if ref and isinstance(ref, str))


def series_of(code: str) -> str:
    """The prefix of a code."""
    return code.rpartition("-")[0]


def stands_alone(operation: Operation) -> bool:
    """Whether it can be asked about without the rest of its act: it needs no new heading, and empties none."""
    return not isinstance(operation, RepealTheme) and not named_headings(operation)
