"""Setting Lovdata's consolidation of vedlegg 2 beside ours, and keeping what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from notifications.models import Verb
from notifications.services import record
from objectives.annex import report
from objectives.annex.comparison import Comparison, compare
from objectives.annex.differences import Difference
from objectives.annex.oddities import oddities
from objectives.annex.reading import AnnexReading
from objectives.annex.registered import register_beside
from objectives.models import AnnexChapter, ReconciliationReport
from organisations.models import Specialty, User

from .additions import add_what_is_unknown
from .annex import Imported, import_annex, may_be_imported, register_is_empty
from .annex_rows import locked_series


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a file: the report, unless it was imported whole, and what was written, if anything was."""

    report: Mapping[str, Any] | None = None
    imported: Imported | None = None

    @property
    def is_equal(self) -> bool:
        """Whether the register now says what the file does."""
        return self.report is None or bool(self.report["equal"])


@transaction.atomic
def import_or_reconcile(
    *, reading: AnnexReading, file_name: str, by: User, at: dt.datetime, add_unknown: bool = False
) -> Outcome:
    """Import the file whole to an empty register, or compare it with what the register says on the file's day.

    A register that has læringsmål is never written over. With `add_unknown` it gets the chapters, headings and
    læringsmål it has never known of. The comparison is kept, and told in the journal. Raises as `import_annex` does.
    """
    locked_series({row.prefix for row in reading.objectives})
    if register_is_empty():
        return Outcome(imported=import_annex(reading=reading, file_name=file_name, by=by))
    comparison, imported, added = _compared(reading), None, []
    if add_unknown and any(difference.may_be_added for difference in comparison.differences):
        before = comparison
        imported = add_what_is_unknown(reading=reading, comparison=before, file_name=file_name, by=by)
        comparison = _compared(reading)
        added = _no_longer_there(before, comparison)
    made = _report(reading, comparison, file_name=file_name, at=at, added=added)
    _keep(made, by=by, at=at)
    return Outcome(report=made, imported=imported)


def preview(*, reading: AnnexReading, file_name: str, at: dt.datetime) -> Outcome:
    """How the file compares with the register as it is, with nothing written.

    To an empty register everything is new; then it raises as `import_annex` would.
    """
    if register_is_empty():
        may_be_imported(reading)
    return Outcome(report=_report(reading, _compared(reading), file_name=file_name, at=at))


def _compared(reading: AnnexReading) -> Comparison:
    return compare(reading, register_beside(reading))


def _report(
    reading: AnnexReading,
    comparison: Comparison,
    *,
    file_name: str,
    at: dt.datetime,
    added: list[Difference] | None = None,
) -> dict[str, Any]:
    return report.as_data(
        reading,
        comparison,
        oddities=oddities(reading, names=_specialty_names()),
        added=added or [],
        file_name=file_name,
        made_at=at,
    )


def _specialty_names() -> dict[str, str]:
    """What the specialty of each chapter is called. A set shared by several has no such name."""
    rows = AnnexChapter.objects.filter(specialty__kind=Specialty.Kind.SPECIALTY)
    return dict(rows.values_list("slug", "specialty__name"))


def _no_longer_there(before: Comparison, after: Comparison) -> list[Difference]:
    left = set(after.differences)
    return [difference for difference in before.differences if difference not in left]


def _keep(made: dict[str, Any], *, by: User, at: dt.datetime) -> None:
    row = ReconciliationReport(
        made_at=at,
        made_by=by,
        file_name=made["file"]["name"],
        sha256=made["file"]["sha256"],
        on=dt.date.fromisoformat(made["on"]),
        counts=made["counts"],
        content=made,
    )
    row.full_clean()
    row.save(force_insert=True)
    payload = {"file": row.file_name, "sha256": row.sha256, "on": made["on"], **made["counts"]}
    record(actor=by, verb=Verb.ANNEX_RECONCILED, subject=row, payload=payload)
