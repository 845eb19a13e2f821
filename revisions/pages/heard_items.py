"""What a hearing says of one change item of a case."""

from __future__ import annotations

from dataclasses import dataclass

from hearings.pages.asked import Mark
from hearings.pages.dispositions import Progress


@dataclass(frozen=True)
class HeardItem:
    """What the newest hearing says of one change item."""

    positions: list[Mark]
    progress: Progress
    url: str
