"""The words of an endringsforskrift: what each operation is called in law (lovteknikk), and nothing about layout.

The forms are those of real acts and of Justisdepartementets guide; the set phrase for a new læringsmål is made from
them, since the acts' own text is not published in a structured form. Not translated: an act is written in bokmål.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from objectives.models import ThemeVersion
from objectives.operations import (
    FIRST,
    AddObjective,
    AddTheme,
    CorrectText,
    MoveObjective,
    MoveTheme,
    Place,
    RecodeObjective,
    RepealObjective,
    RepealTheme,
    SplitObjective,
    ThemeOperation,
)
from objectives.rules import long_date
from regulations import configuration
from regulations.outline import PlacedClause

CODE_TO_COME = "[kode gis når utkastet låses]"
DATE_TO_COME = "[vedtaksdato]"
NO_CLAUSES = "[endringsledd]"
WITHOUT_NUMBER = "overskrift uten nummer"


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
    """What the clause says as it is printed: in a lawyer's own words where there are any, otherwise the system's."""
    made = generated(placed)
    own = placed.clause.own_wording
    if len(own) != len(made):
        return made
    codes = iter(placed.new_codes)
    return tuple(
        Instruction(_with_codes(str(prose), codes), one.new_text) for prose, one in zip(own, made, strict=True)
    )


def _with_codes(prose: str, codes: Iterator[str]) -> str:
    """The sentence with the codes that have been reserved since it was written."""
    while CODE_TO_COME in prose:
        code = next(codes, None)
        if code is None:
            break
        prose = prose.replace(CODE_TO_COME, code, 1)
    return prose


def generated(placed: PlacedClause) -> tuple[Instruction, ...]:
    """What the clause says in the set forms: one instruction, or several when what ends has successors (ID-3)."""
    operation = placed.operation
    if isinstance(operation, ThemeOperation):
        return (_of_heading(placed, operation),)
    if isinstance(operation, RecodeObjective):
        moved = _moved(placed, operation.place)
        return (Instruction(f"Nåværende {operation.code}{announced(placed)} blir {_code(placed)}{moved}."),)
    if isinstance(operation, MoveObjective):
        return (Instruction(f"{operation.code}{announced(placed)} flyttes{_to(placed, operation.place)}."),)
    if isinstance(operation, CorrectText):
        moved = f" flyttes{_to(placed, operation.place)} og" if operation.place else ""
        return (Instruction(f"{operation.code}{announced(placed)}{moved} skal lyde:", operation.text),)
    repeal = (Instruction(f"{listed(placed.old_codes)}{announced(placed)} oppheves."),) if placed.old_codes else ()
    if isinstance(operation, RepealObjective):
        return repeal
    if isinstance(operation, SplitObjective):
        parts = enumerate(operation.parts)
        return (*repeal, *(_new(placed, part.text, part.place, number) for number, part in parts))
    (place,) = operation.places or (None,)
    return (*repeal, _new(placed, operation.text, place))


def announced(placed: PlacedClause) -> str:
    """Which act the words are in, when they are changed before they enter into force: the annex does not have them."""
    act = placed.amended_act
    if act is None:
        return ""
    return f", som er fastsatt ved forskrift {long_date(act.decided_on)} nr. {act.number} og ikke er i kraft,"


def _code(placed: PlacedClause, number: int = 0) -> str:
    return placed.new_codes[number] if placed.new_codes else CODE_TO_COME


def _new(placed: PlacedClause, text: str, place: Place | None, number: int = 0) -> Instruction:
    heading = placed.heading_of(place)
    under = f" under {called(heading)}" if heading else ""
    if place is not None:
        under = f"{under}{_elsewhere(placed, place)}" if heading else _directly(placed, place)
    return Instruction(f"Nytt læringsmål {_code(placed, number)}{under}{_spot(placed, place)} skal lyde:", text)


def _directly(placed: PlacedClause, place: Place) -> str:
    """What stands under no heading; a new one in a chapter needs no word for it."""
    return "" if isinstance(placed.operation, AddObjective) else f" direkte under {place.chapter}"


def _elsewhere(placed: PlacedClause, place: Place) -> str:
    """The chapter, when it is another than the one the clause is printed under."""
    return f" i {place.chapter}" if place.chapter != placed.chapter.slug else ""


def _spot(placed: PlacedClause, place: Place | None) -> str:
    """After what. Something new stands last unless told; what comes instead of another, where that one stood."""
    if place is None:
        return ""
    if place.after == FIRST:
        return " som første læringsmål"
    if place.after:
        return f" etter {place.after}"
    basis = placed.basis
    stays = basis is not None and (place.chapter, place.theme) == (basis.chapter.slug, basis.theme_id)
    return " som siste læringsmål" if stays else ""


def called(heading: ThemeVersion) -> str:
    """How an act names a heading: by its number, by its title when it has none."""
    return heading.number or f"«{heading.title}»"


def _moved(placed: PlacedClause, place: Place | None) -> str:
    return f" og flyttes{_to(placed, place)}" if place else ""


def _to(placed: PlacedClause, place: Place) -> str:
    """Where something is moved: heading (or chapter), and after what."""
    heading = placed.heading_of(place)
    to = f" til {called(heading)}{_elsewhere(placed, place)}" if heading else f" til {place.chapter}"
    if place.after == FIRST:
        return f"{to} som første læringsmål"
    return f"{to} etter {place.after}" if place.after else to


def _of_heading(placed: PlacedClause, operation: ThemeOperation) -> Instruction:
    """A change of a temaoverskrift itself, in the forms of a paragrafoverskrift."""
    if isinstance(operation, AddTheme):
        number = f" {operation.number}" if operation.number else ""
        return Instruction(f"Ny overskrift{number}{_beside(placed, operation.after)} skal lyde:", operation.title)
    heading = placed.theme
    if heading is None:
        raise ValueError(f"Clause {placed.clause.pk} changes a heading that has no words.")
    name = f"{called(heading)}{announced(placed)}"
    if isinstance(operation, RepealTheme):
        return Instruction(f"Overskriften {name} oppheves.")
    if isinstance(operation, MoveTheme):
        becomes = (
            f" blir {operation.number or WITHOUT_NUMBER} og" if operation.number not in (None, heading.number) else ""
        )
        where = _beside(placed, operation.after) or " sist i kapittelet"
        return Instruction(f"Overskriften {name.rstrip(',')}, med læringsmålene under den,{becomes} plasseres{where}.")
    if operation.number == heading.number:
        return Instruction(f"{name} overskriften skal lyde:", operation.title)
    if operation.title == heading.title:
        return Instruction(f"Nåværende {name} blir {operation.number or WITHOUT_NUMBER}.")
    becomes = operation.number or WITHOUT_NUMBER
    return Instruction(f"Nåværende {name} blir {becomes} med følgende overskrift:", operation.title)


def _beside(placed: PlacedClause, after: int | str | None) -> str:
    if after is None:
        return ""
    return " først i kapittelet" if after == FIRST else f" etter {called(placed.headings[after])}"


def entry_into_force(clauses: Sequence[PlacedClause], *, on: dt.date | None = None) -> str:
    """The sentences of part II: when what enters into force.

    Who decides a day that is left open is the organ of the hjemmel line, as the configuration of the day `on` has it.
    """
    groups = _by_day(clauses)
    organ = configuration.deciding_organ(on=on or dt.date.max).name
    if not groups:
        return NO_CLAUSES
    if len(groups) == 1:
        return f"Forskriften trer i kraft {_when(next(iter(groups)), organ)}."
    rest = max(groups, key=lambda day: (len(groups[day]), day))
    sentences = [_sentence(groups[day], day, organ) for day in groups if day != rest]
    return " ".join([*sentences, f"Øvrige endringer trer i kraft {_when(rest, organ)}."])


# Straks comes before every date, and a day that is decided later after them all.
_AT_ONCE, _LATER = dt.date.min, dt.date.max


def _by_day(clauses: Sequence[PlacedClause]) -> dict[dt.date, list[PlacedClause]]:
    """The clauses by their first day: straks first, then the earliest date, what is left open last."""
    days = sorted({_first_day(one) for one in clauses})
    return {day: [one for one in clauses if _first_day(one) == day] for day in days}


def _first_day(placed: PlacedClause) -> dt.date:
    return _LATER if placed.clause.is_undetermined else placed.clause.in_force_from or _AT_ONCE


def _sentence(clauses: Sequence[PlacedClause], day: dt.date, organ: str) -> str:
    names = [name for one in clauses for name in _names(one)]
    subject = "Endringen" if len(names) == 1 else "Endringene"
    return f"{subject} i {listed(runs(names))} trer i kraft {_when(day, organ)}."


def _names(placed: PlacedClause) -> list[str]:
    """What a sentence about dates calls the clause: the codes it ends and makes, or the heading."""
    if isinstance(placed.operation, ThemeOperation):
        return [f"overskriften {called(placed.theme)}"] if placed.theme else []
    new = placed.new_codes or [CODE_TO_COME] * len(placed.operation.prefixes)
    return [*placed.old_codes, *new]


def _when(day: dt.date, organ: str) -> str:
    if day == _LATER:
        return f"fra den tiden {organ} bestemmer"
    return "straks" if day == _AT_ONCE else long_date(day)


def listed(names: Sequence[str]) -> str:
    """«A», «A og B», «A, B og C»."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"


_RUN = 3  # so many codes in a row are printed as «PAT-045 til og med PAT-049»


def runs(names: Sequence[str]) -> list[str]:
    """The names with codes that follow each other taken together: «PAT-045 til og med PAT-049»."""
    found: list[list[str]] = []
    for name in names:
        if found and _follows(found[-1][-1], name):
            found[-1].append(name)
        else:
            found.append([name])
    return [part for run in found for part in ([f"{run[0]} til og med {run[-1]}"] if len(run) >= _RUN else run)]


def _follows(one: str, other: str) -> bool:
    """Whether the other code is the next of the same series."""
    prefix, _dash, number = one.rpartition("-")
    return bool(prefix) and number.isdigit() and other == f"{prefix}-{int(number) + 1:0{len(number)}d}"


def repealed_together(codes: Sequence[str]) -> str:
    """Several repealed at once: «PAT-045 og PAT-046 oppheves.», «PAT-045 til og med PAT-049 oppheves.»"""
    return f"{listed(runs(codes))} oppheves."
