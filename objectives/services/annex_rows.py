"""The rows an annex is written as: acts, headings, codes and texts. Locks nothing but what it says."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from objectives.annex import outline
from objectives.annex.reading import ActReading, ChapterReading, ObjectiveReading, ThemeReading
from objectives.models import (
    AnnexChapter,
    AnnexPart,
    CodeSeries,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Theme,
    ThemeVersion,
)
from objectives.models.validity import from_day
from organisations.models import Specialty, User
from organisations.refusals import RuleViolation

_BATCH = 500  # rows in one INSERT


class Acts:
    """The forskrifter the file names, in the register."""

    def __init__(self, main: ActReading, *, by: User) -> None:
        self._by = by
        self._title_of_changes = _("Forskrift om endring i %(name)s") % {
            "name": (main.short_title or main.title).lower()
        }
        self._known: dict[ActReading, LegalAct] = {}
        self.main = self.get(main)

    def get(self, act: ActReading) -> LegalAct:
        """The act, made when the register lacks it. The file tells no announcement, so `announced_at` stays empty."""
        if act not in self._known:
            found = LegalAct.objects.filter(decided_on__year=act.decided_on.year, number=act.number).first()
            self._known[act] = found or self._create(act)
        return self._known[act]

    def _create(self, act: ActReading) -> LegalAct:
        row = LegalAct(
            decided_on=act.decided_on,
            number=act.number,
            title=act.title or self._title_of_changes,
            short_title=act.short_title,
        )
        row.full_clean()
        row._history_user = self._by  # type: ignore[attr-defined]
        row.save()
        return row


def locked_series(prefixes: set[str]) -> dict[str, CodeSeries]:
    """The series, locked, so that no code is given and no other import runs meanwhile."""
    rows = CodeSeries.objects.select_for_update().filter(prefix__in=prefixes).order_by("prefix")
    series = {row.prefix: row for row in rows}
    if unknown := prefixes - series.keys():
        raise RuleViolation(
            _("Registeret mangler kodeseriene %(prefixes)s. Kjør load_reference_data først.")
            % {"prefixes": ", ".join(sorted(unknown))},
            code="no-series",
            authority="ID-1",
        )
    return series


def write_part(letter: str, title: str) -> AnnexPart:
    """The part of the annex, named as printed."""
    part, _created = AnnexPart.objects.update_or_create(
        letter=letter,
        defaults={"title": title},
        create_defaults={"title": title, "position": outline.PART_POSITIONS[letter]},
    )
    return part


def write_chapter(chapter: ChapterReading, part: AnnexPart, specialties: Mapping[str, Specialty]) -> AnnexChapter:
    """The chapter, named as printed. `specialties` is by short name."""
    place = {
        "part": part,
        "specialty": specialties.get(outline.specialty_of_chapter(chapter.slug)),
        "position": outline.chapter_position(chapter.slug),
        "is_former": chapter.is_former,
    }
    row, _created = AnnexChapter.objects.update_or_create(
        slug=chapter.slug,
        defaults={"title": chapter.title},
        create_defaults={"title": chapter.title, **place},
    )
    return row


def write_themes(
    new: Sequence[ThemeReading],
    chapters: Mapping[str, AnnexChapter],
    *,
    positions: Mapping[ThemeReading, int],
    starts: dt.date,
    act: LegalAct,
    by: User,
) -> dict[ThemeReading, Theme]:
    """The temaoverskrifter, with what each reads from the day `starts`."""
    themes = {theme: Theme(chapter=chapters[theme.chapter]) for theme in new}
    Theme.objects.bulk_create(themes.values())
    versions = [
        ThemeVersion(
            theme=row,
            number=theme.number,
            title=theme.title,
            position=positions[theme],
            valid=from_day(starts),
            start_is_exact=False,
            enacted_by=act,
        )
        for theme, row in themes.items()
    ]
    if versions:
        bulk_create_with_history(versions, ThemeVersion, batch_size=_BATCH, default_user=by)
    return themes


def write_codes(rows: Sequence[ObjectiveReading], series: Mapping[str, CodeSeries]) -> tuple[dict[str, Objective], int]:
    """The læringsmål's codes; and numbers the file skips, recorded as used (ID-2). Returns how many those are."""
    read: dict[str, dict[int, ObjectiveReading]] = defaultdict(dict)
    for row in rows:
        read[row.prefix][row.number] = row
    registered = {
        objective.code: objective for objective in Objective.objects.filter(series__prefix__in=read).select_for_update()
    }
    new, missing = [], 0
    for prefix, numbers in read.items():
        one = series[prefix]
        highest = max(numbers)
        if one.last_number < highest:
            one.last_number = highest
            one.save(update_fields=["last_number"])
        for number in range(1, highest + 1):
            code = one.code(number)
            if code in registered:
                continue
            origin = Objective.Origin.IMPORTED if number in numbers else Objective.Origin.MISSING
            missing += number not in numbers
            new.append(Objective(code=code, series=one, number=number, origin=origin))
    for row in rows:
        found = registered.get(row.code)
        if found:  # recorded as missing before; the file has it after all
            found.origin = Objective.Origin.IMPORTED
            found.save(update_fields=["origin"])
    Objective.objects.bulk_create(new)
    return registered | {objective.code: objective for objective in new}, missing


def write_versions(
    rows: Iterable[ObjectiveReading],
    objectives: Mapping[str, Objective],
    chapters: Mapping[str, AnnexChapter],
    themes: Mapping[ThemeReading, Theme],
    *,
    positions: Mapping[str, int],
    starts: dt.date,
    acts: Acts,
    by: User,
) -> None:
    """The texts: by chapter as the file names it, and at these positions by code.

    The database checks each; asking first would be a query per læringsmål.
    """
    versions = [
        ObjectiveVersion(
            objective=objectives[row.code],
            chapter=chapters[row.chapter],
            theme=themes[row.theme] if row.theme else None,
            position=positions[row.code],
            text=row.text,
            stage=row.stage,
            valid=from_day(row.ended.began, row.ended.ceased) if row.ended else from_day(starts),
            start_is_exact=False,
            enacted_by=acts.main,
            repealed_by=acts.get(row.ended.by) if row.ended else None,
        )
        for row in rows
    ]
    bulk_create_with_history(versions, ObjectiveVersion, batch_size=_BATCH, default_user=by)


def tell_the_planner() -> None:
    """Count the register's rows again, in the transaction that wrote them.

    PostgreSQL's own count may come by in the middle of the import, find nothing committed, and remember that these
    tables are empty: the questions that follow then go through thousands of rows once for each row.
    """
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for model in (AnnexPart, AnnexChapter, LegalAct, Objective, ObjectiveVersion, Theme, ThemeVersion)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
