"""The page where læringsaktiviteter are read in: every wrong row told, nothing written unseen, all or nothing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notifications.models import Event, Verb
from objectives.models import LearningActivity
from objectives.pages import activity_file
from tests import factories

from .activity_files import COURSE, PROCEDURE, as_csv, changed
from .exporting import stands

pytestmark = pytest.mark.django_db

URL = "/laringsaktiviteter/les-inn/"


@pytest.fixture(autouse=True)
def register(db) -> None:
    factories.organisation()
    factories.series("GAK", of=factories.specialty())
    for code in ("GAK-001", "GAK-002"):
        stands(code, "Ha kunnskap om leveren.", in_chapter=factories.chapter())


@pytest.fixture
def caseworker() -> Client:
    return logged_in(factories.caseworker())


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def check(client: Client, *rows: list[str], data: bytes | None = None):
    content = as_csv(*rows) if data is None else data
    return client.post(URL, {"fil": SimpleUploadedFile("aktiviteter.csv", content)})


def write(client: Client, checked):
    return client.post(URL, {"kontrollert": checked.context["found"].signed}, follow=True)


def test_the_page_tells_what_the_columns_are(caseworker):
    page = caseworker.get(URL).content.decode()

    for name in ("type", "tittel", "kurstype", "anbefalt minste antall", "spesialitet", "læringsmål"):
        assert f"<dt>{name}</dt>" in page


def test_a_checked_file_is_shown_and_nothing_is_written(caseworker):
    page = check(caseworker, COURSE, PROCEDURE).content.decode()

    assert "2 nye, 0 endrede og 0 uendrede læringsaktiviteter." in page
    assert "Les inn 2 nye og 0 endrede" in page
    assert "Kurs i leverkirurgi" in page
    assert "Leverbiopsi" in page
    assert LearningActivity.objects.count() == 0


def test_what_was_shown_is_written_by_the_one_who_saw_it():
    user = factories.caseworker()
    client = logged_in(user)

    page = write(client, check(client, COURSE, PROCEDURE)).content.decode()

    assert "aktiviteter.csv er lest inn: 2 nye og 0 endrede læringsaktiviteter." in page
    assert LearningActivity.objects.count() == 2
    assert Event.objects.get(verb=Verb.ACTIVITIES_IMPORTED).actor == user


def test_a_known_activity_shows_what_changes(caseworker):
    write(caseworker, check(caseworker, PROCEDURE))

    page = check(caseworker, changed(PROCEDURE, minimum="30", codes="GAK-002")).content.decode()

    assert "0 nye, 1 endrede og 0 uendrede læringsaktiviteter." in page
    assert "Anbefalt minste antall: 25 → 30" in page
    assert "Læringsmål: GAK-001 → GAK-002" in page


def test_a_file_that_says_what_the_register_says_has_nothing_to_read_in(caseworker):
    write(caseworker, check(caseworker, COURSE))

    page = check(caseworker, COURSE).content.decode()

    assert "Registeret sier allerede det samme som filen." in page
    assert "kontrollert" not in page


def test_every_wrong_row_is_told_with_its_number(caseworker):
    answer = check(caseworker, changed(COURSE, kind="seminar"), PROCEDURE, changed(COURSE, specialty="GOK"))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "2 rader må rettes<" in page
    assert re.findall(r'<th scope="row" class="num">(.*?)</th><td>(.{8})', page) == [
        ("Rad 2", "Typen er"),
        ("Rad 4", "Vi fant "),
    ]
    assert LearningActivity.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 ikke et regneark", "Filen er ikke et regneark i XLSX."),
        ("tittel;type\nKlinikk på Ås;kurs".encode("latin-1"), "Lagre den som «CSV UTF-8» eller XLSX"),
        (b"tittel;type\nx;kurs\n", "mangler kolonnen «spesialitet», «læringsmål»"),
        (b"", "Filen er tom. Velg en annen fil."),
        (b"x" * (5 * 2**20 + 1), "er større enn 5 MB. Del den opp."),
    ],
    ids=["broken", "latin-1", "columns", "empty", "large"],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(caseworker, data, message):
    answer = check(caseworker, data=data)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_no_file_is_told(caseworker):
    answer = caseworker.post(URL, {})

    assert (answer.status_code, "Velg en fil." in answer.content.decode()) == (422, True)


def test_a_title_with_markup_is_shown_as_it_is_written(caseworker):
    page = check(caseworker, changed(COURSE, title="<script>alert(1)</script>")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_rows_somebody_has_made_up_are_not_written(caseworker):
    answer = caseworker.post(URL, {"kontrollert": "laget-selv"})

    assert (answer.status_code, LearningActivity.objects.count()) == (422, 0)
    assert "Velg filen og kontroller den på nytt." in answer.content.decode()


def test_one_person_cannot_write_what_another_was_shown(caseworker):
    shown = check(caseworker, COURSE)
    other = logged_in(factories.user("saksbehandler", of=factories.organisation(), email="annen@example.no"))

    answer = write(other, shown)

    assert (answer.status_code, LearningActivity.objects.count()) == (422, 0)


def test_what_was_shown_too_long_ago_is_checked_again(caseworker, monkeypatch):
    shown = check(caseworker, COURSE)
    monkeypatch.setattr(activity_file, "STAYS_GOOD", -activity_file.STAYS_GOOD)

    answer = write(caseworker, shown)

    assert (answer.status_code, LearningActivity.objects.count()) == (422, 0)


def test_what_the_register_has_got_meanwhile_is_not_written_twice(caseworker):
    shown = check(caseworker, COURSE)
    write(caseworker, shown)

    page = write(caseworker, shown).content.decode()

    assert "aktiviteter.csv er lest inn: 0 nye og 0 endrede læringsaktiviteter." in page
    assert LearningActivity.objects.count() == 1


def test_only_caseworkers_are_offered_the_page(caseworker, client):
    assert URL in caseworker.get("/laringsaktiviteter/").content.decode()
    assert URL not in client.get("/laringsaktiviteter/").content.decode()


def test_showing_a_file_takes_the_same_queries_however_many_rows(caseworker, django_assert_num_queries):
    check(caseworker, COURSE)

    for count in (2, 20):
        with django_assert_num_queries(8):
            answer = check(caseworker, *(changed(COURSE, title=f"Kurs {number}") for number in range(count)))
        assert len(answer.context["found"].new) == count
