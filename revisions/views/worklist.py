"""The worklist: what waits for this person, what waits for others, and where to begin. A fixed number of queries.

Nothing is counted over the whole table: a section shows what it fetched, and says so when there is more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hearings.models import ConsultationRound, Hearing
from notifications.models import Event, Verb
from organisations import permissions as people
from organisations.models import User
from revisions import permissions
from revisions.models import Case, ChangeItem, Decision, Proposal, Status
from revisions.rules import PROPOSED_DECISION

MOST_CASES = 200
MOST_PROPOSALS = 50
SOON = 10
"""Days before a deadline from which it is marked."""


@dataclass(frozen=True)
class Row:
    """A case in the worklist: where it is, what is next, and the deadline that counts now."""

    case: Case
    specialty: str
    next: str
    deadline: dt.date | None = None
    days_left: str = ""
    urgency: str = ""
    """«late», «soon» or nothing."""

    @property
    def is_late(self) -> bool:
        return self.urgency == "late"


@dataclass
class Section:
    """Cases that wait for the same thing."""

    slug: str
    title: str | Promise
    rows: list[Row] = field(default_factory=list)
    empty: str | Promise = ""
    """What to say when there is none; a section without it is then left out."""


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

    sections: list[Section]
    received: list[Proposal]
    begin: Begin | None
    is_cut: bool = False


@dataclass(frozen=True)
class Facts:
    """What the rows' «next» depends on, for all cases at once."""

    items: dict[int, int]
    outcomes: dict[int, int]
    not_in_draft: dict[int, int]
    proposers: dict[str, set[int]]


def worklist(*, user: User, only_mine: bool, phase: str, on: dt.date) -> Worklist:
    """The worklist of a caseworker or a decision maker on the day `on`."""
    found = list(_cases(user, only_mine=only_mine, phase=phase)[: MOST_CASES + 1])
    shown = found[:MOST_CASES]
    facts = facts_of(shown)
    rows = [row_of(case, facts, user=user, on=on) for case in shown]
    received = list(received_proposals()[:MOST_PROPOSALS]) if not phase and permissions.may_handle_cases(user) else []
    sections = _sections(rows, user=user)
    if phase and not rows:
        sections[1].empty = _("Ingen av sakene er i fasen «%(phase)s».") % {"phase": Status(phase).label}
    return Worklist(
        sections=[section for section in sections if section.rows or section.empty],
        received=received,
        begin=_begin(sections, received, user=user),
        is_cut=len(found) > MOST_CASES,
    )


def received_proposals() -> QuerySet[Proposal]:
    """What is sent in and not yet a case, oldest first."""
    return (
        Proposal.objects.waiting_for_a_case()
        .select_related("sender", "specialty")
        .prefetch_related("items", "activity_changes", "elaboration_changes")
        .order_by("submitted_at")
    )


def _cases(user: User, *, only_mine: bool, phase: str) -> QuerySet[Case]:
    cases = permissions.cases_visible_to(user).under_way()  # type: ignore[attr-defined]
    if only_mine and permissions.may_handle_cases(user):
        # What waits for a decision, and what nobody has, is everybody's.
        own = cases.filter(responsible=user) | cases.filter(responsible__isnull=True)
        cases = own | cases.filter(status=Status.DECISION_PROPOSED) if people.is_decision_maker(user) else own
    if phase:
        cases = cases.filter(status=phase)
    asked_until = {
        "round_deadline": _last_deadline(ConsultationRound),
        "hearing_deadline": _last_deadline(Hearing),
    }
    return (
        cases.for_list()
        .prefetch_related("proposals__specialty")
        .annotate(**asked_until)
        .order_by(F("hearing_deadline").asc(nulls_last=True), F("round_deadline").asc(nulls_last=True), "number")
    )


def _last_deadline(asking: type[ConsultationRound] | type[Hearing]) -> Subquery:
    return Subquery(asking.objects.filter(cases=OuterRef("pk")).order_by("-deadline").values("deadline")[:1])


def facts_of(cases: Sequence[Case]) -> Facts:
    """What is written and decided in these cases: three queries, whatever their number."""
    deciding = [case.pk for case in cases if case.status in (Status.DECISION, Status.DECISION_PROPOSED)]
    decided = [case.pk for case in cases if case.status == Status.REGULATION]
    items = _counted(ChangeItem.objects.filter(proposal__case__in=deciding).values_list("proposal__case", flat=True))
    outcomes: dict[int, int] = {}
    proposers: dict[str, set[int]] = {}
    rows = Decision.objects.current().filter(item__proposal__case__in=deciding)
    fields = ("item__proposal__case", "item__proposal__case__number", "proposed_by", "decided_at")
    for case_id, number, proposed_by, decided_at in rows.values_list(*fields):
        outcomes[case_id] = outcomes.get(case_id, 0) + 1
        if decided_at is None:
            proposers.setdefault(number, set()).add(proposed_by)
    free = ChangeItem.objects.filter(
        clause__isnull=True,
        proposal__case__in=decided,
        decisions__in=Decision.objects.current().made().adopting(),
    )
    for number, actor in _who_proposed([case.number for case in cases if case.status == Status.DECISION_PROPOSED]):
        proposers.setdefault(number, set()).add(actor)
    return Facts(items, outcomes, _counted(free.values_list("proposal__case", flat=True)), proposers)


def _counted(keys: QuerySet[ChangeItem, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts


def _who_proposed(numbers: Sequence[str]) -> list[tuple[str, int]]:
    """Who took the step «Foreslå vedtak», the last time it was taken in each of these cases."""
    steps = Event.objects.filter(case_number__in=numbers, verb=Verb.CASE_STEP, payload__action=PROPOSED_DECISION)
    return list(dict(steps.order_by("sequence").values_list("case_number", "actor")).items())


def row_of(case: Case, facts: Facts, *, user: User, on: dt.date) -> Row:
    """The case as a row: what comes next and when."""
    deadline = _deadline_of(case)
    names = sorted({proposal.specialty.name for proposal in case.proposals.all()})
    left = (deadline - on).days if deadline else None
    return Row(
        case=case,
        specialty=", ".join(names[:2]) + (_(" og flere") if len(names) > 2 else ""),
        next=_next(case, facts, user=user, is_over=left is not None and left < 0),
        deadline=deadline,
        days_left=days_left(left),
        urgency="" if left is None else "late" if left < 0 else "soon" if left <= SOON else "",
    )


def _deadline_of(case: Case) -> dt.date | None:
    """The deadline that counts in the phase the case is in; none when nobody is asked now."""
    if case.status == Status.INPUT_ROUND:
        return case.round_deadline  # type: ignore[attr-defined, no-any-return]
    if case.status == Status.HEARING:
        return case.hearing_deadline  # type: ignore[attr-defined, no-any-return]
    return None


def days_left(left: int | None) -> str:
    """«7 dager igjen», «siste dag», «4 dager over»."""
    if left is None:
        return ""
    if left == 0:
        return _("siste dag")
    words = ngettext("%(days)s dag igjen", "%(days)s dager igjen", left)
    if left < 0:
        words = ngettext("%(days)s dag over", "%(days)s dager over", -left)
    return words % {"days": abs(left)}


NEXT: dict[str, Promise] = {
    Status.RECEIVED: gettext_lazy("Vurder om forslaget er fullstendig"),
    Status.COMPLETENESS: gettext_lazy("Åpne innspillsrunde, eller send tilbake"),
    Status.RETURNED: gettext_lazy("Avsenderen retter forslaget"),
    Status.INPUT_ROUND: gettext_lazy("De som er spurt, svarer"),
    Status.HEARING: gettext_lazy("Høringsinstansene svarer"),
    Status.DECISION: gettext_lazy("Legg forslaget fram for en beslutter"),
    Status.DECISION_PROPOSED: gettext_lazy("En beslutter fatter vedtak"),
    Status.REGULATION: gettext_lazy("Kunngjør endringsforskriften"),
    Status.ANNOUNCED: gettext_lazy("Start oppfølgingen"),
    Status.PUBLISHED: gettext_lazy("Start oppfølgingen"),
    Status.FOLLOW_UP: gettext_lazy("Avslutt saken når alt er fulgt opp"),
    Status.POSTPONED: gettext_lazy("Hviler til den tas opp igjen"),
}


def _next(case: Case, facts: Facts, *, user: User, is_over: bool) -> str:
    if case.responsible_id is None:
        return _("Tildel saken")
    if case.status == Status.INPUT_ROUND and is_over:
        return _("Send på høring") if case.track == Case.Track.REGULATION else _("Gå til beslutning")
    if case.status == Status.HEARING and is_over:
        return _("Gå til vedtak")
    if case.status == Status.DECISION:
        return _next_in_decision(case, facts)
    if case.status == Status.DECISION_PROPOSED and people.is_decision_maker(user):
        is_own = user.pk in facts.proposers.get(case.number, set())
        return _("En annen beslutter fatter vedtak") if is_own else _("Les forslaget, og fatt vedtak")
    waiting = facts.not_in_draft.get(case.pk, 0)
    if case.status == Status.REGULATION and waiting:
        return ngettext(
            "Ta ett punkt inn i en endringsforskrift", "Ta %(count)s punkter inn i en endringsforskrift", waiting
        ) % {"count": waiting}
    return str(NEXT[case.status])


def _next_in_decision(case: Case, facts: Facts) -> str:
    items, done = facts.items.get(case.pk, 0), facts.outcomes.get(case.pk, 0)
    if done < items:
        return _("Skriv forslag til vedtak, %(done)s av %(all)s punkter er vurdert") % {"done": done, "all": items}
    return str(NEXT[Status.DECISION])


def _sections(rows: Sequence[Row], *, user: User) -> list[Section]:
    """The decision maker's own first, then what to do, then what waits for others."""
    decides, handles = people.is_decision_maker(user), permissions.may_handle_cases(user)
    to_decide = Section("vedtak", _("Venter på vedtak"))
    to_do = Section("gjore", _("Å gjøre") if handles else _("Hos saksbehandlerne"))
    unassigned = Section("ufordelt", _("Ufordelte saker"))
    with_others = Section("venter", _("Venter på andre"))
    to_announce = Section("kunngjoring", _("Vedtatt, venter på kunngjøring"))
    if decides:
        to_decide.empty = gettext_lazy(
            "Ingen saker venter på vedtak. De kommer hit når en saksbehandler foreslår vedtak."
        )
    if handles:
        to_do.empty = gettext_lazy("Ingen saker venter på deg. De kommer hit når en frist er ute eller noen svarer.")
    for row in sorted(rows, key=lambda row: (row.deadline or dt.date.max, row.case.number)):
        status = row.case.status
        if row.case.responsible_id is None:
            unassigned.rows.append(row)
        elif status == Status.DECISION_PROPOSED:
            (to_decide if decides else with_others).rows.append(row)
        elif status == Status.REGULATION:
            to_announce.rows.append(row)
        elif status in (Status.RETURNED, Status.POSTPONED) or (row.deadline and not row.is_late):
            with_others.rows.append(row)
        else:
            to_do.rows.append(row)
    return [to_decide, to_do, unassigned, to_announce, with_others]


def _begin(sections: Sequence[Section], received: Sequence[Proposal], *, user: User) -> Begin | None:
    """The case a decision maker must decide; else what is most late; else the oldest proposal; else the first to do."""
    to_decide, to_do, unassigned, to_announce, _others = sections
    if to_decide.rows:
        row = to_decide.rows[0]
        return _begin_with(row, _("Saken kan ikke gå videre før vedtaket er fattet."))
    late = [row for row in to_do.rows if row.is_late]
    if late:
        return _begin_with(late[0], _("Fristen er ute, og saken venter på deg."))
    if received:
        oldest = received[0]
        return Begin(
            _("Opprett sak av forslaget fra %(sender)s") % {"sender": oldest.sender},
            oldest.title,
            _("Opprett sak"),
            reverse("revisions:case_open", args=[oldest.pk]),
        )
    first = next((row for section in (to_do, unassigned, to_announce) for row in section.rows), None)
    return _begin_with(first, "") if first and permissions.may_announce(user) else None


def _begin_with(row: Row, why: str) -> Begin:
    names = {"next": row.next, "number": row.case.number, "title": row.case.title}
    return Begin(
        _("%(next)s i sak %(number)s") % names,
        f"{row.case.title}. {why}".strip(),
        _("Åpne saken"),
        row.case.get_absolute_url(),
    )
