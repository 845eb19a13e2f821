"""The front page, and finding læringsmål."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives import search
from objectives.conditional import unless_changed, unless_changed_with
from objectives.freshness import RegisterState
from objectives.on_front_page import front_page_parts, told_on_front_page
from objectives.pages.changes import changes_html
from objectives.pages.register import register_page
from objectives.pages.specialties import specialties_with_counts
from organisations.models import Specialty


@require_safe
@unless_changed_with(told_on_front_page)
def front_page(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """Search, find your specialty, what comes, and what came last."""
    now = timezone.now()
    everything = specialties_with_counts(on=timezone.localdate(now))
    context = {
        "parts": front_page_parts(now=now),
        "changes": changes_html(at=now, state=state),
        "specialties": [row for row in everything if row.kind == Specialty.Kind.SPECIALTY],
        "common_sets": [row for row in everything if row.kind == Specialty.Kind.COMMON_SET],
        "total": sum(getattr(row, "count", 0) for row in everything),
    }
    return render(request, "objectives/front_page.html", context)


@require_safe
@unless_changed
def register(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """Læringsmål by code or words, narrowed as one likes. A whole code leads straight to it.

    While someone is still typing, htmx asks for the same page and takes the hits out of it.
    """
    exact = search.objective_with_code(request.GET.get("q", "")) if not request.headers.get("HX-Request") else None
    if exact and set(request.GET) <= {"q", "dato", "rekkefolge"}:
        return redirect(exact)
    page = register_page(request.GET, today=timezone.localdate(), state=state)
    context = {
        "page": page,
        # Drawn once, and shown twice: beside the hits on a wide screen, folded away on a narrow one.
        "narrowings": render_to_string("objectives/_narrowings.html", {"narrowings": page.narrowings}),
        "known_from": None if page.rows or not page.form.is_valid() else state.first_day,
    }
    return render(request, "objectives/register.html", context, status=page.form.status)
