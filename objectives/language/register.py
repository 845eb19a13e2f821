"""The words of the register on a day, kept in memory while the texts of the register stay as they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from objectives.models import ListedWord, ObjectiveVersion, Theme, ThemeVersion
from organisations.models import Organisation, Specialty

from .context import Context
from .lexicon import Lexicon
from .wordlist import norwegian

_STATE = """
SELECT (SELECT oid FROM pg_database WHERE datname = current_database()),
    (SELECT max(history_id) FROM objectives_historicalobjectiveversion),
    (SELECT count(*) FROM objectives_objectiveversion WHERE valid @> %s::date AND annulled_by_id IS NULL)
"""
"""Every text has its history: the highest number and how many apply on the day say whether the words are the same."""


def lexicon_on(day: dt.date) -> Lexicon:
    """The words of every læringsmål in force on the day. Made anew, in half a second, when a text has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [day])
        state = cursor.fetchone()
    return _lexicon(state, day)


@lru_cache(maxsize=2)
def _lexicon(_state: tuple[int, int | None, int], day: dt.date) -> Lexicon:
    rows = ObjectiveVersion.objects.in_force(on=day).values_list("objective__series__specialty__slug", "text")
    lexicon = Lexicon((slug or "", text) for slug, text in rows.iterator())
    lexicon.warm()
    return lexicon


def words_on(day: dt.date, *, specialty: Specialty | None = None, organisation: Organisation | None = None) -> Context:
    """What the rules know of the words alone, wherever a text stands; two queries."""
    return Context(
        lexicon=lexicon_on(day),
        dictionary=norwegian(),
        specialty=specialty.slug if specialty else "",
        specialty_name=specialty.name if specialty else "",
        listed=_listed(organisation),
    )


def _listed(organisation: Organisation | None) -> frozenset[str]:
    """The words the directorate has approved, and those the organisation itself has said are right."""
    approved = Q(approved_at__isnull=False)
    known = approved | Q(organisation=organisation) if organisation is not None else approved
    return frozenset(ListedWord.objects.filter(known).values_list("form", flat=True))


def context_on(
    day: dt.date,
    *,
    specialty: Specialty | None = None,
    theme: Theme | None = None,
    heading: str | None = None,
    old: str = "",
    apart_from: int | None = None,
    organisation: Organisation | None = None,
) -> Context:
    """What the rules know of a text that stands, or is to stand, under a heading of a specialty.

    `heading` is given for a heading that is itself proposed; `apart_from` is the objective whose own text is left out
    of the heading's others. `organisation` is the one that writes: the words it has listed are known to it.
    """
    return replace(
        words_on(day, specialty=specialty, organisation=organisation),
        heading=heading if heading is not None else _heading(theme, day),
        old=old,
        neighbours=_neighbours(theme, day, apart_from),
    )


def _heading(theme: Theme | None, day: dt.date) -> str:
    version = ThemeVersion.objects.in_force(on=day).filter(theme=theme).first() if theme else None
    return version.title if version else ""


def _neighbours(theme: Theme | None, day: dt.date, apart_from: int | None) -> tuple[str, ...]:
    if theme is None:
        return ()
    others = ObjectiveVersion.objects.in_force(on=day).filter(theme=theme).exclude(objective=apart_from)
    return tuple(others.order_by("position").values_list("text", flat=True))
