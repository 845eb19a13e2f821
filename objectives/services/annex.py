"""Writing what was read of vedlegg 2 to the register: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from notifications.models import Verb
from notifications.services import record
from objectives.annex import outline
from objectives.annex.comparison import Comparison, compare
from objectives.annex.reading import ActReading, AnnexReading, ObjectiveReading, ThemeReading
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
from objectives.operations.placing import POSITION_STEP
from organisations.models import Specialty, User
from organisations.refusals import RuleViolation

_DIFFERENCES_SHOWN = 10
_BATCH = 500  # rows in one INSERT


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What an import wrote; all zeros when the register read as the file did already."""

    in_force: int = 0
    former: int = 0
    missing: int = 0
    chapters: int = 0
    themes: int = 0
    unchanged: int = 0

    @property
    def changed_anything(self) -> bool:
        return bool(self.in_force or self.former)


@transaction.atomic
def import_annex(*, reading: AnnexReading, file_name: str, by: User) -> Imported:
    """Write the chapters the register has no læringsmål in, and record their codes as used.

    Chapters the register has must read as the file does. Raises RuleViolation with the first differences when they
    don't, and when the series are not there.
    """
    series = _locked_series({row.prefix for row in reading.objectives})
    comparison = compare(reading)
    _refuse_differences(comparison)
    rows = comparison.to_write
    if not rows:
        return Imported(unchanged=comparison.unchanged)
    acts = _Acts(reading.act, by=by)
    slugs = {row.chapter for row in rows}
    chapters = _write_outline(reading)
    themes = _write_themes(reading, slugs, chapters, act=acts.main, by=by)
    objectives, missing = _write_codes(rows, series)
    _write_versions(reading, rows, objectives, chapters, themes, acts=acts, by=by)
    former = sum(row.ended is not None for row in rows)
    imported = Imported(
        in_force=len(rows) - former,
        former=former,
        missing=missing,
        chapters=len(slugs),
        themes=len(themes),
        unchanged=comparison.unchanged,
    )
    _tell(imported, reading, file_name=file_name, act=acts.main, by=by)
    return imported


def preview_import(*, reading: AnnexReading) -> Comparison:
    """What an import of the reading would do, with nothing written. Raises RuleViolation as the import would."""
    comparison = compare(reading)
    _refuse_differences(comparison)
    return comparison


class _Acts:
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


def _locked_series(prefixes: set[str]) -> dict[str, CodeSeries]:
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


def _refuse_differences(comparison: Comparison) -> None:
    found = comparison.differences
    if found:
        shown = [f"- {difference}" for difference in found[:_DIFFERENCES_SHOWN]]
        if len(found) > len(shown):
            shown.append(_("- og %(count)d til") % {"count": len(found) - len(shown)})
        raise RuleViolation(
            _("Filen sier noe annet enn registeret %(count)d steder:\n%(differences)s")
            % {"count": len(found), "differences": "\n".join(shown)},
            code="differs-from-the-register",
            authority="ID-3",
        )


def _write_outline(reading: AnnexReading) -> dict[str, AnnexChapter]:
    """The parts and chapters with their headings as printed; also those that only have an introduction."""
    specialties = {row.short_name: row for row in Specialty.objects.all()}
    parts: dict[str, AnnexPart] = {}
    chapters: dict[str, AnnexChapter] = {}
    for slug, chapter in reading.chapters.items():
        letter = chapter.part_letter
        if letter not in parts:
            title, position = {"title": chapter.part_title}, {"position": outline.PART_POSITIONS[letter]}
            parts[letter], _created = AnnexPart.objects.update_or_create(
                letter=letter, defaults=title, create_defaults=title | position
            )
        title = {"title": chapter.title}
        place = {
            "part": parts[letter],
            "specialty": specialties.get(outline.specialty_of_chapter(slug)),
            "position": outline.chapter_position(slug),
            "is_former": chapter.is_former,
        }
        chapters[slug], _created = AnnexChapter.objects.update_or_create(
            slug=slug, defaults=title, create_defaults=title | place
        )
    return chapters


def _write_themes(
    reading: AnnexReading, slugs: set[str], chapters: Mapping[str, AnnexChapter], *, act: LegalAct, by: User
) -> dict[ThemeReading, Theme]:
    """The temaoverskrifter of the chapters that are written. One that is there already is used."""
    wanted = [theme for theme in reading.themes if theme.chapter in slugs]
    there = {
        (version.theme.chapter_id, version.number, version.title): version.theme
        for version in ThemeVersion.objects.in_force(on=reading.starts).select_related("theme")
    }
    themes = {}
    for theme in wanted:
        chapter = chapters[theme.chapter]
        themes[theme] = there.get((chapter.pk, theme.number, theme.title)) or Theme(chapter=chapter)
    new = [theme for theme in wanted if themes[theme].pk is None]
    Theme.objects.bulk_create(themes[theme] for theme in new)
    versions = [
        ThemeVersion(
            theme=themes[theme],
            number=theme.number,
            title=theme.title,
            position=theme.place * POSITION_STEP,
            valid=from_day(reading.starts),
            start_is_exact=False,
            enacted_by=act,
        )
        for theme in new
    ]
    if versions:
        bulk_create_with_history(versions, ThemeVersion, batch_size=_BATCH, default_user=by)
    return themes


def _write_codes(
    rows: Sequence[ObjectiveReading], series: Mapping[str, CodeSeries]
) -> tuple[dict[str, Objective], int]:
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


def _write_versions(
    reading: AnnexReading,
    rows: Iterable[ObjectiveReading],
    objectives: Mapping[str, Objective],
    chapters: Mapping[str, AnnexChapter],
    themes: Mapping[ThemeReading, Theme],
    *,
    acts: _Acts,
    by: User,
) -> None:
    """The texts. The database checks each; asking first would be a query per læringsmål."""
    versions = [
        ObjectiveVersion(
            objective=objectives[row.code],
            chapter=chapters[row.chapter],
            theme=themes[row.theme] if row.theme else None,
            position=row.place * POSITION_STEP,
            text=row.text,
            stage=row.stage,
            valid=from_day(row.ended.began, row.ended.ceased) if row.ended else from_day(reading.starts),
            start_is_exact=False,
            enacted_by=acts.main,
            repealed_by=acts.get(row.ended.by) if row.ended else None,
        )
        for row in rows
    ]
    bulk_create_with_history(versions, ObjectiveVersion, batch_size=_BATCH, default_user=by)


def _tell(imported: Imported, reading: AnnexReading, *, file_name: str, act: LegalAct, by: User) -> None:
    record(
        actor=by,
        verb=Verb.ANNEX_IMPORTED,
        subject=act,
        payload={
            "file": file_name,
            "sha256": reading.sha256,
            "known_from": reading.starts.isoformat(),
            **asdict(imported),
            "not_read": [{"line": warned.line, "message": warned.message} for warned in reading.warnings],
        },
    )
