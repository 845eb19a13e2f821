"""A row changed behind the database's back is found and named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from notifications import verification
from notifications.models import Event, Verb
from notifications.services import record
from notifications.verification import verify_journal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def five_events() -> None:
    actor = factories.caseworker()
    for number in range(1, 6):
        record(
            actor=actor,
            verb=Verb.CASE_STEP,
            subject=factories.act(),
            case_number=f"2026/{number}",
            payload={
                "steg": number,
                "merknad": "Sjekket «æøå» \\ og \x1f.",
                "liste": [1, 2.50, None, {"b": 1, "a": 2}],
            },
        )


@contextmanager
def behind_the_back() -> Iterator[None]:
    """The journal's triggers are off, as for someone who owns the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE notifications_event DISABLE TRIGGER USER")
        yield
        cursor.execute("ALTER TABLE notifications_event ENABLE TRIGGER USER")


def change(statement: str) -> None:
    with behind_the_back(), connection.cursor() as cursor:
        cursor.execute(statement)


def verify() -> str:
    """Run the command; returns what it said."""
    out = io.StringIO()
    call_command("verify_journal", stdout=out)
    return out.getvalue()


def test_an_unbroken_journal_is_said_to_be_so_with_its_last_hash():
    last = Event.objects.get(sequence=5)

    assert verify().strip() == f"Journalen er ubrutt: 5 hendelser. Siste hash: {last.hash}"


def test_an_empty_journal_is_unbroken():
    change("DELETE FROM notifications_event")

    assert "0 hendelser" in verify()


@pytest.mark.parametrize(
    "assignment",
    [
        "payload = jsonb_set(payload, '{steg}', '9')",
        "moment = moment + interval '1 microsecond'",
        "verb = 'decision-made'",
        "subject_type = 'objectives.objective'",
        "subject_id = '99'",
        "subject_label = 'En annen'",
        "case_number = '2026/9'",
        "payload = '{}'",
        "hash = repeat('a', 64)",
    ],
)
def test_a_changed_row_is_named(assignment: str):
    change(f"UPDATE notifications_event SET {assignment} WHERE sequence = 3")

    with pytest.raises(CommandError, match="brutt i hendelse 3: innholdet stemmer ikke") as refusal:
        verify()

    assert refusal.value.returncode == 1
    assert "til og med 2 er hele" in str(refusal.value)


def test_another_actor_is_named():
    other = factories.decision_maker()
    change(f"UPDATE notifications_event SET actor_id = {other.pk} WHERE sequence = 2")

    with pytest.raises(CommandError, match="brutt i hendelse 2"):
        verify()


def test_a_removed_row_is_named():
    change("DELETE FROM notifications_event WHERE sequence = 3")

    with pytest.raises(CommandError, match="brutt i hendelse 3: den mangler, og neste rad i journalen er nummer 4"):
        verify()


def test_a_removed_first_row_is_named():
    change("DELETE FROM notifications_event WHERE sequence = 1")

    with pytest.raises(CommandError, match="brutt i hendelse 1: den mangler"):
        verify()


def test_a_row_removed_and_the_rest_renumbered_is_found():
    change(
        "DELETE FROM notifications_event WHERE sequence = 2;"
        "UPDATE notifications_event SET sequence = sequence - 1 WHERE sequence > 2"
    )

    with pytest.raises(CommandError, match="brutt i hendelse 2: den viser til en annen hash"):
        verify()


def test_a_row_put_in_before_the_first_is_found():
    change("UPDATE notifications_event SET sequence = 0 WHERE sequence = 1")

    with pytest.raises(CommandError, match="brutt i hendelse 0: den står før hendelse 1"):
        verify()


def test_a_row_rewritten_with_a_new_hash_breaks_the_next():
    change(
        """
        UPDATE notifications_event SET case_number = '2026/9' WHERE sequence = 3;
        UPDATE notifications_event SET hash = encode(sha256(convert_to(concat_ws(chr(31), previous_hash, sequence::text,
            extract(epoch FROM moment)::text, actor_id::text, verb, subject_type, subject_id, subject_label,
            case_number, payload::text), 'UTF8')), 'hex') WHERE sequence = 3
        """
    )

    with pytest.raises(CommandError, match="brutt i hendelse 4: den viser til en annen hash"):
        verify()


def test_rows_removed_from_the_end_show_in_the_last_hash():
    before = verify_journal()
    change("DELETE FROM notifications_event WHERE sequence = 5")

    after = verify_journal()

    assert after.broken == ""
    assert (after.events, after.last_hash) != (before.events, before.last_hash)


def test_the_chain_holds_across_batches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verification, "_BATCH", 2)

    assert verify_journal().events == 5


def test_the_session_time_zone_does_not_matter():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")

    assert verify_journal().broken == ""
