"""The page where the package for Lovdata is made ready: without JavaScript, and with nothing lost."""

from __future__ import annotations

import pytest
from django.utils import timezone

from organisations.models import Role
from regulations import services
from regulations.models import Dispatch, DispatchCheck
from tests import factories

from .conftest import approved
from .test_dispatching import AT, ON, prepare, sent

pytestmark = pytest.mark.django_db

FACTS = {"decided_on": "29.01.2027", "contact_name": "Kontakt Person", "contact_email": "kontakt@example.no"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: factories.announced(ON))


@pytest.fixture
def ready(locked):
    return approved(locked)


@pytest.fixture
def caseworker(client, by):
    client.force_login(by)
    return client


def page_of(regulation, *more: str) -> str:
    return "/".join([f"/endringsforskrifter/{regulation.pk}/pakke", *more, ""])


def test_from_an_approved_draft_to_sent(caseworker, ready):
    assert "Gjør klar pakken til Lovdata" in caseworker.get(ready.get_absolute_url()).content.decode()

    prepared = caseworker.post(page_of(ready), FACTS, follow=True).content.decode()
    assert "6 punkter gjenstår." in prepared
    assert 'value="Endr. i spesialistforskriften" readonly' in prepared

    ticked = {"punkt": DispatchCheck.Point.values}
    saved = caseworker.post(page_of(ready, "sjekkliste"), ticked, follow=True).content.decode()
    assert "Saksbehandler, 01.02.2027" in saved

    done = caseworker.post(page_of(ready, "sjekkliste"), {**ticked, "send": "1"}, follow=True)
    assert done.redirect_chain == [(ready.get_absolute_url(), 302)]
    assert "Registrer kunngjøringen når Lovdata har kunngjort forskriften" in done.content.decode()
    assert 'value="29.01.2027"' in done.content.decode()
    assert f'href="{page_of(ready)}"' in done.content.decode()


def test_ticked_and_sent_in_one_is_possible_and_half_ticked_keeps_the_ticks(caseworker, ready, by):
    prepare(ready, by)

    answer = caseworker.post(page_of(ready, "sjekkliste"), {"punkt": ["koder"], "send": "1"}, follow=True)

    assert "5 punkter i sjekklisten er ikke krysset av" in answer.content.decode()
    assert DispatchCheck.objects.get().point == "koder"
    assert not Dispatch.objects.sent().exists()


def test_the_files_are_fetched(caseworker, ready, by):
    prepare(ready, by)

    packed, word = caseworker.get(page_of(ready, "zip")), caseworker.get(page_of(ready, "word"))

    assert (packed["Content-Type"], packed.content[:2]) == ("application/zip", b"PK")
    assert word["Content-Disposition"] == 'attachment; filename="kunngjoring-vinter-2027.docx"'


def test_once_the_package_says_when_it_was_decided_the_draft_says_so_everywhere(caseworker, ready, by):
    assert "[vedtaksdato]" in caseworker.get(ready.get_absolute_url()).content.decode()

    prepare(ready, by)

    for where in ("", "trykt/", "filer/xhtml/"):
        shown = caseworker.get(f"{ready.get_absolute_url()}{where}").content.decode()
        assert "Fastsatt av Helsedirektoratet 29. januar 2027 med hjemmel i" in shown
        assert "[vedtaksdato]" not in shown


def test_the_list_says_how_far_a_draft_has_come(caseworker, draft, by):
    def listed() -> str:
        return caseworker.get("/endringsforskrifter/").content.decode()

    assert "Under arbeid" in listed()
    services.lock(regulation=draft, by=by)
    assert "Låst, venter på godkjenning" in listed()
    approved(draft)
    assert "Godkjent, ikke sendt" in listed()
    sent(draft, by)
    assert "Sendt til kunngjøring" in listed()


def test_what_is_put_away_is_found_in_the_list(caseworker, empty_draft, by):
    services.abandon(regulation=empty_draft, reason="Saken tas opp i høst.", by=by)

    listed = caseworker.get("/endringsforskrifter/").content.decode()

    assert "1 utkast er lagt bort" in listed
    assert "Saken tas opp i høst." in listed


def test_there_are_no_files_before_it_is_made_ready(caseworker, ready):
    assert caseworker.get(page_of(ready, "zip")).status_code == 404
    assert caseworker.get(page_of(ready, "word")).status_code == 404


def test_taken_back_on_the_page(caseworker, ready, by):
    sent(ready, by)

    without = caseworker.post(page_of(ready, "trekk-tilbake"), {"tilbake-reason": ""})
    answer = caseworker.post(page_of(ready, "trekk-tilbake"), {"tilbake-reason": "Feil dato."}, follow=True)

    assert without.status_code == 422
    assert "Husk å si fra til Lovdata." in answer.content.decode()
    assert "Feil dato." in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decided_on": ""}, "Skriv vedtaksdatoen"),
        ({"decided_on": "02.02.2027"}, "må være vedtatt før den sendes"),
        ({"contact_email": "nei"}, "Skriv en hel e-postadresse"),
        ({"contact_name": "x" * 151}, "150"),
        ({"contact_name": "a\x00b"}, "tegn er ikke tillatt"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(caseworker, ready, fields, words):
    answer = caseworker.post(page_of(ready), {**FACTS, **fields})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_what_is_not_approved_says_what_to_do(caseworker, locked):
    page = caseworker.get(page_of(locked)).content.decode()

    assert "Utkastet må låses og godkjennes først" in page
    assert "Gjør pakken klar" not in page


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.READER, 404)])
def test_administrators_look_and_others_do_not_know(client, ready, by, role, status):
    prepare(ready, by)
    client.force_login(factories.user(role))

    assert client.get(page_of(ready)).status_code == status
    assert client.post(page_of(ready, "sjekkliste"), {"punkt": ["koder"]}).status_code in (403, 404)


def test_the_warning_of_another_decision_date_comes_before_registering(caseworker, ready, by):
    from regulations.cautions import announcement_cautions

    row = sent(ready, by)
    found = announcement_cautions(
        [], number=114, decided_on=ON, announced_on=ON.replace(day=12), on=ON.replace(day=12), dispatch=row
    )

    assert [one.code for one in found] == ["decided-otherwise-than-sent"]
    assert row.sent_at == AT


def test_the_page_asks_as_often_whatever_is_ticked(caseworker, ready, by, django_assert_max_num_queries):
    prepare(ready, by)
    services.tick_checklist(regulation=ready, ticked=DispatchCheck.Point.values, by=by)

    with django_assert_max_num_queries(30):
        caseworker.get(page_of(ready))
