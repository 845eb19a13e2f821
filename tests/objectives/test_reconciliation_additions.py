"""Taking in from Lovdata's consolidation what the register has never known of, and nothing else."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest

from bench import annex_markup as markup
from notifications.models import Event, Verb
from notifications.verification import verify_journal
from objectives.models import AnnexChapter, Objective, ObjectiveVersion, ThemeVersion
from objectives.services.codes import allocate_code

from .annex_files import LIVER, annex
from .reconciling import before_liver, liver, register_rows, run, text_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def reconcile(tmp_path: Path):
    return partial(run, tmp_path)


@pytest.fixture
def register(reconcile) -> None:
    """Holds `annex()`."""
    reconcile(annex())


def test_without_being_asked_nothing_is_taken_in(register, reconcile):
    before = register_rows()

    answer = reconcile(liver(*LIVER, "GAK-005 Beherske noe nytt."))

    assert answer.report["differences"][0]["may_be_added"] is True
    assert register_rows() == before


def test_a_new_objective_is_taken_in_where_it_stands(register, reconcile):
    answer = reconcile(liver(LIVER[0], "GAK-005 Beherske noe nytt.", LIVER[1]), "--accept-new")

    codes = [version.objective.code for version in ObjectiveVersion.objects.consolidated(on=DAY)]
    assert (answer.exit_code, answer.differences) == (0, [])
    assert codes[5:8] == ["GAK-001", "GAK-005", "GAK-002"]
    version = text_of("GAK-005")
    assert (version.valid_from, version.valid_until, version.start_is_exact) == (DAY, None, False)
    assert version.objective.origin == Objective.Origin.IMPORTED
    assert [row["objective"] for row in answer.report["added"]] == ["GAK-005"]
    assert "Skrev 1 læringsmål i kraft" in answer.said
    assert allocate_code(prefix="GAK").code == "GAK-006"


def test_taking_in_is_told_in_the_journal(register, reconcile):
    reconcile(liver(*LIVER, "GAK-007 Beherske noe nytt."), "--accept-new")

    _first, event = Event.objects.filter(verb=Verb.ANNEX_IMPORTED)
    assert (event.payload["codes"], event.payload["missing"]) == (["GAK-007"], 2)
    assert Event.objects.filter(verb=Verb.ANNEX_RECONCILED).count() == 1
    assert verify_journal().broken == ""


def test_a_new_chapter_is_taken_in_with_its_headings(register, reconcile):
    pathology = markup.chapter("C.42 Patologi", markup.theme("42.1 Celler", markup.paragraph("PAT-001 Beherske det.")))

    answer = reconcile(annex(part_c=pathology), "--accept-new")

    assert answer.exit_code == 0
    version = text_of("PAT-001")
    assert (version.chapter.title, str(version.theme)) == ("C.42 Patologi", "42.1 Celler")
    assert version.chapter.specialty.short_name == "PAT"


def test_a_new_heading_is_taken_in_between_its_neighbours(register, reconcile):
    text = before_liver(markup.theme("15.9 Milt", markup.paragraph("GAK-005 Beherske milten.")))

    answer = reconcile(text, "--accept-new")

    assert answer.exit_code == 0
    order = [version.title for version in ThemeVersion.objects.filter(theme__chapter__slug="C15").order_by("position")]
    assert order == ["Samtaler", "Milt", "Lever"]


def test_a_number_that_was_missing_can_appear(register, reconcile):
    answer = reconcile(liver(*LIVER, "GAK-003 Beherske det likevel."), "--accept-new")

    assert answer.exit_code == 0
    assert Objective.objects.get(code="GAK-003").origin == Objective.Origin.IMPORTED
    assert text_of("GAK-003").text == "Beherske det likevel."


def test_what_the_register_knows_is_never_written_over(register, reconcile):
    text = liver("GAK-001 Ha kunnskap om noe annet.", "GAK-005 Beherske noe nytt.").replace(
        "C41. Radiologi", "C41. Stråling"
    )

    answer = reconcile(text, "--accept-new")

    assert [code for _kind, code, _which in answer.differences] == ["chapter-renamed", "objective-gone", "text-changed"]
    assert answer.exit_code == 2
    assert text_of("GAK-001").text == "Ha god kunnskap om utredning av leverlesjoner."
    assert AnnexChapter.objects.get(slug="C41").title == "C41. Radiologi"
    assert text_of("GAK-005").text == "Beherske noe nytt."


def test_what_is_unclear_is_not_taken_in(register, reconcile):
    answer = reconcile(liver(*LIVER, "GAK-005 Beherske noe nytt, se PAT-001."), "--accept-new")

    assert answer.differences == [("new", "objective-new", "GAK-005")]
    assert not Objective.objects.filter(code="GAK-005").exists()


def test_a_new_chapter_with_a_number_that_another_has_is_not_taken_in(register, reconcile):
    text = annex(part_c=markup.chapter("C41. Patologi", markup.paragraph("PAT-001 Beherske det.")))
    text = text.replace("C41. Radiologi", "C40. Radiologi")

    answer = reconcile(text, "--accept-new")

    assert [code for _kind, code, _which in answer.differences] == [
        "chapter-renumbered",
        "chapter-new",
        "objective-new",
    ]
    assert not Objective.objects.filter(code="PAT-001").exists()
    assert AnnexChapter.objects.get(slug="C41").title == "C41. Radiologi"
