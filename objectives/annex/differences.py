"""One thing Lovdata's consolidation says otherwise than ours: what kind, about what, and how the words differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from objectives.redline import Segment, redline


class DifferenceKind(TextChoices):
    """What a difference is about; in the order they are told in."""

    HEADING = "heading", _("Overskrifter")
    NEW = "new", _("Bare hos Lovdata")
    GONE = "gone", _("Bare i registeret")
    CHANGED = "changed", _("Ulik tekst")
    CHARACTERS = "characters", _("Bare ulike tegn")
    MOVED = "moved", _("Ulik plass")
    ENDED = "ended", _("Ulik opphevelse")


class Code(StrEnum):
    """The stable name of what differs, for programs. Never renamed, only added to."""

    PART_RENAMED = "part-renamed"
    CHAPTER_NEW = "chapter-new"
    CHAPTER_FIRST_PRINTED = "chapter-first-printed"
    CHAPTER_GONE = "chapter-gone"
    CHAPTER_RENAMED = "chapter-renamed"
    CHAPTER_RENUMBERED = "chapter-renumbered"
    CHAPTER_MOVED = "chapter-moved"
    CHAPTER_CHARACTERS = "chapter-characters"
    HEADING_NEW = "heading-new"
    HEADING_GONE = "heading-gone"
    HEADING_RENAMED = "heading-renamed"
    HEADING_RENUMBERED = "heading-renumbered"
    HEADING_MOVED = "heading-moved"
    HEADING_CHARACTERS = "heading-characters"
    OBJECTIVE_NEW = "objective-new"
    OBJECTIVE_WAS_MISSING = "objective-was-missing"
    OBJECTIVE_RESERVED = "objective-reserved"
    OBJECTIVE_NOT_YET_IN_FORCE = "objective-not-yet-in-force"
    OBJECTIVE_REPEALED = "objective-repealed"
    OBJECTIVE_GONE = "objective-gone"
    TEXT_CHANGED = "text-changed"
    TEXT_CHARACTERS = "text-characters"
    MOVED_TO_CHAPTER = "moved-to-chapter"
    MOVED_TO_HEADING = "moved-to-heading"
    MOVED_IN_ORDER = "moved-in-order"
    MOVED_TO_STAGE = "moved-to-stage"
    ENDED_ON_ANOTHER_DAY = "ended-on-another-day"
    ENDED_ONLY_IN_THE_FILE = "ended-only-in-the-file"


_KINDS = {
    Code.PART_RENAMED: DifferenceKind.HEADING,
    Code.CHAPTER_CHARACTERS: DifferenceKind.CHARACTERS,
    Code.HEADING_CHARACTERS: DifferenceKind.CHARACTERS,
    Code.OBJECTIVE_GONE: DifferenceKind.GONE,
    Code.TEXT_CHANGED: DifferenceKind.CHANGED,
    Code.TEXT_CHARACTERS: DifferenceKind.CHARACTERS,
}
_KINDS_BY_BEGINNING = {
    "chapter": DifferenceKind.HEADING,
    "heading": DifferenceKind.HEADING,
    "objective": DifferenceKind.NEW,
    "moved": DifferenceKind.MOVED,
    "ended": DifferenceKind.ENDED,
}
# What may be added to the register from the file, because the register has never known of it.
_ADDABLE = frozenset(
    {
        Code.CHAPTER_NEW,
        Code.CHAPTER_FIRST_PRINTED,
        Code.HEADING_NEW,
        Code.OBJECTIVE_NEW,
        Code.OBJECTIVE_WAS_MISSING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing the file says otherwise than the register.

    `message` is a sentence. `before` is the register's words and `after` the file's: a text, a heading, or a place in
    words. `line` is the file's; None for what the file lacks. `chapter` is an address name, `objective` a code.
    """

    code: Code
    message: str
    objective: str = ""
    chapter: str = ""
    heading: str = ""
    line: int | None = None
    before: str = ""
    after: str = ""

    @property
    def kind(self) -> DifferenceKind:
        return _KINDS.get(self.code) or _KINDS_BY_BEGINNING[self.code.partition("-")[0]]

    @property
    def may_be_added(self) -> bool:
        """Whether the register has never known of it, so that it can be added as it stands in the file."""
        return self.code in _ADDABLE

    @property
    def segments(self) -> list[Segment]:
        """From the register's words to the file's, word by word."""
        return redline(self.before, self.after)

    def as_data(self) -> dict[str, Any]:
        """The difference in a report."""
        return {
            "kind": self.kind.value,
            "code": self.code.value,
            "message": self.message,
            "objective": self.objective,
            "chapter": self.chapter,
            "heading": self.heading,
            "line": self.line,
            "may_be_added": self.may_be_added,
            "register": self.before,
            "file": self.after,
            "redline": [[kind.value, text] for kind, text in self.segments],
        }
