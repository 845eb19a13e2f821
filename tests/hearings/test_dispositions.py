"""Every comment gets an answer: one at a time, like ones together, and before the case is decided (HØ-4)."""

from __future__ import annotations

import datetime as dt

import pytest

from hearings import services
from hearings.models import Disposition, HearingComment
from hearings.rules import fingerprint_of
from notifications.models import Event, Verb
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions import rules
from revisions.transitions import TABLE, Action
from tests import factories
from tests.hearings import answered
from tests.revisions import stages

pytestmark = pytest.mark.django_db

PARTLY, NO = Disposition.Outcome.PARTLY, Disposition.Outcome.NOT_FOLLOWED
DEADLINE = stages.HEARING_CLOSES


def dispose(comment, *, outcome=PARTLY, reason="Vi presiserer teksten.", by=None, now=answered.AFTER, seen=""):
    return services.dispose(
        comment=comment, outcome=outcome, reason=reason, by=by or factories.caseworker(), now=now, seen=seen
    )


def alike(hearing, comments, *, now=answered.AFTER):
    return services.dispose_alike(
        hearing=hearing,
        comments=[one.pk for one in comments],
        outcome=NO,
        reason="Kravet er nødvendig.",
        by=factories.caseworker(),
        now=now,
    )


@pytest.fixture
def hearing():
    return answered.hearing()


@pytest.mark.parametrize("days", [-1, 0])
def test_nothing_is_disposed_of_while_the_sender_can_change_it(hearing, days):
    (comment,) = answered.comments(hearing, answered.LONG)

    with pytest.raises(WrongState, match=r"til og med 1\. juli 2026"):
        dispose(comment, now=factories.announced(DEADLINE + dt.timedelta(days=days)))


def test_from_the_day_after_the_deadline_a_comment_is_disposed_of(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)

    dispose(comment)

    assert comment.disposition.reason == "Vi presiserer teksten."
    assert Event.objects.get(verb=Verb.COMMENT_DISPOSED).case_number == hearing.cases.get().number


def test_a_changed_disposition_keeps_what_it_was_and_who_said_it(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)
    first = dispose(comment)

    dispose(
        comment,
        outcome=NO,
        reason="Likevel ikke.",
        seen=fingerprint_of(first),
        by=factories.user("saksbehandler", email="to@example.no"),
    )

    history = Disposition.objects.get().history.order_by("history_id")
    assert [(row.outcome, str(row.made_by)) for row in history] == [(PARTLY, "Saksbehandler"), (NO, "To")]


def test_the_later_of_two_is_told_and_nothing_is_written_over(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)
    dispose(comment)

    with pytest.raises(WrongState, match=r"Saksbehandler vurderte merknaden 2\. juli 2026"):
        dispose(comment, outcome=NO, seen="")

    assert Disposition.objects.get().outcome == PARTLY


def test_like_comments_get_the_same_disposition_at_once(hearing):
    comments = answered.comments(hearing, *[answered.LONG] * 8)

    done = alike(hearing, comments)

    assert (done.saved, Disposition.objects.filter(outcome=NO).count()) == (8, 8)
    assert Disposition.history.count() == 8
    assert Event.objects.get(verb=Verb.COMMENTS_DISPOSED).payload["comments"] == [one.pk for one in comments]


def test_what_another_disposed_of_meanwhile_stands_and_is_told(hearing):
    comments = answered.comments(hearing, *[answered.LONG] * 3)
    dispose(comments[0])

    done = alike(hearing, comments)

    assert (done.saved, [one.comment for one in done.taken]) == (2, [comments[0]])
    assert Disposition.objects.get(comment=comments[0]).outcome == PARTLY


def test_a_forged_comment_of_another_hearing_is_not_touched(hearing):
    other = answered.comments(answered.hearing("GAK-099"), answered.LONG)

    assert alike(hearing, other).saved == 0


def test_only_caseworkers_dispose(hearing):
    (comment,) = answered.comments(hearing, answered.LONG)

    with pytest.raises(NotPermitted):
        dispose(comment, by=factories.decision_maker())


def test_a_case_is_not_decided_before_every_comment_is_disposed_of():
    case = answered.heard_case()
    first, second = answered.comments(case.hearings.get(), answered.LONG, "Bør gjelde bare voksne pasienter.")
    check = {"by": factories.caseworker(), "on": DEADLINE + dt.timedelta(days=1)}
    dispose(first)

    with pytest.raises(RuleViolation, match="1 av 2 merknader"):
        rules.every_comment_is_disposed(case, **check)
    dispose(second)

    rules.every_comment_is_disposed(case, **check)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_late_comment_holds_the_decision_whatever_the_day(days):
    case = answered.heard_case()
    sent = factories.announced(DEADLINE + dt.timedelta(days=1))
    answered.comment(answered.answer(case.hearings.get(), is_late=True, sent_at=sent))

    with pytest.raises(RuleViolation, match="1 av 1"):
        rules.every_comment_is_disposed(case, by=factories.caseworker(), on=DEADLINE + dt.timedelta(days=days))


@pytest.mark.parametrize(("days", "holds"), [(1, True), (2, True), (3, False)])
def test_an_answer_that_can_still_be_confirmed_holds_the_decision_through_its_last_day(days, holds):
    case = answered.heard_case()
    hearing = case.hearings.get()
    in_time = {"started_at": hearing.closes_at - dt.timedelta(minutes=1), "secret_hash": "x"}
    answered.comment(answered.answer(hearing, "Kari", is_private=True, sent_at=None, confirmed_at=None, **in_time))
    check = {"by": factories.caseworker(), "on": DEADLINE + dt.timedelta(days=days)}

    if holds:
        with pytest.raises(RuleViolation, match=r"1 høringssvar i sak .* kan bekreftes av avsenderen til og med"):
            rules.every_comment_is_disposed(case, **check)
    else:
        rules.every_comment_is_disposed(case, **check)


@pytest.mark.parametrize("action", [Action.PROPOSE_DECISION, Action.MAKE_DECISION, Action.REJECT_ALL])
def test_the_table_names_the_rule(action):
    assert rules.every_comment_is_disposed in TABLE[action].requires


def test_an_unconfirmed_answer_and_a_bare_support_need_no_answer(hearing):
    answered.comment(answered.answer(hearing, is_private=True, confirmed_at=None))
    answered.comment(answered.answer(hearing), "", position="stotter")

    assert not HearingComment.objects.in_hearing(hearing).to_dispose().exists()
