"""How long a hearing must be, as dated rows: forvaltningsloven's successor will change it (HØ-1)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.refusals import RuleViolation


@dataclass(frozen=True)
class HearingPeriod:
    """How long a hearing must normally and at least last, from a day on. The minimum is days or months."""

    since: dt.date
    normal_months: int
    authority: str
    minimum_in_words: Promise | str
    minimum_days: int = 0
    minimum_months: int = 0

    def earliest_deadline(self, opens_on: dt.date) -> dt.date:
        """The first deadline that needs no reason."""
        return months_after(opens_on, self.minimum_months) + dt.timedelta(days=self.minimum_days)

    def normal_deadline(self, opens_on: dt.date) -> dt.date:
        """The deadline that is proposed."""
        return months_after(opens_on, self.normal_months)


HEARING_PERIODS = (
    HearingPeriod(
        dt.date(2016, 3, 1),
        normal_months=3,
        authority="Utredningsinstruksen punkt 3-3 (HØ-1)",
        minimum_in_words=gettext_lazy("seks uker"),
        minimum_days=42,
    ),
)


def hearing_periods() -> tuple[HearingPeriod, ...]:
    """The rows, the oldest first.

    LOV-2025-06-20-81 § 95 asks for three months unless there are special reasons. It is passed, but the King decides
    when it begins: `NEW_FORVALTNINGSLOV_FROM` switches its row on from that day.
    """
    starts: dt.date | None = settings.NEW_FORVALTNINGSLOV_FROM
    if starts is None:
        return HEARING_PERIODS
    new = HearingPeriod(
        starts,
        normal_months=3,
        authority="Forvaltningsloven (LOV-2025-06-20-81) § 95 (HØ-1)",
        minimum_in_words=gettext_lazy("tre måneder"),
        minimum_months=3,
    )
    return tuple(sorted((*HEARING_PERIODS, new), key=lambda row: row.since))


def hearing_period(*, on: dt.date) -> HearingPeriod:
    """The rule on the length of a hearing that opens on the day `on`."""
    return next(row for row in reversed(hearing_periods()) if row.since <= on)


def hearing_is_long_enough(*, opens_on: dt.date, deadline: dt.date, reason: str) -> None:
    """A hearing shorter than the minimum needs a reason that is published (HØ-1).

    Raises RuleViolation with the earliest date that needs none.
    """
    period = hearing_period(on=opens_on)
    earliest = period.earliest_deadline(opens_on)
    if deadline < earliest and not reason.strip():
        raise RuleViolation(
            _("Høringsfristen kan ikke være kortere enn %(least)s uten begrunnelse. Tidligste dato er %(date)s.")
            % {"least": period.minimum_in_words, "date": date_format(earliest, "j. F Y")},
            code="hearing-too-short",
            authority=period.authority,
        )


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the month's last when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
