"""How a læringsaktivitet came to be as it is: what was changed when, the læringsmål it is linked to included (LA-2)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import LearningActivity, Objective
from .redline import Segment, redline

_TOGETHER = dt.timedelta(seconds=5)
"""Rows written this close to each other are one change: a form saves the activity and its links one by one."""

_FIELDS: tuple[tuple[str, str | Promise], ...] = (
    ("title", _("Tittel")),
    ("kind", _("Type")),
    ("course_kind", _("Kurstype")),
    ("minimum_repetitions", _("Anbefalt minste antall")),
)


@dataclass(frozen=True)
class FieldChange:
    """A fact that was changed, as a redline from what it was."""

    label: str | Promise
    segments: list[Segment]


@dataclass
class Change:
    """What happened to the activity at one moment; the codes linked and no longer linked."""

    moment: dt.datetime | None
    is_first: bool
    is_last: bool = False
    fields: list[FieldChange] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return self.is_first or self.is_last or bool(self.fields or self.linked or self.unlinked)


@dataclass(frozen=True)
class _State:
    moment: dt.datetime | None
    is_gone: bool
    facts: dict[str, str]
    objectives: frozenset[int]


_NOTHING = _State(
    None, is_gone=True, facts=dict.fromkeys((name for name, _label in _FIELDS), ""), objectives=frozenset()
)


def history_of(activity: LearningActivity) -> list[Change]:
    """Newest first. Three queries, however long the history."""
    states = _together(list(_states(activity)))
    codes = dict(
        Objective.objects.filter(pk__in={pk for state in states for pk in state.objectives}).values_list("pk", "code")
    )
    changes = [_change(before, after, codes) for before, after in pairwise([_NOTHING, *states])]
    return [change for change in reversed(changes) if change.says_something]


def _states(activity: LearningActivity) -> Iterator[_State]:
    rows = list(activity.history.order_by("history_date", "history_id"))
    links: dict[int, set[int]] = defaultdict(set)
    through = LearningActivity.history.model.objectives.model
    for history, objective in through.objects.filter(history__in=[row.pk for row in rows]).values_list(
        "history", "objective"
    ):
        links[history].add(objective)
    for row in rows:
        facts = {name: _in_words(row, name) for name, _label in _FIELDS}
        yield _State(row.history_date, row.history_type == "-", facts, frozenset(links[row.pk]))


def _in_words(row: Any, name: str) -> str:
    value = getattr(row, name)
    if name == "kind":
        return str(row.get_kind_display())
    return "" if value is None else str(value)


def _together(states: Sequence[_State]) -> list[_State]:
    """The last of each run of rows written as one change."""
    kept: list[_State] = []
    for state in states:
        if kept and kept[-1].moment and state.moment and state.moment - kept[-1].moment < _TOGETHER:
            kept[-1] = state
        else:
            kept.append(state)
    return kept


def _change(before: _State, after: _State, codes: dict[int, str]) -> Change:
    change = Change(after.moment, is_first=before.is_gone, is_last=after.is_gone)
    for name, label in _FIELDS:
        if before.facts[name] != after.facts[name]:
            change.fields.append(FieldChange(label, redline(before.facts[name], after.facts[name])))
    change.linked = sorted(codes[pk] for pk in after.objectives - before.objectives if pk in codes)
    change.unlinked = sorted(codes[pk] for pk in before.objectives - after.objectives if pk in codes)
    return change
