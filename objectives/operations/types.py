"""The operations: immutable, typed, and the same as data for storing in a clause."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class AddObjective:
    """A new læringsmål with a new code (ID-1)."""

    kind: ClassVar[str] = "add"

    prefix: str
    text: str
    chapter: str  # AnnexChapter.slug
    theme: int | None  # Theme.pk
    after: str | None  # the code it is placed after; None = last under its heading
    stage: str


@dataclass(frozen=True, kw_only=True)
class CorrectText:
    """A correction of language or spelling: the code is kept (ID-4)."""

    kind: ClassVar[str] = "correct"

    code: str
    text: str
    basis: int  # ObjectiveVersion.pk: the text the correction was written against


@dataclass(frozen=True, kw_only=True)
class ReplaceObjective:
    """A change of faglig innhold: the old code is repealed, a new one made, and the two linked (ID-3)."""

    kind: ClassVar[str] = "replace"

    code: str
    text: str
    effect: str  # Succession.Kind: skjerpet, redusert or likeverdig
    basis: int


@dataclass(frozen=True, kw_only=True)
class RepealObjective:
    """A læringsmål that ceases; its code is never used again (ID-2)."""

    kind: ClassVar[str] = "repeal"

    code: str
    basis: int


Operation = AddObjective | CorrectText | ReplaceObjective | RepealObjective

_KINDS: dict[str, type[Operation]] = {
    cls.kind: cls for cls in (AddObjective, CorrectText, ReplaceObjective, RepealObjective)
}


def to_data(operation: Operation) -> dict[str, Any]:
    """The operation as JSON-ready data; the inverse of `from_data`."""
    return {"kind": operation.kind, **asdict(operation)}


def from_data(data: dict[str, Any]) -> Operation:
    """The operation stored as `data`. Raises KeyError or TypeError when it is not one."""
    fields = dict(data)
    return _KINDS[fields.pop("kind")](**fields)


def gives_code(operation: Operation) -> bool:
    """Whether the operation makes a new code."""
    return isinstance(operation, AddObjective | ReplaceObjective)


def prefix_of(operation: Operation) -> str:
    """The code series the operation works in."""
    return operation.prefix if isinstance(operation, AddObjective) else operation.code.rpartition("-")[0]
