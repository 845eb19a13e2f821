"""The reception check: the answers that wait to be looked through, and one answer with all that stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from hearings import permissions
from hearings.models import Hearing, HearingAnswer, HearingAttachment, HearingComment
from organisations.models import User

from .asked import CommentRow, asked_about

PAGE = 50


@dataclass(frozen=True)
class ReceptionPage:
    """The answers, those that wait first, a page at a time."""

    hearing: Hearing
    answers: Sequence[HearingAnswer]
    waiting: int
    total: int
    shows_waiting: bool
    opens_on: dt.date | None
    next_url: str
    first_url: str


def reception_page(hearing: Hearing, query: Mapping[str, str], *, on: dt.date) -> ReceptionPage:
    """A page of the answers; `vis=alle` shows those that are looked through too."""
    counted = hearing.answers.counted()
    waiting, total = counted.not_received().count(), counted.count()
    shows_waiting = query.get("vis") != "alle" and waiting > 0
    rows = counted.not_received() if shows_waiting else counted
    after = query.get("etter", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 15 else 0
    rows = rows.filter(pk__gt=start).select_related("organisation", "received_by").order_by("pk")
    found = list(rows.annotate(comment_count=Count("comments"))[: PAGE + 1])
    base = reverse("hearings:reception", args=[hearing.pk])
    kept = {} if shows_waiting else {"vis": "alle"}
    return ReceptionPage(
        hearing=hearing,
        answers=found[:PAGE],
        waiting=waiting,
        total=total,
        shows_waiting=shows_waiting,
        opens_on=hearing.deadline + dt.timedelta(days=1) if on <= hearing.deadline else None,
        next_url=f"{base}?{urlencode({**kept, 'etter': found[PAGE - 1].pk})}" if len(found) > PAGE else "",
        first_url=f"{base}?{urlencode(kept)}" if start else "",
    )


@dataclass(frozen=True)
class ReadComment:
    """A comment of the answer under its change item."""

    row: CommentRow
    title: str

    @property
    def comment(self) -> HearingComment:
        return self.row.comment


@dataclass(frozen=True)
class AnswerPage:
    """One answer in full, for the directorate."""

    answer: HearingAnswer
    comments: list[ReadComment]
    attachments: list[HearingAttachment]
    may_receive: bool
    opens_on: dt.date | None
    newer_version: bool
    """Whether the change items have been sent out anew since the answer was written."""

    @property
    def texts(self) -> list[HearingComment]:
        """The comments with words in them: what can hold something that must be withheld."""
        return [one.comment for one in self.comments if one.comment.text]


def answer_page(answer: HearingAnswer, *, user: User, on: dt.date) -> AnswerPage:
    """The answer with its comments in the order of the change items."""
    hearing = answer.hearing
    return AnswerPage(
        answer=answer,
        comments=comments_of(answer, published=False),
        attachments=list(answer.attachments.defer("content")),
        may_receive=permissions.may_dispose(user) and answer.received_at is None and on > hearing.deadline,
        opens_on=hearing.deadline + dt.timedelta(days=1) if on <= hearing.deadline else None,
        newer_version=hearing.versions.filter(number__gt=answer.version.number).exists(),
    )


def comments_of(answer: HearingAnswer, *, published: bool) -> list[ReadComment]:
    """The answer's comments, the general one first, as they were written or as they are published."""
    titles = {asked.key: asked.title for asked in asked_about(answer.hearing)}
    rows = answer.comments.select_related("item", "answer__organisation", "disposition__made_by")
    found = sorted(rows, key=lambda one: (one.item is not None, one.item.number if one.item else 0))
    return [
        ReadComment(
            CommentRow(one, one.published_text if published else one.text),
            titles.get(one.item.key if one.item else "", str(one.item or "")),
        )
        for one in found
    ]
