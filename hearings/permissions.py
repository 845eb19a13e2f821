"""Who may see and answer what. Plain functions; no access is the default."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from organisations import permissions as people
from organisations.models import Organisation, Role, User

from .models import CouncilAssessment, Hearing, RoundRequest

Person = User | AnonymousUser

# --- høringer ---------------------------------------------------------------------------------------------


def may_send_hearing_answer(user: Person | None, organisation: Organisation) -> bool:
    """Send, change and withdraw the organisation's one answer: its innsender (HØ-3). The directorate asks, and a
    committee's association answers for it."""
    kinds = Organisation.Kind
    if organisation.kind in (kinds.DIRECTORATE, kinds.SPECIALTY_COMMITTEE):
        return False
    return any(
        held.role == Role.SUBMITTER and held.organisation.pk == organisation.pk for held in people.roles_of(user)
    )


def may_draft_hearing_answer(user: Person | None, organisation: Organisation) -> bool:
    """Write in the organisation's answer: whoever may send it, and the members of its committees (HØ-3)."""
    if organisation.kind == Organisation.Kind.DIRECTORATE:
        return False
    return may_send_hearing_answer(user, organisation) or any(
        held.role == Role.COMMITTEE_MEMBER and organisation.pk == held.organisation.parent_id
        for held in people.roles_of(user)
    )


def bodies_to_answer_for(user: Person | None) -> list[Organisation]:
    """The organisations whose hearing answer the person may write in, by name."""
    found: dict[int, Organisation] = {}
    for held in people.roles_of(user):
        for organisation in (held.organisation, held.organisation.parent):
            if organisation is not None and may_draft_hearing_answer(user, organisation):
                found[organisation.pk] = organisation
    return sorted(found.values(), key=lambda organisation: organisation.name)


# --- Merknader --------------------------------------------------------------------------------------------


def hearings_visible_to(user: Person) -> QuerySet[Hearing]:
    """The directorate sees every hearing, everybody else those that are published (HØ-1)."""
    if people.is_directorate(user):
        return Hearing.objects.all()
    return Hearing.objects.filter(published_at__isnull=False)


def may_read_comments(user: Person) -> bool:
    """Read answers before they are published, what is withheld of them, and dispositions: the directorate."""
    return people.is_directorate(user)


def may_dispose(user: Person) -> bool:
    """Look through answers, dispose of comments and write the summary: caseworkers."""
    return people.is_caseworker(user)


# --- innspillsrunder --------------------------------------------------------------------------------------


def bodies_answered_for(user: Person) -> set[int]:
    """The ids of the bodies whose requests the person may read: their own, and the association of their committee."""
    found = set()
    for held in people.roles_of(user):
        found.add(held.organisation.pk)
        if held.organisation.kind == Organisation.Kind.SPECIALTY_COMMITTEE and held.organisation.parent_id:
            found.add(held.organisation.parent_id)
        if held.role == Role.SUBMITTER:
            # An association sends for its committees (HØ-3), and so reads what they are asked.
            children = Organisation.objects.of_kind(Organisation.Kind.SPECIALTY_COMMITTEE)
            found.update(children.filter(parent=held.organisation).values_list("pk", flat=True))
    return found


def requests_visible_to(user: Person) -> QuerySet[RoundRequest]:
    """The directorate sees every request; others those of their own bodies."""
    if not user.is_authenticated:
        return RoundRequest.objects.none()
    if people.is_directorate(user):
        return RoundRequest.objects.all()
    return RoundRequest.objects.filter(organisation__in=bodies_answered_for(user))


def is_asked(user: Person, request: RoundRequest) -> bool:
    """Whether the person belongs to the body that is asked, and reads its answer while it is written."""
    return request.organisation_id in bodies_answered_for(user)


def may_answer(user: Person, request: RoundRequest) -> bool:
    """Write in the answer: the body's innsender, and members of its committees (HØ-3)."""
    body = request.organisation
    return may_send(user, request) or any(
        held.role == Role.COMMITTEE_MEMBER and body.pk in (held.organisation.pk, held.organisation.parent_id)
        for held in people.roles_of(user)
    )


def may_send(user: Person, request: RoundRequest) -> bool:
    """Send the answer on behalf of the body: its innsender, or its association's for a committee."""
    body = request.organisation
    senders = {body.pk}
    if body.kind == Organisation.Kind.SPECIALTY_COMMITTEE:
        senders.add(body.parent_id or body.pk)
    return any(held.role == Role.SUBMITTER and held.organisation.pk in senders for held in people.roles_of(user))


def may_ask_councils(user: Person, request: RoundRequest) -> bool:
    """Pass the questions on to the councils: the RegUt that is asked (IR-2)."""
    return request.organisation.kind == Organisation.Kind.REGUT and may_send(user, request)


def may_run_rounds(user: Person) -> bool:
    """Ask, remind, give more time and send out a new version: caseworkers."""
    return people.is_caseworker(user)


def assessments_visible_to(user: Person) -> QuerySet[CouncilAssessment]:
    """A council's assessment: the RegUt that asked, the council's leader, and the directorate when it is answered."""
    if not user.is_authenticated:
        return CouncilAssessment.objects.none()
    own = Q(council__leader=user) | Q(request__organisation__in=bodies_answered_for(user))
    if people.is_directorate(user):
        own |= Q(request__response__sent_at__isnull=False)
    return CouncilAssessment.objects.filter(own)


def may_assess(user: Person, assessment: CouncilAssessment) -> bool:
    """Write what the council says: its leader."""
    return user.is_authenticated and assessment.council.leader_id == user.pk
