"""The page of one læringsmål: on a day, and as it was known on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from objectives import objective_page, permissions, search
from objectives.beside import beside, told_to_everyone
from objectives.conditional import unless_changed_with
from objectives.forms import ObjectiveForm
from objectives.freshness import RegisterState
from objectives.known import known_of
from objectives.models import Objective
from objectives.rows import objective_url
from objectives.undetermined import awaiting_of

from .addresses import with_query
from .following import follow_button


def _told_beside(code: str, day: str = "") -> str:
    return told_to_everyone(search.normal_code(code), on=timezone.localdate())


@require_safe
@unless_changed_with(_told_beside)
def objective(request: HttpRequest, code: str, day: str = "", *, state: RegisterState) -> HttpResponse:
    """A læringsmål on a day, with its place, its history and what comes after it.

    Each day has one permanent address, `/laringsmal/GAK-088/2027-03-01/`; a day asked for in the form leads to it.
    """
    right = search.normal_code(code)
    if right and right != code:
        asked = f"{objective_url(right)}{day}/" if day else objective_url(right)
        return HttpResponsePermanentRedirect(with_query(request, asked))
    form = ObjectiveForm(request.GET, day=day, today=timezone.localdate())
    readable = Objective.objects.select_related("series__specialty", "elaboration")
    found = readable.filter(code=right).first() if right else None
    if found is None:
        return _unknown(request, code, right)
    if found.origin == Objective.Origin.MISSING:
        return render(request, "objectives/missing_number.html", {"objective": found}, status=404)
    if form.has_a_day and ("dato" in request.GET or form.day.isoformat() != day):
        return HttpResponsePermanentRedirect(with_query(request, objective_url(right, on=form.day), without="dato"))
    return _page(
        request, found, form, status=404 if form.asked and form.asked == day and not form.has_a_day else form.status
    )


def _page(request: HttpRequest, found: Objective, form: ObjectiveForm, *, status: int) -> HttpResponse:
    known = known_of(found, day=form.known_on) if form.known_on else None
    if known and not known.lineage:
        return render(request, "objectives/not_known.html", {"objective": found, "form": form, "known": known})
    page = objective_page.of(found, on=form.day, today=form.today, has_a_day=form.has_a_day, known=known)
    if page is None and (awaiting := awaiting_of(found)):
        return render(request, "objectives/awaiting.html", {"objective": found, "awaiting": awaiting})
    if page is None and (announced := objective_page.never_in_force(found)):
        return render(request, "objectives/never_in_force.html", {"announced": announced}, status=404)
    if page is None:
        return _unknown(request, found.code, found.code)
    context = {
        "form": form,
        "page": page,
        "follow": None if known else follow_button(found, reader=request.user),
        "may_change": permissions.may_change_outside_acts(request.user),
        "beside": [] if known else beside(found.code, reader=request.user, on=form.today),
    }
    return render(request, "objectives/objective.html", context, status=status)


def _unknown(request: HttpRequest, code: str, right: str) -> HttpResponse:
    about = {"code": right or code[:40], "nearest": search.nearest_codes(code)}
    return render(request, "objectives/unknown_code.html", about, status=404)
