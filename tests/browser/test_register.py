"""The register in a real browser: search as you type, by keyboard and without JavaScript, and the comparison."""

from __future__ import annotations

import pytest


def test_hits_come_while_one_types(annex, someone):
    visitor = someone().visit("/laringsmal/")
    page = visitor.page
    page.evaluate("window.sameDocument = true")

    page.get_by_label("Kode eller ord").press_sequentially("rektumkreft", delay=20)
    page.wait_for_url("**q=rektumkreft**")

    page.get_by_text("Viser også treff på").wait_for()
    assert page.get_by_role("status").first.inner_text().strip().endswith("læringsmål")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert page.evaluate("document.activeElement.id") == "id_q"
    visitor.finds_no_fault()


def test_what_is_chosen_stays_chosen_while_one_types(annex, someone):
    page = someone().visit("/laringsmal/?niva=hoyeste").page

    page.get_by_label("Kode eller ord").fill("kunne")
    page.wait_for_url("**q=kunne**")

    assert "niva=hoyeste" in page.url
    page.get_by_role("link", name="Høyeste – ta bort").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_search_works_without_javascript(annex, someone, width):
    visitor = someone(width=width, javascript=False)
    visitor.page.goto(visitor.address + "/laringsmal/")

    visitor.page.get_by_label("Kode eller ord").fill("lever")
    visitor.page.get_by_role("main").get_by_role("button", name="Søk").click()

    assert "q=lever" in visitor.page.url
    assert visitor.page.locator("mark").first.inner_text().lower() == "lever"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_the_register_have_no_fault(annex, someone, width):
    visitor = someone(width=width)

    for path in (
        "/laringsmal/?q=rektum",
        "/laringsmal/GAK-013/2026-03-01/",
        "/vedlegg/del/A/",
        "/vedlegg/sammenlign/?fra=28.02.2025&til=01.03.2025&kapittel=C15",
        "/vedlegg/sammenlign/?fra=28.02.2025&til=01.03.2025&kapittel=C15&vis=side",
        "/laringsaktiviteter/",
        "/laringsaktiviteter/gastroenterologisk-kirurgi/",
    ):
        visitor.visit(path)
