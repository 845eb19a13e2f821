"""No text is lost: the quiet save, two windows, a login that runs out, a connection that drops, a closed window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from revisions.models import Proposal

pytestmark = pytest.mark.django_db(transaction=True)

SUMMARY, REASONS = "Hva foreslås, og hvorfor?", "Hvorfor trengs endringen?"


@pytest.fixture
def regut(annex, someone):
    """The RegUt contact, in an empty draft of their own."""
    visitor = someone().log_in("regut")
    visitor.visit("/forslag/ny/")
    visitor.page.get_by_label("Spesialitet").select_option(label="Gastroenterologisk kirurgi")
    visitor.press("Begynn å skrive")
    return visitor


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)


def saved(page: Page) -> None:
    expect(page.locator("#lagret")).to_contain_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))


def stored() -> Proposal:
    return Proposal.objects.get()


def test_what_is_written_is_saved_without_a_button_and_the_page_says_when(regut):
    write(regut.page, SUMMARY, "– Et nytt læringsmål.")

    saved(regut.page)

    assert stored().summary == "– Et nytt læringsmål."
    regut.finds_no_fault()


def test_two_windows_that_write_in_different_parts_both_keep_what_they_wrote(regut):
    other = regut.page.context.new_page()
    other.goto(regut.page.url)

    write(regut.page, SUMMARY, "Fra det ene vinduet.")
    saved(regut.page)
    write(other, REASONS, "Fra det andre vinduet.")
    saved(other)

    expect(other.get_by_label(SUMMARY)).to_have_value("Fra det ene vinduet.")
    expect(other.locator("#lagret")).to_contain_text("Oppsummering er endret av deg selv i et annet vindu kl. ")
    assert (stored().summary, stored().reasons) == ("Fra det ene vinduet.", "Fra det andre vinduet.")


def test_two_windows_that_write_in_the_same_part_are_shown_both_texts(regut):
    other = regut.page.context.new_page()
    other.goto(regut.page.url)

    write(regut.page, SUMMARY, "Fra det ene vinduet.")
    saved(regut.page)
    write(other, SUMMARY, "Fra det andre vinduet.")
    expect(other.locator("#annens-summary")).to_contain_text("Fra det ene vinduet.")
    assert stored().summary == "Fra det ene vinduet."
    assert "Fra det andre vinduet." in other.evaluate("JSON.stringify(localStorage)")
    other.get_by_role("button", name="Lagre utkast").click()

    expect(other.get_by_text("Utkastet er lagret.")).to_be_visible()
    assert stored().summary == "Fra det andre vinduet."


def test_a_login_that_runs_out_loses_nothing_and_the_form_goes_on_after_a_login_in_another_window(regut):
    context, page = regut.page.context, regut.page
    context.clear_cookies()

    write(page, SUMMARY, "Skrevet etter at innloggingen gikk ut.")
    expect(page.locator("#lagret")).to_contain_text("Ikke lagret: Du er logget ut.")
    elsewhere = type(regut)(context.new_page(), regut.address).log_in("regut")
    elsewhere.page.wait_for_url("**/min-side/")

    saved(page)
    assert stored().summary == "Skrevet etter at innloggingen gikk ut."
    page.get_by_role("button", name="Lagre utkast").click()
    expect(page.get_by_text("Utkastet er lagret.")).to_be_visible()


def test_a_form_that_stood_open_while_someone_logged_in_elsewhere_is_sent_with_a_new_token(regut):
    context, page = regut.page.context, regut.page
    page.goto(page.url.replace("/rediger/", "/aktiviteter/ny/"))
    context.clear_cookies()
    elsewhere = type(regut)(context.new_page(), regut.address).log_in("regut")
    elsewhere.page.wait_for_url("**/min-side/")

    page.get_by_label("Ny eller endret tittel").fill("Leverkirurgi")
    page.get_by_role("button", name="Legg til raden").click()

    expect(page.get_by_text("Leverkirurgi").first).to_be_visible()
    assert stored().activity_changes.get().proposed == "Leverkirurgi"


def test_a_dropped_connection_loses_nothing_and_the_save_comes_by_itself_when_it_is_back(regut):
    context, page = regut.page.context, regut.page
    context.set_offline(True)

    write(page, SUMMARY, "Skrevet uten nett.")
    expect(page.locator("#lagret")).to_contain_text("Ikke lagret: Ingen kontakt med tjenesten.")
    page.get_by_role("button", name="Lagre utkast").click()
    expect(page.locator("[data-told]")).to_contain_text("Ingen kontakt med tjenesten.")
    context.set_offline(False)

    saved(page)
    assert stored().summary == "Skrevet uten nett."


def test_what_was_not_saved_when_the_window_closed_is_offered_back(regut):
    context, address = regut.page.context, regut.page.url
    context.set_offline(True)
    write(regut.page, SUMMARY, "Skrevet like før vinduet ble lukket.")
    expect(regut.page.locator("#lagret")).to_contain_text("Ikke lagret")
    regut.page.close(run_before_unload=False)
    context.set_offline(False)

    again = type(regut)(context.new_page(), regut.address)
    again.page.goto(address)
    again.finds_no_fault()
    expect(again.page.get_by_label(SUMMARY)).to_have_value("")
    again.page.get_by_role("button", name="Sett inn i «Hva foreslås").click()

    saved(again.page)
    assert stored().summary == "Skrevet like før vinduet ble lukket."


def test_nothing_is_offered_back_when_everything_is_saved_or_after_logging_out(regut):
    page = regut.page
    address = page.url
    write(page, SUMMARY, "Lagret tekst.")
    saved(page)
    page.goto(address)
    expect(page.locator("#kladd")).to_have_count(0)

    page.context.set_offline(True)
    write(page, SUMMARY, "Ikke lagret tekst.")
    expect(page.locator("#lagret")).to_contain_text("Ikke lagret")
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate("window.addEventListener('online', event => event.stopImmediatePropagation(), true)")
    page.context.set_offline(False)
    page.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    page.get_by_text("Du er logget ut.").wait_for()

    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kladd:'))") == []
