"""The review of a draft: who has approved what, what has been said, and what was changed from version to version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from organisations.models import User
from regulations import permissions, reviewing
from regulations.documents.comparing import Compared, compared
from regulations.documents.freezing import frozen
from regulations.models import AmendmentClause, AmendmentRegulation, Approval, DraftVersion, ReviewComment


@dataclass(frozen=True, kw_only=True)
class Review:
    """Where the review of a draft stands, as this person meets it. `is_own`: they locked it themselves."""

    version: DraftVersion | None
    approval: Approval | None
    open_comments: int
    may_approve: bool
    is_own: bool


def review_of(regulation: AmendmentRegulation, *, user: User) -> Review:
    """Three queries at most, whatever the size of the draft."""
    version = reviewing.current_version(regulation)
    approval = reviewing.standing_approval(regulation) if version else None
    may = permissions.may_draft(user) and not regulation.is_announced and not regulation.is_abandoned
    is_own = version is not None and version.locked_by_id == user.pk
    return Review(
        version=version,
        approval=approval,
        open_comments=reviewing.open_comments(regulation),
        may_approve=bool(may and version and approval is None and not is_own),
        is_own=is_own,
    )


def review_page(regulation: AmendmentRegulation, *, user: User) -> dict[str, Any]:
    """Everything templates/regulations/review.html shows, but its forms."""
    versions = versions_of(regulation)
    return {
        "regulation": regulation,
        "review": review_of(regulation, user=user),
        "may_comment": may_comment(regulation, user=user),
        "threads": threads(regulation),
        "versions": versions,
        "approvals": list(
            Approval.objects.filter(version__regulation=regulation)
            .select_related("version", "approved_by", "withdrawn_by")
            .order_by("-pk")
        ),
    }


def may_comment(regulation: AmendmentRegulation, *, user: User) -> bool:
    return permissions.may_draft(user) and not regulation.is_announced and not regulation.is_abandoned


def threads(regulation: AmendmentRegulation, *, clause: AmendmentClause | None = None) -> list[ReviewComment]:
    """The comments with their answers, what is not settled first: two queries."""
    rows = regulation.comments.filter(answers__isnull=True).select_related("author", "settled_by", "clause")
    if clause is not None:
        rows = rows.filter(clause=clause)
    replies = ReviewComment.objects.select_related("author").order_by("pk")
    found = list(rows.prefetch_related(Prefetch("replies", queryset=replies)).order_by("pk"))
    return sorted(found, key=lambda said: said.is_settled)


def versions_of(regulation: AmendmentRegulation) -> list[DraftVersion]:
    """The versions, the newest first, without what they say."""
    return list(regulation.versions.select_related("locked_by").defer("content").order_by("-number"))


@dataclass(frozen=True)
class Choice:
    """One of what can be compared: a version, or the draft as it now is (number 0)."""

    number: int
    label: str


def versions_page(
    regulation: AmendmentRegulation, *, before: int, after: int, choices: Sequence[Choice]
) -> dict[str, Any]:
    """What was changed from one version to another; 0 is the draft as it now is."""
    numbers = [number for number in (before, after) if number]
    kept = {row.number: row.content for row in regulation.versions.filter(number__in=numbers)}
    now = frozen(regulation) if 0 in (before, after) else {}
    old, new = kept.get(before, now), kept.get(after, now)
    found: Compared = compared(old, new)
    return {"regulation": regulation, "choices": choices, "before": before, "after": after, "found": found}
