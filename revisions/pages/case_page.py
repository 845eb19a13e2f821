"""The case's page: everything it shows, fetched in a fixed number of queries, for the directorate and for a sender."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.urls import reverse

from hearings.models import ConsultationRound, Hearing
from organisations import permissions as people
from organisations.models import User
from revisions import permissions, rules
from revisions.as_sent import is_thawed, items_as_they_read, last_sent
from revisions.models import ActivityChange, Attachment, Case, ChangeItem, Decision, ElaborationChange, Proposal, Status

from . import journal
from .case_items import CaseItem, add_warnings, case_items, items_of
from .case_phases import Recorded, case_phases
from .inside import Inside, inside_of
from .next_steps import Progress, Steps, steps_for, steps_for_sender
from .phases import Phase, steps_of


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
    recorded: Recorded
    journal: list[journal.Line] = field(default_factory=list)
    has_more_journal: bool = False
    may_assign: bool = False
    may_write_outcomes: bool = False
    inside: Inside | None = None
    """What only the directorate sees beside it."""

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
    rows = case_items(items_in(proposals), decisions=decisions, on=on)
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
        recorded=recorded,
    )
    if is_inside:
        _for_the_directorate(page, user=user)
    return page


def proposals_in(case: Case, *, user: User) -> list[Proposal]:
    """The case's proposals that this person may read: a sender does not read those of others.

    What a sender is correcting is read as it was last sent, by all but those who write in it (SA-4).
    """
    visible = permissions.proposals_visible_to(user).filter(case=case).select_related("sender", "specialty")
    related = (
        "activity_changes__objectives",
        "elaboration_changes__objective",
        Prefetch("attachments", queryset=Attachment.objects.defer("content")),
    )
    found = list(visible.prefetch_related(*related).order_by("pk"))
    return [one if permissions.reads_as_it_is_written(user, one) else last_sent(one) for one in found]


def items_in(proposals: list[Proposal]) -> list[ChangeItem]:
    """The change items of what `proposals_in` gave, in the order of the case."""
    return items_as_they_read(proposals, items_of([one for one in proposals if not is_thawed(one)]))


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
    page.inside = inside_of(page.case, rows=page.items, proposals=page.proposals, steps=page.recorded.steps, user=user)
    latest = list(journal.events_of(page.case)[: journal.LATEST + 1])
    page.journal = journal.lines(latest[: journal.LATEST])
    page.has_more_journal = len(latest) > journal.LATEST
    page.may_assign = permissions.may_handle_cases(user)
    page.may_write_outcomes = page.case.status == Status.DECISION and permissions.may_handle(user, page.case)
