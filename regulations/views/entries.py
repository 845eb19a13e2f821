"""What has entered into force and what comes, for everyone: as pages, and as a feed to follow."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.conditional import unless_changed
from objectives.freshness import RegisterState
from regulations.pages import entries_page, entry_page
from regulations.pages.feed import feed_of


@require_safe
@unless_changed
def entries(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The days on which something enters, or has entered, into force."""
    return render(request, "regulations/entries.html", entries_page(on=timezone.localdate()))


@require_safe
@unless_changed
def entry(request: HttpRequest, day: str, *, state: RegisterState) -> HttpResponse:
    """One day: each læringsmål with its old and new code, the change, and what a doctor keeps."""
    try:
        asked = dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if asked.isoformat() != day or asked.year < dt.MINYEAR + 1:
        raise Http404
    page = entry_page(asked, on=timezone.localdate())
    if page is None:
        context = {"day": asked, **entries_page(on=timezone.localdate())}
        return render(request, "regulations/entry_empty.html", context, status=404)
    return render(request, "regulations/entry.html", page)


@require_safe
@unless_changed
def feed(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The newest acts, and the days they enter into force, as Atom."""
    xml = feed_of(at=timezone.now(), site=request.build_absolute_uri("/"), state=state)
    return HttpResponse(xml, content_type="application/atom+xml; charset=utf-8")
