"""What one læringsmål shows in a list: the arguments of `components/_objective.html`, made in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

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


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list of læringsmål."""

    code: str
    url: str
    text: str = ""
    segments: list[Segment] | None = None
    old_code: str = ""
    here: bool = False
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


def objective_url(code: str, *, on: dt.date | None = None) -> str:
    """The address of a læringsmål, on a day when one is given."""
    url = reverse("objectives:objective", args=[code])
    return f"{url}?dato={on:%d.%m.%Y}" if on else url


def announced_on(act: LegalAct | None) -> dt.date | None:
    """The Norwegian day the act was announced, if the source tells."""
    return timezone.localtime(act.announced_at).date() if act and act.announced_at else None


def row(version: ObjectiveVersion, *, on: dt.date, today: dt.date, here: bool = False) -> Row:
    """A wording in a list read on the day `on`; says when an announced act ends it."""
    meta = []
    if version.last_day is not None and version.last_day >= on:
        meta.append(_("Gjelder til og med %(day)s") % {"day": date_format(version.last_day, "j. F Y")})
    url = objective_url(version.objective.code, on=None if on == today else on)
    return Row(code=version.objective.code, url=url, text=version.text, here=here, meta=meta)


def sections(versions: Iterable[ObjectiveVersion], *, on: dt.date, today: dt.date, here: str = "") -> list[Section]:
    """A consolidation as chapters and headings, in its own order."""
    return [
        Section(chapter.slug, chapter.title, _headings(list(rows), on=on, today=today, here=here))
        for chapter, rows in groupby(versions, key=lambda version: version.chapter)
    ]


def _headings(versions: Sequence[ObjectiveVersion], *, on: dt.date, today: dt.date, here: str) -> list[Heading]:
    return [
        Heading(
            number=number or "",
            title=title or "",
            anchor=f"tema-{theme_id}" if theme_id else "",
            rows=[row(version, on=on, today=today, here=version.objective.code == here) for version in rows],
        )
        for (theme_id, number, title), rows in groupby(
            versions,
            key=lambda version: (version.theme_id, version.theme_number, version.theme_title),  # type: ignore[attr-defined]
        )
    ]


def change_row(change: Change, *, today: dt.date) -> Row:
    """A change an act made, as the front page tells it."""
    replaced = change.kind is ChangeKind.REPLACED and change.before is not None
    stands = _standing_of(change, today=today)
    repealed = change.kind is ChangeKind.REPEALED
    return Row(
        code=change.code,
        url=objective_url(change.code),
        segments=change.segments,
        old_code=change.before.objective.code if replaced and change.before else "",
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
