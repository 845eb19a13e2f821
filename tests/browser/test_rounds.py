"""An innspillsrunde in the browser: RegUt asks its councils, a leader answers by link;
a committee drafts, Legeforeningen sends, and the decision maker reads both sides."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from hearings.models import Position, RoundRequest
from notifications.models import Message
from organisations.models import Organisation
from revisions.models import Case
from revisions.sample.answers import answer
from revisions.sample.cases import SampleCases
from revisions.sample.people import create_demo_users
from revisions.sample.plans import ASSESSING, IN_ROUND
from revisions.transitions import Action, perform

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(annex) -> Case:
    """A case about felles indremedisin in a round that is open today."""
    cache.clear()
    today = timezone.localdate()
    opened, closes = today - dt.timedelta(days=5), today + dt.timedelta(days=20)
    return SampleCases(create_demo_users(), today=today)._to_round(IN_ROUND, opened=opened, closes=closes)


def request_of(case: Case, kind: str, region: str = "") -> RoundRequest:
    return RoundRequest.objects.get(consultation__cases=case, organisation__kind=kind, organisation__region=region)


def fill(person, *, position: Position) -> None:
    """Answers everything on the page the person has before them."""
    for row in person.page.locator(".answers__row").all():
        row.get_by_label(str(Position(position).label), exact=True).check()
    for area in person.page.locator("form#skjema textarea:visible").all():
        area.fill("Det er vurdert, og dette er begrunnelsen.")


def test_regut_asks_a_council_whose_leader_answers_by_link_without_script_and_sends_the_answer(case, someone):
    regut = someone().log_in("regut").visit("/min-side/").follow("Åpne forespørselen").follow("Spør rådene")
    page = regut.page
    # From the last: the list of those that are ticked grows shorter on the way.
    for box in reversed(page.locator("input[name^=rad-]:checked").all()[1:]):
        box.uncheck()
    council = page.locator("input[name^=rad-]:checked").get_attribute("name").removeprefix("rad-")
    page.locator(f"input[name=epost-{council}]").fill("leder@example.no")
    regut.press("Spør rådene")
    regut.reads("1 råd er spurt.")

    link = re.search(r"/radsvurdering/lenke/[\w-]+/", Message.objects.get(to="leder@example.no").body)[0]
    leader = someone(width=390, javascript=False)
    leader.visit(link)
    fill(leader, position=Position.SUPPORTS_WITH_REMARK)
    leader.press("Send vurderingen")
    leader.reads("Vurderingen ble sendt")

    regut.visit("/min-side/").follow("Åpne forespørselen").follow("Skriv svaret")
    regut.page.get_by_role("button", name="Ta inn i svaret").first.click()
    regut.finds_no_fault()
    regut.reads("Det er vurdert, og dette er begrunnelsen.")
    fill(regut, position=Position.SUPPORTS_WITH_REMARK)
    regut.press("Send svaret").press("Send svaret")
    regut.reads("Svaret er sendt til Helsedirektoratet.")


def test_a_committee_drafts_legeforeningen_sends_and_the_decision_maker_reads(case, someone):
    asked = request_of(case, Organisation.Kind.MEDICAL_ASSOCIATION)
    committee = someone(width=390).log_in("komite").visit(f"/innspill/{asked.pk}/svar/")
    fill(committee, position=Position.DOES_NOT_SUPPORT)
    committee.page.get_by_text("Lagret kl.").wait_for()
    committee.press("Lagre utkast")

    association = someone().log_in("legeforeningen").visit(f"/innspill/{asked.pk}/send/").press("Send svaret")
    association.reads("Svaret er sendt til Helsedirektoratet.")

    year, serial = case.number.split("/")
    for width in (1280, 390):
        decider = someone(width=width).log_in("beslutter").visit(f"/saker/{year}/{serial}/standpunkter/")
        decider.reads("Støtter ikke")
        decider.reads("Venter på svar fra:")


def test_a_caseworker_asks_sees_who_is_missing_gives_more_time_and_reads_both_sides(annex, someone):
    cache.clear()
    today, people = timezone.localdate(), create_demo_users()
    case = SampleCases(people, today=today)._opened(ASSESSING, on=today)
    perform(case, Action.ASSESS, by=people["saksbehandler"], on=today)
    caseworker = someone().log_in("saksbehandler").visit(case.get_absolute_url()).follow("Åpne innspillsrunde")
    page = caseworker.page
    association = Organisation.objects.get(kind=Organisation.Kind.MEDICAL_ASSOCIATION)
    assert page.get_by_label(association.name).is_checked()
    page.get_by_label("Åpner").fill(f"{today:%d.%m.%Y}")
    page.get_by_label("Frist", exact=True).fill(f"{today + dt.timedelta(days=42):%d.%m.%Y}")
    page.get_by_label("Følgebrev").fill("Vi ber særlig om svar på overgangsordningen.")
    caseworker.press("Åpne innspillsrunde")

    caseworker.follow("Hvem har svart?")
    answer(request_of(case, Organisation.Kind.MEDICAL_ASSOCIATION), by=people["legeforeningen"], on=today)
    page.reload()
    asked = RoundRequest.objects.filter(consultation__cases=case).count()
    caseworker.reads(f"1 av {asked} har svart")
    caseworker.follow("Utsett fristen")
    page.get_by_label("Ny frist").fill(f"{today + dt.timedelta(days=50):%d.%m.%Y}")
    page.get_by_label("Begrunnelse").fill("Rådet har møte uken etter.")
    caseworker.press("Utsett fristen")
    page.get_by_role("button", name="Purr RegUt HV").click()
    caseworker.reads("RegUt HV er purret.")
    caseworker.follow("Se standpunktene side om side")
    caseworker.reads("Støtter")
    caseworker.reads("Venter på svar fra:")
