"""A draft's PDF from its page: asked for, waited for, fetched, and what is said when it fails."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from regulations import services, tasks
from regulations.models import (
    RenderedDocument,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client, by):
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def handed_out(monkeypatch) -> list[int]:
    """What the queue was given, instead of a queue."""
    found: list[int] = []
    monkeypatch.setattr(tasks.render_document, "apply_async", lambda args, **options: found.append(args[0]))
    return found


@pytest.fixture
def finished(draft, by) -> RenderedDocument:
    document = services.request_document(regulation=draft, by=by)
    RenderedDocument.objects.filter(pk=document.pk).update(
        state="ferdig",
        content=b"%PDF-prove",
        file_name="utkast-vinter-2027.pdf",
        percent=100,
        finished_at=timezone.now(),
    )
    return document


def test_asking_for_a_pdf_hands_it_to_the_queue_when_the_row_is_there(
    inside, draft, handed_out, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = inside.post(reverse("regulations:request_pdf", args=[draft.pk]))

    assert response.url == f"{draft.get_absolute_url()}#pdf"
    assert handed_out == [draft.documents.get().pk]


def test_a_queue_that_is_down_loses_nothing(inside, draft, monkeypatch, django_capture_on_commit_callbacks):
    def out_of_reach(args, **options):
        raise OperationalError

    monkeypatch.setattr(tasks.render_document, "apply_async", out_of_reach)

    with django_capture_on_commit_callbacks(execute=True):
        response = inside.post(reverse("regulations:request_pdf", args=[draft.pk]))

    assert response.status_code == 302
    assert draft.documents.get().state == RenderedDocument.State.WAITING


def test_with_htmx_the_button_is_exchanged_for_the_progress(inside, draft, handed_out):
    response = inside.post(reverse("regulations:request_pdf", args=[draft.pk]), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "Venter på tur" in page
    assert "<html" not in page


def test_the_progress_is_answered_only_when_there_is_something_new(inside, draft, by):
    document = services.request_document(regulation=draft, by=by)
    url = reverse("regulations:document", args=[draft.pk, document.pk])
    htmx = {"HX-Request": "true"}

    assert inside.get(f"{url}?sett=venter-0", headers=htmx).status_code == 204
    RenderedDocument.objects.filter(pk=document.pk).update(state="lages", step="Lager PDF", percent=60)
    response = inside.get(f"{url}?sett=venter-0", headers=htmx)

    assert response.status_code == 200
    assert "Lager PDF" in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_finished_pdf_is_no_longer_asked_about(inside, draft, finished):
    url = reverse("regulations:document", args=[draft.pk, finished.pk])

    page = inside.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "hx-trigger" not in page
    assert "Last ned PDF" in page


def test_a_failed_pdf_says_why_and_can_be_asked_for_again(inside, draft, by):
    document = services.request_document(regulation=draft, by=by)
    RenderedDocument.objects.filter(pk=document.pk).update(state="feilet", error="Skriftene mangler.")

    page = inside.get(draft.get_absolute_url()).content.decode()

    assert "Skriftene mangler." in page
    assert "Lag PDF på nytt" in page


def test_without_htmx_the_progress_leads_to_the_page(inside, draft, finished):
    response = inside.get(reverse("regulations:document", args=[draft.pk, finished.pk]))

    assert response.url == f"{draft.get_absolute_url()}#pdf"


def test_the_pdf_is_fetched_as_a_file_for_this_person_alone(inside, draft, finished):
    response = inside.get(reverse("regulations:download", args=[draft.pk, finished.pk]))

    assert response.content == b"%PDF-prove"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="utkast-vinter-2027.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_a_pdf_that_is_not_finished_can_not_be_fetched(inside, draft, by):
    document = services.request_document(regulation=draft, by=by)

    assert inside.get(reverse("regulations:download", args=[draft.pk, document.pk])).status_code == 404
