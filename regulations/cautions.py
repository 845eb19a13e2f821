"""What a person should know before an announcement is registered or corrected. None of it stops anything.

Real acts have been announced the day they were decided, entered into force before the announcement, and been announced
one to twenty-four days after the decision. What Norsk Lovtidend says is registered; what looks like a slip is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.models import LegalAct
from objectives.rules import long_date

from . import rules
from .models import AmendmentClause, Dispatch
from .rules import Caution

LONGEST_USUAL_WAIT = dt.timedelta(days=30)
LATE = dt.timedelta(days=7)
_SATURDAY = 5


def announcement_cautions(
    clauses: Iterable[AmendmentClause],
    *,
    number: int,
    decided_on: dt.date,
    announced_on: dt.date,
    on: dt.date,
    besides: LegalAct | None = None,
    dispatch: Dispatch | None = None,
) -> list[Caution]:
    """All there is to know of an announcement with this number and these dates, registered on the day `on`.

    `besides` is the act itself, when it is registered already and is corrected; `dispatch` what Lovdata was sent.
    """
    rows = list(clauses)
    found = [
        *rules.warnings(rows, announced_on=announced_on),
        *_wait(decided_on, announced_on),
        *_day_of_the_week(announced_on),
        *_order_of_numbers(number, decided_on=decided_on, announced_on=announced_on, besides=besides),
    ]
    if besides is not None:
        return found
    late = _registered_late(rows, announced_on=announced_on, on=on)
    return [*found, *_sent(dispatch, decided_on=decided_on, announced_on=announced_on), *late]


def _wait(decided_on: dt.date, announced_on: dt.date) -> list[Caution]:
    days = {"decided": long_date(decided_on), "days": (announced_on - decided_on).days}
    if announced_on == decided_on:
        message = _("Forskriften er kunngjort samme dag som den er vedtatt, %(decided)s. Det er uvanlig. Stemmer det?")
        return [Caution(message % days, code="announced-the-same-day", authority="EF-1")]
    if announced_on - decided_on > LONGEST_USUAL_WAIT:
        message = _("Det er %(days)s dager fra vedtaket %(decided)s til kunngjøringen. Det er uvanlig lenge.")
        return [Caution(message % days, code="announced-late", authority="EF-1")]
    return []


def _day_of_the_week(announced_on: dt.date) -> list[Caution]:
    if announced_on.weekday() < _SATURDAY:
        return []
    message = _("%(day)s er i en helg. Norsk Lovtidend kunngjør vanligvis på hverdager.")
    return [Caution(message % {"day": long_date(announced_on)}, code="announced-in-a-weekend", authority="EF-1")]


def _order_of_numbers(
    number: int, *, decided_on: dt.date, announced_on: dt.date, besides: LegalAct | None
) -> list[Caution]:
    """Lovdata counts up through the year: a lower number than an act announced before has, is probably a slip."""
    others = LegalAct.objects.filter(decided_on__year=decided_on.year, announced_at__isnull=False)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    day = Q(announced_at__date__lt=announced_on, number__gt=number)
    other = others.filter(day | Q(announced_at__date__gt=announced_on, number__lt=number)).order_by("pk").first()
    if other is None or other.announced_at is None:
        return []
    message = _(
        "Nummer %(number)s passer ikke i rekken: %(other)s ble kunngjort %(day)s. Kontroller nummeret og datoen."
    )
    values = {"number": number, "other": other, "day": long_date(rules.norwegian_day(other.announced_at))}
    return [Caution(message % values, code="number-out-of-order", authority="EF-1")]


def _sent(dispatch: Dispatch | None, *, decided_on: dt.date, announced_on: dt.date) -> list[Caution]:
    if dispatch is None or dispatch.sent_at is None:
        message = _("Forskriften er ikke merket som sendt til kunngjøring. Er det denne som er kunngjort?")
        return [Caution(message, code="not-sent", authority="EF-1")]
    found = []
    if dispatch.decided_on != decided_on:
        message = _("Pakken til Lovdata har vedtaksdatoen %(sent)s, ikke %(decided)s. Kontroller datoen.")
        values = {"sent": long_date(dispatch.decided_on), "decided": long_date(decided_on)}
        found.append(Caution(message % values, code="decided-otherwise-than-sent", authority="EF-1"))
    sent_on = rules.norwegian_day(dispatch.sent_at)
    if announced_on < sent_on:
        message = _("Kunngjøringen %(day)s ligger før forskriften ble merket som sendt, %(sent)s. Kontroller datoen.")
        values = {"day": long_date(announced_on), "sent": long_date(sent_on)}
        found.append(Caution(message % values, code="announced-before-sent", authority="EF-1"))
    return found


def _registered_late(clauses: Sequence[AmendmentClause], *, announced_on: dt.date, on: dt.date) -> list[Caution]:
    found = []
    if on - announced_on > LATE:
        message = _("Kunngjøringen er fra %(day)s, for %(days)s dager siden.")
        values = {"day": long_date(announced_on), "days": (on - announced_on).days}
        found.append(Caution(message % values, code="registered-late", authority="EF-1"))
    starts = [clause.starts_on(announced_on=announced_on) for clause in clauses]
    begun = [day for day in starts if day is not None and announced_on < day <= on]
    if begun:
        message = ngettext(
            "Ett endringsledd er allerede trådt i kraft. Mottakerne får vite det først når du registrerer.",
            "%(count)s endringsledd er allerede trådt i kraft. Mottakerne får vite det først når du registrerer.",
            len(begun),
        )
        found.append(Caution(message % {"count": len(begun)}, code="in-force-already", authority="EF-7"))
    return found
