"""The words of an endringsforskrift: what each operation is called in law (lovteknikk), and nothing about layout.

The forms are those of real acts and of Justisdepartementets guide; the set phrase for a new læringsmål is made from
them, since the acts' own text is not published in a structured form. Not translated: an act is written in bokmål.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from objectives.operations import AddObjective, CorrectText, RepealObjective
from objectives.rules import long_date
from regulations import configuration
from regulations.outline import PlacedClause

CODE_TO_COME = "[kode gis når utkastet låses]"
DATE_TO_COME = "[vedtaksdato]"
NO_CLAUSES = "[endringsledd]"


@dataclass(frozen=True)
class Instruction:
    """One instruction, and the new text it introduces, as stored (`objectives.legal_text`); empty for a repeal."""

    prose: str
    new_text: str = ""


def legal_basis_line(legal_basis: str, *, decided_on: dt.date | None, on: dt.date | None = None) -> str:
    """The hjemmel line without its heading (forvaltningsloven § 38): organ, date and hjemmel.

    `on` says whose configuration applies while the decision has no date.
    """
    organ = configuration.deciding_organ(on=decided_on or on or dt.date.max).name
    date = long_date(decided_on) if decided_on else DATE_TO_COME
    return f"Fastsatt av {organ} {date} med hjemmel i {legal_basis.strip().rstrip('.')}."


def lead_in(*, on: dt.date) -> str:
    """How part I begins."""
    amended = configuration.amended_regulation(on=on)
    return f"I {amended.name} gjøres følgende endringer i {amended.annex}:"


def instructions(placed: PlacedClause) -> tuple[Instruction, ...]:
    """What the clause says: one instruction, or two when one læringsmål takes another's place (ID-3)."""
    operation = placed.operation
    if isinstance(operation, AddObjective):
        return (_new(placed),)
    if isinstance(operation, CorrectText):
        return (Instruction(f"{operation.code} skal lyde:", operation.text),)
    repeal = Instruction(f"{operation.code} oppheves.")
    return (repeal,) if isinstance(operation, RepealObjective) else (repeal, _new(placed))


def _new(placed: PlacedClause) -> Instruction:
    code = placed.new_code or CODE_TO_COME
    return Instruction(f"Nytt læringsmål {code}{_under(placed)} skal lyde:", placed.new_text)


def _under(placed: PlacedClause) -> str:
    """The heading it stands under: by its number, by its title when it has none."""
    if placed.theme is None:
        return ""
    return f" under {placed.theme.number or f'«{placed.theme.title}»'}"


def entry_into_force(clauses: Sequence[PlacedClause]) -> str:
    """The sentences of part II: when what enters into force."""
    groups = _by_day(clauses)
    if not groups:
        return NO_CLAUSES
    if len(groups) == 1:
        return f"Forskriften trer i kraft {_when(next(iter(groups)))}."
    rest = max(groups, key=lambda day: (len(groups[day]), day or dt.date.min))
    sentences = [_sentence(groups[day], day) for day in groups if day != rest]
    return " ".join([*sentences, f"Øvrige endringer trer i kraft {_when(rest)}."])


def _by_day(clauses: Sequence[PlacedClause]) -> dict[dt.date | None, list[PlacedClause]]:
    """The clauses by their first day: straks first, then the earliest date."""
    days = sorted({one.clause.in_force_from for one in clauses}, key=lambda day: day or dt.date.min)
    return {day: [one for one in clauses if one.clause.in_force_from == day] for day in days}


def _sentence(clauses: Sequence[PlacedClause], day: dt.date | None) -> str:
    names = [name for one in clauses for name in _names(one)]
    subject = "Endringen" if len(names) == 1 else "Endringene"
    return f"{subject} i {listed(names)} trer i kraft {_when(day)}."


def _names(placed: PlacedClause) -> list[str]:
    old = [placed.old_code] if placed.old_code else []
    if isinstance(placed.operation, CorrectText | RepealObjective):
        return old
    return [*old, placed.new_code or CODE_TO_COME]


def _when(day: dt.date | None) -> str:
    return long_date(day) if day else "straks"


def listed(names: Sequence[str]) -> str:
    """«A», «A og B», «A, B og C»."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"
