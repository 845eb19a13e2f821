"""Each sender is told in a letter what was decided on its proposal, and only that (SA-6)."""

from __future__ import annotations

import pytest

from organisations.models import Organisation
from revisions.documents import build_letter, letter_html
from revisions.models import Case, DecisionLetter
from revisions.services import cases, decisions, items, proposals
from revisions.tasks import render_letter
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


def two_senders() -> Case:
    """A decided case of a RegUt's and of Legeforeningen's proposal."""
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.proposal_with("GAK-090", sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    cases.join_case(proposal=other, case=case, by=factories.caseworker(), on=stages.RECEIVED)
    by = factories.caseworker()
    perform(case, Action.ASSESS, by=by, on=stages.RECEIVED)
    cases.open_round(
        case=case,
        asked=stages.asked(),
        opens_on=stages.ROUND_OPENS,
        deadline=stages.ROUND_CLOSES,
        note="",
        by=by,
        on=stages.ROUND_OPENS,
    )
    cases.omit_hearing(case=case, reason="Åpenbart unødvendig.", by=by, on=stages.DECIDED)
    stages.propose_all(case)
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)
    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)
    return stages.refreshed(case)


def test_each_sender_gets_a_letter_about_its_own_items():
    two_senders()

    told = {}
    for letter in DecisionLetter.objects.select_related("proposal__sender", "case"):
        html = letter_html(build_letter(letter))
        told[letter.proposal.sender.name] = [code for code in ("GAK-088", "GAK-090") if code in html]

    assert told == {"RegUt Helse Vest": ["GAK-088"], "Legeforeningen": ["GAK-090"]}


def test_the_letter_says_outcome_reason_and_what_comes_next():
    stages.decided()

    html = letter_html(build_letter(DecisionLetter.objects.get()))

    assert "vedtas</h3>" in html
    assert "Høringen støtter det." in html
    assert "tas inn i en endringsforskrift" in html
    assert "fattet av Beslutter, Helsedirektoratet. Saksbehandler: Saksbehandler." in html


def test_a_new_one_is_called_new_once():
    proposal = drafts.complete_draft()
    place = proposal.items.get().basis
    new = {"new_text": "Ha kunnskap om akutt kolangitt.", "chapter": place.chapter, "theme": place.theme}
    items.save_item(proposal=proposal, by=proposal.created_by, kind="nytt", stage="2-3", **new)
    stages.decided(proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=stages.RECEIVED))

    html = letter_html(build_letter(DecisionLetter.objects.get()))

    assert "2. Nytt læringsmål: vedtas</h3>" in html


def test_a_worker_makes_it_once():
    stages.decided()
    letter = DecisionLetter.objects.get()

    render_letter(letter.pk)
    render_letter(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("ferdig", 1)
    assert bytes(letter.content).startswith(b"%PDF-")
    assert letter.file_name == f"vedtaksbrev-{letter.case.number.replace('/', '-')}-{letter.proposal_id}.pdf"


def test_a_sender_fetches_its_own_letter_and_not_anothers():
    case = two_senders()
    own, others = DecisionLetter.objects.order_by("proposal_id")
    DecisionLetter.objects.update(state="ferdig", content=b"%PDF-1.7", file_name="vedtaksbrev.pdf")
    client = drafts.signed_in(own.proposal.created_by)

    assert client.get(stages.address(case, "brev", own.pk)).status_code == 200
    assert client.get(stages.address(case, "brev", others.pk)).status_code == 404
    assert client.get(stages.address(case)).content.decode().count("(PDF)") == 1


def test_a_letter_tells_of_its_own_decision_after_a_newer_one():
    case = stages.decided()
    by = factories.caseworker()
    perform(case, Action.DECIDE_AGAIN, by=by, on=stages.DECIDED, note="Ny opplysning.")
    stages.propose_all(case, outcome="avslatt")
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)
    decisions.reject_all(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    first, second = DecisionLetter.objects.order_by("decided_at")

    assert "vedtas</h3>" in letter_html(build_letter(first))
    assert "tas ikke til følge</h3>" in letter_html(build_letter(second))


def test_a_letter_about_a_new_decision_says_which_one_it_replaces():
    case = stages.decided()
    by = factories.caseworker()
    perform(case, Action.DECIDE_AGAIN, by=by, on=stages.DECIDED, note="Ny opplysning.")
    stages.propose_all(case, outcome="avslatt")
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.ANNOUNCED)
    decisions.reject_all(case=case, by=factories.decision_maker(), on=stages.ANNOUNCED)

    first, second = (letter_html(build_letter(one)) for one in DecisionLetter.objects.order_by("decided_at"))

    assert "Dette erstatter vedtaket 10. juli 2026: vedtas." in second
    assert "erstatter" not in first


def test_a_letter_that_adopts_nothing_says_that_everything_stands_as_before():
    stages.rejected()

    html = letter_html(build_letter(DecisionLetter.objects.get()))

    assert "tas ikke til følge</h3>" in html
    assert "står som før" in html
    assert "tas inn i en endringsforskrift" not in html


def test_the_shorter_way_has_a_letter_that_says_what_is_published():
    stages.published()

    html = letter_html(build_letter(DecisionLetter.objects.get()))

    assert "Leverkirurgi" in html
    assert "er publisert samme dag" in html
    assert "endringsforskrift" not in html


def test_a_recommendation_that_is_not_followed_is_not_called_published():
    case = stages.activity_case_in_decision()
    stages.recommend_all(case, outcome="avslatt")
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)
    decisions.publish(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    html = letter_html(build_letter(DecisionLetter.objects.get()))

    assert "publisert" not in html
    assert "står som før" in html


def test_what_is_postponed_is_said_to_be_neither_adopted_nor_rejected():
    case = stages.proposed(outcome="utsatt")
    decisions.reject_all(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    assert "verken vedtatt eller avslått" in letter_html(build_letter(DecisionLetter.objects.get()))


def test_the_sender_finds_the_letter_where_it_follows_the_proposal():
    stages.decided()
    letter = DecisionLetter.objects.get()
    DecisionLetter.objects.update(state="ferdig", content=b"%PDF-1.7", file_name="vedtaksbrev.pdf")

    html = drafts.signed_in(letter.proposal.created_by).get(f"/forslag/{letter.proposal_id}/status/").content.decode()

    assert f"/brev/{letter.pk}/" in html
