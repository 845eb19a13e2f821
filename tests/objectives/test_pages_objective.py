"""The page of one læringsmål: the text on a day, what comes, what was, and codes that are not there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives import lineage
from objectives.models import Elaboration, LearningActivity, Objective, ObjectiveVersion, Succession
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    made.register_with_a_history()


def page(client, code: str, day: str = "2026-11-24") -> str:
    response = client.get(f"/laringsmal/{code}/{day}/")
    assert response.status_code == 200
    return response.content.decode()


def shown_text(html: str) -> str:
    """The subject of the page: the one text set large."""
    return html.split('class="legal legal--lg">')[1].split("</p>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2022-10-17", made.FIRST_TEXT),
        ("2022-10-18", made.CORRECTED_TEXT),
        ("2027-02-28", made.CORRECTED_TEXT),
    ],
)
def test_the_page_shows_the_text_of_the_day(client, register, day, text):
    assert shown_text(page(client, "GAK-088", day)) == text


@pytest.mark.parametrize(
    ("code", "day", "word"),
    [
        ("GAK-088", "2027-02-28", "I kraft"),
        ("GAK-088", "2027-03-01", "Erstattet"),
        ("GAK-089", "2026-08-31", "I kraft"),
        ("GAK-089", "2026-09-01", "Opphevet"),
        ("GAK-090", "2027-02-28", "Kunngjort, ikke i kraft"),
        ("GAK-090", "2027-03-01", "I kraft"),
    ],
)
def test_the_mark_follows_from_the_dates_the_day_before_and_on(client, register, code, day, word):
    html = page(client, code, day)

    first_mark = html.split('class="mark"')[1]
    assert f"</span>{word}</span>" in first_mark[:120]


def test_both_dates_are_always_shown(client, register):
    html = page(client, "GAK-088")

    assert 'kunngjort <time datetime="2022-10-18">18.10.2022</time>' in html
    assert 'i kraft <time datetime="2022-10-18">18.10.2022</time>' in html
    assert 'gjelder til og med <time datetime="2027-02-28">28.02.2027</time>' in html


def test_a_repeal_says_from_when(client, register):
    html = page(client, "GAK-089")

    assert 'kunngjort <time datetime="2026-06-25">25.06.2026</time>' in html
    assert 'opphevet fra <time datetime="2026-09-01">01.09.2026</time>' in html
    assert "koden brukes ikke igjen" in html


def test_an_unknown_start_is_called_known_from(client):
    version = factories.version("GAK-087")
    version.start_is_exact = False
    version.save(update_fields=["start_is_exact"])

    html = page(client, "GAK-087")

    assert 'kjent fra <time datetime="2021-09-01">01.09.2021</time>' in html
    assert "kunngjøringen er ikke i kilden" in html


def test_what_replaces_it_is_shown_with_what_carries_over(client, register):
    html = page(client, "GAK-088")

    assert "Fra 1. mars 2027 gjelder GAK-090 i stedet" in html
    assert "Godkjenningen står i historikken, men kompetansen må vurderes på nytt." in html
    assert "Kurs og prosedyrer du har gjennomført, teller også for GAK-090." in html


def test_what_it_replaces_is_in_the_history(client, register):
    html = page(client, "GAK-090")

    assert "Erstatter GAK-088. Skjerpet krav, godkjenninger overføres ikke." in html
    assert 'href="/laringsmal/GAK-088/"' in html


@pytest.mark.parametrize(
    ("kind", "approvals", "sentence"),
    [
        ("skjerpet", False, "Kravet er skjerpet."),
        ("redusert", True, "Kravet er redusert. Er du godkjent i GAK-001, er du også godkjent i GAK-002."),
        ("likeverdig", True, "Kravet er likeverdig. Er du godkjent i GAK-001, er du også godkjent i GAK-002."),
        ("delt", True, "Er du godkjent i GAK-001, er du også godkjent i GAK-002."),
    ],
)
def test_what_carries_over_is_said_in_plain_words(kind, approvals, sentence):
    link = Succession(
        old=Objective(code="GAK-001"),
        new=Objective(code="GAK-002"),
        kind=kind,
        approvals_carry_over=approvals,
        activities_carry_over=True,
    )

    approval, activities = lineage.carry_over(link)

    assert approval.carries is approvals
    assert approval.why.startswith(sentence)
    assert activities.carries


def test_a_correction_is_drawn_as_a_redline_in_the_history(client, register):
    html = page(client, "GAK-088")

    assert "Språklig retting, koden er beholdt." in html
    assert "levercancer" in html.split("Historikk")[1]


def test_the_place_in_the_annex_shows_its_neighbours(client, register):
    html = page(client, "GAK-088")

    place = html.split("Plass i vedlegg 2")[1]
    assert "<span>Lever</span>" in place
    assert 'href="/laringsmal/GAK-087/2026-11-24/"' in place
    assert 'aria-current="true">GAK-088' in place


def test_the_elaboration_is_told_apart_from_the_regulation(client, register):
    Elaboration.objects.create(objective=Objective.objects.get(code="GAK-088"), text="Retter seg mot legen i vakt.")

    html = page(client, "GAK-088")

    assert "<p>Retter seg mot legen i vakt.</p>" in html
    assert "ikke en del av forskriften" in html


def test_recommended_activities_are_listed(client, register):
    objective = Objective.objects.get(code="GAK-088")
    procedure = LearningActivity.objects.create(
        kind="prosedyre", title="Ultralyd av lever", minimum_repetitions=10, specialty=objective.series.specialty
    )
    procedure.objectives.add(objective)

    html = page(client, "GAK-088")

    assert ">Ultralyd av lever</a>, minst 10" in html
    assert "Anbefalt, ikke obligatorisk." in html


def test_the_drawing_comes_wide_and_narrow_with_its_facts_in_words(client, register):
    html = page(client, "GAK-088")

    assert html.count("<svg") == 2
    assert "<title" in html.split("<svg")[1]
    assert "Fra 18.10.2022" in html.split("<desc")[1].split("</desc>")[0]
    assert "style=" not in html


def test_the_drawings_numbers_are_written_with_a_point(client, register):
    svg = page(client, "GAK-088").split("<svg")[1].split("</svg>")[0]

    bars = [part.split('"')[0] for part in svg.split(' width="')[1:]]
    assert all(float(width) > 0 for width in bars)


@pytest.mark.parametrize("typed", ["gak-88", "GAK088", "gak_088", "GAK-88"])
def test_a_code_written_otherwise_leads_to_the_right_one(client, register, typed):
    response = client.get(f"/laringsmal/{typed}/", {"dato": "1.3.27"})

    assert response.status_code == 301
    assert response["Location"] == "/laringsmal/GAK-088/?dato=1.3.27"


def test_an_unknown_code_suggests_the_nearest(client, register):
    response = client.get("/laringsmal/GAK-095/")

    assert response.status_code == 404
    html = response.content.decode()
    assert "Læringsmålet GAK-095 finnes ikke" in html
    assert 'href="/laringsmal/GAK-091/"' in html


def test_an_unknown_prefix_suggests_what_looks_like_it(client, register):
    response = client.get("/laringsmal/GKA-088/")

    assert response.status_code == 404
    assert 'href="/laringsmal/GAK-088/"' in response.content.decode()


def test_what_is_no_code_at_all_is_not_found(client, register):
    response = client.get("/laringsmal/%00%3Cscript%3E/")

    assert response.status_code == 404
    assert b"<script>" not in response.content.split(b"<main")[1]


def test_a_number_missing_in_the_source_says_so(client):
    objective = factories.objective("GAK-042")
    objective.origin = Objective.Origin.MISSING
    objective.save(update_fields=["origin"])

    response = client.get("/laringsmal/GAK-042/")

    assert response.status_code == 404
    assert "Koden er brukt før, men finnes ikke i kilden." in response.content.decode()


def test_a_reserved_code_without_a_text_is_not_told_to_the_public(client, register):
    factories.objective("GAK-120")

    response = client.get("/laringsmal/GAK-120/")

    assert response.status_code == 404
    assert "finnes ikke" in response.content.decode()


@pytest.mark.parametrize("typed", ["31.02.2026", "i morgen", "01-03-2027", "99999"])
def test_a_bad_date_is_told_at_the_field(client, register, typed):
    response = client.get("/laringsmal/GAK-088/", {"dato": typed})

    assert response.status_code == 400
    html = response.content.decode()
    assert "Skriv datoen som dag, måned og år, for eksempel 01.03.2027." in html
    assert 'aria-invalid="true"' in html
    assert f'value="{typed}"' in html


@pytest.mark.parametrize("typed", ["1.3.27", "01.03.2027", "2027-03-01"])
def test_a_date_may_be_written_as_people_do(client, register, typed):
    response = client.get("/laringsmal/GAK-088/", {"dato": typed}, follow=True)

    assert response.redirect_chain == [("/laringsmal/GAK-088/2027-03-01/", 301)]
    assert "Slik det står 1. mars 2027" in response.content.decode()


def test_a_day_before_the_regulation_gets_a_friendly_sentence(client, register):
    response = client.get("/laringsmal/GAK-088/", {"dato": "28.02.2017"})

    assert response.status_code == 400
    assert "Læringsmålene gjelder fra 1. mars 2017." in response.content.decode()


@pytest.mark.parametrize("typed", ["01.01.2100", "31.12.9999"])
def test_a_slip_of_the_year_is_told_at_the_field(client, register, typed):
    response = client.get("/laringsmal/GAK-088/", {"dato": typed})

    assert response.status_code == 400
    assert "Datoen er etter 31. desember 2099. Kontroller årstallet." in response.content.decode()


def test_the_page_takes_as_many_queries_however_long_the_history(client, register):
    with CaptureQueriesContext(
        connection,
    ) as short:
        page(client, "GAK-087")
    basis = Objective.objects.get(code="GAK-087").versions.get()
    for year in range(2023, 2027):
        day = dt.date(year, 3, 1)
        text = f"Ha god kunnskap om leverens oppbygning, retting {year}."
        made.by_act(year, day, (made.CorrectText(code="GAK-087", text=text, basis=basis.pk), day))
        basis = Objective.objects.get(code="GAK-087").versions.order_by("-valid")[0]
    for number in range(60, 70):
        factories.version(f"GAK-0{number}", "Ha kunnskap om prøving.")

    with CaptureQueriesContext(connection) as long:
        html = page(client, "GAK-087")

    assert "retting 2026" in html
    assert "retting 2023" in html
    assert len(long) == len(short) <= 11


def test_before_a_text_is_known_nobody_says_that_it_was_not_in_force(client, register):
    version = ObjectiveVersion.objects.get(objective__code="GAK-087")
    version.start_is_exact = False
    version.save(update_fields=["start_is_exact"])

    html = page(client, "GAK-087", "2020-01-01")

    assert "Ukjent for denne dagen" in html
    assert "Kunngjort, ikke i kraft" not in html
    assert ">kunngjort</t" not in html
    assert "og vet ikke om det var i kraft 1. januar 2020" in html
