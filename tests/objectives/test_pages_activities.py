"""Læringsaktiviteter and utdypende tekster, by specialty and one by one, with their history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from objectives.models import Elaboration, LearningActivity, Objective
from tests import factories

pytestmark = pytest.mark.django_db

SPECIALTY = "/laringsaktiviteter/gastroenterologisk-kirurgi/"


@pytest.fixture
def activity() -> LearningActivity:
    """A procedure with a minimum of ten, recommended for GAK-001 and GAK-002."""
    home = factories.specialty()
    factories.series("GAK", of=home)
    factories.version("GAK-001", "Selvstendig kunne gjøre ultralyd av lever.")
    factories.version("GAK-002", "Ha kunnskap om ultralyd.", valid_until=dt.date(2024, 3, 1))
    procedure = LearningActivity.objects.create(
        kind="prosedyre", title="Ultralyd av lever", minimum_repetitions=10, specialty=home
    )
    procedure.objectives.set(Objective.objects.all())
    LearningActivity.objects.create(kind="kurs", title="Akutt abdomen", course_kind="Emnekurs", specialty=home)
    Elaboration.objects.create(objective=Objective.objects.get(code="GAK-001"), text="Gjelder legen i vakt.")
    return procedure


def page(client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_each_specialty_says_how_many_it_has(client, activity):
    html = page(client, "/laringsaktiviteter/")

    assert f'href="{SPECIALTY}"' in html
    assert f'href="{SPECIALTY}?type=prosedyre"' in html


def test_a_specialty_without_any_is_left_out(client, activity):
    factories.specialty("ANE", "Anestesiologi")

    assert "Anestesiologi" not in page(client, "/laringsaktiviteter/")


def test_nothing_at_all_says_so(client, db):
    assert "Ingen læringsaktiviteter er lagt inn ennå." in page(client, "/laringsaktiviteter/")


def test_a_specialty_lists_its_courses_procedures_and_texts(client, activity):
    html = page(client, SPECIALTY)

    assert "Akutt abdomen" in html
    assert "</strong></a>, minst 10" in html
    assert 'href="/laringsmal/GAK-001/">GAK-001</a>' in html
    assert "<p>Gjelder legen i vakt.</p>" in html


@pytest.mark.parametrize(
    ("shown", "there", "gone"),
    [
        ("kurs", "Akutt abdomen", "Ultralyd av lever"),
        ("prosedyre", "Ultralyd av lever", "Akutt abdomen"),
        ("utdypende", "Gjelder legen i vakt.", "Akutt abdomen"),
    ],
)
def test_one_kind_can_be_shown_alone(client, activity, shown, there, gone):
    html = page(client, SPECIALTY, type=shown)

    assert there in html
    assert gone not in html


def test_a_kind_nobody_knows_shows_all(client, activity):
    assert "Akutt abdomen" in page(client, SPECIALTY, type="\x00seminar")


def test_an_activity_shows_its_laringsmal_as_they_read_and_stand(client, activity):
    html = page(client, activity.get_absolute_url())

    assert "Selvstendig kunne gjøre ultralyd av lever." in html
    assert "Ikke i kraft" in html.split("GAK-002</a>")[1].split("</article>")[0]
    assert "Anbefalt minst 10" in html


def test_an_activity_belongs_to_its_specialty(client, activity):
    factories.specialty("ANE", "Anestesiologi")

    assert client.get(f"/laringsaktiviteter/anestesiologi/{activity.pk}/").status_code == 404
    assert client.get(f"{SPECIALTY}999999/").status_code == 404
    assert client.get("/laringsaktiviteter/finnes-ikke/").status_code == 404


def test_the_history_tells_what_was_changed_links_included(client, activity):
    activity.history.update(history_date=factories.announced(dt.date(2026, 1, 10)))
    activity.minimum_repetitions = 15
    activity.save()
    activity.objectives.remove(Objective.objects.get(code="GAK-002"))

    newest, first = page(client, activity.get_absolute_url()).split('<h2 id="hist">')[1].split("<li>")[1:3]

    assert ">10<" in newest
    assert ">15<" in newest
    assert "Ikke lenger knyttet til" in newest
    assert "GAK-002" in newest
    assert '<time datetime="2026-01-10">' in first
    assert "Lagt inn" in first
    assert "Knyttet til" in first


def test_a_laringsmal_leads_to_its_activities(client, activity):
    html = page(client, "/laringsmal/GAK-001/")

    assert f'href="{activity.get_absolute_url()}">Ultralyd av lever</a>, minst 10' in html


def test_the_pages_take_as_many_queries_for_twice_as_many(client, activity):
    paths = ["/laringsaktiviteter/", SPECIALTY, activity.get_absolute_url()]
    few = [_queries(client, path) for path in paths]
    for number in range(10, 30):
        factories.version(f"GAK-0{number}", "Ha kunnskap om ultralyd.")
        other = LearningActivity.objects.create(kind="kurs", title=f"Kurs {number}", specialty=activity.specialty)
        activity.objectives.add(Objective.objects.get(code=f"GAK-0{number}"))
        other.objectives.add(Objective.objects.get(code=f"GAK-0{number}"))
        activity.minimum_repetitions = number
        activity.save()

    many = [_queries(client, path) for path in paths]

    assert many == few
    assert max(many) <= 8
    assert "Kurs 29" in page(client, SPECIALTY)


def _queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return len(queries)
