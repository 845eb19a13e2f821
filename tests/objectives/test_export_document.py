"""One structure for every format: what is chosen, in the annex's order, by one query – or a clear refusal."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.export import (
    WHOLE_ANNEX,
    AnnexDocument,
    Selection,
    build_document,
    of_chapter,
    of_codes,
    of_part,
    of_specialty,
)
from organisations.refusals import RuleViolation
from tests import factories

from .exporting import CODES, ENDS, LISTED, ON, SINCE, small_annex, stands

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


def codes(document: AnnexDocument) -> list[str]:
    return [placed.objective.code for placed in document.placed()]


def refusal(selection: Selection, *, on: dt.date = ON) -> str:
    with pytest.raises(RuleViolation) as raised:
        build_document(on=on, selection=selection)
    return raised.value.message


def test_the_whole_annex_stands_in_its_own_order():
    assert codes(build_document(on=ON)) == CODES


def test_it_is_made_by_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert build_document(on=ON).count == 9


def test_more_objectives_take_no_more_queries(django_assert_num_queries):
    for number in range(20, 40):
        stands(f"GAK-{number:03d}", "Ha kunnskap om mer.", in_chapter=factories.chapter())

    with django_assert_num_queries(1):
        assert build_document(on=ON).count == 29


def test_parts_hold_chapters_and_chapters_hold_headings():
    document = build_document(on=ON)

    assert [(part.letter, [chapter.slug for chapter in part.chapters]) for part in document.parts] == [
        ("A", ["A2"]),
        ("C", ["C15"]),
    ]
    assert [heading.text for heading in document.parts[1].chapters[0].headings] == [
        "",
        "15.12 Lever",
        "15.13 Galleveier",
    ]


def test_a_objective_has_its_text_its_dates_and_its_acts():
    document = build_document(on=ON, selection=of_codes("GAK-004 GAK-005"))
    (listed, ending) = [placed.objective for placed in document.placed()]

    assert listed.text == LISTED
    assert (listed.valid_from, listed.valid_until, listed.enacted_by.ref_id) == (
        SINCE,
        None,
        "forskrift/2016-12-08-1482",
    )
    assert (ending.last_day, ending.repealed_by and ending.repealed_by.legacy_id) == (
        ENDS - dt.timedelta(days=1),
        "FOR-2025-01-24-114",
    )


@pytest.mark.parametrize(("on", "count"), [(ENDS - dt.timedelta(days=1), 9), (ENDS, 9)])
def test_a_text_ends_on_the_day_before_the_next_begins(on, count):
    document = build_document(on=on)

    assert document.count == count
    assert ("GAK-007" in codes(document)) == (on == ENDS)
    assert ("GAK-005" in codes(document)) == (on != ENDS)


def test_former_chapters_are_there_only_when_asked_for():
    document = build_document(on=ON, as_printed=True)

    assert (document.count, codes(document)[3:5]) == (9, ["LM-01", "LM-02"])


@pytest.mark.parametrize(
    ("selection", "expected", "scope", "file_name"),
    [
        (of_part("c"), CODES[3:], "C. Del C", "vedlegg2-del-c-2026-03-01.csv"),
        (of_chapter("c15"), CODES[3:], "C15. Gastroenterologisk kirurgi", "vedlegg2-kapittel-c15-2026-03-01.csv"),
        (of_specialty("FKM"), CODES[:3], "Felles kompetansemål", "vedlegg2-fkm-2026-03-01.csv"),
        (of_codes("gak2, GAK-001"), CODES[3:5], "2 valgte læringsmål", "vedlegg2-utvalg-2026-03-01.csv"),
        (WHOLE_ANNEX, CODES, "", "vedlegg2-2026-03-01.csv"),
    ],
    ids=["part", "chapter", "specialty", "codes", "all"],
)
def test_what_is_chosen_is_all_there_is(selection, expected, scope, file_name):
    document = build_document(on=ON, selection=selection)

    assert (codes(document), document.scope, document.file_name("csv")) == (expected, scope, file_name)


def test_the_same_choice_written_differently_is_the_same_content():
    assert (
        build_document(on=ON, selection=of_chapter("c15")).fingerprint
        == build_document(on=ON, selection=of_chapter("C15")).fingerprint
    )


def test_another_day_is_another_content():
    assert build_document(on=ON).fingerprint != build_document(on=ON + dt.timedelta(days=1)).fingerprint


def test_a_new_text_is_another_content():
    before = build_document(on=ON).fingerprint
    stands("GAK-008", "Ha kunnskap om noe nytt.", in_chapter=factories.chapter())

    assert build_document(on=ON).fingerprint != before


@pytest.mark.parametrize(
    ("selection", "on", "message"),
    [
        (of_part("X"), ON, "Vedlegg 2 har ingen del «X». Velg A, B eller C."),
        (of_chapter("C99"), ON, "Vedlegg 2 har ikke noe kapittel «C99». Skriv det som C15."),
        (of_specialty("tull"), ON, "Vi fant ikke spesialiteten «tull»."),
        (of_codes("GAK-942"), ON, "Vi fant ikke GAK-942. Kontroller kodene."),
        (of_codes("GAK-001 GAK-007"), ON, "Ikke i kraft 1. mars 2026: GAK-007. Ta det ut av listen"),
        (of_chapter("A-tidligere"), ON, "Ingen læringsmål i kapittel A-tidligere var i kraft 1. mars 2026."),
        (of_chapter("C15"), dt.date(2025, 8, 31), "Den eldste er kjent fra 1. september 2025."),
        (WHOLE_ANNEX, dt.date(2018, 1, 1), "1. januar 2018 har registeret ingen tekst for vedlegg 2."),
    ],
    ids=["part", "chapter", "specialty", "unknown code", "future code", "former chapter", "too early", "all too early"],
)
def test_nothing_to_export_is_refused_with_the_reason(selection, on, message):
    assert message in refusal(selection, on=on)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hei GAK-001", "«hei» er ikke en kode."),
        (" , ", "Skriv minst én kode"),
        (" ".join(f"GAK-{number:03d}" for number in range(1, 502)), "501 koder er for mange"),
    ],
    ids=["not a code", "none", "too many"],
)
def test_a_list_that_is_not_codes_is_refused(text, message):
    with pytest.raises(RuleViolation, match=message):
        of_codes(text)
