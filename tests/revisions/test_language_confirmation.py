"""A «språklig retting» that touches a competence term, a number or a negation is confirmed by another (ID-4)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications.models import Event, Verb
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation
from revisions.models import Case, ChangeItem, LanguageConfirmation, Status
from revisions.rules import language_to_confirm
from revisions.services import decisions, items, proposals
from revisions.services.language import confirm_language
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

RISKY = "Ha god kunnskap om utredning av gallestein."


def risky_case(*, new_text: str = RISKY) -> tuple[Case, ChangeItem]:
    """A case that waits for its decision, with one correction of «Ha kunnskap om utredning av gallestein.»"""
    draft = drafts.complete_draft()
    item = draft.items.get()
    items.save_item(proposal=draft, item=item, by=draft.created_by, kind="spraklig", code="GAK-088", new_text=new_text)
    proposal = proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED)
    return stages.proposed(proposal), item


def colleague():
    return factories.user(Role.CASEWORKER, email="en-annen-saksbehandler@example.no")


def decide(case):
    return decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)


def confirm(item, *, by=None, seen=RISKY, reason="Ordet manglet ved en feil."):
    return confirm_language(item=item, seen=seen, reason=reason, by=by or colleague())


def test_the_case_can_not_be_decided_before_it_is_confirmed():
    case, item = risky_case()

    with pytest.raises(RuleViolation, match="berører et kompetansebegrep") as refusal:
        decide(case)
    confirm(item)
    (decision,) = decide(case)

    assert (refusal.value.code, refusal.value.authority) == ("language-not-confirmed", "ID-4")
    assert decision.is_made
    assert stages.refreshed(case).status == Status.REGULATION


@pytest.mark.parametrize("text", ["Ha kunnskap om utredning av gallesten.", "Ha kunnskap om utredning av gallestein"])
def test_what_is_only_language_waits_for_nobody(text):
    case, item = risky_case(new_text=text)

    decide(case)

    assert language_to_confirm(item, None) == ""


def test_what_is_confirmed_is_told_in_the_journal():
    _case, item = risky_case()

    confirmation = confirm(item)

    event = Event.objects.filter(verb=Verb.LANGUAGE_CONFIRMED).get()
    assert (event.subject_id, event.payload["text"]) == (str(item.pk), RISKY)
    assert (confirmation.text, confirmation.confirmed_by) == (RISKY, colleague())
    assert confirm(item).pk == confirmation.pk


@pytest.mark.parametrize("who", ["caseworker", "submitter"])
def test_the_first_person_is_not_the_second(who):
    case, item = risky_case()
    if who == "submitter":
        item.proposal.created_by = colleague()
        item.proposal.save(update_fields=["created_by"])
    by = factories.caseworker() if who == "caseworker" else colleague()

    with pytest.raises(RuleViolation, match="En annen i Helsedirektoratet") as refusal:
        confirm(item, by=by)

    assert refusal.value.code == "not-a-second-person"
    assert case.responsible == factories.caseworker()


def test_only_the_directorates_own_people_confirm():
    _case, item = risky_case()
    sender = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    with pytest.raises(NotPermitted, match="kan bekrefte"):
        confirm(item, by=sender)


def test_another_text_than_was_read_is_not_confirmed():
    _case, item = risky_case()

    with pytest.raises(RuleViolation, match="Teksten er endret"):
        confirm(item, seen="Ha kunnskap om noe annet.")


def test_what_needs_no_confirmation_gets_none():
    _case, item = risky_case(new_text="Ha kunnskap om utredning av gallesten.")

    with pytest.raises(RuleViolation, match="trenger ingen bekreftelse"):
        confirm(item)


def test_the_directorates_own_text_is_confirmed_anew():
    draft = drafts.sent()
    case = stages.in_decision(draft)
    item = draft.items.get()
    own = "Ha kjennskap til utredning av gallesten."
    decisions.propose_outcome(
        item=item, outcome="vedtatt_med_endringer", reason="Bedre.", text=own, by=factories.caseworker()
    )

    assert language_to_confirm(item, item.decisions.get()) == own
    assert confirm(item, seen=own).text == own
    assert case.status == Status.DECISION


def test_a_rejected_correction_waits_for_nobody():
    draft = drafts.complete_draft()
    items.save_item(
        proposal=draft, item=draft.items.get(), by=draft.created_by, kind="spraklig", code="GAK-088", new_text=RISKY
    )
    proposal = proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED)
    case = stages.proposed(proposal, outcome="avslatt")

    decisions.reject_all(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    assert stages.refreshed(case).status == Status.FOLLOW_UP


def test_the_database_refuses_to_change_what_is_confirmed():
    _case, item = risky_case()
    confirmation = confirm(item)

    with pytest.raises(IntegrityError, match="En bekreftelse kan ikke endres"), transaction.atomic():
        LanguageConfirmation.objects.filter(pk=confirmation.pk).update(reason="Noe annet.")


# --- the page -----------------------------------------------------------------------------------------


def page_of(case, item) -> str:
    year, serial = case.number.split("/")
    return reverse("revisions:language_confirm", args=[int(year), int(serial), item.pk])


def test_the_page_shows_what_is_touched_and_confirms_with_a_reason():
    case, item = risky_case()
    browser = drafts.signed_in(colleague())

    shown = browser.get(page_of(case, item)).content.decode()
    empty = browser.post(page_of(case, item), {"reason": "", "seen": RISKY})
    sent = browser.post(page_of(case, item), {"reason": "Ordet manglet ved en feil.", "seen": RISKY})

    assert "berører et kompetansebegrep" in shown
    assert "Kompetansenivået går fra mellomste" in shown
    assert empty.status_code == 422
    assert sent.status_code == 302
    assert LanguageConfirmation.objects.get().reason == "Ordet manglet ved en feil."
    assert "har bekreftet at endringen bare er språklig" in browser.get(page_of(case, item)).content.decode()


def test_the_case_says_that_it_waits_and_leads_there():
    case, item = risky_case()
    browser = drafts.signed_in(factories.caseworker())

    waits = browser.get(case.get_absolute_url()).content.decode()
    confirm(item)
    confirmed = browser.get(case.get_absolute_url()).content.decode()

    assert page_of(case, item) in waits
    assert "En annen må bekrefte den før saken kan vedtas." in waits
    assert page_of(case, item) not in confirmed


def test_who_reads_the_changed_text_on_the_page_confirms_that_one():
    case, item = risky_case()
    browser = drafts.signed_in(colleague())
    old = browser.post(page_of(case, item), {"reason": "Skrivefeil.", "seen": "Ha kunnskap om noe annet."})

    sent = browser.post(page_of(case, item), {"reason": "Skrivefeil.", "seen": old.context["form"]["seen"].value()})

    assert (old.status_code, sent.status_code) == (422, 302)
    assert item.language_confirmations.get().text == RISKY


def test_the_first_person_is_told_so_on_the_page():
    case, item = risky_case()

    answer = drafts.signed_in(factories.caseworker()).post(page_of(case, item), {"reason": "Ja.", "seen": RISKY})

    assert answer.status_code == 422
    assert "En annen i Helsedirektoratet må bekrefte" in answer.content.decode()


def test_an_item_of_another_case_or_kind_is_not_found():
    case, _item = risky_case()
    browser = drafts.signed_in(colleague())

    year, serial = case.number.split("/")
    assert browser.get(reverse("revisions:language_confirm", args=[year, serial, 999_999])).status_code == 404
