"""Who may see and write what: a draft is unknown to everybody but those who write for its sender."""

import pytest

from organisations.models import Organisation, Role
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

PAGES = ("", "rediger/", "send/", "slett/", "punkter/ny/", "aktiviteter/ny/", "vedlegg/ny/")


@pytest.fixture
def others():
    return factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_led_to_the_login(client, page):
    address = f"/forslag/{drafts.draft().pk}/{page}"

    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"] == f"/logg-inn/?next={address}"


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_of_another_organisation_is_not_found(others, page):
    proposal = drafts.draft()

    assert drafts.signed_in(others).get(f"/forslag/{proposal.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_not_found_by_the_directorate_before_it_is_sent(page):
    proposal = drafts.draft()

    assert drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_posts_into_a_draft_of_another_organisation(others, page):
    proposal = drafts.complete_draft()

    answer = drafts.signed_in(others).post(f"/forslag/{proposal.pk}/{page}", {"summary": "Overtatt"})

    proposal.refresh_from_db()
    assert answer.status_code in (404, 405)
    assert proposal.summary == drafts.PARTS["summary"]


def test_the_directorate_reads_what_is_sent(client):
    proposal = drafts.sent()

    answer = drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/")

    assert "Rådene har bedt om endringen." in answer.content.decode()
    assert "Opprett sak" in answer.content.decode()


def test_the_directorate_does_not_write_in_what_is_sent():
    proposal = drafts.sent()

    answer = drafts.signed_in(factories.caseworker()).post(f"/forslag/{proposal.pk}/rediger/", {"summary": "Vårt"})

    assert answer.status_code == 403
    assert "Be en innsender i RegUt Helse Vest om hjelp." in answer.content.decode()


def test_a_reader_in_the_organisation_reads_the_draft_and_writes_nothing():
    proposal = drafts.draft()
    reader = drafts.signed_in(factories.user(Role.READER, of=proposal.sender))

    page = reader.get(f"/forslag/{proposal.pk}/")
    refused = reader.post(f"/forslag/{proposal.pk}/rediger/", {"summary": "Vårt"})

    assert page.status_code == 200
    assert "Rediger forslaget" not in page.content.decode()
    assert refused.status_code == 403


def test_a_committee_member_drafts_for_the_association_and_cannot_send():
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    committee = factories.organisation(Organisation.Kind.SPECIALTY_COMMITTEE, name="Komiteen", parent=association)
    member = factories.user(Role.COMMITTEE_MEMBER, of=committee)
    proposal = drafts.complete_draft(sender=association)
    client = drafts.signed_in(member)

    page = client.get(f"/forslag/{proposal.pk}/").content.decode()
    refused = client.post(f"/forslag/{proposal.pk}/send/")

    assert "Be en innsender sende forslaget" in page
    assert factories.submitter(association).name in page
    assert refused.status_code == 403
    proposal.refresh_from_db()
    assert proposal.submitted_at is None


def test_somebody_without_a_role_is_told_why_they_cannot_propose():
    answer = drafts.signed_in(factories.user()).get("/forslag/ny/")

    assert answer.status_code == 403
    assert "Du har ikke en rolle som kan skrive forslag." in answer.content.decode()


def test_a_post_after_the_login_ran_out_comes_back_with_the_text(client):
    proposal = drafts.draft()

    answer = client.post(f"/forslag/{proposal.pk}/rediger/", {"summary": "Tre linjer jeg ikke vil miste"})

    assert answer.status_code == 401
    assert "Tre linjer jeg ikke vil miste" in answer.content.decode()


def test_the_autosave_after_the_login_ran_out_changes_nothing_on_the_page(client):
    proposal = drafts.draft()

    answer = client.post(f"/forslag/{proposal.pk}/rediger/", {"summary": "Tre linjer"}, headers={"HX-Request": "true"})

    assert answer.status_code == 401


@pytest.mark.parametrize("page", ["slett/", "send/"])
def test_looking_at_a_page_changes_nothing(page):
    proposal = drafts.complete_draft()

    answer = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/{page}")

    proposal.refresh_from_db()
    assert answer.status_code == 200
    assert proposal.submitted_at is None
