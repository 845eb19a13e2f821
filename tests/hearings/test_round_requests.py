"""Each body is asked with its questions and told by mail; more time, reminders and a newer version are told too."""

from __future__ import annotations

import datetime as dt

import pytest

from hearings.models import DeadlineExtension, RoundRequest
from hearings.rules import next_reminder, standard_topics
from hearings.services import (
    Questions,
    ask_bodies,
    ask_more,
    extend_deadline,
    nudge,
    record_round,
    save_response,
    send_response,
)
from hearings.services.requests import remind
from hearings.tasks import remind_of_deadlines
from notifications.models import Event, Message, Verb
from organisations.models import Membership, Organisation
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions.services import rounds as directorate
from revisions.transitions import Action, perform
from tests import factories
from tests.revisions import drafts, stages

from . import rounds

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


def mails_to(address: str) -> list[str]:
    return list(Message.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def test_opening_a_round_asks_each_body_with_its_standard_questions():
    case = stages.in_round()

    asked = rounds.regut_request(case)

    topics = list(asked.questions.values_list("topic", flat=True))
    assert topics == list(standard_topics(Organisation.Kind.REGUT))
    assert (asked.deadline, asked.consultation.title) == (rounds.CLOSES, case.title)
    assert rounds.association_request(case).questions.count() == len(standard_topics("legeforeningen"))


def test_each_body_is_told_by_mail_what_to_do_and_by_when():
    rounds.contact()
    stages.in_round()

    message = Message.objects.get(to=rounds.contact().email, subject__startswith="Innspill innen")
    assert "Fristen er fredag 20. mars 2026." in message.body
    assert f"/innspill/{RoundRequest.objects.get(organisation=drafts.regut()).pk}/" in message.body


def test_a_body_is_told_at_its_own_address_when_it_has_one():
    Organisation.objects.filter(pk=drafts.regut().pk).update(email="regut-vest@example.no")
    rounds.contact()
    stages.in_round()

    assert len(mails_to("regut-vest@example.no")) == 1


def test_a_round_recorded_after_its_deadline_tells_nobody():
    rounds.contact()
    consultation = record_round(asked=stages.asked(), opens_on=rounds.OPENS, deadline=rounds.CLOSES)

    made = ask_bodies(consultation=consultation, bodies=[drafts.regut()], on=rounds.AFTER)

    assert not Message.objects.exists()
    assert made[0].next_reminder_on is None


def test_the_questions_are_chosen_for_each_kind_of_body():
    consultation = record_round(asked=stages.asked(), opens_on=rounds.OPENS, deadline=rounds.CLOSES)
    chosen = {Organisation.Kind.REGUT: Questions(["kurs"], ["Rekker dere det?", " "])}

    request = ask_bodies(consultation=consultation, bodies=[drafts.regut()], questions=chosen, on=rounds.OPENS)[0]

    assert list(request.questions.values_list("topic", "text")) == [
        ("kurs", "Trengs det nye eller endrede kurs?"),
        ("", "Rekker dere det?"),
    ]


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (rounds.CLOSES - 8 * DAY, rounds.CLOSES - WEEK),
        (rounds.CLOSES - WEEK, rounds.CLOSES - DAY),
        (rounds.CLOSES - DAY, rounds.CLOSES + DAY),
        (rounds.CLOSES, rounds.CLOSES + DAY),
        (rounds.CLOSES + DAY, None),
    ],
)
def test_reminders_are_due_a_week_and_a_day_before_the_deadline_and_the_day_after(after, due):
    assert next_reminder(rounds.CLOSES, after=after) == due


def test_a_reminder_goes_once_on_its_day():
    rounds.contact()
    asked = rounds.regut_request(stages.in_round())
    day = rounds.CLOSES - WEEK

    assert not remind(request_id=asked.pk, on=day - DAY)
    assert remind(request_id=asked.pk, on=day)
    assert not remind(request_id=asked.pk, on=day)
    assert not remind(request_id=asked.pk, on=day + DAY)

    assert mails_to(rounds.contact().email)[1:] == ["Påminnelse om innspill: Lever og galleveier"]


def test_a_worker_that_was_away_sends_what_is_due_now_once():
    rounds.contact()
    asked = rounds.regut_request(stages.in_round())

    remind_of_deadlines()  # long after the deadline: only the last reminder is of any use
    remind_of_deadlines()

    asked.refresh_from_db()
    assert asked.next_reminder_on is None
    assert mails_to(rounds.contact().email)[1:] == ["Fristen er ute: Lever og galleveier"]


def test_who_has_answered_is_not_reminded():
    asked = rounds.answered(rounds.regut_request(stages.in_round()), by=rounds.contact())
    sent = Message.objects.count()

    assert not remind(request_id=asked.pk, on=rounds.AFTER)
    assert Message.objects.count() == sent


def test_nobody_is_reminded_of_a_case_that_is_laid_aside():
    case = stages.in_round()
    asked = rounds.regut_request(case)

    perform(case, Action.POSTPONE, by=factories.caseworker(), on=rounds.OPENS, note="Venter.")

    assert not remind(request_id=asked.pk, on=rounds.AFTER)


def test_more_time_is_given_with_a_reason_that_the_body_reads():
    asked = rounds.regut_request(stages.in_round())
    new = rounds.CLOSES + WEEK

    extend_deadline(request=asked, deadline=new, reason="Ferie.", by=factories.caseworker(), on=rounds.BEFORE)

    asked.refresh_from_db()
    extension = DeadlineExtension.objects.get()
    assert (asked.deadline, extension.previous, asked.next_reminder_on) == (new, rounds.CLOSES, new - WEEK)
    assert "Begrunnelse: Ferie." in Message.objects.get(subject__startswith="Ny frist").body


def test_one_body_is_asked_one_question_more_and_the_others_are_not():
    case = stages.in_round()
    asked, other = rounds.regut_request(case), rounds.association_request(case)
    before = list(other.questions.values_list("text", flat=True))

    ask_more(request=asked, text=" Hva koster en ny hospitering? ", by=factories.caseworker())

    assert asked.questions.last().text == "Hva koster en ny hospitering?"
    assert list(other.questions.values_list("text", flat=True)) == before
    assert "Hva koster en ny hospitering?" in Message.objects.get(subject__startswith="Et spørsmål til").body
    assert Event.objects.filter(verb=Verb.BODY_ASKED_MORE).count() == 1


def test_a_further_question_must_be_answered_before_the_answer_is_sent():
    asked = rounds.regut_request(stages.in_round())
    complete = rounds.full(asked)
    ask_more(request=asked, text="Hva koster en ny hospitering?", by=factories.caseworker())

    save_response(request=asked, values=complete, by=rounds.contact())
    with pytest.raises(RuleViolation, match="1 ting er ikke besvart"):
        send_response(request=asked, by=rounds.contact(), on=rounds.BEFORE)


def test_a_body_that_has_answered_is_asked_nothing_more():
    asked = rounds.answered(rounds.regut_request(stages.in_round()), by=rounds.contact())

    with pytest.raises(WrongState, match="har svart"):
        ask_more(request=asked, text="Og hva koster det?", by=factories.caseworker())


@pytest.mark.parametrize("days", [-1, 0])
def test_more_time_is_later_than_what_was_given(days):
    asked = rounds.regut_request(stages.in_round())

    with pytest.raises(RuleViolation, match=r"må være 21\. mars 2026 eller senere"):
        extend_deadline(
            request=asked,
            deadline=rounds.CLOSES + days * DAY,
            reason="Ferie.",
            by=factories.caseworker(),
            on=rounds.BEFORE,
        )


def test_the_case_waits_for_the_one_who_got_more_time():
    case = stages.in_round()
    new = rounds.CLOSES + WEEK

    directorate.give_more_time(
        case=case,
        request=rounds.regut_request(case),
        deadline=new,
        reason="Ferie.",
        by=factories.caseworker(),
        on=rounds.BEFORE,
    )

    case.refresh_from_db()
    assert case.due_on == new
    for day, open_ in ((new - DAY, False), (new, False), (new + DAY, True)):
        assert stages.may_go_to_hearing(case, on=day) is open_


def test_only_caseworkers_remind_and_give_more_time():
    asked = rounds.regut_request(stages.in_round())

    with pytest.raises(NotPermitted):
        nudge(request=asked, by=rounds.contact(), on=rounds.BEFORE)


def test_who_has_answered_can_not_be_reminded_by_hand():
    asked = rounds.answered(rounds.regut_request(stages.in_round()), by=rounds.contact())

    with pytest.raises(WrongState):
        nudge(request=asked, by=factories.caseworker(), on=rounds.BEFORE)


def test_two_clicks_remind_once():
    rounds.contact()
    asked = rounds.regut_request(stages.in_round())

    for _click in range(2):
        nudge(request=asked, by=factories.caseworker(), on=rounds.BEFORE)

    assert len(mails_to(rounds.contact().email)) == 2


def test_a_body_nobody_can_reach_is_not_said_to_be_reminded():
    asked = rounds.regut_request(stages.in_round())
    Membership.objects.filter(organisation=asked.organisation).delete()

    with pytest.raises(RuleViolation, match="ingen får påminnelsen"):
        nudge(request=asked, by=factories.caseworker(), on=rounds.BEFORE)


def test_bodies_left_out_can_be_asked_while_the_round_runs():
    case = stages.in_round()

    directorate.ask_also(
        case=case,
        consultation=case.rounds.get(),
        bodies=[rounds.committee(), drafts.regut()],
        by=factories.caseworker(),
        on=rounds.OPENS,
    )

    assert case.rounds.get().requests.count() == 3
    assert case.rounds.get().asked.count() == 3


def test_nothing_new_is_not_sent_out():
    case = stages.in_round()

    with pytest.raises(RuleViolation, match="ingenting nytt"):
        directorate.send_out_newer_version(
            case=case, consultation=case.rounds.get(), what_is_new="Ny", by=factories.caseworker(), on=rounds.OPENS
        )


def test_legeforeningen_is_asked_before_a_hearing_on_the_day_its_round_opens():
    case = stages.in_round()
    for day, asked in ((rounds.OPENS - DAY, False), (rounds.OPENS, True), (rounds.OPENS + DAY, True)):
        assert stages.association_is_asked(case, on=day) is asked

    case.rounds.get().asked.remove(rounds.association())
    assert not stages.association_is_asked(case, on=rounds.AFTER)
