"""What a file of læringsaktiviteter would change: shown before anything is written, and carried to the next step.

Nothing is kept on the server between the two: the rows go with the page, signed for the person who is shown them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from objectives.activities.file import COLUMNS, ActivityRow, read_rows
from objectives.models import LearningActivity
from objectives.operations.continuous import ActivityFacts
from objectives.services.activities import preview_activities
from organisations.models import Specialty, User
from organisations.refusals import Refusal

STAYS_GOOD = dt.timedelta(hours=2)
MOST_SHOWN = 100
# What stands in each column, for who makes the file.
COLUMN_HELP: dict[str, str | Promise] = {
    COLUMNS["kind"]: gettext_lazy("«kurs» eller «prosedyre»"),
    COLUMNS["title"]: gettext_lazy("nøyaktig som i den nasjonale listen (LA-3)"),
    COLUMNS["course_kind"]: gettext_lazy("bare for kurs, og kan stå tom"),
    COLUMNS["minimum"]: gettext_lazy("bare for prosedyrer, og må fylles ut: et helt tall (LA-2)"),
    COLUMNS["specialty"]: gettext_lazy("navnet eller forkortelsen, for eksempel GAK"),
    COLUMNS["codes"]: gettext_lazy("én eller flere koder, med mellomrom eller komma mellom"),
}


@dataclass(frozen=True)
class ActivityFile:
    """A file that has been read."""

    name: str
    sha256: str
    rows: list[ActivityRow]


@dataclass(frozen=True)
class Line:
    """One activity in the preview: `changes` is what a known one gets, as «felt: før → etter»."""

    row: int
    title: str
    kind: str
    specialty: str
    changes: list[str]


@dataclass(frozen=True)
class Preview:
    """What an import would do; at most `MOST_SHOWN` lines of each are shown."""

    file: ActivityFile
    signed: str
    created: int
    changed: int
    unchanged: int
    new: list[Line]
    altered: list[Line]


def read_upload(name: str, data: bytes) -> ActivityFile:
    """The rows of an uploaded file. Raises UnreadableFile."""
    return ActivityFile(name, hashlib.sha256(data).hexdigest(), read_rows(data))


def preview(file: ActivityFile, *, on: dt.date, user: User) -> Preview:
    """What importing the file on the day would do, with nothing written. Raises RowsRefused."""
    checked = preview_activities(rows=file.rows, on=on)
    names = dict(Specialty.objects.values_list("slug", "name"))
    return Preview(
        file=file,
        signed=_signed(file, user),
        created=len(checked.to_create),
        changed=len(checked.to_change),
        unchanged=checked.unchanged,
        new=[_line(wanted.row, wanted.facts, None, names) for wanted in checked.to_create[:MOST_SHOWN]],
        altered=[_line(wanted.row, wanted.facts, was, names) for _pk, was, wanted in checked.to_change[:MOST_SHOWN]],
    )


def carried(text: str, *, user: User) -> ActivityFile:
    """The file that a preview was shown of. Raises Refusal when it is too old, or is not the person's."""
    try:
        name, sha256, rows = signing.loads(text, salt=_salt(user), max_age=STAYS_GOOD)
    except signing.BadSignature:
        raise Refusal(
            _("Det er for lenge siden filen ble kontrollert. Velg filen og kontroller den på nytt."), code="too-old"
        ) from None
    return ActivityFile(name, sha256, [ActivityRow(*row) for row in rows])


def _signed(file: ActivityFile, user: User) -> str:
    content = [file.name, file.sha256, [astuple(row) for row in file.rows]]
    return signing.dumps(content, salt=_salt(user), compress=True)


def _salt(user: User) -> str:
    return f"objectives.activities.{user.pk}"


def _line(row: int, facts: ActivityFacts, was: ActivityFacts | None, names: dict[str, str]) -> Line:
    kind = str(LearningActivity.Kind(facts.activity).label)
    return Line(row, facts.title, kind, names[facts.specialty], list(_changes(was, facts)) if was else [])


def _changes(was: ActivityFacts, becomes: ActivityFacts) -> Iterator[str]:
    pairs = (
        (_("Kurstype"), was.course_kind, becomes.course_kind),
        (_("Anbefalt minste antall"), was.minimum_repetitions, becomes.minimum_repetitions),
        (_("Læringsmål"), _listed(sorted(was.codes)), _listed(sorted(becomes.codes))),
    )
    for name, before, after in pairs:
        if before != after:
            yield f"{name}: {before or '–'} → {after or '–'}"


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes)
