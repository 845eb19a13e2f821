"""What apps above this one do when something enters into force: they register it when Django starts.

As `objectives.beside`: this app does not know the case, so what opens follow-up tasks puts itself here
(`AppConfig.ready`). Each is called once for each day of each act, in the transaction that tells of it: what it writes
is kept together with the event, or not at all, and is tried again by the next sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from objectives.models import LegalAct
from organisations.models import User

from .entered import Entered
from .models import EntryIntoForce

Follower = Callable[[EntryIntoForce, Entered], None]

PeopleOf = Callable[[LegalAct], Iterable[User]]

_followers: list[Follower] = []
_people_of: list[PeopleOf] = []


def when_in_force(do: Follower) -> None:
    """Let `do` be called with each entry into force, and what it changed, after those that came before it."""
    if do not in _followers:
        _followers.append(do)


def has_entered_into_force(entry: EntryIntoForce, what: Entered) -> None:
    """Call all of them, in their order."""
    for do in _followers:
        do(entry, what)


def also_tell(people_of: PeopleOf) -> None:
    """Let those whom `people_of` names be told of each act beside those who follow it: who worked with its cases."""
    if people_of not in _people_of:
        _people_of.append(people_of)


def also_told(act: LegalAct) -> list[User]:
    """Everybody the apps above name for the act."""
    return [person for people_of in _people_of for person in people_of(act)]
