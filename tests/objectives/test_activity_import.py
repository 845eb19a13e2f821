"""Læringsaktiviteter from CSV or XLSX: all of the file or nothing, every wrong row told, and the same twice."""

from __future__ import annotations

import datetime as dt
import zipfile
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from notifications.models import Event, Verb
from objectives.activities.file import MAX_UNPACKED_BYTES, UnreadableFile, read_rows
from objectives.models import LearningActivity, ObjectiveVersion, Succession
from objectives.models.validity import from_day
from objectives.services.activities import RowsRefused, import_activities, preview_activities
from organisations.models import User
from tests import factories

from .activity_files import COURSE, HEADER, PROCEDURE, as_csv, changed
from .exporting import SINCE, stands

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def register(db) -> None:
    factories.organisation()
    chapter = factories.chapter()
    factories.series("GAK", of=factories.specialty())
    for code in ("GAK-001", "GAK-002"):
        stands(code, "Ha kunnskap om leveren.", in_chapter=chapter)


def as_xlsx(*rows: list[object], title: str = "Ark1") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in (HEADER, *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(content: bytes) -> bytes:
    """A workbook whose sheet is this XML, whatever it is."""
    book, made = zipfile.ZipFile(BytesIO(as_xlsx(COURSE))), BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in book.namelist():
            parts.writestr(name, content if name == "xl/worksheets/sheet1.xml" else book.read(name))
    return made.getvalue()


def bomb(size: int) -> bytes:
    """A small workbook that unpacks to more than `size` bytes."""
    return with_sheet(b" " * size)


def entities() -> bytes:
    """A workbook whose sheet doubles an entity thirty times."""
    doubled = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    return with_sheet(f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{doubled}]><worksheet>&e29;</worksheet>'.encode())


def run(*rows: list[str], on: dt.date = ON):
    return import_activities(
        rows=read_rows(as_csv(*rows)), file_name="aktiviteter.csv", sha256="0" * 64, on=on, by=User.objects.system()
    )


def problems(*rows: list[str]) -> list[str]:
    with pytest.raises(RowsRefused) as refused:
        run(*rows)
    return [str(problem) for problem in refused.value.problems]


def codes_of(title: str) -> list[str]:
    return [one.code for one in LearningActivity.objects.get(title=title).objectives.order_by("code")]


WORKBOOK = as_xlsx(COURSE, PROCEDURE)


# --- writing ------------------------------------------------------------------------------------------


def test_courses_and_procedures_are_written_with_their_objectives():
    imported = run(COURSE, PROCEDURE)

    course, procedure = LearningActivity.objects.order_by("kind")
    assert (imported.created, imported.changed, imported.unchanged) == (2, 0, 0)
    assert (course.kind, course.course_kind, course.minimum_repetitions) == ("kurs", "emnekurs", None)
    assert (procedure.kind, procedure.minimum_repetitions, procedure.specialty.short_name) == ("prosedyre", 25, "GAK")
    assert codes_of("Kurs i leverkirurgi") == ["GAK-001", "GAK-002"]


def test_codes_in_lower_case_or_without_a_dash_are_understood():
    run(changed(COURSE, codes="gak-1 gak002"))

    assert codes_of("Kurs i leverkirurgi") == ["GAK-001", "GAK-002"]


def test_the_journal_tells_what_was_written():
    run(COURSE, PROCEDURE)

    added = Event.objects.filter(verb=Verb.ACTIVITY_ADDED).order_by("pk")
    whole = Event.objects.get(verb=Verb.ACTIVITIES_IMPORTED)
    assert [event.payload["facts"]["title"] for event in added] == ["Kurs i leverkirurgi", "Leverbiopsi"]
    assert {event.payload["reason"] for event in added} == {"Lest inn fra aktiviteter.csv"}
    assert whole.payload == {
        "file": "aktiviteter.csv",
        "sha256": "0" * 64,
        "created": 2,
        "changed": 0,
        "unchanged": 0,
    }


def test_the_history_tells_who():
    run(COURSE)

    assert {row.history_user for row in LearningActivity.history.all()} == {User.objects.system()}


def test_the_same_file_again_changes_nothing():
    run(COURSE, PROCEDURE)
    history = LearningActivity.history.count()

    again = run(COURSE, PROCEDURE)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert Event.objects.filter(verb=Verb.ACTIVITIES_IMPORTED).count() == 1
    assert LearningActivity.history.count() == history


def test_a_known_activity_gets_the_numbers_and_objectives_of_the_row():
    run(COURSE, PROCEDURE)

    again = run(COURSE, changed(PROCEDURE, minimum="30", codes="GAK-002"))

    assert (again.created, again.changed, again.unchanged) == (0, 1, 1)
    assert LearningActivity.objects.get(title="Leverbiopsi").minimum_repetitions == 30
    assert codes_of("Leverbiopsi") == ["GAK-002"]


def test_an_activity_the_file_does_not_name_stays():
    run(COURSE)

    run(PROCEDURE)

    assert LearningActivity.objects.count() == 2


def test_the_same_title_in_another_specialty_is_another_activity():
    factories.specialty("KAR", "Karkirurgi")

    run(COURSE, changed(COURSE, specialty="karkirurgi"))

    assert LearningActivity.objects.count() == 2


# --- what is wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (changed(COURSE, kind="seminar"), "typen er «seminar». Skriv «kurs» eller «prosedyre»."),
        (changed(COURSE, kind=""), "typen mangler. Skriv «kurs» eller «prosedyre»."),
        (changed(COURSE, specialty=""), "spesialiteten mangler. Skriv navnet eller forkortelsen, for eksempel GAK."),
        (changed(COURSE, title=""), "tittelen mangler. Skriv den."),
        (changed(COURSE, title="x" * 201), "tittelen er på 201 tegn. Grensen er 200."),
        (changed(COURSE, minimum="3"), "et kurs har ikke noe anbefalt minste antall. La det stå tomt."),
        (changed(COURSE, specialty="GOK"), "vi fant ikke spesialiteten «GOK»."),
        (changed(COURSE, codes=""), "læringsmål mangler. Skriv minst én kode (LA-2)."),
        (changed(COURSE, codes="tull"), "«tull» er ikke en kode. Skriv den som GAK-088."),
        (changed(COURSE, codes="GAK-009"), "GAK-009 finnes ikke. De nærmeste er GAK-001, GAK-002."),
        (changed(PROCEDURE, minimum=""), "anbefalt minste antall mangler. Skriv et helt tall fra 1 til 10000 (LA-2)."),
        (changed(PROCEDURE, minimum="0"), "anbefalt minste antall er «0»."),
        (changed(PROCEDURE, minimum="ti"), "anbefalt minste antall er «ti»."),
        (changed(PROCEDURE, minimum="2,5"), "anbefalt minste antall er «2,5»."),
        (changed(PROCEDURE, minimum="٣"), "anbefalt minste antall er «٣»."),
        (changed(PROCEDURE, course_kind="emnekurs"), "en prosedyre har ingen kurstype."),
    ],
)
def test_a_wrong_row_is_told_with_its_number_and_what_to_do(row, message):
    (problem,) = problems(COURSE if row[0].lower() == "prosedyre" else PROCEDURE, row)

    assert problem.startswith(f"rad 3: {message}")


def test_everything_wrong_in_the_file_is_told_at_once():
    found = problems(changed(COURSE, kind="x", title=""), PROCEDURE, changed(COURSE, specialty="GOK"))

    assert [problem.partition(":")[0] for problem in found] == ["rad 2", "rad 2", "rad 4"]


def test_one_wrong_row_and_nothing_is_written():
    problems(COURSE, changed(PROCEDURE, minimum="ti"))

    assert (LearningActivity.objects.count(), Event.objects.count()) == (0, 0)


def test_a_title_that_is_nearly_one_in_the_list_is_refused():
    run(COURSE)

    (problem,) = problems(changed(COURSE, title="kurs i Lever-kirurgi."))

    assert "tittelen er nesten lik «Kurs i leverkirurgi»" in problem
    assert "(LA-3)" in problem


def test_two_nearly_equal_titles_in_the_file_are_refused():
    (problem,) = problems(COURSE, changed(COURSE, title="Kurs i  Leverkirurgi"))

    assert problem.startswith("rad 3: tittelen er nesten lik «Kurs i leverkirurgi»")


def test_the_same_activity_twice_in_the_file_is_refused():
    (problem,) = problems(COURSE, PROCEDURE, COURSE)

    assert problem == "rad 4: er den samme læringsaktiviteten som rad 2. Behold én."


def test_a_repealed_objective_is_refused_with_the_one_that_replaced_it():
    old = stands(
        "GAK-003", "Gammel.", in_chapter=factories.chapter(), valid_from=SINCE, valid_until=dt.date(2026, 9, 1)
    )
    new = stands("GAK-004", "Ny.", in_chapter=factories.chapter(), valid_from=dt.date(2026, 9, 1))
    Succession.objects.create(
        old=old.objective,
        new=new.objective,
        kind=Succession.Kind.REDUCED,
        approvals_carry_over=True,
        activities_carry_over=True,
        enacted_by=factories.act(),
    )

    (problem,) = problems(changed(COURSE, codes="GAK-003"))

    assert problem == "rad 2: GAK-003 er opphevet fra 1. september 2026 og erstattet av GAK-004. Bruk den koden."


def test_a_link_that_was_there_stays_when_its_objective_is_repealed():
    run(COURSE)
    ObjectiveVersion.objects.filter(objective__code="GAK-002").update(
        valid=from_day(SINCE, dt.date(2026, 9, 1)), repealed_by=factories.act(114, dt.date(2025, 1, 24))
    )

    again = run(changed(COURSE, course_kind="grunnkurs"))

    assert again.changed == 1
    assert codes_of("Kurs i leverkirurgi") == ["GAK-001", "GAK-002"]


def test_an_objective_that_is_yet_to_enter_into_force_can_be_linked():
    stands("GAK-005", "Kommer.", in_chapter=factories.chapter(), valid_from=dt.date(2027, 3, 1))

    run(changed(COURSE, codes="GAK-005"))

    assert codes_of("Kurs i leverkirurgi") == ["GAK-005"]


def test_checking_takes_the_same_queries_however_many_rows(django_assert_num_queries):
    few = read_rows(as_csv(*(changed(PROCEDURE, title=f"Prosedyre {number}") for number in range(2))))
    many = read_rows(as_csv(*(changed(PROCEDURE, title=f"Prosedyre {number}") for number in range(40))))

    for rows in (few, many):
        with django_assert_num_queries(4):
            assert len(preview_activities(rows=rows, on=ON).to_create) == len(rows)


# --- the file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_may_be_delimited_as_programs_do(delimiter):
    row = changed(COURSE, codes="GAK-001 GAK-002")

    assert read_rows(as_csv(row, delimiter=delimiter))[0].codes == "GAK-001 GAK-002"


def test_columns_may_stand_in_any_order_and_rows_be_blank():
    data = "læringsmål;TITTEL;spesialitet;type\n\nGAK-001;Et kurs;GAK;kurs\n;;;\n".encode()

    (row,) = read_rows(data)

    assert (row.row, row.title, row.codes, row.minimum) == (3, "Et kurs", "GAK-001", "")


def test_a_workbook_reads_as_the_same_rows():
    from_csv = read_rows(as_csv(COURSE, PROCEDURE))
    from_xlsx = read_rows(as_xlsx(COURSE, [*PROCEDURE[:3], 25.0, *PROCEDURE[4:]]))

    assert from_xlsx == from_csv


def test_the_sheet_of_activities_is_found_by_name():
    book = Workbook()
    book.active.append(["Noe annet"])
    sheet = book.create_sheet("Læringsaktiviteter")
    sheet.append(HEADER)
    sheet.append(COURSE)
    file = BytesIO()
    book.save(file)

    assert len(read_rows(file.getvalue())) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"tittel;type\nx;kurs\n", "mangler kolonnen «spesialitet», «læringsmål»"),
        (as_csv(COURSE).replace(b"Kurstype", b"Kursform"), "har den ukjente kolonnen «kursform»"),
        (as_csv(COURSE).replace(b"Kurstype", b"Tittel"), "har kolonnen «tittel» to ganger"),
        (as_csv(), "Filen har ingen rader under overskriftene."),
        (as_csv([*COURSE, "", "noe"]), "Rad 2 har «noe» utenfor kolonnene."),
        (as_csv(COURSE).decode().encode("latin-1", "replace"), "Lagre den som «CSV UTF-8» eller XLSX"),
        (as_csv(['"x', *COURSE[1:]]), "Filen er ikke riktig CSV"),
        (b"type\0tittel", "Filen er ikke en tekstfil."),
        (as_csv(COURSE).decode("utf-8-sig").encode("utf-16"), "Lagre den som «CSV UTF-8» eller XLSX"),
        (as_csv(["kurs", "x" * 200_000, *COURSE[2:]]), "Filen er ikke riktig CSV"),
        (as_csv(*[["", "", "", "", "", ""]] * 5_001), "Filen har flere enn 5000 rader. Del den."),
        (b"PK\x03\x04 ikke et regneark", "Filen er ikke et regneark i XLSX."),
        (as_xlsx(COURSE)[:-200], "Filen er ikke et regneark i XLSX."),
        (bomb(MAX_UNPACKED_BYTES + 1), "Regnearket er for stort når det pakkes ut."),
        (entities(), "Filen er ikke et regneark i XLSX."),
    ],
    ids=[
        "missing",
        "unknown",
        "twice",
        "empty",
        "beyond",
        "not utf-8",
        "quotes",
        "binary",
        "utf-16",
        "huge cell",
        "too many rows",
        "not a workbook",
        "cut off",
        "bomb",
        "entities",
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data, message):
    with pytest.raises(UnreadableFile) as refused:
        read_rows(data)

    assert message in refused.value.message


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_workbook_is_read_or_refused_and_never_anything_else(damage):
    data = bytearray(WORKBOOK)
    for place, byte in damage:
        data[int(place * len(data))] = byte

    with suppress(UnreadableFile):
        assert read_rows(bytes(data))


def test_a_workbook_of_another_kind_is_refused(tmp_path):
    from docx import Document

    Document().save(tmp_path / "x.docx")

    with pytest.raises(UnreadableFile, match="ikke et regneark"):
        read_rows((tmp_path / "x.docx").read_bytes())


# --- the command --------------------------------------------------------------------------------------


def command(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_activities", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "aktiviteter.csv"
    path.write_bytes(as_csv(COURSE, PROCEDURE))
    return path


def test_the_command_writes_and_says_so_and_then_that_nothing_is_new(file):
    assert "Skrev 2 nye og 0 endrede læringsaktiviteter." in command(file)
    assert "likt. Ingenting er endret." in command(file)


def test_a_dry_run_writes_nothing(file):
    assert "Prøvekjøring: 2 nye og 0 endrede ville blitt skrevet" in command(file, "--dry-run")
    assert LearningActivity.objects.count() == 0


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_the_command_tells_each_row_that_must_be_put_right(file, arguments):
    file.write_bytes(as_csv(changed(COURSE, kind="x"), PROCEDURE, changed(COURSE, specialty="GOK")))

    with pytest.raises(CommandError) as refused:
        command(file, *arguments)

    lines = str(refused.value).split("\n")
    assert (lines[0], lines[-1]) == ("2 rader må rettes:", "Ingenting er skrevet.")
    assert [line[:7] for line in lines[1:-1]] == ["- rad 2", "- rad 4"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.unlink(), "finnes ikke."),
        (lambda path: path.write_bytes(b"  \n"), "er tom."),
        (lambda path: path.write_bytes(b"x" * (5 * 2**20 + 1)), "er for stor: grensen er 5 MB."),
        (lambda path: (path.unlink(), path.mkdir()), "er ikke en fil."),
    ],
    ids=["missing", "empty", "large", "folder"],
)
def test_a_file_that_is_not_there_to_read_is_refused(file, make, message):
    make(file)

    with pytest.raises(CommandError, match=message):
        command(file)
