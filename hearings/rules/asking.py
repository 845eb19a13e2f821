"""Rules of innspillsrunde and høring: dated, because forvaltningsloven's successor will change them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.refusals import RuleViolation


@dataclass(frozen=True)
class HearingPeriod:
    """How long a hearing must normally and at least last, from a day on."""

    since: dt.date
    normal_months: int
    minimum_days: int
    authority: str


# The newest that has started applies. The new forvaltningslov (LOV-2025-06-20-81 § 95) will add a row: three
# months as the minimum; it is passed, but its day of entry into force is not decided.
HEARING_PERIODS = (
    HearingPeriod(
        dt.date(2016, 3, 1), normal_months=3, minimum_days=42, authority="Utredningsinstruksen punkt 3-3 (HØ-1)"
    ),
)


def hearing_period(*, on: dt.date) -> HearingPeriod:
    """The rule on the length of a hearing that opens on the day `on`."""
    return next(row for row in reversed(HEARING_PERIODS) if row.since <= on)


def hearing_is_long_enough(*, opens_on: dt.date, deadline: dt.date, reason: str) -> None:
    """A hearing shorter than the minimum needs a reason that is published (HØ-1).

    Raises RuleViolation with the earliest date that needs none.
    """
    period = hearing_period(on=opens_on)
    earliest = opens_on + dt.timedelta(days=period.minimum_days)
    if deadline < earliest and not reason.strip():
        raise RuleViolation(
            _("Høringsfristen kan ikke være kortere enn seks uker uten begrunnelse. Tidligste dato er %(date)s.")
            % {"date": date_format(earliest, "j. F Y")},
            code="hearing-too-short",
            authority=period.authority,
        )


def medical_association_is_asked(*, asked: list[Organisation]) -> None:
    """Legeforeningen is always among those asked (spesialistforskriften § 6).

    Raises RuleViolation when it is not.
    """
    if not any(body.kind == Organisation.Kind.MEDICAL_ASSOCIATION for body in asked):
        raise RuleViolation(
            _("Legeforeningen må være blant dem som blir spurt. Legg den til før runden registreres."),
            code="medical-association-not-asked",
            authority="Spesialistforskriften § 6",
        )


def training_centres_are_asked(*, asked: list[Organisation]) -> None:
    """RegUt or ALIS/SAMLIS is asked too, whoever proposed (SA-3).

    Raises RuleViolation when neither is.
    """
    kinds = {Organisation.Kind.REGUT, Organisation.Kind.ALIS_SAMLIS}
    if not any(body.kind in kinds for body in asked):
        raise RuleViolation(
            _(
                "Minst ett RegUt eller ALIS-/SAMLIS-kontor må være blant dem som blir spurt. Legg "
                "det til før runden registreres."
            ),
            code="training-centre-not-asked",
            authority="SA-3",
        )
