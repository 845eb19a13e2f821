"""What must hold when the days that follow an announcement are set right. Each returns nothing or refuses."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from organisations.refusals import RuleViolation

from .texts import long_date


def begins_before_it_ends(name: str, *, day: dt.date, until: dt.date | None) -> None:
    """A text that another act ends on a day can't begin then or later (EF-5)."""
    if until is not None and day >= until:
        raise RuleViolation(
            _(
                "%(name)s kan ikke gjelde fra %(day)s: en annen forskrift gjør at teksten slutter å gjelde %(until)s. "
                "Kontroller datoen i Norsk Lovtidend."
            )
            % {"name": name, "day": long_date(day), "until": long_date(until)},
            code="begins-after-it-ends",
            authority="EF-5",
        )


def ends_after_it_began(name: str, *, day: dt.date, since: dt.date) -> None:
    """A text can't end on or before its first day (EF-5)."""
    if day <= since:
        raise RuleViolation(
            _(
                "Den tidligere teksten i %(name)s gjelder først fra %(since)s og kan ikke avløses %(day)s. "
                "Kontroller datoen i Norsk Lovtidend."
            )
            % {"name": name, "day": long_date(day), "since": long_date(since)},
            code="ends-before-it-began",
            authority="EF-5",
        )


def heading_begins_after_what_stands_under_it(heading: str, code: str, *, day: dt.date) -> RuleViolation:
    """The refusal of a day on which a læringsmål would stand under a heading that is not there yet."""
    return RuleViolation(
        _("%(code)s står under «%(heading)s» før %(day)s, og overskriften kan ikke komme senere. Kontroller datoen.")
        % {"code": code, "heading": heading, "day": long_date(day)},
        code="heading-too-late",
        authority="EF-5",
    )


def heading_ends_before_what_stands_under_it(heading: str, code: str, *, day: dt.date) -> RuleViolation:
    """The refusal of a day on which a heading would be gone while a læringsmål still stands under it."""
    return RuleViolation(
        _("%(code)s står fortsatt under «%(heading)s» %(day)s. Kontroller datoen.")
        % {"code": code, "heading": heading, "day": long_date(day)},
        code="heading-too-early",
        authority="EF-5",
    )
