"""A long export is made once for the same content, by one worker, and is never lost; old ones go."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from objectives import tasks
from objectives.export import FORMATS, Format, build_document, of_chapter
from objectives.models import ExportJob
from objectives.printing import pdf
from objectives.printing.fonts import FilesMissing
from objectives.services import exports
from objectives.services.exports import TooManyExports
from tests import factories

from .exporting import ON, small_annex, stands

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
State = ExportJob.State
XHTML = FORMATS["xhtml"]


@pytest.fixture(autouse=True)
def annex(db) -> None:
    small_annex()


def request(key: str = "xhtml", *, now: dt.datetime = NOW, mine=(), **choice) -> ExportJob:
    chosen = FORMATS[key]
    document = build_document(on=ON, as_printed=chosen.as_printed, **choice)
    return exports.request_export(document=document, chosen=chosen, now=now, mine=mine)


def claim(job: ExportJob, *, now: dt.datetime = NOW) -> int | None:
    return exports.claim_export(job_id=job.pk, now=now)


def finished(days: int = 0, *, key: str = "a", size: int = 3) -> ExportJob:
    return ExportJob.objects.create(
        key=key * 64,
        format="pdf",
        on=ON,
        kind="alt",
        count=9,
        state=State.DONE,
        content=b"x" * size,
        file_name="vedlegg2.pdf",
        finished_at=NOW - dt.timedelta(days=days),
    )


# --- asking -------------------------------------------------------------------------------------------


def test_what_is_asked_for_waits_with_what_was_chosen():
    job = request(selection=of_chapter("C15"))

    assert (job.state, job.format, job.kind, job.chosen, job.scope, job.count) == (
        State.WAITING,
        "xhtml",
        "kapittel",
        ["C15"],
        "C15. Gastroenterologisk kirurgi",
        6,
    )
    assert job.file_name == "vedlegg2-kapittel-c15-2026-03-01.xhtml"


def test_the_same_content_is_made_once():
    assert request() == request()
    assert ExportJob.objects.count() == 1


def test_a_chapter_is_made_again_only_when_its_own_text_changes():
    here, elsewhere = factories.chapter("C15"), factories.chapter("C22")
    stands("GAK-031", "Ha kunnskap om brokk.", in_chapter=here)
    first = request("pdf", selection=of_chapter("C15"))

    stands("GAK-032", "Ha kunnskap om sedasjon.", in_chapter=elsewhere)
    assert request("pdf", selection=of_chapter("C15")) == first
    stands("GAK-033", "Ha kunnskap om bukvegg.", in_chapter=here)
    assert request("pdf", selection=of_chapter("C15")) != first


def test_another_format_another_day_or_another_text_is_another_file():
    first = request()
    other_format = request("csv")
    stands("GAK-020", "Ha kunnskap om noe nytt.", in_chapter=factories.chapter())

    assert len({first.pk, other_format.pk, request().pk}) == 3


def test_a_failed_export_is_tried_again_when_someone_asks():
    job = request()
    ExportJob.objects.update(state=State.FAILED, attempts=3, error="Det gikk galt.", finished_at=NOW)

    again = request()

    assert (again.pk, again.state, again.attempts, again.error) == (job.pk, State.WAITING, 0, "")


def test_one_visitor_has_at_most_three_under_way():
    mine = [request(key).key for key in ("csv", "json", "akn")]

    with pytest.raises(TooManyExports, match="Du har allerede 3 filer som lages"):
        request("xhtml", mine=mine)
    assert request("xhtml", mine=mine[:2]).state == State.WAITING


def test_what_is_on_its_way_is_given_back_even_when_there_are_too_many():
    mine = [request(key).key for key in ("csv", "json", "akn")]

    assert request("csv", mine=mine).key == mine[0]


def test_all_visitors_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(exports, "MOST_UNDER_WAY", 2)
    request("csv")
    request("json")

    with pytest.raises(TooManyExports, match="Mange filer lages nå"):
        request("akn")


def test_the_database_keeps_one_row_for_one_content():
    finished()

    with pytest.raises(IntegrityError):
        finished()


# --- making -------------------------------------------------------------------------------------------


def test_a_worker_makes_the_file_and_tells_each_step(monkeypatch):
    job = request()
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks, "report_progress", lambda **what: told.append((what["step"], what["percent"])))

    tasks.make_export(job.pk)

    job.refresh_from_db()
    assert (job.state, job.percent, job.attempts) == (State.DONE, 100, 1)
    assert bytes(job.content) == XHTML.make(build_document(on=ON, as_printed=True))
    assert told == [("Henter læringsmålene", 10), ("Setter opp dokumentet", 25), ("Lagrer filen", 95)]


def test_a_long_pdf_tells_the_pages_as_they_are_laid_out(monkeypatch):
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(tasks, "report_progress", lambda **what: told.append((what["step"], what["percent"])))
    monkeypatch.setattr(pdf, "_PAGES_BETWEEN_WORDS", 1)
    job = request("pdf")

    tasks.make_export(job.pk)

    assert ("Setter opp side 1 av omtrent 1", 65) in told
    assert [percent for _step, percent in told] == sorted(percent for _step, percent in told)
    assert len(told) == len(set(told))


def test_running_it_again_does_nothing():
    job = request()
    tasks.make_export(job.pk)
    before = ExportJob.objects.get().finished_at

    tasks.make_export(job.pk)

    assert (ExportJob.objects.get().finished_at, ExportJob.objects.get().attempts) == (before, 1)


def test_two_workers_never_make_the_same_file():
    job = request()

    assert (claim(job), claim(job)) == (1, None)


def test_a_job_that_is_gone_is_left_in_peace():
    tasks.make_export(4711)


def test_what_a_dead_worker_left_is_taken_by_another_who_alone_may_finish_it():
    job = request()
    first = claim(job)
    second = claim(job, now=NOW + dt.timedelta(minutes=7))

    assert (first, second) == (1, 2)
    assert not exports.finish_export(job_id=job.pk, attempt=1, content=b"late", now=NOW)
    assert exports.finish_export(job_id=job.pk, attempt=2, content=b"right", now=NOW)
    assert bytes(ExportJob.objects.get().content) == b"right"


def test_a_failure_is_tried_again_and_given_up_after_the_third(monkeypatch, caplog):
    job = request()

    def broken(*_arguments: object, **_named: object) -> bytes:
        raise RuntimeError("Disken er full.")

    monkeypatch.setattr(Format, "make", broken)
    states = []
    for _attempt in range(3):
        tasks.make_export(job.pk)
        job.refresh_from_db()
        states.append(job.state)

    assert states == [State.WAITING, State.WAITING, State.FAILED]
    assert job.error.startswith("Filen kunne ikke lages.")
    assert "Disken er full." in caplog.text


def test_a_refusal_is_told_at_once_in_its_own_words(monkeypatch):
    job = request("pdf")

    def no_fonts(*_arguments: object, **_named: object) -> bytes:
        raise FilesMissing("Skriftene mangler. Hent dem.", code="files-missing")

    monkeypatch.setattr(Format, "make", no_fonts)

    tasks.make_export(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "Skriftene mangler. Hent dem.")


def test_a_register_that_has_changed_since_is_not_given_out_as_what_was_asked_for():
    job = request()
    stands("GAK-021", "Ha kunnskap om noe nytt.", in_chapter=factories.chapter())

    tasks.make_export(job.pk)

    job.refresh_from_db()
    assert (job.state, job.content) == (State.FAILED, None)
    assert job.error.startswith("Registeret ble endret etter at du ba om filen.")


# --- the sweep ----------------------------------------------------------------------------------------


@pytest.fixture
def handed_out(monkeypatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(tasks.make_export, "delay", found.append)
    return found


def test_the_sweep_hands_out_what_waits_and_what_a_dead_worker_left(handed_out):
    waiting, running, dead = request("csv"), request("json"), request("akn")
    claim(running, now=timezone.now())
    claim(dead, now=timezone.now() - dt.timedelta(minutes=7))

    tasks.sweep_exports()

    assert sorted(handed_out) == sorted([waiting.pk, dead.pk])


def test_the_sweep_gives_up_what_has_gone_silent_three_times(handed_out, caplog):
    job = request()
    ExportJob.objects.update(state=State.RUNNING, attempts=3, started_at=timezone.now() - dt.timedelta(minutes=7))

    tasks.sweep_exports()

    job.refresh_from_db()
    assert (handed_out, job.state) == ([], State.FAILED)
    assert "given up" in caplog.text


def test_the_sweep_is_in_the_timetable(settings):
    timetable = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks.sweep_exports.name in timetable


def test_finished_exports_go_after_a_week():
    finished(8, key="a")
    kept = finished(6, key="b")

    assert exports.prune_exports(now=NOW) == 1
    assert list(ExportJob.objects.all()) == [kept]


def test_what_is_under_way_is_never_pruned():
    job = request(now=NOW - dt.timedelta(days=30))

    exports.prune_exports(now=NOW)

    assert ExportJob.objects.get() == job


def test_the_oldest_go_first_when_they_take_too_much_room(monkeypatch):
    monkeypatch.setattr(exports, "MOST_BYTES_KEPT", 25)
    finished(3, key="a", size=10)
    middle, newest = finished(2, key="b", size=10), finished(1, key="c", size=10)

    assert exports.prune_exports(now=NOW) == 1
    assert set(ExportJob.objects.all()) == {middle, newest}
