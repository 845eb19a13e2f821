"""What the law and the practice say on a given day, as dated rows: the newest row that has started applies.

Nothing here is read from the clock. A change of law is a new row; an old act is still made after the rows of its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Dated(Protocol):
    @property
    def since(self) -> dt.date: ...


_Row = TypeVar("_Row", bound=_Dated)


@dataclass(frozen=True)
class LegalBasis:
    """The hjemmel of an act that changes vedlegg 2, without the organ and the date, which each act adds itself.

    `note` is what a lawyer must look at before it is used; empty when there is nothing.
    """

    since: dt.date
    text: str
    note: Promise | str = ""


@dataclass(frozen=True)
class Heading:
    """What an act that changes spesialistforskriften is called."""

    since: dt.date
    title: str
    short_title: str


@dataclass(frozen=True)
class AmendedRegulation:
    """The regulation whose annex is changed, as part I names it."""

    since: dt.date
    name: str
    annex: str


@dataclass(frozen=True)
class DecidingOrgan:
    """Who decides on vedlegg 2."""

    since: dt.date
    name: str


@dataclass(frozen=True)
class MainRule:
    """How long after the announcement a change of faglig innhold enters into force (EF-3), and the usual dates.

    `usual_dates` are (month, day) in the order of the year (ÅH-2). `in_words` is the length as sentences say it.
    """

    since: dt.date
    months: int
    in_words: Promise | str
    usual_dates: tuple[tuple[int, int], ...]


_FIRST_DAY = dt.date(2016, 12, 8)
_REGULATION = (
    "forskrift 8. desember 2016 nr. 1482 om spesialistutdanning og spesialistgodkjenning for leger og tannleger "
    "(spesialistforskriften)"
)
_LAWS = (
    "lov 2. juli 1999 nr. 61 om spesialisthelsetjenesten m.m. (spesialisthelsetjenesteloven) § 3-5, "
    "lov 2. juli 1999 nr. 64 om helsepersonell m.v. (helsepersonelloven) § 51 og "
    "lov 24. juni 2011 nr. 30 om kommunale helse- og omsorgstjenester m.m. (helse- og omsorgstjenesteloven) § 8-1"
)

# Forskrift 16 December 2024 no. 3129 moved the power over vedlegg 2 from § 3 to § 3b on 1 January 2025. The acts
# announced since then have all the same cited § 3, so each draft is marked for a lawyer.
LEGAL_BASES: Sequence[LegalBasis] = (
    LegalBasis(_FIRST_DAY, f"{_REGULATION} § 3, jf. {_LAWS}"),
    LegalBasis(
        dt.date(2025, 1, 1),
        f"{_REGULATION} § 3b, jf. {_LAWS}",
        note=_("§ 3b er grunnlaget fra 1. januar 2025. Kunngjorte endringsforskrifter etter den datoen viser til § 3."),
    ),
)
HEADINGS: Sequence[Heading] = (
    Heading(
        _FIRST_DAY,
        "Forskrift om endring i forskrift om spesialistutdanning og spesialistgodkjenning for leger og tannleger "
        "(spesialistforskriften)",
        "Endr. i spesialistforskriften",
    ),
    Heading(dt.date(2020, 9, 1), "Forskrift om endring i spesialistforskriften", "Endr. i spesialistforskriften"),
)
AMENDED_REGULATIONS: Sequence[AmendedRegulation] = (AmendedRegulation(_FIRST_DAY, _REGULATION, "vedlegg 2"),)
DECIDING_ORGANS: Sequence[DecidingOrgan] = (DecidingOrgan(_FIRST_DAY, "Helsedirektoratet"),)
MAIN_RULES: Sequence[MainRule] = (
    MainRule(_FIRST_DAY, months=6, in_words=_("seks måneder"), usual_dates=((3, 1), (9, 1))),
)


def legal_basis(*, on: dt.date) -> LegalBasis:
    """The hjemmel of an act decided on the day `on`."""
    return _row(LEGAL_BASES, on)


def heading(*, on: dt.date) -> Heading:
    """Title and korttittel of an act decided on the day `on`."""
    return _row(HEADINGS, on)


def amended_regulation(*, on: dt.date) -> AmendedRegulation:
    """The regulation an act of the day `on` changes."""
    return _row(AMENDED_REGULATIONS, on)


def deciding_organ(*, on: dt.date) -> DecidingOrgan:
    """Who decides on vedlegg 2 on the day `on`."""
    return _row(DECIDING_ORGANS, on)


def main_rule(*, on: dt.date) -> MainRule:
    """The main rule of entry into force for an act announced on the day `on` (EF-3)."""
    return _row(MAIN_RULES, on)


def _row(rows: Sequence[_Row], on: dt.date) -> _Row:
    """The newest row that has started; the first one for days before them all."""
    return next((row for row in reversed(rows) if row.since <= on), rows[0])
