"""What a reconciliation says, to people and to programs, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench import annex_markup as markup
from notifications.models import Event, Verb
from notifications.verification import verify_journal
from objectives.models import ReconciliationReport
from objectives.operations import RepealObjective

from .annex_files import LIVER, annex, row_counts, write
from .reconciling import liver, run, text_of
from .register_pages import by_act

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
LATER = dt.date(2026, 9, 1)
ANNOUNCED = dt.date(2026, 6, 25)


@pytest.fixture
def reconcile(tmp_path: Path):
    return partial(run, tmp_path)


@pytest.fixture
def register(reconcile) -> None:
    """Holds `annex()`."""
    reconcile(annex())


def test_the_words_that_differ_are_told(register, reconcile):
    answer = reconcile(liver("GAK-001 Ha kunnskap om utredning av leverlesjoner.", LIVER[1]))

    (difference,) = answer.report["differences"]
    assert difference["register"] == "Ha god kunnskap om utredning av leverlesjoner."
    assert difference["file"] == "Ha kunnskap om utredning av leverlesjoner."
    assert difference["redline"] == [
        ["delete", "Ha god kunnskap om"],
        ["insert", "Ha kunnskap om"],
        ["equal", " utredning av leverlesjoner."],
    ]
    assert "  [-Ha god kunnskap om-]{+Ha kunnskap om+} utredning av leverlesjoner." in answer.said
    assert "linje 4" in answer.said
    assert (difference["chapter"], difference["heading"]) == ("C15", "15.12 Lever")


def test_it_says_what_to_do(register, reconcile):
    answer = reconcile(liver(LIVER[0], "GAK-005 Beherske noe nytt."))

    assert "Lovdata og registeret er ulike 2 steder." in answer.said
    assert "Registeret er ikke endret." in answer.said
    assert "--accept-new" in answer.said
    assert "kunngjort endringsforskrift" in answer.said


def test_missing_numbers_are_told_with_what_the_register_knows_of_them(register, reconcile):
    by_act(1319, ANNOUNCED, (RepealObjective(code="GAK-001", basis=text_of("GAK-001").pk), LATER))

    answer = reconcile(liver(LIVER[1], "GAK-007 Beherske mer."), "--on", "2026-09-01")

    missing = {row["code"]: row["register"] for row in answer.report["missing_numbers"]}
    assert missing == {
        "FKMK-001": "missing",
        "GAK-001": "repealed",
        "GAK-003": "missing",
        "GAK-005": "unknown",
        "GAK-006": "unknown",
        "LM-02": "missing",
    }
    assert "- ukjent i registeret: GAK-005, GAK-006" in answer.said


def test_what_is_odd_in_the_source_is_told(register, reconcile):
    answer = reconcile(liver(f"{LIVER[0]} {LIVER[1]}", "GAK-003 Beherske det, se PAT-001."))

    told = [(row["code"], row["objective"]) for row in answer.report["oddities"]]
    assert told == [("bracket-left", "LM-03"), ("several-codes", "GAK-002"), ("code-out-of-place", "PAT-001")]
    assert "Koden PAT-001 står inne i teksten til GAK-003" in answer.said
    assert answer.differences == [("new", "objective-was-missing", "GAK-003")]


def test_paragraphs_that_were_not_read_are_told(register, reconcile):
    answer = reconcile(annex(*map(markup.paragraph, LIVER), markup.paragraph("Øv på modell.")))

    assert "Øv på modell." in answer.report["not_read"][0]["message"]
    assert answer.exit_code == 0


def test_the_report_can_be_all_that_stands_on_standard_out(register, tmp_path):
    out, err = io.StringIO(), io.StringIO()

    call_command("import_annex", str(write(tmp_path, annex())), "--report", "-", stdout=out, stderr=err)

    assert json.loads(out.getvalue())["equal"] is True
    assert "Registeret sier det samme som Lovdata." in err.getvalue()


def test_a_report_that_can_not_be_written_leaves_nothing(register, tmp_path):
    before = row_counts()

    with pytest.raises(CommandError, match="kan ikke skrives") as refusal:
        call_command("import_annex", str(write(tmp_path, annex())), "--report", str(tmp_path / "borte" / "r.json"))

    assert refusal.value.returncode == 1
    assert row_counts() == before


def test_a_dry_run_tells_the_same_and_keeps_nothing(register, reconcile):
    before = row_counts()

    answer = reconcile(liver(LIVER[0]), "--dry-run")

    assert answer.differences == [("gone", "objective-gone", "GAK-002")]
    assert answer.exit_code == 2
    assert row_counts() == before


def test_a_first_import_reports_what_is_odd_and_missing(reconcile):
    answer = reconcile(annex())

    assert answer.exit_code == 0
    assert answer.report["counts"]["missing_numbers"] == 3
    assert [row["code"] for row in answer.report["oddities"]] == ["bracket-left"]
    assert ReconciliationReport.objects.count() == 0


def test_a_dry_run_on_an_empty_register_reports_everything_as_new(reconcile):
    before = row_counts()

    answer = reconcile(annex(), "--dry-run")

    assert answer.exit_code == 0
    assert answer.report["counts"]["by_kind"]["new"] == 10
    assert row_counts() == before


def test_what_came_of_it_is_kept_and_told(register, reconcile):
    answer = reconcile(liver(LIVER[0]))

    row = ReconciliationReport.objects.get()
    assert (row.on, row.file_name, row.made_by.is_system, row.is_equal) == (DAY, "sf-prove.xml", True, False)
    assert row.content == answer.report
    assert row.counts["by_kind"] == {"gone": 1}
    event = Event.objects.get(verb=Verb.ANNEX_RECONCILED)
    assert (event.subject_id, event.payload["sha256"]) == (str(row.pk), row.sha256)
    assert row.sha256 == hashlib.sha256(liver(LIVER[0]).encode()).hexdigest()
    assert verify_journal().broken == ""
