"""What the language control finds: at which words, by which rule, why, and what could stand there instead (SP-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding weighs. Only what is missing outright stops a proposal from being sent (SP-9)."""

    MISSING = "missing"
    WARNING = "warning"
    NOTE = "note"


class Place(StrEnum):
    """Which text the words of a finding stand in."""

    TEXT = "text"
    HEADING = "heading"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at: `text[start:end]` are its words, to the letter, in the text that `place` names.

    `code` tells the findings of a rule apart and never changes. `message` is a full sentence, or several. Each of
    `proposals` can stand in place of the words; none when only a person can say.
    """

    rule: str
    code: str
    start: int
    end: int
    words: str
    message: str
    proposals: Sequence[str] = ()
    weight: Weight = Weight.WARNING
    place: Place = Place.TEXT
    is_new: bool = True
    """Whether it came with the change; otherwise the text in force has it too."""
