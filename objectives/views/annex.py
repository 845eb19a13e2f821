"""Vedlegg 2 by part and chapter, and a specialty's læringsmål."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.forms import OnDateForm
from objectives.models import AnnexChapter, AnnexPart, ObjectiveVersion
from objectives.pages.specialties import earliest_day
from objectives.rows import sections
from organisations.models import Specialty

from .addresses import with_query


@require_safe
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """A specialty's læringsmål by heading, and the common sets it builds on."""
    today = timezone.localdate()
    found = get_object_or_404(Specialty.objects.select_related("contact__organisation"), slug=slug)
    form = OnDateForm(request.GET, today=today)
    versions = ObjectiveVersion.objects.consolidated(on=form.day).filter(objective__series__specialty=found)
    shown = sections(versions, on=form.day, today=today)
    context = {
        "specialty": found,
        "form": form,
        "on": form.day,
        "today": today,
        "count": sum(section.count for section in shown),
        "sections": shown,
        "sets": Specialty.objects.alphabetical().filter(included_by=found),
        "used_by": Specialty.objects.alphabetical().filter(includes=found),
        "known_from": None if shown else earliest_day(),
    }
    return render(request, "objectives/specialty.html", context, status=form.status)


@require_safe
def annex(request: HttpRequest) -> HttpResponse:
    """The outline of vedlegg 2, with how many læringsmål each chapter has on the day."""
    today = timezone.localdate()
    form = OnDateForm(request.GET, today=today)
    in_force = Count("versions", filter=Q(versions__valid__contains=form.day))
    chapters = AnnexChapter.objects.annotate(count=in_force).order_by("position")
    parts = AnnexPart.objects.prefetch_related(Prefetch("chapters", queryset=chapters))
    context = {"form": form, "on": form.day, "today": today, "parts": parts}
    return render(request, "objectives/annex.html", context, status=form.status)


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """A chapter of vedlegg 2 as it reads on a day."""
    today = timezone.localdate()
    chapters = AnnexChapter.objects.select_related("part", "specialty")
    found = chapters.filter(slug__iexact=slug).first() if slug.isprintable() else None
    if found is None:
        raise Http404
    if found.slug != slug:
        return HttpResponsePermanentRedirect(with_query(request, found.get_absolute_url()))
    form = OnDateForm(request.GET, today=today)
    shown = sections(ObjectiveVersion.objects.consolidated(on=form.day).filter(chapter=found), on=form.day, today=today)
    context = {
        "chapter": found,
        "form": form,
        "on": form.day,
        "today": today,
        "count": sum(section.count for section in shown),
        "headings": shown[0].headings if shown else [],
        "known_from": None if shown else earliest_day(),
    }
    return render(request, "objectives/chapter.html", context, status=form.status)
