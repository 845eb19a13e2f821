"""What waits for a person, on «Min side». The apps above put it there; this one does not know them (ADR 0008)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import User


@dataclass(frozen=True)
class WaitingSection:
    """A list of what waits, and the step its most urgent row leads to."""

    heading: str
    template: str
    rows: list[Any]
    what: str
    why: str
    button: str
    url: str
    deadline: dt.date


Source = Callable[[User, dt.date], WaitingSection | None]
_sources: list[Source] = []


def tells_of_what_waits(source: Source) -> None:
    """Register something that can wait for a person; called when an app is ready."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(user: User, *, on: dt.date) -> list[WaitingSection]:
    """Everything that waits for this person, the nearest deadline first."""
    found = [section for source in _sources if (section := source(user, on)) is not None]
    return sorted(found, key=lambda section: section.deadline)
