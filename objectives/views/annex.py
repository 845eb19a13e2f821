"""Vedlegg 2 by part and chapter, and a specialty's læringsmål."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives.conditional import unless_changed
from objectives.export import WHOLE_ANNEX, of_chapter, of_part, of_specialty
from objectives.forms import OnDateForm
from objectives.freshness import RegisterState, register_state
from objectives.models import AnnexChapter, AnnexPart, ObjectiveVersion
from objectives.pages.annex import chapter_text, outline, part_text
from objectives.pages.downloads import downloads
from objectives.pages.transitional import former_blocks
from objectives.rows import address_day, sections
from organisations.models import Specialty

from .addresses import with_query
from .following import follow_button


@require_safe
def specialty(request: HttpRequest, slug: str) -> HttpResponse:
    """A specialty's læringsmål by heading, and the common sets it builds on."""
    today = timezone.localdate()
    found = get_object_or_404(Specialty.objects.select_related("contact__organisation"), slug=slug)
    form = OnDateForm(request.GET, today=today)
    versions = ObjectiveVersion.objects.consolidated(on=form.day).filter(objective__series__specialty=found)
    shown = sections(versions, suffix=address_day(form.day, today=today))
    context = {
        "specialty": found,
        "follow": follow_button(found, reader=request.user),
        "form": form,
        "on": form.day,
        "today": today,
        "count": sum(section.count for section in shown),
        "sections": shown,
        "sets": Specialty.objects.alphabetical().filter(included_by=found),
        "used_by": Specialty.objects.alphabetical().filter(includes=found),
        "known_from": None if shown else register_state().first_day,
        "downloads": downloads(on=form.day, selection=of_specialty(found.slug)) if shown else None,
    }
    return render(request, "objectives/specialty.html", context, status=form.status)


@require_safe
@unless_changed
def annex(request: HttpRequest, *, state: RegisterState) -> HttpResponse:
    """The outline of vedlegg 2, with how many læringsmål each chapter has on the day."""
    today = timezone.localdate()
    form = OnDateForm(request.GET, today=today)
    has_text = state.text_since(on=form.day) is not None
    context = {
        "form": form,
        "on": form.day,
        "today": today,
        "parts": outline(on=form.day),
        "known_from": None if has_text else state.first_day,
        "downloads": downloads(on=form.day, selection=WHOLE_ANNEX) if has_text else None,
    }
    return render(request, "objectives/annex.html", context, status=form.status)


@require_safe
@unless_changed
def part(request: HttpRequest, letter: str, *, state: RegisterState) -> HttpResponse:
    """A whole part of vedlegg 2 as it reads on a day, on one page."""
    found = AnnexPart.objects.filter(letter__iexact=letter).first() if letter.isprintable() else None
    if found is None:
        raise Http404
    if found.letter != letter:
        return HttpResponsePermanentRedirect(with_query(request, found.get_absolute_url()))
    today = timezone.localdate()
    form = OnDateForm(request.GET, today=today)
    text = part_text(found, on=form.day, today=today, state=state)
    context = {
        "part": found,
        "former_blocks": former_blocks(on=form.day, part=found),
        "form": form,
        "on": form.day,
        "today": today,
        "text": text,
        "known_from": None if text.count else state.first_day,
        "downloads": downloads(on=form.day, selection=of_part(found.letter)) if text.count else None,
    }
    return render(request, "objectives/part.html", context, status=form.status)


@require_safe
@unless_changed
def chapter(request: HttpRequest, slug: str, *, state: RegisterState) -> HttpResponse:
    """A chapter of vedlegg 2 as it reads on a day."""
    chapters = AnnexChapter.objects.select_related("part", "specialty")
    found = chapters.filter(slug__iexact=slug).first() if slug.isprintable() else None
    if found is None:
        raise Http404
    if found.slug != slug:
        return HttpResponsePermanentRedirect(with_query(request, found.get_absolute_url()))
    today = timezone.localdate()
    form = OnDateForm(request.GET, today=today)
    text = chapter_text(found, on=form.day, today=today, state=state)
    context = {
        "chapter": found,
        "former_blocks": former_blocks(on=form.day, chapter=found),
        "form": form,
        "on": form.day,
        "today": today,
        "text": text,
        "known_from": None if text.count else state.first_day,
        "downloads": downloads(on=form.day, selection=of_chapter(found.slug)) if text.count else None,
    }
    return render(request, "objectives/chapter.html", context, status=form.status)
