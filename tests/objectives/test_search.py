"""Searching the register: stems and parts of words, other spellings, ways to narrow, and the order of the hits."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import ObjectiveVersion, Stage
from organisations.models import Specialty
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

DAY = {"dato": "24.11.2026"}


def codes(client, **query: str) -> list[str]:
    """The codes found, in the order they stand."""
    html = client.get("/laringsmal/", {**DAY, **query}).content.decode()
    articles = html.split('<article class="lm')[1:]
    return [article.split('<h3 class="code">')[1].split("</a>")[0].rpartition(">")[2] for article in articles]


def page(client, **query: str) -> str:
    response = client.get("/laringsmal/", {**DAY, **query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def texts():
    """GAK-001 to GAK-004, the last in another chapter, specialty, stage and spelling."""
    factories.version("GAK-001", "Ha god kunnskap om sykdommer hos barn.")
    factories.version("GAK-002", "Ha kunnskap om rektumkirurgi.")
    factories.version("GAK-003", "Under supervisjon kunne behandle barnet etter inngrep i rectum.")
    other = Specialty.objects.create(short_name="ØNH", name="Øre-nese-halssykdommer", slug="ore-nese-hals")
    factories.series("ØNH", of=other, last_number=4)
    home = factories.chapter("B2", "B2. Kommunehelsetjenesten", of=other)
    heading = factories.theme("2.1", "Årsaker", in_chapter=home)
    factories.version("ØNH-004", "Beherske åpning av luftveier.", under=heading, stage=Stage.PART_1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sykdommer", ["GAK-001"]),
        ("barnet", ["GAK-001", "GAK-003"]),  # the stem of «barn»
        ("kirurgi", ["GAK-002"]),  # part of a compound
        ("luftvei", ["ØNH-004"]),
        ("årsaker", ["ØNH-004"]),  # the heading
        ("ønh", ["ØNH-004"]),
        ("og", []),  # a word the database has no stem for
        ('"hos barn"', ["GAK-001"]),
        ('"barn hos"', []),
        ('barn "', ["GAK-001", "GAK-003"]),
    ],
)
def test_words_are_found_by_stem_and_as_parts(client, texts, words, found):
    assert sorted(codes(client, q=words)) == found


def test_another_spelling_is_found_too_and_told(client, texts):
    html = page(client, q="rektum")

    assert codes(client, q="rektum") == ["GAK-002", "GAK-003"]
    assert "Viser også treff på ‹rectum›." in html
    assert "stavemate=bare" in html


def test_one_can_ask_for_the_word_as_written(client, texts):
    assert codes(client, q="rektum", stavemate="bare") == ["GAK-002"]
    assert "Viser også" not in page(client, q="rektum", stavemate="bare")


def test_a_spelling_nobody_uses_is_not_told(client, texts):
    assert "Viser også" not in page(client, q="kolecystektomi")


def test_what_is_found_is_marked_and_nothing_else(client):
    factories.version("GAK-001", "Ha kunnskap om <b>lever</b> & Leverkirurgi.")

    html = page(client, q="lever")

    text = html.split('<p class="legal">')[1].split("</p>")[0]
    assert text == ("Ha kunnskap om &lt;b&gt;<mark>lever</mark>&lt;/b&gt; &amp; <mark>Lever</mark>kirurgi.")


def test_a_word_found_by_its_stem_is_marked_whole(client, texts):
    assert "<mark>barn</mark>." in page(client, q="barnet")


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"spesialitet": "ore-nese-hals"}, ["ØNH-004"]),
        ({"del": "B"}, ["ØNH-004"]),
        ({"utdanning": "1"}, ["ØNH-004"]),
        ({"niva": "hoyeste"}, ["GAK-001", "ØNH-004"]),
        ({"niva": "mellomste"}, ["GAK-002", "GAK-003"]),
        ({"niva": "laveste"}, []),
        ({"niva": "hoyeste", "del": "C"}, ["GAK-001"]),
        ({"status": "opphevet"}, []),
    ],
)
def test_the_hits_can_be_narrowed(client, texts, narrowed, found):
    assert sorted(codes(client, **narrowed)) == found


def options(html: str, title: str) -> dict[str, str]:
    """The choices of a facet with their counts, as they stand beside the hits."""
    section = html.split(f"<h2>{title}</h2>")[1].split("</section>", maxsplit=1)[0]
    return {
        part.split("</span>")[0]: part.split("<b>")[1].split("</b>")[0]
        for part in section.split("<a ")[1:]
        for part in [part.split("<span>")[1]]
    }


def test_each_choice_says_how_many_it_would_leave(client, texts):
    html = page(client, niva="hoyeste")

    assert options(html, "Kompetansenivå") == {"Mellomste": "2", "Høyeste": "2"}
    assert options(html, "Del av vedlegg 2") == {"B. Del B": "1", "C. Del C": "1"}
    assert options(html, "Status") == {"I kraft": "2"}


def test_a_choice_that_is_made_can_be_taken_away(client, texts):
    html = page(client, q="barn", niva="hoyeste")

    chosen = html.split("Valgt:")[1].split("</p>")[0]
    assert 'href="?q=barn&amp;dato=24.11.2026"' in chosen


def test_the_address_carries_the_whole_state(client, texts):
    html = page(client, q="barn", niva="hoyeste", rekkefolge="kode")

    kept = html.split('id="resultat"')[1].split("<div")[0]
    assert '<input type="hidden" form="sok" name="niva" value="hoyeste">' in kept
    links = html.split("<h2>Utdanningens del</h2>")[1]
    assert 'href="?q=barn&amp;dato=24.11.2026&amp;rekkefolge=kode&amp;utdanning=2-3&amp;niva=hoyeste"' in links


def test_one_can_look_among_what_is_announced_and_what_has_ended(client):
    made.register_with_a_history()

    assert codes(client) == ["GAK-087", "GAK-088"]
    assert codes(client, status="kunngjort") == ["GAK-090", "GAK-091"]
    assert codes(client, status="opphevet") == ["GAK-089"]
    assert options(page(client), "Status") == {
        "I kraft": "2",
        "Kunngjort, ikke i kraft": "2",
        "Ikke lenger i kraft": "1",
    }


def test_what_the_register_does_not_know_yet_on_the_day_is_not_called_announced(client):
    made.register_with_a_history()
    version = ObjectiveVersion.objects.get(objective__code="GAK-087")
    version.start_is_exact = False
    version.save(update_fields=["start_is_exact"])

    assert codes(client, dato="01.01.2020", status="ukjent") == ["GAK-087"]
    assert "GAK-087" not in codes(client, dato="01.01.2020", status="kunngjort")


def test_a_laringsmal_is_found_by_the_wording_of_the_day_only(client):
    made.register_with_a_history()

    assert codes(client, q="levercancer", dato="17.10.2022") == ["GAK-088"]
    assert "GAK-088" not in codes(client, q="levercancer", stavemate="bare")


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("vedlegg", ["ØNH-004", "GAK-001", "GAK-002", "GAK-003"]),
        ("alfabetisk", ["ØNH-004", "GAK-001", "GAK-002", "GAK-003"]),
        ("kode", ["GAK-001", "GAK-002", "GAK-003", "ØNH-004"]),
    ],
)
def test_the_order_is_a_choice(client, texts, order, found):
    assert codes(client, rekkefolge=order) == found


def test_letters_come_in_norwegian_order(client):
    for number, text in enumerate(["Årsaker", "Zoonoser", "Øyelege", "Ærlighet", "Astma"], start=1):
        factories.version(f"GAK-00{number}", text)

    assert codes(client, rekkefolge="alfabetisk") == ["GAK-005", "GAK-002", "GAK-004", "GAK-003", "GAK-001"]


def test_while_typing_a_whole_code_is_a_hit_and_no_way_out(client):
    made.register_with_a_history()

    response = client.get("/laringsmal/", {**DAY, "q": "GAK-088"}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert ">GAK-088</a>" in response.content.decode()


def test_the_count_stands_where_a_screen_reader_hears_it(client, texts):
    html = page(client, q="barn")

    assert '<p class="ds-sr-only" id="antall" role="status">2 læringsmål' in html


@pytest.mark.parametrize(
    "words",
    [
        "%",
        "_",
        "'",
        '"',
        "''; DROP TABLE x; --",
        "\\",
        "(",
        "a & | !",
        "🏥",
        ":*",
        "<script>",
        "%%%s%(x)s",
        "\t\n",
        "\u202e",
    ],
)
def test_hostile_words_get_an_ordinary_answer(client, texts, words):
    response = client.get("/laringsmal/", {**DAY, "q": words})

    assert response.status_code == 200
    assert b"<script>" not in response.content.split(b"<main")[1]


def test_a_percent_sign_stands_for_itself(client):
    factories.version("GAK-001", "Ha kunnskap om 20% av alt.")
    factories.version("GAK-002", "Ha kunnskap om 200 ting.")

    assert codes(client, q="20%") == ["GAK-001"]


def test_very_long_words_are_refused_with_a_sentence(client, texts):
    response = client.get("/laringsmal/", {"q": "x" * 10_000})

    assert response.status_code == 400
    assert "Søk med høyst 100 tegn." in response.content.decode()


def test_a_search_takes_as_many_queries_however_many_hits(client):
    for number in range(1, 11):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om rektum.")
    with CaptureQueriesContext(connection) as few:
        page(client, q="rektum", niva="mellomste")
    for number in range(11, 41):
        factories.version(f"GAK-{number:03}", "Ha kunnskap om rektum.", valid_from=dt.date(2024, 3, 1))

    with CaptureQueriesContext(connection) as many:
        html = page(client, q="rektum", niva="mellomste")

    assert "GAK-040" in html
    assert len(many) == len(few) <= 10
