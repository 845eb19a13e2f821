"""A requested document is made once, by one worker, and never lost with a worker or a broker."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from notifications.models import Event, Verb
from objectives.printing.fonts import FilesMissing
from organisations.models import Role, User
from organisations.refusals import NotPermitted
from regulations import tasks
from regulations.models import RenderedDocument
from regulations.services import documents, request_document
from tests import factories

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
State = RenderedDocument.State


@pytest.fixture
def waiting(draft, by) -> RenderedDocument:
    return request_document(regulation=draft, by=by)


def claim(document, *, now=NOW) -> int | None:
    return documents.claim_document(document_id=document.pk, now=now)


def finish(document, attempt):
    return documents.finish_document(
        document_id=document.pk, attempt=attempt, content=b"%PDF-", file_name="utkast.pdf", now=NOW
    )


# --- asking -------------------------------------------------------------------------------------------


def test_a_requested_document_waits(waiting, by):
    assert (waiting.state, waiting.requested_by, waiting.attempts) == (State.WAITING, by, 0)


def test_asking_again_while_it_waits_gives_the_same(waiting, draft, by):
    assert request_document(regulation=draft, by=by) == waiting


def test_asking_again_after_it_is_begun_gives_a_new_one(waiting, draft, by):
    claim(waiting)

    assert request_document(regulation=draft, by=by) != waiting


def test_only_those_who_draft_may_ask(draft):
    with pytest.raises(NotPermitted):
        request_document(regulation=draft, by=factories.user(Role.ADMINISTRATOR))


# --- claiming -----------------------------------------------------------------------------------------


def test_a_waiting_document_is_claimed_once(waiting):
    assert claim(waiting) == 1
    assert claim(waiting) is None


@pytest.mark.parametrize(("silent_for", "is_taken"), [(-SECOND, False), (dt.timedelta(0), False), (SECOND, True)])
def test_a_worker_silent_for_more_than_five_minutes_loses_its_document(waiting, silent_for, is_taken):
    claim(waiting)

    second = claim(waiting, now=NOW + documents.STALE_AFTER + silent_for)

    assert second == (2 if is_taken else None)


def test_after_three_attempts_it_is_not_claimed_again(waiting):
    for attempt in (1, 2, 3):
        assert claim(waiting, now=NOW + attempt * dt.timedelta(minutes=6)) == attempt

    assert claim(waiting, now=NOW + dt.timedelta(hours=1)) is None


def test_a_document_that_went_silent_three_times_is_given_up_with_a_sentence(waiting):
    for attempt in (1, 2, 3):
        claim(waiting, now=NOW + attempt * dt.timedelta(minutes=6))

    assert documents.give_up_stale_documents(now=NOW + dt.timedelta(hours=1)) == 1

    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert waiting.error.startswith("PDF-en ble ikke ferdig på tre forsøk.")


def test_a_document_that_is_done_or_gone_is_not_claimed(waiting):
    finish(waiting, claim(waiting))

    assert claim(waiting, now=NOW + dt.timedelta(hours=1)) is None
    assert documents.claim_document(document_id=0, now=NOW) is None


# --- telling ------------------------------------------------------------------------------------------


def test_progress_is_saved_for_the_attempt_that_counts(waiting):
    attempt = claim(waiting)

    assert documents.report_progress(document_id=waiting.pk, attempt=attempt, step="Lager PDF", percent=60)

    waiting.refresh_from_db()
    assert (waiting.step, waiting.percent) == ("Lager PDF", 60)


def test_a_worker_thought_dead_that_comes_back_writes_nothing(waiting):
    first = claim(waiting)
    second = claim(waiting, now=NOW + dt.timedelta(minutes=6))

    assert not documents.report_progress(document_id=waiting.pk, attempt=first, step="Lager PDF", percent=60)
    assert finish(waiting, first) is None
    documents.give_back_document(document_id=waiting.pk, attempt=first, error="Nei.", final=True, now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.step) == (State.RUNNING, second, "")
    assert finish(waiting, second)


def test_a_finished_document_is_kept_with_its_checksum_and_told_by_the_machine(waiting):
    finish(waiting, claim(waiting))

    waiting.refresh_from_db()
    event = Event.objects.get(verb=Verb.REGULATION_RENDERED)
    assert (waiting.state, bytes(waiting.content), waiting.percent) == (State.DONE, b"%PDF-", 100)
    assert event.actor == User.objects.system()
    assert event.payload["sha256"] == waiting.sha256


# --- the task -----------------------------------------------------------------------------------------


def test_the_task_makes_the_file_and_tells_each_step(waiting, monkeypatch):
    told = []
    monkeypatch.setattr(tasks, "report_progress", lambda **what: told.append((what["step"], what["percent"])))

    tasks.render_document(waiting.pk)

    waiting.refresh_from_db()
    assert told == [
        ("Henter endringene", 10),
        ("Setter opp forskriften", 40),
        ("Lager PDF", 60),
        ("Skriver PDF-en", 75),
        ("Kontrollerer PDF-en", 90),
    ]
    assert (waiting.state, waiting.step, waiting.file_name) == (State.DONE, "Ferdig", "utkast-vinter-2027.pdf")
    assert bytes(waiting.content).startswith(b"%PDF-")


def test_running_the_task_twice_makes_one_file(waiting):
    tasks.render_document(waiting.pk)
    first = RenderedDocument.objects.get(pk=waiting.pk)

    tasks.render_document(waiting.pk)

    second = RenderedDocument.objects.get(pk=waiting.pk)
    assert (second.finished_at, second.attempts) == (first.finished_at, 1)
    assert Event.objects.filter(verb=Verb.REGULATION_RENDERED).count() == 1


def test_a_failure_is_tried_again_and_given_up_after_the_third(waiting, monkeypatch, caplog):
    def broken(_html, **_options):
        raise MemoryError("for lite minne")

    monkeypatch.setattr(tasks, "html_to_pdf", broken)
    states = []
    for _attempt in range(3):
        tasks.render_document(waiting.pk)
        waiting.refresh_from_db()
        states.append(waiting.state)

    assert states == [State.WAITING, State.WAITING, State.FAILED]
    assert waiting.error.startswith("PDF-en kunne ikke lages.")
    assert "for lite minne" in caplog.text


def test_after_a_passing_failure_the_next_attempt_completes(waiting, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "check_pdf", lambda content, **_options: 1 / 0)
        tasks.render_document(waiting.pk)

    tasks.render_document(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == (State.DONE, 2, "")


def test_missing_fonts_are_told_at_once_in_their_own_sentence(waiting, monkeypatch):
    def no_fonts():
        raise FilesMissing("Skriftene mangler. Hent dem.", code="files-missing")

    monkeypatch.setattr(tasks, "require_fonts", no_fonts)

    tasks.render_document(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (State.FAILED, "Skriftene mangler. Hent dem.")


def test_an_announced_act_is_rendered_under_its_own_number(announced):
    tasks.render_document(announced.documents.get().pk)

    assert announced.documents.get().file_name == "FOR-2027-01-29-114.pdf"


# --- the sweep ----------------------------------------------------------------------------------------


@pytest.fixture
def handed_out(monkeypatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(tasks.render_document, "delay", found.append)
    return found


def test_the_sweep_hands_out_what_waits(waiting, handed_out):
    tasks.render_waiting_documents()

    assert handed_out == [waiting.pk]


def test_the_sweep_leaves_what_is_being_made(waiting, handed_out):
    claim(waiting, now=timezone.now())

    tasks.render_waiting_documents()

    assert handed_out == []


def test_the_sweep_hands_out_what_a_dead_worker_left(waiting, handed_out):
    claim(waiting, now=timezone.now() - dt.timedelta(minutes=6))

    tasks.render_waiting_documents()

    assert handed_out == [waiting.pk]


def test_the_sweep_gives_up_what_has_gone_silent_three_times(waiting, handed_out, caplog):
    RenderedDocument.objects.filter(pk=waiting.pk).update(
        state=State.RUNNING, attempts=3, started_at=timezone.now() - dt.timedelta(minutes=6)
    )

    tasks.render_waiting_documents()

    waiting.refresh_from_db()
    assert (handed_out, waiting.state) == ([], State.FAILED)
    assert "given up" in caplog.text
