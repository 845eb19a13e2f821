"""Writing an answer item by item and question by question, so that no text is written over unseen.

A field is «standpunkt-12», «grunn-12», «svar-3» or «utelatt-3»: what is thought of an item and why, the answer to a
question, or why it is left. Each is saved on the text it was written from, told by its fingerprint.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from hearings import rules
from hearings.models import (
    AskedItem,
    CouncilAnswer,
    CouncilAssessment,
    CouncilPosition,
    RequestQuestion,
    ResponseAnswer,
    ResponsePosition,
    RoundResponse,
)
from hearings.models.rounds import ItemPosition, QuestionAnswer
from hearings.rules import Unanswered
from organisations.refusals import RuleViolation

Answering = RoundResponse | CouncilAssessment

COLUMNS = {"standpunkt": "position", "grunn": "reason", "svar": "text", "utelatt": "left_reason"}


def fingerprint(text: str) -> str:
    """What a page keeps of a stored text, to tell which text the person wrote from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Theirs:
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
class Saved:
    """What came of a save: stored; changed by another alone, whose text stands; or changed by both, and not stored."""

    mine: list[str] = field(default_factory=list)
    theirs: dict[str, Theirs] = field(default_factory=dict)
    both: dict[str, Theirs] = field(default_factory=dict)


class Sheet:
    """Everything one answer says, read in four queries: what is asked, and what is written of it so far."""

    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.items: list[AskedItem] = list(AskedItem.objects.filter(version=answering.version_id).order_by("number"))
        self.questions: list[RequestQuestion] = list(
            RequestQuestion.objects.filter(request=answering.request_id).order_by("position")
        )
        is_new = answering.pk is None
        positions: Any = [] if is_new else answering.positions.all()
        answers: Any = [] if is_new else answering.answers.all()
        self.positions: dict[int, ItemPosition] = {row.item_id: row for row in positions}
        self.answers: dict[int, QuestionAnswer] = {row.question_id: row for row in answers}

    @property
    def fields(self) -> list[str]:
        """The names of every field, in the order of the page."""
        found = [name for item in self.items for name in (f"standpunkt-{item.pk}", f"grunn-{item.pk}")]
        return found + [name for one in self.questions for name in (f"svar-{one.pk}", f"utelatt-{one.pk}")]

    def stored(self, name: str) -> str:
        """The text a field has."""
        row = self._row(name)
        return getattr(row, COLUMNS[name.partition("-")[0]]) if row else ""

    def theirs(self, name: str, *, reader: str) -> Theirs:
        """Who gave a field the text it has."""
        row = self._row(name)
        who = row.saved_by if row else ""
        by = _("deg selv i et annet vindu") if who == reader else who or _("noen andre")
        return Theirs(self.stored(name), by, row.saved_at if row else None)

    @property
    def unanswered(self) -> list[Unanswered]:
        """What is left to answer before it can be sent (FO-7)."""
        return rules.unanswered(self.items, self.questions, self.positions.values(), self.answers.values())

    def _row(self, name: str) -> ItemPosition | QuestionAnswer | None:
        kind, _dash, pk = name.partition("-")
        rows: Any = self.positions if kind in ("standpunkt", "grunn") else self.answers
        return rows.get(int(pk))  # type: ignore[no-any-return]

    def row_to_write(self, name: str) -> ItemPosition | QuestionAnswer:
        """The row a field is stored in, made when nothing was written of its item or question before."""
        if row := self._row(name):
            return row
        kind, _dash, pk = name.partition("-")
        is_response = isinstance(self.answering, RoundResponse)
        owner = {"response" if is_response else "assessment": self.answering}
        if kind in ("standpunkt", "grunn"):
            position = (ResponsePosition if is_response else CouncilPosition)(**owner, item_id=int(pk))
            self.positions[int(pk)] = position
            return position
        answer = (ResponseAnswer if is_response else CouncilAnswer)(**owner, question_id=int(pk))
        self.answers[int(pk)] = answer
        return answer


def write_fields(
    sheet: Sheet, values: Mapping[str, str], *, read: Mapping[str, str] | None, writer: str, now: dt.datetime
) -> Saved:
    """Store what the person wrote, in a transaction that holds the answer's lock.

    `read` is the fingerprint each field was written from; a field without one is stored as it comes. Raises
    RuleViolation for a field of something else than what is asked: of another version, or forged.
    """
    known = set(sheet.fields)
    if any(name not in known for name in values):
        raise RuleViolation(
            _("Siden du skrev på, gjelder en annen versjon enn svaret nå. Teksten din står her; last siden på nytt."),
            code="another-version",
        )
    saved, touched = Saved(), {}
    for name, value in values.items():
        stored = sheet.stored(name)
        if value == stored:
            continue
        seen = (read or {}).get(name)
        if seen is None or seen == fingerprint(stored):
            row = sheet.row_to_write(name)
            setattr(row, COLUMNS[name.partition("-")[0]], value)
            touched[id(row)] = row
            saved.mine.append(name)
        elif seen == fingerprint(value):
            saved.theirs[name] = sheet.theirs(name, reader=writer)
        else:
            saved.both[name] = sheet.theirs(name, reader=writer)
    for row in touched.values():
        row.saved_at, row.saved_by = now, writer[:150]
        row.full_clean()
        row.save()
    if touched:
        sheet.answering.saved_at = now
        sheet.answering.save(update_fields=["saved_at"])
    return saved
