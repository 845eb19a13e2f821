"""Nasjonalt anbefalte læringsaktiviteter and utdypende tekster."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives import permissions
from objectives.conditional import unless_changed
from objectives.freshness import RegisterState
from objectives.models import LearningActivity
from objectives.pages.activities import (
    Shown,
    activity_page,
    specialties_with_activities,
    specialty_activities,
    taken_out,
)
from organisations.models import Specialty


@require_safe
@unless_changed
def activities(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The specialties, with how many courses, procedures and utdypende tekster each has."""
    may_change = permissions.may_change_outside_acts(request.user)
    context = {"specialties": specialties_with_activities(), "may_change": may_change}
    return render(request, "objectives/activities.html", context)


@require_safe
@unless_changed
def of_specialty(request: HttpRequest, slug: str, *, state: RegisterState) -> HttpResponse:
    """A specialty's courses, procedures and utdypende tekster; `type` shows only one of the three."""
    specialty = get_object_or_404(Specialty, slug=slug)
    asked = request.GET.get("type", "")
    page = specialty_activities(specialty, shown=asked if asked in Shown.values else "")
    context = {"page": page, "may_change": permissions.may_change_outside_acts(request.user)}
    return render(request, "objectives/specialty_activities.html", context)


@require_safe
@unless_changed
def activity(request: HttpRequest, slug: str, pk: int, *, state: RegisterState) -> HttpResponse:
    """One activity, with its læringsmål and its history; one that is taken out still shows what it was."""
    found = LearningActivity.objects.select_related("specialty").filter(pk=pk, specialty__slug=slug).first()
    shown = found or taken_out(pk, slug)
    if shown is None:
        raise Http404
    context = {
        "page": activity_page(shown, today=timezone.localdate()),
        "is_taken_out": found is None,
        "may_change": found is not None and permissions.may_change_outside_acts(request.user),
    }
    return render(request, "objectives/activity.html", context, status=200 if found else 410)
