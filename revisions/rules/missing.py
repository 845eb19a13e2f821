"""A line about a proposal: what it lacks, or what should be considered, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass

ITEMS, ACTIVITIES, ATTACHMENTS, ENDORSEMENTS = "items", "activity_changes", "attachments", "endorsements"


@dataclass(frozen=True)
class Missing:
    """Something the template asks for: the field or table it stands at, the sentence that says so, and the rule."""

    field: str
    message: str
    authority: str = "FO-2"
    item: int | None = None
    """The change item it stands at, when it is one of them."""
