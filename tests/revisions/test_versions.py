"""What was sent stands: kept at each submission, read by others while it is corrected, and compared with the last."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from organisations.models import Organisation
from revisions.as_sent import last_sent, thawed
from revisions.models import Case, ProposalVersion
from revisions.services import cases, items, proposals, recommendations
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

SENT_TEXT, CORRECTED_TEXT = "Ha kunnskap om utredning av gallesten.", "Ha kunnskap om utredning av gallestein hos barn."


def corrected() -> Case:
    """A returned case whose sender has rewritten its item and its reasons, and not sent it again."""
    case = stages.returned()
    proposal = case.proposals.get()
    by = proposal.created_by
    item = proposal.items.get()
    items.save_item(
        proposal=proposal,
        by=by,
        on=stages.RECEIVED,
        item=item,
        kind="spraklig",
        code="GAK-088",
        new_text=CORRECTED_TEXT,
    )
    proposals.save_parts(proposal=proposal, by=by, reasons="Alle fire rådene har vurdert det.")
    return case


def page(person, address: str) -> str:
    answer = drafts.signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_submission_keeps_a_version():
    case = corrected()
    proposal = case.proposals.get()

    cases.resubmit(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED)

    kept = {row.number: thawed(row, proposal) for row in proposal.versions.all()}
    assert {number: sent.items.all()[0].new_text for number, sent in kept.items()} == {
        1: SENT_TEXT,
        2: CORRECTED_TEXT,
    }
    assert kept[1].reasons == "Rådene har bedt om endringen."
    assert kept[2].reasons == "Alle fire rådene har vurdert det."


@pytest.mark.parametrize("statement", ["UPDATE revisions_proposalversion SET number = 9", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_a_sent_version(statement):
    from django.db import connection

    drafts.sent()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=ProposalVersion._meta.db_table))


def test_what_is_being_corrected_is_read_as_it_was_sent_by_the_directorate():
    case = corrected()
    proposal = case.proposals.get()

    for address in (stages.address(case), f"/forslag/{proposal.pk}/"):
        html = page(factories.caseworker(), address)
        assert "gallesten" in html
        assert "hos barn" not in html


def test_the_sender_reads_what_it_is_writing():
    case = corrected()
    proposal = case.proposals.get()

    assert "hos barn" in page(proposal.created_by, f"/forslag/{proposal.pk}/")
    assert "hos barn" in page(proposal.created_by, stages.address(case))


def test_what_is_not_being_corrected_is_itself():
    proposal = drafts.sent()

    assert last_sent(proposal) is proposal


def test_a_thawed_proposal_asks_the_database_for_no_rows_of_its_own(django_assert_num_queries):
    proposal = corrected().proposals.get()
    sent = last_sent(proposal)

    with django_assert_num_queries(0):
        assert [item.objective.code for item in sent.items.all()] == ["GAK-088"]
        assert list(sent.activity_changes.all()) == list(sent.elaboration_changes.all()) == []
        assert list(sent.attachments.all()) == []


def test_a_version_shows_what_changed_since_the_last():
    case = corrected()
    proposal = case.proposals.get()
    recommendations.save_activity_change(
        proposal=proposal, by=proposal.created_by, on=stages.RECEIVED, kind="kurs", current="", proposed="Leverkirurgi"
    )
    cases.resubmit(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED)

    found = drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/versjoner/2/").context["page"]

    assert [row.name for row in found.parts] == ["Begrunnelse"]
    assert [(row.name, SENT_TEXT in row.old, CORRECTED_TEXT in row.new) for row in found.items] == [
        ("GAK-088", True, True)
    ]
    assert [(row.name, row.old) for row in found.recommendations] == [("Kurs: Leverkirurgi", "")]


def test_an_item_taken_out_is_told_as_taken_out():
    case = stages.returned(stages.proposal_with("GAK-088", "GAK-089"))
    proposal = case.proposals.get()
    items.remove_item(item=proposal.items.get(objective__code="GAK-089"), by=proposal.created_by)
    cases.resubmit(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED)

    found = drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/versjoner/2/").context["page"]

    assert [(row.name, row.new) for row in found.items] == [("GAK-089", "")]


def test_the_first_version_has_nothing_to_compare_with():
    proposal = drafts.sent()

    html = page(proposal.created_by, f"/forslag/{proposal.pk}/versjoner/1/")

    assert "Slik ble det sendt" in html
    assert "Endret siden" not in html


def test_a_version_is_unknown_to_others_and_so_is_one_that_was_never_sent():
    proposal = drafts.sent()
    other = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    assert drafts.signed_in(other).get(f"/forslag/{proposal.pk}/versjoner/1/").status_code == 404
    assert drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/versjoner/2/").status_code == 404


# --- withdrawn before it is a case, taken out of one --------------------------------------------------


def test_a_proposal_is_withdrawn_before_it_is_a_case():
    proposal = drafts.sent()
    client = drafts.signed_in(proposal.created_by)

    answer = client.post(f"/forslag/{proposal.pk}/trekk/", {"reason": "Rådene har ombestemt seg."})

    proposal.refresh_from_db()
    assert answer["Location"] == f"/forslag/{proposal.pk}/"
    assert (proposal.withdrawn_at is not None, proposal.withdrawal_reason) == (True, "Rådene har ombestemt seg.")
    assert "Forslaget ble trukket" in client.get(f"/forslag/{proposal.pk}/").content.decode()


def test_what_is_withdrawn_waits_for_no_case():
    proposal = drafts.sent()
    cases.withdraw_proposal(proposal=proposal, reason="Ombestemt.", by=proposal.created_by)
    client = drafts.signed_in(factories.caseworker())

    answer = client.post(f"/forslag/{proposal.pk}/sak/", {"valg": "ny", "title": "Gallestein"})

    assert answer.status_code == 422
    assert "Forslaget ble trukket" in answer.content.decode()
    assert not client.get("/arbeidsliste/?visning=nye").context["worklist"].received


def test_a_second_click_on_withdraw_does_nothing_more():
    proposal = drafts.sent()
    client = drafts.signed_in(proposal.created_by)
    client.post(f"/forslag/{proposal.pk}/trekk/", {"reason": "Første."})

    client.post(f"/forslag/{proposal.pk}/trekk/", {"reason": "Andre."})

    proposal.refresh_from_db()
    assert proposal.withdrawal_reason == "Første."


def test_a_proposal_that_was_joined_by_mistake_comes_out_and_the_case_finds_its_way():
    case = stages.received(stages.activity_proposal())
    joined = stages.proposal_with("GAK-090")
    cases.join_case(proposal=joined, case=case, by=factories.caseworker(), on=stages.RECEIVED)
    assert stages.refreshed(case).track == Case.Track.COMBINED

    drafts.signed_in(factories.caseworker()).post(stages.address(case, "ta-ut", joined.pk))

    joined.refresh_from_db()
    assert joined.case is None
    assert stages.refreshed(case).track == Case.Track.ACTIVITIES


def test_two_clicks_take_a_proposal_out_once_and_lead_back_to_the_case():
    case = stages.received(stages.activity_proposal())
    joined = stages.proposal_with("GAK-090")
    cases.join_case(proposal=joined, case=case, by=factories.caseworker(), on=stages.RECEIVED)
    browser, page = drafts.signed_in(factories.caseworker()), stages.address(case, "ta-ut", joined.pk)
    token = browser.get(page).context["once"]

    clicks = [browser.post(page, {"once": token}) for _click in range(2)]

    assert [(click.status_code, click.url) for click in clicks] == [(302, case.get_absolute_url())] * 2


def test_the_only_proposal_of_a_case_does_not_come_out():
    case = stages.received()

    answer = drafts.signed_in(factories.caseworker()).post(stages.address(case, "ta-ut", case.proposals.get().pk))

    assert answer.status_code == 422
    assert "har bare dette forslaget" in answer.content.decode()
