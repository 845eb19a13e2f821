"""Everyone can read what has entered into force on a day, what comes, and follow it in a feed."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from objectives.models import LegalAct
from tests import factories

from .conftest import IN_FORCE, PLANNED

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def on(monkeypatch):
    """Lets a test be on another day."""

    def be(day: dt.date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: factories.announced(day))

    return be


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_says_what_has_entered_into_force_and_what_comes(client, announced, on):
    on(PLANNED)

    come, _middle, gone = text_of(client, "/ikrafttredelser/").partition("Trådt i kraft</h2>")

    assert 'href="/ikrafttredelser/2027-09-01/"' in come
    assert 'href="/ikrafttredelser/2027-02-12/"' in gone
    assert 'href="/ikrafttredelser/2027-02-12/"' not in come


def test_on_the_day_it_moves_from_one_to_the_other(client, announced, on):
    on(IN_FORCE)

    come, _middle, gone = text_of(client, "/ikrafttredelser/").partition("Trådt i kraft</h2>")

    assert "Ingen kunngjorte endringer venter på å tre i kraft." in come
    assert 'href="/ikrafttredelser/2027-09-01/"' in gone


def test_a_day_shows_old_and_new_code_and_what_a_doctor_keeps(client, announced, on):
    on(PLANNED)

    page = text_of(client, "/ikrafttredelser/2027-09-01/")

    assert "Trer i kraft 1. september 2027" in page
    assert "Endringene er kunngjort, men gjelder ikke før denne dagen." in page
    for code in ("ANE-052", "ANE-053", "GAK-077", "GAK-085"):
        assert f'href="/laringsmal/{code}/"' in page
    assert "GAK-084" not in page
    assert "Godkjent ANE-052" in page
    assert "overføres ikke" in page


def test_a_day_leads_to_the_day_before_and_the_day_after(client, announced, on):
    on(PLANNED)

    assert 'rel="next" href="/ikrafttredelser/2027-09-01/"' in text_of(client, "/ikrafttredelser/2027-02-12/")
    assert 'rel="prev" href="/ikrafttredelser/2027-02-12/"' in text_of(client, "/ikrafttredelser/2027-09-01/")


def test_a_day_on_which_nothing_happens_says_so_and_shows_the_others(client, announced):
    answer = client.get("/ikrafttredelser/2027-09-02/")

    assert answer.status_code == 404
    assert "Ingenting trer i kraft 2. september 2027" in answer.content.decode()
    assert 'href="/ikrafttredelser/2027-09-01/"' in answer.content.decode()


@pytest.mark.parametrize("day", ["i-dag", "2027-13-01", "20270901", "0001-01-01", "9999-12-31", "2027-09-01T00:00"])
def test_what_is_no_day_is_not_found(client, announced, day):
    assert client.get(f"/ikrafttredelser/{day}/").status_code == 404


def test_what_is_only_known_from_a_day_has_not_entered_into_force_on_it(client, texts):
    texts.repealed.objective.versions.update(start_is_exact=False)

    page = text_of(client, f"/ikrafttredelser/{factories.LONG_AGO}/")

    assert "GAK-084" in page
    assert "GAK-077" not in page


def test_the_day_asks_the_same_number_of_times_whatever_is_changed(client, announced, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get("/ikrafttredelser/2027-09-01/")


def test_the_feed_has_the_act_and_each_day_it_entered_into_force(client, announced, on):
    on(IN_FORCE)

    answer = client.get("/forskrifter/atom.xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{ATOM}title") for entry in entries[:3]] == [
        "I kraft 1. september 2027: FOR-2027-01-29-114",
        "Kunngjort: FOR-2027-01-29-114",
        "I kraft 12. februar 2027: FOR-2027-01-29-114",
    ]
    assert entries[1].find(f"{ATOM}link").get("href") == "http://testserver/forskrifter/2027/114/"


def test_a_title_in_the_feed_is_words_and_not_markup(client, on):
    LegalAct.objects.create(
        number=7, decided_on=PLANNED, announced_at=factories.announced(PLANNED), title="Lov & <b>orden</b>"
    )
    on(IN_FORCE)

    entries = ElementTree.fromstring(client.get("/forskrifter/atom.xml").content).findall(f"{ATOM}entry")

    assert entries[0].findtext(f"{ATOM}summary") == "Lov &amp; &lt;b&gt;orden&lt;/b&gt;"


def test_the_feed_tells_nothing_before_it_happens(client, announced, on):
    on(PLANNED - dt.timedelta(days=1))

    assert "FOR-2027-01-29-114" not in text_of(client, "/forskrifter/atom.xml")
