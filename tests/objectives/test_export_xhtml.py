"""The XHTML is read back by our own importer to exactly the register it was written from."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bench.generate_annex import annex as generated
from objectives import legal_text
from objectives.annex.comparison import Comparison, compare
from objectives.annex.reader import read_annex
from objectives.annex.reading import AnnexReading
from objectives.annex.registered import register_beside
from objectives.consolidation import consolidation
from objectives.export import FORMATS, WHOLE_ANNEX, build_document, of_chapter, of_codes
from objectives.export.as_xhtml import stream
from objectives.export.document import AnnexDocument
from objectives.export.rows import Row
from objectives.models import AnnexChapter, CodeSeries, ThemeVersion
from objectives.models.validity import from_day
from tests import factories

from .exporting import ON, SINCE, former_chapter, part_a, small_annex, stands, surgery
from .test_import_excerpt import FILE, FOLDER

SERIES = {"FKM": 3, "FKMS": 3, "GAK": 3, "LM": 2}


def exported(*, on: dt.date = ON, **choice: object) -> bytes:
    return FORMATS["xhtml"].make(build_document(on=on, as_printed=True, **choice))


def read(content: bytes) -> AnnexReading:
    reading = read_annex(content, series=dict(CodeSeries.objects.values_list("prefix", "digits")))
    reading.refuse_what_is_unclear()
    return reading


def compared(reading: AnnexReading) -> Comparison:
    return compare(reading, register_beside(reading))


# --- against the register -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_objective_is_read_back_as_it_stands_in_the_register():
    small_annex()

    comparison = compared(read(exported()))

    assert (comparison.differences, comparison.unchanged) == ([], 11)


@pytest.mark.django_db
def test_a_objective_of_another_stage_than_its_chapter_keeps_it():
    surgery()

    stages = {row.code: row.stage for row in read(exported()).objectives}

    assert (stages["GAK-005"], stages["GAK-006"]) == ("2-3", "3")


@pytest.mark.django_db
def test_former_objectives_keep_the_days_they_began_and_ceased():
    small_annex()

    former = read(exported()).former

    assert [(row.code, row.ended and (row.ended.began, row.ended.ceased)) for row in former] == [
        ("LM-01", (dt.date(2024, 9, 1), SINCE)),
        ("LM-02", (dt.date(2024, 9, 1), SINCE)),
    ]


@pytest.mark.django_db
def test_before_they_ceased_they_are_read_back_the_same():
    small_annex()

    reading = read(exported(on=SINCE - dt.timedelta(days=1)))

    assert [row.code for row in reading.objectives] == ["LM-01", "LM-02"]
    assert compared(reading).differences == []


@pytest.mark.django_db
def test_a_former_chapter_whose_ending_a_note_cannot_tell_is_left_out():
    part_a()
    former_chapter("[Tidligere kapittel A")

    assert [row.code for row in read(exported()).objectives] == ["FKMS-001", "FKMS-002", "FKM-001"]


@pytest.mark.django_db
def test_a_chapter_or_a_few_codes_are_read_back_too():
    small_annex()

    chapter = read(exported(selection=of_chapter("C15")))
    codes = read(exported(selection=of_codes("GAK-004 FKMS-002")))

    assert [row.code for row in chapter.objectives] == [f"GAK-{number:03d}" for number in range(1, 7)]
    assert [row.code for row in codes.objectives] == ["FKMS-002", "GAK-004"]
    for reading in (chapter, codes):
        read_back = {row.code for row in reading.objectives}
        assert [one for one in compared(reading).differences if one.objective in read_back] == []


@pytest.mark.django_db
def test_it_is_well_formed_and_says_what_it_is():
    small_annex()

    root = etree.fromstring(exported())
    texts = "".join(root.itertext())

    assert root.tag == "{http://www.w3.org/1999/xhtml}html"
    assert "Slik teksten lyder 1. mars 2026" in texts
    assert "<script>alert(1)</script> & «sitat»" in texts


@pytest.mark.django_db
def test_a_whole_generated_annex_goes_out_and_into_an_empty_register_unchanged(tmp_path: Path):
    source = tmp_path / "source.xml"
    source.write_text(generated(objectives=250), encoding="utf-8")

    goes_out_and_in_unchanged(source, tmp_path / "again.xhtml", in_force=250)


@pytest.mark.skipif(not (FOLDER / FILE).is_file(), reason="The excerpt of vedlegg 2 is not here: set ANNEX_EXCERPT.")
@pytest.mark.django_db
def test_the_real_excerpt_goes_out_and_into_an_empty_register_unchanged(tmp_path: Path):
    goes_out_and_in_unchanged(FOLDER / FILE, tmp_path / "again.xhtml", in_force=1810)


def goes_out_and_in_unchanged(source: Path, again: Path, *, in_force: int) -> None:
    """Import, export, take the import back, import the export: the same readings, and the same bytes again."""
    with transaction.atomic():
        call_command("import_annex", str(source), stdout=StringIO())
        before = [(row.code, row.theme, row.text) for row in consolidation(on=ON)]
        first = read(source.read_bytes())
        comparison = compared(first)
        xhtml, json = exported(), FORMATS["json"].make(build_document(on=ON))
        transaction.set_rollback(True)
    again.write_bytes(xhtml)
    call_command("import_annex", str(again), stdout=StringIO())
    second = read(xhtml)

    assert len(before) == in_force
    assert (comparison.differences, comparison.unchanged) == ([], len(first.objectives))
    assert [facts(row) for row in second.objectives] == [facts(row) for row in first.objectives]
    assert [(row.code, row.theme, row.text) for row in consolidation(on=ON)] == before
    assert FORMATS["json"].make(build_document(on=ON)) == json
    assert exported() == xhtml


def facts(row) -> tuple:
    """What must be the same of a læringsmål, but for the lines of the file."""
    theme = (row.theme.number, row.theme.title) if row.theme else None
    return (row.code, row.chapter, theme, row.stage, row.text, row.ended)


@pytest.mark.django_db
def test_two_former_chapters_of_one_part_are_kept_apart():
    part_a()
    former_chapter()
    part = AnnexChapter.objects.get(slug="A2").part
    other = AnnexChapter.objects.create(
        part=part, slug="A-tidligere-2", title="[Tidligere kapittel A, læringsmål Del 2–3", position=901, is_former=True
    )
    stands("LM-03", "Kunne mer.", in_chapter=other, valid_from=dt.date(2021, 9, 1), valid_until=dt.date(2024, 9, 1))

    comparison = compared(read(exported()))

    assert (comparison.differences, comparison.unchanged) == ([], 6)


@pytest.mark.django_db
def test_it_reads_the_same_after_the_last_text_or_heading_has_ended_or_changed():
    small_annex()
    ended, renamed = dt.date(2025, 11, 1), dt.date(2026, 1, 1)
    stands("GAK-008", "Var i kraft en stund.", in_chapter=factories.chapter(), valid_until=ended)
    liver, act = ThemeVersion.objects.get(title="Lever"), factories.act(114, dt.date(2025, 1, 24))
    ThemeVersion.objects.filter(pk=liver.pk).update(valid=from_day(liver.valid.lower, renamed), repealed_by=act)
    ThemeVersion.objects.create(
        theme=liver.theme,
        number="15.12",
        title="Lever og milt",
        position=liver.position,
        valid=from_day(renamed),
        enacted_by=act,
    )

    reading = read(exported())

    assert reading.starts == renamed
    assert compared(reading).differences == []


# --- any text -----------------------------------------------------------------------------------------

# No dash: «ABC-12» inside a text is a code, and the importer refuses codes where none should stand.
words = st.text("aAåæØéßλ中09<>&\"'=:;,.()[]{}§%/@#«»…", min_size=1, max_size=8)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)
marks = st.sampled_from(["–", "3a.", "3b.", "1)", "•", "a"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A stored text: paragraphs and list items, each level one below the one before at most."""
    parts, level = [], 0
    for place in range(draw(st.integers(1, 6))):
        level = draw(st.integers(0, min(level + 1, 4))) if place or draw(st.booleans()) else 0
        own = draw(sentences)
        parts.append(legal_text.Block(own, level, draw(marks)) if level else legal_text.Block(own))
    return legal_text.from_blocks(parts)


def document_of(*texts_and_stages: tuple[str, str], part: str) -> AnnexDocument:
    """One læringsmål directly in the chapter, the others under a heading."""
    prefix, slug, title = ("FKM", "A2", "A2. Etikk") if part == "A" else ("GAK", "C15", "C15. Kirurgi")
    rows = [
        Row(
            part_position=1,
            chapter_position=1,
            chapter_id=1,
            theme_place=int(number > 1),
            theme_id=1 if number > 1 else None,
            position=number,
            code=f"{prefix}-{number:03d}",
            part_letter=part,
            part_title=f"{part}. Del",
            chapter_slug=slug,
            chapter_title=title,
            chapter_is_former=False,
            theme_number="15.1" if number > 1 else None,
            theme_title="Tema" if number > 1 else None,
            specialty_short_name=prefix,
            specialty_name=None,
            stage=stage,
            text=text,
            valid_from=SINCE,
            valid_until=None,
            start_is_exact=True,
            enacted_on=dt.date(2016, 12, 8),
            enacted_number=1482,
            repealed_on=None,
            repealed_number=None,
        )
        for number, (text, stage) in enumerate(texts_and_stages, start=1)
    ]
    return AnnexDocument(ON, WHOLE_ANNEX, rows)


@pytest.mark.parametrize("part", ["A", "C"])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts(), st.sampled_from(["1", "2-3", "3"])), min_size=2, max_size=5))
def test_any_stored_text_is_read_back_word_for_word(part, texts_and_stages):
    content = b"".join(stream(document_of(*texts_and_stages, part=part)))

    rows = read_annex(content, series=SERIES).objectives

    assert [(row.text, row.stage) for row in rows] == texts_and_stages
