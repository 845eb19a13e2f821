"""The rules of announcement and entry into force (EF-*). Each returns nothing or refuses with RuleViolation."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.models import LegalAct, ObjectiveVersion, ThemeVersion
from objectives.operations import (
    AddObjective,
    CorrectText,
    MergeObjectives,
    Operation,
    RepealObjective,
    ReplaceObjective,
    SplitObjective,
)
from objectives.rules import long_date
from organisations.refusals import RuleViolation, WrongState

from . import configuration
from .models import AmendmentClause, AmendmentRegulation

Words = ObjectiveVersion | ThemeVersion


@dataclass(frozen=True)
class Caution:
    """Something a person should know before going on; it stops nothing."""

    message: str
    code: str
    authority: str


# --- dates --------------------------------------------------------------------------------------------


def norwegian_day(moment: dt.datetime) -> dt.date:
    """The day it is in Norway at `moment`."""
    return timezone.localtime(moment).date()


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later; the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def earliest_date(announced_on: dt.date) -> dt.date:
    """The first day the main rule allows: six months after the announcement (EF-3)."""
    return months_after(announced_on, configuration.main_rule(on=announced_on).months)


def suggested_date(announced_on: dt.date) -> dt.date:
    """The first usual date, 1 March or 1 September, on or after six months after the announcement (EF-3, ÅH-2)."""
    earliest = earliest_date(announced_on)
    usual = configuration.main_rule(on=announced_on).usual_dates
    candidates = [
        dt.date(year, *month_and_day) for year in (earliest.year, earliest.year + 1) for month_and_day in usual
    ]
    return next(day for day in candidates if day >= earliest)


# --- entry into force ---------------------------------------------------------------------------------


_CHANGES_OF_CONTENT = (AddObjective, ReplaceObjective, RepealObjective, SplitObjective, MergeObjectives)


def has_content_effect(operation: Operation) -> bool:
    """Whether the change has faglig betydning, which decides its date (EF-2, EF-3; ID-4)."""
    return isinstance(operation, _CHANGES_OF_CONTENT)


def entry_into_force_follows_the_rule(
    operation: Operation,
    *,
    what: str,
    in_force_from: dt.date | None,
    announced_on: dt.date,
    reason: str,
    later: bool = False,
) -> None:
    """A date outside the main rule needs a reason, which is kept and shown (EF-2, EF-3, EF-4, EF-6).

    `in_force_from` is None for «straks», and for a day that is decided `later`. `what` names the change, for
    example «GAK-077».
    """
    if reason.strip():
        return
    if later:
        raise RuleViolation(
            _(
                "%(what)s kan ikke kunngjøres uten dato for ikrafttredelsen uten begrunnelse. Velg en dato, eller "
                "skriv hvorfor den fastsettes senere."
            )
            % {"what": what},
            code="departure-without-reason",
            authority="EF-4, EF-6",
        )
    if has_content_effect(operation):
        _content_change_waits(what, in_force_from=in_force_from, announced_on=announced_on)
    elif in_force_from is not None:
        if isinstance(operation, CorrectText):
            kind = _("%(what)s endres bare språklig") % {"what": what}
        else:
            kind = _("%(what)s endrer bare oppbygningen, ikke kravet,") % {"what": what}
        raise RuleViolation(
            _(
                "%(change)s og trer som hovedregel i kraft straks ved kunngjøring. Velg straks, eller skriv en "
                "begrunnelse for %(date)s."
            )
            % {"change": kind, "date": long_date(in_force_from)},
            code="departure-without-reason",
            authority="EF-2, EF-6",
        )


def _content_change_waits(what: str, *, in_force_from: dt.date | None, announced_on: dt.date) -> None:
    earliest, usual = earliest_date(announced_on), suggested_date(announced_on)
    if in_force_from is not None and earliest <= in_force_from <= usual:
        return
    values = {
        "what": what,
        "date": long_date(in_force_from) if in_force_from else "",
        "announced": long_date(announced_on),
        "usual": long_date(usual),
        "period": configuration.main_rule(on=announced_on).in_words,
    }
    if in_force_from is None:
        message = _(
            "%(what)s har faglig betydning og trer som hovedregel ikke i kraft straks. "
            "Velg %(usual)s, eller skriv en begrunnelse."
        )
    elif in_force_from < earliest:
        message = _(
            "%(what)s kan ikke tre i kraft %(date)s uten begrunnelse: det er mindre enn %(period)s etter "
            "kunngjøringen %(announced)s. Velg %(usual)s, eller skriv en begrunnelse."
        )
    else:
        message = _(
            "%(what)s kan ikke tre i kraft så sent som %(date)s uten begrunnelse. Hovedregelen for kunngjøring "
            "%(announced)s er %(usual)s. Velg den datoen, eller skriv hvorfor overgangen må være lengre."
        )
    late = in_force_from is not None and in_force_from > usual
    raise RuleViolation(
        message % values, code="departure-without-reason", authority="EF-4, EF-6" if late else "EF-3, EF-6"
    )


# --- the draft ----------------------------------------------------------------------------------------


def is_not_announced(regulation: AmendmentRegulation) -> None:
    """What is announced is law, changed by another act and never by editing this one; what is abandoned is over.

    Raises WrongState.
    """
    if regulation.act is not None:
        raise WrongState(
            _("«%(name)s» er allerede kunngjort som %(act)s og kan ikke endres. Lag en ny endringsforskrift.")
            % {"name": regulation.name, "act": regulation.act},
            code="already-announced",
            authority="EF-1",
        )
    if regulation.is_abandoned:
        raise WrongState(
            _("«%(name)s» er lagt bort og kan ikke endres. Lag en ny endringsforskrift.") % {"name": regulation.name},
            code="abandoned",
            authority="ID-1",
        )


def is_open_for_editing(regulation: AmendmentRegulation) -> None:
    """A locked draft has its codes printed in what is sent to Lovdata. Raises WrongState."""
    is_not_announced(regulation)
    if regulation.is_locked:
        raise WrongState(
            _("«%(name)s» er låst for kunngjøring. Lås opp utkastet før du endrer det.") % {"name": regulation.name},
            code="draft-locked",
            authority="EF-1",
        )


def is_locked_for_announcement(regulation: AmendmentRegulation) -> None:
    """Only a locked draft has all its codes, so only a locked draft can have been announced. Raises WrongState."""
    if not regulation.is_locked:
        raise WrongState(
            _(
                "«%(name)s» er ikke låst, og de nye kodene er ikke gitt. Lås utkastet, og kontroller teksten, "
                "før kunngjøringen registreres."
            )
            % {"name": regulation.name},
            code="draft-not-locked",
            authority="ID-1",
        )


def can_be_told_of(regulation: AmendmentRegulation) -> None:
    """The letter about an act gives its codes and texts, so they must stand. Raises WrongState for an open draft."""
    if not regulation.is_locked and not regulation.is_announced:
        raise WrongState(
            _("Brevet kan lages når «%(name)s» er låst, for da står kodene og teksten fast. Lås utkastet først.")
            % {"name": regulation.name},
            code="letter-needs-locked-draft",
        )


def has_clauses(regulation: AmendmentRegulation, clauses: Sequence[object]) -> None:
    """An act that changes nothing is not made."""
    if not clauses:
        raise RuleViolation(
            _("«%(name)s» har ingen endringsledd. Ta inn minst ett vedtatt endringspunkt først.")
            % {"name": regulation.name},
            code="no-clauses",
            authority="EF-1",
        )


def is_planned_ahead(planned_announcement: dt.date, *, on: dt.date) -> None:
    """A new draft is planned for today or later."""
    if planned_announcement < on:
        raise RuleViolation(
            _("Planlagt kunngjøring kan ikke være %(date)s, som er passert. Velg i dag eller en senere dato.")
            % {"date": long_date(planned_announcement)},
            code="planned-in-the-past",
            authority="ÅH-1",
        )


# --- amending an announced act ------------------------------------------------------------------------


def something_is_amended(act: LegalAct, amendments: Sequence[object]) -> None:
    """A draft that amends an act changes at least one of its texts."""
    if not amendments:
        raise RuleViolation(
            _("Velg minst én tekst i %(act)s som skal endres eller oppheves.") % {"act": act},
            code="nothing-amended",
            authority="EF-5",
        )


def can_be_amended(what: str, words: Words, *, act: LegalAct, on: dt.date) -> None:
    """Only what the act says that has neither entered into force nor been changed since (EF-5)."""
    if words.enacted_by_id != act.pk or words.annulled_by_id is not None or words.valid_until is not None:
        raise RuleViolation(
            _("%(what)s er endret eller opphevet av en annen forskrift siden %(act)s. Last siden på nytt.")
            % {"what": what, "act": act},
            code="amended-already",
            authority="EF-5",
        )
    if words.valid_from <= on:
        raise RuleViolation(
            _("%(what)s trådte i kraft %(date)s. Det som er i kraft, endres gjennom et forslag og en sak.")
            % {"what": what, "date": long_date(words.valid_from)},
            code="in-force-already",
            authority="EF-5",
        )


def is_announced_in_time(what: str, words: Words, *, planned: dt.date) -> None:
    """What is amended before it enters into force is announced before that day (forvaltningsloven § 39)."""
    if planned >= words.valid_from:
        raise RuleViolation(
            _(
                "%(what)s trer i kraft %(date)s. Endringen må kunngjøres før den dagen. Velg en tidligere "
                "kunngjøring, eller la teksten tre i kraft."
            )
            % {"what": what, "date": long_date(words.valid_from)},
            code="announced-too-late",
            authority="EF-5, forvaltningsloven § 39",
        )


# --- the announcement ---------------------------------------------------------------------------------


def number_is_positive(number: int) -> None:
    """Lovdata's numbers start at 1."""
    if number < 1:
        raise RuleViolation(
            _("Nummeret fra Lovdata må være 1 eller høyere. Kontroller nummeret i kunngjøringen."),
            code="number-not-positive",
            authority="EF-1",
        )


def number_is_free(number: int, *, decided_on: dt.date, besides: LegalAct | None = None) -> None:
    """Lovdata gives each number once a year; the database refuses a second one too. `besides` may have it itself."""
    others = LegalAct.objects.filter(decided_on__year=decided_on.year, number=number)
    other = (others.exclude(pk=besides.pk) if besides else others).first()
    if other is not None:
        raise number_is_used(number, year=decided_on.year, other=str(other))


def number_is_used(number: int, *, year: int, other: str) -> RuleViolation:
    """The refusal of a number that another act has."""
    return RuleViolation(
        _("Nummer %(number)s er allerede brukt i %(year)s, av %(other)s. Kontroller nummeret i kunngjøringen.")
        % {"number": number, "year": year, "other": other},
        code="number-used",
        authority="EF-1",
    )


def announced_after_the_decision(*, decided_on: dt.date, announced_on: dt.date) -> None:
    """Nothing is announced before it is decided."""
    if announced_on < decided_on:
        raise RuleViolation(
            _("Kunngjøringen %(announced)s kan ikke ligge før vedtaket %(decided)s. Kontroller de to datoene.")
            % {"announced": long_date(announced_on), "decided": long_date(decided_on)},
            code="announced-before-decision",
            authority="EF-1",
        )


def has_been_announced(announced_at: dt.datetime, *, now: dt.datetime) -> None:
    """What has not happened yet is not registered, be it later the same day (EF-1)."""
    if announced_at > now:
        local = timezone.localtime(announced_at)
        raise RuleViolation(
            _(
                "Kunngjøringen kan ikke registreres før den har skjedd, og %(date)s kl. %(time)s er ikke kommet ennå. "
                "Kontroller datoen og klokkeslettet i Norsk Lovtidend."
            )
            % {"date": long_date(local.date()), "time": f"{local:%H.%M}"},
            code="announced-in-the-future",
            authority="EF-1",
        )


def clause_starts_after_the_decision(what: str, *, in_force_from: dt.date, decided_on: dt.date) -> None:
    """Nothing enters into force before it is decided, announced or not (EF-1)."""
    if in_force_from < decided_on:
        raise RuleViolation(
            _(
                "%(what)s kan ikke tre i kraft %(date)s, før vedtaket %(decided)s. Kontroller vedtaksdatoen, "
                "eller lås opp utkastet og velg en senere ikrafttredelse."
            )
            % {"what": what, "date": long_date(in_force_from), "decided": long_date(decided_on)},
            code="in-force-before-decision",
            authority="EF-1",
        )


def warnings(clauses: Iterable[AmendmentClause], *, announced_on: dt.date) -> list[Caution]:
    """What to be told before an announcement on the day `announced_on` is registered; none of it stops it.

    Real acts have entered into force before they were announced. They can't be invoked against anyone until the
    announcement (forvaltningsloven § 39).
    """
    starts = [clause.starts_on(announced_on=announced_on) for clause in clauses]
    early = [day for day in starts if day is not None and day < announced_on]
    if not early:
        return []
    message = ngettext(
        "Ett endringsledd trer i kraft før kunngjøringen %(announced)s. Det kan ikke gjøres gjeldende overfor noen "
        "før det er kunngjort.",
        "%(count)s endringsledd trer i kraft før kunngjøringen %(announced)s. De kan ikke gjøres gjeldende overfor "
        "noen før de er kunngjort.",
        len(early),
    ) % {"count": len(early), "announced": long_date(announced_on)}
    return [Caution(message, code="in-force-before-announcement", authority="Forvaltningsloven § 39")]
