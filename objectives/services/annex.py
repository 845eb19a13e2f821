"""The first import of vedlegg 2: an empty register gets all that is in the file, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives.annex.reading import AnnexReading, ThemeReading
from objectives.models import AnnexChapter, LegalAct, Objective, ObjectiveVersion, Theme, ThemeVersion
from objectives.operations.placing import POSITION_STEP
from organisations.models import Specialty, User
from organisations.refusals import RuleViolation

from .annex_rows import (
    Acts,
    locked_series,
    tell_the_planner,
    write_chapter,
    write_codes,
    write_part,
    write_themes,
    write_versions,
)

_SHOWN = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What was written to the register from a file."""

    in_force: int = 0
    former: int = 0
    missing: int = 0
    chapters: int = 0
    themes: int = 0


def register_is_empty() -> bool:
    """Whether no læringsmål has, has had or will have a text: only then is a file imported whole."""
    return not ObjectiveVersion.objects.exists()


@transaction.atomic
def import_annex(*, reading: AnnexReading, file_name: str, by: User) -> Imported:
    """Write the whole file to an empty register, and record its codes as used.

    Raises Unreadable for what may be read in two ways, and RuleViolation when the register is not empty, when the
    series are not there, and when a code is reserved.
    """
    rows = reading.objectives
    series = locked_series({row.prefix for row in rows})
    may_be_imported(reading)
    acts = Acts(reading.act, by=by)
    chapters = _write_outline(reading)
    themes = _write_themes(reading, chapters, act=acts.main, by=by)
    objectives, missing = write_codes(rows, series)
    positions = {row.code: row.place * POSITION_STEP for row in rows}
    write_versions(rows, objectives, chapters, themes, positions=positions, starts=reading.starts, acts=acts, by=by)
    imported = Imported(
        in_force=len(reading.in_force),
        former=len(reading.former),
        missing=missing,
        chapters=len({row.chapter for row in rows}),
        themes=len(themes),
    )
    tell_the_planner()
    tell(imported, reading, file_name=file_name, act=acts.main, by=by)
    return imported


def may_be_imported(reading: AnnexReading) -> None:
    """Raises as `import_annex` would, with nothing written."""
    reading.refuse_what_is_unclear()
    if not register_is_empty():
        raise RuleViolation(
            _("Registeret har læringsmål fra før. Filen kan bare avstemmes mot det."),
            code="register-not-empty",
            authority="ID-3",
        )
    codes = [row.code for row in reading.objectives]
    reserved = Objective.objects.filter(code__in=codes).exclude(origin=Objective.Origin.MISSING).order_by("code")
    if found := list(reserved.values_list("code", flat=True)[: _SHOWN + 1]):
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        raise RuleViolation(
            _("Disse kodene i filen er reservert i registeret: %(codes)s.") % {"codes": shown},
            code="code-reserved",
            authority="ID-1",
        )


def tell(
    imported: Imported,
    reading: AnnexReading,
    *,
    file_name: str,
    act: LegalAct,
    by: User,
    codes: list[str] | None = None,
) -> None:
    """Tell the journal what was written, and from which file; `codes` when it was not the whole of it."""
    record(
        actor=by,
        verb=Verb.ANNEX_IMPORTED,
        subject=act,
        payload={
            "file": file_name,
            "sha256": reading.sha256,
            "known_from": reading.starts.isoformat(),
            **asdict(imported),
            **({"codes": codes} if codes is not None else {}),
            "not_read": [{"line": warned.line, "message": warned.message} for warned in reading.warnings],
        },
    )


def _write_outline(reading: AnnexReading) -> dict[str, AnnexChapter]:
    """The parts and chapters with their headings as printed; also those that only have an introduction."""
    specialties = {row.short_name: row for row in Specialty.objects.all()}
    parts = {chapter.part_letter: chapter.part_title for chapter in reading.chapters.values()}
    written = {letter: write_part(letter, title) for letter, title in parts.items()}
    return {
        slug: write_chapter(chapter, written[chapter.part_letter], specialties)
        for slug, chapter in reading.chapters.items()
    }


def _write_themes(
    reading: AnnexReading, chapters: Mapping[str, AnnexChapter], *, act: LegalAct, by: User
) -> dict[ThemeReading, Theme]:
    """The temaoverskrifter. One that is there already is used."""
    there = {
        (version.theme.chapter_id, version.number, version.title): version.theme
        for version in ThemeVersion.objects.in_force(on=reading.starts).select_related("theme")
    }
    found = {
        theme: there[key]
        for theme in reading.themes
        if (key := (chapters[theme.chapter].pk, theme.number, theme.title)) in there
    }
    new = [theme for theme in reading.themes if theme not in found]
    positions = {theme: theme.place * POSITION_STEP for theme in new}
    return found | write_themes(new, chapters, positions=positions, starts=reading.starts, act=act, by=by)
