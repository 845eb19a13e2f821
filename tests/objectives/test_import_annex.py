"""Importing vedlegg 2: what the register holds afterwards."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench import annex_markup as markup
from bench.generate_annex import annex as generated
from notifications.models import Event, Verb
from notifications.verification import verify_journal
from objectives.models import AnnexChapter, CodeSeries, LegalAct, Objective, ObjectiveVersion, ThemeVersion
from objectives.services.codes import allocate_code

from .annex_files import annex, row_counts, write

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
# What comparing a file with the register writes: what came of it, and that it was done.
REPORTED = {"objectives.ReconciliationReport": 1, "notifications.Event": 3}


def import_file(path: Path, *arguments: str) -> str:
    """Run the command; returns what it said."""
    out = io.StringIO()
    call_command("import_annex", str(path), *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path, annex())


def text_of(code: str) -> ObjectiveVersion:
    return ObjectiveVersion.objects.get(objective__code=code)


def test_the_annex_reads_as_the_file_does(file: Path):
    import_file(file)

    codes = [version.objective.code for version in ObjectiveVersion.objects.consolidated(on=DAY)]
    assert codes == ["FKMS-001", "FKMK-002", "FKM-001", "KLS-001", "GAK-004", "GAK-001", "GAK-002", "RAD-001"]


def test_it_says_what_it_read_and_wrote(file: Path):
    said = import_file(file)

    assert "8 læringsmål kjent fra 1. mars 2026, 2 tidligere" in said
    assert "Skrev 8 læringsmål i kraft og 2 tidligere, i 5 kapitler og under 4 temaoverskrifter." in said
    assert "3 numre mangler" in said


def test_reference_data_is_loaded_when_it_is_not_there(file: Path):
    assert "Referansedata manglet" in import_file(file)

    assert CodeSeries.objects.count() == 55


def test_a_text_is_known_from_the_last_change_in_force(file: Path):
    import_file(file)

    version = text_of("GAK-001")
    assert (version.valid_from, version.valid_until, version.start_is_exact) == (DAY, None, False)
    assert version.enacted_by.ref_id == "forskrift/2016-12-08-1482"


def test_the_day_texts_are_known_from_can_be_given(file: Path):
    import_file(file, "--valid-from", "2025-09-01")

    assert text_of("GAK-001").valid_from == dt.date(2025, 9, 1)
    assert ThemeVersion.objects.get(title="Lever").valid_from == dt.date(2025, 9, 1)


def test_a_former_text_ends_by_the_act_in_the_note(file: Path):
    import_file(file)

    version = text_of("LM-01")
    assert (version.valid_from, version.valid_until) == (dt.date(2024, 9, 1), dt.date(2025, 9, 1))
    assert version.start_is_exact is False
    assert version.repealed_by is not None
    assert version.repealed_by.legacy_id == "FOR-2025-01-24-87"
    assert version.repealed_by.title == "Forskrift om endring i spesialistforskriften"
    assert version.chapter.is_former


def test_the_outline_stands_as_printed(file: Path):
    import_file(file)

    chapter = AnnexChapter.objects.get(slug="C15")
    assert (chapter.title, chapter.part.title) == (
        "C15. Gastroenterologisk kirurgi",
        "C. Legespesialitetene i del 2 og 3",
    )
    assert chapter.specialty is not None
    assert chapter.specialty.short_name == "GAK"
    assert AnnexChapter.objects.get(slug="A1").versions.count() == 0


def test_a_printed_heading_replaces_ours(tmp_path: Path):
    call_command("load_reference_data", stdout=io.StringIO())
    printed = "C41. Radiologi og bildediagnostikk"

    import_file(write(tmp_path, annex().replace("C41. Radiologi", printed)))

    assert AnnexChapter.objects.get(slug="C41").title == printed


def test_numbers_missing_in_a_series_count_as_used(file: Path):
    import_file(file)

    missing = Objective.objects.filter(origin=Objective.Origin.MISSING).values_list("code", flat=True)
    assert set(missing) == {"FKMK-001", "LM-02", "GAK-003"}
    assert Objective.objects.get(code="GAK-004").origin == Objective.Origin.IMPORTED
    assert not ObjectiveVersion.objects.filter(objective__code="GAK-003").exists()


def test_the_next_code_follows_the_highest_in_the_file(file: Path):
    import_file(file)

    assert allocate_code(prefix="GAK").code == "GAK-005"


def test_there_is_room_between_neighbours(file: Path):
    import_file(file)

    first, second = (text_of(code).position for code in ("GAK-001", "GAK-002"))
    assert second - first == 1_000_000


def test_texts_and_headings_have_a_history(file: Path):
    import_file(file)

    for row in (text_of("GAK-001"), ThemeVersion.objects.get(title="Lever")):
        (record,) = row.history.all()
        assert (record.history_type, record.history_user.is_system) == ("+", True)


def test_one_event_tells_what_was_imported_from_which_file(file: Path):
    import_file(file)

    event = Event.objects.get(verb=Verb.ANNEX_IMPORTED)
    assert event.actor.is_system
    assert event.subject_label == "FOR-2016-12-08-1482"
    assert event.payload["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (event.payload["file"], event.payload["in_force"], event.payload["former"]) == (file.name, 8, 2)
    assert verify_journal().broken == ""


def test_what_was_not_read_is_said_and_told(tmp_path: Path):
    path = write(tmp_path, annex(markup.paragraph("GAK-001 Beherske punksjon."), markup.paragraph("Øv på modell.")))

    assert "Øv på modell." in import_file(path)

    assert "Øv på modell." in Event.objects.get(verb=Verb.ANNEX_IMPORTED).payload["not_read"][0]["message"]


def test_the_planner_knows_the_register_in_the_transaction_that_filled_it(file: Path):
    import_file(file)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_distinct FROM pg_stats "
            "WHERE tablename = 'objectives_objectiveversion' AND attname = 'objective_id'"
        )
        assert cursor.fetchall() == [(-1.0,)]  # each læringsmål has one text


def test_a_dry_run_writes_nothing(file: Path):
    before = row_counts()

    assert "10 læringsmål ville blitt skrevet" in import_file(file, "--dry-run")

    assert row_counts() == before


def test_nothing_is_written_when_writing_fails_half_way(file: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(**_event: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("objectives.services.annex.record", fail)
    before = row_counts()

    with pytest.raises(ZeroDivisionError):
        import_file(file)

    assert row_counts() == before


# --- again -----------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing_and_says_so(file: Path):
    import_file(file)
    before = row_counts()

    said = import_file(file)

    assert "Ingen forskjeller. 10 læringsmål er like" in said
    assert row_counts() == before | REPORTED


def test_the_same_words_in_another_file_change_nothing(file: Path, tmp_path: Path):
    import_file(file)
    before = row_counts()

    import_file(write(tmp_path, annex(start="<html><body>\n", end="\n</body></html>"), "en-annen.xml"))

    assert row_counts() == before | REPORTED


def test_a_code_reserved_here_is_not_taken_by_a_file(file: Path):
    call_command("load_reference_data", stdout=io.StringIO())
    allocate_code(prefix="GAK")

    with pytest.raises(CommandError, match="reservert i registeret: GAK-001"):
        import_file(file)


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_one_writes_and_the_other_finds_it_done(file: Path):
    call_command("load_reference_data", stdout=io.StringIO())

    def one_import(_number: int) -> str:
        try:
            return import_file(file)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(one_import, range(2)), key=lambda text: "Skrev 8" in text)

    assert "Registeret sier det samme som Lovdata." in said[0]
    assert "Skrev 8" in said[1]
    assert ObjectiveVersion.objects.count() == 10


# --- size ------------------------------------------------------------------------------------------------


def test_an_annex_of_any_size_can_be_generated_and_imported(tmp_path: Path):
    import_file(write(tmp_path, generated(objectives=700)))

    assert ObjectiveVersion.objects.in_force(on=DAY).count() == 700
    assert LegalAct.objects.count() == 2


def test_the_generator_makes_the_same_file_each_time():
    assert generated(objectives=120) == generated(objectives=120) != generated(objectives=120, seed=2)


def test_the_number_of_queries_does_not_follow_the_number_of_objectives(tmp_path: Path, django_assert_max_num_queries):
    call_command("load_reference_data", stdout=io.StringIO())
    path = write(tmp_path, generated(objectives=520))

    # Outline and series have a fixed number of rows, each updated for itself: about 50 chapters and 50 series.
    with django_assert_max_num_queries(400):
        import_file(path)

    assert ObjectiveVersion.objects.count() == 525
