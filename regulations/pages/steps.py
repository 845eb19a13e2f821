"""Where a draft is on its way to announcement, and the one thing to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulations import rules
from regulations.models import AmendmentRegulation, Dispatch

from .review import Review
from .rows import ClauseRow, DateRow
from .transitional import RuleRow


@dataclass(frozen=True)
class Step:
    """One phase, as components/phases.html draws it."""

    label: str
    state: str
    date: str


def phases(
    regulation: AmendmentRegulation,
    rows: Sequence[ClauseRow],
    dates: Sequence[DateRow],
    *,
    review: Review,
    dispatch: Dispatch | None,
    on: dt.date,
) -> list[Step]:
    at = _reached(regulation, rows, review, dispatch, on=on)
    labels = [_("Utarbeide"), _("Låst"), _("Godkjent"), _("Sendt"), _("Kunngjort"), _("I kraft")]
    told = [
        _work_left(rows),
        _locked_on(regulation),
        _approved_on(review),
        _sent_on(dispatch),
        _announced_on(regulation),
        _in_force(regulation, dates),
    ]
    return [
        Step(label, "done" if number < at else "now" if number == at else "", text)
        for number, (label, text) in enumerate(zip(labels, told, strict=True))
    ]


def next_step(
    regulation: AmendmentRegulation,
    rows: Sequence[ClauseRow],
    rules_of: Sequence[RuleRow] = (),
    *,
    review: Review,
    dispatch: Dispatch | None,
) -> dict[str, Any]:
    """What, why and the button of components/_next_step.html; no button when there is nothing to do."""
    if regulation.act is not None:
        return {
            "what": _("Forskriften er kunngjort som %(act)s") % {"act": regulation.act},
            "why": _("Registeret følger den fra datoene under. En ny endring krever en ny endringsforskrift."),
            "button": _("Se den kunngjorte forskriften"),
            "url": reverse("regulations:act", args=[regulation.act.decided_on.year, regulation.act.number]),
        }
    if not rows:
        return {
            "what": _("Velg vedtatte endringspunkter"),
            "why": _("Utkastet har ingen endringsledd ennå. Hvert vedtatte punkt blir ett ledd."),
            "button": _("Velg punkter"),
            "url": reverse("revisions:regulation_items", args=[regulation.pk]),
        }
    wrong = [row for row in rows if row.problem is not None]
    wrong_rule = next((row for row in rules_of if row.problem is not None), None)
    if wrong:
        return _put_right(regulation, wrong)
    return _put_rule_right(regulation, wrong_rule) if wrong_rule else _go_on(regulation, review, dispatch)


def _put_right(regulation: AmendmentRegulation, wrong: Sequence[ClauseRow]) -> dict[str, Any]:
    """The first clause that stands in the way, in the words it would be refused with."""
    if len(wrong) > 1:
        what = _("Rett %(count)s endringsledd") % {"count": len(wrong)}
    elif regulation.is_locked:
        what = _("Lås opp utkastet og rett endringsledd %(number)s") % {"number": wrong[0].number}
    else:
        what = _("Rett endringsledd %(number)s") % {"number": wrong[0].number}
    url = f"#ledd-{wrong[0].clause.pk}"
    return {"what": what, "why": wrong[0].problem, "button": _("Gå til leddet"), "url": url}


def _put_rule_right(regulation: AmendmentRegulation, row: RuleRow) -> dict[str, Any]:
    return {
        "what": _("Lås opp utkastet og rett overgangsregelen") if regulation.is_locked else _("Rett overgangsregelen"),
        "why": row.problem,
        "button": _("Gå til overgangsregelen"),
        "url": reverse("regulations:rule", args=[regulation.pk, row.rule.pk]),
    }


def _go_on(regulation: AmendmentRegulation, review: Review, dispatch: Dispatch | None) -> dict[str, Any]:
    if regulation.is_locked and review.approval is None:
        return _approve(regulation, review)
    if regulation.is_locked and not (dispatch and dispatch.is_sent):
        return {
            "what": _("Send forskriften til kunngjøring"),
            "why": _("Utkastet er låst og godkjent. Her ligger Word-filen, opplysningene til skjemaet og sjekklisten."),
            "button": _("Gjør klar pakken til Lovdata"),
            "url": reverse("regulations:dispatch", args=[regulation.pk]),
        }
    if regulation.is_locked:
        return {
            "what": _("Registrer kunngjøringen når Lovdata har kunngjort forskriften"),
            "why": _("Forskriften er sendt til Lovdata. Vent på nummer og tidspunkt i Norsk Lovtidend."),
            "button": _("Registrer kunngjøringen"),
            "url": "#kunngjoring",
        }
    return {
        "what": _("Lås utkastet for kunngjøring"),
        "why": _("Da får de nye læringsmålene kodene sine, og teksten kan sendes til Lovdata. Kodene gis for godt."),
        "button": _("Lås utkastet"),
        "url": reverse("regulations:lock", args=[regulation.pk]),
        "post": True,
    }


def _approve(regulation: AmendmentRegulation, review: Review) -> dict[str, Any]:
    """What the one who locked it waits for, and what another can do."""
    url = reverse("regulations:review", args=[regulation.pk])
    if review.version is None:
        return {
            "what": _("Lås opp utkastet og lås det igjen"),
            "why": _("Det ble låst før versjoner ble tatt vare på, og kan ikke godkjennes slik."),
        }
    if review.is_own:
        return {
            "what": _("Vent på at en annen godkjenner utkastet"),
            "why": _("Du låste det selv. Når en annen saksbehandler eller beslutter har godkjent, kan det sendes."),
            "button": _("Se gjennomgangen"),
            "url": url,
        }
    return {
        "what": _("Les utkastet og godkjenn det"),
        "why": _("%(who)s har låst utkastet. Det sendes til kunngjøring når du har godkjent teksten.")
        % {"who": review.version.locked_by},
        "button": _("Til gjennomgangen"),
        "url": url,
    }


def _reached(
    regulation: AmendmentRegulation,
    rows: Sequence[ClauseRow],
    review: Review,
    dispatch: Dispatch | None,
    *,
    on: dt.date,
) -> int:
    if regulation.act is None:
        done = [regulation.is_locked, review.approval is not None, dispatch is not None and dispatch.is_sent]
        return done.index(False) if False in done else len(done)
    announced_on = rules.norwegian_day(regulation.act.announced_at) if regulation.act.announced_at else on
    starts = [row.clause.starts_on(announced_on=announced_on) for row in rows]
    return 6 if all(day is not None and day <= on for day in starts) else 5


def _sent_on(dispatch: Dispatch | None) -> str:
    return f"{rules.norwegian_day(dispatch.sent_at):%d.%m.%Y}" if dispatch and dispatch.sent_at else ""


def _work_left(rows: Sequence[ClauseRow]) -> str:
    wrong = sum(row.problem is not None for row in rows)
    if wrong:
        return ngettext("%(count)s ledd må rettes", "%(count)s ledd må rettes", wrong) % {"count": wrong}
    return _("%(count)s endringsledd") % {"count": len(rows)}


def _locked_on(regulation: AmendmentRegulation) -> str:
    return f"{rules.norwegian_day(regulation.locked_at):%d.%m.%Y}" if regulation.locked_at else ""


def _approved_on(review: Review) -> str:
    return f"{rules.norwegian_day(review.approval.approved_at):%d.%m.%Y}" if review.approval else ""


def _announced_on(regulation: AmendmentRegulation) -> str:
    if regulation.act is not None and regulation.act.announced_at:
        return f"{rules.norwegian_day(regulation.act.announced_at):%d.%m.%Y}"
    return _("planlagt %(date)s") % {"date": f"{regulation.planned_announcement:%d.%m.%Y}"}


def _in_force(regulation: AmendmentRegulation, dates: Sequence[DateRow]) -> str:
    told = [f"{row.day:%d.%m.%Y}" if row.day else _("ikke fastsatt") if row.later else _("straks") for row in dates]
    return _(" og ").join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)
