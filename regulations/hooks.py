"""What apps above this one do when something enters into force: they register it when Django starts.

As `objectives.beside`: this app does not know the case, so what opens follow-up tasks puts itself here
(`AppConfig.ready`). Each is called once for each day of each act, in the transaction that tells of it: what it writes
is kept together with the event, or not at all, and is tried again by the next sweep.
"""

from __future__ import annotations

from collections.abc import Callable

from .entered import Entered
from .models import EntryIntoForce

Follower = Callable[[EntryIntoForce, Entered], None]

_followers: list[Follower] = []


def when_in_force(do: Follower) -> None:
    """Let `do` be called with each entry into force, and what it changed, after those that came before it."""
    if do not in _followers:
        _followers.append(do)


def has_entered_into_force(entry: EntryIntoForce, what: Entered) -> None:
    """Call all of them, in their order."""
    for do in _followers:
        do(entry, what)
