"""Lovdata's consolidation beside ours: every difference once, of the right kind, and nothing written over."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import annex_markup as markup
from bench.generate_annex import annex as generated
from objectives.annex import outline
from objectives.annex.reader import read_annex
from objectives.models import ObjectiveVersion
from objectives.operations import AddObjective, CorrectText, RepealObjective
from objectives.services.codes import allocate_code
from objectives.services.reconciliation import preview
from tests import factories

from .annex_files import LIVER, PART_A, annex
from .reconciling import before_liver, liver, register_rows, run, text_of
from .register_pages import by_act

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2026, 9, 1)
ANNOUNCED = dt.date(2026, 6, 25)
SERIES = {fact.prefix: fact.digits for fact in outline.SERIES}


@pytest.fixture
def reconcile(tmp_path: Path):
    return partial(run, tmp_path)


@pytest.fixture
def register(reconcile) -> None:
    """Holds `annex()`."""
    reconcile(annex())


# --- equal -----------------------------------------------------------------------------------------------


def test_the_file_the_register_was_made_from_has_no_differences(register, reconcile):
    answer = reconcile(annex())

    assert (answer.exit_code, answer.differences, answer.report["equal"]) == (0, [], True)
    assert answer.report["counts"]["unchanged"] == 10
    assert "Registeret sier det samme som Lovdata." in answer.said


def test_what_an_announced_act_did_is_in_lovdatas_next_consolidation(register, reconcile):
    corrected = "Beherske punksjon av leverabscesser."
    by_act(1319, ANNOUNCED, (CorrectText(code="GAK-002", text=corrected, basis=text_of("GAK-002").pk), LATER))

    before, after = reconcile(annex()), reconcile(annex(*map(markup.paragraph, (LIVER[0], f"GAK-002 {corrected}")),
                                                         last_change="2026-09-01"))  # fmt: skip

    assert (before.exit_code, after.exit_code) == (0, 0)


def test_the_day_can_be_given(register, reconcile):
    corrected = "Beherske punksjon av leverabscesser."
    by_act(1319, ANNOUNCED, (CorrectText(code="GAK-002", text=corrected, basis=text_of("GAK-002").pk), LATER))

    answer = reconcile(annex(), "--on", "2026-09-01")

    assert answer.differences == [("changed", "text-changed", "GAK-002")]
    assert answer.report["on"] == "2026-09-01"


# --- each kind of difference -----------------------------------------------------------------------------

EDITS = {
    "one word": (
        liver("GAK-001 Ha god kunnskap om behandling av leverlesjoner.", LIVER[1]),
        [("changed", "text-changed", "GAK-001")],
    ),
    "a hyphen": (
        liver("GAK-001 Ha god kunnskap om utredning av lever-lesjoner.", LIVER[1]),
        [("characters", "text-characters", "GAK-001")],
    ),
    "quotation marks": (
        liver("GAK-001 Ha god kunnskap om «utredning» av leverlesjoner.", LIVER[1]),
        [("characters", "text-characters", "GAK-001")],
    ),
    "two paragraphs": (
        annex(
            markup.paragraph("GAK-001 Ha god kunnskap om utredning", "<br/>av leverlesjoner."),
            markup.paragraph(LIVER[1]),
        ),
        [("characters", "text-characters", "GAK-001")],
    ),
    "gone": (liver(LIVER[0]), [("gone", "objective-gone", "GAK-002")]),
    "new": (liver(*LIVER, "GAK-005 Beherske noe nytt."), [("new", "objective-new", "GAK-005")]),
    "was missing": (liver(*LIVER, "GAK-003 Beherske det."), [("new", "objective-was-missing", "GAK-003")]),
    "another order": (
        liver("GAK-002 Beherske punksjon av leverabscess.", LIVER[0]),
        [("moved", "moved-in-order", "GAK-002")],
    ),
    "another heading": (
        annex(markup.paragraph(LIVER[0])).replace(
            "vanskelige samtalen.</article>", f"vanskelige samtalen.</article>{markup.paragraph(LIVER[1])}"
        ),
        [("moved", "moved-to-heading", "GAK-002")],
    ),
    "another chapter": (
        annex(markup.paragraph(LIVER[0]), part_c=markup.chapter("C42. Nytt", markup.paragraph(LIVER[1]))),
        [("heading", "chapter-first-printed", "C42. Patologi"), ("moved", "moved-to-chapter", "GAK-002")],
    ),
    "another part of the training": (
        annex(part_a=PART_A.replace("Del 2–3: ", "Del 1: ")),
        [("moved", "moved-to-stage", "FKM-001")],
    ),
    "a heading's words": (
        annex().replace("15.12 Lever<", "15.12 Lever og galle<"),
        [("heading", "heading-renamed", "15.12 Lever")],
    ),
    "a heading's hyphen": (
        annex().replace("41.1 Thorax – Teori<", "41.1 Thorax - Teori<"),
        [("characters", "heading-characters", "41.1 Thorax – Teori")],
    ),
    "a heading's number": (
        annex().replace("15.12 Lever<", "15.13 Lever<"),
        [("heading", "heading-renumbered", "15.12 Lever")],
    ),
    "a heading's number and words": (
        annex().replace("15.12 Lever<", "15.13 Lever og galle<"),
        [("heading", "heading-renumbered", "15.12 Lever"), ("heading", "heading-renamed", "15.12 Lever")],
    ),
    "a new heading": (
        before_liver(markup.theme("15.9 Milt")),
        [("heading", "heading-new", "15.9 Milt")],
    ),
    "a chapter's words": (
        annex().replace("C41. Radiologi<", "C41. Stråling<"),
        [("heading", "chapter-renamed", "C41. Radiologi")],
    ),
    "a chapter's number": (
        annex().replace("C41. Radiologi<", "C40. Radiologi<"),
        [("heading", "chapter-renumbered", "C41. Radiologi")],
    ),
    "a chapter's full stop": (
        annex().replace("C41. Radiologi<", "C.41 Radiologi<"),
        [("characters", "chapter-characters", "C41. Radiologi")],
    ),
    "a new chapter": (
        annex(part_c=markup.chapter("C50. Fremtidsmedisin", markup.small("Innledning."))),
        [("heading", "chapter-new", "C50. Fremtidsmedisin")],
    ),
    "a part's words": (
        annex(part_a=PART_A.replace("A. Felles kompetansemål", "A. Felles mål")),
        [("heading", "part-renamed", "")],
    ),
    "another day of repeal": (
        annex(part_a=PART_A.replace("(i kraft 1 sep 2025, gjelder Del 1", "(i kraft 1 okt 2025, gjelder Del 1")),
        [("ended", "ended-on-another-day", "LM-01"), ("ended", "ended-on-another-day", "LM-03")],
    ),
    "a former text": (
        annex(part_a=PART_A.replace("den gamle vaktordningen", "den forrige vaktordningen")),
        [("changed", "text-changed", "LM-01")],
    ),
    "a former one gone": (
        annex(part_a=PART_A.replace(markup.paragraph("LM-01 Kjenne til den gamle vaktordningen."), "")),
        [("gone", "objective-gone", "LM-01")],
    ),
    "a former one is back": (
        annex(
            part_a=PART_A.replace(markup.paragraph("LM-01 Kjenne til den gamle vaktordningen."), "").replace(
                "FKM-001: Beherske ledelse av et team.",
                "FKM-001: Beherske ledelse av et team.</article></article></li><li><article><article>"
                "LM-01 Kjenne til den gamle vaktordningen.",
            )
        ),
        [("new", "objective-repealed", "LM-01")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_a_difference_is_told_once_and_by_its_kind(register, reconcile, edit: str):
    text, expected = EDITS[edit]
    before = register_rows()

    answer = reconcile(text)

    assert answer.differences == expected
    assert answer.exit_code == 2
    assert register_rows() == before


def test_a_chapter_that_is_gone_is_told_with_what_stood_in_it(register, reconcile):
    text = annex().replace("C41. Radiologi", "C42. Patologi").replace("RAD-001", "PAT-001").replace("41.1 T", "42.1 T")

    answer = reconcile(text)

    assert answer.differences == [
        ("heading", "chapter-gone", "C41. Radiologi"),
        ("heading", "heading-new", "42.1 Thorax – Teori"),
        ("heading", "heading-gone", "41.1 Thorax – Teori"),
        ("new", "objective-new", "PAT-001"),
        ("gone", "objective-gone", "RAD-001"),
    ]


def test_headings_in_another_order(reconcile):
    first, second, third = (markup.theme(f"42.{number} Prøver {number}") for number in (1, 2, 3))
    reconcile(annex(part_c=markup.chapter("C42. Patologi", first, second, third)))

    answer = reconcile(annex(part_c=markup.chapter("C42. Patologi", second, third, first)))

    assert answer.differences == [("heading", "heading-moved", "42.1 Prøver 1")]


def test_chapters_in_another_order(reconcile):
    first, second, third = (markup.chapter(f"C{number}. Kapittel") for number in (51, 52, 53))
    reconcile(annex(part_c=first + second + third))

    answer = reconcile(annex(part_c=second + third + first))

    assert answer.differences == [("heading", "chapter-moved", "C51. Kapittel")]


def test_a_text_lovdata_has_before_it_applies_here(register, reconcile):
    add = AddObjective(prefix="GAK", text="Beherske noe nytt.", chapter="C15", theme=None, after=None, stage="2-3")
    by_act(1319, ANNOUNCED, (add, LATER))

    answer = reconcile(liver(*LIVER, "GAK-005 Beherske noe nytt."))

    assert answer.differences == [("new", "objective-not-yet-in-force", "GAK-005")]
    assert "gjelder i registeret først fra 01.09.2026, ved FOR-2026-06-25-1319" in answer.said


def test_a_text_lovdata_has_after_it_is_repealed_here(register, reconcile):
    by_act(1319, ANNOUNCED, (RepealObjective(code="GAK-002", basis=text_of("GAK-002").pk), LATER))

    answer = reconcile(annex(last_change="2026-09-01"))

    assert answer.differences == [("new", "objective-repealed", "GAK-002")]
    assert "opphevet i registeret fra 01.09.2026, ved FOR-2026-06-25-1319" in answer.said


def test_a_code_that_is_reserved_here(register, reconcile):
    code = allocate_code(prefix="GAK").code

    answer = reconcile(liver(*LIVER, f"{code} Beherske noe nytt."), "--accept-new")

    assert answer.differences == [("new", "objective-reserved", code)]
    assert not ObjectiveVersion.objects.filter(objective__code=code).exists()


def test_an_objective_lovdata_prints_as_former_and_we_have_in_force(register, reconcile):
    part_a = PART_A.replace("LM-03 Kjenne til den gamle journalen.]", "FKM-001 Beherske ledelse av et team.]").replace(
        markup.scoped("Del 2–3:", "FKM-001: Beherske ledelse av et team."), ""
    )

    answer = reconcile(annex(part_a=part_a))

    assert answer.differences == [
        ("gone", "objective-gone", "LM-03"),
        ("ended", "ended-only-in-the-file", "FKM-001"),
    ]


def test_a_day_before_the_register_knows_anything(register, reconcile):
    answer = reconcile(annex(), "--on", "2026-02-28", "--accept-new")

    assert {code for _kind, code, _which in answer.differences} == {"objective-not-yet-in-force", "heading-new"}
    assert answer.exit_code == 2


# --- size ------------------------------------------------------------------------------------------------


def test_a_generated_annex_reads_the_same_again(reconcile):
    text = generated(objectives=700)
    reconcile(text)

    answer = reconcile(text)

    assert (answer.exit_code, answer.report["counts"]["unchanged"]) == (0, 707)


def test_the_number_of_queries_does_not_follow_the_number_of_objectives(reconcile):
    few, many = (read_annex(generated(objectives=count).encode(), series=SERIES) for count in (300, 600))
    reconcile(generated(objectives=600))
    counts = []

    for reading in (few, many):
        with CaptureQueriesContext(connection) as queries:
            preview(reading=reading, file_name="prove.xml", at=factories.announced(DAY))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12
