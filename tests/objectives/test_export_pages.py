"""Downloading without logging in: at once when it is light, followed on a page when it is heavy."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from objectives import tasks
from objectives.export import FORMATS
from objectives.models import ExportJob
from objectives.services import exports
from objectives.views import exports as views
from tests import factories

from .exporting import CODES, small_annex, stands

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="(/eksport/\?[^"]*)" rel="nofollow">([^<]*)<')


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


@pytest.fixture(autouse=True)
def handed_out(monkeypatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(views, "hand_out", found.append)
    return found


def address(**query: str) -> str:
    return f"/eksport/?{urlencode({'dato': '01.03.2026'} | query)}"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def order(client, **query: str):
    return client.post("/eksport/bestill/", {"dato": "01.03.2026", "format": "pdf"} | query)


# --- the links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/vedlegg/", "/vedlegg/C15/"])
def test_the_annex_and_a_chapter_link_to_every_format_for_the_day_shown(client, page):
    links = LINK.findall(client.get(page, {"dato": "01.03.2026"}).content.decode())

    assert [label for _url, label in links] == [one.label for one in FORMATS.values()]
    for url, _label in links:
        assert "dato=01.03.2026" in url
        assert ("kapittel=C15" in url) == (page != "/vedlegg/")
        assert client.get(url.replace("&amp;", "&")).status_code == 200


def test_a_chapter_with_nothing_on_the_day_offers_no_file(client):
    assert "last-ned" not in client.get("/vedlegg/C15/", {"dato": "01.03.2018"}).content.decode()


# --- light files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "content_type"),
    [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("xhtml", "application/xhtml+xml; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("akn", "application/akn+xml"),
    ],
)
def test_a_light_file_comes_at_once_as_a_file_to_keep(client, key, content_type):
    response = client.get(address(format=key, kapittel="C15"))

    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Disposition"].startswith('attachment; filename="vedlegg2-kapittel-c15-2026-03-01.')
    assert (response["X-Content-Type-Options"], response["Content-Language"]) == ("nosniff", "nb")
    assert len(body(response)) > 500


def test_the_whole_annex_as_json_is_light(client):
    data = json.loads(body(client.get(address(format="json"))))

    assert [one["code"] for one in data["objectives"]] == CODES


def test_csv_is_streamed(client):
    assert client.get(address(format="csv")).streaming


def test_without_a_date_it_is_today(client):
    response = client.get("/eksport/?format=json&koder=gak-1")

    assert json.loads(body(response))["objectives"][0]["code"] == "GAK-001"


def test_an_unchanged_file_is_not_sent_again(client):
    etag = client.get(address(format="csv"))["ETag"]

    response = client.get(address(format="csv"), headers={"If-None-Match": etag})

    assert (response.status_code, response["ETag"]) == (304, etag)


def test_a_changed_file_is_sent_again(client):
    etag = client.get(address(format="csv"))["ETag"]
    stands("GAK-022", "Ha kunnskap om noe nytt.", in_chapter=factories.chapter())

    assert client.get(address(format="csv"), headers={"If-None-Match": etag}).status_code == 200


def test_a_file_costs_the_same_queries_however_many_objectives(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        body(client.get(address(format="csv")))
    for number in range(30, 60):
        stands(f"GAK-{number:03d}", "Ha kunnskap om mer.", in_chapter=factories.chapter())

    with django_assert_num_queries(1):
        assert body(client.get(address(format="csv"))).count(b"GAK-") == 36


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"format": "tull"}, "Vi har ikke formatet «tull»."),
        ({"format": "csv", "dato": "31.02.2026"}, "Skriv datoen som dag, måned og år"),
        ({"format": "csv", "dato": "01.01.2010"}, "Læringsmålene gjelder fra 1. mars 2017."),
        ({"format": "csv", "dato": "01.01.2018"}, "1. januar 2018 har registeret ingen tekst for vedlegg 2."),
        ({"format": "csv", "del": "X"}, "Velg A, B eller C."),
        ({"format": "csv", "kapittel": "C99"}, "Vedlegg 2 har ikke dette kapittelet."),
        ({"format": "csv", "spesialitet": "tull"}, "Vi fant ikke denne spesialiteten."),
        ({"format": "csv", "koder": "tull"}, "«tull» er ikke en kode."),
        ({"format": "csv", "koder": "GAK-942"}, "Vi fant ikke GAK-942."),
        ({"format": "csv", "koder": "GAK-007"}, "Ikke i kraft 1. mars 2026: GAK-007."),
        ({"format": "csv", "koder": "gak-1\x00"}, "tegn"),
        ({"format": "csv", "kapittel": "A-tidligere"}, "Ingen læringsmål i kapittel A-tidligere var i kraft"),
        ({"format": "csv", "del": "C", "kapittel": "C15"}, "Nå er del og kapittel valgt."),
        ({"format": "pdf", "koder": "GAK-007"}, "Ikke i kraft 1. mars 2026: GAK-007."),
    ],
)
def test_what_cannot_be_exported_is_answered_with_the_reason_and_the_choices(client, query, message):
    response = client.get(address(**query))

    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert 'name="format"' in page


def test_the_choices_are_a_page_of_their_own(client):
    page = client.get("/eksport/?kapittel=C15&dato=01.03.2026").content.decode()

    assert re.search(r'<option value="C15"[^>]* selected', page)
    assert 'value="01.03.2026"' in page


def test_an_empty_register_is_answered_too(client):
    assert client.get("/eksport/?format=csv&spesialitet=rus").status_code == 422


# --- heavy files --------------------------------------------------------------------------------------


def test_a_heavy_file_is_offered_not_made(client, handed_out):
    response = client.get(address(format="pdf", kapittel="C15"))

    assert "PDF av C15. Gastroenterologisk kirurgi" in response.content.decode()
    assert (ExportJob.objects.count(), handed_out) == (0, [])


@pytest.mark.parametrize("key", ["xlsx", "docx", "akn"])
def test_a_large_workbook_or_document_is_heavy(client, monkeypatch, key):
    monkeypatch.setattr("objectives.export.formats.Format.is_made_in_background", lambda *_arguments: True)

    assert "Lag filen" in client.get(address(format=key)).content.decode()


def test_only_small_ones_are_made_in_a_web_process():
    limits = {key: one.direct_up_to for key, one in FORMATS.items()}

    assert limits == {"pdf": 0, "docx": 500, "xlsx": 500, "akn": 500, "csv": None, "json": None, "xhtml": None}


def test_asking_for_it_leads_to_a_page_that_follows_it(client, handed_out, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = order(client, kapittel="C15")

    job = ExportJob.objects.get()
    assert response["Location"] == f"/eksport/{job.key}/"
    assert handed_out == [job.pk]
    page = client.get(response["Location"]).content.decode()
    assert "Venter på tur" in page
    assert 'hx-trigger="every 1s"' in page
    assert "Oppdater" in page


def test_asking_needs_the_form_of_the_page():
    assert Client(enforce_csrf_checks=True).post("/eksport/bestill/", {"format": "pdf"}).status_code == 403


def test_the_page_has_that_form():
    client = Client(enforce_csrf_checks=True)
    page = client.get(address(format="pdf", kapittel="C15")).content.decode()
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))

    response = client.post("/eksport/bestill/", fields)

    assert response.status_code == 302
    assert ExportJob.objects.get().chosen == ["C15"]


def test_asking_for_what_does_not_exist_is_refused(client):
    assert order(client, kapittel="C99").status_code == 422
    assert ExportJob.objects.count() == 0


def test_asking_is_only_by_post(client):
    assert client.get("/eksport/bestill/").status_code == 405


def test_the_same_file_is_not_asked_for_twice(client):
    first = order(client)

    assert order(client)["Location"] == first["Location"]
    assert client.get(address(format="pdf"))["Location"] == first["Location"]


def test_the_fourth_at_a_time_is_told_to_wait(client):
    for code in ("GAK-001", "GAK-002", "GAK-003"):
        assert order(client, koder=code).status_code == 302

    response = order(client, koder="GAK-004")

    assert response.status_code == 429
    assert "Du har allerede 3 filer som lages." in response.content.decode()


def test_htmx_gets_a_fragment_when_something_is_new_and_nothing_otherwise(client):
    url = order(client)["Location"]
    ExportJob.objects.update(state="lages", percent=25, step="Setter opp dokumentet")

    new = client.get(f"{url}?sett=venter-0", headers={"HX-Request": "true"})
    same = client.get(f"{url}?sett=lages-25", headers={"HX-Request": "true"})

    assert new.content.decode().lstrip().startswith('<div class="prog"')
    assert "Setter opp dokumentet" in new.content.decode()
    assert "HX-Request" in new["Vary"]
    assert (same.status_code, same.content) == (204, b"")


def test_a_finished_file_is_fetched_with_its_name_and_kept_by_the_browser(client):
    url = order(client, koder="GAK-001")["Location"]
    tasks.make_export(ExportJob.objects.get().pk)

    page = client.get(url).content.decode()
    response = client.get(f"{url}fil/")
    again = client.get(f"{url}fil/", headers={"If-None-Match": response["ETag"]})

    assert f'href="{url}fil/"' in page
    assert "hx-trigger" not in page
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="vedlegg2-utvalg-2026-03-01.pdf"'
    assert again.status_code == 304


def test_following_a_file_does_not_read_its_bytes(client, django_assert_num_queries):
    url = order(client)["Location"]

    with django_assert_num_queries(1) as queries:
        Client().get(url)

    assert '"content"' not in queries.captured_queries[0]["sql"]


def test_a_failure_is_told_with_a_way_to_try_again(client):
    url = order(client)["Location"]
    ExportJob.objects.update(state="feilet", error="Filen ble ikke ferdig på tre forsøk.")

    page = client.get(url).content.decode()

    assert "Filen ble ikke ferdig på tre forsøk." in page
    assert "Prøv igjen" in page
    assert order(client)["Location"] == url
    assert ExportJob.objects.get().is_under_way


@pytest.mark.parametrize("path", ["", "fil/"])
def test_a_file_that_is_gone_is_explained(client, path):
    response = client.get(f"/eksport/{'0' * 64}/{path}")

    assert response.status_code == 404
    assert "Filen finnes ikke lenger" in response.content.decode()


def test_a_file_that_is_not_made_yet_cannot_be_fetched(client):
    assert client.get(f"{order(client)['Location']}fil/").status_code == 404


def test_a_queue_out_of_reach_loses_nothing(monkeypatch, caplog):
    def unreachable(*_arguments: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.undo()
    monkeypatch.setattr(tasks.make_export, "apply_async", unreachable)

    views.hand_out(1)

    assert "waits for the next sweep" in caplog.text


def test_the_session_remembers_only_the_last_ones(client, monkeypatch):
    monkeypatch.setattr(exports, "MOST_UNDER_WAY_FOR_ONE", 100)
    for number in range(1, 7):
        for key in ("pdf", "xlsx"):
            order(client, koder=f"GAK-{number:03d}", format=key)

    assert len(client.session["exports"]) == 10
