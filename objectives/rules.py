"""The register's rules: identity (ID-*) and the order of dates (EF-*). Each returns nothing or refuses."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.refusals import RuleViolation

from .models import AnnexChapter, CodeSeries, Objective, ObjectiveVersion, Theme


def long_date(day: dt.date) -> str:
    """A date as a sentence says it: «1. mars 2027»."""
    return date_format(day, "j. F Y")


def series_gives_codes(series: CodeSeries) -> None:
    """A closed series, such as LM, gives no more codes."""
    if series.is_closed:
        raise RuleViolation(
            _("Kodeserien %(prefix)s er lukket og gir ikke flere koder. Velg en annen serie.")
            % {"prefix": series.prefix},
            code="series-closed",
            authority="ID-1",
        )


def text_to_change(objective: Objective, *, latest: ObjectiveVersion | None, basis_id: int) -> ObjectiveVersion:
    """The text a change builds on: the last one announced, that nothing has ended.

    Raises RuleViolation when the objective is repealed already, or when another announced act has given it
    another text since the change was written.
    """
    if latest is None:
        raise RuleViolation(
            _("%(code)s har ingen tekst i vedlegg 2 og kan ikke endres. Kontroller koden.") % {"code": objective.code},
            code="no-text",
            authority="ID-1",
        )
    if latest.valid_until is not None:
        raise RuleViolation(
            _(
                "%(code)s er allerede opphevet ved %(act)s, fra %(date)s. Ta endringen ut, eller "
                "foreslå et nytt læringsmål."
            )
            % {"code": objective.code, "act": latest.repealed_by, "date": long_date(latest.valid_until)},
            code="already-repealed",
            authority="ID-2",
        )
    if latest.pk != basis_id:
        raise RuleViolation(
            _(
                "%(code)s er endret ved %(act)s, i kraft %(date)s, etter at denne endringen ble skrevet. "
                "Skriv endringen på nytt mot den kunngjorte teksten."
            )
            % {"code": objective.code, "act": latest.enacted_by, "date": long_date(latest.valid_from)},
            code="changed-meanwhile",
            authority="EF-5",
        )
    return latest


def starts_after_the_text_it_changes(basis: ObjectiveVersion, *, in_force_from: dt.date) -> None:
    """A text must have applied for a day before it can be changed or repealed."""
    if in_force_from <= basis.valid_from:
        raise RuleViolation(
            _(
                "Endringen av %(code)s kan ikke tre i kraft %(date)s: teksten den endrer, gjelder først fra %(from)s. "
                "Velg en senere dato."
            )
            % {
                "code": basis.objective.code,
                "date": long_date(in_force_from),
                "from": long_date(basis.valid_from),
            },
            code="starts-before-the-text",
            authority="EF-5",
        )


def starts_on_or_after_the_decision(what: str, *, in_force_from: dt.date, decided_on: dt.date) -> None:
    """Nothing enters into force before it is decided."""
    if in_force_from < decided_on:
        raise RuleViolation(
            _(
                "%(what)s kan ikke tre i kraft %(date)s, før vedtaket %(decided)s. Velg "
                "vedtaksdatoen eller en senere dato."
            )
            % {"what": what, "date": long_date(in_force_from), "decided": long_date(decided_on)},
            code="in-force-before-decision",
            authority="EF-1",
        )


def text_says_something_else(code: str, *, old: str, new: str) -> None:
    """A change of text changes the text."""
    if old == new:
        raise RuleViolation(
            _("Den nye teksten til %(code)s er lik den gjeldende. Endre teksten, eller ta ut punktet.")
            % {"code": code},
            code="nothing-changed",
            authority="ID-4",
        )


def place_is_open(chapter: AnnexChapter, theme: Theme | None) -> None:
    """A new læringsmål stands in a chapter of today, under a heading of that chapter (FO-9)."""
    if chapter.is_former:
        raise RuleViolation(
            _("Kapittelet «%(chapter)s» gjelder ikke lenger. Velg et kapittel som gjelder.")
            % {"chapter": chapter.title},
            code="former-chapter",
            authority="FO-9",
        )
    if theme is not None and theme.chapter_id != chapter.pk:
        raise RuleViolation(
            _("Temaoverskriften hører ikke til «%(chapter)s». Velg en overskrift i dette kapittelet.")
            % {"chapter": chapter.title},
            code="theme-in-another-chapter",
            authority="FO-9",
        )
