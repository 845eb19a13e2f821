"""What was known on a day: by the register's own record, and before that by the acts that were announced."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from objectives.known import known_of
from objectives.models import Elaboration, Objective, ObjectiveVersion
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db


def recorded(day: dt.date) -> None:
    """Make it so that all that is in the register was recorded on the day."""
    ObjectiveVersion.history.update(history_date=factories.announced(day))


def at(code: str, day: dt.date):
    return known_of(Objective.objects.get(code=code), day=day)


@pytest.fixture
def register():
    made.register_with_a_history()


@pytest.mark.parametrize(
    ("day", "last_day"),
    [(dt.date(2026, 6, 24), None), (made.ANNOUNCED, dt.date(2027, 2, 28))],
)
def test_an_end_is_known_from_its_announcement(register, day, last_day):
    lineage = at("GAK-088", day).lineage

    assert lineage.versions[-1].text == made.CORRECTED_TEXT
    assert lineage.versions[-1].last_day == last_day
    assert bool(lineage.successors) is bool(last_day)


def test_a_text_is_not_known_before_its_announcement(register):
    assert at("GAK-090", dt.date(2026, 6, 24)).lineage is None
    assert at("GAK-090", made.ANNOUNCED).lineage.versions[0].text == made.SHARPENED_TEXT


def test_it_is_said_when_the_answer_is_older_than_the_record(register):
    known = at("GAK-088", made.ANNOUNCED)

    assert known.is_from_acts
    assert known.recorded_on == timezone.localdate()


def test_the_record_answers_from_the_day_it_began(register):
    recorded(dt.date(2020, 1, 1))

    known = at("GAK-088", made.ANNOUNCED)

    assert not known.is_from_acts


def test_the_record_tells_what_was_in_it_and_not_what_was_announced(register):
    recorded(dt.date(2020, 1, 1))
    first = Objective.objects.get(code="GAK-088").versions.order_by("valid")[0]
    # The correction of 18 October 2022 was recorded here two months late.
    late = factories.announced(dt.date(2022, 12, 18))
    ObjectiveVersion.history.exclude(id=first.pk).update(history_date=late)
    ObjectiveVersion.history.filter(id=first.pk, history_type="~").update(history_date=late)

    lineage = at("GAK-088", dt.date(2022, 12, 17)).lineage

    assert [version.text for version in lineage.versions] == [made.FIRST_TEXT]
    assert lineage.versions[0].valid_until is None


def test_a_text_known_from_a_consolidated_file_is_not_thought_to_be_older():
    version = factories.version("GAK-001", valid_from=dt.date(2025, 3, 1))
    version.start_is_exact = False
    version.save(update_fields=["start_is_exact"])

    assert at("GAK-001", dt.date(2025, 2, 28)).lineage is None
    assert at("GAK-001", dt.date(2025, 3, 1)).lineage is not None


def page(client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_in_a_band_that_it_is_an_older_knowledge(client, register):
    html = page(client, "/laringsmal/GAK-088/2026-11-24/", kjent="24.06.2026")

    assert "Slik det var kjent ved utgangen av 24. juni 2026." in html
    assert "Vi viser det som var kunngjort i Norsk Lovtidend." in html
    assert "GAK-090" not in html.split("<main")[1]
    assert "Plass i vedlegg 2" not in html


def test_the_day_of_knowledge_follows_when_another_day_is_asked_for(client, register):
    html = page(client, "/laringsmal/GAK-088/", kjent="24.06.2026")

    assert '<input type="hidden" name="kjent" value="24.06.2026">' in html
    response = client.get("/laringsmal/GAK-088/", {"dato": "1.3.27", "kjent": "24.06.2026"})
    assert response["Location"] == "/laringsmal/GAK-088/2027-03-01/?kjent=24.06.2026"


def test_what_nobody_knew_is_said_to_be_unknown(client, register):
    html = page(client, "/laringsmal/GAK-090/", kjent="24.06.2026")

    assert "GAK-090 var ikke kjent 24. juni 2026." in html
    assert made.SHARPENED_TEXT not in html


def test_what_will_be_known_later_is_not_asked_for(client, register):
    response = client.get("/laringsmal/GAK-088/", {"kjent": f"{timezone.localdate() + dt.timedelta(days=1):%d.%m.%Y}"})

    assert response.status_code == 400
    assert "Ingen vet ennå hva som er kjent da." in response.content.decode()


@pytest.mark.parametrize("typed", ["31.02.2026", "i fjor", "\x00"])
def test_a_day_of_knowledge_that_cannot_be_read_is_told_at_the_field(client, register, typed):
    response = client.get("/laringsmal/GAK-088/", {"kjent": typed})

    assert response.status_code == 400
    assert "Skriv datoen som dag, måned og år" in response.content.decode()


def test_the_elaboration_is_the_one_of_then(client, register):
    objective = Objective.objects.get(code="GAK-088")
    elaboration = Elaboration.objects.create(objective=objective, text="Den første forklaringen.")
    Elaboration.history.update(history_date=factories.announced(dt.date(2026, 1, 10)))
    elaboration.text = "Den andre forklaringen."
    elaboration.save()

    then = page(client, "/laringsmal/GAK-088/", kjent="01.07.2026")
    now = page(client, "/laringsmal/GAK-088/")

    assert "<p>Den første forklaringen.</p>" in then
    assert "<p>Den andre forklaringen.</p>" in now
    assert "Alle 2 versjoner" in now
