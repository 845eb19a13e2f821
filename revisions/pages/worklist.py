"""The worklist: what waits for this person, for others and for nobody, and where to begin. A fixed number of queries.

Nothing is counted over the whole table: a tab counts to a hundred and then says «99+», and a list is leafed through
by the deadline and number of its last row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import permissions as people
from organisations.models import User
from revisions import permissions
from revisions.forms.case_filters import CaseFilters
from revisions.models import Case, Proposal, Status
from revisions.models.cases import CaseQuerySet

from .board import Column, board
from .case_rows import Row, rows_of

PAGE = 25
MOST_PROPOSALS = 50
COUNTS_TO = 100

MINE, DECIDE, NEW, UNASSIGNED = "mine", "vedtak", "nye", "ufordelt"
WAITING, OVERDUE, WATCHED, ALL, BOARD = "venter", "frist", "folger", "alle", "tavle"
# These are a caseworker's own, unless everybody's are asked for.
OF_ONE_OR_ALL = (WAITING, OVERDUE)

LABELS: dict[str, Promise] = {
    DECIDE: gettext_lazy("Til vedtak"),
    MINE: gettext_lazy("Mine"),
    NEW: gettext_lazy("Nye forslag"),
    UNASSIGNED: gettext_lazy("Ufordelt"),
    WAITING: gettext_lazy("Venter"),
    OVERDUE: gettext_lazy("Over frist"),
    WATCHED: gettext_lazy("Følger"),
    ALL: gettext_lazy("Alle"),
    BOARD: gettext_lazy("Tavle"),
}
CAPTIONS: dict[str, Promise] = {
    DECIDE: gettext_lazy("Saker som venter på vedtak, etter frist"),
    MINE: gettext_lazy("Mine saker, etter frist"),
    UNASSIGNED: gettext_lazy("Saker ingen har, etter frist"),
    WAITING: gettext_lazy("Saker som venter på andre, etter frist"),
    OVERDUE: gettext_lazy("Saker over frist, de som er lengst over først"),
    WATCHED: gettext_lazy("Saker jeg følger, etter frist"),
    ALL: gettext_lazy("Alle saker som er i gang, etter frist"),
}
EMPTY: dict[str, tuple[Promise, Promise]] = {
    DECIDE: (
        gettext_lazy("Ingen saker venter på vedtak."),
        gettext_lazy("De kommer hit når en saksbehandler foreslår vedtak."),
    ),
    MINE: (
        gettext_lazy("Du har ingen saker."),
        gettext_lazy("Opprett en sak av et nytt forslag, eller ta en som ingen har."),
    ),
    UNASSIGNED: (gettext_lazy("Alle saker har en saksbehandler."), gettext_lazy("Det er ingen å fordele nå.")),
    WAITING: (
        gettext_lazy("Ingen saker venter på andre."),
        gettext_lazy("Her står saker i innspillsrunde, på høring, hos avsenderen, og de som er utsatt."),
    ),
    OVERDUE: (
        gettext_lazy("Ingen saker er over frist."),
        gettext_lazy("Fristene som gjelder nå, er i dag eller senere."),
    ),
    WATCHED: (gettext_lazy("Du følger ingen saker."), gettext_lazy("Velg «Følg saken» på en sak for å ha den her.")),
    ALL: (gettext_lazy("Ingen saker er i gang."), gettext_lazy("En sak opprettes av et forslag som er sendt inn.")),
    NEW: (
        gettext_lazy("Ingen forslag venter på en sak."),
        gettext_lazy("De kommer hit når RegUt, Legeforeningen eller andre sender dem inn."),
    ),
}


@dataclass(frozen=True)
class Tab:
    """A choice of what to see: its address keeps the filters."""

    slug: str
    label: str | Promise
    url: str
    count: str = ""
    is_here: bool = False

    @property
    def is_late(self) -> bool:
        return self.slug == OVERDUE and self.count not in ("", "0")


@dataclass(frozen=True)
class Begin:
    """The band: the one thing to begin with."""

    what: str
    why: str
    button: str
    url: str


@dataclass
class Worklist:
    """The whole page."""

    shown: str
    tabs: list[Tab]
    filters: CaseFilters
    caption: str | Promise = ""
    rows: list[Row] = field(default_factory=list)
    received: list[Proposal] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    begin: Begin | None = None
    next_url: str = ""
    first_url: str = ""
    is_everybodys: bool = False
    """Whether «Venter» and «Over frist» show what is not this person's own too."""
    can_widen: bool = False

    @property
    def is_mine(self) -> bool:
        """Whether every case shown is this person's own."""
        return self.shown == MINE

    @property
    def empty(self) -> tuple[str | Promise, str | Promise]:
        """What is empty and what comes next."""
        if self.filters:
            return _("Ingen saker passer."), _("Fjern et filter, eller velg en annen fane.")
        return EMPTY[self.shown]


def tabs_for(user: User) -> list[str]:
    """What each role has to choose among, the first one first."""
    decides = [DECIDE] if people.is_decision_maker(user) else []
    handles = [MINE, NEW, UNASSIGNED] if permissions.may_handle_cases(user) else []
    return [*decides, *handles, WAITING, OVERDUE, WATCHED, ALL, BOARD]


def worklist(*, user: User, query: QueryDict, on: dt.date) -> Worklist:
    """The worklist of this person on the day `on`, as the address asks for it."""
    mine = tabs_for(user)
    default = mine[0] if mine[0] != WAITING else ALL
    shown = query.get("visning", "") if query.get("visning", "") in mine else default
    filters = CaseFilters.from_query(query)
    everybodys = not permissions.may_handle_cases(user) or query.get("utvalg") == "alle"
    lists = _Lists(user, filters, everybodys=everybodys, on=on)
    page = Worklist(
        shown=shown,
        tabs=[_tab(slug, lists, query, is_here=slug == shown) for slug in mine],
        filters=filters,
        caption=CAPTIONS.get(shown, ""),
        is_everybodys=everybodys,
        can_widen=shown in OF_ONE_OR_ALL and permissions.may_handle_cases(user),
    )
    if shown == NEW:
        page.received = list(received_proposals()[:MOST_PROPOSALS])
    elif shown == BOARD:
        page.columns = board(lists.under_way, filters=filters, user=user, on=on)
    else:
        _fill(page, lists.of(shown), query, user=user, on=on)
    page.begin = _begin(user=user, on=on)
    return page


@dataclass(frozen=True)
class _Lists:
    """The cases of each tab."""

    user: User
    filters: CaseFilters
    everybodys: bool
    on: dt.date

    @cached_property
    def under_way(self) -> CaseQuerySet:
        """What the filters leave. Where they look beyond the case itself, its keys are found once for all the lists."""
        cases = self.filters.narrow(_under_way(self.user))
        if not self.filters.spesialitet:
            return cases
        return _under_way(self.user).filter(pk__in=list(cases.order_by().values_list("pk", flat=True)))

    def of(self, slug: str) -> CaseQuerySet:
        cases = self.under_way
        own = cases if self.everybodys else cases.of(self.user)
        return {
            DECIDE: cases.waiting_for_a_decision,
            MINE: lambda: cases.of(self.user),
            UNASSIGNED: cases.unassigned,
            WAITING: lambda: own.waiting_for_others(on=self.on),
            OVERDUE: lambda: own.overdue(on=self.on),
            WATCHED: lambda: cases.filter(watchers=self.user),
            ALL: lambda: cases,
        }[slug]()


def _under_way(user: User) -> CaseQuerySet:
    """The cases this person may see that have not come to an end."""
    visible: CaseQuerySet = permissions.cases_visible_to(user)  # type: ignore[assignment]
    return visible.under_way()


def _tab(slug: str, lists: _Lists, query: QueryDict, *, is_here: bool) -> Tab:
    kept = {"visning": slug, **lists.filters.in_use}
    if query.get("utvalg") == "alle" and slug in OF_ONE_OR_ALL:
        kept["utvalg"] = "alle"
    return Tab(slug, LABELS[slug], f"?{_encoded(kept)}", _count(slug, lists), is_here)


def _count(slug: str, lists: _Lists) -> str:
    """«12», or «99+»; nothing for the whole list and the board, which are there to be seen and not to be emptied."""
    if slug in (ALL, BOARD, WATCHED):
        return ""
    rows = Proposal.objects.waiting_for_a_case() if slug == NEW else lists.of(slug)
    return counted(rows)


def counted(rows: QuerySet[Case] | QuerySet[Proposal]) -> str:
    """How many there are, counted to a hundred and no further."""
    count = rows.order_by()[:COUNTS_TO].count()
    return str(count) if count < COUNTS_TO else f"{COUNTS_TO - 1}+"


def _fill(page: Worklist, cases: CaseQuerySet, query: QueryDict, *, user: User, on: dt.date) -> None:
    """One page of the list, and the address of the next."""
    after = query.get("etter", "").replace("\x00", "")
    listed = _after(cases, after).by_deadline().for_list()
    found = list(listed[: PAGE + 1])
    page.rows = rows_of(found[:PAGE], user=user, on=on)
    kept = {**page.filters.in_use, "visning": page.shown}
    if page.can_widen and page.is_everybodys:
        kept["utvalg"] = "alle"
    page.first_url = f"?{_encoded(kept)}" if after else ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        place = f"{last.due_on.isoformat() if last.due_on else ''}~{last.number}"
        page.next_url = f"?{_encoded({**kept, 'etter': place})}"


def _after(cases: CaseQuerySet, place: str) -> CaseQuerySet:
    """The cases that stand after this place in the order of the worklist; all of them when it is no place."""
    day, mark, number = place.partition("~")
    if not mark:
        return cases
    if not day:
        return cases.filter(due_on__isnull=True, number__gt=number)
    try:
        due_on = dt.date.fromisoformat(day)
    except ValueError:
        return cases
    later = Q(due_on__gt=due_on) | Q(due_on=due_on, number__gt=number) | Q(due_on__isnull=True)
    return cases.filter(later)


def _encoded(values: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode()


def received_proposals() -> QuerySet[Proposal]:
    """What is sent in and not yet a case, oldest first."""
    return (
        Proposal.objects.waiting_for_a_case()
        .select_related("sender", "specialty")
        .prefetch_related("items", "activity_changes", "elaboration_changes")
        .order_by("submitted_at", "pk")
    )


def _begin(*, user: User, on: dt.date) -> Begin | None:
    """What to begin with, whatever is shown: a case to decide; the one most late of one's own; the oldest proposal;
    else the first of one's own that waits for nobody else."""
    cases = _under_way(user)
    if people.is_decision_maker(user) and (found := _first(cases.waiting_for_a_decision(), user=user, on=on)):
        return _begin_with(found, _("Saken kan ikke gå videre før vedtaket er fattet."))
    if not permissions.may_handle_cases(user):
        return None
    own = cases.of(user)
    if found := _first(own.overdue(on=on), user=user, on=on):
        return _begin_with(found, _("Lengst over frist av dine saker."))
    oldest = received_proposals().first()
    if oldest is not None:
        return Begin(
            _("Opprett sak av forslaget fra %(sender)s") % {"sender": oldest.sender},
            oldest.title,
            _("Opprett sak"),
            reverse("revisions:case_open", args=[oldest.pk]),
        )
    waiting = own.waiting_for_others(on=on).values("pk")
    free = own.exclude(pk__in=waiting).exclude(status=Status.DECISION_PROPOSED)
    found = _first(free, user=user, on=on)
    return _begin_with(found, "") if found else None


def _first(cases: CaseQuerySet, *, user: User, on: dt.date) -> Row | None:
    found: Sequence[Case] = list(cases.by_deadline().select_related("responsible")[:1])
    return next(iter(rows_of(found, user=user, on=on)), None)


def _begin_with(row: Row, why: str) -> Begin:
    names = {"next": row.next, "number": row.case.number, "title": row.case.title}
    return Begin(
        _("%(next)s i sak %(number)s") % names,
        f"{row.case.title}. {why}".strip(),
        _("Åpne saken"),
        row.case.get_absolute_url(),
    )
