"""Who a person is here: every right in the system starts from the roles this module reads.

One query, cached on the user object, so that a page may ask as often as it likes. A user object is read anew for
each request; whoever changes memberships in between fetches the user again. Anonymous and inactive users hold
nothing, and being a superuser gives no role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .models import Membership, Organisation, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_CACHE = "_roles_held"


class HeldRole(NamedTuple):
    """That the person acts as `role` on behalf of `organisation`."""

    role: Role
    organisation: Organisation


def roles_of(user: User | AnonymousUser | None) -> tuple[HeldRole, ...]:
    """Every role the person holds, by organisation name; the organisations come with their parents."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ()
    held: tuple[HeldRole, ...] | None = getattr(user, _CACHE, None)
    if held is None:
        memberships = Membership.objects.filter(user_id=user.pk).select_related("organisation__parent")
        rows = memberships.order_by("organisation__name", "role")
        held = tuple(HeldRole(Role(row.role), row.organisation) for row in rows)
        setattr(user, _CACHE, held)
    return held


def is_caseworker(user: User | AnonymousUser | None) -> bool:
    """Handles cases in Helsedirektoratet."""
    return _holds_in_directorate(user, Role.CASEWORKER)


def is_decision_maker(user: User | AnonymousUser | None) -> bool:
    """Makes decisions in Helsedirektoratet (spesialistforskriften § 3b)."""
    return _holds_in_directorate(user, Role.DECISION_MAKER)


def is_administrator(user: User | AnonymousUser | None) -> bool:
    """Keeps organisations, people and contacts in order, in Helsedirektoratet."""
    return _holds_in_directorate(user, Role.ADMINISTRATOR)


def is_directorate(user: User | AnonymousUser | None) -> bool:
    """Belongs to Helsedirektoratet, in whatever role."""
    return any(held.organisation.is_directorate for held in roles_of(user))


def may_submit_for(user: User | AnonymousUser | None, organisation: Organisation) -> bool:
    """May send a proposal in this organisation's name (SA-1).

    The organisation's innsender may; in Helsedirektoratet the caseworkers may too, for its own initiatives.
    """
    if organisation.kind not in Organisation.PROPOSING_KINDS:
        return False
    senders = {Role.SUBMITTER, Role.CASEWORKER} if organisation.is_directorate else {Role.SUBMITTER}
    return any(held.organisation.pk == organisation.pk and held.role in senders for held in roles_of(user))


def may_draft_for(user: User | AnonymousUser | None, organisation: Organisation) -> bool:
    """May write a proposal that this organisation can send (SA-1).

    Whoever may send it, and the members of the organisation's committees: the committee drafts, its
    association sends.
    """
    if organisation.kind not in Organisation.PROPOSING_KINDS:
        return False
    return may_submit_for(user, organisation) or any(
        held.role == Role.COMMITTEE_MEMBER and organisation.pk in (held.organisation.pk, held.organisation.parent_id)
        for held in roles_of(user)
    )


def organisations_to_propose_for(user: User | AnonymousUser | None) -> list[Organisation]:
    """The organisations the person may write a proposal for, by name; empty for most people."""
    candidates: dict[int, Organisation] = {}
    for held in roles_of(user):
        for organisation in (held.organisation, held.organisation.parent):
            if organisation is not None and may_draft_for(user, organisation):
                candidates[organisation.pk] = organisation
    return sorted(candidates.values(), key=lambda organisation: organisation.name)


def _holds_in_directorate(user: User | AnonymousUser | None, role: Role) -> bool:
    return any(held.role == role and held.organisation.is_directorate for held in roles_of(user))
