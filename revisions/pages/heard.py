"""What came of the hearings, beside the case's change items: positions, comments and dispositions (SA-7)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from hearings.models import Hearing, HearingAnswer, HearingComment
from hearings.pages.asked import CommentRow
from hearings.pages.dispositions import Progress, progress_by_key
from hearings.pages.picture import positions_by_item
from revisions.models import Case, ChangeItem

from .heard_items import HeardItem
from .next_steps import AnswersLeft

SHOWN = 30
"""So many comments stand on the page of a decision; the rest are a click away."""


@dataclass(frozen=True)
class HeardHearing:
    """A hearing of the case, for the directorate."""

    hearing: Hearing
    answers: int
    not_received: int
    progress: Progress


def heard_hearings(hearings: Sequence[Hearing]) -> list[HeardHearing]:
    """Each hearing that is answered, with its figures: one query for all, and a few for each that has answers."""
    counted = HearingAnswer.objects.counted().filter(hearing__in=hearings)
    answers = Counter(counted.values_list("hearing_id", flat=True))
    found = []
    for hearing in hearings:
        if hearing.pk not in answers:
            continue
        rows = progress_by_key(hearing).values()
        progress = Progress(sum(row.left for row in rows), sum(row.total for row in rows))
        not_received = hearing.answers.counted().not_received().count()
        found.append(HeardHearing(hearing, answers[hearing.pk], not_received, progress))
    return found


def answers_left(heard: Sequence[HeardHearing], *, on: dt.date) -> AnswersLeft | None:
    """The first hearing that has ended and whose answers still wait for somebody; None when none do."""
    for one in heard:
        if one.hearing.deadline < on and (one.not_received or one.progress.left):
            progress = one.progress
            return AnswersLeft(one.hearing.pk, one.answers, one.not_received, progress.total, progress.left)
    return None


def heard_items(hearings: Sequence[Hearing], items: Sequence[ChangeItem]) -> dict[int, HeardItem]:
    """What the last of the hearings says of each change item, by the item's primary key."""
    if not hearings:
        return {}
    hearing = hearings[-1]
    positions = {one.asked.key: one.marks for one in positions_by_item(hearing, everything=True)}
    progress = progress_by_key(hearing)
    base, found = reverse("hearings:comments", args=[hearing.pk]), {}
    for item in items:
        key = item.asked_key
        if key in positions or key in progress:
            url = f"{base}?punkt={key}&vis=alle"
            found[item.pk] = HeardItem(positions.get(key, []), progress.get(key, Progress(0, 0)), url)
    return found


@dataclass(frozen=True)
class HeardComments:
    """The comments on the item that is being decided, with the directorate's answers."""

    heard: HeardItem
    rows: list[CommentRow]
    more: int


def heard_comments(case: Case, item: ChangeItem) -> HeardComments | None:
    """What is said of one item in the case's last hearing; nothing when nobody said anything."""
    hearings = list(case.hearings.order_by("deadline", "pk"))
    heard = heard_items(hearings, [item]).get(item.pk)
    if heard is None:
        return None
    rows = HearingComment.objects.in_hearing(hearings[-1]).on_item(item.asked_key).to_dispose()
    rows = rows.select_related("answer__organisation", "disposition__made_by").order_by("pk")
    return HeardComments(
        heard, [CommentRow(row, row.text) for row in rows[:SHOWN]], max(heard.progress.total - SHOWN, 0)
    )
