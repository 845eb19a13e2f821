"""The review of a locked draft: comments, a second person's approval, and what is kept of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from regulations import dispatching, permissions, reviewing, rules
from regulations.documents.freezing import checksum, frozen
from regulations.models import AmendmentClause, AmendmentRegulation, Approval, DraftVersion, ReviewComment
from regulations.outline import placed_clauses

from .rows import locked_row


def keep_version(draft: AmendmentRegulation, *, by: User) -> DraftVersion:
    """Keep the draft as it now is. The caller holds its row, in a transaction."""
    content = frozen(draft)
    kept = DraftVersion(
        regulation=draft,
        number=draft.versions.count() + 1,
        locked_by=by,
        content=content,
        sha256=checksum(content),
    )
    kept.full_clean()
    kept.save(force_insert=True)
    return kept


@transaction.atomic
def approve(*, regulation: AmendmentRegulation, by: User, version: int | None = None, note: str = "") -> Approval:
    """Approve the locked draft, so that it can be sent to be announced. `version` is the number the person read.

    Raises NotPermitted; WrongState when the draft is open, announced, abandoned or approved already; RuleViolation
    when the same person locked it, when another version was read, or when a comment is not settled.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    rules.is_locked_for_announcement(draft)
    kept = _locked_version(draft)
    reviewing.is_the_version_that_was_read(kept, read=kept.number if version is None else version)
    reviewing.is_not_approved(kept)
    reviewing.is_another_person(kept, by=by)
    reviewing.nothing_is_left_unsettled(draft)
    approval = Approval(version=kept, approved_by=by, note=note.strip())
    approval.full_clean()
    approval.save(force_insert=True)
    payload = {"version": kept.number, "sha256": kept.sha256}
    record(actor=by, verb=Verb.REGULATION_APPROVED, subject=draft, payload=payload)
    return approval


@transaction.atomic
def withdraw_approval(*, regulation: AmendmentRegulation, reason: str, by: User) -> Approval:
    """Take back the approval of the locked draft, with a reason; the draft stays locked.

    Raises NotPermitted, WrongState when it is announced or nobody has approved it, RuleViolation without a reason.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    dispatching.is_not_sent(draft)
    reviewing.a_reason_is_given(reason, what=_("trekker godkjenningen"))
    approval = reviewing.can_be_withdrawn(reviewing.standing_approval(draft), draft)
    end_approval(approval, reason=reason.strip(), by=by)
    payload = {"version": approval.version.number, "reason": approval.withdrawn_reason}
    record(actor=by, verb=Verb.APPROVAL_WITHDRAWN, subject=draft, payload=payload)
    return approval


def end_approval(approval: Approval, *, reason: str, by: User) -> None:
    """Mark it withdrawn; telling of it is the caller's."""
    approval.withdrawn_by, approval.withdrawn_at, approval.withdrawn_reason = by, timezone.now(), reason
    approval.full_clean()
    approval.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])


@transaction.atomic
def comment(
    *, regulation: AmendmentRegulation, body: str, by: User, clause: AmendmentClause | None = None
) -> ReviewComment:
    """Say something about the draft, or about one of its clauses, locked or not.

    Raises NotPermitted, and WrongState when it is announced or abandoned.
    """
    permissions.require_drafting(by)
    draft = locked_row(regulation, by=by)
    rules.is_not_announced(draft)
    about = next((one.name for one in placed_clauses(draft) if clause and one.clause.pk == clause.pk), "")
    said = ReviewComment(regulation=draft, clause=clause, about=about[:300], body=body.strip(), author=by)
    said.full_clean()
    said.save(force_insert=True)
    record(actor=by, verb=Verb.DRAFT_COMMENTED, subject=draft, payload={"comment": said.pk, "about": said.about})
    return said


@transaction.atomic
def answer(*, comment: ReviewComment, body: str, by: User) -> ReviewComment:
    """Answer a comment. Raises NotPermitted, and WrongState when it is settled or the draft is announced."""
    permissions.require_drafting(by)
    draft = locked_row(comment.regulation, by=by)
    rules.is_not_announced(draft)
    first = ReviewComment.objects.select_for_update().get(pk=comment.answers_id or comment.pk)
    reviewing.can_be_answered(first)
    said = ReviewComment(
        regulation=draft, clause_id=first.clause_id, about=first.about, answers=first, body=body.strip(), author=by
    )
    said.full_clean()
    said.save(force_insert=True)
    record(actor=by, verb=Verb.DRAFT_COMMENTED, subject=draft, payload={"comment": said.pk, "answers": first.pk})
    return said


@transaction.atomic
def settle(*, comment: ReviewComment, by: User, settled: bool = True) -> ReviewComment:
    """Mark a comment as settled, or open it again. Twice is once.

    Raises NotPermitted, and WrongState when the draft is announced or abandoned.
    """
    permissions.require_drafting(by)
    draft = locked_row(comment.regulation, by=by)
    rules.is_not_announced(draft)
    first = ReviewComment.objects.select_for_update().get(pk=comment.answers_id or comment.pk)
    if first.is_settled == settled:
        return first
    first.settled_by, first.settled_at = (by, timezone.now()) if settled else (None, None)
    first.full_clean()
    first.save(update_fields=["settled_by", "settled_at"])
    record(actor=by, verb=Verb.COMMENT_SETTLED, subject=draft, payload={"comment": first.pk, "settled": settled})
    return first


def _locked_version(draft: AmendmentRegulation) -> DraftVersion:
    """What is locked. Every locking keeps one; a draft locked before versions were kept must be locked again."""
    version = reviewing.current_version(draft)
    if version is None:
        raise reviewing.locked_before_versions(draft)
    return version
