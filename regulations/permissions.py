"""Who may do what with endringsforskrifter. Announced acts are public; the workspace is the directorate's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from organisations.models import User
from organisations.permissions import is_administrator, is_caseworker, is_decision_maker
from organisations.refusals import NotPermitted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_see(user: User | AnonymousUser | None) -> bool:
    """May open the workspace: those who draft, and the directorate's administrators, who only read."""
    return may_draft(user) or is_administrator(user)


def may_draft(user: User | AnonymousUser | None) -> bool:
    """May make and change drafts: the directorate's caseworkers and decision makers."""
    return is_caseworker(user) or is_decision_maker(user)


def may_announce(user: User | AnonymousUser | None) -> bool:
    """May register that Lovdata has announced the act. The decision itself is made in the case, by two people."""
    return is_caseworker(user) or is_decision_maker(user)


def require_drafting(user: User) -> None:
    """Raises NotPermitted for those who may not draft."""
    if not may_draft(user):
        raise NotPermitted(
            _("Bare saksbehandlere og besluttere i Helsedirektoratet kan endre en endringsforskrift. Spør en av dem."),
            code="may-not-draft",
        )


def require_announcing(user: User) -> None:
    """Raises NotPermitted for those who may not register an announcement."""
    if not may_announce(user):
        raise NotPermitted(
            _("Bare saksbehandlere og besluttere i Helsedirektoratet kan registrere en kunngjøring. Spør en av dem."),
            code="may-not-announce",
        )
