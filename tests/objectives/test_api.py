"""The register for machines: open to all, read-only, the same dates and words as the pages."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer

from objectives.api import ObjectiveDetailSerializer
from objectives.lineage import lineage_of
from objectives.models import Objective
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

DAY = {"dato": "2026-11-24"}


@pytest.fixture
def register():
    made.register_with_a_history()


def test_the_list_holds_what_is_in_force_on_the_day(client, register):
    before = client.get("/api/v1/laringsmal/", {"dato": "2027-02-28"}).json()["results"]
    after = client.get("/api/v1/laringsmal/", {"dato": "2027-03-01"}).json()["results"]

    assert [row["code"] for row in before] == ["GAK-087", "GAK-088"]
    assert [row["code"] for row in after] == ["GAK-087", "GAK-090", "GAK-091"]


def test_a_row_tells_text_place_and_dates(client, register):
    row = client.get("/api/v1/laringsmal/", {"dato": "2027-03-01"}).json()["results"][2]

    assert row["text"] == "Ha kunnskap om svulster: a. i lever b. i galleveier"
    assert row["blocks"][1] == {"level": 1, "mark": "a.", "text": "i lever"}
    assert row["theme"] == "15.12 Lever"
    assert row["chapter"] == "C15. Gastroenterologisk kirurgi"
    assert row["valid_from"] == "2027-03-01"
    assert row["valid_until"] is None
    assert row["enacted_by"] == "forskrift/2026-06-25-1319"


def test_the_list_is_walked_with_a_cursor(client):
    for number in range(1, 151):
        factories.version(f"GAK-{number:03}")

    first = client.get("/api/v1/laringsmal/", DAY).json()
    second = client.get(first["next"]).json()

    codes = [row["code"] for row in first["results"] + second["results"]]
    assert codes == [f"GAK-{number:03}" for number in range(1, 151)]
    assert second["next"] is None
    assert "dato=2026-11-24" in first["next"]


@pytest.mark.parametrize(
    ("specialty", "count"), [("GAK", 2), ("gak", 2), ("gastroenterologisk-kirurgi", 2), ("ANE", 0)]
)
def test_the_list_can_be_narrowed_to_a_specialty(client, register, specialty, count):
    factories.specialty("ANE", "Anestesiologi")

    results = client.get("/api/v1/laringsmal/", {**DAY, "spesialitet": specialty}).json()["results"]

    assert len(results) == count


def test_one_laringsmal_tells_its_wordings_and_what_replaces_it(client, register):
    body = client.get("/api/v1/laringsmal/GAK-088/", DAY).json()

    assert body["in_force"]["text"] == made.CORRECTED_TEXT
    assert [version["valid_until"] for version in body["versions"]] == ["2022-10-18", "2027-03-01"]
    assert body["successors"] == [
        {
            "old": "GAK-088",
            "new": "GAK-090",
            "kind": "skjerpet",
            "approvals_carry_over": False,
            "activities_carry_over": True,
            "enacted_by": "forskrift/2026-06-25-1319",
        }
    ]


def test_a_repealed_laringsmal_is_not_in_force_but_known(client, register):
    body = client.get("/api/v1/laringsmal/gak-89/", DAY).json()

    assert body["in_force"] is None
    assert body["versions"][0]["repealed_by"] == "forskrift/2026-06-25-1319"


def test_the_whole_annex_is_the_consolidation_in_its_order(client, register):
    body = client.get("/api/v1/vedlegg/", {"dato": "01.03.2027"}).json()

    assert body["on"] == "2027-03-01"
    assert [row["code"] for row in body["objectives"]] == ["GAK-087", "GAK-090", "GAK-091"]
    assert body["objectives"][0].keys() == {
        "code",
        "specialty",
        "part",
        "chapter",
        "theme",
        "stage",
        "text",
        "valid_from",
        "valid_until",
        "enacted_by",
    }


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("laringsmal/?dato=31.02.2026", 400, "invalid-date"),
        ("laringsmal/GAK-088/?dato=2016-01-01", 400, "invalid-date"),
        ("vedlegg/?dato=%00", 400, "invalid-date"),
        ("laringsmal/?spesialitet=finnes-ikke", 400, "unknown-specialty"),
        ("laringsmal/?spesialitet=%00", 400, "unknown-specialty"),
        ("laringsmal/GAK-999/", 404, "unknown-code"),
        ("laringsmal/tull/", 404, "unknown-code"),
        ("laringsmal/?side=tull", 404, "not_found"),
        ("laringsmal/?side=cD0lMDA%3D", 404, "not_found"),
    ],
)
def test_a_refusal_has_a_code_and_a_sentence(client, register, path, status, code):
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["message"]
    assert response.json()["authority"] == ""


def test_an_unknown_code_is_answered_with_the_nearest_ones(client, register):
    message = client.get("/api/v1/laringsmal/GAK-999/").json()["message"]

    assert "De nærmeste kodene er" in message
    assert "GAK-088" in message


def test_a_reserved_code_is_not_told(client, register):
    factories.objective("GAK-120")

    assert client.get("/api/v1/laringsmal/GAK-120/").status_code == 404


@pytest.mark.parametrize("path", ["laringsmal/", "laringsmal/GAK-088/", "vedlegg/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, register, path, method):
    client.force_login(factories.caseworker())

    response = getattr(client, method)(f"/api/v1/{path}")

    assert response.status_code == 405


def test_the_description_can_be_read_by_all(client, db):
    response = client.get("/api/v1/skjema/")

    assert response.status_code == 200
    assert "/api/v1/laringsmal/{code}/" in response.content.decode()


@pytest.mark.parametrize("path", ["laringsmal/", "vedlegg/", "laringsmal/GAK-001/"])
def test_the_answer_takes_as_many_queries_for_twice_as_many(client, path):
    for number in range(1, 11):
        factories.version(f"GAK-{number:03}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/v1/{path}", DAY)
    for number in range(11, 31):
        heading = factories.theme(f"15.{number}", f"Tema {number}", valid_from=dt.date(2021, 9, 1))
        factories.version(f"GAK-{number:03}", under=heading)

    with CaptureQueriesContext(connection) as many:
        body = client.get(f"/api/v1/{path}", DAY).json()

    assert len(body.get("results", body.get("objectives", []))) in (30, 0)
    assert len(many) == len(few) <= 6


def test_one_laringsmal_is_written_as_its_description_says(client, register):
    lineage = lineage_of(Objective.objects.select_related("series__specialty").get(code="GAK-088"))
    described = ObjectiveDetailSerializer(
        {
            "code": "GAK-088",
            "specialty": lineage.objective.series.specialty.name,
            "on": dt.date(2026, 11, 24),
            "in_force": lineage.versions[-1],
            "versions": lineage.versions,
            "predecessors": lineage.predecessors,
            "successors": lineage.successors,
            "transitional_rules": [],
            "undetermined": [],
        }
    )

    body = client.get("/api/v1/laringsmal/GAK-088/", DAY).json()

    assert body == json.loads(JSONRenderer().render(described.data))


@pytest.mark.parametrize("address", ["/api/v1/laringsmal/GAK-088/", "/api/v1/vedlegg/"])
def test_what_one_has_is_not_sent_again(client, register, address):
    first = client.get(address, DAY)
    again = client.get(address, DAY, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, DAY)["Content-Type"] == "application/json"
    factories.version("GAK-099")
    assert client.get(address, DAY, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_somebody_has_just_asked_for_takes_one_query(client, register):
    first = client.get("/api/v1/laringsmal/GAK-088/", DAY)

    with CaptureQueriesContext(connection) as queries:
        second = client.get("/api/v1/laringsmal/GAK-088/", DAY)

    assert len(queries) == 1
    assert second.json() == first.json()
