"""The page where an item's outcome is written: one at a time, with nothing written over unseen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Role
from revisions.models import Case, ChangeItem, Decision, Status
from revisions.services import decisions, items, proposals
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

ADOPT, CHANGED, REJECT = "vedtatt", "vedtatt_med_endringer", "avslatt"


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


def items_of(case: Case) -> list[ChangeItem]:
    return list(ChangeItem.objects.filter(proposal__case=case).order_by("position"))


def address(case: Case, item: ChangeItem) -> str:
    return stages.address(case, "vedtak", item.pk)


def seen(client, case: Case, item: ChangeItem) -> str:
    return str(client.get(address(case, item)).context["form"].initial["seen"])


def posted(client, case: Case, item: ChangeItem, **fields):
    fields = {"outcome": ADOPT, "reason": "Høringen er enig.", "text": "", **fields}
    if "seen" not in fields:
        fields["seen"] = seen(client, case, item)
    return client.post(address(case, item), fields)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_page_shows_the_change_its_consequences_and_how_far_one_has_come(caseworker):
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-090"))
    first, second = items_of(case)
    decisions.propose_outcome(item=first, outcome=ADOPT, reason="Enige.", by=factories.caseworker())

    html = text_of(caseworker.get(address(case, second)))

    assert "1 av 2 punkter er vurdert" in html
    assert "Koden beholdes. I kraft straks ved kunngjøring." in html
    assert address(case, first) in html
    assert second.new_text in html


def test_a_saved_outcome_leads_to_the_next_item_and_at_last_to_the_case(caseworker):
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-090", "GAK-091"))
    first, second, third = items_of(case)

    assert posted(caseworker, case, second)["Location"] == address(case, third)
    assert posted(caseworker, case, third)["Location"] == address(case, first)
    assert posted(caseworker, case, first)["Location"] == case.get_absolute_url()


def test_one_can_save_and_go_to_the_case(caseworker):
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-090"))

    answer = posted(caseworker, case, items_of(case)[0], til="saken")

    assert answer["Location"] == case.get_absolute_url()


def test_what_was_saved_is_there_when_one_comes_back(caseworker):
    case = stages.in_decision()
    (item,) = items_of(case)
    posted(caseworker, case, item, outcome=CHANGED, text="Ha kunnskap om gallesteiner.")

    initial = caseworker.get(address(case, item)).context["form"].initial

    assert (initial["outcome"], initial["text"], initial["reason"]) == (
        CHANGED,
        "Ha kunnskap om gallesteiner.",
        "Høringen er enig.",
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"outcome": ""}, "outcome", "Velg utfall for punktet."),
        ({"outcome": "kanskje"}, "outcome", "Velg et av utfallene."),
        ({"reason": " "}, "reason", "Skriv en begrunnelse for utfallet."),
        ({"outcome": CHANGED, "text": " \n"}, "text", "Skriv direktoratets tekst"),
        ({"outcome": CHANGED, "text": "Ha kunnskap om utredning av gallesten."}, "text", "er lik forslaget"),
        ({"outcome": CHANGED, "text": "Ha kunnskap om utredning av gallestein."}, "text", "er lik den gjeldende"),
        ({"outcome": ADOPT, "text": "En helt annen tekst."}, "text", "er en annen enn forslagets"),
        ({"outcome": CHANGED, "text": "x" * 5_001}, "text", "er på 5 001 tegn"),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_nothing_is_lost(caseworker, fields, field, words):
    case = stages.in_decision()
    (item,) = items_of(case)

    answer = posted(caseworker, case, item, **{"reason": "En lang begrunnelse.", **fields})

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field]).replace("\u00a0", " ")
    assert "En lang begrunnelse." in text_of(answer) or field == "reason"
    assert not Decision.objects.exists()


def test_the_proposals_own_text_in_the_field_is_no_change(caseworker):
    case = stages.in_decision()
    (item,) = items_of(case)

    assert posted(caseworker, case, item, outcome=ADOPT, text=item.new_text).status_code == 302


def test_a_repeal_has_no_text_to_change(caseworker):
    draft = drafts.complete_draft()
    factories.version("GAK-090", "Ha kjennskap til pankreatitt.")
    item = items.save_item(proposal=draft, by=draft.created_by, kind="oppheving", code="GAK-090")
    case = stages.in_decision(proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED))

    html = text_of(caseworker.get(address(case, item)))
    answer = posted(caseworker, case, item, outcome=CHANGED, text="Noe annet.")

    assert "Direktoratets tekst" not in html
    assert answer.status_code == 422


def test_nobody_writes_between_the_comparison_and_the_save(caseworker):
    case = stages.in_decision()
    item = ChangeItem.objects.get(proposal__case=case)
    before = seen(caseworker, case, item)

    with CaptureQueriesContext(connection) as asked:
        posted(caseworker, case, item, seen=before)

    statements = [query["sql"] for query in asked.captured_queries]
    held = next(at for at, sql in enumerate(statements) if 'FROM "revisions_case"' in sql and "FOR UPDATE" in sql)
    compared = next(at for at, sql in enumerate(statements) if 'FROM "revisions_decision"' in sql)
    assert held < compared


def test_nobody_writes_over_an_outcome_they_have_not_seen(caseworker):
    case = stages.in_decision()
    (item,) = items_of(case)
    before = seen(caseworker, case, item)
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")
    decisions.propose_outcome(item=item, outcome=REJECT, reason="Rådene er imot.", by=other)

    answer = posted(caseworker, case, item, seen=before, reason="Min egen begrunnelse.")
    again = posted(caseworker, case, item, seen=answer.context["form"]["seen"].value(), reason="Min egen begrunnelse.")

    assert answer.status_code == 422
    assert "lagret et annet utfall mens du skrev: «Tas ikke til følge»" in text_of(answer)
    assert "Rådene er imot." in text_of(answer)
    assert "Min egen begrunnelse." in text_of(answer)
    assert again.status_code == 302
    assert item.decisions.get().outcome == ADOPT


def test_who_meets_anothers_outcome_reads_the_text_the_other_wrote(caseworker):
    case = stages.in_decision()
    (item,) = items_of(case)
    before = seen(caseworker, case, item)
    other = factories.user(Role.CASEWORKER, email="en-annen@example.no")
    decisions.propose_outcome(
        item=item,
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        text="Ha kunnskap om den andres ord.",
        reason="Klarere.",
        by=other,
    )

    answer = posted(caseworker, case, item, seen=before, reason="Min egen begrunnelse.")

    assert "Direktoratets tekst: «Ha kunnskap om den andres ord.»" in text_of(answer)


def test_two_clicks_on_save_are_not_told_of_each_other(caseworker):
    case = stages.in_decision()
    (item,) = items_of(case)
    before = seen(caseworker, case, item)

    clicks = [posted(caseworker, case, item, seen=before) for _click in range(2)]

    assert [click.status_code for click in clicks] == [302, 302]
    assert item.decisions.get().outcome == ADOPT


def test_words_written_after_the_case_moved_on_come_back_with_the_sentence(caseworker):
    case = stages.with_outcomes()
    (item,) = items_of(case)
    token = seen(caseworker, case, item)
    Case.objects.update(status=Status.DECISION_PROPOSED)

    answer = posted(caseworker, case, item, seen=token, reason="En begrunnelse på to linjer.")

    assert answer.status_code == 409
    assert "Forslag til vedtak skrives i fasen «Vedtak»." in text_of(answer)
    assert "En begrunnelse på to linjer." in text_of(answer)


@pytest.mark.parametrize("status", [Status.INPUT_ROUND, Status.DECISION_PROPOSED, Status.ANNOUNCED])
def test_the_page_is_closed_in_other_phases(caseworker, status):
    case = stages.in_status(status)

    answer = caseworker.get(address(case, items_of(case)[0]))

    assert answer.status_code == 409
    assert "Forslag til vedtak skrives i fasen «Vedtak»." in text_of(answer)


def test_only_caseworkers_write_outcomes():
    case = stages.in_decision()
    (item,) = items_of(case)

    for person in (factories.decision_maker(), factories.submitter(drafts.regut())):
        assert drafts.signed_in(person).get(address(case, item)).status_code == 403


def test_an_item_of_another_case_is_not_found(caseworker):
    case = stages.in_decision(stages.proposal_with("GAK-088"))
    other = stages.in_decision(stages.proposal_with("GAK-090"))

    assert caseworker.get(address(case, items_of(other)[0])).status_code == 404
    assert caseworker.get(stages.address(case, "vedtak", 999_999)).status_code == 404


def test_a_made_decision_is_not_taken_up_again_but_superseded(caseworker):
    case = stages.rejected()
    Case.objects.update(status=Status.DECISION)
    (item,) = items_of(case)

    initial = caseworker.get(address(case, item)).context["form"].initial
    answer = posted(caseworker, case, item, reason="Ny kunnskap.")

    assert "outcome" not in initial
    assert answer.status_code == 302
    assert item.decisions.count() == 2
