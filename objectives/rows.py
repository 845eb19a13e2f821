"""What one læringsmål shows in a list: the facts that `objectives.markup` draws, made in one place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from django.db.models import DateField, F, Func, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .changes import Change, ChangeKind
from .lineage import kind_in_words
from .models import LegalAct, ObjectiveVersion
from .redline import Segment
from .standing import REPEALED, Standing, standing


class OldCode(NamedTuple):
    """A code that is struck: what the row's own came instead of, or one that is repealed."""

    code: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list of læringsmål."""

    code: str = ""
    url: str = ""
    text: str = ""
    segments: list[Segment] | None = None
    old_codes: tuple[OldCode, ...] = ()
    is_new_code: bool = False
    here: bool = False
    off: bool = False
    anchor: str = ""
    marks: re.Pattern[str] | None = None
    mark: str = ""
    word: str | Promise = ""
    announced: dt.date | None = None
    in_force: dt.date | None = None
    repealed_from: dt.date | None = None
    meta: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Heading:
    """A temaoverskrift with the læringsmål that stand under it; without number and title it is the chapter's own."""

    number: str
    title: str
    anchor: str
    rows: list[Row]


@dataclass(frozen=True)
class Section:
    """A chapter with its headings."""

    slug: str
    title: str
    headings: list[Heading]

    @property
    def count(self) -> int:
        """How many læringsmål it has."""
        return sum(len(heading.rows) for heading in self.headings)


@cache
def _objective_address() -> tuple[str, str]:
    """What stands before and after the code. Asking `reverse` once for each row of the annex is most of its time."""
    before, _code, after = reverse("objectives:objective", args=["CODE"]).partition("CODE")
    return before, after


def objective_url(code: str, *, on: dt.date | None = None) -> str:
    """The address of a læringsmål; with a day, the one that always shows the text of that day."""
    before, after = _objective_address()
    return f"{before}{quote(code)}{after}{on.isoformat()}/" if on else f"{before}{quote(code)}{after}"


def announced_on(act: LegalAct | None) -> dt.date | None:
    """The Norwegian day the act was announced, if the source tells."""
    return timezone.localtime(act.announced_at).date() if act and act.announced_at else None


def _row(code: str, text: str, last_day: dt.date | None, *, suffix: str, here: bool) -> Row:
    """A wording in force; says when an announced act ends it. `suffix` ends its address."""
    url = f"{objective_url(code)}{suffix}"
    if last_day is None:
        return Row(code=code, url=url, text=text, here=here)
    meta = [_("Gjelder til og med %(day)s") % {"day": date_format(last_day, "j. F Y")}]
    return Row(code=code, url=url, text=text, here=here, meta=meta)


class _Printed(NamedTuple):
    """What a consolidation reads of each læringsmål."""

    slug: str
    chapter: str
    theme: int | None
    number: str | None
    title: str | None
    code: str
    text: str
    until: dt.date | None


_PRINTED = (
    "chapter__slug",
    "chapter__title",
    "theme",
    "theme_number",
    "theme_title",
    "objective__code",
    "text",
    Func(F("valid"), function="upper", output_field=DateField()),
)


def address_day(on: dt.date, *, today: dt.date) -> str:
    """How the address of a læringsmål ends: with the day it is read on, unless that is today."""
    return "" if on == today else f"{on.isoformat()}/"


def sections(versions: QuerySet[ObjectiveVersion], *, suffix: str = "", here: str = "") -> list[Section]:
    """A consolidation, or a part of one, as chapters and headings in its own order. One query.

    Columns, not model instances: the whole annex takes an eighth of the time. `suffix` ends each address, `here` is
    the code the page is about.
    """
    printed = [_Printed(*columns) for columns in versions.values_list(*_PRINTED)]
    return [
        Section(slug, title, _headings(rows, suffix=suffix, here=here))
        for (slug, title), rows in groupby(printed, key=lambda one: (one.slug, one.chapter))
    ]


def _headings(printed: Iterable[_Printed], *, suffix: str, here: str) -> list[Heading]:
    return [
        Heading(
            number=number or "",
            title=title or "",
            anchor=f"tema-{theme}" if theme else "",
            rows=[
                _row(one.code, one.text, _day_before(one.until), suffix=suffix, here=one.code == here) for one in rows
            ],
        )
        for (theme, number, title), rows in groupby(printed, key=lambda one: (one.theme, one.number, one.title))
    ]


def _day_before(day: dt.date | None) -> dt.date | None:
    return day - dt.timedelta(days=1) if day else None


def change_row(change: Change, *, today: dt.date) -> Row:
    """A change an act made, as the front page tells it."""
    replaced = change.kind is ChangeKind.REPLACED and change.before is not None
    stands = _standing_of(change, today=today)
    repealed = change.kind is ChangeKind.REPEALED
    return Row(
        code=change.code,
        url=objective_url(change.code),
        segments=change.segments,
        old_codes=(OldCode(change.before.objective.code),) if replaced and change.before else (),
        mark=stands.mark,
        word=stands.word,
        announced=announced_on(change.act),
        in_force=None if repealed else change.starts,
        repealed_from=change.starts if repealed else None,
        meta=[_in_words(change)],
    )


def _standing_of(change: Change, *, today: dt.date) -> Standing:
    if change.after is not None:
        return standing(change.after, on=today)
    if change.starts > today:
        return Standing("kunngjort", _("Kunngjort, ikke opphevet ennå"))
    return REPEALED


def _in_words(change: Change) -> str:
    if change.kind is ChangeKind.REPLACED and change.succession:
        old = _("erstatter %(code)s") % {"code": change.succession.old.code}
        return f"{old}. {kind_in_words(change.succession)}"
    return {
        ChangeKind.NEW: _("nytt læringsmål"),
        ChangeKind.CORRECTED: _("språklig retting, koden er beholdt"),
        ChangeKind.MOVED: _("flyttet, koden er beholdt"),
        ChangeKind.REPEALED: _("koden brukes ikke igjen"),
    }.get(change.kind, "")
