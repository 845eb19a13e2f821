"""A case as a row of the directorate's lists: where it is, what comes next, and the deadline that counts now.

What «next» says depends on what is written and decided in the cases; that is read for all rows at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Event, Verb
from organisations import permissions as people
from organisations.models import User
from revisions.models import (
    ActivityChange,
    Case,
    ChangeItem,
    Decision,
    ElaborationChange,
    RecommendationDecision,
    Status,
)
from revisions.rules import PROPOSED_DECISION

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


@dataclass(frozen=True)
class Facts:
    """What the rows' «next» depends on, for all cases at once."""

    items: dict[int, int]
    outcomes: dict[int, int]
    not_in_draft: dict[int, int]
    proposers: dict[str, set[int]]


def facts_of(cases: Sequence[Case]) -> Facts:
    """What is written and decided in these cases: a fixed number of queries, whatever their number."""
    deciding = [case.pk for case in cases if case.status in (Status.DECISION, Status.DECISION_PROPOSED)]
    decided = [case.pk for case in cases if case.status == Status.REGULATION]
    facts = Facts({}, {}, {}, {})
    for changes in (ChangeItem.objects, ActivityChange.objects, ElaborationChange.objects):
        _count_into(facts.items, changes.filter(proposal__case__in=deciding).values_list("proposal__case", flat=True))
    _outcomes_into(facts, Decision.objects.current(), "item", deciding)
    _outcomes_into(facts, RecommendationDecision.objects.current(), "activity_change", deciding)
    _outcomes_into(facts, RecommendationDecision.objects.current(), "elaboration_change", deciding)
    free = ChangeItem.objects.filter(
        clause__isnull=True,
        proposal__case__in=decided,
        decisions__in=Decision.objects.current().made().adopting(),
    )
    _count_into(facts.not_in_draft, free.values_list("proposal__case", flat=True))
    for number, actor in _who_proposed([case.number for case in cases if case.status == Status.DECISION_PROPOSED]):
        facts.proposers.setdefault(number, set()).add(actor)
    return facts


def _count_into(counts: dict[int, int], keys: Iterable[int]) -> None:
    for key in keys:
        counts[key] = counts.get(key, 0) + 1


def _outcomes_into(facts: Facts, decisions: QuerySet[Any], about: str, deciding: Sequence[int]) -> None:
    """Counts the outcomes, and notes who proposed those that are not made."""
    case = f"{about}__proposal__case"
    rows = decisions.filter(**{f"{case}__in": deciding})
    for case_id, number, by, at in rows.values_list(case, f"{case}__number", "proposed_by", "decided_at"):
        facts.outcomes[case_id] = facts.outcomes.get(case_id, 0) + 1
        if at is None:
            facts.proposers.setdefault(number, set()).add(by)


def _who_proposed(numbers: Sequence[str]) -> list[tuple[str, int]]:
    """Who took the step «Foreslå vedtak», the last time it was taken in each of these cases."""
    steps = Event.objects.filter(case_number__in=numbers, verb=Verb.CASE_STEP, payload__action=PROPOSED_DECISION)
    return list(dict(steps.order_by("sequence").values_list("case_number", "actor")).items())


def rows_of(cases: Sequence[Case], *, user: User, on: dt.date) -> list[Row]:
    """The cases as rows, in the same order. A fixed number of queries."""
    facts = facts_of(cases)
    return [row_of(case, facts, user=user, on=on) for case in cases]


def row_of(case: Case, facts: Facts, *, user: User, on: dt.date) -> Row:
    """The case as a row: what comes next and when."""
    deadline = case.due_on
    names = sorted({proposal.specialty.name for proposal in case.proposals.all()})
    left = (deadline - on).days if deadline else None
    return Row(
        case=case,
        specialty=", ".join(names[:2]) + (_(" og flere") if len(names) > 2 else ""),
        next=_next(case, facts, user=user, left=left),
        deadline=deadline,
        days_left=days_left(left),
        urgency="" if left is None else "late" if left < 0 else "soon" if left <= SOON else "",
    )


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


def _next(case: Case, facts: Facts, *, user: User, left: int | None) -> str:
    is_over = left is not None and left < 0
    if case.responsible_id is None:
        return _("Tildel saken")
    if case.status == Status.POSTPONED and left is not None and left <= 0:
        return _("Ta saken opp igjen")
    if case.status == Status.INPUT_ROUND and is_over:
        return _("Send på høring") if case.changes_regulation else _("Gå til beslutning")
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
