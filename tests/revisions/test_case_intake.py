"""The pages where a proposal becomes a case, joins one, and gets a caseworker."""

from __future__ import annotations

import pytest

from organisations.models import Organisation, Role
from revisions.models import Case, Proposal
from revisions.services import items, proposals
from revisions.views.intake import suggested_title
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def address(proposal: Proposal) -> str:
    return f"/forslag/{proposal.pk}/sak/"


def text_of(answer) -> str:
    return answer.content.decode()


def from_the_association(code: str = "GAK-090") -> Proposal:
    return stages.proposal_with(code, sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))


def test_the_title_is_suggested_from_specialty_and_codes(caseworker):
    proposal = stages.proposal_with("GAK-088", "GAK-090")

    html = text_of(caseworker.get(address(proposal)))

    assert 'value="Gastroenterologisk kirurgi: GAK-088 og GAK-090"' in html


def test_the_title_counts_what_it_has_no_room_for():
    many = stages.proposal_with(*(f"GAK-{number:03d}" for number in range(100, 106)))

    assert suggested_title(many) == (
        "Gastroenterologisk kirurgi: GAK-100, GAK-101, GAK-102, GAK-103 og 2 andre endringer"
    )


def test_the_title_says_when_there_is_something_new():
    draft = drafts.complete_draft()
    heading = factories.theme()
    new = {"kind": "nytt", "chapter": heading.chapter, "theme": heading, "after": None, "stage": "2-3"}
    items.save_item(proposal=draft, by=draft.created_by, new_text="Ha kunnskap om lever.", **new)
    one = suggested_title(draft)
    items.save_item(proposal=draft, by=draft.created_by, new_text="Ha kunnskap om galle.", **new)

    assert one == "Gastroenterologisk kirurgi: GAK-088 og nytt læringsmål"
    assert suggested_title(draft) == "Gastroenterologisk kirurgi: GAK-088 og 2 nye læringsmål"


def test_the_title_of_courses_alone():
    assert suggested_title(stages.activity_proposal()) == "Gastroenterologisk kirurgi: kurs og prosedyrer"


def test_a_case_is_opened_and_shown(caseworker):
    proposal = stages.proposal_with("GAK-088")

    answer = caseworker.post(
        address(proposal), {"valg": "ny", "title": " Lever  og galle ", "urgency_reason": ""}, follow=True
    )

    case = Case.objects.get()
    assert (case.title, case.is_urgent) == ("Lever og galle", False)
    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert f"Sak {case.number} er opprettet, og du er saksbehandler." in text_of(answer)


def test_an_urgent_case_is_marked_with_its_reason(caseworker):
    proposal = stages.proposal_with("GAK-088")

    answer = caseworker.post(
        address(proposal), {"valg": "ny", "title": "Lever", "urgency_reason": "Pasientsikkerhet."}, follow=True
    )

    assert "Presserende" in text_of(answer)
    assert "Pasientsikkerhet." in text_of(answer)


def test_a_title_is_needed_and_the_reason_is_not_lost(caseworker):
    proposal = stages.proposal_with("GAK-088")

    answer = caseworker.post(address(proposal), {"valg": "ny", "title": " ", "urgency_reason": "Pasientsikkerhet."})

    assert answer.status_code == 422
    assert "Skriv en tittel på saken." in text_of(answer)
    assert "Pasientsikkerhet." in text_of(answer)
    assert not Case.objects.exists()


def test_a_second_click_leads_to_the_case_that_is_there(caseworker):
    proposal = stages.proposal_with("GAK-088")
    fields = {"valg": "ny", "title": "Lever", "urgency_reason": ""}
    first = caseworker.post(address(proposal), fields)

    second = caseworker.post(address(proposal), fields)

    assert second["Location"] == first["Location"]
    assert Case.objects.count() == 1


def test_a_proposal_is_taken_into_a_case_that_is_open(caseworker):
    case = stages.received(stages.proposal_with("GAK-088"))
    proposal = from_the_association()

    answer = caseworker.post(address(proposal), {"valg": "ta-inn", "number": case.number}, follow=True)

    assert case.proposals.count() == 2
    assert f"Forslaget er tatt inn i sak {case.number}." in text_of(answer)


def test_only_cases_that_take_proposals_are_offered_and_the_same_specialty_first(caseworker):
    stages.in_round(stages.proposal_with("GAK-088"))
    same = stages.received(stages.proposal_with("GAK-089"))
    other = stages.received(stages.proposal_with("GAK-091"))
    other.proposals.update(specialty=factories.specialty("URO", "Urologi"))

    form = caseworker.get(address(from_the_association())).context["joining"]

    assert [number for number, _label in form.fields["number"].choices] == ["", same.number, other.number]


@pytest.mark.parametrize("number", ["", "2026/99999", "tull"])
def test_a_case_that_is_not_offered_is_not_joined(caseworker, number):
    stages.received(stages.proposal_with("GAK-088"))

    answer = caseworker.post(address(from_the_association()), {"valg": "ta-inn", "number": number})

    assert answer.status_code == 422


def test_a_draft_is_no_case_and_unknown_to_the_directorate(caseworker):
    assert caseworker.get(address(drafts.complete_draft())).status_code == 404


def test_the_directorates_own_draft_is_refused_in_words(caseworker):
    draft = proposals.create_proposal(
        sender=factories.organisation(), specialty=factories.specialty(), by=factories.caseworker()
    )

    answer = caseworker.get(address(draft))

    assert answer.status_code == 422
    assert "er ikke sendt inn og kan ikke bli en sak" in text_of(answer)


def test_only_caseworkers_make_cases():
    proposal = stages.proposal_with("GAK-088")

    for person in (factories.decision_maker(), factories.submitter(drafts.regut())):
        assert drafts.signed_in(person).get(address(proposal)).status_code == 403
        assert drafts.signed_in(person).post(address(proposal), {"title": "Lever"}).status_code == 403
    assert not Case.objects.exists()


# --- giving it to somebody ----------------------------------------------------------------------------


def test_a_case_is_given_to_a_caseworker(caseworker):
    case = stages.received()
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")

    answer = caseworker.post(stages.address(case, "tildel"), {"responsible": other.pk}, follow=True)

    assert stages.refreshed(case).responsible == other
    assert "Saken er tildelt En-annen." in text_of(answer)


def test_only_caseworkers_who_can_log_in_are_offered(caseworker):
    case = stages.received()
    factories.decision_maker()
    gone = factories.user(Role.CASEWORKER, email="sluttet@example.no")
    gone.is_active = False
    gone.save(update_fields=["is_active"])

    form = caseworker.get(stages.address(case, "tildel")).context["form"]
    answer = caseworker.post(stages.address(case, "tildel"), {"responsible": gone.pk})

    assert list(form.fields["responsible"].queryset) == [factories.caseworker()]
    assert answer.status_code == 422


def test_only_caseworkers_assign():
    case = stages.received()

    assert drafts.signed_in(factories.decision_maker()).get(stages.address(case, "tildel")).status_code == 403
