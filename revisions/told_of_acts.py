"""Whom the cases name to be told of an act (regulations.hooks): those who worked with them or follow them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from objectives.models import LegalAct
from organisations.models import User

from .models import Case


def people_of_the_cases(act: LegalAct) -> Iterable[User]:
    """The responsible and the followers of every case the act carries out."""
    cases = Case.objects.filter(proposals__items__clause__regulation__act=act)
    watching, responsible = Q(watched_cases__in=cases), Q(pk__in=cases.values("responsible"))
    return User.objects.filter(watching | responsible).distinct()
