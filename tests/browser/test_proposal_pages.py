"""The pages of a proposal: without fault at both widths, without JavaScript, and with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from objectives.models import ListedWord
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


def at_both_widths(visitor) -> None:
    """The page as it stands has no fault on a wide or a narrow screen."""
    for width in (390, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.finds_no_fault()


def test_the_pages_of_a_proposal_have_no_fault_on_wide_and_narrow_screens(annex, someone):
    visitor = someone().log_in("regut")
    base = begin(visitor)
    proposal = Proposal.objects.get()
    regut = User.objects.get(email__startswith="regut@")
    items.save_item(proposal=proposal, by=regut, kind="spraklig", code="GAK-007", new_text="Kunne noe nytt.")

    for path in PAGES:
        visitor.page.goto(visitor.address + base + path)
        at_both_widths(visitor)
    proposals.save_parts(proposal=proposal, by=regut, **PARTS)
    visitor.page.goto(f"{visitor.address}{base}send/")
    visitor.page.get_by_role("main").get_by_role("button", name="Send inn").click()
    visitor.reads("Forslaget er sendt til Helsedirektoratet.")
    for path in ("", "status/"):
        visitor.page.goto(visitor.address + base + path)
        at_both_widths(visitor)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _step in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached with Tab on {page.url}")


def test_a_change_is_written_with_its_evidence_and_sent_with_the_keyboard_alone(annex, someone):
    visitor = someone(width=390).log_in("regut")
    base = begin(visitor)
    page = visitor.page
    page.goto(f"{visitor.address}{base}punkter/ny/?type=spraklig&kode=GAK-007")

    tab_to(page, "#id_new_text")
    page.keyboard.press("Control+A")
    page.keyboard.type("Selvstendig kunne utføre minst 20 leverabskopier.")
    expect(page.locator("#tegn")).to_contain_text("Tall er endret: ingen til «20».")
    expect(page.locator("#endring")).to_contain_text("«leverabskopier» er riktig, legg det i ordlisten")
    visitor.finds_no_fault()
    tab_to(page, "button[name=ord]")
    page.keyboard.press("Enter")
    expect(page.locator("button[name=ord]")).to_have_count(0)
    tab_to(page, "input[name=effect]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=kind][value=faglig]")).to_be_checked()
    expect(page.locator("#id_effect input[value=skjerpet]")).to_be_focused()
    visitor.finds_no_fault()
    tab_to(page, ".savebar button")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Endringspunktet er lagret.")).to_be_visible()
    item = Proposal.objects.get().items.get()
    assert (item.kind, item.effect) == ("faglig", "skjerpet")
    assert ListedWord.objects.get().form == "leverabskopier"
    proposals.save_parts(proposal=item.proposal, by=item.proposal.created_by, **PARTS)
    page.goto(f"{visitor.address}{base}send/")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kvitteringer")).to_be_visible()


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
