"""The files of an act: asking for a PDF, which a worker makes, following it, and fetching any of them."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from objectives.models import RenderedFile
from regulations import services
from regulations.dispatching import act_document, current_dispatch
from regulations.documents import FORMATS, ActDocument
from regulations.documents.as_json import fingerprint
from regulations.documents.formats import WRITERS_VERSION
from regulations.documents.structure import file_name_of
from regulations.models import AmendmentRegulation, RenderedDocument
from regulations.pages import chosen_institutions, document_fragment, files_page, slot_of
from regulations.tasks import render_document

from .access import for_the_directorate, person, refusals_told, regulation_or_404

log = logging.getLogger(__name__)


@require_GET
@for_the_directorate
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Every form the act can be had in."""
    return render(request, "regulations/files.html", files_page(regulation_or_404(pk), user=person(request)))


@require_GET
@for_the_directorate
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The act as it now is in a form that is made at once."""
    regulation = regulation_or_404(pk)
    document = act_document(regulation, current_dispatch(regulation), with_grounds=True)
    response = direct_file(request, document, form)
    response["Cache-Control"] = "private, no-cache"
    return response


def direct_file(request: HttpRequest, document: ActDocument, form: str) -> HttpResponse:
    """The file, or 304 when the reader has it already."""
    chosen = FORMATS.get(form)
    if chosen is None:
        raise Http404
    etag = f'"{fingerprint(document, with_grounds=True)}-{form}-{WRITERS_VERSION}"'
    known = get_conditional_response(request, etag=etag)
    response = known or _attachment(
        chosen.make(document),
        content_type=chosen.content_type,
        file_name=file_name_of(document, form, extension=chosen.extension),
    )
    response["ETag"] = etag
    return response


@require_POST
@for_the_directorate
def request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a PDF of the draft as it now is, for reading or for the archive."""
    regulation = regulation_or_404(pk)
    form = request.POST.get("form", RenderedDocument.Form.PDF)
    if form not in (RenderedDocument.Form.PDF, RenderedDocument.Form.ARCHIVE):
        raise Http404
    with refusals_told(request):
        document = services.request_document(regulation=regulation, by=person(request), form=form)
        return _ordered(request, document)
    return redirect(_where(regulation, form))


@require_POST
@for_the_directorate
def request_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the letter that tells of the act, with those it is for."""
    regulation = regulation_or_404(pk)
    institutions = chosen_institutions(request.POST.getlist("institusjoner"))
    with refusals_told(request):
        document = services.request_letter(regulation=regulation, institutions=institutions, by=person(request))
        return _ordered(request, document)
    return redirect(_where(regulation, RenderedDocument.Form.LETTER))


def _ordered(request: HttpRequest, document: RenderedDocument) -> HttpResponse:
    transaction.on_commit(lambda: hand_out(document.pk))
    if request.headers.get("HX-Request"):
        return render(request, "regulations/_document.html", document_fragment(document, user=person(request)))
    messages.info(request, _("PDF-en lages. Den står her når den er ferdig."))
    return redirect(_where(document.regulation, document.form))


def _where(regulation: AmendmentRegulation, form: str) -> str:
    """Where the file is shown: the draft's own page has the PDF for reading, the page of files the others."""
    is_first = form == RenderedDocument.Form.PDF
    page = regulation.get_absolute_url() if is_first else reverse("regulations:files", args=[regulation.pk])
    return f"{page}#{slot_of(form)}"


@require_GET
@vary_on_headers("HX-Request")
@for_the_directorate
def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """How far the PDF has come, for the page that follows it; 204 when nothing is new since `sett`."""
    row = _document_or_404(pk, document_pk)
    if not request.headers.get("HX-Request"):
        return redirect(_where(row.regulation, row.form))
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
    return _attachment(bytes(document.content), content_type="application/pdf", file_name=document.file_name)


def _attachment(content: bytes, *, content_type: str, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def hand_out(document_id: int) -> None:
    """Tell a worker. When the queue is down nothing is lost: the next sweep finds what waits."""
    try:
        render_document.apply_async((document_id,), retry=False)
    except OperationalError:
        log.warning("The queue is out of reach; document %s waits for the next sweep", document_id)


def _document_or_404(pk: int, document_pk: int) -> RenderedDocument:
    documents = RenderedDocument.objects.to_show().select_related("regulation")
    return get_object_or_404(documents, pk=document_pk, regulation=pk)
