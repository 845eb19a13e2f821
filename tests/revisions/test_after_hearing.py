"""A material change after the hearing asks for a new one, or for a reason that is published (HØ-1)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hearings.models import HearingOmission
from notifications.models import Event, Verb
from objectives.models import Stage
from organisations.refusals import RuleViolation, WrongState
from revisions import rules
from revisions.models import Case, ChangeItem, Decision, Status
from revisions.services import after_hearing, cases, decisions
from revisions.transitions import Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

OTHER_CONTENT = "Ha kunnskap om utredning av gallestein og leversvikt."
AGAIN_OPENS, AGAIN_CLOSES = stages.DECIDED, stages.DECIDED + dt.timedelta(days=92)


def adopted_with(text: str) -> Case:
    """A heard case in which the directorate would adopt its own text."""
    case = stages.with_outcomes()
    item = ChangeItem.objects.get(proposal__case=case)
    decisions.propose_outcome(
        item=item,
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        reason="Høringen ba om det.",
        text=text,
        by=factories.caseworker(),
    )
    return stages.refreshed(case)


def propose(case: Case) -> None:
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)


def hear_again(case: Case) -> Case:
    cases.open_hearing(
        case=case,
        by=factories.caseworker(),
        on=AGAIN_OPENS,
        title="Ny høring om lever",
        opens_on=AGAIN_OPENS,
        deadline=AGAIN_CLOSES,
    )
    return stages.refreshed(case)


def test_what_is_adopted_as_it_was_heard_goes_on():
    case = stages.with_outcomes()

    propose(case)

    assert rules.material_changes(case) == []
    assert case.status == Status.DECISION_PROPOSED


def test_other_content_than_was_heard_is_refused_with_what_differs_and_what_now():
    case = adopted_with(OTHER_CONTENT)

    with pytest.raises(RuleViolation, match="GAK-088 \\(teksten har fått annet innhold\\)") as refusal:
        propose(case)

    assert (refusal.value.code, refusal.value.authority) == ("changed-after-hearing", "HØ-1")
    assert "Send saken på ny høring, eller skriv hvorfor det ikke trengs" in str(refusal.value.message)


def test_other_punctuation_than_was_heard_is_no_material_change():
    heard = ChangeItem.objects.get(proposal__case=stages.with_outcomes()).new_text
    case = Case.objects.get()
    decisions.propose_outcome(
        item=ChangeItem.objects.get(),
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        reason="Bare tegnsetting.",
        text=heard.rstrip(".") + ";",
        by=factories.caseworker(),
    )

    assert rules.material_changes(case) == []


def test_what_is_not_adopted_needs_no_hearing():
    case = adopted_with(OTHER_CONTENT)
    stages.propose_all(case, outcome=Decision.Outcome.REJECT)

    assert rules.material_changes(case) == []


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("new_text", OTHER_CONTENT, "teksten har fått annet innhold"),
        ("kind", "oppheving", "er nå «oppheving»"),
        ("stage", Stage.PART_1, "har fått en annen plass"),
    ],
)
def test_an_item_its_sender_changed_is_told(column, value, what):
    case = stages.in_decision()
    item = ChangeItem.objects.get(proposal__case=case)
    setattr(item, column, value)
    if column == "kind":
        item.new_text = ""
    item.save()

    (change,) = rules.material_changes(case)

    assert what in change.what


def test_what_changed_is_found_with_as_many_questions_for_two_items_as_for_one(django_assert_num_queries):
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-014"))
    first, second = ChangeItem.objects.filter(proposal__case=case)
    first.stage = second.stage = Stage.PART_1
    first.save()
    with CaptureQueriesContext(connection) as one:
        assert len(rules.material_changes(case)) == 1
    second.save()

    with django_assert_num_queries(len(one)):
        assert len(rules.material_changes(case)) == 2


def test_an_item_that_came_after_the_hearing_is_told():
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-014"))
    item = ChangeItem.objects.get(objective__code="GAK-014")
    ChangeItem.objects.filter(pk=item.pk).delete()
    item.pk = None
    item.save()

    told = {(change.name, change.what) for change in rules.material_changes(case)}

    assert told == {("GAK-014", "nytt siden høringen"), ("GAK-014", "tatt ut av saken")}


def test_a_case_that_went_on_without_a_later_hearing_has_its_reason_already():
    case = adopted_with(OTHER_CONTENT)
    omission = {"case_number": case.number, "title": "Lever", "reason": "Åpenbart unødvendig."}
    row = HearingOmission.objects.create(omitted_on=stages.HEARING_OPENS, **omission)
    before = rules.material_changes(case)
    row.omitted_on += dt.timedelta(days=1)
    row.save()

    assert len(before) == 1
    assert rules.material_changes(case) == []


def test_a_reason_lets_the_case_go_on_and_stands_in_the_journal():
    case = adopted_with(OTHER_CONTENT)

    stages.without_a_new_hearing(case)
    propose(case)

    event = Event.objects.get(verb=Verb.NEW_HEARING_NOT_NEEDED)
    assert (event.payload["note"], event.payload["changed"]) == ("Endringen er den høringen ba om.", ["GAK-088"])
    assert case.status == Status.DECISION_PROPOSED


def test_a_reason_answers_for_the_words_it_was_written_for_alone():
    case = adopted_with(OTHER_CONTENT)
    stages.without_a_new_hearing(case)
    decisions.propose_outcome(
        item=ChangeItem.objects.get(),
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        reason="Enda en gang.",
        text=OTHER_CONTENT.replace("leversvikt", "pankreatitt"),
        by=factories.caseworker(),
    )

    with pytest.raises(RuleViolation, match="endret vesentlig siden høringen"):
        propose(case)


def test_a_reason_for_changes_one_has_not_seen_is_refused():
    case = adopted_with(OTHER_CONTENT)

    with pytest.raises(RuleViolation, match="Noe er endret siden du åpnet siden"):
        after_hearing.need_no_new_hearing(case=case, reason="Nei.", seen="", by=factories.caseworker())


def test_a_reason_for_nothing_is_refused():
    with pytest.raises(RuleViolation, match="ingenting å begrunne"):
        stages.without_a_new_hearing(stages.with_outcomes())


def test_a_reason_taken_back_before_the_decision_stops_the_decision():
    case = adopted_with(OTHER_CONTENT)
    stages.without_a_new_hearing(case)
    propose(case)
    after_hearing.take_back_the_reason(case=case, by=factories.caseworker())

    with pytest.raises(RuleViolation, match="endret vesentlig siden høringen"):
        decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)


def test_a_reason_stands_once_the_case_is_decided():
    case = adopted_with(OTHER_CONTENT)
    stages.without_a_new_hearing(case)
    propose(case)
    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)

    with pytest.raises(WrongState, match="avgjøres i fasen «Vedtak»"):
        after_hearing.take_back_the_reason(case=case, by=factories.caseworker())


def test_a_new_hearing_asks_about_the_words_the_directorate_would_adopt():
    case = hear_again(adopted_with(OTHER_CONTENT))

    item = stages.last_hearing(case).versions.get().items.get()
    assert case.status == Status.HEARING
    assert [block["new"] for block in item.blocks] == [OTHER_CONTENT]


def test_what_is_not_to_be_adopted_is_not_heard_again():
    case = stages.with_outcomes(stages.proposal_with("GAK-088", "GAK-014"))
    item = ChangeItem.objects.get(objective__code="GAK-014")
    decisions.propose_outcome(item=item, outcome="avslatt", reason="Nei.", by=factories.caseworker())

    case = hear_again(stages.refreshed(case))

    names = stages.last_hearing(case).versions.get().items.values_list("number", "name")
    assert list(names) == [(1, "GAK-088")]
    assert rules.material_changes(case) == []


def test_after_the_new_hearing_the_case_goes_on_the_day_after_its_deadline():
    case = hear_again(adopted_with(OTHER_CONTENT))

    with pytest.raises(RuleViolation, match="Høringsfristen"):
        perform(case, Action.PREPARE_DECISION, by=factories.caseworker(), on=AGAIN_CLOSES)
    perform(case, Action.PREPARE_DECISION, by=factories.caseworker(), on=AGAIN_CLOSES + dt.timedelta(days=1))
    propose(case)

    assert case.status == Status.DECISION_PROPOSED


def test_the_page_shows_what_differs_and_publishes_the_reason_with_the_hearing(client):
    case = adopted_with(OTHER_CONTENT)
    caseworker = drafts.signed_in(factories.caseworker())
    url = stages.address(case, "etter-horingen")
    page = caseworker.get(url).content.decode()
    seen = after_hearing.fingerprint_of_changes(rules.material_changes(case))

    response = caseworker.post(url, {"reason": "Høringen ba om det.", "seen": seen}, follow=True)

    assert "teksten har fått annet innhold" in page
    assert stages.address(case, "steg", "ny-horing") in page
    assert "Begrunnelsen er publisert på høringens side." in response.content.decode()
    public = client.get(stages.last_hearing(case).get_absolute_url()).content.decode()
    assert "Høringen ba om det." in public
    assert "leversvikt" not in public
    caseworker.post(url, {"trekk": "1"})
    assert "Høringen ba om det." not in client.get(stages.last_hearing(case).get_absolute_url()).content.decode()


def test_the_case_page_leads_there(client):
    case = adopted_with(OTHER_CONTENT)

    page = drafts.signed_in(factories.caseworker()).get(case.get_absolute_url()).content.decode()

    assert "Saken er endret etter høringen" in page
    assert stages.address(case, "etter-horingen") in page


def test_the_new_hearing_begins_with_a_letter_that_says_what_is_new():
    case = adopted_with(OTHER_CONTENT)
    caseworker = drafts.signed_in(factories.caseworker())
    url, today = stages.address(case, "steg", "ny-horing"), timezone.localdate()
    page = caseworker.get(url).content.decode()
    written = {
        "title": "Ny høring om lever",
        "opens_on": f"{today:%d.%m.%Y}",
        "deadline": f"{today + dt.timedelta(days=92):%d.%m.%Y}",
        "letter": "Teksten er endret.",
    }

    preview = caseworker.post(url, {**written, "vis": "1"}).content.decode()
    caseworker.post(url, written)

    assert "GAK-088: teksten har fått annet innhold" in page
    assert "leversvikt" in preview
    assert stages.refreshed(case).status == Status.HEARING
    assert case.hearings.count() == 2
