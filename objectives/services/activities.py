"""Writing nasjonalt anbefalte læringsaktiviteter from a file: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.models import Verb
from notifications.services import record
from objectives.activities.checking import Checked, RowProblem, check
from objectives.activities.file import ActivityRow
from objectives.operations.continuous import AddActivity, ChangeActivity, apply_continuously
from objectives.operations.continuous.types import ActivityOperation
from organisations.models import Organisation, User
from organisations.refusals import Refusal


class RowsRefused(Refusal):
    """Some rows must be put right before anything is written. `problems` has each, in the file's order."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = list(problems)
        count = len({problem.row for problem in problems})
        self.summary: str = ngettext("%(count)d rad må rettes:", "%(count)d rader må rettes:", count) % {"count": count}
        lines = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"{self.summary}\n{lines}", code="rows-refused", authority="LA-3")


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivitiesImported:
    """What an import wrote; all zeros but `unchanged` when the register said the same already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def preview_activities(*, rows: Sequence[ActivityRow], on: dt.date) -> Checked:
    """What an import would do. Raises RowsRefused as the import would."""
    checked = check(rows, on=on)
    if checked.problems:
        raise RowsRefused(checked.problems)
    return checked


@transaction.atomic
def import_activities(
    *, rows: Sequence[ActivityRow], file_name: str, sha256: str, on: dt.date, by: User
) -> ActivitiesImported:
    """Write the activities of the rows: new ones are made, known ones get the row's numbers and læringsmål.

    An activity is known by specialty, type and exact title (LA-3). Those the file does not name stay as they are.
    Each is written by the same operation as when a person does it. Running it again changes nothing. Raises
    RowsRefused, and RuleViolation when somebody changes one of them meanwhile.
    """
    checked = preview_activities(rows=rows, on=on)
    operations: list[ActivityOperation] = [AddActivity(facts=wanted.facts) for wanted in checked.to_create]
    operations += [ChangeActivity(pk=pk, facts=wanted.facts, basis=was) for pk, was, wanted in checked.to_change]
    if operations:
        apply_continuously(operations, on=on, reason=_("Lest inn fra %(file)s") % {"file": file_name}, by=by)
        counts = {"created": len(checked.to_create), "changed": len(checked.to_change), "unchanged": checked.unchanged}
        record(
            actor=by,
            verb=Verb.ACTIVITIES_IMPORTED,
            subject=Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE),
            payload={"file": file_name, "sha256": sha256, **counts},
        )
    return ActivitiesImported(
        created=len(checked.to_create), changed=len(checked.to_change), unchanged=checked.unchanged
    )
