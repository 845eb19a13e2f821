"""The front page, and finding læringsmål."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives import search
from objectives.changes import changes_by, newest_acts, upcoming
from objectives.models import ObjectiveVersion
from objectives.pages.register import register_page
from objectives.pages.specialties import earliest_day, specialties_with_counts
from objectives.rows import change_row
from organisations.models import Specialty

NEWEST_CHANGES = 8


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """Search, find your specialty, what comes, and what came last."""
    today = timezone.localdate()
    changes = changes_by(newest_acts(at=timezone.now()), limit=NEWEST_CHANGES)
    everything = specialties_with_counts(on=today)
    context = {
        "upcoming": upcoming(after=today),
        "changes": [change_row(change, today=today) for change in changes],
        "specialties": [row for row in everything if row.kind == Specialty.Kind.SPECIALTY],
        "common_sets": [row for row in everything if row.kind == Specialty.Kind.COMMON_SET],
        "total": ObjectiveVersion.objects.in_force(on=today).count(),
    }
    return render(request, "objectives/front_page.html", context)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Læringsmål by code or words, narrowed as one likes. A whole code leads straight to it.

    While someone is still typing, htmx asks for the same page and takes the hits out of it.
    """
    exact = search.objective_with_code(request.GET.get("q", "")) if not request.headers.get("HX-Request") else None
    if exact and set(request.GET) <= {"q", "dato", "rekkefolge"}:
        return redirect(exact)
    page = register_page(request.GET, today=timezone.localdate())
    context = {
        "page": page,
        # Drawn once, and shown twice: beside the hits on a wide screen, folded away on a narrow one.
        "narrowings": render_to_string("objectives/_narrowings.html", {"narrowings": page.narrowings}),
        "known_from": None if page.rows or not page.form.is_valid() else earliest_day(),
    }
    return render(request, "objectives/register.html", context, status=page.form.status)
