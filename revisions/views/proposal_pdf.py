"""Asking for the PDF of a proposal, following it, and fetching it. Made by a worker, never here."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from organisations.refusing import answers_refusals
from organisations.signed_in import person, signed_in
from regulations.views.documents import pdf_response
from revisions import permissions
from revisions.models import Proposal, ProposalDocument
from revisions.pages.proposal_pdf import pdf_fragment
from revisions.services import documents as services
from revisions.tasks import render_proposal

from .access import proposal_or_404

log = logging.getLogger(__name__)


@signed_in
@require_POST
@answers_refusals
def request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a PDF of the proposal as it now is."""
    proposal = proposal_or_404(request, pk)
    document = services.request_document(proposal=proposal, by=person(request))
    hand_out_after_commit(document.pk)
    if request.headers.get("HX-Request"):
        return render(request, "revisions/_proposal_pdf.html", pdf_fragment(document, proposal))
    messages.info(request, _("PDF-en lages. Den står her når den er ferdig."))
    return redirect(f"{proposal.get_absolute_url()}#pdf")


@signed_in
@require_safe
@vary_on_headers("HX-Request")
def pdf(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """How far the PDF has come, for the page that follows it; 204 when nothing is new since `sett`."""
    proposal, document = _document_or_404(request, pk, document_pk)
    if not request.headers.get("HX-Request"):
        return redirect(f"{proposal.get_absolute_url()}#pdf")
    context = pdf_fragment(document, proposal)
    if request.GET.get("sett") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "revisions/_proposal_pdf.html", context)


@signed_in
@require_safe
def pdf_file(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """The file itself, for whoever may read the proposal."""
    proposal = proposal_or_404(request, pk)
    readable = permissions.documents_visible_to(request.user, proposal)
    found = get_object_or_404(readable, pk=document_pk, state=ProposalDocument.State.DONE)
    response = pdf_response(found)
    response["Cache-Control"] = "private, no-store"
    return response


def hand_out_after_commit(document_id: int) -> None:
    """Tell a worker. When the queue is down nothing is lost: the next sweep finds what waits."""

    def hand_out() -> None:
        try:
            render_proposal.apply_async((document_id,), retry=False)
        except OperationalError:
            log.warning("The queue is out of reach; document %s waits for the next sweep", document_id)

    transaction.on_commit(hand_out)


def _document_or_404(request: HttpRequest, pk: int, document_pk: int) -> tuple[Proposal, ProposalDocument]:
    proposal = proposal_or_404(request, pk)
    readable = permissions.documents_visible_to(request.user, proposal)
    return proposal, get_object_or_404(readable.defer("content"), pk=document_pk)
