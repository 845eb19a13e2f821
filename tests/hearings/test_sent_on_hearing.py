"""A caseworker sends a case on a hearing: looked at first, published with its reason, and told to those it concerns."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from hearings.models import Hearing, HearingOmission
from hearings.rules import hearing_period
from hearings.services import BodyToTell, record_hearing
from notifications.models import Message
from organisations.models import Organisation
from organisations.refusals import RuleViolation
from revisions.models import Status
from revisions.services import cases
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def case_after_round():
    case = stages.in_round()
    case.rounds.update(deadline=timezone.localdate() - dt.timedelta(days=1))
    return case


def written(case, **changed) -> dict[str, object]:
    opens = timezone.localdate()
    rhf = factories.organisation(Organisation.Kind.RHF, name="Helse Vest RHF", region="HV", email="rhf@example.no")
    return {
        "title": "Høring om lever",
        "opens_on": f"{opens:%d.%m.%Y}",
        "deadline": f"{opens + dt.timedelta(days=92):%d.%m.%Y}",
        "letter": "Vi foreslår en endring.",
        "consequences": "Ingen.",
        "contact": "Postmottaket",
        "asked": [rhf.pk],
        "others": "Pasientforeningen, post@example.org",
        **changed,
    }


def test_the_form_begins_with_a_letter_a_deadline_of_three_months_and_the_bodies(caseworker):
    case = case_after_round()

    page = caseworker.get(stages.address(case, "steg", "horing")).content.decode()

    assert "Helsedirektoratet sender forslag til endringer i vedlegg 2" in page
    assert "Legeforeningen" in page
    assert "Se hvordan det blir" in page


def test_the_preview_shows_the_page_and_stores_nothing(caseworker):
    case = case_after_round()

    page = caseworker.post(stages.address(case, "steg", "horing"), written(case, vis="1")).content.decode()

    assert "Slik blir høringen. Den er ikke sendt." in page
    assert "Vi foreslår en endring." in page
    assert "GAK-088" in page
    assert "Pasientforeningen" in page
    assert not Hearing.objects.exists()
    assert not Message.objects.filter(key__startswith="horing-").exists()


def test_one_who_has_looked_at_it_can_go_on_writing(caseworker):
    case = case_after_round()

    page = caseworker.post(stages.address(case, "steg", "horing"), written(case, endre="1")).content.decode()

    assert "Vi foreslår en endring." in page
    assert not Hearing.objects.exists()


def test_it_is_published_and_the_bodies_are_told(caseworker, client):
    case = case_after_round()

    caseworker.post(stages.address(case, "steg", "horing"), written(case))

    hearing = Hearing.objects.get()
    assert stages.refreshed(case).status == Status.HEARING
    assert "Vi foreslår en endring." in client.get(hearing.get_absolute_url()).content.decode()
    told = Message.objects.filter(key__startswith="horing-")
    assert set(told.values_list("to", flat=True)) == {"rhf@example.no", "post@example.org"}
    assert set(hearing.bodies.values_list("name", flat=True)) == {"Helse Vest RHF", "Pasientforeningen"}


def test_one_that_opens_later_is_told_of_in_the_morning_it_opens():
    case, opens = case_after_round(), timezone.localdate() + dt.timedelta(days=10)

    hearing = cases.open_hearing(
        case=case,
        by=factories.caseworker(),
        on=timezone.localdate(),
        bodies=[BodyToTell(name="Pasientforeningen", email="post@example.org")],
        title="Høring",
        opens_on=opens,
        deadline=opens + dt.timedelta(days=92),
    )

    told = Message.objects.get(key__startswith="horing-")
    assert timezone.localtime(told.not_before).date() == opens
    assert not hearing.is_shown_at(timezone.now())


def test_a_line_that_is_no_address_is_told_at_the_field(caseworker):
    case = case_after_round()

    response = caseworker.post(stages.address(case, "steg", "horing"), written(case, others="Noen, feil@"))

    assert response.status_code == 422
    assert "«Noen, feil@»: Skriv navnet, et komma og e-postadressen." in response.content.decode()


def test_a_case_that_goes_on_without_a_hearing_is_published_with_its_reason(client):
    case = case_after_round()

    cases.omit_hearing(
        case=case, reason="Åpenbart unødvendig: en trykkfeil.", by=factories.caseworker(), on=timezone.localdate()
    )

    assert HearingOmission.objects.get().case_number == case.number
    assert "Åpenbart unødvendig: en trykkfeil." in client.get("/horinger/").content.decode()


NEW_LAW = dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("opens_on", "words"),
    [(dt.date(2026, 12, 31), "seks uker"), (NEW_LAW, "tre måneder"), (dt.date(2027, 1, 2), "tre måneder")],
)
def test_the_new_forvaltningslov_is_switched_on_by_its_day(settings, opens_on, words):
    settings.NEW_FORVALTNINGSLOV_FROM = NEW_LAW

    assert str(hearing_period(on=opens_on).minimum_in_words) == words


def test_under_the_new_law_a_day_less_than_three_months_needs_a_reason(settings):

    settings.NEW_FORVALTNINGSLOV_FROM = NEW_LAW
    with pytest.raises(RuleViolation, match="kortere enn tre måneder"):
        record_hearing(title="Høring", opens_on=NEW_LAW, deadline=dt.date(2027, 3, 31))

    assert record_hearing(title="Høring", opens_on=NEW_LAW, deadline=dt.date(2027, 4, 1)).pk
    short = record_hearing(
        title="Høring", opens_on=NEW_LAW, deadline=dt.date(2027, 3, 31), short_deadline_reason="Pasientsikkerhet."
    )
    assert short.short_deadline_reason == "Pasientsikkerhet."
