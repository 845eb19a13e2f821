"""The board: the cases under way by phase, the ones with the first deadline on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from revisions.forms.case_filters import CaseFilters
from revisions.models import Status
from revisions.models.cases import CaseQuerySet

from .case_rows import Row, rows_of

IN_A_COLUMN = 8
COUNTS_TO = 100

COLUMNS: tuple[tuple[Promise, tuple[Status, ...], Promise], ...] = (
    (
        _("Fullstendighet"),
        (Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED),
        _("De kommer hit når et forslag blir en sak."),
    ),
    (_("Innspillsrunde"), (Status.INPUT_ROUND,), _("De kommer hit når runden åpner.")),
    (_("Høring"), (Status.HEARING,), _("De kommer hit når høringen åpner.")),
    (_("Vedtak"), (Status.DECISION, Status.DECISION_PROPOSED), _("De kommer hit når høringen er over.")),
    (
        _("Kunngjøring"),
        (Status.REGULATION, Status.ANNOUNCED, Status.PUBLISHED),
        _("De kommer hit når vedtaket er fattet."),
    ),
    (_("Oppfølging"), (Status.FOLLOW_UP,), _("De kommer hit når endringene er kunngjort.")),
    (_("Utsatt"), (Status.POSTPONED,), _("Ingen saker hviler.")),
)


@dataclass(frozen=True)
class Column:
    """The cases in a part of the way. `count` is «12» or «99+»; `more_url` leads to all of them in one phase."""

    title: str | Promise
    slug: str
    rows: list[Row]
    count: str
    empty: str | Promise
    more: tuple[tuple[str, str], ...] = ()
    """(phase, address) of the lists that hold the rest."""


def board(cases: CaseQuerySet, *, filters: CaseFilters, user: User, on: dt.date) -> list[Column]:
    """The columns: two queries each, and a fixed number for the cards of all of them."""
    fetched = [list(_in(cases, phases)[:IN_A_COLUMN]) for _title, phases, _empty in COLUMNS]
    shown = [case for column in fetched for case in column]
    prefetch_related_objects(shown, "proposals__specialty")
    rows = iter(rows_of(shown, user=user, on=on))
    return [
        Column(
            title=title,
            slug=phases[0].value,
            rows=[next(rows) for _case in column],
            count=_count(cases, phases, len(column)),
            empty=empty,
            more=_rest(phases, filters) if len(column) == IN_A_COLUMN else (),
        )
        for (title, phases, empty), column in zip(COLUMNS, fetched, strict=True)
    ]


def _in(cases: CaseQuerySet, phases: tuple[Status, ...]) -> CaseQuerySet:
    return cases.filter(status__in=phases).by_deadline().select_related("responsible")


def _count(cases: CaseQuerySet, phases: tuple[Status, ...], fetched: int) -> str:
    """Counted only where not all are shown, and to a hundred at most."""
    if fetched < IN_A_COLUMN:
        return str(fetched)
    count = cases.filter(status__in=phases).order_by()[:COUNTS_TO].count()
    return str(count) if count < COUNTS_TO else f"{COUNTS_TO - 1}+"


def _rest(phases: tuple[Status, ...], filters: CaseFilters) -> tuple[tuple[str, str], ...]:
    found = []
    for phase in phases:
        query = QueryDict(mutable=True)
        query.update({**filters.in_use, "visning": "alle", "fase": phase.value})
        found.append((str(phase.label), f"?{query.urlencode()}"))
    return tuple(found)
