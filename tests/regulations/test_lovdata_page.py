"""After Lovdata's new consolidation is read in, the act says for each læringsmål whether the two agree."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from objectives.models import ReconciliationReport
from organisations.models import Role
from tests import factories

from .conftest import IN_FORCE

pytestmark = pytest.mark.django_db

PAGE = "/forskrifter/2027/114/lovdata/"


@pytest.fixture
def caseworker(client, by, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: factories.announced(IN_FORCE + dt.timedelta(days=30)))
    client.force_login(by)
    return client


def report(by, *, on: dt.date, differences=()) -> ReconciliationReport:
    content = {"differences": list(differences)}
    return ReconciliationReport.objects.create(
        made_by=by, file_name="vedlegg2.xml", sha256="0" * 64, on=on, counts={"differences": 0}, content=content
    )


def part_of(page: str, day: str) -> str:
    return page.partition(f'aria-labelledby="d-{day}"')[2].partition("</section>")[0]


def test_before_anything_is_compared_it_says_so(caseworker, announced):
    page = caseworker.get(PAGE).content.decode()

    assert "Ingen tekst fra Lovdata er sammenlignet ennå." in page
    assert "Lovdatas nye tekst er ikke lest inn etter denne datoen." in part_of(page, "20270901")


def test_a_comparison_from_before_the_day_says_nothing_of_it(caseworker, announced, by):
    report(by, on=IN_FORCE - dt.timedelta(days=1))

    page = caseworker.get(PAGE).content.decode()

    assert "Alt stemmer." in part_of(page, "20270212")
    assert "ikke lest inn etter denne datoen" in part_of(page, "20270901")


def test_what_differs_is_shown_at_the_objective_with_both_words(caseworker, announced, by):
    difference = {
        "kind": "text-differs",
        "objective": "ANE-053",
        "message": "Teksten er en annen.",
        "redline": [["equal", "Selvstendig kunne gi "], ["delete", "sedasjon"], ["insert", "sedering"]],
    }
    report(by, on=IN_FORCE, differences=[difference])

    page = part_of(caseworker.get(PAGE).content.decode(), "20270901")

    assert "1 læringsmål er ulikt hos Lovdata." in page
    assert "Teksten er en annen." in page
    assert "sedering" in page
    assert page.count("stemmer</td>") == 2


def test_a_day_to_come_is_not_expected_yet(client, announced, by):
    client.force_login(by)

    assert "ikke i kraft ennå" in part_of(client.get(PAGE).content.decode(), "20270901")


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 200), (None, 403)])
def test_it_is_for_the_directorate(client, announced, role, status):
    client.force_login(factories.user(role, email="noen@example.no"))

    assert client.get(PAGE).status_code == status


def test_the_act_leads_to_it(caseworker, announced):
    assert f'href="{PAGE}"' in caseworker.get("/forskrifter/2027/114/").content.decode()
