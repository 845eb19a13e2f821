"""Asking for a PDF, following it, and fetching it. Made by a worker, never here."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from objectives.models import RenderedFile
from regulations import services
from regulations.models import RenderedDocument
from regulations.pages import document_fragment
from regulations.tasks import render_document

from .access import for_the_directorate, person, refusals_told, regulation_or_404

log = logging.getLogger(__name__)


@require_POST
@for_the_directorate
def request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a PDF of the draft as it now is."""
    regulation = regulation_or_404(pk)
    with refusals_told(request):
        document = services.request_document(regulation=regulation, by=person(request))
        transaction.on_commit(lambda: hand_out(document.pk))
        if request.headers.get("HX-Request"):
            return render(request, "regulations/_document.html", document_fragment(document, user=person(request)))
        messages.info(request, _("PDF-en lages. Den står her når den er ferdig."))
    return redirect(f"{regulation.get_absolute_url()}#pdf")


@require_GET
@vary_on_headers("HX-Request")
@for_the_directorate
def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """How far the PDF has come, for the page that follows it; 204 when nothing is new since `sett`."""
    row = _document_or_404(pk, document_pk)
    if not request.headers.get("HX-Request"):
        return redirect(f"{row.regulation.get_absolute_url()}#pdf")
    context = document_fragment(row, user=person(request))
    if request.GET.get("sett") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "regulations/_document.html", context)


@require_GET
@for_the_directorate
def download(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """The file itself."""
    row = get_object_or_404(RenderedDocument, pk=document_pk, regulation=pk, state=RenderedDocument.State.DONE)
    response = pdf_response(row)
    response["Cache-Control"] = "private, no-cache"
    return response


def pdf_response(document: RenderedFile) -> HttpResponse:
    """The bytes as a file to keep, which no browser takes for anything else."""
    if document.content is None:
        raise Http404
    response = HttpResponse(bytes(document.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def hand_out(document_id: int) -> None:
    """Tell a worker. When the queue is down nothing is lost: the next sweep finds what waits."""
    try:
        render_document.apply_async((document_id,), retry=False)
    except OperationalError:
        log.warning("The queue is out of reach; document %s waits for the next sweep", document_id)


def _document_or_404(pk: int, document_pk: int) -> RenderedDocument:
    documents = RenderedDocument.objects.defer("content").select_related("regulation")
    return get_object_or_404(documents, pk=document_pk, regulation=pk)
