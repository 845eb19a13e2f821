"""The læringsmål a search finds on a day: every code once, by the wording one would be shown that day.

A hit is a handful of numbers and its place in the order; the words of the few that are shown are read afterwards.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower

from objectives.fragments import kept
from objectives.freshness import RegisterState
from objectives.models import Objective, SearchableVersion

from .choices import Order, Status
from .shelf import Shelf
from .words import Stems, Word


def as_norwegian_sorts(letters: Combinable) -> Func:
    """Small letters with æ, ø and å after z. No server of ours is sure to know a Norwegian collation."""
    template = "%(function)s(%(expressions)s, 'æøå', '{|}')"
    return Func(letters, function="translate", template=template, output_field=TextField())


class Hit(NamedTuple):
    """A wording that has the words. The first five are its place in the order asked for, so that hits sort."""

    first: Any
    second: Any
    third: Any
    fourth: Any
    code: str
    version: int
    specialty: int | None
    part: int
    stage: str
    levels: int
    status: str


Place = tuple[Any, ...]
"""The first five of a hit."""

_COULD_BE_A_CODE = re.compile(r"[a-zæøå]{1,5}(?:-[0-9]{0,4})?")
_NOTHING = Value(0)
_MOST_KEPT = 4
_every: dict[tuple[dt.date | None, Order, str], dict[int, Hit]] = {}
_shelves: dict[tuple[dt.date | None, str], Shelf] = {}
Name = TypeVar("Name", bound=Hashable)
Thing = TypeVar("Thing")
_COLUMNS = ("objective__code", "pk", "objective__series__specialty", "chapter__part", "stage", "levels", "status")
_PLACES: dict[Order, tuple[Any, ...]] = {
    Order.ANNEX: (
        F("chapter__part__position"),
        F("chapter__position"),
        # What stands under no heading comes first in its chapter.
        Coalesce(F("theme_position"), -1),
        F("position"),
    ),
    Order.TEXT: (as_norwegian_sorts(F("words")), _NOTHING, _NOTHING, _NOTHING),
    Order.CODE: (
        as_norwegian_sorts(Lower("objective__series__prefix")),
        F("objective__number"),
        _NOTHING,
        _NOTHING,
    ),
}


def hits(words: Sequence[Word], stems: Stems, *, on: dt.date, order: Order, state: RegisterState) -> list[Hit]:
    """All that have every word in the text, the heading or the code, in no order. Asks the database nothing, warm."""
    every = _every_hit(on=on, order=order, state=state)
    if not words:
        return list(every.values())
    shelf = _shelf(on=on, state=state)
    found = set(every)
    for word in words:
        of_forms = () if word.is_phrase else [stems.get(form, []) for form in word.forms]
        found &= shelf.with_word(word, of_forms) | _versions_with_code(word, every.values())
    return [every[version] for version in found]


def place_of(code: str, *, on: dt.date, order: Order, state: RegisterState) -> Place | None:
    """Where a code stands in the order, whether a search finds it or not; None when it never had a text."""
    every = _every_hit(on=on, order=order, state=state).values()
    return next((hit[:5] for hit in every if hit.code == code), None)


def spellings_in_use(words: Sequence[Word], found: Sequence[Hit], *, on: dt.date, state: RegisterState) -> list[str]:
    """Those of the other spellings that stand in some text that was found."""
    shelf, versions = _shelf(on=on, state=state), [hit.version for hit in found]
    return [form for word in words for form in word.others if shelf.has(form, versions)]


def _every_hit(*, on: dt.date, order: Order, state: RegisterState) -> dict[int, Hit]:
    """What a search without words finds, by version: 2 MB for the largest register, kept in this process."""
    name = state.text_since(on=on), order, state.key
    return _from(_every, name, lambda: {hit.version: hit for hit in _read(_shown(on=on, state=state), order, on=on)})


def _shelf(*, on: dt.date, state: RegisterState) -> Shelf:
    name = state.text_since(on=on), state.key
    return _from(_shelves, name, lambda: Shelf.of(_shown(on=on, state=state).with_heading(on=on)))


def _from(kept_here: dict[Name, Thing], name: Name, make: Callable[[], Thing]) -> Thing:
    """What this process has under the name, or what `make` makes; few are kept at a time."""
    found = kept_here.get(name)
    if found is None:
        found = make()
        if len(kept_here) >= _MOST_KEPT:
            kept_here.clear()
        kept_here[name] = found
    return found


def _versions_with_code(word: Word, every: Iterable[Hit]) -> set[int]:
    """Those whose code begins as the word."""
    if not _COULD_BE_A_CODE.fullmatch(word.form):
        return set()
    beginning = word.form.upper()
    return {hit.version for hit in every if hit.code.startswith(beginning)}


def _shown(*, on: dt.date, state: RegisterState) -> Any:
    """Of each læringsmål the wording shown on the day: in force, else the last before it, else the first to come."""
    # Asked by itself: put inside the search, PostgreSQL finds these few a hundred times too slowly.
    name = f"objectives:others:{state.text_since(on=on)}:{state.key}"
    others = kept(name, lambda: _shown_of_others(on=on))
    return SearchableVersion.objects.filter(Q(valid__contains=on) | Q(pk__in=others))


def _shown_of_others(*, on: dt.date) -> list[int]:
    own = SearchableVersion.objects.filter(objective=OuterRef("pk"))
    first_day = Func(F("valid"), function="lower", output_field=DateField())
    started = Case(When(valid__startswith__lte=on, then=first_day))
    shown = own.order_by(started.desc(nulls_last=True), first_day.asc()).values("pk")[:1]
    objectives = Objective.objects.order_by().filter(~Exists(own.in_force(on=on)))
    return [pk for pk in objectives.values_list(Subquery(shown), flat=True) if pk]


def _read(versions: QuerySet[SearchableVersion], order: Order, *, on: dt.date) -> Iterator[Hit]:
    if order is Order.ANNEX:
        versions = versions.with_heading(on=on)  # type: ignore[attr-defined]
    status = Case(
        When(Q(valid__contains=on), then=Value(Status.IN_FORCE.value)),
        When(valid__startswith__gt=on, start_is_exact=False, then=Value(Status.NOT_KNOWN.value)),
        When(valid__startswith__gt=on, then=Value(Status.ANNOUNCED.value)),
        default=Value(Status.ENDED.value),
    )
    first, second, third, fourth = _PLACES[order]
    placed = versions.annotate(status=status, first=first, second=second, third=third, fourth=fourth)
    return map(Hit._make, placed.values_list("first", "second", "third", "fourth", *_COLUMNS))
