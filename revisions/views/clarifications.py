"""Questions of principle across cases: the list, a new one, and one with its cases and its answer (SA-5)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import once
from organisations import permissions as people
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions
from revisions.forms.handling import ClarificationForm, LinkCaseForm, SettleForm
from revisions.models import Case, PrincipleClarification
from revisions.services import clarifications as services

GET_OR_POST = ["GET", "HEAD", "POST"]
MOST = 200


def _require_inside(request: HttpRequest) -> None:
    if not people.is_directorate(request.user):
        raise NotPermitted(_("Prinsipielle avklaringer er direktoratets eget arbeid."), code="not-directorate")


@signed_in
@require_safe
@answers_refusals
def clarification_list(request: HttpRequest) -> HttpResponse:
    """The open questions, and those that are settled."""
    _require_inside(request)
    ended = Q(cases__status__in=Case.objects.all().ENDED)  # type: ignore[attr-defined]
    rows = list(
        PrincipleClarification.objects.annotate(open_cases=Count("cases", filter=~ended)).select_related("raised_by")[
            :MOST
        ]
    )
    context = {
        "open": [row for row in rows if not row.is_settled],
        "settled": [row for row in rows if row.is_settled],
        "may_raise": permissions.may_handle_cases(request.user),
    }
    return render(request, "revisions/clarifications.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def clarification_new(request: HttpRequest) -> HttpResponse:
    """Raise a question, from a case when its number stands in the address."""
    _require_inside(request)
    if not permissions.may_handle_cases(request.user):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet reiser prinsipielle spørsmål. Be en av dem gjøre det."),
            code="not-a-caseworker",
            authority="SA-5",
        )
    number = request.GET.get("sak", "").replace("\x00", "")
    case = Case.objects.filter(number=number).first()
    form = ClarificationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect("revisions:clarifications")
        with refusals_on(form):
            raised = services.raise_clarification(
                **form.cleaned_data, by=person(request), on=timezone.localdate(), case=case
            )
            messages.success(request, _("Spørsmålet er reist. Knytt andre saker til det som reiser det samme."))
            return redirect(raised)
    context = {"form": form, "case": case, "once": once.new_token()}
    return render(request, "revisions/clarification_new.html", context, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def clarification(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, its cases and its answer; each part of the page posts what it is about."""
    _require_inside(request)
    rows = PrincipleClarification.objects.select_related("raised_by", "settled_by")
    found = get_object_or_404(rows, pk=pk)
    what = request.POST.get("valg", "") if request.method == "POST" else ""
    linking = LinkCaseForm(request.POST if what == "knytt" else None, initial={"number": request.GET.get("sak", "")})
    settling = SettleForm(request.POST if what == "avklar" else None)
    form = settling if what == "avklar" else linking
    if what == "fjern":
        _unlink(request, found)
        return redirect(found)
    if what and form.is_valid():
        with refusals_on(form):
            _act(request, found, linking, settling, what=what)
            return redirect(found)
    context = {
        "clarification": found,
        "cases": list(found.cases.select_related("responsible").order_by("-number")),
        "linking": linking,
        "settling": settling,
        "sent_form": form,
        "may_link": permissions.may_handle_cases(request.user) and not found.is_settled,
        "may_settle": permissions.may_settle_principles(request.user) and not found.is_settled,
    }
    return render(request, "revisions/clarification.html", context, status=status_of(form))


def _act(
    request: HttpRequest, found: PrincipleClarification, linking: LinkCaseForm, settling: SettleForm, *, what: str
) -> None:
    if what == "avklar":
        outcome = settling.cleaned_data["outcome"]
        services.settle(clarification=found, outcome=outcome, by=person(request), on=timezone.localdate())
        messages.success(request, _("Spørsmålet er avklart, og avklaringen står i hver av sakene."))
    elif what == "knytt":
        case = linking.cleaned_data["number"]
        services.link_case(clarification=found, case=case, by=person(request))
        messages.success(request, _("Sak %(number)s er knyttet til spørsmålet.") % {"number": case.number})


def _unlink(request: HttpRequest, found: PrincipleClarification) -> None:
    case = get_object_or_404(Case, number=request.POST.get("number", "").replace("\x00", ""))
    services.unlink_case(clarification=found, case=case, by=person(request))
    messages.success(request, _("Sak %(number)s er løst fra spørsmålet.") % {"number": case.number})
