"""Overgangsregler: what they can be about, and for how long (EF-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from organisations.refusals import RuleViolation

from .texts import long_date


def rule_is_about_something(former: Sequence[str]) -> None:
    """An overgangsregel names at least one former læringsmål."""
    if not former:
        raise RuleViolation(
            _(
                "Overgangsregelen gjelder ingen læringsmål. Velg minst ett som faller bort ved forskriften, "
                "eller ta ut regelen."
            ),
            code="rule-without-objectives",
            authority="EF-4",
        )


def former_ceases(code: str, *, ceases: bool) -> None:
    """Only what ceases can be completed as former: all follow what is in force."""
    if not ceases:
        raise RuleViolation(
            _(
                "%(code)s faller ikke bort, og trenger ingen overgangsregel. Ta læringsmålet ut av regelen, "
                "eller ta inn endringsleddet som opphever det."
            )
            % {"code": code},
            code="former-goes-on",
            authority="EF-4",
        )


def rule_has_words(text: str) -> None:
    """An overgangsregel is printed in the act."""
    if not text.strip():
        raise RuleViolation(
            _("Overgangsregelen mangler ordlyd. Skriv den, eller bruk den som er foreslått."),
            code="rule-without-words",
            authority="EF-4",
        )


def rule_names_its_part(*, about_a_part: bool, stage: str) -> None:
    """A rule for those who have begun a part of the training says which."""
    if about_a_part and not stage:
        raise RuleViolation(
            _("Velg hvilken del av utdanningen legen må ha startet."), code="rule-without-part", authority="EF-4"
        )


def rule_outlasts(code: str, *, until: dt.date | None, ceases_on: dt.date | None) -> None:
    """A rule that ends on or before the day the læringsmål ceases would help nobody."""
    if until is not None and ceases_on is not None and until <= ceases_on:
        raise RuleViolation(
            _(
                "Overgangsregelen gjelder bare til %(until)s, men %(code)s faller ikke bort før %(ceases)s. "
                "Velg en senere dato, eller la regelen være uten sluttdato."
            )
            % {"until": long_date(until), "code": code, "ceases": long_date(ceases_on)},
            code="rule-ends-too-soon",
            authority="EF-4",
        )


def rule_outlasts_those_it_helps(*, until: dt.date | None, started_before: dt.date | None) -> None:
    """The rule holds longer than to the day the training must have been begun before."""
    if until is not None and started_before is not None and until <= started_before:
        raise RuleViolation(
            _(
                "Overgangsregelen gjelder til %(until)s, og hjelper de som har startet før %(before)s. Sluttdatoen må "
                "være den seneste av de to."
            )
            % {"until": long_date(until), "before": long_date(started_before)},
            code="rule-ends-before-it-helps",
            authority="EF-4",
        )


def rule_can_be_repealed(name: str, *, over_from: dt.date | None, on: dt.date) -> None:
    """What is over already can't be put an end to."""
    if over_from is not None and over_from <= on:
        raise RuleViolation(
            _("Overgangsregelen i %(act)s gjaldt bare til %(date)s og kan ikke oppheves.")
            % {"act": name, "date": long_date(over_from)},
            code="rule-is-over",
            authority="EF-4",
        )
