"""Codes: given once, in an open series, for one læringsmål (ID-1, ID-2)."""

from __future__ import annotations

from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from organisations.refusals import RuleViolation


class GivesCodes(Protocol):
    """A code series: the model's row, or a snapshot's."""

    @property
    def prefix(self) -> str: ...
    @property
    def is_closed(self) -> bool: ...


Series = TypeVar("Series", bound=GivesCodes)


def series_is_known(prefix: str, series: Series | None) -> Series:
    """New codes are made in series that exist."""
    if series is None:
        raise RuleViolation(
            _("Kodeserien «%(prefix)s» finnes ikke. Velg en serie som finnes, eller opprett den først.")
            % {"prefix": prefix},
            code="unknown-series",
            authority="ID-1",
        )
    return series


def series_gives_codes(series: GivesCodes) -> None:
    """A closed series, such as LM, gives no more codes."""
    if series.is_closed:
        raise RuleViolation(
            _("Kodeserien %(prefix)s er lukket og gir ikke flere koder. Velg en annen serie.")
            % {"prefix": series.prefix},
            code="series-closed",
            authority="ID-1",
        )


def code_is_known(code: str, *, known: bool) -> None:
    """What is changed exists."""
    if not known:
        raise RuleViolation(
            _("Koden %(code)s finnes ikke i registeret. Kontroller koden.") % {"code": code},
            code="unknown-code",
            authority="ID-1",
        )


def reserved_codes_fit(what: str, *, reserved: int, wanted: int) -> None:
    """Either every new læringsmål of an operation has its code reserved, or none has."""
    if reserved not in (0, wanted):
        raise RuleViolation(
            _(
                "%(what)s skal ha %(wanted)d nye koder, men %(reserved)d er reservert. Lås opp utkastet, og lås det "
                "på nytt."
            )
            % {"what": what, "wanted": wanted, "reserved": reserved},
            code="reserved-codes-do-not-fit",
            authority="ID-1",
        )


def code_can_be_used(code: str, *, known: bool, used: bool) -> None:
    """A reserved code is in the registry and has never named anything (ID-2)."""
    code_is_known(code, known=known)
    if used:
        raise RuleViolation(
            _("Koden %(code)s er brukt før og kan ikke brukes igjen. Reserver en ny kode.") % {"code": code},
            code="code-already-used",
            authority="ID-2",
        )
