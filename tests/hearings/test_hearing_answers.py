"""Answering a hearing by the services: confirmed by mail, or written together and sent by the organisation."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError

from hearings.models import HearingAnswer, HearingComment
from hearings.services import (
    Said,
    begin_answer,
    change_answer,
    confirm,
    fingerprint_of,
    forget_unconfirmed,
    hand_in,
    send_answer,
    withdraw_answer,
    write_answer,
)
from notifications.models import Event, Message, Verb
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from tests import factories

from . import asked
from .asked import DEADLINE, OPENS, at

pytestmark = pytest.mark.django_db

NOW = at(dt.date(2026, 10, 1))
AFTER = at(DEADLINE + dt.timedelta(days=1))
EMAIL = "kari@example.no"


@pytest.fixture
def hearing():
    return asked.hearing()


def said(hearing, *, text="Kravet er for strengt.", position="stotter_ikke") -> list[Said]:
    first = hearing.versions.latest("number").items.first()
    return [Said(None, text="Takk for forslaget."), Said(first.pk, position, text)]


def handed_in(hearing, *, now=NOW, **fields) -> HearingAnswer:
    fields.setdefault("said", said(hearing))
    fields.setdefault("sender_name", "Kari Nord")
    fields.setdefault("email", EMAIL)
    return hand_in(version=asked.version(hearing), now=now, **fields)


def secret_in(message: Message) -> str:
    found = re.search(r"/horinger/lenke/([\w-]+)/", message.body)
    assert found
    return found[1]


def secret() -> str:
    return secret_in(Message.objects.filter(key__endswith="bekreft").latest("pk"))


def confirmed(hearing, **fields) -> HearingAnswer:
    handed_in(hearing, **fields)
    return confirm(secret=secret(), now=NOW)


def refused(act) -> str:
    with pytest.raises((RuleViolation, WrongState, NotPermitted)) as refusal:
        act()
    return refusal.value.code


# --- a private person ---------------------------------------------------------------------------------------


def test_an_answer_that_is_handed_in_does_not_count_before_the_address_is_confirmed(hearing):
    answer = handed_in(hearing)

    assert not answer.is_sent
    assert not HearingAnswer.objects.counted().exists()
    assert not Event.objects.filter(verb=Verb.HEARING_ANSWERED).exists()


def test_the_link_in_the_mail_confirms_it_as_sent_when_it_was_handed_in(hearing):
    handed_in(hearing)
    later = NOW + dt.timedelta(hours=5)

    answer = confirm(secret=secret(), now=later)

    assert (answer.sent_at, answer.confirmed_at) == (NOW, later)
    assert list(HearingAnswer.objects.counted()) == [answer]
    assert Event.objects.filter(verb=Verb.HEARING_ANSWERED).count() == 1


def test_the_secret_is_not_kept(hearing):
    answer = handed_in(hearing)

    assert secret() not in answer.secret_hash
    assert len(answer.secret_hash) == 64


def test_an_answer_handed_in_before_the_deadline_can_be_confirmed_after_it(hearing):
    handed_in(hearing, now=at(DEADLINE, 23, 59))

    answer = confirm(secret=secret(), now=at(DEADLINE + dt.timedelta(days=1), 9))

    assert answer.is_sent
    assert not answer.is_late


def test_after_the_deadline_nothing_is_taken_in(hearing):
    assert refused(lambda: handed_in(hearing, now=AFTER)) == "hearing-closed"
    assert not HearingAnswer.objects.exists()


def test_a_link_used_twice_changes_nothing_the_second_time(hearing):
    first = confirmed(hearing)

    again = confirm(secret=secret(), now=NOW + dt.timedelta(hours=1))

    assert again.confirmed_at == first.confirmed_at
    assert Message.objects.filter(key__contains="kvittering").count() == 1
    assert Event.objects.filter(verb=Verb.HEARING_ANSWERED).count() == 1


def test_a_link_confirms_for_two_days(hearing):
    handed_in(hearing)

    assert refused(lambda: confirm(secret=secret(), now=NOW + dt.timedelta(hours=48))) == "link-does-not-open"
    assert confirm(secret=secret(), now=NOW + dt.timedelta(hours=47, minutes=59)).is_sent


def test_a_made_up_link_opens_nothing(hearing):
    handed_in(hearing)

    assert refused(lambda: confirm(secret="x" * 43, now=NOW)) == "link-does-not-open"
    assert refused(lambda: confirm(secret="", now=NOW)) == "link-does-not-open"


def test_the_receipt_has_a_copy_and_the_way_to_change_it(hearing):
    confirmed(hearing)

    receipt = Message.objects.get(key__contains="kvittering")

    assert receipt.to == EMAIL
    assert "Takk for forslaget." in receipt.body
    assert "1. GAK-001: Støtter ikke\nKravet er for strengt." in receipt.body
    assert f"/horinger/lenke/{secret()}/" in receipt.body
    assert "tirsdag 1. desember 2026 kl. 23.59" in receipt.body


def test_whoever_writes_nynorsk_gets_mail_in_nynorsk(hearing):
    confirmed(hearing, language="nn")

    assert [message.subject for message in Message.objects.order_by("pk")] == [
        "Stadfest høyringssvaret ditt: Høring om lever",
        "Kvittering for høyringssvar: Høring om lever",
    ]


def test_the_mails_of_private_persons_are_wiped_when_they_are_sent(hearing):
    confirmed(hearing)

    assert all(message.is_private for message in Message.objects.all())


def test_the_journal_has_neither_the_name_nor_the_address(hearing):
    confirmed(hearing)

    event = Event.objects.get(verb=Verb.HEARING_ANSWERED)

    assert event.subject_label == "Høringssvar fra en privatperson: Høring om lever"
    assert EMAIL not in str(event.payload)


def test_an_address_with_a_line_break_is_refused(hearing):
    with pytest.raises(ValidationError) as refusal:
        handed_in(hearing, email="kari@example.no\nBcc: alle@example.no")

    assert set(refusal.value.error_dict) == {"email"}
    assert not Message.objects.exists()


def test_a_body_without_users_can_answer_the_same_way(hearing):
    answer = confirmed(hearing, sender_name="Sykehuset", for_body=True)

    assert (answer.kind, answer.organisation) == (HearingAnswer.Kind.ORGANISATION, None)
    assert Event.objects.get(verb=Verb.HEARING_ANSWERED).subject_label == "Høringssvar fra Sykehuset: Høring om lever"


def test_an_answer_can_be_changed_until_the_deadline(hearing):
    confirmed(hearing)
    words = said(hearing, text="Kravet er greit.", position="merknad")

    changed = change_answer(answer=None, said=words, secret=secret(), now=at(DEADLINE, 23, 59))

    assert set(changed.comments.values_list("position", "text")) == {
        ("", "Takk for forslaget."),
        ("merknad", "Kravet er greit."),
    }
    assert Message.objects.filter(key__contains="kvittering").count() == 2


def test_what_is_taken_out_of_an_answer_is_gone_from_it_and_kept_in_the_history(hearing):
    confirmed(hearing)

    changed = change_answer(answer=None, said=[Said(None, text="Bare dette.")], secret=secret(), now=NOW)
    changed = change_answer(
        answer=None, said=[Said(None, text="Bare dette."), Said(said(hearing)[1].item_id)], secret=secret(), now=NOW
    )

    assert list(changed.comments.values_list("text", flat=True)) == ["Bare dette."]
    assert HearingComment.history.filter(text="Kravet er for strengt.").exists()


def test_after_the_deadline_it_stands_as_it_was_sent(hearing):
    answer = confirmed(hearing)

    assert refused(lambda: change_answer(answer=answer, said=said(hearing), secret=secret(), now=AFTER)) == (
        "answer-stands"
    )
    assert refused(lambda: withdraw_answer(answer=answer, secret=secret(), now=AFTER)) == "answer-stands"


def test_an_answer_that_is_withdrawn_does_not_count_and_can_not_be_changed(hearing):
    confirmed(hearing)

    answer = withdraw_answer(answer=None, secret=secret(), now=NOW)

    assert not HearingAnswer.objects.counted().exists()
    assert refused(lambda: change_answer(answer=answer, said=said(hearing), secret=secret(), now=NOW)) == (
        "answer-withdrawn"
    )


def test_what_nobody_confirmed_is_deleted_with_its_history(hearing):
    handed_in(hearing)
    kept = confirmed(hearing, sender_name="Ola Sør", email="ola@example.no")

    assert forget_unconfirmed(now=NOW + dt.timedelta(hours=49)) == 1

    assert list(HearingAnswer.objects.all()) == [kept]
    assert not HearingAnswer.history.filter(email=EMAIL).exists()
    assert HearingComment.history.count() == 2


def test_what_still_can_be_confirmed_is_not_deleted(hearing):
    handed_in(hearing)

    assert forget_unconfirmed(now=NOW + dt.timedelta(hours=48)) == 0


# --- what an answer must hold --------------------------------------------------------------------------------


def test_an_answer_to_another_hearings_item_is_refused(hearing):
    other = asked.hearing()
    forged = Said(other.versions.get().items.first().pk, "stotter")

    assert refused(lambda: handed_in(hearing, said=[forged])) == "item-not-in-hearing"


def test_an_empty_answer_is_refused(hearing):
    assert refused(lambda: handed_in(hearing, said=[Said(None)])) == "answer-empty"


def test_a_remark_without_words_is_refused_with_the_number_of_the_item(hearing):
    with pytest.raises(RuleViolation, match="Punkt 1: Skriv hva merknaden gjelder"):
        handed_in(hearing, said=said(hearing, text="", position="merknad"))


def test_words_without_a_position_are_refused(hearing):
    assert refused(lambda: handed_in(hearing, said=said(hearing, position=""))) == "comment-incomplete"


def test_a_made_up_position_is_refused(hearing):
    with pytest.raises(ValidationError):
        handed_in(hearing, said=said(hearing, position="kanskje"))


def test_ten_megabytes_of_text_is_refused_with_how_long_it_is(hearing):
    with pytest.raises(RuleViolation, match="En merknad er på 10000000 tegn"):
        handed_in(hearing, said=[Said(None, text="a" * 10_000_000)])


# --- an organisation ------------------------------------------------------------------------------------------


def begun(hearing) -> HearingAnswer:
    return begin_answer(hearing=hearing, organisation=asked.association(), by=asked.member(), now=NOW)


def written(hearing, *, by=None, read=None, text="Kravet er for strengt.") -> HearingAnswer:
    answer = begun(hearing)
    write_answer(answer=answer, said=said(hearing, text=text), read=read or {}, by=by or asked.member(), now=NOW)
    return answer


def test_an_organisation_has_one_answer_whoever_begins_it(hearing):
    first = begun(hearing)

    second = begin_answer(hearing=hearing, organisation=asked.association(), by=asked.sender(), now=NOW)

    assert first == second


def test_a_committee_member_drafts_and_can_not_send(hearing):
    answer = written(hearing)

    assert refused(lambda: send_answer(answer=answer, by=asked.member(), now=NOW)) == "may-not-send-answer"
    assert not HearingAnswer.objects.counted().exists()


def test_the_submitter_sends_what_the_committee_wrote(hearing):
    answer = send_answer(answer=written(hearing), by=asked.sender(), now=NOW)

    assert list(HearingAnswer.objects.counted()) == [answer]
    assert answer.sender_name == "Legeforeningen"
    assert Message.objects.get().to == asked.sender().email


def test_sending_twice_sends_once(hearing):
    answer = send_answer(answer=written(hearing), by=asked.sender(), now=NOW)
    send_answer(answer=answer, by=asked.sender(), now=NOW + dt.timedelta(seconds=1))

    assert Message.objects.count() == 1
    assert Event.objects.filter(verb=Verb.HEARING_ANSWERED).count() == 1


def test_another_organisations_people_write_nothing_in_it(hearing):
    answer = begun(hearing)
    stranger = factories.submitter()

    assert refused(lambda: write_answer(answer=answer, said=said(hearing), read={}, by=stranger, now=NOW)) == (
        "may-not-draft-answer"
    )


def test_the_directorate_does_not_answer_its_own_hearing(hearing):
    by = factories.user(Role.SUBMITTER)

    act = lambda: begin_answer(hearing=hearing, organisation=factories.organisation(), by=by, now=NOW)  # noqa: E731

    assert refused(act) == "may-not-draft-answer"


def test_a_committee_has_no_answer_of_its_own(hearing):
    by = asked.member()
    committee = Organisation.objects.get(kind=Organisation.Kind.SPECIALTY_COMMITTEE)

    assert refused(lambda: begin_answer(hearing=hearing, organisation=committee, by=by, now=NOW)) == (
        "may-not-draft-answer"
    )


def test_a_text_another_has_saved_since_is_not_written_over(hearing):
    answer = written(hearing, text="Komiteens tekst.")
    item = said(hearing)[1].item_id
    read = {f"merknad-{item}": fingerprint_of("")}

    saved = write_answer(answer=answer, said=said(hearing, text="Min tekst."), read=read, by=asked.sender(), now=NOW)

    assert saved.both[f"merknad-{item}"].value == "Komiteens tekst."
    assert answer.comments.get(item=item).text == "Komiteens tekst."


def test_a_sent_answer_is_changed_whole_and_not_while_it_is_written(hearing):
    answer = send_answer(answer=written(hearing), by=asked.sender(), now=NOW)

    assert (
        refused(lambda: write_answer(answer=answer, said=said(hearing), read={}, by=asked.sender(), now=NOW))
        == "answer-is-sent"
    )
    changed = change_answer(answer=answer, said=[Said(None, text="Nytt.")], by=asked.sender(), now=NOW)
    assert changed.comments.filter(text="Nytt.").exists()


def test_an_organisations_late_answer_is_kept_and_marked(hearing):
    answer = send_answer(answer=written(hearing), by=asked.sender(), now=AFTER)

    assert answer.is_late
    assert "Det kom etter fristen" in Message.objects.get().body


def test_an_organisation_can_withdraw_and_send_again(hearing):
    answer = send_answer(answer=written(hearing), by=asked.sender(), now=NOW)
    withdraw_answer(answer=answer, by=asked.sender(), now=NOW)
    assert not HearingAnswer.objects.counted().exists()

    again = send_answer(answer=answer, by=asked.sender(), now=NOW + dt.timedelta(hours=1))

    assert list(HearingAnswer.objects.counted()) == [again]


def test_nothing_is_begun_before_the_hearing_opens(hearing):
    early = at(OPENS - dt.timedelta(days=1))

    act = lambda: begin_answer(hearing=hearing, organisation=asked.association(), by=asked.sender(), now=early)  # noqa: E731

    assert refused(act) == "hearing-not-open"
