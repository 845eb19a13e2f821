"""Proposed changes of courses, procedures and utdypende tekst: what is not regulation (FO-3, LA-*, TE-*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from objectives import legal_text
from objectives.models import Elaboration, LearningActivity, Objective
from objectives.operations.continuous import (
    ActivityFacts,
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
    check_continuously,
)
from objectives.operations.continuous.applying import facts_of
from organisations.models import User
from organisations.refusals import RuleViolation
from revisions import rules
from revisions.models import ActivityChange, ElaborationChange, Proposal, RecommendationDecision

from .proposals import _locked, _touch
from .seen_rows import is_as_seen, name_of

R = TypeVar("R", ActivityChange, ElaborationChange)


@transaction.atomic
def save_activity_change(
    *,
    proposal: Proposal,
    by: User,
    on: dt.date,
    kind: str,
    current: str,
    proposed: str,
    change: ActivityChange | None = None,
    course_kind: str = "",
    minimum: int | None = None,
    codes: Iterable[str] = (),
    comment: str = "",
    seen: str = "",
) -> ActivityChange:
    """Add a row to the course or the procedure table, or save one again (FO-3).

    `current` is the title in the national list, empty for a new one; an empty `proposed` takes it out. What the
    course or procedure is today is read from the list, never taken from the caller. `seen` is `seen_in(change)` when
    the person loaded it. Raises RuleViolation for an unknown code, for what could not be published on the day `on`, in
    the register's words, and «changed-by-another» when somebody has saved the row since.
    """
    row = _locked(proposal, by=by)
    saved = _still_there(change, row) if change is not None else ActivityChange(proposal=row)
    if change is not None:
        is_as_seen(saved, row, seen=seen, by=by)
        _drop_proposed_outcome(saved)
    activity = activity_called(current, kind=kind, proposal=row) if current else None
    saved.kind, saved.current, saved.proposed, saved.comment = kind, current, proposed, comment
    saved.activity = activity
    saved.basis = _as_data(facts_of(activity)) if activity else None
    saved.course_kind = course_kind if proposed and kind == ActivityChange.Kind.COURSE else ""
    saved.proposed_minimum = minimum if proposed and kind == ActivityChange.Kind.PROCEDURE else None
    objectives = objectives_called(codes) if proposed else []
    saved.full_clean()
    saved.save()
    saved.objectives.set(objectives)
    operation = activity_operation(saved)
    if operation is not None:
        check_continuously([operation], on=on)
    _touch(row, row=name_of(saved), by=by)
    return saved


def _drop_proposed_outcome(change: ActivityChange | ElaborationChange) -> None:
    """An outcome proposed for what the change said before is not one for what it says now; the journal keeps it."""
    rules.change_is_not_decided(change)
    RecommendationDecision.objects.about(change).filter(decided_at__isnull=True).delete()


def _still_there(change: R, proposal: Proposal) -> R:
    """The row as it now is, locked. Raises RuleViolation when another has deleted it."""
    saved = type(change).objects.select_for_update().filter(pk=change.pk, proposal=proposal).first()
    if saved is None:
        raise RuleViolation(
            _("Noen andre har slettet raden. Legg den til på nytt hvis den skal være med."),
            code="row-is-gone",
            authority="FO-3",
        )
    return saved


def activity_called(title: str, *, kind: str, proposal: Proposal) -> LearningActivity | None:
    """The course or procedure with exactly this title, the specialty's own before another's (LA-3)."""
    rows = list(LearningActivity.objects.filter(kind=kind, title=title).select_related("specialty"))
    own = [row for row in rows if row.specialty_id == proposal.specialty_id]
    return next(iter((*own, *rows)), None)


def objectives_called(codes: Iterable[str]) -> list[Objective]:
    """The læringsmål with these codes. Raises RuleViolation for one that is not there."""
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    found = {row.code: row for row in Objective.objects.filter(code__in=wanted)}
    for code in wanted:
        if code not in found:
            raise RuleViolation(
                _("Koden %(code)s finnes ikke i registeret. Kontroller koden.") % {"code": code},
                code="unknown-code",
                authority="ID-1",
            )
    return [found[code] for code in wanted]


def activity_operation(change: ActivityChange) -> ContinuousOperation | None:
    """The operation the row is; None when it names a title that is not in the national list (LA-3)."""
    facts = ActivityFacts(
        specialty=(change.activity.specialty if change.activity else change.proposal.specialty).slug,
        activity=change.kind,
        title=change.proposed,
        course_kind=change.course_kind,
        minimum_repetitions=change.proposed_minimum,
        codes=frozenset(change.codes),
    )
    if not change.current:
        return AddActivity(facts=facts)
    if change.activity is None or change.basis is None:
        return None
    basis = ActivityFacts(**{**change.basis, "codes": frozenset(change.basis["codes"])})
    if not change.proposed:
        return RemoveActivity(pk=change.activity.pk, basis=basis)
    return ChangeActivity(pk=change.activity.pk, facts=facts, basis=basis)


def _as_data(facts: ActivityFacts) -> dict[str, object]:
    return {**asdict(facts), "codes": sorted(facts.codes)}


@transaction.atomic
def remove_activity_change(*, change: ActivityChange, by: User) -> None:
    """Take a row out of the course or the procedure table."""
    row = _locked(change.proposal, by=by)
    _drop_proposed_outcome(change)
    change.delete()
    _touch(row)


# --- utdypende tekst ----------------------------------------------------------------------------------


def elaboration_of(code: str) -> tuple[Objective, str]:
    """The læringsmål and its utdypende tekst today, empty when it has none. Raises RuleViolation for another code."""
    (objective,) = objectives_called([code])
    found = Elaboration.objects.filter(objective=objective).first()
    return objective, found.text if found else ""


@transaction.atomic
def save_elaboration_change(
    *,
    proposal: Proposal,
    by: User,
    on: dt.date,
    code: str,
    new_text: str,
    removes: bool = False,
    change: ElaborationChange | None = None,
    comment: str = "",
    seen: str = "",
) -> ElaborationChange:
    """Propose another utdypende tekst to a læringsmål, a first one, or none any more (TE-1).

    The old text is read from the register. `seen` is `seen_in(change)` when the person loaded it. Raises RuleViolation
    for an unknown or ended læringsmål, an empty text, one that changes nothing, and «changed-by-another» when somebody
    has saved the change since; ValidationError when the proposal has a change of the same one.
    """
    row = _locked(proposal, by=by)
    objective, old = elaboration_of(code)
    text = "" if removes else legal_text.clean(new_text)
    operation: ContinuousOperation = SetElaboration(code=objective.code, text=text, basis=old)
    if removes:
        operation = RemoveElaboration(code=objective.code, basis=old)
    check_continuously([operation], on=on)
    saved = _still_there(change, row) if change is not None else ElaborationChange(proposal=row)
    if change is not None:
        is_as_seen(saved, row, seen=seen, by=by)
        _drop_proposed_outcome(saved)
    saved.objective, saved.old_text, saved.new_text, saved.comment = objective, old, text, comment
    saved.full_clean()
    saved.save()
    _touch(row, row=name_of(saved), by=by)
    return saved


@transaction.atomic
def remove_elaboration_change(*, change: ElaborationChange, by: User) -> None:
    """Take a change of utdypende tekst out of the proposal."""
    row = _locked(change.proposal, by=by)
    _drop_proposed_outcome(change)
    change.delete()
    _touch(row)
