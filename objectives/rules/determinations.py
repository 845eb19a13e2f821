"""A first day decided after the announcement (EF-1, EF-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from objectives.models import LegalAct, UndeterminedChange
from organisations.refusals import RuleViolation

from .texts import long_date


def something_awaits_its_day(changes: Sequence[UndeterminedChange]) -> None:
    """A decision on entry into force is about at least one change."""
    if not changes:
        raise RuleViolation(
            _("Velg minst én endring som ikrafttredelsen skal fastsettes for."),
            code="nothing-to-determine",
            authority="EF-1",
        )


def day_is_open(change: UndeterminedChange) -> None:
    """A first day that is decided stands; another act can change the text, nobody the day."""
    if change.in_force_from is not None:
        raise RuleViolation(
            _("Ikrafttredelsen for %(change)s er allerede fastsatt til %(date)s og kan ikke fastsettes på nytt.")
            % {"change": change, "date": long_date(change.in_force_from)},
            code="already-determined",
            authority="EF-1",
        )


def changes_are_of_one_act(changes: Sequence[UndeterminedChange]) -> None:
    """One decision at a time is about the changes of one act."""
    if len({change.enacted_by_id for change in changes}) > 1:
        raise RuleViolation(
            _("Endringene kommer fra flere forskrifter. Fastsett ikrafttredelsen for én forskrift om gangen."),
            code="several-acts",
            authority="EF-1",
        )


def starts_on_or_after_its_determination(*, in_force_from: dt.date, determined_on: dt.date) -> None:
    """Nothing enters into force before the day it is decided that it shall."""
    if in_force_from < determined_on:
        raise RuleViolation(
            _(
                "Ikrafttredelsen kan ikke settes til %(date)s, før beslutningen %(decided)s. Velg samme dag eller en "
                "senere dato."
            )
            % {"date": long_date(in_force_from), "decided": long_date(determined_on)},
            code="in-force-before-determination",
            authority="EF-1",
        )


def determined_after_the_act(act: LegalAct, *, determined_on: dt.date) -> None:
    """The day of something is not decided before the thing itself."""
    if determined_on < act.decided_on:
        raise RuleViolation(
            _(
                "Beslutningen %(date)s kan ikke ligge før vedtaket av %(act)s, %(decided)s. Kontroller datoen for "
                "beslutningen."
            )
            % {"date": long_date(determined_on), "act": act, "decided": long_date(act.decided_on)},
            code="determined-before-the-act",
            authority="EF-1",
        )


def heading_and_texts_part(title: str) -> RuleViolation:
    """The refusal of one day for a new heading and another, or none, for what stands under it."""
    return RuleViolation(
        _("Temaoverskriften «%(title)s» og det som skal stå under den, må få samme ikrafttredelse. Velg dem sammen.")
        % {"title": title},
        code="heading-without-its-texts",
        authority="FO-9",
    )
