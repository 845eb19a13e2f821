"""Fetching the letter about a decision. Made by a worker, never here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from organisations.signed_in import signed_in
from regulations.views.documents import pdf_response
from revisions import permissions
from revisions.models import DecisionLetter

from .access import case_or_404


@signed_in
@require_safe
def letter(request: HttpRequest, year: int, serial: int, letter_pk: int) -> HttpResponse:
    """The letter, for the directorate and for the sender it is to."""
    case = case_or_404(request, year, serial)
    readable = permissions.letters_visible_to(request.user, case)
    found = get_object_or_404(readable, pk=letter_pk, state=DecisionLetter.State.DONE)
    response = pdf_response(found)
    response["Cache-Control"] = "private, no-store"
    return response
