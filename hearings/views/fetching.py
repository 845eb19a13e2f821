"""How a page gets hold of a hearing, an answer or a comment: what the person may not know of reads as not found."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hearings import permissions
from hearings.models import Hearing, HearingAnswer, HearingComment


def hearing_or_404(request: HttpRequest, pk: int) -> Hearing:
    """A hearing this person may see."""
    return get_object_or_404(permissions.hearings_visible_to(request.user), pk=pk)


def hearing_to_handle(request: HttpRequest, pk: int) -> Hearing:
    """A hearing, for the directorate alone; its comments are unknown to all others."""
    if not permissions.may_read_comments(request.user):
        raise Http404
    return get_object_or_404(Hearing, pk=pk)


def comment_or_404(hearing: Hearing, pk: int) -> HearingComment:
    """A comment of the hearing that is in the case."""
    rows = HearingComment.objects.in_hearing(hearing)
    return get_object_or_404(rows.select_related("answer__organisation", "item", "disposition__made_by"), pk=pk)


def answer_or_404(hearing: Hearing, pk: int) -> HearingAnswer:
    """An answer of the hearing that is in the case, published or not."""
    rows = HearingAnswer.objects.counted().filter(hearing=hearing)
    return get_object_or_404(rows.select_related("hearing", "organisation", "version", "received_by"), pk=pk)
