"""Five decided items in two cases become an announced act with two in-force dates, and the annex changes on each.

Whoever drafts has no JavaScript; the one who reads and approves has it, on a wide screen and on a phone.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from objectives.models import LegalAct, Succession
from regulations.rules import suggested_date
from revisions.sample.cases import SampleCases
from revisions.sample.further_cases import ANNOUNCED
from revisions.sample.people import create_demo_users
from revisions.services import decisions

from .test_spine import approve, typed

pytestmark = pytest.mark.django_db(transaction=True)

CORRECTED = "Selvstendig kunne utføre laparoskopisk kolecystektomi."
SHARPENED = "Ha god kunnskap om behandling av levermetastaser fra tykktarms- og endetarmskreft."


@pytest.fixture
def two_decided_cases(annex) -> None:
    """Four items in one case and one in another, decided three weeks ago."""
    sample = SampleCases(create_demo_users(), today=timezone.localdate())
    sample._decided()
    case = sample._to_decision(ANNOUNCED, opened=sample._ago(180))
    sample._propose(case, on=sample._ago(30))
    decisions.make_decisions(case=case, by=sample.decider, on=sample._ago(21))


def draft(caseworker, today: dt.date) -> str:
    """All five items in one draft, locked with a wording that was warned about. Returns its address."""
    caseworker.visit("/endringsforskrifter/")
    caseworker.page.get_by_label("Arbeidstittel").fill("Fem punkter")
    caseworker.page.get_by_label("Planlagt kunngjøring").fill(typed(today))
    caseworker.press("Opprett utkast")
    regulation = caseworker.page.url.removeprefix(caseworker.address)
    caseworker.visit(f"{regulation}punkter/")
    boxes = caseworker.page.locator("input[name=items]").all()
    assert len(boxes) == 5
    for box in boxes:
        box.check()
    caseworker.press("Ta inn de valgte punktene")
    caseworker.reads("fra 2 saker")
    reword(caseworker, regulation)
    caseworker.visit(regulation).press("Lås utkastet")
    caseworker.reads("Les advarslene før du låser")
    caseworker.press("Jeg har lest advarslene. Lås utkastet")
    caseworker.reads("Utkastet er låst.")
    return regulation


def reword(caseworker, regulation: str) -> None:
    """A sentence in own words that says another læringsmål than the clause changes: kept, and warned about."""
    caseworker.page.locator(".clause", has_text="GAK-007").get_by_role("link", name="Endre").click()
    caseworker.page.get_by_label("Setning").fill("GAK-006 skal lyde:")
    caseworker.press("Lagre ordlyden")
    caseworker.reads("Leddet trykkes med egen ordlyd.")
    assert caseworker.page.locator("#ordlyd .ds-alert").count() == 1


def read_and_approve(decider, regulation: str, today: dt.date, later: dt.date) -> None:
    """Another person sees the annex before and after on each day, asks, gets it settled, and approves."""
    decider.visit(regulation).follow("Se vedlegg 2 før og etter, dag for dag")
    decider.reads(f"er annerledes {date_format(today, 'j. F Y')} enn dagen før")
    decider.visit(f"{regulation}forhandsvisning/?dato={later}&vis=etter").reads(SHARPENED)
    decider.visit(f"{regulation}gjennomgang/")
    decider.page.get_by_label("Kommentar", exact=True).fill("Er koden i ordlyden riktig?")
    decider.press("Lagre kommentaren")
    decider.reads("Kommentarene under må være avklart")
    decider.press("Merk som avklart")
    clause = decider.visit(regulation).page.locator(".clause a", has_text="Begrunn").first.get_attribute("href")
    decider.looks_at_both_widths(
        regulation,
        clause,
        f"{regulation}forhandsvisning/?dato={today}&vis=side",
        f"{regulation}filer/",
    )
    approve(decider, regulation)


def send(caseworker, regulation: str, today: dt.date) -> None:
    """Makes the package ready, looks into it, ticks everything and tells that it is sent."""
    caseworker.visit(regulation).follow("Gjør klar pakken til Lovdata")
    caseworker.page.get_by_label("Vedtatt").fill(typed(today))
    caseworker.press("Gjør pakken klar")
    caseworker.reads("6 punkter gjenstår.")
    assert caseworker.page.get_by_label("Korttittel").input_value() == "Endr. i spesialistforskriften"
    with caseworker.page.expect_download() as download:
        caseworker.page.get_by_role("link", name="Hele pakken som én zip-fil").click()
    with zipfile.ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert len(archive.namelist()) == 2
    for box in caseworker.page.locator("input[name=punkt]").all():
        box.check()
    caseworker.press("Lagre og merk som sendt")
    caseworker.reads("Forskriften er merket som sendt til kunngjøring.")


def register(caseworker, regulation: str, today: dt.date) -> None:
    """Types what Norsk Lovtidend says, is shown what will happen, and confirms."""
    caseworker.visit(regulation)
    caseworker.page.get_by_label("Kunngjort").fill(typed(today))
    caseworker.page.get_by_label("Klokkeslett").fill("00.00")
    caseworker.page.get_by_label("Nummer fra Lovdata").fill("2811")
    caseworker.press("Registrer kunngjøringen")
    caseworker.reads("kunngjort samme dag som den er vedtatt")
    caseworker.press("Opplysningene stemmer. Registrer kunngjøringen")
    caseworker.reads("Kunngjøringen er registrert. 5 læringsmål er endret.")


def correct(caseworker, decider, number: int) -> None:
    """One person sees that the number was read wrongly, another confirms it."""
    caseworker.follow("Er nummeret eller en dato registrert feil?")
    caseworker.page.get_by_label("Nummer fra Lovdata").fill(str(number))
    caseworker.page.get_by_label("Hvorfor må kunngjøringen rettes?").fill("Nummeret ble lest feil av.")
    caseworker.press("Foreslå rettingen")
    caseworker.reads("En annen må bekrefte rettingen")
    decider.visit(caseworker.page.url.removeprefix(caseworker.address))
    decider.press("Bekreft rettingen")
    decider.reads("Kunngjøringen er rettet.")


def test_from_decided_items_to_law_on_two_dates(two_decided_cases, someone):
    today = timezone.localdate()
    later = suggested_date(today)
    caseworker = someone(javascript=False).log_in("saksbehandler")
    decider = someone().log_in("beslutter")
    reader = someone(width=390)

    regulation = draft(caseworker, today)
    read_and_approve(decider, regulation, today, later)
    send(caseworker, regulation, today)
    decider.looks_at_both_widths(f"{regulation}pakke/")
    register(caseworker, regulation, today)
    correct(caseworker, decider, 2818)

    new = Succession.objects.get(old__code="GAK-014").new.code
    assert LegalAct.objects.get(number=2818).decided_on == today
    reader.visit("/laringsmal/GAK-007/").reads(CORRECTED)
    reader.visit(f"/vedlegg/C15/?dato={typed(later - dt.timedelta(days=1))}").reads("GAK-015")
    reader.visit(f"/vedlegg/C15/?dato={typed(later)}").reads(SHARPENED)
    reader.visit("/ikrafttredelser/").follow("1 endring")
    reader.visit(f"/ikrafttredelser/{later}/").reads(f"Trer i kraft {date_format(later, 'j. F Y')}")
    reader.reads(new)
    reader.reads("overføres ikke")
    caseworker.visit(f"/forskrifter/{today.year}/2818/").reads("Nummer: registrert som 2811, riktig er 2818.")
    caseworker.press("Følg FOR-" + f"{today}-2818")
    caseworker.visit("/folger/").reads(f"FOR-{today}-2818")
    caseworker.visit(f"/forskrifter/{today.year}/2818/lovdata/").reads("Ingen tekst fra Lovdata er sammenlignet ennå.")
