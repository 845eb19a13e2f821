"""Pages that have not changed are not drawn again; pages that have, are."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from objectives import fragments
from objectives.models import AnnexChapter, Elaboration, LearningActivity, Objective
from tests import factories

from . import register_pages as made

pytestmark = pytest.mark.django_db

PATHS = ["/", "/laringsmal/", "/laringsmal/GAK-088/", "/vedlegg/", "/vedlegg/C15/", "/vedlegg/del/C/"]


@pytest.fixture
def register():
    made.register_with_a_history()


def tag(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response["ETag"]


def test_a_page_one_has_is_not_sent_again(client, register):
    for path in [*PATHS, "/vedlegg/sammenlign/", "/laringsaktiviteter/"]:
        first = client.get(path)

        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        later = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})

        assert (again.status_code, again.content) == (304, b"")
        assert later.status_code == 304
        assert first["Cache-Control"] == "no-cache"
        assert "Cookie" in first["Vary"]


def test_finding_that_nothing_has_changed_takes_one_query_and_one_more_for_open_cases_and_hearings(client, register):
    tell_of_what_is_open = ("/", "/laringsmal/GAK-088/")
    for path in PATHS:
        known = tag(client, path)

        with CaptureQueriesContext(connection) as queries:
            client.get(path, headers={"If-None-Match": known})

        assert len(queries) == (2 if path in tell_of_what_is_open else 1)


def test_a_page_somebody_has_just_read_is_not_drawn_again(client, register):
    first = client.get("/laringsmal/GAK-088/")

    with CaptureQueriesContext(connection) as queries:
        second = client.get("/laringsmal/GAK-088/")

    assert len(queries) == 2
    assert second.content == first.content


def changes() -> list:
    """Things that show on the page of GAK-088."""
    objective = Objective.objects.get(code="GAK-088")

    def rewrite() -> None:
        basis = objective.versions.order_by("-valid")[0]
        assert basis.valid_until is not None
        factories.version("GAK-099", "Ha kunnskap om noe nytt.")

    def elaborate() -> None:
        Elaboration.objects.create(objective=objective, text="En forklaring.")

    def recommend() -> None:
        activity = LearningActivity.objects.create(kind="kurs", title="Kurs", specialty=factories.specialty())
        activity.objectives.add(objective)

    def rename() -> None:
        AnnexChapter.objects.update(title="C15. Et annet navn")

    return [rewrite, elaborate, recommend, rename]


@pytest.mark.parametrize("number", range(4))
def test_whatever_shows_on_the_page_makes_it_another(client, register, number):
    before = tag(client, "/laringsmal/GAK-088/")

    changes()[number]()

    assert tag(client, "/laringsmal/GAK-088/") != before


def test_tomorrow_the_page_is_another(client, register, monkeypatch):
    before = tag(client, "/vedlegg/C15/")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    monkeypatch.setattr(timezone, "localdate", lambda *_args: tomorrow)

    assert tag(client, "/vedlegg/C15/") != before


def test_someone_logged_in_gets_a_page_of_their_own(client, register):
    public = tag(client, "/vedlegg/C15/")
    client.force_login(factories.caseworker())

    response = client.get("/vedlegg/C15/", headers={"If-None-Match": public})

    assert response.status_code == 200
    assert "ETag" not in response
    assert "private" in response["Cache-Control"]
    assert "Saksbehandler" in response.content.decode()


def test_nobody_is_shown_a_page_drawn_for_someone_logged_in(client, register, django_user_model):
    client.force_login(factories.caseworker())
    client.get("/laringsmal/GAK-088/")
    client.logout()

    assert "Saksbehandler" not in client.get("/laringsmal/GAK-088/").content.decode()


def test_the_kept_text_has_the_addresses_of_the_day_asked_for(client, register):
    today = client.get("/vedlegg/C15/").content.decode()
    then = client.get("/vedlegg/C15/", {"dato": "24.10.2026"}).content.decode()
    later = client.get("/vedlegg/C15/", {"dato": "25.10.2026"}).content.decode()

    assert 'href="/laringsmal/GAK-087/"' in today
    assert 'href="/laringsmal/GAK-087/2026-10-24/"' in then
    assert 'href="/laringsmal/GAK-087/2026-10-25/"' in later


def test_the_text_is_kept_for_the_days_it_reads_so(client, register):
    client.get("/vedlegg/C15/", {"dato": "24.10.2026"})

    with CaptureQueriesContext(connection) as queries:
        client.get("/vedlegg/C15/", {"dato": "25.10.2026"})

    assert not any('"objectives_objectiveversion"."text"' in query["sql"] for query in queries)


@pytest.mark.parametrize(("day", "codes"), [("31.08.2026", 3), ("01.09.2026", 2)])
def test_a_part_reads_as_it_does_on_the_day(client, register, day, codes):
    html = client.get("/vedlegg/del/C/", {"dato": day}).content.decode()

    assert html.count('<article class="lm') == codes
    assert '<h2 id="C15">C15. Gastroenterologisk kirurgi</h2>' in html


def test_a_parts_letter_in_small_leads_to_it_and_an_unknown_is_not_found(client, register):
    assert client.get("/vedlegg/del/c/", {"dato": "1.3.27"})["Location"] == "/vedlegg/del/C/?dato=1.3.27"
    for unknown in ("/vedlegg/del/Q/", "/vedlegg/del/%00/", "/vedlegg/del/🏥/"):
        assert client.get(unknown).status_code == 404


def test_an_error_is_not_kept(client, register):
    response = client.get("/vedlegg/C15/", {"dato": "i går"})

    assert response.status_code == 400
    assert "ETag" not in response


def test_without_a_cache_the_pages_are_made_anew(client, register, monkeypatch):
    class Silent:
        def get(self, *_args, **_options):
            raise fragments.RedisError("no answer")

        set = get

    monkeypatch.setattr(fragments, "cache", Silent())

    for path in PATHS:
        assert client.get(path).status_code == 200
