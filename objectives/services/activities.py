"""Writing nasjonalt anbefalte læringsaktiviteter from a file: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import ngettext

from notifications.models import Verb
from notifications.services import record
from objectives.activities.checking import Checked, RowProblem, Wanted, check
from objectives.activities.file import ActivityRow
from objectives.models import LearningActivity, Objective
from organisations.models import Organisation, User
from organisations.refusals import Refusal


class RowsRefused(Refusal):
    """Some rows must be put right before anything is written. `problems` has each, in the file's order."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = list(problems)
        count = len({problem.row for problem in problems})
        summary = ngettext("%(count)d rad må rettes:", "%(count)d rader må rettes:", count) % {"count": count}
        lines = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"{summary}\n{lines}", code="rows-refused", authority="LA-3")


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivitiesImported:
    """What an import wrote; all zeros but `unchanged` when the register said the same already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def preview_activities(*, rows: Sequence[ActivityRow], on: dt.date) -> Checked:
    """What an import would do. Raises RowsRefused as the import would."""
    return _accepted(rows, on=on)


@transaction.atomic
def import_activities(
    *, rows: Sequence[ActivityRow], file_name: str, sha256: str, on: dt.date, by: User
) -> ActivitiesImported:
    """Write the activities of the rows: new ones are made, known ones get the row's numbers and læringsmål.

    An activity is known by specialty, type and exact title (LA-3). Those the file does not name stay as they are.
    Running it again changes nothing. Raises RowsRefused.
    """
    list(LearningActivity.objects.select_for_update().values_list("pk", flat=True))
    checked = _accepted(rows, on=on)
    created = [_create(wanted, by=by) for wanted in checked.to_create]
    changed = [_change(activity, wanted, by=by) for activity, wanted in checked.to_change]
    if created or changed:
        record(
            actor=by,
            verb=Verb.ACTIVITIES_IMPORTED,
            subject=Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE),
            payload={
                "file": file_name,
                "sha256": sha256,
                "created": [_told(activity) for activity in created],
                "changed": [_told(activity) for activity in changed],
                "unchanged": checked.unchanged,
            },
        )
    return ActivitiesImported(created=len(created), changed=len(changed), unchanged=checked.unchanged)


def _accepted(rows: Sequence[ActivityRow], *, on: dt.date) -> Checked:
    checked = check(rows, on=on)
    if checked.problems:
        raise RowsRefused(checked.problems)
    return checked


def _create(wanted: Wanted, *, by: User) -> LearningActivity:
    activity = LearningActivity(
        kind=wanted.kind,
        title=wanted.title,
        course_kind=wanted.course_kind,
        minimum_repetitions=wanted.minimum,
        specialty=wanted.specialty,
    )
    activity.full_clean()
    activity._history_user = by  # type: ignore[attr-defined]
    activity.save(force_insert=True)
    activity.objectives.set(Objective.objects.filter(code__in=wanted.codes))
    return activity


def _change(activity: LearningActivity, wanted: Wanted, *, by: User) -> LearningActivity:
    activity.course_kind, activity.minimum_repetitions = wanted.course_kind, wanted.minimum
    activity.full_clean()
    activity._history_user = by  # type: ignore[attr-defined]
    activity.save(update_fields=["course_kind", "minimum_repetitions"])
    activity.objectives.set(Objective.objects.filter(code__in=wanted.codes))
    return activity


def _told(activity: LearningActivity) -> dict[str, object]:
    return {"id": activity.pk, "specialty": activity.specialty.short_name, "title": activity.title}
