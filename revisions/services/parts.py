"""Weighing what one person wrote in the parts of the template against what others have saved meanwhile.

Every part is saved on the text it was written from. A page tells it by the text's fingerprint, so that two people, or
one in two tabs, can write in the same proposal, and a text another has saved is never written over unseen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from organisations.models import User
from revisions.models import Proposal

PARTS = frozenset((*Proposal.TEXT_PARTS, *Proposal.CHECKLIST, "activities_effect"))


@dataclass(frozen=True)
class Theirs:
    """What another has saved in a part since the person read it: the text, by whom («deg selv …» too), and when."""

    value: Any
    by: str
    at: dt.datetime

    @property
    def words(self) -> str:
        """«Kari Vest kl. 10.42»."""
        return _("%(who)s kl. %(time)s") % {"who": self.by, "time": time_format(timezone.localtime(self.at), "H.i")}


@dataclass
class Saved:
    """What came of a save.

    `mine`: the parts that were stored. `theirs`: parts this person has not touched and another has changed; the
    other's stands. `both`: parts both have changed to different texts; the other's stands, and nothing is stored
    until the person has read it.
    """

    proposal: Proposal
    mine: list[str] = field(default_factory=list)
    theirs: dict[str, Theirs] = field(default_factory=dict)
    both: dict[str, Theirs] = field(default_factory=dict)


def fingerprint(value: Any) -> str:
    """What a page keeps of a stored part, to tell which text the person wrote from."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def weigh(saved: Saved, name: str, value: Any, *, seen: str | None, by: User) -> None:
    """Decides whose text a part is to have, by the one the person wrote from."""
    stored = getattr(saved.proposal, name)
    if value == stored:
        return
    if seen is None or seen == fingerprint(stored):
        setattr(saved.proposal, name, value)
        saved.mine.append(name)
    elif seen == fingerprint(value):
        saved.theirs[name] = _who_wrote(saved.proposal, name, reader=by)
    else:
        saved.both[name] = _who_wrote(saved.proposal, name, reader=by)


def _who_wrote(proposal: Proposal, name: str, *, reader: User) -> Theirs:
    """Who gave the part the text it has, and when; `reader` is told so when it was themselves, in another window."""
    stored = getattr(proposal, name)
    rows = proposal.history.order_by("-history_date", "-history_id")
    by, at = _("noen andre"), proposal.saved_at
    fields = (name, "history_user_id", "history_user__name", "history_date")
    for value, who, named, moment in rows.values_list(*fields)[:200]:
        if value != stored:
            break
        by, at = _("deg selv i et annet vindu") if who == reader.pk else named or by, moment
    return Theirs(stored, by, at)
