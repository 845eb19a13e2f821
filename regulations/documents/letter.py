"""The letter that tells of an act: to every RHF, the private utdanningsvirksomheter it concerns, and Legeforeningen.

What is in it is read from the act's own structure: what is changed in which specialty, from when, and what it means
for doctors in training (ID-5). The spreadsheet of the changes is its enclosure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from objectives.models import Succession
from objectives.operations import AddObjective, AddTheme, Operation, ReplaceObjective
from organisations.services import slug_of

from .changes import Change
from .structure import ActDocument, file_name_of
from .wording import listed


@dataclass(frozen=True)
class SpecialtyChanges:
    """A specialty and its changes, those of one kind and one day in one line: «oppheving: GAK-077»."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LetterDocument:
    """All that is printed of the letter. The lists of codes are empty when there are none."""

    act: ActDocument
    recipients: tuple[str, ...]
    on: dt.date
    specialties: tuple[SpecialtyChanges, ...]
    sharpened: str
    carried_over: str
    not_carried_over: str
    new: str
    enclosures: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """«brev-FOR-2027-01-29-114.pdf»."""
        return f"brev-{self.act.legacy_id or slug_of(self.act.working_title) or 'utkast'}.pdf"


def build_letter(document: ActDocument, *, recipients: Sequence[str], on: dt.date) -> LetterDocument:
    """The letter about the act, dated `on`."""
    changes = document.changes
    sharpened = [one for one in changes if _sharpens(one.operation)]
    spreadsheet = file_name_of(document, "xlsx", extension="xlsx")
    return LetterDocument(
        act=document,
        recipients=tuple(recipients),
        on=on,
        specialties=_specialties(changes),
        sharpened=_pairs(sharpened),
        carried_over=_pairs([one for one in changes if one.approvals_follow]),
        not_carried_over=_pairs([one for one in changes if one.approvals_follow is False and one not in sharpened]),
        new=_named([new.name for one in changes if isinstance(one.operation, AddObjective) for new in one.after]),
        enclosures=(
            f"Forskriften ({file_name_of(document, 'pdf')})",
            f"Oversikt over endringene, ett ark for hver spesialitet ({spreadsheet})",
        ),
    )


def _sharpens(operation: Operation) -> bool:
    return isinstance(operation, ReplaceObjective) and operation.effect == Succession.Kind.SHARPENED


def letter_html(document: LetterDocument) -> str:
    """The letter as one HTML page, in bokmål, with what the PDF's metadata is read from."""
    return render_to_string("regulations/print/letter.html", {"letter": document, "document": document.act})


def _specialties(changes: Sequence[Change]) -> tuple[SpecialtyChanges, ...]:
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for one in changes:
        kind = "erstattet" if isinstance(one.operation, ReplaceObjective) else one.what
        name = _heading(one) if one.is_of_heading else " → ".join(_sides(one))
        found.setdefault(one.specialty, {}).setdefault((kind, one.when), []).append(name)
    return tuple(
        SpecialtyChanges(
            specialty,
            tuple(f"{kind[:1].upper()}{kind[1:]} ({when}): {_named(names)}" for (kind, when), names in lines.items()),
        )
        for specialty, lines in found.items()
    )


def _heading(change: Change) -> str:
    """«15.11 Galleveier», as it reads before; a new one as it will read."""
    operation = change.operation
    if isinstance(operation, AddTheme):
        return f"{operation.number} {operation.title}".strip()
    return change.heading


def _sides(change: Change) -> list[str]:
    """«GAK-030 → GAK-034»; one side where there is one, or where both are the same."""
    sides = [" og ".join(one.name for one in side) for side in (change.before, change.after) if side]
    return list(dict.fromkeys(sides))


def _pairs(changes: Sequence[Change]) -> str:
    return _named([" → ".join(_sides(one)) for one in changes])


def _named(names: Sequence[str]) -> str:
    return listed(names) if names else ""
