"""What the directorate keeps about a case while it handles it: its facts, followers, notes and consequences."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations import once
from organisations import permissions as people
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.handling import AssessmentForm, EditCaseForm, WriteNoteForm
from revisions.models import AnnualCycle, Case
from revisions.services import handling as services

from .access import case_or_404, held

GET_OR_POST = ["GET", "HEAD", "POST"]
FIELDS = {"deadline-past": "due_on", "deadline-is-theirs": "due_on"}


def _require_inside(request: HttpRequest, case: Case) -> None:
    if not people.is_directorate(request.user):
        raise NotPermitted(
            _("Dette er direktoratets eget arbeid med sak %(number)s.") % {"number": case.number},
            code="not-directorate",
        )


def _require_handler(request: HttpRequest, case: Case) -> None:
    if not permissions.may_handle(request.user, case):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan endre dette i sak %(number)s.") % {"number": case.number},
            code="not-a-caseworker",
            authority="SA-3",
        )


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
@transaction.atomic
def case_edit(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Title, cycle, urgency and deadline."""
    case = case_or_404(request, year, serial)
    _require_handler(request, case)
    if request.method == "POST":
        case = held(case)
    rules.case_is_under_way(case)
    today = timezone.localdate()
    chosen = AnnualCycle.objects.filter(cases=case)
    form = EditCaseForm(
        posted(request),
        case=case,
        cycles=(AnnualCycle.objects.ahead(on=today) | chosen).order_by("in_force_from"),  # type: ignore[attr-defined]
        deadline_is_theirs=case.status in rules.ASKED_OF_OTHERS,
    )
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("title", "cycle", "urgency_reason", "due_on")}
        with refusals_on(form, fields=FIELDS):
            services.edit_case(case=case, by=person(request), on=today, **data)
            messages.success(request, _("Opplysningene om saken er lagret."))
            return redirect(case)
    return render(request, "revisions/case_edit.html", {"case": case, "form": form}, status=status_of(form))


@signed_in
@require_POST
@answers_refusals
def case_watch(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Follow the case, or stop following it."""
    case = case_or_404(request, year, serial)
    watches = request.POST.get("folg") == "ja"
    services.set_watching(case=case, by=person(request), watches=watches)
    messages.success(request, _("Du følger saken.") if watches else _("Du følger ikke saken lenger."))
    return redirect(case)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_notes(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """The notes of the case, newest first, and a new one."""
    case = case_or_404(request, year, serial)
    _require_inside(request, case)
    form = WriteNoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect("revisions:case_notes", year=year, serial=serial)
        with refusals_on(form):
            services.write_note(case=case, text=form.cleaned_data["text"], by=person(request))
            messages.success(request, _("Notatet er lagret."))
            return redirect("revisions:case_notes", year=year, serial=serial)
    context = {
        "case": case,
        "form": form,
        "notes": case.notes.select_related("written_by"),
        "may_write": permissions.may_write_notes(request.user, case),
        "once": once.new_token(),
    }
    return render(request, "revisions/case_notes.html", context, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_assessment(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """The six questions of utredningsinstruksen; read by the directorate, written by caseworkers."""
    case = case_or_404(request, year, serial)
    _require_inside(request, case)
    may_write = permissions.may_handle(request.user, case) and not case.is_ended
    if request.method == "POST":
        _require_handler(request, case)
    assessment = services.assessment_of(case)
    form = AssessmentForm(posted(request), assessment=assessment)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.save_assessment(
                case=case, by=person(request), seen_at=_moment(form.cleaned_data["seen"]), answers=form.answers
            )
            messages.success(request, _("Konsekvensvurderingen er lagret."))
            return redirect(case)
    context = {
        "case": case,
        "form": form,
        "assessment": assessment,
        "may_write": may_write,
        "proposals": list(case.proposals.select_related("sender").order_by("pk")),
    }
    return render(request, "revisions/case_assessment.html", context, status=status_of(form))


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
