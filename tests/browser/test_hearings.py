"""A høring in the browser: a private person answers without a user, a committee drafts and Legeforeningen sends one
answer, and a caseworker opens a hearing, looks through what comes and publishes it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from hearings.models import Hearing, HearingAnswer
from notifications.models import Message
from revisions.models import Case
from revisions.sample.cases import SampleCases
from revisions.sample.people import create_demo_users
from revisions.sample.plans import IN_HEARING
from tests.hearings import answered, asked

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.timedelta(days=1)


@pytest.fixture
def hearing(people) -> Hearing:
    """A hearing about two items that is open today."""
    cache.clear()
    return asked.hearing(opens_on=timezone.localdate() - 10 * DAY, deadline=timezone.localdate() + 20 * DAY)


def mailed(to: str, subject: str) -> str:
    """The link in the last mail with this subject."""
    body = Message.objects.filter(to=to, subject__startswith=subject).latest("pk").body
    return re.search(r"/horinger/lenke/[\w-]+/", body)[0]


def test_a_private_person_answers_in_nynorsk_without_a_user_or_script_and_changes_the_answer(hearing, someone):
    person = someone(width=390, javascript=False).visit("/horinger/").follow(hearing.title).chooses_nynorsk()
    person.follow("Svar på høyringa").follow("Skriv svaret")
    page = person.page
    page.get_by_label("Merknad til punkt 1").fill("Det bør stå kva for pasientar kravet gjeld.")
    person.press("Send svaret")
    person.reads("Punkt 1: Vel kva du meiner om punktet")
    page.get_by_role("group", name="Kva meiner du om punkt 1?").get_by_label("Støttar ikkje").check()
    page.get_by_label("Meg sjølv, som privatperson").check()
    page.get_by_label("Namn").fill("Kari Nord")
    page.get_by_label("E-post").fill("kari@example.no")
    person.press("Send svaret")
    person.reads("Eitt steg att")

    person.visit(mailed("kari@example.no", "Stadfest høyringssvaret ditt")).press("Stadfest svaret")
    person.reads("kva for pasientar kravet gjeld")
    person.visit(mailed("kari@example.no", "Kvittering for høyringssvar")).follow("Endre svaret")
    page.get_by_label("Generell merknad").fill("Takk for forslaget.")
    person.press("Send endringane")
    person.reads("Takk for forslaget.")

    answer = HearingAnswer.objects.get()
    assert (answer.is_sent, answer.language, answer.comments.count()) == (True, "nn", 2)


def test_what_a_private_person_writes_is_there_when_the_page_is_opened_again(hearing, someone):
    person = someone().visit(f"/horinger/{hearing.pk}/svar/")
    page = person.page
    page.get_by_label("Generell merknad").fill("Takk for forslaget.")
    page.get_by_role("group", name="Hva mener du om punkt 2?").get_by_label("Støtter", exact=True).check()
    page.reload()

    person.finds_no_fault()
    person.reads("Vi har satt inn det du skrev sist i denne nettleseren.")
    expect(page.get_by_label("Generell merknad")).to_have_value("Takk for forslaget.")
    expect(
        page.get_by_role("group", name="Hva mener du om punkt 2?").get_by_label("Støtter", exact=True)
    ).to_be_checked()
    page.get_by_role("button", name="Slett det og begynn på nytt").click()
    expect(page.get_by_label("Generell merknad")).to_have_value("")


def test_a_committee_drafts_and_legeforeningen_sends_one_answer(hearing, someone):
    committee = someone().log_in("komite").visit(hearing.get_absolute_url())
    committee.press("Svar for Legeforeningen")
    page = committee.page
    page.get_by_role("group", name="Hva mener du om punkt 1?").get_by_label("Støtter", exact=True).check()
    page.get_by_label("Generell merknad").fill("Komiteen har vurdert forslaget.")
    page.get_by_text("Lagret kl.").wait_for()
    page.reload()
    expect(page.get_by_label("Generell merknad")).to_have_value("Komiteen har vurdert forslaget.")
    committee.press("Se hva som mangler")
    committee.reads("Se over svaret fra Legeforeningen")
    committee.reads("Bare en innsender i Legeforeningen kan sende svaret.")

    sender = someone(width=390).log_in("legeforeningen").visit(hearing.get_absolute_url())
    sender.press("Svar for Legeforeningen")
    expect(sender.page.get_by_label("Generell merknad")).to_have_value("Komiteen har vurdert forslaget.")
    sender.page.get_by_label("Merknad til punkt 1").fill("Vi støtter at kravet skjerpes.")
    sender.press("Se over og send").press("Send svaret")
    sender.reads("Svaret er sendt.")

    committee.visit(committee.page.url.removeprefix(committee.address).removesuffix("send/"))
    committee.reads("Bare en innsender kan endre eller trekke det.")
    answer = HearingAnswer.objects.get()
    assert answer.is_sent
    assert str(answer.organisation) == "Legeforeningen"


@pytest.fixture
def case(annex) -> Case:
    """A case whose innspillsrunde is over."""
    cache.clear()
    today = timezone.localdate()
    return SampleCases(create_demo_users(), today=today)._to_round(
        IN_HEARING, opened=today - 60 * DAY, closes=today - 10 * DAY
    )


def pass_the_deadline(hearing: Hearing) -> None:
    today = timezone.localdate()
    Hearing.objects.filter(pk=hearing.pk).update(opens_on=today - 93 * DAY, deadline=today - DAY)


def test_a_caseworker_opens_a_hearing_and_publishes_what_comes_of_answers(case, someone):
    today, caseworker = timezone.localdate(), someone().log_in("saksbehandler")
    page = caseworker.page
    caseworker.visit(case.get_absolute_url()).follow("Send på høring")
    page.get_by_label("Åpner").fill(f"{today:%d.%m.%Y}")
    page.get_by_label("Frist", exact=True).fill(f"{today + 92 * DAY:%d.%m.%Y}")
    page.get_by_label("Høringsbrev").fill("Vi foreslår tre endringer og ber om svar på om de kan gjennomføres.")
    page.get_by_label("Kontakt").fill("Saksbehandler i Helsedirektoratet")
    page.get_by_label("Andre høringsinstanser").fill("Sykehuset, post@sykehuset.example")
    caseworker.press("Se hvordan det blir")
    caseworker.reads("Slik blir høringen. Den er ikke sendt.")
    caseworker.press("Send på høring")
    caseworker.reads("Saken er nå i fasen «Høring».")
    hearing = case.hearings.get()
    caseworker.visit("/horinger/").follow(hearing.title).reads("ber om svar på om de kan gjennomføres")

    answered.comment(answered.answer(hearing, "Sykehuset"), "Ring overlegen på 99 99 99 99.", number=2)
    answered.comment(answered.answer(hearing, "Kari Nord", is_private=True), "Pasienten i seng 4 er uenig.")
    pass_the_deadline(hearing)
    caseworker.visit(case.get_absolute_url()).follow("Gå gjennom svarene").follow("Sykehuset")
    page.get_by_text("Hold noe av dette tilbake").click()
    page.get_by_label("Teksten som publiseres").fill("Ring overlegen.")
    page.get_by_label("Hvorfor noe holdes tilbake").fill("Telefonnummeret er en personopplysning.")
    caseworker.press("Publiser svaret")
    caseworker.reads("Svar fra Kari Nord")
    page.get_by_text("Hold hele svaret tilbake").click()
    page.get_by_label("Hvorfor hele svaret holdes tilbake").fill("Svaret er om en pasient.")
    caseworker.press("Hold svaret tilbake")

    reader = someone(width=390).visit(hearing.get_absolute_url()).follow("Les svarene").follow("Sykehuset")
    reader.reads("Ring overlegen.")
    for hidden in ("99 99 99 99", "Kari Nord", "seng 4"):
        assert hidden not in reader.page.content()
