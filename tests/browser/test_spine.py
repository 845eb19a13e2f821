"""The whole way through the pages, as four people: RegUt contact, caseworker, decision maker, public reader."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from django.utils.formats import date_format

from objectives.models import Succession
from regulations.rules import suggested_date
from revisions.models import Case

pytestmark = pytest.mark.django_db(transaction=True)

CORRECTED = "Selvstendig kunne utføre laparoskopisk kolecystektomi."
SHARPENED = "Ha god kunnskap om behandling av levermetastaser fra tykktarms- og endetarmskreft."
PARTS = ("Ha god kunnskap om akutt pankreatitt.", "Selvstendig kunne behandle pasienter med akutt pankreatitt.")
ADDED = "Under supervisjon kunne utføre intraoperativ ultralyd av lever."


def typed(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"


def propose(regut) -> None:
    """The RegUt contact writes the proposal after the template and sends it."""
    regut.visit("/forslag/ny/")
    regut.page.get_by_label("Spesialitet").select_option(label="Gastroenterologisk kirurgi")
    regut.press("Begynn å skrive")
    edit = regut.page.url.removeprefix(regut.address)
    pk = re.search(r"/forslag/(\d+)/", edit)[1]

    for kind, code, text, effect in (
        ("Språklig retting", "GAK-007", CORRECTED, ""),
        ("Faglig endring", "GAK-014", SHARPENED, "kravet skjerpes"),
        ("Oppheving", "GAK-015", "", ""),
    ):
        change(regut, pk, kind, code, text, effect)
    add(regut, pk)
    split(regut, pk)

    regut.visit(edit)
    for area in regut.page.locator("form textarea").all():
        area.fill("Vurdert av regionale råd, og beskrevet her.")
    for box in regut.page.locator("form input[type=checkbox]").all():
        box.check()
    regut.press("Lagre utkast")
    regut.visit(f"/forslag/{pk}/send/").press("Send inn")
    regut.reads("Forslaget er sendt til Helsedirektoratet.")


def change(regut, pk: str, kind: str, code: str, text: str, effect: str) -> None:
    regut.visit(f"/forslag/{pk}/punkter/ny/")
    regut.page.get_by_label(kind).check()
    regut.page.get_by_role("textbox", name="Kode").fill(code)
    regut.page.get_by_role("button", name="Hent tekst").click()
    regut.page.get_by_text("gjelder fra").wait_for()
    if text:
        regut.page.get_by_label("Foreslått tekst").fill(text)
        regut.page.locator("#endring ins").first.wait_for()
    if effect:
        regut.chooses(regut.page.get_by_label(effect).check)
    regut.finds_no_fault()
    regut.press("Lagre endringspunktet")
    regut.page.get_by_text("Endringspunktet er lagret.").wait_for()


def add(regut, pk: str) -> None:
    page = regut.page
    regut.visit(f"/forslag/{pk}/punkter/ny/")
    regut.chooses(page.get_by_label("Nytt læringsmål").check)
    regut.chooses(lambda: page.get_by_role("combobox", name="Temaoverskrift").select_option(label="15.3 Lever"))
    after = page.get_by_label("Plasseres etter").locator("option", has_text="GAK-016").first.get_attribute("value")
    regut.chooses(lambda: page.get_by_label("Plasseres etter").select_option(after))
    regut.chooses(lambda: page.get_by_label("Utdanningens del").select_option(label="Del 2–3"))
    regut.chooses(lambda: page.get_by_label("Foreslått tekst").fill(ADDED))
    regut.press("Lagre endringspunktet")
    page.get_by_text("Endringspunktet er lagret.").wait_for()


def split(regut, pk: str) -> None:
    """One læringsmål becomes two: the text is fetched by its code, and a third text is added and left empty."""
    page = regut.page
    regut.visit(f"/forslag/{pk}/punkter/ny/")
    regut.chooses(page.get_by_label("Deling").check)
    page.get_by_role("textbox", name="Kode").fill("GAK-018")
    regut.chooses(page.get_by_role("textbox", name="Kode").blur)
    for number, text in enumerate(PARTS, start=1):
        regut.chooses(partial(page.get_by_label(f"Tekst {number}").fill, text))
    regut.chooses(page.get_by_role("button", name="Legg til tekst").click)
    page.get_by_role("radio", name="Ja").check()
    regut.finds_no_fault()
    regut.press("Lagre endringspunktet")
    page.get_by_text("Endringspunktet er lagret.").wait_for()


def handle(caseworker, today: dt.date) -> str:
    """The caseworker makes a case, records round and hearing, and proposes a decision. Returns the case's address."""
    caseworker.visit("/arbeidsliste/").follow("Opprett sak")
    caseworker.page.get_by_label("Tittel").fill("Lever og galleveier")
    caseworker.press("Opprett sak")
    case = caseworker.page.url.removeprefix(caseworker.address)

    caseworker.visit(f"{case}steg/vurder/").press("Vurder fullstendighet")
    caseworker.visit(f"{case}steg/innspillsrunde/")
    period(caseworker, today - dt.timedelta(days=200), today - dt.timedelta(days=160))
    caseworker.press("Åpne innspillsrunde")
    caseworker.visit(f"{case}steg/horing/")
    period(caseworker, today - dt.timedelta(days=150), today - dt.timedelta(days=50))
    caseworker.press("Send på høring")
    caseworker.visit(f"{case}steg/til-vedtak/").press("Gå til vedtak")

    numbers = re.findall(r"/vedtak/(\d+)/", caseworker.page.content())
    for number in sorted(set(numbers), key=int):
        caseworker.visit(f"{case}vedtak/{number}/")
        caseworker.page.get_by_role("radio", name="Vedtas").first.check()
        caseworker.page.get_by_label("Begrunnelse").fill("Innspillsrunden og høringen støtter endringen.")
        caseworker.page.get_by_role("main").locator("form button[type=submit]").first.click()
    caseworker.visit(f"{case}steg/foresla-vedtak/").press("Foreslå vedtak")
    caseworker.reads("Vedtak foreslått")
    return case


def period(caseworker, opens_on: dt.date, deadline: dt.date) -> None:
    caseworker.page.get_by_label("Åpner").fill(typed(opens_on))
    caseworker.page.get_by_label("Frist", exact=True).fill(typed(deadline))


def decide(decider, case: str) -> None:
    """The decision maker, another person, makes the decision."""
    decider.visit("/arbeidsliste/").follow("Lever og galleveier")
    decider.visit(f"{case}steg/fatt-vedtak/")
    decider.page.get_by_label("Jeg har lest utfallene").check()
    decider.press("Fatt vedtak")
    decider.reads("Endringsforskrift")


def draft(caseworker, today: dt.date) -> str:
    """The caseworker drafts the endringsforskrift and locks it. Returns its address."""
    caseworker.visit("/endringsforskrifter/")
    caseworker.page.get_by_label("Arbeidstittel").fill("Høst 2026")
    caseworker.page.get_by_label("Planlagt kunngjøring").fill(typed(today))
    caseworker.press("Opprett utkast")
    regulation = caseworker.page.url.removeprefix(caseworker.address)
    caseworker.visit(f"{regulation}punkter/")
    for box in caseworker.page.locator("input[name=items]").all():
        box.check()
    caseworker.press("Ta inn de valgte punktene")
    caseworker.reads("GAK-015 oppheves.")
    caseworker.press("Lås utkastet")
    caseworker.reads("Nytt læringsmål GAK-033")
    return regulation


def print_pdf(caseworker) -> pikepdf.Pdf:
    """Orders the PDF, waits for the worker while the page tells how far it is, and opens it."""
    caseworker.page.get_by_role("button", name=re.compile("^Lag PDF")).click()
    link = caseworker.page.get_by_role("link", name="Last ned PDF")
    link.wait_for(timeout=60_000)
    with caseworker.page.expect_download() as download:
        link.click()
    return pikepdf.open(BytesIO(Path(download.value.path()).read_bytes()))


def approve(decider, regulation: str) -> None:
    """Another person reads the draft and approves it."""
    decider.visit(regulation).follow("Til gjennomgangen")
    decider.press("Godkjenn versjon 1")
    decider.reads("Versjon 1 er godkjent av")


def announce(caseworker, regulation: str, today: dt.date) -> None:
    caseworker.visit(regulation)
    caseworker.page.get_by_label("Kunngjort").fill(typed(today))
    caseworker.page.get_by_label("Klokkeslett").fill("00.00")
    caseworker.page.get_by_label("Vedtatt").fill(typed(today))
    caseworker.page.get_by_label("Nummer fra Lovdata").fill("1319")
    caseworker.press("Registrer kunngjøringen")
    caseworker.reads("Kontroller kunngjøringen før du registrerer den")
    caseworker.page.locator("button[name=bekreftet]").click()


def test_a_proposal_becomes_law_on_its_date_through_the_pages(annex, worker, someone):
    today = timezone.localdate()
    regut = someone().log_in("regut")
    caseworker = someone().log_in("saksbehandler")
    decider = someone(width=390).log_in("beslutter")
    reader = someone(width=390)

    propose(regut)
    case = handle(caseworker, today)
    decide(decider, case)
    regulation = draft(caseworker, today)
    with print_pdf(caseworker) as pdf:
        assert str(pdf.Root.Lang) == "nb"
    approve(decider, regulation)
    announce(caseworker, regulation, today)

    in_force = suggested_date(today)
    reader.visit("/laringsmal/GAK-007/").reads(CORRECTED)
    reader.visit("/laringsmal/GAK-014/").reads(f"Fra {date_format(in_force, 'j. F Y')}")
    new = Succession.objects.get(old__code="GAK-014").new.code
    reader.visit(f"/laringsmal/{new}/?dato={typed(in_force)}").reads(SHARPENED)
    reader.visit(f"/vedlegg/C15/?dato={typed(in_force)}").reads(ADDED)
    for text in PARTS:
        reader.reads(text)
    reader.visit(f"/vedlegg/C15/?dato={typed(in_force - dt.timedelta(days=1))}").reads("GAK-015")
    assert Case.objects.get().status == "kunngjort"
    regut.visit(case).reads("Kunngjøring")
