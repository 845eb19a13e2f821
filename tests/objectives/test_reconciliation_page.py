"""The page of the latest reconciliation: for the directorate, with the differences as redline."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import annex_markup as markup
from organisations.models import Organisation, Role
from tests import factories

from .annex_files import LIVER, annex, write

pytestmark = pytest.mark.django_db

URL = "/vedlegg/avstemming/"
EDITED = (
    "GAK-001 Ha kunnskap om utredning av leverlesjoner.",
    "GAK-005 Beherske noe nytt, som ingen kjenner.",
    "GAK-006 Beherske det, se PAT-001.",
)


@pytest.fixture
def reconcile(tmp_path):
    """Runs the command on a file; the first one fills the register."""

    def run(text: str) -> None:
        with suppress(CommandError):  # which is how it says that there are differences
            call_command("import_annex", str(write(tmp_path, text)), stdout=io.StringIO())

    return run


@pytest.fixture
def reconciled(reconcile) -> None:
    """One text is another, one is gone, two are new, and there is an oddity and a missing number."""
    reconcile(annex())
    reconcile(annex(*map(markup.paragraph, EDITED)).replace("15.12 Lever", "15.12 Lever og galle"))


@pytest.fixture
def caseworker(client):
    client.force_login(factories.caseworker())
    return client


def test_a_stranger_is_led_to_the_login(client):
    response = client.get(URL)

    assert (response.status_code, response["Location"]) == (302, f"/logg-inn/?next={URL}")


@pytest.mark.parametrize("kind", [Organisation.Kind.REGUT, Organisation.Kind.MEDICAL_ASSOCIATION])
def test_others_are_told_that_it_is_the_directorates(client, kind):
    client.force_login(factories.submitter(factories.organisation(kind)))

    response = client.get(URL)

    assert response.status_code == 403
    assert "Avstemmingen mot Lovdata er for Helsedirektoratet." in response.content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DECISION_MAKER, Role.ADMINISTRATOR, Role.READER])
def test_all_of_the_directorate_may_read_it_and_find_it(client, role):
    client.force_login(factories.user(role))

    response = client.get(URL)

    assert response.status_code == 200
    assert f'<a href="{URL}">Avstemming mot Lovdata</a>' in response.content.decode()


def test_others_are_not_shown_the_way(client):
    assert URL not in client.get("/vedlegg/").content.decode()


def test_before_the_first_one_it_says_how_to_make_it(caseworker):
    assert "import_annex" in caseworker.get(URL).content.decode()


def test_when_all_is_equal_it_says_so(caseworker, reconcile):
    reconcile(annex())
    reconcile(annex())

    html = caseworker.get(URL).content.decode()

    assert "Lovdatas konsolidering og registeret sier det samme per 1. mars 2026." in html
    assert "Forskjeller" not in html


def test_the_differences_stand_as_redline_with_a_link(caseworker, reconciled):
    html = caseworker.get(URL).content.decode()

    assert "er ulike 5 steder per 1. mars 2026" in html
    assert '<a href="/laringsmal/GAK-001/2026-03-01/">GAK-001</a>' in html
    assert "Ha god kunnskap om<span" in html
    assert "Ha kunnskap om<span" in html
    assert "Overskriften «15.12 Lever» heter noe annet hos Lovdata." in html
    assert 'href="/laringsmal/GAK-002/2026-03-01/"' in html


def test_what_the_register_never_knew_has_no_link(caseworker, reconciled):
    html = caseworker.get(URL).content.decode()

    assert "Beherske noe nytt, som ingen kjenner." in html
    assert "/laringsmal/GAK-005/" not in html


@pytest.mark.parametrize(
    ("kind", "codes"), [("gone", ["GAK-002"]), ("changed", ["GAK-001"]), ("new", ["GAK-005", "GAK-006"])]
)
def test_one_kind_can_be_seen_alone(caseworker, reconciled, kind, codes):
    html = caseworker.get(URL, {"slag": kind}).content.decode()

    differences = html[html.index("Forskjeller</h2>") : html.index("Merkverdig")]
    assert [code for code in ("GAK-001", "GAK-002", "GAK-005", "GAK-006") if f"{code}<" in differences] == codes
    assert f'<option value="{kind}" selected>' in html


@pytest.mark.parametrize(
    "query", [{"slag": "'; drop"}, {"side": "x"}, {"side": "0"}, {"side": "99999999999"}, {"side": "²"}]
)
def test_what_can_not_be_read_in_the_address_is_left_out(caseworker, reconciled, query):
    response = caseworker.get(URL, query)

    assert response.status_code == 200
    assert "GAK-001" in response.content.decode()


def test_oddities_and_missing_numbers_stand_below(caseworker, reconciled):
    html = caseworker.get(URL).content.decode()

    assert "Koden PAT-001 står inne i teksten til GAK-006" in html
    assert "GAK-003" in html
    assert "Mangler også i registeret" in html


def test_the_latest_is_the_one_that_is_shown(caseworker, reconcile, reconciled):
    reconcile(annex(*map(markup.paragraph, LIVER)))

    assert "sier det samme" in caseworker.get(URL).content.decode()


def test_many_differences_are_shown_a_page_at_a_time_in_as_many_queries(caseworker, reconcile):
    reconcile(annex())
    new = [f"GAK-{number:03d} Beherske nummer {number}." for number in range(10, 135)]
    counts, shown = [], []

    for how_many in (30, 60, 125):
        reconcile(annex(*map(markup.paragraph, [*LIVER, *new[:how_many]])))
        with CaptureQueriesContext(connection) as queries:
            html = caseworker.get(URL).content.decode()
        counts.append(len(queries))
        shown.append(html.count('<article class="lm"'))

    last = caseworker.get(URL, {"side": "3"}).content.decode()
    assert shown == [30, 50, 50]
    assert len(set(counts)) == 1
    assert last.count('<article class="lm"') == 25
    assert "?side=2" in last
    assert 'rel="next"' not in last


def test_a_chapter_is_still_a_chapter(client, reconcile):
    reconcile(annex())

    assert client.get("/vedlegg/C15/", {"dato": "01.03.2026"}).status_code == 200
