"""Utdypende tekst and its history: every version is kept (TE-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .models import Elaboration, Objective
from .redline import Segment, redline


@dataclass(frozen=True)
class Earlier:
    """A change of the utdypende tekst: when, and what it did to the words. The first has the whole text as new."""

    moment: dt.datetime
    segments: list[Segment]


@dataclass(frozen=True)
class ElaborationPage:
    """The utdypende tekst of a læringsmål, when it was last changed, and how it came to read so, newest first."""

    text: str
    changed_at: dt.datetime | None
    history: list[Earlier]

    @property
    def has_changed(self) -> bool:
        return len(self.history) > 1


def elaboration_of(objective: Objective, *, before: dt.datetime | None = None) -> ElaborationPage | None:
    """The text now, or as it was `before` a moment; None when there is and was none. One query."""
    rows = Elaboration.history.filter(objective=objective)
    if before is not None:
        rows = rows.filter(history_date__lt=before)
    found = rows.order_by("history_date", "history_id").values_list("history_date", "text", "history_type")
    wordings = [(moment, "" if kind == "-" else text) for moment, text, kind in found]
    if wordings:
        history = _history(wordings)
        return ElaborationPage(text=wordings[-1][1], changed_at=history[0].moment, history=history)
    now = getattr(objective, "elaboration", None) if before is None else None
    return ElaborationPage(text=now.text, changed_at=None, history=[]) if now else None


def _history(wordings: Sequence[tuple[dt.datetime, str]]) -> list[Earlier]:
    steps = [Earlier(wordings[0][0], redline("", wordings[0][1]))]
    steps += [
        Earlier(moment, redline(before, after))
        for (_earlier, before), (moment, after) in pairwise(wordings)
        if before != after
    ]
    return steps[::-1]
