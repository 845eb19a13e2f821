"""The journal is written with what it tells, in one chain, and never changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from notifications.models import Event, Verb
from notifications.services import record
from notifications.verification import verify_journal
from organisations.models import User
from tests import factories


def tell(number: int, *, actor: User) -> Event:
    return record(
        actor=actor, verb=Verb.CODE_RESERVED, subject=actor, case_number=f"2026/{number}", payload={"n": number}
    )


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_what_in_which_case():
    actor = factories.caseworker()

    event = record(
        actor=actor,
        verb=Verb.CASE_STEP,
        subject=factories.act(),
        case_number="2026/7",
        payload={"note": "Ferdig å lese."},
    )

    event.refresh_from_db()
    assert (event.actor, event.verb, event.case_number) == (actor, Verb.CASE_STEP, "2026/7")
    assert (event.subject_type, event.subject_label) == ("objectives.legalact", "FOR-2016-12-08-1482")
    assert event.payload == {"note": "Ferdig å lese."}
    assert list(Event.objects.about(factories.act())) == [event]
    assert list(Event.objects.in_case("2026/7")) == [event]


@pytest.mark.django_db(transaction=True)
def test_an_event_is_refused_outside_a_transaction():
    actor = factories.caseworker()

    with pytest.raises(RuntimeError, match="transaction"):
        tell(1, actor=actor)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_its_transaction():
    actor = factories.caseworker()

    with transaction.atomic():
        tell(1, actor=actor)
        transaction.set_rollback(True)
    with transaction.atomic():
        tell(2, actor=actor)

    (event,) = Event.objects.all()
    assert (event.sequence, event.case_number) == (1, "2026/2")


@pytest.mark.django_db
def test_each_event_carries_the_hash_of_the_one_before():
    actor = factories.caseworker()

    for number in range(1, 4):
        tell(number, actor=actor)

    first, second, third = Event.objects.order_by("sequence")
    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert first.previous_hash == "0" * 64
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert len({first.hash, second.hash, third.hash}) == 3


@pytest.mark.django_db
def test_number_and_hash_are_the_database_own_whatever_is_given():
    event = Event.objects.create(
        sequence=77,
        hash="f" * 64,
        previous_hash="f" * 64,
        actor=factories.caseworker(),
        verb=Verb.CASE_STEP,
        subject_type="a.b",
        subject_id="1",
        subject_label="En sak",
    )

    event.refresh_from_db()
    assert event.sequence == 1
    assert event.previous_hash == "0" * 64
    assert verify_journal().broken == ""


@pytest.mark.django_db(transaction=True)
def test_concurrent_transactions_make_one_chain():
    actor = factories.caseworker()
    writers = 8
    ready = Barrier(writers)

    def write(number: int) -> None:
        try:
            with transaction.atomic():
                ready.wait()
                tell(number, actor=actor)
                tell(number, actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    verified = verify_journal()
    assert (verified.events, verified.broken) == (2 * writers, "")
    cases = list(Event.objects.order_by("sequence").values_list("case_number", flat=True))
    # Whoever writes first holds the chain until the commit: each transaction's two events stand together.
    assert cases[::2] == cases[1::2]


# --- append-only -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notifications_event SET payload = '{}'",
        "UPDATE notifications_event SET moment = now()",
        "UPDATE notifications_event SET hash = repeat('0', 64)",
        "DELETE FROM notifications_event",
        "TRUNCATE notifications_event",
    ],
)
def test_sql_by_hand_can_not_change_the_journal(statement: str):
    tell(1, actor=factories.caseworker())

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE is refused for another reason
        cursor.execute("SET LOCAL app.allow_truncate = 'off'")  # the test runner has it on
        with pytest.raises(DatabaseError, match="Journalen kan ikke endres eller slettes"), transaction.atomic():
            cursor.execute(statement)

    assert Event.objects.get().payload == {"n": 1}


@pytest.mark.django_db
def test_an_event_can_not_be_saved_again():
    event = tell(1, actor=factories.caseworker())
    event.subject_label = "Noe annet"

    with pytest.raises(DatabaseError, match="Journalen kan ikke endres"), transaction.atomic():
        event.save(update_fields=["subject_label"])

    assert Event.objects.get().subject_label != "Noe annet"


@pytest.mark.django_db
def test_update_of_a_queryset_is_refused():
    tell(1, actor=factories.caseworker())

    with pytest.raises(DatabaseError, match="Journalen kan ikke endres"), transaction.atomic():
        Event.objects.update(case_number="")

    assert Event.objects.get().case_number == "2026/1"


@pytest.mark.django_db
def test_an_event_can_not_be_deleted():
    event = tell(1, actor=factories.caseworker())

    with pytest.raises(DatabaseError, match="Journalen kan ikke endres"), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError, match="Journalen kan ikke endres"), transaction.atomic():
        Event.objects.all().delete()

    assert Event.objects.count() == 1
