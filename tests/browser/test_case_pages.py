"""The case from received to decided: without fault at both widths, without JavaScript, and with the keyboard alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from objectives.models import ObjectiveVersion
from organisations.models import Organisation, Specialty, User
from revisions.models import Case, Decision, DecisionLetter, Proposal, Status
from revisions.services import cases, decisions, items, proposals
from revisions.transitions import Action, perform
from tests.revisions.drafts import PARTS

pytestmark = pytest.mark.django_db(transaction=True)

OWN_TEXT = "Selvstendig kunne utføre laparoskopisk kolecystektomi hos voksne."
WORKLIST = ("", *(f"?visning={tab}" for tab in ("nye", "ufordelt", "venter", "frist", "folger", "alle", "tavle")))


def somebody(name: str) -> User:
    return User.objects.get(email__startswith=f"{name}@")


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def received(*codes: str) -> Proposal:
    """What the RegUt has sent: a correction of each læringsmål."""
    by = somebody("regut")
    sender = Organisation.objects.get(kind=Organisation.Kind.REGUT, region="HV")
    proposal = proposals.create_proposal(sender=sender, specialty=Specialty.objects.get(short_name="GAK"), by=by)
    for code in codes:
        text = ObjectiveVersion.objects.get(objective__code=code).text.rstrip(".") + ", slik det gjøres."
        items.save_item(proposal=proposal, by=by, kind="spraklig", code=code, new_text=text)
    proposals.save_parts(proposal=proposal, by=by, **PARTS)
    return proposals.submit_proposal(proposal=proposal, by=by, on=ago(230))


def asked(proposal: Proposal) -> Case:
    """A case of it that has been heard, and is about to be decided."""
    by = somebody("saksbehandler")
    case = cases.open_case(proposal=proposal, title="Galleveier", by=by, on=ago(220))
    perform(case, Action.ASSESS, by=by, on=ago(220))
    bodies = Organisation.objects.of_kind(Organisation.Kind.REGUT, Organisation.Kind.MEDICAL_ASSOCIATION)
    cases.open_round(case=case, asked=list(bodies), opens_on=ago(210), deadline=ago(160), note="", by=by, on=ago(210))
    cases.open_hearing(case=case, by=by, on=ago(150), title="Høring", opens_on=ago(150), deadline=ago(40))
    perform(case, Action.PREPARE_DECISION, by=by, on=ago(30))
    return Case.objects.get(pk=case.pk)


def proposed(case: Case) -> Case:
    by = somebody("saksbehandler")
    for proposal in case.proposals.all():
        for item in proposal.items.all():
            decisions.propose_outcome(item=item, outcome="vedtatt", reason="Høringen støtter det.", by=by)
    perform(case, Action.PROPOSE_DECISION, by=by, on=ago(20))
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_a_case_have_no_fault(annex, someone, width):
    case = asked(received("GAK-007", "GAK-014"))
    base = case.get_absolute_url()
    caseworker = someone(width=width).log_in("saksbehandler")

    for tab in WORKLIST:
        caseworker.visit(f"/arbeidsliste/{tab}")
    waiting = received("GAK-016")
    for path in (f"/forslag/{waiting.pk}/sak/", base, *(base + end for end in ("endre/", "notater/", "konsekvenser/"))):
        caseworker.visit(path)
    item = case.proposals.get().items.first()
    for end in (f"vedtak/{item.pk}/", "tildel/", "journal/", "steg/utsett/", "steg/trekk/"):
        caseworker.visit(base + end)
    proposed(case)
    decider = someone(width=width).log_in("beslutter")
    for path in (base, f"{base}steg/fatt-vedtak/", f"{base}steg/tilbake-til-saksbehandler/"):
        decider.visit(path)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_proposal_is_received_and_decided_without_javascript(annex, someone, width):
    proposal = received("GAK-007", "GAK-014")
    page = logged_in_without_script(someone, "saksbehandler", width)

    page.get_by_role("link", name="Opprett sak").first.click()
    page.get_by_label("Tittel").fill("Galleveier")
    press(page, "Opprett sak")
    press(page, "Vurder fullstendighet")
    follow(page, "Åpne innspillsrunde")
    period(page, ago(200), ago(160))
    press(page, "Åpne innspillsrunde")
    follow(page, "Send på høring")
    period(page, ago(150), ago(50))
    press(page, "Send på høring")
    press(page, "Gå til vedtak")
    follow(page, "Vurder punkt 1")
    page.get_by_role("radio", name="Vedtas med endringer").check()
    page.get_by_label("Direktoratets tekst").fill(OWN_TEXT)
    page.get_by_label("Begrunnelse").fill("Gjelder voksne.")
    page.get_by_role("button", name="Lagre og gå til punkt 2").click()
    page.get_by_role("radio", name="Tas ikke til følge").check()
    page.get_by_label("Begrunnelse").fill("Teksten er klar nok.")
    page.get_by_role("button", name="Lagre og gå til saken").click()
    follow(page, "Se hva som er endret")
    page.get_by_label("Hvorfor trengs ingen ny høring?").fill("Høringen ba om det.")
    press(page, "Publiser begrunnelsen")
    follow(page, "Foreslå vedtak")
    press(page, "Foreslå vedtak")
    case = Case.objects.get()
    decider = logged_in_without_script(someone, "beslutter", width)
    decider.goto(page.url.partition("/saker/")[0] + case.get_absolute_url())
    follow(decider, "Fatt vedtak")
    expect(decider.get_by_text("hos voksne").first).to_be_visible()
    decider.get_by_label("Jeg har lest utfallene").check()
    press(decider, "Fatt vedtak")

    case.refresh_from_db()
    assert case.status == Status.REGULATION
    made = Decision.objects.made().order_by("item__position").values_list("outcome", "text")
    assert list(made) == [("vedtatt_med_endringer", OWN_TEXT), ("avslatt", "")]
    assert DecisionLetter.objects.get().proposal == proposal


def logged_in_without_script(someone, name: str, width: int) -> Page:
    visitor = someone(width=width, javascript=False)
    page = visitor.page
    page.goto(visitor.address + "/logg-inn/?next=/arbeidsliste/")
    page.get_by_label("E-postadresse").fill(f"{name}@demo.example")
    page.get_by_label("Passord").fill("laringsmal-demo")
    page.get_by_role("main").get_by_role("button", name="Logg inn").click()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def period(page: Page, opens_on: dt.date, deadline: dt.date) -> None:
    page.get_by_label("Åpner").fill(f"{opens_on:%d.%m.%Y}")
    page.get_by_label("Frist", exact=True).fill(f"{deadline:%d.%m.%Y}")


def test_a_decision_is_proposed_and_made_with_the_keyboard_alone(annex, someone):
    case = asked(received("GAK-007"))
    visitor = someone().log_in("saksbehandler")
    caseworker, base = visitor.page, visitor.address + case.get_absolute_url()

    caseworker.goto(base)
    go_to(caseworker, "Vurder punkt 1")
    caseworker.keyboard.press("Enter")
    caseworker.wait_for_url(re.compile(r"/vedtak/\d+/"))
    go_to(caseworker, "outcome")
    caseworker.keyboard.press("Space")
    go_to(caseworker, "reason")
    caseworker.keyboard.type("Høringen støtter det.")
    go_to(caseworker, "Lagre og gå til saken")
    caseworker.keyboard.press("Enter")
    caseworker.wait_for_url(base)
    go_to(caseworker, "Foreslå vedtak")
    caseworker.keyboard.press("Enter")
    caseworker.wait_for_url(re.compile("foresla-vedtak"))
    go_to(caseworker, "Foreslå vedtak")
    caseworker.keyboard.press("Enter")
    caseworker.wait_for_url(base)
    decider = someone().log_in("beslutter").page
    decider.goto(base)
    go_to(decider, "Fatt vedtak")
    decider.keyboard.press("Enter")
    decider.wait_for_url(re.compile("fatt-vedtak"))
    go_to(decider, "confirmed")
    decider.keyboard.press("Space")
    go_to(decider, "Fatt vedtak")
    decider.keyboard.press("Enter")
    decider.wait_for_url(base)

    assert Case.objects.get().status == Status.REGULATION


def go_to(page: Page, name: str) -> None:
    """Press Tab until what has this name, or these words, has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.name, document.activeElement.textContent.trim()]")
        if name in focused:
            return
    pytest.fail(f"«{name}» is not reached with Tab on {page.url}")


def test_two_who_write_the_same_outcome_are_both_shown_and_nothing_is_lost(annex, someone):
    case = asked(received("GAK-007"))
    item = case.proposals.get().items.get()
    address = f"{case.get_absolute_url()}vedtak/{item.pk}/"
    first, second = someone().log_in("saksbehandler"), someone(width=390).log_in("saksbehandler2")
    for visitor in (first, second):
        visitor.visit(address)

    for visitor, outcome, reason in (
        (first, "Vedtas med endringer", "Gjelder voksne."),
        (second, "Tas ikke til følge", "Teksten er klar nok."),
    ):
        visitor.page.get_by_role("radio", name=outcome).check()
        visitor.page.get_by_label("Begrunnelse").fill(reason)
        if visitor is first:
            visitor.page.get_by_label("Direktoratets tekst").fill(OWN_TEXT)
        visitor.page.get_by_role("button", name="Lagre og gå til saken").click()

    second.finds_no_fault()
    for words in ("lagret et annet utfall mens du skrev", "Gjelder voksne.", "hos voksne"):
        second.reads(words)
    expect(second.page.get_by_label("Begrunnelse")).to_have_value("Teksten er klar nok.")
    assert Decision.objects.get().text == OWN_TEXT
    second.page.get_by_role("button", name="Lagre og gå til saken").click()
    second.page.wait_for_url(re.compile(f"{case.get_absolute_url()}$"))
    assert Decision.objects.get().outcome == "avslatt"


def test_two_clicks_decide_once(annex, someone):
    case = proposed(asked(received("GAK-007")))
    decider = someone().log_in("beslutter")
    decider.visit(f"{case.get_absolute_url()}steg/fatt-vedtak/")
    decider.page.get_by_label("Jeg har lest utfallene").check()

    decider.page.get_by_role("main").get_by_role("button", name="Fatt vedtak").dblclick()

    expect(decider.page.get_by_role("heading", level=1)).to_be_visible()
    decider.page.goto(decider.address + case.get_absolute_url())
    assert Case.objects.get().status == Status.REGULATION
    assert DecisionLetter.objects.count() == 1
