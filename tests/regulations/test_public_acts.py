"""Announced acts are open to all; drafts and their PDFs are not."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.templatetags.legal import unbroken
from regulations import services, tasks
from regulations.models import RenderedDocument
from tests import factories

from .conftest import announce

pytestmark = pytest.mark.django_db

URL = "/forskrifter/2027/114/"


def test_the_list_shows_every_act_with_what_it_began_and_ended(client, announced):
    page = client.get("/forskrifter/").content.decode()

    row = page.partition(URL)[2].partition("</tr>")[0]
    assert "FOR-2027-01-29-114" in row
    assert "12.02.2027" in row
    assert row.count(">3</td>") == 2
    assert "FOR-2016-12-08-1482" in page


def test_an_empty_list_says_what_comes(client):
    assert "De kommer når vedlegg 2 er importert." in client.get("/forskrifter/").content.decode()


def test_the_list_asks_once_whatever_its_length(client, django_assert_num_queries):
    factories.act(1)
    with django_assert_num_queries(1):
        client.get("/forskrifter/")
    for number in range(2, 8):
        factories.act(number)
    with django_assert_num_queries(1):
        assert b"FOR-2016-12-08-7" in client.get("/forskrifter/").content


def test_an_announced_act_is_read_by_everyone(client, announced):
    page = client.get(URL).content.decode()

    assert "Fastsatt av Helsedirektoratet 29. januar 2027" in page
    assert unbroken("Nytt læringsmål GAK-085 under 15.11 etter GAK-084 skal lyde:") in page
    assert "UTKAST" not in page


def test_it_leads_to_each_objective_with_its_date(client, announced):
    page = client.get(URL).content.decode()

    for code in ("GAK-077", "GAK-084", "GAK-085", "ANE-053"):
        assert f'href="/laringsmal/{code}/"' in page
    assert '<time datetime="2027-02-12">12.02.2027</time>' in page
    assert '<time datetime="2027-09-01">01.09.2027</time>' in page


def test_the_reason_for_a_departing_date_is_public(client, draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="straks",
        in_force_from=None,
        departure_reason="Haster av hensyn til pasientsikkerheten.",
        by=by,
    )
    announce(services.lock(regulation=draft, by=by), by=by)

    assert "Haster av hensyn til pasientsikkerheten." in client.get(URL).content.decode()


def test_an_act_read_from_lovdata_says_that_its_clauses_are_not_here(client):
    factories.version("GAK-001")

    page = client.get("/forskrifter/2016/1482/").content.decode()

    assert "Endringsleddene i denne forskriften finnes ikke her" in page
    assert "Kunngjøringen er ikke i kilden" in page


@pytest.mark.parametrize("url", [URL, f"{URL}pdf/", "/forskrifter/2016/1482/pdf/"])
def test_what_is_not_announced_does_not_exist(client, locked, url):
    assert client.get(url).status_code == 404


def test_the_pdf_is_public_when_it_is_made(client, announced):
    assert client.get(f"{URL}pdf/").status_code == 404

    tasks.render_document(announced.documents.get().pk)

    response = client.get(f"{URL}pdf/")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="FOR-2027-01-29-114.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_pdf_of_a_draft_is_never_public(client, locked, by):
    document = services.request_document(regulation=locked, by=by)
    tasks.render_document(document.pk)
    announce(locked, by=by)

    assert RenderedDocument.objects.get(pk=document.pk).state == RenderedDocument.State.DONE
    assert client.get(f"{URL}pdf/").status_code == 404
    assert "utkast" not in client.get(URL).content.decode()


def test_an_act_leads_to_the_one_before_and_the_one_after(client, announced):
    factories.act(300, dt.date(2027, 3, 1))

    page = client.get(URL).content.decode()

    assert 'rel="prev" href="/forskrifter/2016/1482/"' in page
    assert 'rel="next" href="/forskrifter/2027/300/"' in page


def test_those_who_draft_get_from_the_act_and_from_the_objective_to_the_clause(client, announced, by):
    client.force_login(by)
    clause = announced.clauses.get(objective__code="GAK-084")

    for address in (URL, "/laringsmal/GAK-084/"):
        assert f'href="/endringsforskrifter/{announced.pk}/ledd/{clause.pk}/"' in client.get(address).content.decode()


def test_others_see_no_clauses_beside_the_objective(client, announced):
    assert "/endringsforskrifter/" not in client.get("/laringsmal/GAK-084/").content.decode()
