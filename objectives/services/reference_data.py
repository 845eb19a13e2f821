"""Loading what the register must know before it holds a single læringsmål."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.models import Verb
from notifications.services import record
from objectives.annex import outline
from objectives.models import AnnexChapter, AnnexPart, CodeSeries
from organisations import services as organisations
from organisations.models import Organisation, Specialty, User


@transaction.atomic
def load_reference_data(*, by: User) -> dict[str, int]:
    """Create the specialties, bodies, councils, contacts, code series, parts and chapters that are not there.

    What exists is left as it is. Returns how many of each were created, and tells the journal when any were.
    """
    created = organisations.load_reference_data(by=by)
    specialties = {row.short_name: row for row in Specialty.objects.all()}
    created[_("kodeserier")] = _load_series(specialties)
    created[_("deler av vedlegg 2")] = organisations.add_missing(
        AnnexPart,
        (
            AnnexPart(letter=letter, title=title, position=outline.PART_POSITIONS[letter])
            for letter, title in outline.PARTS.items()
        ),
        key=lambda part: part.letter,
    )
    created[_("kapitler i vedlegg 2")] = _load_chapters(specialties)
    if any(created.values()):
        record(
            actor=by,
            verb=Verb.REFERENCE_DATA_LOADED,
            subject=Organisation.objects.get(kind=Organisation.Kind.DIRECTORATE),
            payload={"created": created},
        )
    return created


def _load_series(specialties: dict[str, Specialty]) -> int:
    """The series start at 0; an import raises them to the highest number it reads."""
    rows = (
        CodeSeries(
            prefix=fact.prefix,
            specialty=specialties[fact.specialty],
            digits=fact.digits,
            is_closed=fact.is_closed,
        )
        for fact in outline.SERIES
    )
    return organisations.add_missing(CodeSeries, rows, key=lambda series: series.prefix)


def _load_chapters(specialties: dict[str, Specialty]) -> int:
    parts = {part.letter: part for part in AnnexPart.objects.all()}
    rows = (
        AnnexChapter(
            part=parts[fact.slug[0]],
            slug=fact.slug,
            title=fact.title,
            specialty=specialties.get(fact.specialty),
            position=outline.chapter_position(fact.slug),
        )
        for fact in outline.CHAPTERS
    )
    return organisations.add_missing(AnnexChapter, rows, key=lambda chapter: chapter.slug)
