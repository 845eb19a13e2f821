"""Who may see and answer what. Plain functions; no access is the default."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from organisations import permissions as people
from organisations.models import Organisation, Role, User

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
