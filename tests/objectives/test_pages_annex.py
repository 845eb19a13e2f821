"""Vedlegg 2 by part and chapter, and a specialty's læringsmål, on any day."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import AnnexChapter
from organisations.models import SetInclusion, Specialty
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

DAY = {"dato": "24.11.2026"}


@pytest.fixture
def register():
    made.register_with_a_history()


def test_the_outline_counts_what_is_in_force_on_the_day(client, register):
    before = client.get("/vedlegg/", {"dato": "31.08.2026"}).content.decode()
    after = client.get("/vedlegg/", {"dato": "01.09.2026"}).content.decode()

    assert '<span class="muted num">3</span>' in before
    assert '<span class="muted num">2</span>' in after
    assert 'href="/vedlegg/C15/?dato=01.09.2026"' in after


def test_an_empty_annex_says_so(client, db):
    html = client.get("/vedlegg/").content.decode()

    assert "Vedlegg 2 er ikke lest inn ennå." in html


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("31.08.2026", ["GAK-087", "GAK-088", "GAK-089"]),
        ("01.09.2026", ["GAK-087", "GAK-088"]),
        ("28.02.2027", ["GAK-087", "GAK-088"]),
        ("01.03.2027", ["GAK-087", "GAK-090", "GAK-091"]),
    ],
)
def test_a_chapter_reads_as_it_does_on_the_day(client, register, day, codes):
    html = client.get("/vedlegg/C15/", {"dato": day}).content.decode()

    found = [code for code in ("GAK-087", "GAK-088", "GAK-089", "GAK-090", "GAK-091") if f">{code}</a>" in html]
    assert found == codes


def test_a_chapter_says_what_an_announced_act_ends(client, register):
    html = client.get("/vedlegg/C15/", DAY).content.decode()

    assert "Gjelder til og med 28. februar 2027" in html


def test_a_list_in_a_text_is_a_list_on_the_page(client, register):
    html = client.get("/vedlegg/C15/", {"dato": "01.03.2027"}).content.decode()

    assert '<li data-level="1">a. i lever</li>' in html


def test_a_chapter_has_its_headings_with_links_to_them(client, register):
    html = client.get("/vedlegg/C15/", DAY).content.decode()

    theme = AnnexChapter.objects.get().themes.get()
    assert f'id="tema-{theme.pk}"' in html
    assert f'href="#tema-{theme.pk}"' in html


def test_a_chapters_name_in_small_letters_leads_to_it(client, register):
    response = client.get("/vedlegg/c15/", DAY)

    assert response.status_code == 301
    assert response["Location"] == "/vedlegg/C15/?dato=24.11.2026"


@pytest.mark.parametrize("path", ["/vedlegg/C99/", "/vedlegg/%00/", "/vedlegg/%F0%9F%8D%8E/"])
def test_an_unknown_chapter_is_not_found(client, register, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "Siden finnes ikke" in response.content.decode()


def test_a_day_before_the_oldest_text_says_when_it_begins(client, register):
    response = client.get("/vedlegg/C15/", {"dato": "01.01.2020"})

    assert response.status_code == 200
    html = response.content.decode()
    assert "Registeret har ingen tekst for 1. januar 2020." in html
    assert "Den eldste teksten er kjent fra 1. september 2021." in html


def test_the_outline_says_so_too_and_offers_no_files(client, register):
    html = client.get("/vedlegg/", {"dato": "01.01.2020"}).content.decode()

    assert "Den eldste teksten er kjent fra 1. september 2021." in html
    assert 'id="last-ned"' not in html
    assert 'href="#last-ned"' not in html


def test_a_bad_date_is_told_at_the_field(client, register):
    response = client.get("/vedlegg/C15/", {"dato": "00.00.0000"})

    assert response.status_code == 400
    assert "Skriv datoen som dag, måned og år" in response.content.decode()


def test_a_specialty_shows_its_own_and_links_to_the_sets_it_builds_on(client, register):
    common = Specialty.objects.create(
        name="Felles læringsmål for prøving", short_name="FKP", slug="felles-proving", kind=Specialty.Kind.COMMON_SET
    )
    own = Specialty.objects.get(short_name="GAK")
    SetInclusion.objects.create(specialty=own, common_set=common)

    html = client.get(f"/spesialitet/{own.slug}/", DAY).content.decode()

    assert ">GAK-088</a>" in html
    assert 'href="/spesialitet/felles-proving/"' in html


def test_a_common_set_says_whom_it_applies_to(client, register):
    common = Specialty.objects.create(
        name="Felles læringsmål for prøving", short_name="FKP", slug="felles-proving", kind=Specialty.Kind.COMMON_SET
    )
    own = Specialty.objects.get(short_name="GAK")
    SetInclusion.objects.create(specialty=own, common_set=common)

    html = client.get("/spesialitet/felles-proving/").content.decode()

    assert "Gjelder for" in html
    assert f'href="/spesialitet/{own.slug}/"' in html


@pytest.mark.parametrize("path", ["/vedlegg/C15/", "/spesialitet/gastroenterologisk-kirurgi/", "/vedlegg/"])
def test_the_page_takes_as_many_queries_for_twice_as_many(client, register, path):
    for number in range(1, 6):
        factories.version(f"GAK-00{number}", f"Ha kunnskap om prøving nummer {number}.")
    with CaptureQueriesContext(connection) as few:
        client.get(path, DAY)
    for number in range(11, 31):
        heading = factories.theme(f"15.{number}", f"Tema {number}")
        factories.version(f"GAK-0{number}", f"Ha kunnskap om prøving nummer {number}.", under=heading)

    with CaptureQueriesContext(connection) as many:
        html = client.get(path, DAY).content.decode()

    assert "GAK-030" in html or path == "/vedlegg/"
    assert len(many) == len(few) <= 6
