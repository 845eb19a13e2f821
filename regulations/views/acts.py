"""Announced acts: public, like everything the annex is made of."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from objectives.models import LegalAct
from regulations.pages import act_page, acts_page, announced_pdf

from .documents import pdf_response


def _act_or_404(year: int, number: int) -> LegalAct:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise Http404
    acts = LegalAct.objects.select_related("amendment_regulation")
    return get_object_or_404(acts, decided_on__year=year, number=number)


@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """Every act that has given vedlegg 2 its words, the newest first."""
    return render(request, "regulations/acts.html", acts_page())


@require_GET
def act(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One act: what it says, its dates, and the læringsmål it is about."""
    return render(request, "regulations/act_page.html", act_page(_act_or_404(year, number), on=timezone.localdate()))


@require_GET
def act_pdf(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The announced act as PDF."""
    document = announced_pdf(_act_or_404(year, number), with_content=True)
    if document is None:
        raise Http404
    response = pdf_response(document)
    response["ETag"] = f'"{document.sha256}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response
