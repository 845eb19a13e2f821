"""Vedlegg 2 on two days: what differs, by kind and in the text, in three views and at one address each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from objectives.models import Objective, ObjectiveVersion, ThemeVersion
from objectives.models.validity import from_day
from objectives.operations import CorrectText
from objectives.pages import comparison
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

DAYS = {"fra": "31.08.2026", "til": "01.03.2027"}
HERE = "/vedlegg/sammenlign/"


@pytest.fixture
def register():
    made.register_with_a_history()
    for number in range(1, 6):
        factories.version(f"GAK-00{number}", f"Ha kunnskap om prøving nummer {number}.")


def page(client, **query: str) -> str:
    response = client.get(HERE, {**DAYS, **query})
    assert response.status_code == 200
    return response.content.decode()


def text(html: str) -> str:
    """The text with the changes, without what stands beside it."""
    return html.split('id="red"')[1].split("</div>", maxsplit=1)[1].split("</section>", maxsplit=1)[0]


def test_the_changes_are_counted_by_kind_with_a_link_to_each(client, register):
    html = page(client)

    beside = html.split("Endringer etter type</h2>")[1].split("</section>")[0]
    assert "Skjerpet krav <b>1</b>" in beside
    assert '<a href="#m-GAK-090">GAK-088 → 090</a>' in beside
    assert "Nye læringsmål <b>1</b>" in beside
    assert "Opphevet <b>1</b>" in beside
    for anchor in ("m-GAK-090", "m-GAK-091", "m-GAK-089"):
        assert f'id="{anchor}"' in html


def test_how_many_of_how_many_differ(client, register):
    assert "<strong>3 av 9</strong> læringsmål er forskjellige mellom 31. august 2026 og 1. mars 2027." in page(client)


def test_when_all_comes_from_one_act_it_is_said_once(client, register):
    html = page(client, fra="24.11.2026")

    assert "nr. 1319</a>, kunngjort" in html
    assert "Hvor endringene kommer fra" not in html
    assert "kunngjort" not in text(html)


def test_when_it_comes_on_several_days_each_has_its_dates(client, register):
    html = page(client)

    assert "Hvor endringene kommer fra" in html
    assert 'opphevet fra <time datetime="2026-09-01">01.09.2026</time>' in text(html)


def test_a_new_code_stands_under_the_old_and_says_what_follows(client, register):
    article = text(page(client)).split('id="m-GAK-090"')[1].split("</article>")[0]

    assert 'href="/laringsmal/GAK-088/2026-08-31/"' in article
    assert 'href="/laringsmal/GAK-090/2027-03-01/"' in article
    assert "Godkjenninger overføres ikke, læringsaktiviteter overføres" in article


def test_what_is_the_same_is_folded_in_runs(client, register):
    html = text(page(client))

    assert '<p class="gap">6 uendrede læringsmål</p>' in html
    assert "prøving nummer 3" not in html


def test_what_is_the_same_can_be_shown(client, register):
    html = page(client, uendrede="ja")

    assert "prøving nummer 3" in text(html)
    assert 'class="gap"' not in text(html)
    assert "Skjul uendrede læringsmål" in html


def test_side_by_side_shows_each_text_by_itself(client, register):
    html = text(page(client, vis="side"))

    (pair,) = [part for part in html.split('<div class="ba ba--text">') if 'id="m-GAK-090"' in part]
    before, after = pair.split("</article>")[:2]
    assert "<ins" not in before
    assert "<del" not in after


def test_only_the_text_after_leaves_out_what_is_gone(client, register):
    html = text(page(client, vis="etter"))

    assert made.SHARPENED_TEXT in html
    assert made.REPEALED_TEXT not in html
    assert "<del" not in html


def test_a_view_is_an_address_and_keeps_the_rest(client, register):
    html = page(client, kapittel="C15")

    assert 'href="/vedlegg/sammenlign/?fra=31.08.2026&amp;til=01.03.2027&amp;kapittel=C15&amp;vis=side"' in html
    assert "C15. Gastroenterologisk kirurgi: hva endres?" in html


@pytest.mark.parametrize("within", [{"kapittel": "C15"}, {"kapittel": "C"}, {"del": "C"}])
def test_one_can_choose_a_part_or_a_chapter(client, register, within):
    other = factories.theme("2.1", "Noe annet", in_chapter=factories.chapter("B2", "B2. Kommunen"))
    factories.version("KLK-001", "Ha kunnskap om kommunen.", under=other, valid_from=made.REPLACED)

    assert "KLK-001" in page(client)
    assert "KLK-001" not in page(client, **within)


def test_reversed_days_are_turned_round_and_told(client, register):
    html = page(client, fra="01.03.2027", til="31.08.2026")

    assert "så vi har byttet dem om" in html
    assert "mellom 31. august 2026 og 1. mars 2027" in html


def test_the_same_day_twice_is_answered_kindly(client, register):
    html = page(client, fra="01.03.2027")

    assert "Du har valgt samme dag to ganger, 1. mars 2027." in html


def test_two_days_without_a_change_between_are_answered_kindly(client, register):
    html = page(client, fra="01.01.2024", til="01.01.2025")

    assert "Ingenting er endret mellom 1. januar 2024 og 1. januar 2025." in html
    assert "8 læringsmål lyder likt begge dagene." in html


def test_without_days_it_is_today_and_what_comes_next(client, register):
    kept = Objective.objects.get(code="GAK-087").versions.get()
    far = dt.date(2090, 3, 1)
    made.by_act(2, dt.date(2026, 6, 26), (CorrectText(code="GAK-087", text="Ha kunnskap.", basis=kept.pk), far))

    html = client.get(HERE).content.decode()

    assert f'value="{timezone.localdate():%d.%m.%Y}"' in html
    assert '">1. mars 2090</a>' in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"fra": "31.02.2026"}, "Skriv datoen som dag, måned og år"),
        ({"til": "01.01.2016"}, "Læringsmålene gjelder fra 1. mars 2017."),
        ({"kapittel": "C99"}, "Vi fant ikke dette kapittelet."),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field(client, register, query, sentence):
    response = client.get(HERE, {**DAYS, **query})

    assert response.status_code == 400
    assert sentence in response.content.decode()


@pytest.mark.parametrize("query", [{"vis": "baklengs"}, {"uendrede": "kanskje"}, {"vis": "\x00"}])
def test_a_view_nobody_knows_is_the_usual_one(client, register, query):
    assert "Teksten med endringer" in page(client, **query)


def test_a_heading_that_changes_is_drawn_as_a_change(client, register):
    heading = ThemeVersion.objects.get()
    heading.valid, heading.repealed_by = from_day(heading.valid_from, made.REPLACED), factories.act()
    heading.save(update_fields=["valid", "repealed_by"])
    ThemeVersion.objects.create(
        theme=heading.theme,
        number="15.12",
        title="Lever og milt",
        position=heading.position,
        valid=from_day(made.REPLACED),
        enacted_by=factories.act(),
    )

    html = page(client)

    assert "Temaoverskrifter <b>1</b>" in html
    assert "og milt" in text(html).split("<ins")[1]


def test_a_move_says_where_from(client, register):
    old = Objective.objects.get(code="GAK-001").versions.get()
    old.valid, old.repealed_by = from_day(old.valid_from, made.REPLACED), factories.act()
    old.save(update_fields=["valid", "repealed_by"])
    ObjectiveVersion.objects.create(
        objective=old.objective,
        chapter=old.chapter,
        theme=factories.theme("15.14", "Milt"),
        position=1,
        text=old.text,
        stage=old.stage,
        valid=from_day(made.REPLACED),
        enacted_by=factories.act(),
    )

    html = page(client)

    assert "Flyttet <b>1</b>" in html
    assert "Flyttet hit fra 15.12 Lever" in text(html)


def test_very_many_changes_are_listed_by_chapter(client, register, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_SHOWN", 2)

    html = page(client)

    assert "Dette er for mange endringer til å vises på én side." in html
    assert "?fra=31.08.2026&amp;til=01.03.2027&amp;kapittel=C15" in text(html)
    assert made.SHARPENED_TEXT not in html


def test_the_pages_of_the_annex_lead_to_the_comparison(client, register):
    for path, within in (("/vedlegg/", ""), ("/vedlegg/C15/", "C15"), ("/vedlegg/del/C/", "C")):
        assert f'href="/vedlegg/sammenlign/?kapittel={within}"' in client.get(path).content.decode()


def test_the_page_takes_as_many_queries_for_twice_as_many(client, register):
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(10, 30):
        factories.version(f"GAK-0{number}", f"Ha kunnskap om prøving {number}.", valid_from=made.REPLACED)

    with CaptureQueriesContext(connection) as many:
        html = page(client)

    assert "GAK-029" in text(html)
    assert len(many) == len(few) <= 14


def test_a_day_before_the_oldest_text_says_that_what_is_shown_as_new_may_not_be(client):
    made.register_with_a_history()

    before = client.get("/vedlegg/sammenlign/", {"fra": "01.01.2020", "til": "01.03.2027"}).content.decode()
    known = client.get("/vedlegg/sammenlign/", {"fra": "01.09.2021", "til": "01.03.2027"}).content.decode()

    assert "Registeret har ingen tekst fra før 1. september 2021." in before
    assert "Registeret har ingen tekst fra før" not in known
