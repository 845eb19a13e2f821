"""Reading and sending: what is missing is listed at its place, what is sent stands, and what came back goes again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Event, Verb
from organisations.models import Role
from revisions.models import Proposal, Status
from revisions.services import cases, items, proposals, recommendations
from revisions.transitions import Action, perform
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db

TEXTS = [name for name, value in drafts.PARTS.items() if isinstance(value, str)]
BOXES = [name for name, value in drafts.PARTS.items() if value is True]


def submit(proposal: Proposal):
    return drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/send/")


def is_sent(proposal: Proposal) -> bool:
    proposal.refresh_from_db()
    return proposal.submitted_at is not None


def returned(note: str = "Skriv hvem som har vurdert forslaget.") -> Proposal:
    """A proposal that became a case and was sent back."""
    proposal, handler = drafts.sent(), factories.caseworker()
    case = cases.open_case(proposal=proposal, title="Gallestein", by=handler, on=drafts.SENT)
    perform(case, Action.ASSESS, by=handler, on=drafts.SENT)
    cases.return_to_sender(case=case, missing=note, by=handler, on=drafts.SENT)
    proposal.refresh_from_db()
    return proposal


# --- what is missing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", TEXTS)
def test_a_missing_text_stops_the_sending_and_is_linked_to(part):
    proposal = drafts.complete_draft()
    proposals.save_parts(proposal=proposal, by=proposal.created_by, **{part: " "})

    answer = submit(proposal)

    assert answer.status_code == 422
    assert f'href="/forslag/{proposal.pk}/rediger/#id_{part}"' in answer.content.decode()
    assert not is_sent(proposal)


@pytest.mark.parametrize("part", BOXES)
def test_an_unconfirmed_point_stops_the_sending_and_is_linked_to(part):
    proposal = drafts.complete_draft()
    proposals.save_parts(proposal=proposal, by=proposal.created_by, **{part: False})

    answer = submit(proposal)

    assert answer.status_code == 422
    assert f'href="/forslag/{proposal.pk}/rediger/#id_{part}"' in answer.content.decode()
    assert not is_sent(proposal)


def test_a_proposal_without_any_change_is_not_sent():
    proposal = drafts.complete_draft()
    proposal.items.all().delete()

    answer = submit(proposal)

    assert answer.status_code == 422
    assert f'href="/forslag/{proposal.pk}/rediger/#endringspunkter"' in answer.content.decode()


def test_consequences_for_trainees_are_only_asked_for_with_change_items():
    proposal = drafts.complete_draft()
    proposal.items.all().delete()
    proposals.save_parts(proposal=proposal, by=proposal.created_by, trainee_consequences="")
    recommendations.save_activity_change(
        proposal=proposal,
        by=proposal.created_by,
        on=drafts.SENT,
        kind="kurs",
        current="",
        proposed="Leverkirurgi",
    )

    assert submit(proposal).status_code == 302
    assert is_sent(proposal)


def test_the_page_before_sending_says_what_is_sent():
    proposal = drafts.complete_draft()

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/send/").content.decode()

    assert "Dette sendes" in page
    assert "GAK-088" in page
    assert "kan det ikke endres" in page


# --- sending ------------------------------------------------------------------------------------------


def test_sending_leads_to_the_receipt():
    proposal = drafts.complete_draft()

    answer = submit(proposal)
    page = drafts.signed_in(proposal.created_by).get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/forslag/{proposal.pk}/status/"
    assert "Helsedirektoratet har fått forslaget og oppretter en sak." in page
    assert "Rediger forslaget" not in page
    assert is_sent(proposal)


def test_the_receipt_shows_the_way_ahead():
    proposal = drafts.sent()

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/").content.decode()

    places = [page.index(f"<b>{phase}</b>") for phase in ("Sendt inn", "Mottatt", "Høring", "Vedtak", "Avsluttet")]
    assert places == sorted(places)


def test_a_second_click_sends_nothing_more():
    proposal = drafts.complete_draft()
    submit(proposal)

    again = submit(proposal)

    assert again["Location"] == f"/forslag/{proposal.pk}/"
    assert Event.objects.filter(verb=Verb.PROPOSAL_SUBMITTED).count() == 1


def test_sending_is_a_post():
    proposal = drafts.complete_draft()

    drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/send/")

    assert not is_sent(proposal)


def test_the_way_of_the_case_is_shown_to_the_sender():
    proposal, handler = drafts.sent(), factories.caseworker()
    case = cases.open_case(proposal=proposal, title="Gallestein", by=handler, on=dt.date(2026, 11, 25))

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/").content.decode()

    assert case.number in page
    assert "25.11.2026" in page
    assert "skal vurdere om forslaget er fullstendig" in page


def test_the_sender_is_led_to_where_the_case_is_withdrawn():
    proposal, handler = drafts.sent(), factories.caseworker()
    case = cases.open_case(proposal=proposal, title="Gallestein", by=handler, on=drafts.SENT)

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/").content.decode()

    assert f"/saker/{case.number}/steg/trekk/" in page


# --- sent back ----------------------------------------------------------------------------------------


def test_what_was_missing_stands_first_when_it_comes_back():
    proposal = returned("Skriv hvem som har vurdert forslaget.")
    client = drafts.signed_in(proposal.created_by)

    page = client.get(f"/forslag/{proposal.pk}/").content.decode()

    assert page.index("Skriv hvem som har vurdert forslaget.") < page.index("Oppsummering")
    assert "Rett forslaget" in page
    assert "Skriv hvem som har vurdert forslaget." in client.get(f"/forslag/{proposal.pk}/rediger/").content.decode()


def test_a_returned_proposal_is_corrected_and_sent_again():
    proposal = returned()
    client = drafts.signed_in(proposal.created_by)
    client.post(f"/forslag/{proposal.pk}/rediger/", {"reasons": "Alle fire rådene har vurdert det."})

    client.post(f"/forslag/{proposal.pk}/send/")

    proposal.refresh_from_db()
    assert (proposal.version, proposal.is_reopened) == (2, False)
    assert proposal.case is not None
    assert proposal.case.status == Status.COMPLETENESS


def test_a_returned_proposal_is_not_deleted():
    proposal = returned()

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/rediger/").content.decode()
    answer = drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/slett/")

    assert "Slett utkastet" not in page
    assert answer.status_code == 409


def test_a_proposal_whose_case_is_withdrawn_is_closed_for_writing():
    proposal = returned()
    assert proposal.case is not None
    perform(proposal.case, Action.WITHDRAW, by=proposal.created_by, on=drafts.SENT, note="Vi venter.")

    answer = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/rediger/")

    assert answer["Location"] == f"/forslag/{proposal.pk}/"


# --- the list -----------------------------------------------------------------------------------------


def test_the_list_is_empty_at_first_and_offers_a_beginning():
    page = drafts.signed_in(factories.submitter()).get("/forslag/").content.decode()

    assert "Ingen utkast." in page
    assert "Nytt forslag" in page
    assert "<table" not in page


def test_what_came_back_stands_first_in_the_list_with_what_is_missing():
    proposal = returned("Skriv hvem som har vurdert forslaget.")

    page = drafts.signed_in(proposal.created_by).get("/forslag/").content.decode()

    assert "Rett forslaget om gastroenterologisk kirurgi" in page
    assert page.index("Skriv hvem som har vurdert forslaget.") < page.index("Sendt inn</h2>")


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/rediger/", "{pk}/send/", "{pk}/status/"])
def test_the_deadline_for_what_came_back_stands_wherever_its_sender_looks(path):
    case = stages.assessed()
    proposal = case.proposals.get()
    deadline = stages.RECEIVED + dt.timedelta(weeks=3)
    cases.return_to_sender(
        case=case, missing="Beskriv kursene.", deadline=deadline, by=factories.caseworker(), on=stages.RECEIVED
    )

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{path.format(pk=proposal.pk)}").content.decode()

    assert f'<time datetime="{deadline.isoformat()}">' in page


def test_the_list_shows_the_phase_of_the_case():
    proposal, handler = drafts.sent(), factories.caseworker()
    case = cases.open_case(proposal=proposal, title="Gallestein", by=handler, on=drafts.SENT)
    perform(case, Action.ASSESS, by=handler, on=drafts.SENT)

    page = drafts.signed_in(proposal.created_by).get("/forslag/").content.decode()

    assert "Fullstendighet" in page
    assert case.number in page


def test_the_directorate_finds_its_own_proposals_in_its_list_and_not_those_of_others():
    drafts.sent()
    own = drafts.draft(sender=factories.organisation(), by=factories.caseworker())

    page = drafts.signed_in(factories.caseworker()).get("/forslag/").content.decode()

    assert f"/forslag/{own.pk}/rediger/" in page
    assert "RegUt Helse Vest" not in page


def test_the_list_costs_the_same_for_twice_as_many(django_assert_num_queries):
    client = drafts.signed_in(factories.submitter(drafts.regut()))
    for code in ("GAK-001", "GAK-002"):
        drafts.sent(code=code)
        drafts.complete_draft(code=code.replace("00", "01"))
    first = _queries(client, "/forslag/", rows=2)

    for code in ("GAK-003", "GAK-004"):
        drafts.sent(code=code)
        drafts.complete_draft(code=code.replace("00", "01"))

    with django_assert_num_queries(first):
        page = client.get("/forslag/").content.decode()
    assert page.count("Klart til å sendes") >= 4


def test_long_lists_are_turned_page_by_page(monkeypatch):
    monkeypatch.setattr("revisions.pages.overview.PAGE_SIZE", 2)
    for number in range(1, 6):
        drafts.sent(code=f"GAK-00{number}")
    client = drafts.signed_in(factories.submitter(drafts.regut()))

    first, last = client.get("/forslag/"), client.get("/forslag/?side=3")

    assert first.content.decode().count('scope="row"') == 2
    assert "?side=2#sendt" in first.content.decode()
    assert last.content.decode().count('scope="row"') == 1
    assert "?side=4" not in last.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_number_that_is_none_gives_the_first_page(number):
    drafts.sent()

    answer = drafts.signed_in(factories.submitter(drafts.regut())).get("/forslag/", {"side": number})

    assert 'scope="row"' in answer.content.decode()


def test_a_reader_sees_the_list_without_being_asked_to_write():
    drafts.draft()

    page = drafts.signed_in(factories.user(Role.READER, of=drafts.regut())).get("/forslag/").content.decode()

    assert "Nytt forslag" not in page
    assert "rediger" not in page


# --- reading ------------------------------------------------------------------------------------------


def test_the_proposal_is_set_out_as_the_template(django_assert_max_num_queries):
    proposal, client = drafts.sent(), drafts.signed_in(factories.caseworker())

    with django_assert_max_num_queries(15):
        page = client.get(f"/forslag/{proposal.pk}/").content.decode()

    headings = (
        "Oppsummering",
        "Begrunnelse",
        "Konsekvenser",
        "Leger som allerede er i utdanning",
        "Læringsmål",
        "Nasjonalt anbefalte læringsaktiviteter",
        "Sjekkliste",
        "Konklusjon og vurdering",
        "Vedlegg",
    )
    places = [page.index(f"{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    assert "<del" in page
    assert "<ins" in page


def test_reading_costs_the_same_for_twice_as_many_items(django_assert_num_queries):
    proposal = drafts.complete_draft()
    client, address = drafts.signed_in(proposal.created_by), f"/forslag/{proposal.pk}/"
    _add_items(proposal, "GAK-101", "GAK-102")
    first = _queries(client, address, rows=3)

    _add_items(proposal, "GAK-103", "GAK-104", "GAK-105")

    with django_assert_num_queries(first):
        page = client.get(address).content.decode()
    assert page.count('<th scope="row">') == 6


def test_the_form_costs_the_same_for_twice_as_many_items(django_assert_num_queries):
    proposal = drafts.complete_draft()
    client, address = drafts.signed_in(proposal.created_by), f"/forslag/{proposal.pk}/rediger/"
    _add_items(proposal, "GAK-101", "GAK-102")
    first = _queries(client, address, rows=0)

    _add_items(proposal, "GAK-103", "GAK-104", "GAK-105")

    with django_assert_num_queries(first):
        page = client.get(address).content.decode()
    assert page.count("Rediger punkt") == 6


def _add_items(proposal: Proposal, *codes: str) -> None:
    for code in codes:
        factories.version(code)
        items.save_item(proposal=proposal, by=proposal.created_by, kind="oppheving", code=code)


def _queries(client, address: str, *, rows: int) -> int:
    """How many queries the page takes now, with `rows` rows in its tables."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert page.count('<th scope="row">') == rows
    return len(queries)
