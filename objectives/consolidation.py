"""Vedlegg 2 as it reads on a date, shaped for whoever shows or sends it: the file, the API and the pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import DateField, F, Func

from . import legal_text
from .models import LegalAct, ObjectiveVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidatedObjective:
    """A læringsmål in force on the day asked for.

    `part`, `chapter` and `theme` are headings as printed; `text` is the plain words. `valid_until` is the first day
    no longer in force, None while no announced act ends it. `enacted_by` is Lovdata's RefID.
    """

    code: str
    specialty: str | None
    part: str
    chapter: str
    theme: str | None
    stage: str
    text: str
    valid_from: dt.date
    valid_until: dt.date | None
    enacted_by: str


_COLUMNS = (
    "objective__code",
    "objective__series__specialty__name",
    "chapter__part__title",
    "chapter__title",
    "theme_number",
    "theme_title",
    "stage",
    "text",
    # Two dates, not a range: the range would take longer to read than all the rest.
    Func(F("valid"), function="lower", output_field=DateField()),
    Func(F("valid"), function="upper", output_field=DateField()),
    "enacted_by__decided_on",
    "enacted_by__number",
)


def consolidation(*, on: dt.date) -> list[ConsolidatedObjective]:
    """All læringsmål in force on the day `on`, in the annex's order. One query.

    Columns, not model instances: the whole annex takes an eighth of the time.
    """
    rows = ObjectiveVersion.objects.consolidated(on=on).values_list(*_COLUMNS)
    return [_shaped(*row) for row in rows]


def _shaped(
    code: str,
    specialty: str | None,
    part: str,
    chapter: str,
    theme_number: str | None,
    theme_title: str | None,
    stage: str,
    text: str,
    valid_from: dt.date,
    valid_until: dt.date | None,
    decided_on: dt.date,
    act_number: int,
) -> ConsolidatedObjective:
    return ConsolidatedObjective(
        code=code,
        specialty=specialty,
        part=part,
        chapter=chapter,
        theme=f"{theme_number or ''} {theme_title or ''}".strip() or None,
        stage=stage,
        text=legal_text.plain(text),
        valid_from=valid_from,
        valid_until=valid_until,
        enacted_by=_ref_id(decided_on, act_number),
    )


@lru_cache(maxsize=1000)
def _ref_id(decided_on: dt.date, number: int) -> str:
    """An annex names the same few acts thousands of times."""
    return LegalAct(decided_on=decided_on, number=number).ref_id
