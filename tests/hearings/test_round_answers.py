"""An answer is written together, saved on what it was written from, and sent whole."""

from __future__ import annotations

import datetime as dt

import pytest

from hearings.models import Position, ResponsePosition
from hearings.permissions import may_answer, may_send, requests_visible_to
from hearings.rules import is_late
from hearings.services import ItemToFreeze, freeze, move_to_newest, save_response, send_response
from hearings.services.answering import Sheet, fingerprint
from hearings.services.responses import response_of
from notifications.models import Message
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from tests import factories
from tests.revisions import drafts, stages

from . import rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return rounds.regut_request(stages.in_round())


def first_fields(asked) -> tuple[str, str]:
    sheet = Sheet(response_of(asked))
    return f"grunn-{sheet.items[0].pk}", f"svar-{sheet.questions[0].pk}"


def test_what_one_wrote_is_saved(asked):
    reason, answer = first_fields(asked)

    save_response(request=asked, values={reason: "Fordi.", answer: "Ja."}, by=rounds.contact())

    sheet = Sheet(response_of(asked))
    assert (sheet.stored(reason), sheet.stored(answer)) == ("Fordi.", "Ja.")


def test_what_another_saved_meanwhile_is_not_written_over(asked):
    reason, _answer = first_fields(asked)
    save_response(request=asked, values={reason: "Min."}, by=rounds.contact())
    other = factories.user(Role.SUBMITTER, of=drafts.regut(), email="kollega@example.no")

    _response, saved = save_response(request=asked, values={reason: "Deres."}, read={reason: fingerprint("")}, by=other)

    assert Sheet(response_of(asked)).stored(reason) == "Min."
    assert saved.both[reason].value == "Min."
    assert str(rounds.contact()) in saved.both[reason].words


def test_a_text_only_another_changed_is_left_as_it_stands(asked):
    reason, _answer = first_fields(asked)
    save_response(request=asked, values={reason: "Min."}, by=rounds.contact())

    _response, saved = save_response(
        request=asked, values={reason: ""}, read={reason: fingerprint("")}, by=rounds.contact()
    )

    assert list(saved.theirs) == [reason]
    assert Sheet(response_of(asked)).stored(reason) == "Min."


def test_a_field_of_something_else_is_refused_and_nothing_is_saved(asked):
    reason, _answer = first_fields(asked)

    with pytest.raises(RuleViolation, match="en annen versjon"):
        save_response(request=asked, values={reason: "Fordi.", "grunn-999999": "Forfalsket."}, by=rounds.contact())

    assert not ResponsePosition.objects.exists()


def test_it_is_not_sent_with_something_unanswered(asked):
    values = rounds.full(asked)
    answer = next(name for name in values if name.startswith("svar-"))
    save_response(request=asked, values=values | {answer: ""}, by=rounds.contact())

    assert [one.field for one in Sheet(response_of(asked)).unanswered] == [answer]
    with pytest.raises(RuleViolation, match="ikke besvart"):
        send_response(request=asked, by=rounds.contact(), on=rounds.BEFORE)


def test_a_question_can_be_left_with_a_reason(asked):
    values = rounds.full(asked)
    answer = next(name for name in values if name.startswith("svar-"))
    left = answer.replace("svar", "utelatt")
    save_response(request=asked, values=values | {answer: "", left: "Gjelder ikke oss."}, by=rounds.contact())

    assert send_response(request=asked, by=rounds.contact(), on=rounds.BEFORE).is_sent


@pytest.mark.parametrize(
    ("position", "needs"),
    [
        (Position.SUPPORTS, False),
        (Position.NO_REMARK, False),
        (Position.SUPPORTS_WITH_REMARK, True),
        (Position.DOES_NOT_SUPPORT, True),
    ],
)
def test_a_remark_or_no_needs_its_reason(asked, position, needs):
    save_response(request=asked, values=rounds.full(asked, position=position, reason=""), by=rounds.contact())

    assert bool(Sheet(response_of(asked)).unanswered) is needs


def test_what_is_sent_stands_and_gives_a_receipt(asked):
    sent = rounds.answered(asked, by=rounds.contact())

    assert Message.objects.filter(subject__startswith="Kvittering", to=rounds.contact().email).count() == 1
    with pytest.raises(WrongState):
        save_response(request=sent, values={}, by=rounds.contact())
    with pytest.raises(WrongState):
        send_response(request=sent, by=rounds.contact(), on=rounds.BEFORE)


@pytest.mark.parametrize(
    ("day", "late"),
    [(rounds.BEFORE, False), (rounds.CLOSES, False), (rounds.AFTER, True)],
)
def test_an_answer_after_the_deadline_is_kept_and_marked(asked, day, late):
    assert is_late(asked.deadline, on=day) is late

    assert rounds.answered(asked, by=rounds.contact(), on=day).response.is_late is late


def test_a_committee_drafts_and_its_association_sends():
    asked, member = rounds.association_request(stages.in_round()), rounds.committee_member()
    save_response(request=asked, values=rounds.full(asked), by=member)

    with pytest.raises(NotPermitted, match="Bare en innsender"):
        send_response(request=asked, by=member, on=rounds.BEFORE)
    assert send_response(request=asked, by=factories.submitter(rounds.association()), on=rounds.BEFORE).is_sent


def test_an_association_sends_for_a_committee_that_is_asked_itself():
    consultation = stages.in_round().rounds.get()
    asked = consultation.requests.create(organisation=rounds.committee(), deadline=rounds.CLOSES)
    sender = factories.submitter(rounds.association())

    assert may_answer(rounds.committee_member(), asked)
    assert not may_send(rounds.committee_member(), asked)
    assert may_send(sender, asked)
    assert asked in requests_visible_to(sender)


def test_nobody_else_knows_of_a_request(asked):
    stranger = factories.submitter(
        factories.organisation(Organisation.Kind.REGUT, name="RegUt Helse Nord", region="HN")
    )

    assert asked not in requests_visible_to(stranger)
    assert asked not in requests_visible_to(rounds.committee_member())
    with pytest.raises(NotPermitted):
        save_response(request=asked, values={}, by=stranger)


def newer(asked, *, text: str) -> None:
    """A version where the first item says something else."""
    item = response_of(asked).version.items.get()
    freeze(
        asking=asked.consultation,
        items=[
            ItemToFreeze(
                key=item.key, number=1, name=item.name, kind=item.kind, blocks=[{"label": "", "old": "", "new": text}]
            )
        ],
        by=factories.caseworker(),
        what_is_new="Teksten er ny.",
    )


@pytest.mark.parametrize("keeps", [True, False])
def test_a_position_goes_over_to_a_newer_version_only_when_the_writer_chooses(asked, keeps):
    save_response(request=asked, values=rounds.full(asked), by=rounds.contact())
    key = response_of(asked).version.items.get().key
    newer(asked, text="Noe annet.")
    assert response_of(asked).version.number == 1

    moved = move_to_newest(request=asked, keep=[key] if keeps else [], by=rounds.contact())

    assert moved.version.number == 2
    assert ResponsePosition.objects.filter(response=moved, item__version=moved.version).exists() is keeps
    assert not any(one.field.startswith("svar") for one in Sheet(moved).unanswered)


def test_the_day_before_on_and_after_are_told_apart_by_the_calendar_alone():
    days = [rounds.CLOSES + dt.timedelta(days=shift) for shift in (-1, 0, 1)]

    assert [is_late(rounds.CLOSES, on=day) for day in days] == [False, False, True]
