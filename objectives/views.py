"""The public pages: open to all, in force on a day one can choose."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.models import Specialty

from . import objective_page, permissions, reconciliation_page, search
from .changes import changes_by, newest_acts, upcoming
from .downloads import downloads
from .export import WHOLE_ANNEX, of_chapter
from .forms import OnDateForm, RegisterForm
from .models import AnnexChapter, AnnexPart, Objective, ObjectiveVersion, ReconciliationReport
from .models.validity import applies
from .rows import change_row, row, sections

PER_PAGE = 50
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
    """All læringsmål in force on a day, by code or words, in a specialty or in all."""
    today = timezone.localdate()
    form = RegisterForm(request.GET, today=today)
    valid = form.is_valid()
    words = form.cleaned_data.get("q", "")
    exact = search.objective_with_code(words)
    if exact and valid and not form.cleaned_data["spesialitet"]:
        return redirect(exact)
    page = (valid and form.cleaned_data["side"]) or 1
    found = search.versions(words, specialty=form.cleaned_data.get("spesialitet"), on=form.day) if valid else None
    rows = list(found[(page - 1) * PER_PAGE : page * PER_PAGE + 1]) if found is not None else []
    context = {
        "form": form,
        "on": form.day,
        "today": today,
        "rows": [row(version, on=form.day, today=today) for version in rows[:PER_PAGE]],
        "specialties": search.specialties(words) if words else [],
        "filtered": bool(words or form.cleaned_data.get("spesialitet")),
        "known_from": None if rows or not valid else earliest_day(),
        "links": search.page_links(request.GET, page=page, per_page=PER_PAGE, found=len(rows)),
    }
    return render(request, "objectives/register.html", context, status=form.status)


@require_safe
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """A specialty's læringsmål by heading, and the common sets it builds on."""
    today = timezone.localdate()
    found = get_object_or_404(Specialty.objects.select_related("contact__organisation"), slug=slug)
    form = OnDateForm(request.GET, today=today)
    versions = list(ObjectiveVersion.objects.consolidated(on=form.day).filter(objective__series__specialty=found))
    context = {
        "specialty": found,
        "form": form,
        "on": form.day,
        "today": today,
        "count": len(versions),
        "sections": sections(versions, on=form.day, today=today),
        "sets": Specialty.objects.alphabetical().filter(included_by=found),
        "used_by": Specialty.objects.alphabetical().filter(includes=found),
        "known_from": None if versions else earliest_day(),
    }
    return render(request, "objectives/specialty.html", context, status=form.status)


@require_safe
def objective(request: HttpRequest, code: str) -> HttpResponse:
    """A læringsmål on a day, with its place, its history and what comes after it."""
    right = search.normal_code(code)
    if right and right != code:
        return HttpResponsePermanentRedirect(_with_query(request, Objective(code=right).get_absolute_url()))
    readable = Objective.objects.select_related("series__specialty", "elaboration")
    found = readable.filter(code=right).first() if right else None
    today = timezone.localdate()
    if found is not None and found.origin == Objective.Origin.MISSING:
        return render(request, "objectives/missing_number.html", {"objective": found}, status=404)
    page = objective_page.of(found, on=OnDateForm(request.GET, today=today).day, today=today) if found else None
    if page is None and found is not None and (announced := objective_page.never_in_force(found)):
        return render(request, "objectives/never_in_force.html", {"announced": announced}, status=404)
    if page is None:
        return render(request, "objectives/unknown_code.html", _about_unknown(code, right), status=404)
    form = OnDateForm(request.GET, today=today)
    return render(request, "objectives/objective.html", {"form": form, "page": page}, status=form.status)


@require_safe
def annex(request: HttpRequest) -> HttpResponse:
    """The outline of vedlegg 2, with how many læringsmål each chapter has on the day."""
    today = timezone.localdate()
    form = OnDateForm(request.GET, today=today)
    in_force = Count("versions", filter=applies(on=form.day, through="versions"))
    chapters = AnnexChapter.objects.annotate(count=in_force).order_by("position")
    parts = AnnexPart.objects.prefetch_related(Prefetch("chapters", queryset=chapters))
    context = {
        "form": form,
        "on": form.day,
        "today": today,
        "parts": parts,
        "downloads": downloads(on=form.day, selection=WHOLE_ANNEX),
    }
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
        return HttpResponsePermanentRedirect(_with_query(request, found.get_absolute_url()))
    form = OnDateForm(request.GET, today=today)
    versions = list(ObjectiveVersion.objects.consolidated(on=form.day).filter(chapter=found))
    context = {
        "chapter": found,
        "form": form,
        "on": form.day,
        "today": today,
        "count": len(versions),
        "headings": next((part.headings for part in sections(versions, on=form.day, today=today)), []),
        "known_from": None if versions else earliest_day(),
        "downloads": downloads(on=form.day, selection=of_chapter(found.slug)) if versions else None,
    }
    return render(request, "objectives/chapter.html", context, status=form.status)


@login_required
@require_safe
def reconciliations(request: HttpRequest) -> HttpResponse:
    """Where Lovdata's own consolidation and ours differ, as last compared; for the directorate."""
    if not permissions.may_read_reconciliations(request.user):
        raise PermissionDenied(
            _("Avstemmingen mot Lovdata er for Helsedirektoratet. Registeret selv er åpent for alle.")
        )
    latest = ReconciliationReport.objects.select_related("made_by").first()
    page = reconciliation_page.page_of(latest, request.GET) if latest else None
    return render(request, "objectives/reconciliations.html", {"page": page})


def specialties_with_counts(*, on: dt.date) -> list[Specialty]:
    """Every specialty and common set, in Norwegian order, with `count` læringsmål in force on the day."""
    path = "series__objectives__versions"
    in_force = Count(path, filter=applies(on=on, through=path))
    return list(Specialty.objects.alphabetical().annotate(count=in_force))


def earliest_day() -> dt.date | None:
    """The first day the register has any text for."""
    first = ObjectiveVersion.objects.order_by("valid").only("valid").first()
    return first.valid_from if first else None


def _about_unknown(code: str, right: str) -> dict[str, object]:
    return {"code": right or code[:40], "nearest": search.nearest_codes(code)}


def _with_query(request: HttpRequest, url: str) -> str:
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url
