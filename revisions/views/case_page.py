"""The case's page: everything it shows, fetched in a fixed number of queries, for the directorate and for a sender."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from hearings.models import ConsultationRound, Hearing
from organisations import permissions as people
from organisations.models import User
from revisions import permissions, rules
from revisions.beside_objective import supposed_url
from revisions.models import ActivityChange, Case, Decision, ElaborationChange, Proposal, Status
from revisions.pages.case_phases import Recorded, case_phases
from revisions.pages.phases import Phase, steps_of

from . import journal
from .case_items import CaseItem, add_warnings, case_items, items_of
from .next_steps import Progress, Steps, steps_for, steps_for_sender


@dataclass
class CasePage:
    """What the page shows. A sender sees its own proposals, no notes, and no decision before it is made."""

    case: Case
    is_inside: bool
    """Whether the reader belongs to the directorate."""
    proposals: list[Proposal]
    items: list[CaseItem]
    activity_changes: list[ActivityChange]
    elaboration_changes: list[ElaborationChange]
    rounds: list[ConsultationRound]
    hearings: list[Hearing]
    phases: list[Phase]
    steps: Steps
    journal: list[journal.Line] = field(default_factory=list)
    has_more_journal: bool = False
    may_assign: bool = False
    may_write_outcomes: bool = False

    @property
    def supposed_url(self) -> str:
        """Vedlegg 2 as if the case were adopted, while it has something to adopt that is not announced."""
        waiting = [
            row
            for row in self.items
            if not (row.clause and row.clause.regulation.is_announced)
            and not (self.is_inside and row.item.proposal.is_reopened)
        ]
        return supposed_url(self.case.number) if waiting and self.case.status in permissions.UNDER_WAY else ""

    @property
    def specialties(self) -> list[str]:
        return sorted({proposal.specialty.name for proposal in self.proposals})

    @property
    def senders(self) -> list[str]:
        return sorted({str(proposal.sender) for proposal in self.proposals})

    @property
    def decided(self) -> int:
        """How many items have a proposed or made outcome."""
        return sum(1 for row in self.items if row.decision)


def case_page(case: Case, *, user: User, on: dt.date) -> CasePage:
    """The page for this person on the day `on`."""
    is_inside = people.is_directorate(user)
    proposals = proposals_in(case, user=user)
    decisions = rules.current_decisions(case) if is_inside else made_decisions(case)
    rows = case_items(list(items_of(proposals)), decisions=decisions, on=on)
    recorded = Recorded(
        steps=steps_of(case),
        rounds=list(case.rounds.prefetch_related("asked").order_by("deadline", "pk")),
        hearings=list(case.hearings.order_by("deadline", "pk")),
        clauses=[row.clause for row in rows if row.clause],
    )
    page = CasePage(
        case=case,
        is_inside=is_inside,
        proposals=proposals,
        items=rows,
        activity_changes=[change for proposal in proposals for change in proposal.activity_changes.all()],
        elaboration_changes=[change for proposal in proposals for change in proposal.elaboration_changes.all()],
        rounds=list(recorded.rounds),
        hearings=list(recorded.hearings),
        phases=case_phases(case, recorded, on=on),
        steps=_steps(case, recorded, rows, proposals, user=user, on=on),
    )
    if is_inside:
        _for_the_directorate(page, user=user)
    return page


def proposals_in(case: Case, *, user: User) -> list[Proposal]:
    """The case's proposals that this person may read: a sender does not read those of others."""
    visible = permissions.proposals_visible_to(user).filter(case=case).select_related("sender", "specialty")
    return list(
        visible.prefetch_related("activity_changes__objectives", "elaboration_changes__objective").order_by("pk")
    )


def made_decisions(case: Case) -> dict[int, Decision]:
    """The made decision that stands for each item; what is only proposed is the directorate's own."""
    stands = Q(superseded_by__isnull=True) | Q(superseded_by__decided_at__isnull=True)
    rows = Decision.objects.made().filter(stands, item__proposal__case=case).select_related("item")
    return {row.item_id: row for row in rows}


def progress_of(rows: list[CaseItem]) -> Progress:
    """How far decision and endringsforskrift have come."""
    waiting = [row for row in rows if row.decision and row.decision.is_made and row.decision.adopts and not row.clause]
    drafts = {row.clause.regulation_id: row.clause.regulation for row in rows if row.clause}
    return Progress(
        items=len(rows),
        without_outcome=[(row.number, row.item.pk) for row in rows if row.decision is None],
        waiting=len(waiting),
        drafts=[(pk, draft.name) for pk, draft in drafts.items() if not draft.is_announced],
    )


def _steps(
    case: Case, recorded: Recorded, rows: list[CaseItem], proposals: list[Proposal], *, user: User, on: dt.date
) -> Steps:
    if people.is_directorate(user):
        return steps_for(case, user=user, recorded=recorded, progress=progress_of(rows), on=on)
    out = next((proposal for proposal in proposals if proposal.is_reopened), None)
    url = reverse("revisions:proposal", args=[out.pk]) if out and case.status == Status.RETURNED else ""
    return steps_for_sender(case, user=user, recorded=recorded, own_is_out=url, on=on)


def _for_the_directorate(page: CasePage, *, user: User) -> None:
    add_warnings(page.items, case=page.case)
    latest = list(journal.events_of(page.case)[: journal.LATEST + 1])
    page.journal = journal.lines(latest[: journal.LATEST])
    page.has_more_journal = len(latest) > journal.LATEST
    page.may_assign = permissions.may_handle_cases(user)
    page.may_write_outcomes = page.case.status == Status.DECISION and permissions.may_handle(user, page.case)
