"""Who may see and do what in rounds and hearings. Plain functions; no access is the default."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from organisations import permissions as people
from organisations.models import User

from .models import Hearing

Person = User | AnonymousUser

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
