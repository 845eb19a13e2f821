"""What everybody may read of a hearing's answers: page, files, and one answer (HØ-2)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hearings import permissions
from hearings.exporting import as_csv, as_json
from hearings.models import HearingAttachment, Position
from hearings.pages.published import published_comments, published_page
from hearings.pages.reception import comments_of
from organisations.virus_control import Scan

from .fetching import hearing_or_404
from .reception import file_response

FORMATS = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}


@require_GET
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The published answers, by sender or by change item, with the picture of the hearing."""
    hearing = hearing_or_404(request, pk)
    context = {
        "hearing": hearing,
        "page": published_page(hearing, request.GET),
        "positions": Position.choices,
        "is_directorate": permissions.may_read_comments(request.user),
    }
    return render(request, "hearings/published_answers.html", context)


@require_GET
def answer(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """One published answer."""
    hearing = hearing_or_404(request, pk)
    rows = hearing.answers.published().select_related("hearing", "organisation")
    found = get_object_or_404(rows, pk=answer_pk)
    files = found.attachments.filter(is_withheld=False, scan__in=(Scan.NONE, Scan.CLEAN)).defer("content")
    context = {
        "hearing": hearing,
        "answer": found,
        "comments": comments_of(found, published=True),
        "files": files,
        "shows_dispositions": hearing.summary_published_at is not None,
    }
    return render(request, "hearings/published_answer.html", context)


@require_GET
def answer_file(request: HttpRequest, pk: int, answer_pk: int, file_pk: int) -> HttpResponse:
    """A file of a published answer that is not withheld."""
    hearing = hearing_or_404(request, pk)
    published = hearing.answers.published().filter(pk=answer_pk)
    return file_response(HearingAttachment.objects.filter(answer__in=published, pk=file_pk, is_withheld=False).first())


@require_GET
def answers_export(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """All published comments, with what was made of them when the summary is published; narrowed as the page is."""
    hearing = hearing_or_404(request, pk)
    if suffix not in FORMATS:
        raise Http404
    write, content_type = FORMATS[suffix]
    search = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = published_comments(hearing, search=search, slug=request.GET.get("punkt", "")[:60])
    response = StreamingHttpResponse(write(hearing, rows), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="horing-{hearing.pk}-merknader.{suffix}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
