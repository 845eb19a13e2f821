"""An answer as its writer reads it: each comment beside the item it is about."""

from __future__ import annotations

from dataclasses import dataclass

from hearings.models import HearingAnswer, HearingAttachment, HearingComment

from .hearing import newest_version


@dataclass(frozen=True)
class AnswerPage:
    """One answer, read in four queries."""

    general: HearingComment | None
    comments: list[HearingComment]
    attachments: list[HearingAttachment]
    newer: int

    @property
    def is_empty(self) -> bool:
        return not self.general and not self.comments and not self.attachments


def answer_page(answer: HearingAnswer) -> AnswerPage:
    """What the answer says; `newer` is the number of a version sent out after the one it is bound to, or 0."""
    rows = list(answer.comments.select_related("item").order_by("item__number"))
    newest = newest_version(answer.hearing)
    is_newer = newest is not None and newest.number > answer.version.number
    return AnswerPage(
        next((row for row in rows if row.item_id is None), None),
        [row for row in rows if row.item_id is not None],
        list(answer.attachments.defer("content")),
        newest.number if newest is not None and is_newer else 0,
    )
