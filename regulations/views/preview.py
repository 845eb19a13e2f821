"""Vedlegg 2 before and after a draft, on each day something of it begins."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from objectives.pages.comparison_text import View
from regulations.pages.preview import preview_html

from .access import for_the_directorate, regulation_or_404


@require_GET
@for_the_directorate
def draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """`?dato=2027-09-01&vis=side&uendrede=ja`; the first day, with the changes in the text, unless told."""
    draft = regulation_or_404(pk)
    if draft.act is not None:  # the register has it: any two days are compared there
        return redirect("regulations:act", year=draft.act.decided_on.year, number=draft.act.number)
    asked = request.GET.get("vis", "")
    view = View(asked) if asked in View.values else View.CHANGES
    body = preview_html(draft, day=_day(request), view=view, unfolded=request.GET.get("uendrede") == "ja")
    return render(request, "regulations/preview.html", {"regulation": draft, "body": body})


def _day(request: HttpRequest) -> dt.date | None:
    asked = request.GET.get("dato", "")
    if not asked:
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError as error:
        raise Http404 from error
