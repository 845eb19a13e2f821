"""Nasjonalt anbefalte læringsaktiviteter and utdypende tekster."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.freshness import RegisterState
from objectives.models import LearningActivity
from objectives.pages.activities import Shown, activity_page, specialties_with_activities, specialty_activities
from organisations.models import Specialty

from .conditional import unless_changed


@require_safe
@unless_changed
def activities(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The specialties, with how many courses, procedures and utdypende tekster each has."""
    return render(request, "objectives/activities.html", {"specialties": specialties_with_activities()})


@require_safe
@unless_changed
def of_specialty(request: HttpRequest, slug: str, *, state: RegisterState) -> HttpResponse:
    """A specialty's courses, procedures and utdypende tekster; `type` shows only one of the three."""
    specialty = get_object_or_404(Specialty, slug=slug)
    asked = request.GET.get("type", "")
    page = specialty_activities(specialty, shown=asked if asked in Shown.values else "")
    return render(request, "objectives/specialty_activities.html", {"page": page})


@require_safe
@unless_changed
def activity(request: HttpRequest, slug: str, pk: int, *, state: RegisterState) -> HttpResponse:
    """One activity, with its læringsmål and its history."""
    found = get_object_or_404(LearningActivity.objects.select_related("specialty"), pk=pk, specialty__slug=slug)
    return render(request, "objectives/activity.html", {"page": activity_page(found, today=timezone.localdate())})
