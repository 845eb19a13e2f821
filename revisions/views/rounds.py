"""The directorate's pages of an innspillsrunde, and the positions side by side (SA-7, IR-5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hearings.models import ConsultationRound, RoundRequest
from hearings.services import ask_more, nudge
from organisations import permissions as people
from organisations.models import Organisation
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions
from revisions.forms.rounds import ExtendForm, FreezeForm, QuestionForm
from revisions.models import Case
from revisions.pages.positions import positions_page
from revisions.pages.rounds import round_page
from revisions.services import rounds as services

from .access import case_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]


def _inside(request: HttpRequest, year: int, serial: int) -> Case:
    found = case_or_404(request, year, serial)
    if not people.is_directorate(request.user):
        raise NotPermitted(_("Innspillsrunden følges opp av direktoratet."), code="not-directorate")
    return found


def _to_work_on(request: HttpRequest, year: int, serial: int) -> Case:
    found = case_or_404(request, year, serial)
    if not permissions.may_handle(request.user, found):
        raise NotPermitted(_("Bare saksbehandlere følger opp innspillsrunden."), code="not-a-caseworker")
    return found


def _round_of(case: Case, pk: int | None = None) -> ConsultationRound:
    rounds = case.rounds.order_by("-pk")
    found = rounds.filter(pk=pk).first() if pk else rounds.first()
    if found is None:
        raise Http404(_("Saken har ingen innspillsrunde."))
    return found


def _url(case: Case) -> str:
    return reverse("revisions:case_round", args=case.number.split("/"))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_round(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Who is asked and who has answered. A post reminds one body, or asks those that are missing."""
    if request.method == "POST":
        return _follow_up(request, _to_work_on(request, year, serial))
    found = _inside(request, year, serial)
    page = round_page(found, _round_of(found), on=timezone.localdate())
    context = {
        "case": found,
        "page": page,
        "earlier": found.rounds.exclude(pk=page.consultation.pk).order_by("-pk"),
        "may_handle": permissions.may_handle(request.user, found),
    }
    return render(request, "revisions/case_round.html", context)


def _follow_up(request: HttpRequest, found: Case) -> HttpResponse:
    consultation, by, today = _round_of(found), person(request), timezone.localdate()
    chosen = [pk for pk in request.POST.getlist("spor") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if chosen:
        bodies = list(Organisation.objects.filter(pk__in=chosen))
        made = services.ask_also(case=found, consultation=consultation, bodies=bodies, by=by, on=today)
        messages.success(request, _("%(count)s er spurt.") % {"count": len(made)})
    elif (pk := request.POST.get("purr", "")).isascii() and pk.isdigit() and len(pk) < 19:
        asked = get_object_or_404(RoundRequest.objects.select_related("organisation"), pk=pk, consultation=consultation)
        nudge(request=asked, by=by, on=today)
        messages.success(request, _("%(body)s er purret.") % {"body": asked.organisation})
    return redirect(_url(found))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_extend(request: HttpRequest, year: int, serial: int, request_pk: int) -> HttpResponse:
    """Give one body more time, with a reason."""
    found = _to_work_on(request, year, serial)
    asked = _asked_or_404(found, request_pk)
    form = ExtendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields={"extension-too-early": "deadline"}):
            services.give_more_time(
                case=found, request=asked, by=person(request), on=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, _("%(body)s har fått ny frist og beskjed om den.") % {"body": asked.organisation})
            return redirect(_url(found))
    context = {"case": found, "asked": asked, "form": form, "up": _url(found)}
    return render(request, "revisions/case_extend.html", context, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_question(request: HttpRequest, year: int, serial: int, request_pk: int) -> HttpResponse:
    """Put one question more to one body."""
    found = _to_work_on(request, year, serial)
    asked = _asked_or_404(found, request_pk)
    form = QuestionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            ask_more(request=asked, by=person(request), **form.cleaned_data)
            messages.success(request, _("Spørsmålet er stilt til %(body)s.") % {"body": asked.organisation})
            return redirect(_url(found))
    context = {"case": found, "asked": asked, "form": form, "up": _url(found)}
    return render(request, "revisions/case_question.html", context, status=status_of(form))


def _asked_or_404(case: Case, pk: int) -> RoundRequest:
    asked = RoundRequest.objects.filter(consultation__cases=case).select_related("organisation")
    return get_object_or_404(asked, pk=pk)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_freeze(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Send out a newer version of the items, with what is new."""
    found, today = _to_work_on(request, year, serial), timezone.localdate()
    page = round_page(found, _round_of(found), on=today)
    form = FreezeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            version = services.send_out_newer_version(
                case=found, consultation=page.consultation, by=person(request), on=today, **form.cleaned_data
            )
            messages.success(request, _("Versjon %(number)s er sendt ut.") % {"number": version.number})
            return redirect(_url(found))
    context = {"case": found, "page": page, "form": form, "up": _url(found)}
    return render(request, "revisions/case_freeze.html", context, status=status_of(form))


@signed_in
@require_safe
@answers_refusals
def case_positions(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Item by item: what RegUt and Legeforeningen think, side by side, disagreement first (SA-7)."""
    found = _inside(request, year, serial)
    page = positions_page(found)
    return render(request, "revisions/case_positions.html", {"case": found, "page": page})
