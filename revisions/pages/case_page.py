"""The case's page: everything it shows, fetched in a fixed number of queries, for the directorate and for a sender."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, Q
from django.urls import reverse

from hearings.models import ConsultationRound, Hearing
from organisations import permissions as people
from organisations.models import User
from revisions import permissions, rules
from revisions.as_sent import is_thawed, items_as_they_read, last_sent
from revisions.beside_objective import supposed_url
from revisions.models import (
    Attachment,
    Case,
    ChangeItem,
    Decision,
    DecisionLetter,
    FollowUp,
    Proposal,
    RecommendationDecision,
    Status,
)

from . import journal
from .case_items import CaseItem, add_warnings, case_items, items_of
from .case_phases import Recorded, case_phases
from .case_recommendations import Recommendation, recommendation_url, recommendations_in
from .heard import HeardHearing, answers_left, heard_hearings, heard_items
from .inside import Inside, inside_of
from .next_steps import Progress, Steps, outcome_url, steps_for, steps_for_sender
from .phases import Phase, steps_of
from .positions import PositionsPage, positions_page


@dataclass(frozen=True)
class FollowedUp:
    """The tasks after the decision."""

    rows: list[FollowUp]
    today: dt.date

    @property
    def done(self) -> int:
        return sum(row.done_at is not None for row in self.rows)


@dataclass
class CasePage:
    """What the page shows. A sender sees its own proposals, no notes, and no decision before it is made."""

    case: Case
    is_inside: bool
    """Whether the reader belongs to the directorate."""
    proposals: list[Proposal]
    items: list[CaseItem]
    recommendations: list[Recommendation]
    rounds: list[ConsultationRound]
    hearings: list[Hearing]
    phases: list[Phase]
    steps: Steps
    recorded: Recorded
    journal: list[journal.Line] = field(default_factory=list)
    has_more_journal: bool = False
    may_assign: bool = False
    may_write_outcomes: bool = False
    positions: PositionsPage | None = None
    """What those who were asked think (SA-7); None without a round."""
    letters: list[DecisionLetter] = field(default_factory=list)
    freezable: list[int] = field(default_factory=list)
    """The hearings that have not opened, for those who can freeze them again."""
    heard: list[HeardHearing] = field(default_factory=list)
    follow_up: FollowedUp | None = None
    inside: Inside | None = None
    """What only the directorate sees beside it."""

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
        """How many items and recommendations have a proposed or made outcome."""
        decided = [row.decision for row in self.items] + [row.decision for row in self.recommendations]
        return sum(one is not None for one in decided)

    @property
    def to_decide(self) -> int:
        """How many there are to decide on."""
        return len(self.items) + len(self.recommendations)


def case_page(case: Case, *, user: User, on: dt.date) -> CasePage:
    """The page for this person on the day `on`."""
    is_inside = people.is_directorate(user)
    proposals = proposals_in(case, user=user)
    decisions = rules.current_decisions(case) if is_inside else made_decisions(case)
    rows = case_items(items_in(proposals), decisions=decisions, on=on)
    recommended = recommendations_in(proposals, decisions=_recommended(case, is_inside=is_inside), first=len(rows) + 1)
    recorded = Recorded(
        steps=steps_of(case),
        rounds=list(case.rounds.prefetch_related("asked").order_by("deadline", "pk")),
        hearings=list(case.hearings.order_by("deadline", "pk")),
        clauses=[row.clause for row in rows if row.clause],
    )
    letters = permissions.letters_visible_to(user, case).defer("content")
    heard = heard_hearings(recorded.hearings) if is_inside and recorded.hearings else []
    followed_up = _followed_up(case, on=on) if is_inside else None
    progress = progress_of(case, rows, recommended, heard, followed_up, on=on)
    page = CasePage(
        case=case,
        is_inside=is_inside,
        proposals=proposals,
        items=rows,
        recommendations=recommended,
        rounds=list(recorded.rounds),
        hearings=list(recorded.hearings),
        phases=case_phases(case, recorded, on=on),
        steps=_steps(case, recorded, progress, proposals, user=user, on=on),
        heard=heard,
        follow_up=followed_up,
        recorded=recorded,
        letters=list(letters.select_related("proposal__sender", "case").order_by("-decided_at", "pk")),
    )
    if is_inside:
        _for_the_directorate(page, user=user, on=on)
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


def _recommended(case: Case, *, is_inside: bool) -> dict[tuple[str, int], RecommendationDecision]:
    """The decision that stands for each recommendation; what is only proposed is the directorate's own."""
    if is_inside:
        return rules.current_recommendations(case)
    stands = Q(superseded_by__isnull=True) | Q(superseded_by__decided_at__isnull=True)
    made = RecommendationDecision.objects.in_case(case).filter(stands, decided_at__isnull=False)
    return {row.key: row for row in made}


def made_decisions(case: Case) -> dict[int, Decision]:
    """The made decision that stands for each item; what is only proposed is the directorate's own."""
    stands = Q(superseded_by__isnull=True) | Q(superseded_by__decided_at__isnull=True)
    rows = Decision.objects.made().filter(stands, item__proposal__case=case).select_related("item")
    return {row.item_id: row for row in rows}


def progress_of(
    case: Case,
    rows: list[CaseItem],
    recommended: list[Recommendation],
    heard: list[HeardHearing],
    followed_up: FollowedUp | None,
    *,
    on: dt.date,
) -> Progress:
    """How far decision and endringsforskrift have come."""
    waiting = [row for row in rows if row.decision and row.decision.is_made and row.decision.adopts and not row.clause]
    drafts = {row.clause.regulation_id: row.clause.regulation for row in rows if row.clause}
    return Progress(
        items=len(rows) + len(recommended),
        without_outcome=[
            *((row.number, outcome_url(case, row.item.pk)) for row in rows if row.decision is None),
            *((row.number, recommendation_url(case, row)) for row in recommended if row.decision is None),
        ],
        waiting=len(waiting),
        drafts=[(pk, draft.name) for pk, draft in drafts.items() if not draft.is_announced],
        answers=answers_left(heard, on=on),
        tasks=len(followed_up.rows) if followed_up else 0,
        tasks_left=len(followed_up.rows) - followed_up.done if followed_up else 0,
    )


def _steps(
    case: Case, recorded: Recorded, progress: Progress, proposals: list[Proposal], *, user: User, on: dt.date
) -> Steps:
    if people.is_directorate(user):
        return steps_for(case, user=user, recorded=recorded, progress=progress, on=on)
    out = next((proposal for proposal in proposals if proposal.is_reopened), None)
    url = reverse("revisions:proposal", args=[out.pk]) if out and case.status == Status.RETURNED else ""
    return steps_for_sender(case, user=user, recorded=recorded, own_is_out=url, on=on)


def _with_positions(page: CasePage) -> None:
    page.positions = positions_page(page.case)
    by_key = page.positions.by_key()
    page.items = [replace(row, positions=by_key.get(row.item.asked_key)) for row in page.items]


def _with_hearings(page: CasePage) -> None:
    if page.heard:
        by_item = heard_items(page.hearings, [row.item for row in page.items])
        page.items = [replace(row, heard=by_item.get(row.item.pk)) for row in page.items]


def _followed_up(case: Case, *, on: dt.date) -> FollowedUp | None:
    if case.status not in (Status.FOLLOW_UP, Status.CLOSED):
        return None
    rows = list(FollowUp.objects.filter(case=case).for_list())
    return FollowedUp(rows, today=on) if rows else None


def _for_the_directorate(page: CasePage, *, user: User, on: dt.date) -> None:
    add_warnings(page.items, case=page.case)
    if page.rounds:
        _with_positions(page)
    if page.hearings:
        _with_hearings(page)
    page.inside = inside_of(
        page.case, rows=page.items, proposals=page.proposals, steps=page.recorded.steps, user=user, on=on
    )
    latest = list(journal.events_of(page.case)[: journal.LATEST + 1])
    page.journal = journal.lines(latest[: journal.LATEST])
    page.has_more_journal = len(latest) > journal.LATEST
    if permissions.may_handle(user, page.case):
        page.freezable = [hearing.pk for hearing in page.hearings if hearing.opens_on > on]
    page.may_assign = permissions.may_handle_cases(user)
    page.may_write_outcomes = page.case.status == Status.DECISION and permissions.may_handle(user, page.case)
