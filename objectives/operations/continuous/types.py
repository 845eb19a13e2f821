"""The operations: immutable and typed. `basis` is what the change was written against, as it read then.

A text another person has changed meanwhile is met with a refusal and never overwritten.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class SetElaboration:
    """The utdypende tekst of a læringsmål, new or changed (TE-1). `basis` is empty when there is none."""

    kind: ClassVar[str] = "set-elaboration"

    code: str
    text: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoveElaboration:
    """A læringsmål without utdypende tekst; what it said stays in the history (TE-1)."""

    kind: ClassVar[str] = "remove-elaboration"

    code: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """All there is to say of a nasjonalt anbefalt læringsaktivitet (LA-2)."""

    specialty: str  # Specialty.slug
    activity: str  # LearningActivity.Kind
    title: str  # exact, as in the national list (LA-3)
    course_kind: str = ""  # of a course
    minimum_repetitions: int | None = None  # of a procedure
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class AddActivity:
    """A new course or procedure."""

    kind: ClassVar[str] = "add-activity"

    facts: ActivityFacts


@dataclass(frozen=True, kw_only=True)
class ChangeActivity:
    """Other facts about a course or procedure: its title, kind, number or læringsmål."""

    kind: ClassVar[str] = "change-activity"

    pk: int
    facts: ActivityFacts
    basis: ActivityFacts


@dataclass(frozen=True, kw_only=True)
class RemoveActivity:
    """A course or procedure that is no longer recommended; its history stays."""

    kind: ClassVar[str] = "remove-activity"

    pk: int
    basis: ActivityFacts


ElaborationOperation = SetElaboration | RemoveElaboration
ActivityOperation = AddActivity | ChangeActivity | RemoveActivity
ContinuousOperation = ElaborationOperation | ActivityOperation


def told(operation: ContinuousOperation) -> dict[str, Any]:
    """The operation as JSON-ready data, for the journal."""
    data = {"kind": operation.kind, **asdict(operation)}
    for name in ("facts", "basis"):
        if isinstance(data.get(name), dict):
            data[name] = data[name] | {"codes": sorted(data[name]["codes"])}
    return data
