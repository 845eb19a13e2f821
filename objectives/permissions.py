"""Who may do what with the register: everything in it is public, but not how it is kept right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organisations import permissions as people

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from organisations.models import User


def may_read_reconciliations(user: User | AnonymousUser | None) -> bool:
    """Helsedirektoratet keeps the register, and sees where it and Lovdata differ."""
    return people.is_directorate(user)


def may_approve_words(user: User | AnonymousUser | None) -> bool:
    """The word list of the language control is kept by Helsedirektoratet's caseworkers (SP-5)."""
    return people.is_caseworker(user)


def may_change_outside_acts(user: User | AnonymousUser | None) -> bool:
    """Utdypende tekster and læringsaktiviteter are Helsedirektoratet's caseworkers' to write (TE-1, LA-5)."""
    return people.is_caseworker(user)
