"""The page of one læringsmål."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives import objective_page, search
from objectives.forms import OnDateForm
from objectives.models import Objective

from .addresses import with_query


@require_safe
def objective(request: HttpRequest, code: str) -> HttpResponse:
    """A læringsmål on a day, with its place, its history and what comes after it."""
    right = search.normal_code(code)
    if right and right != code:
        return HttpResponsePermanentRedirect(with_query(request, Objective(code=right).get_absolute_url()))
    readable = Objective.objects.select_related("series__specialty", "elaboration")
    found = readable.filter(code=right).first() if right else None
    today = timezone.localdate()
    if found is not None and found.origin == Objective.Origin.MISSING:
        return render(request, "objectives/missing_number.html", {"objective": found}, status=404)
    page = objective_page.of(found, on=OnDateForm(request.GET, today=today).day, today=today) if found else None
    if page is None:
        about = {"code": right or code[:40], "nearest": search.nearest_codes(code)}
        return render(request, "objectives/unknown_code.html", about, status=404)
    form = OnDateForm(request.GET, today=today)
    return render(request, "objectives/objective.html", {"form": form, "page": page}, status=form.status)
