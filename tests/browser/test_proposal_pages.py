"""The pages of a proposal: without fault at both widths, without JavaScript, and with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from organisations.models import User
from revisions.models import Attachment, Proposal
from revisions.services import items, proposals
from tests.revisions.drafts import PARTS

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    *("rediger/", "", "send/", "status/", "forankring/ny/", "aktiviteter/ny/", "vedlegg/ny/"),
    *("punkter/ny/?type=spraklig&kode=GAK-007", "slett/"),
)


def begin(visitor) -> str:
    """An empty draft about gastroenterologisk kirurgi. Returns its address."""
    visitor.page.goto(visitor.address + "/forslag/ny/")
    visitor.page.get_by_label("Spesialitet").select_option(label="Gastroenterologisk kirurgi")
    visitor.page.get_by_role("button", name="Begynn å skrive").click()
    visitor.page.wait_for_url(re.compile(r"/forslag/\d+/rediger/"))
    return visitor.page.url.removeprefix(visitor.address).removesuffix("rediger/")


def fill_in(page: Page) -> None:
    for area in page.locator("#skjema textarea").all():
        area.fill("Vurdert av rådene, med overgangsordning, og beskrevet her.")
    for box in page.locator("#skjema input[type=checkbox]").all():
        box.check()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_a_proposal_have_no_fault(annex, someone, width):
    visitor = someone(width=width).log_in("regut")
    base = begin(visitor)
    proposal = Proposal.objects.get()
    regut = User.objects.get(email__startswith="regut@")
    items.save_item(proposal=proposal, by=regut, kind="spraklig", code="GAK-007", new_text="Kunne noe nytt.")

    for path in PAGES:
        visitor.visit(base + path)
    proposals.save_parts(proposal=proposal, by=regut, **PARTS)
    visitor.visit(f"{base}send/").press("Send inn")
    visitor.reads("Forslaget er sendt til Helsedirektoratet.")
    for path in ("", "status/"):
        visitor.visit(base + path)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_proposal_is_written_and_sent_without_javascript(annex, someone, width):
    visitor = someone(width=width, javascript=False)
    page = visitor.page
    page.goto(visitor.address + "/logg-inn/")
    page.get_by_label("E-postadresse").fill("regut@demo.example")
    page.get_by_label("Passord").fill("laringsmal-demo")
    page.get_by_role("main").get_by_role("button", name="Logg inn").click()
    base = begin(visitor)

    page.goto(f"{visitor.address}{base}punkter/ny/?type=spraklig&kode=GAK-007")
    page.get_by_label("Foreslått tekst").fill("Selvstendig kunne utføre laparoskopisk kolecystektomi.")
    page.get_by_role("button", name="Lagre endringspunktet").click()
    page.get_by_role("button", name="Legg ved en fil").click()
    page.get_by_label("Fil").set_input_files(
        {"name": "vurdering.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    )
    page.get_by_label("Hva skal vedlegget vise?").fill("Rådenes vurdering")
    page.get_by_role("button", name="Legg ved filen").click()
    fill_in(page)
    page.locator("#skjema .savebar").get_by_role("button", name="Send inn").click()
    page.get_by_role("main").get_by_role("button", name="Send inn").click()

    expect(page.get_by_text("Forslaget er sendt til Helsedirektoratet.")).to_be_visible()
    expect(page.get_by_role("heading", name="Kvitteringer")).to_be_visible()
    assert Attachment.objects.get().purpose == "Rådenes vurdering"


def test_the_form_is_written_and_saved_with_the_keyboard_alone(annex, someone):
    visitor = someone().log_in("regut")
    begin(visitor)
    page = visitor.page
    seen = []

    for _step in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        seen.append(name)
        if name == "summary":
            page.keyboard.type("Skrevet uten mus.")
        if name == "Lagre utkast":
            page.keyboard.press("Enter")
            break

    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()
    order = [name for name in seen if name in {"summary", "reasons", "professional_consequences", "conclusion"}]
    assert order == ["summary", "reasons", "professional_consequences", "conclusion"]
    assert Proposal.objects.get().summary == "Skrevet uten mus."


def test_two_clicks_send_once(annex, someone):
    visitor = someone().log_in("regut")
    base = begin(visitor)
    proposal = Proposal.objects.get()
    regut = User.objects.get(email__startswith="regut@")
    items.save_item(proposal=proposal, by=regut, kind="spraklig", code="GAK-007", new_text="Kunne noe nytt.")
    proposals.save_parts(proposal=proposal, by=regut, **PARTS)
    visitor.page.goto(f"{visitor.address}{base}send/")

    visitor.page.get_by_role("main").get_by_role("button", name="Send inn").dblclick()

    expect(visitor.page.get_by_role("heading", name="Kvitteringer")).to_be_visible()
    assert Proposal.objects.get().versions.count() == 1
