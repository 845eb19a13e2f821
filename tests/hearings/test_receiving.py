"""The reception check: what is withheld has a reason, and the original stays in the case (HØ-2)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from hearings import services
from hearings.models import HearingAttachment
from notifications.models import Event
from organisations.refusals import RuleViolation, WrongState
from tests import factories
from tests.hearings import answered
from tests.revisions.drafts import signed_in

pytestmark = pytest.mark.django_db


def exported(hearing, suffix):
    """The published comments as a file."""
    return Client().get(reverse("hearings:published_export", args=[hearing.pk, suffix])).getvalue().decode()


@pytest.fixture
def hearing():
    return answered.hearing()


def publish(answer, *, withheld=None, files=(), now=answered.AFTER):
    return services.publish_answer(
        answer=answer, withheld=withheld or {}, withheld_attachments=files, by=factories.caseworker(), now=now
    )


def public(hearing, name="published_answers", **query):
    return Client().get(reverse(f"hearings:{name}", args=[hearing.pk]), query)


def test_an_answer_is_public_when_it_is_looked_through(hearing):
    answer = answered.answer(hearing, "Sykehuset i Vest")
    answered.comment(answer)
    assert "Sykehuset i Vest" not in public(hearing).content.decode()

    publish(answer)

    assert "Sykehuset i Vest" in public(hearing).content.decode()


def test_what_is_withheld_is_neither_shown_nor_found_and_is_kept(hearing):
    comment = answered.comment(answered.answer(hearing), "Pasienten Navnesen ble feilbehandlet der.")
    publish(comment.answer, withheld={comment.pk: services.Withheld("En pasient ble feilbehandlet.", "Personvern")})

    shown = public(hearing, visning="punkt").content.decode()
    comment.refresh_from_db()
    assert "Navnesen" not in shown
    assert "En pasient ble feilbehandlet." in shown
    assert "En pasient" not in public(hearing, q="Navnesen").content.decode()
    assert comment.text == "Pasienten Navnesen ble feilbehandlet der."


def test_nothing_is_withheld_without_a_reason(hearing):
    comment = answered.comment(answered.answer(hearing))

    with pytest.raises(RuleViolation, match="hvorfor"):
        publish(comment.answer, withheld={comment.pk: services.Withheld("", "  ")})


def test_an_answer_is_not_looked_through_before_the_deadline_is_past(hearing):
    with pytest.raises(WrongState):
        publish(answered.answer(hearing), now=factories.announced(hearing.deadline))


def test_of_two_who_look_through_it_the_later_is_told(hearing):
    answer = answered.answer(hearing)
    publish(answer)

    with pytest.raises(WrongState, match="Saksbehandler gikk gjennom svaret"):
        publish(answer)


def test_the_check_can_be_undone(hearing):
    comment = answered.comment(answered.answer(hearing))
    publish(comment.answer, withheld={comment.pk: services.Withheld("", "Personvern")})

    services.undo_reception(answer=comment.answer, by=factories.caseworker())

    comment.refresh_from_db()
    assert (comment.withheld_reason, comment.answer.published_at) == ("", None)


def test_a_withheld_file_is_for_the_directorate_alone(hearing):
    answer = answered.answer(hearing)
    file = HearingAttachment.objects.create(
        answer=answer,
        purpose="Journal",
        file_name="j.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        content=b"%PDF",
    )
    publish(answer, files=[file.pk])

    args = [hearing.pk, answer.pk, file.pk]
    assert Client().get(reverse("hearings:published_file", args=args)).status_code == 404
    assert signed_in(factories.caseworker()).get(reverse("hearings:reception_file", args=args)).content == b"%PDF"


def test_a_private_persons_address_is_nowhere(hearing):
    answer = answered.answer(hearing, "Kari", is_private=True)
    answered.comment(answer)
    publish(answer)

    one = Client().get(reverse("hearings:published_answer", args=[hearing.pk, answer.pk]))
    pages = [public(hearing), public(hearing, visning="punkt"), one]
    files = [exported(hearing, suffix) for suffix in ("csv", "json")]
    written = "".join(page.content.decode() for page in pages) + "".join(files)
    assert "Kari" in written
    assert "privat@example.no" not in written


def test_a_formula_in_a_comment_is_text_in_the_spreadsheet(hearing):
    answer = answered.answer(hearing)
    answered.comment(answer, "=HYPERLINK(1)")
    publish(answer)

    assert ";'=HYPERLINK(1)" in exported(hearing, "csv")
    assert json.loads(exported(hearing, "json"))["merknader"][0]["merknad"] == "=HYPERLINK(1)"


def test_the_answers_of_an_unpublished_hearing_are_unknown(hearing):
    type(hearing).objects.filter(pk=hearing.pk).update(published_at=None)

    assert public(hearing).status_code == 404


def test_the_journal_has_neither_a_private_persons_name_nor_their_words(hearing):
    answer = answered.answer(hearing, "Kari Navnesen", is_private=True)
    comment = answered.comment(answer, "Pasienten ble feilbehandlet.")
    by, now = factories.caseworker(), answered.AFTER
    publish(answer, withheld={comment.pk: services.Withheld("", "Personvern")})
    services.dispose(comment=comment, outcome="orientering", reason="Tatt til orientering.", by=by, now=now)
    services.undo_reception(answer=answer, by=by)
    services.withhold_answer(answer=answer, reason="Personvern", by=by, now=now)

    told = " ".join(f"{event.subject_label} {event.payload}" for event in Event.objects.all())

    assert "Høringssvar fra en privatperson" in told
    assert f"Merknad nr. {comment.pk}" in told
    assert "Navnesen" not in told
    assert "feilbehandlet" not in told


@pytest.mark.parametrize(("hours", "may"), [(47, False), (48, True)])
def test_a_summary_waits_for_those_who_can_still_confirm_their_answer(hearing, hours, may):
    last_moment = hearing.closes_at - dt.timedelta(minutes=1)
    answered.answer(
        hearing, "Kari", is_private=True, sent_at=None, confirmed_at=None, started_at=last_moment, secret_hash="x"
    )
    now = last_moment + dt.timedelta(hours=hours)
    publish_summary = lambda: services.publish_summary(hearing=hearing, by=factories.caseworker(), now=now)  # noqa: E731

    if may:
        assert publish_summary().is_summed_up
    else:
        with pytest.raises(RuleViolation, match="1 høringssvar kan bekreftes av avsenderen til"):
            publish_summary()


def test_a_private_persons_address_in_the_text_is_taken_out_before_it_is_published(hearing):
    answer = answered.answer(hearing, "Kari Nord", is_private=True)
    comment = answered.comment(answer, "For strengt. Hilsen Kari, Privat@example.no")

    with pytest.raises(RuleViolation, match="har e-postadressen til avsenderen i teksten"):
        publish(answer)

    publish(answer, withheld={comment.pk: services.Withheld("For strengt.", "Privat adresse")})
    assert "example.no" not in public(hearing, visning="punkt").content.decode().casefold()
    assert "example.no" not in exported(hearing, "csv").casefold()
