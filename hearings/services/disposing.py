"""What the directorate makes of each comment, and why: one at a time, and many at once for like ones (HØ-4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from hearings import permissions, rules
from hearings.models import Disposition, Hearing, HearingComment
from notifications.models import Verb
from notifications.services import Telling, record, record_all
from organisations.models import User

from .permitting import require
from .telling import comment_label


@dataclass(frozen=True)
class Disposed:
    """How many got the disposition, and those somebody had disposed of meanwhile, which stand as they were."""

    saved: int
    taken: list[Disposition]


@transaction.atomic
def dispose(
    *, comment: HearingComment, outcome: str, reason: str, by: User, now: dt.datetime, seen: str = ""
) -> Disposition:
    """Dispose of one comment, or change what was made of it; the history keeps who, when and what it was before.

    `seen` is the fingerprint of the disposition the person had before them, empty for none. Raises NotPermitted;
    WrongState before the hearing has closed, when the summary is published, and when somebody came first.
    """
    require(permissions.may_dispose(by))
    row = (
        HearingComment.objects.select_for_update(of=("self",))
        .select_related("answer__hearing", "item")
        .get(pk=comment.pk)
    )
    _may_change(row.answer.hearing, now=now)
    standing = Disposition.objects.select_related("made_by").filter(comment=row).first()
    rules.nobody_disposed_meanwhile(standing, seen=seen)
    made = standing or Disposition(comment=row)
    before = made.outcome
    made.outcome, made.reason, made.made_by, made.made_at = outcome, reason.strip(), by, now
    made.full_clean(validate_unique=False)
    if standing:
        made.save(update_fields=["outcome", "reason", "made_by", "made_at"])
    else:
        made.save(force_insert=True)
    facts = {"outcome": outcome, "before": before}
    telling = Telling(Verb.COMMENT_DISPOSED, row, facts, label=comment_label(row))
    record_all(actor=by, tellings=[telling], case_number=row.answer.hearing.case_number)
    return made


@transaction.atomic
def dispose_alike(
    *, hearing: Hearing, comments: Collection[int], outcome: str, reason: str, by: User, now: dt.datetime
) -> Disposed:
    """Give comments a person has found to be alike the same disposition.

    Those of another hearing, and those that are not comments, are not touched; those somebody has disposed of are
    given back as they stand. Raises as `dispose`.
    """
    require(permissions.may_dispose(by))
    _may_change(hearing, now=now)
    wanted = HearingComment.objects.in_hearing(hearing).to_dispose().filter(pk__in=comments).order_by("pk")
    rows = list(wanted.select_for_update(of=("self",)))
    taken = list(Disposition.objects.filter(comment__in=rows).select_related("made_by", "comment__answer"))
    disposed = {one.comment_id for one in taken}
    made = [
        Disposition(comment=row, outcome=outcome, reason=reason.strip(), made_by=by, made_at=now)
        for row in rows
        if row.pk not in disposed
    ]
    if made:
        made[0].full_clean(validate_unique=False)  # all say the same
        bulk_create_with_history(made, Disposition, default_user=by, default_date=now)
        record(
            actor=by,
            verb=Verb.COMMENTS_DISPOSED,
            subject=hearing,
            case_number=hearing.case_number,
            payload={"outcome": outcome, "comments": [one.comment_id for one in made]},
        )
    return Disposed(saved=len(made), taken=taken)


def _may_change(hearing: Hearing, *, now: dt.datetime) -> None:
    rules.the_hearing_has_closed(hearing, on=timezone.localdate(now))
    rules.the_summary_is_not_published(hearing)
