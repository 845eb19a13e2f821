"""Writing an organisation's answer together: each text is saved on the one it was written from (HØ-3).

A field is «standpunkt-12» or «merknad-12»: what is thought of an item, and why; «merknad-0» is the general comment.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import AskedItem, HearingAnswer, HearingComment
from organisations.models import User
from organisations.refusals import NotPermitted, WrongState

from .hearing_answers import MAX_COMMENT, Said, _locked

POSITION, TEXT = "standpunkt", "merknad"


@dataclass(frozen=True)
class WrittenByOther:
    """What another has saved in a field since the person read it."""

    value: str
    by: str
    at: dt.datetime | None

    @property
    def words(self) -> str:
        """«Kari Vest kl. 10.42»."""
        if self.at is None:
            return self.by
        return _("%(who)s kl. %(time)s") % {"who": self.by, "time": time_format(timezone.localtime(self.at), "H.i")}


@dataclass
class SavedAnswer:
    """What came of a save: stored; changed by another alone, whose text stands; or changed by both, and not stored."""

    mine: list[str] = field(default_factory=list)
    theirs: dict[str, WrittenByOther] = field(default_factory=dict)
    both: dict[str, WrittenByOther] = field(default_factory=dict)


def fingerprint_of(text: str) -> str:
    """What a page keeps of a stored text, to tell which text the person wrote from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def write_answer(
    *, answer: HearingAnswer, said: Sequence[Said], read: Mapping[str, str], by: User, now: dt.datetime
) -> SavedAnswer:
    """Store what the person wrote in an answer that is not sent.

    `read` is the fingerprint each field was written from; a field without one is stored as it comes. What others have
    written meanwhile is told and never written over. Raises NotPermitted, WrongState for one that is sent, and
    RuleViolation for a field of something else than what is asked.
    """
    row = _locked(answer)
    if row.organisation is None or not permissions.may_draft_hearing_answer(by, row.organisation):
        raise NotPermitted(
            _("Du kan ikke skrive høringssvar for %(name)s.") % {"name": row.sender_name}, code="may-not-draft-answer"
        )
    if row.is_sent:
        raise WrongState(
            _("Svaret er sendt. Last siden på nytt for å se det."), code="answer-is-sent", authority="HØ-3"
        )
    rules.comes_late(row.hearing, now=now, by_organisation=True)
    rules.comments_are_about(AskedItem.objects.filter(version=row.version), said)
    rules.comments_fit(said, limit=MAX_COMMENT)
    stored = {comment.item_id: comment for comment in row.comments.all()}
    saved = SavedAnswer()
    for one in said:
        comment = stored.get(one.item_id) or HearingComment(answer=row, item_id=one.item_id)
        _write(comment, one, read=read, saved=saved, by=by, now=now)
    return saved


def _write(
    comment: HearingComment, one: Said, *, read: Mapping[str, str], saved: SavedAnswer, by: User, now: dt.datetime
) -> None:
    changed = False
    for kind, column, value in ((POSITION, "position", one.position), (TEXT, "text", one.text)):
        name, stored = f"{kind}-{one.item_id or 0}", getattr(comment, column)
        if value == stored:
            continue
        seen = read.get(name)
        if seen is None or seen == fingerprint_of(stored):
            setattr(comment, column, value)
            saved.mine.append(name)
            changed = True
        else:
            who = _("deg selv i et annet vindu") if comment.saved_by == str(by) else comment.saved_by
            other = WrittenByOther(stored, who or _("noen andre"), comment.saved_at)
            (saved.theirs if seen == fingerprint_of(value) else saved.both)[name] = other
    if not changed:
        return
    if not comment.position and not comment.text:
        if comment.pk:
            comment.delete()
        return
    comment.saved_at, comment.saved_by = now, str(by)[:150]
    comment.full_clean(exclude=["answer", "item"])
    comment.save()
