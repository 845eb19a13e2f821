"""The pages of an innspillsrunde: written without script, told in two windows, and as many queries however many ask."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hearings.models import Position, RoundRequest
from hearings.services.answering import Sheet, fingerprint
from hearings.services.responses import response_of
from organisations.models import Organisation, Region
from revisions.pages.positions import bar_of, positions_page
from tests import factories
from tests.revisions import drafts, stages

from . import rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return stages.in_round(stages.proposal_with("GAK-088", "GAK-089"))


def test_the_whole_way_without_script(case):
    asked, client = rounds.regut_request(case), drafts.signed_in(rounds.contact())
    address = f"/innspill/{asked.pk}/"
    assert client.post(f"{address}svar/", rounds.full(asked) | {"til": "send"})["Location"] == f"{address}send/"

    sent = client.post(f"{address}send/", follow=True)

    assert "Svaret er sendt til Helsedirektoratet." in sent.content.decode()
    assert client.post(f"{address}send/")["Location"] == address


def test_the_quiet_save_tells_what_is_left(case):
    asked, client = rounds.regut_request(case), drafts.signed_in(rounds.contact())
    name = next(iter(rounds.full(asked)))

    answer = client.post(f"/innspill/{asked.pk}/svar/", {name: Position.SUPPORTS}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Lagret kl." in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()


def test_the_later_window_is_told_and_nothing_is_written_over(case):
    asked, client = rounds.regut_request(case), drafts.signed_in(rounds.contact())
    reason = next(name for name in rounds.full(asked) if name.startswith("grunn"))
    base = fingerprint("")
    client.post(f"/innspill/{asked.pk}/svar/", {reason: "Første vindu.", f"base_{reason}": base})

    answer = client.post(f"/innspill/{asked.pk}/svar/", {reason: "Andre vindu.", f"base_{reason}": base})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Første vindu." in text
    assert "Andre vindu." in text
    assert Sheet(response_of(asked)).stored(reason) == "Første vindu."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "null\x00tegn", "x" * 20_001])
def test_hostile_text_gives_a_clear_answer(case, text):
    asked, client = rounds.regut_request(case), drafts.signed_in(rounds.contact())
    reason = next(name for name in rounds.full(asked) if name.startswith("grunn"))

    answer = client.post(f"/innspill/{asked.pk}/svar/", {reason: text}, follow=True)

    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()


def test_what_is_not_sent_is_the_bodys_alone(case):
    asked = rounds.regut_request(case)
    drafts.signed_in(rounds.contact()).post(
        f"/innspill/{asked.pk}/svar/", {next(iter(rounds.full(asked))).replace("standpunkt", "grunn"): "Et utkast."}
    )

    page = drafts.signed_in(factories.caseworker()).get(f"/innspill/{asked.pk}/").content.decode()

    assert "Et utkast." not in page
    assert "har ikke sendt svaret ennå" in page


def due_in(days: int) -> None:
    """Move every deadline to so many days from the day the tests are run on."""
    RoundRequest.objects.update(deadline=timezone.localdate() + dt.timedelta(days=days))


def test_my_page_leads_to_what_waits(case):
    asked = rounds.regut_request(case)
    due_in(7)

    page = drafts.signed_in(rounds.contact()).get("/min-side/").content.decode()

    assert "Forespørsler til dere" in page
    assert f"/innspill/{asked.pk}/" in page


@pytest.mark.parametrize(("days", "waits"), [(0, True), (-60, True), (-61, False)])
def test_what_nobody_answered_is_not_waited_for_for_ever(case, days, waits):
    due_in(days)

    page = drafts.signed_in(rounds.contact()).get("/innspill/").content.decode()

    assert (f"/innspill/{rounds.regut_request(case).pk}/" in page) is waits


def disagreeing(case) -> None:
    rounds.answered(rounds.regut_request(case), by=rounds.contact())
    association = rounds.association_request(case)
    values = rounds.full(association)
    second = [name for name in values if name.startswith("standpunkt")][1]
    rounds.save_response(
        request=association,
        values=values | {second: Position.DOES_NOT_SUPPORT},
        by=factories.submitter(rounds.association()),
    )
    rounds.send_response(request=association, by=factories.submitter(rounds.association()), on=rounds.AFTER)


def test_disagreement_comes_first_and_is_drawn(case):
    disagreeing(case)

    page = positions_page(case)
    html = drafts.signed_in(factories.decision_maker()).get(stages.address(case, "standpunkter")).content.decode()

    assert [row.item.number for row in page.items] == [2, 1]
    assert page.items[0].sides_disagree
    assert page.items[0].counted == "1 støtter, 1 støtter ikke"
    assert 'data-p="nei" x="240.0"' in html
    assert "Uenighet mellom partene" in html
    assert "Svaret kom etter fristen." in html


def test_the_bar_is_as_wide_as_its_parts():
    parts = bar_of([Position.SUPPORTS, Position.SUPPORTS, Position.DOES_NOT_SUPPORT, ""], width=400)

    assert [(part.sign, part.x, part.width) for part in parts] == [
        ("ja", 0.0, 200.0),
        ("nei", 200.0, 100.0),
        ("venter", 300.0, 100.0),
    ]


def test_the_case_shows_the_positions_to_the_directorate_and_not_to_a_sender(case):
    disagreeing(case)
    address = stages.address(case)

    assert "Fordi." in drafts.signed_in(factories.decision_maker()).get(address).content.decode()
    assert "bar__svg" not in drafts.signed_in(rounds.contact()).get(address).content.decode()


def more_bodies(case, count: int) -> None:
    consultation = case.rounds.get()
    for number in range(count):
        body = Organisation.objects.create(kind=Organisation.Kind.ALIS_SAMLIS, name=f"Kontor {number}")
        consultation.requests.create(organisation=body, deadline=rounds.CLOSES)


@pytest.mark.parametrize("part", ["innspill", "standpunkter"])
def test_the_number_of_queries_does_not_grow_with_those_who_are_asked(case, part):
    disagreeing(case)
    client = drafts.signed_in(factories.caseworker())
    address = stages.address(case, part)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more_bodies(case, 12)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) <= len(few) + 1  # who has an innsender is asked once, when anyone is silent


def test_the_list_of_requests_is_read_in_as_many_queries_however_long(case):
    client = drafts.signed_in(rounds.contact())
    due_in(7)
    client.get("/innspill/")
    with CaptureQueriesContext(connection) as one:
        client.get("/innspill/")
    for code in ("GAK-101", "GAK-102", "GAK-103"):
        stages.in_round(stages.proposal_with(code))
    due_in(7)
    with CaptureQueriesContext(connection) as four:
        client.get("/innspill/")

    assert len(four) == len(one)


def test_bodies_that_are_suggested_are_not_left_out_unseen():
    factories.organisation(Organisation.Kind.REGUT, name="RegUt Helse Nord", region=Region.NORTH)
    case = stages.assessed()
    client, asked = drafts.signed_in(factories.caseworker()), stages.asked()
    fields = {"asked": [body.pk for body in asked], "opens_on": "10.02.2026", "deadline": "20.03.2026"}
    address = stages.address(case, "steg", "innspillsrunde")

    refused = client.post(address, fields)

    assert refused.status_code == 422
    assert "RegUt Helse Nord" in refused.content.decode()
    assert client.post(address, fields | {"without": "on"}).status_code == 302


def test_a_caseworker_puts_a_question_to_one_body_from_the_list_of_those_asked(case):
    asked, client = rounds.regut_request(case), drafts.signed_in(factories.caseworker())
    listed = f"{case.get_absolute_url()}innspill/"
    address = f"{listed}{asked.pk}/sporsmal/"
    assert address in client.get(listed).content.decode()

    refused = client.post(address, {"text": " "})
    sent = client.post(address, {"text": "Hva koster en ny hospitering?"}, follow=True)

    assert (refused.status_code, "Skriv spørsmålet." in refused.content.decode()) == (422, True)
    assert "Spørsmålet er stilt til RegUt" in sent.content.decode()
    answering = drafts.signed_in(rounds.contact()).get(f"/innspill/{asked.pk}/svar/").content.decode()
    assert "Hva koster en ny hospitering?" in answering
