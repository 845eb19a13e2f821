"""How a page of an innspillsrunde gets hold of what it is about: what the person may not know of is not found."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hearings import permissions
from hearings.models import CouncilAssessment, RoundRequest


def request_or_404(request: HttpRequest, pk: int) -> RoundRequest:
    """The request (forespørsel), or 404: a body reads its own, the directorate all."""
    related = ("organisation", "consultation", "response__version", "response__sent_by")
    return get_object_or_404(permissions.requests_visible_to(request.user).select_related(*related), pk=pk)


def assessment_or_404(request: HttpRequest, pk: int) -> CouncilAssessment:
    """A council's assessment, or 404."""
    related = (
        *("council__specialty", "council__leader", "version"),
        *("request__organisation", "request__consultation"),
    )
    return get_object_or_404(permissions.assessments_visible_to(request.user).select_related(*related), pk=pk)
