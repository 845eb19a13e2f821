"""What was changed from one kept version of a draft to another: line by line, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from objectives.redline import Segment, redline

_LINES: Sequence[tuple[str, Promise]] = (
    ("title", _("Tittel")),
    ("short_title", _("Korttittel")),
    ("legal_basis", _("Hjemmel")),
    ("lead_in", _("Innledning")),
    ("entry_into_force", _("Ikrafttredelse")),
    ("transitional", _("Overgangsregler")),
)


@dataclass(frozen=True)
class ChangedLine:
    """A line around the clauses, or what one clause says, with the way from the old to the new."""

    name: str
    segments: Sequence[Segment]


@dataclass(frozen=True)
class Compared:
    """All that differs between two versions. A clause that only the order of has changed is not told of."""

    lines: Sequence[ChangedLine]
    added: Sequence[ChangedLine]
    removed: Sequence[ChangedLine]
    changed: Sequence[ChangedLine]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.added or self.removed or self.changed)


def compared(old: dict[str, Any], new: dict[str, Any]) -> Compared:
    """The way from `old` to `new`, both as `freezing.frozen` makes them."""
    was = {clause["clause"]: clause for clause in old["clauses"]}
    is_now = {clause["clause"]: clause for clause in new["clauses"]}
    both = [pk for pk in is_now if pk in was]
    changed = [pk for pk in both if says(was[pk]) != says(is_now[pk])]
    return Compared(
        lines=[
            ChangedLine(str(label), redline(old[name], new[name])) for name, label in _LINES if old[name] != new[name]
        ],
        added=[_line(one, "", says(one)) for pk, one in is_now.items() if pk not in was],
        removed=[_line(one, says(one), "") for pk, one in was.items() if pk not in is_now],
        changed=[_line(is_now[pk], says(was[pk]), says(is_now[pk])) for pk in changed],
        unchanged=len(both) - len(changed),
    )


def says(clause: dict[str, Any]) -> str:
    """What a kept clause says, with its day and the reason for it, as one text."""
    lines = [line for said in clause["instructions"] for line in said if line]
    lines.append(_day(clause))
    if clause["departure_reason"]:
        lines.append(f"Begrunnelse for datoen: {clause['departure_reason']}")
    return "\n".join(lines)


def _day(clause: dict[str, Any]) -> str:
    if clause["in_force_from"]:
        year, month, day = clause["in_force_from"].split("-")
        return f"I kraft {day}.{month}.{year}"
    return "Ikrafttredelse fastsettes senere" if clause["entry_into_force"] == "senere" else "I kraft straks"


def _line(clause: dict[str, Any], old: str, new: str) -> ChangedLine:
    return ChangedLine(f"{clause['chapter']} · {clause['name']}", redline(old, new))
