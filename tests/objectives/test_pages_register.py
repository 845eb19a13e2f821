"""The front page, and finding læringsmål by code or words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from objectives import search
from objectives.models import Objective
from organisations.models import Specialty
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

DAY = {"dato": "24.11.2026"}
FAR_AHEAD = dt.date(2090, 3, 1)


@pytest.fixture
def register():
    made.register_with_a_history()


def found(client, **query: str) -> list[str]:
    html = client.get("/laringsmal/", {**DAY, **query}).content.decode()
    return [code for code in ("GAK-087", "GAK-088", "GAK-089", "GAK-090", "GAK-091") if f">{code}</a>" in html]


def test_the_register_lists_what_is_in_force_on_the_day(client, register):
    assert found(client) == ["GAK-087", "GAK-088"]
    assert found(client, dato="01.03.2027") == ["GAK-087", "GAK-090", "GAK-091"]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("leverkreft", ["GAK-088"]),
        ("LEVERKREFT utredning", ["GAK-088"]),
        ("leverkreft oppbygning", []),
        ("gak", ["GAK-087", "GAK-088"]),
        ("gak-08", ["GAK-087", "GAK-088"]),
        ("lever", ["GAK-087", "GAK-088"]),
        ("100%", []),
    ],
)
def test_every_word_must_be_there_in_the_text_the_code_or_the_heading(client, register, words, codes):
    assert found(client, q=words) == codes


def test_a_whole_code_leads_straight_to_it(client, register):
    response = client.get("/laringsmal/", {"q": " gak 88 "})

    assert response.status_code == 302
    assert response["Location"] == "/laringsmal/GAK-088/"


def test_a_specialty_narrows_the_search(client, register):
    other = factories.specialty("ANE", "Anestesiologi")

    assert found(client, spesialitet=other.slug) == []
    assert found(client, spesialitet=Specialty.objects.get(short_name="GAK").slug) == ["GAK-087", "GAK-088"]


def test_a_word_that_names_a_specialty_leads_to_its_page(client, register):
    factories.specialty("ANE", "Anestesiologi")

    html = client.get("/laringsmal/", {"q": "anestesi"}).content.decode()

    assert 'href="/spesialitet/anestesiologi/"' in html


def test_no_hits_say_what_to_try(client, register):
    html = client.get("/laringsmal/", {**DAY, "q": "vulkan"}).content.decode()

    assert "Ingen treff på «vulkan»." in html


def test_an_empty_register_says_why(client, db):
    html = client.get("/laringsmal/").content.decode()

    assert "Registeret er tomt." in html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dato", "i går"),
        ("dato", "31.02.2026"),
        ("dato", "28.02.2017"),
        ("spesialitet", "finnes-ikke"),
        ("del", "Q"),
        ("utdanning", "4"),
        ("niva", "ekspert"),
        ("status", "foreslatt"),
        ("rekkefolge", "tilfeldig"),
        ("etter", "en-kode-som-er-altfor-lang"),
        ("stavemate", "begge"),
        ("q", "x" * 10_000),
        ("q", "lever\x00"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_field(client, register, field, value):
    response = client.get("/laringsmal/", {field: value})

    assert response.status_code == 400


def test_an_error_stands_in_the_summary_and_at_the_field_in_the_same_words(client, register):
    html = client.get("/laringsmal/", {"dato": "i går"}).content.decode()

    assert html.count("Skriv datoen som dag, måned og år, for eksempel 01.03.2027.") == 2
    assert 'href="#id_dato"' in html


def test_long_lists_come_in_pages_that_go_on_after_a_code(client, register):
    for number in range(1, 61):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")

    first = client.get("/laringsmal/", {**DAY, "q": "prøving"}).content.decode()
    second = client.get("/laringsmal/", {**DAY, "q": "prøving", "etter": "GAK-050"}).content.decode()

    assert first.count('<article class="lm') == 50
    assert "etter=GAK-050" in first.split('rel="next"')[1]
    assert 'rel="prev"' not in first
    assert second.count('<article class="lm') == 10
    assert "GAK-051" in second
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_the_next_page_goes_on_from_a_code_that_is_no_longer_found(client, register):
    for number in range(1, 61):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")
    factories.version("GAK-095", "Ha kunnskap om noe annet.", position=50_500_000)

    html = client.get("/laringsmal/", {**DAY, "q": "prøving", "etter": "GAK-095"}).content.decode()

    assert html.count('<article class="lm') == 10
    assert ">GAK-051</a>" in html


def test_the_page_before_begins_where_it_did(client, register):
    for number in range(100, 220):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")

    third = client.get("/laringsmal/", {**DAY, "q": "prøving", "etter": "GAK-199"}).content.decode()

    assert "etter=GAK-149" in third.split('rel="prev"')[1].split(">")[0]


def test_the_register_takes_as_many_queries_for_twice_as_many(client, register):
    for number in range(1, 11):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")
    with CaptureQueriesContext(connection) as few:
        client.get("/laringsmal/", {**DAY, "q": "prøving"})
    for number in range(11, 31):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")

    with CaptureQueriesContext(connection) as many:
        html = client.get("/laringsmal/", {**DAY, "q": "prøving"}).content.decode()

    assert "GAK-030" in html
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("gak-88", "GAK-088"), ("ØNH12", "ØNH-012"), ("ønh 012", "ØNH-012"), ("lm-7", "LM-07"), ("lever", ""), ("", "")],
)
def test_a_code_is_understood_as_people_write_it(typed, code):
    assert search.normal_code(typed) == code


def test_the_front_page_of_an_empty_register_says_what_comes(client, db):
    html = client.get("/").content.decode()

    assert "Ingen kunngjorte endringer venter på å tre i kraft." in html
    assert "Ingen endringer er kunngjort her ennå." in html


def test_the_front_page_shows_the_newest_changes_as_redlines(client, register):
    html = client.get("/").content.decode()

    newest = html.split("Siste endringer")[1]
    assert "erstatter GAK-088. Skjerpet krav, godkjenninger overføres ikke" in newest
    assert "nytt læringsmål" in newest
    assert "språklig retting, koden er beholdt" in newest
    assert 'opphevet fra <time datetime="2026-09-01">' in newest
    assert newest.index("GAK-090") < newest.index("språklig retting")


def test_the_front_page_counts_what_waits_to_enter_into_force(client, register):
    kept = Objective.objects.get(code="GAK-087").versions.get()
    made.by_act(
        2,
        dt.date(2026, 6, 26),
        (made.ReplaceObjective(code="GAK-087", text="Noe annet.", effect="redusert", basis=kept.pk), FAR_AHEAD),
    )

    html = client.get("/").content.decode()

    assert '<time datetime="2090-03-01">1. mars 2090</time>' in html
    assert "1 kunngjort endring trer i kraft." in html


def test_a_change_announced_in_the_future_is_not_shown(client, register):
    tomorrow = timezone.localdate() + dt.timedelta(days=2)
    kept = Objective.objects.get(code="GAK-087").versions.get()
    made.by_act(3, tomorrow, (made.CorrectText(code="GAK-087", text="Ikke vis dette.", basis=kept.pk), FAR_AHEAD))

    assert "Ikke vis dette." not in client.get("/").content.decode()


def test_specialties_stand_in_norwegian_order(client, db):
    for short, name in [("ØYE", "Øyesykdommer"), ("ALM", "Allmennmedisin"), ("ÅRE", "Årelating"), ("RAD", "Radiologi")]:
        Specialty.objects.create(
            name=name, short_name=short, slug=f"slug-{short.lower().encode('ascii', 'ignore').decode()}"
        )

    html = client.get("/").content.decode()

    places = [html.index(name) for name in ("Allmennmedisin", "Radiologi", "Øyesykdommer", "Årelating")]
    assert places == sorted(places)


def test_the_front_page_takes_as_many_queries_for_twice_as_many(client, register):
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(1, 31):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om prøving.")
        factories.specialty(f"X{number}", f"Spesialitet nummer {number}")

    with CaptureQueriesContext(connection) as many:
        html = client.get("/").content.decode()

    assert "Spesialitet nummer 30" in html
    assert len(many) == len(few) <= 14


def test_the_public_pages_ask_nobody_who_they_are(client, register):
    for path in ("/", "/laringsmal/", "/laringsmal/GAK-088/", "/vedlegg/", "/vedlegg/C15/", "/spesialitetskontakter/"):
        assert client.get(path).status_code == 200


def test_every_page_can_be_skipped_into_and_is_in_norwegian(client, register):
    html = client.get("/laringsmal/GAK-088/").content.decode()

    assert '<html lang="nb">' in html
    assert '<a class="ds-skip-link" href="#innhold">' in html
    assert 'id="innhold"' in html


def test_no_page_has_script_or_style_of_its_own(client, register):
    for path in ("/", "/laringsmal/", "/laringsmal/GAK-088/", "/vedlegg/C15/", "/logg-inn/"):
        html = client.get(path).content.decode()

        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        assert all("src=" in part.split(">")[0] for part in html.split("<script")[1:])
