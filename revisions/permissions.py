"""Who may see and do what with proposals and cases. Plain functions; no access is the default."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from hearings.models import Hearing
from organisations import permissions as people
from organisations.models import User

from .models import Case, ChangeItem, DecisionLetter, FollowUp, Proposal, ProposalDocument, Status
from .models.follow_up import FollowUpQuerySet

Person = User | AnonymousUser

# From the hearing until the act is announced the proposals stand as they were heard.
HEARD = (Status.HEARING, Status.DECISION, Status.DECISION_PROPOSED, Status.REGULATION)
# Open, and not carried out: what a case in another phase changes is in the register, or never will be.
UNDER_WAY = (
    *(Status.RECEIVED, Status.COMPLETENESS, Status.RETURNED, Status.INPUT_ROUND, *HEARD),
    Status.POSTPONED,
)


def proposals_visible_to(user: Person) -> QuerySet[Proposal]:
    """Drafts: those who write for the sender. Submitted ones: the directorate too."""
    if not user.is_authenticated:
        return Proposal.objects.none()
    own = Q(sender__in=own_organisations(user))
    if people.is_directorate(user):
        return Proposal.objects.filter(own | Q(submitted_at__isnull=False))
    return Proposal.objects.filter(own)


def own_organisations(user: Person) -> set[int]:
    """The ids of the organisations whose drafts the person may read: those they belong to or write for."""
    belongs_to = {held.organisation.pk for held in people.roles_of(user)}
    return belongs_to | {organisation.pk for organisation in people.organisations_to_propose_for(user)}


def reads_as_it_is_written(user: Person, proposal: Proposal) -> bool:
    """Whether the person reads the proposal as it is being written; others read it as it was last sent (SA-4)."""
    return proposal.sender_id in own_organisations(user)


def documents_visible_to(user: Person, proposal: Proposal) -> QuerySet[ProposalDocument]:
    """The PDFs of a proposal this person may fetch: of what was sent, and of drafts those who read drafts."""
    documents = proposal.documents.all()
    return documents if reads_as_it_is_written(user, proposal) else documents.filter(version__isnull=False)


def cases_visible_to(user: Person) -> QuerySet[Case]:
    """The directorate sees every case; a sender sees the cases its own proposals became."""
    if not user.is_authenticated:
        return Case.objects.none()
    if people.is_directorate(user):
        return Case.objects.all()
    own = Proposal.objects.filter(sender__in=own_organisations(user), case__isnull=False)
    return Case.objects.filter(pk__in=own.values("case"))


def cases_heard_openly(*, on: dt.date) -> QuerySet[Case]:
    """Cases whose proposals everyone may read: those of the hearing they are on, or are handled after (HØ-1).

    A case laid aside, sent back or taken up again may say something else than what was heard, and is not public until
    it is heard anew: the newest hearing must have opened. One that went on without a hearing never is.
    """
    newest = Hearing.objects.filter(cases=OuterRef("pk")).order_by("-pk").values("opens_on")
    cases = Case.objects.filter(status__in=HEARD, hearing_omitted_reason="")
    return cases.annotate(heard_from=Subquery(newest[:1])).filter(heard_from__lte=on)


def items_under_way(user: Person, *, on: dt.date) -> QuerySet[ChangeItem]:
    """The change items in open cases that this person may read: what they would do is not in the register yet.

    The directorate reads all, a sender its own proposals', and everyone those that are openly heard. Drafts, and what
    is not made a case of, are never among them; nor is what a sender is correcting, except to the sender.
    """
    rows = ChangeItem.objects.filter(proposal__case__status__in=UNDER_WAY, proposal__submitted_at__isnull=False)
    rows = rows.exclude(clause__regulation__act__isnull=False)
    sent = Q(proposal__is_reopened=False)
    if people.is_directorate(user):
        own = Proposal.objects.filter(sender__in=own_organisations(user))
        return rows.filter(sent | Q(proposal__in=own.values("pk")))
    heard = sent & Q(proposal__case__in=cases_heard_openly(on=on).values("pk"))
    if not user.is_authenticated:
        return rows.filter(heard)
    return rows.filter(heard | Q(proposal__in=proposals_visible_to(user).values("pk")))


def letters_visible_to(user: Person, case: Case) -> QuerySet[DecisionLetter]:
    """The letters of a case: all of them for the directorate, its own for a sender."""
    return DecisionLetter.objects.filter(case=case, proposal__in=proposals_visible_to(user))


def may_draft(user: Person, proposal: Proposal) -> bool:
    """Write in the proposal: those who draft for its sender, while the sender still may change it."""
    return people.may_draft_for(user, proposal.sender)


def may_submit(user: Person, proposal: Proposal) -> bool:
    """Send the proposal on behalf of its sender (SA-1)."""
    return people.may_submit_for(user, proposal.sender)


def may_handle_cases(user: Person) -> bool:
    """Make cases of proposals and take them through their steps: caseworkers in the directorate."""
    return people.is_caseworker(user)


def may_handle(user: Person, case: Case) -> bool:
    """Take this case through its steps."""
    return people.is_caseworker(user)


def may_watch(user: Person, case: Case) -> bool:
    """Follow the case: everybody in the directorate."""
    return people.is_directorate(user)


def may_write_notes(user: Person, case: Case) -> bool:
    """Write a note in the case: those in the directorate who take it forward."""
    return may_announce(user)


def may_settle_principles(user: Person) -> bool:
    """Answer a question of principle for all the cases that raise it (SA-5): decision makers."""
    return people.is_decision_maker(user)


def may_decide(user: Person, case: Case) -> bool:
    """Make the decision someone else proposed: decision makers in the directorate."""
    return people.is_decision_maker(user)


def may_confirm_language(user: Person) -> bool:
    """Be the second person who finds a risky «språklig retting» to be only language (ID-4)."""
    return people.is_caseworker(user) or people.is_decision_maker(user)


def may_handle_or_decide(user: Person, case: Case) -> bool:
    """Whoever registers the announcement takes the case along."""
    return may_announce(user)


def may_send_again(user: Person, case: Case) -> bool:
    """Resubmit what was sent back, on behalf of one of the case's senders (SA-4)."""
    return any(people.may_submit_for(user, proposal.sender) for proposal in case.proposals.select_related("sender"))


def may_withdraw(user: Person, case: Case) -> bool:
    """Withdraw: a sender what is its own alone (LA-4), or the directorate on the sender's word."""
    if people.is_caseworker(user):
        return True
    senders = [proposal.sender for proposal in case.proposals.select_related("sender")]
    return bool(senders) and all(people.may_submit_for(user, sender) for sender in senders)


def may_announce(user: Person) -> bool:
    """Register an announcement and so change the register: caseworkers and decision makers."""
    return people.is_caseworker(user) or people.is_decision_maker(user)


def follow_ups_visible_to(user: Person) -> FollowUpQuerySet:
    """The directorate sees every task, others those of their own bodies."""
    if not user.is_authenticated:
        return FollowUp.objects.none()
    if people.is_directorate(user):
        return FollowUp.objects.all()
    return FollowUp.objects.filter(owner__in=own_organisations(user))


def may_follow_up(user: Person, follow_up: FollowUp) -> bool:
    """Do the task: the owner's innsender, or a caseworker on its word."""
    return people.is_caseworker(user) or people.may_submit_for(user, follow_up.owner)
