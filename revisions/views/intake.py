"""From a received proposal to a case with a caseworker."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Case as CaseWhen
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import once
from organisations.models import Membership, Organisation, Role, User
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.cases import AssignForm, JoinCaseForm, OpenCaseForm
from revisions.models import Case, Proposal
from revisions.services import cases as services

from .access import case_or_404, proposal_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]
MOST_CASES_TO_JOIN = 100
MOST_CODES_IN_TITLE = 4


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a case of the proposal, or take it into one that is open already (LA-4)."""
    proposal = proposal_or_404(request, pk)
    _require_caseworker(request)
    rules.proposal_is_submitted(proposal)
    if proposal.case is not None:
        messages.info(request, _("Forslaget hører til denne saken."))
        return redirect(proposal.case)
    joins = request.POST.get("valg") == "ta-inn"
    sent = request.POST if request.method == "POST" else None
    opening = OpenCaseForm(None if joins else sent, initial={"title": suggested_title(proposal)})
    joining = JoinCaseForm(sent if joins else None, cases=list(cases_to_join(proposal)))
    form = joining if joins else opening
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            opened = _join(request, proposal, joining) if joins else _open(request, proposal, opening)
            return redirect(opened)
    context = {"proposal": proposal, "opening": opening, "joining": joining, "sent_form": form}
    return render(request, "revisions/case_open.html", context, status=status_of(form))


def _open(request: HttpRequest, proposal: Proposal, form: OpenCaseForm) -> Case:
    case = services.open_case(proposal=proposal, **form.cleaned_data, by=person(request), on=timezone.localdate())
    messages.success(request, _("Sak %(number)s er opprettet, og du er saksbehandler.") % {"number": case.number})
    return case


def _join(request: HttpRequest, proposal: Proposal, form: JoinCaseForm) -> Case:
    chosen = form.cleaned_data["number"]
    case = services.join_case(proposal=proposal, case=chosen, by=person(request), on=timezone.localdate())
    messages.success(request, _("Forslaget er tatt inn i sak %(number)s.") % {"number": case.number})
    return case


def suggested_title(proposal: Proposal) -> str:
    """«Gastroenterologisk kirurgi: GAK-077, GAK-091 og nytt læringsmål»: what, and which."""
    items = list(proposal.items.select_related("objective"))
    parts = [item.objective.code for item in items if item.objective][:MOST_CODES_IN_TITLE]
    others = len(items) - len(parts)
    new = sum(1 for item in items if item.objective is None)
    if others == new == 1:
        parts.append(_("nytt læringsmål"))
    elif others == new and new:
        parts.append(_("%(count)s nye læringsmål") % {"count": new})
    elif others:
        parts.append(_("%(count)s andre endringer") % {"count": others})
    if not parts:
        parts = [_("kurs og prosedyrer")]
    subject = ", ".join(parts[:-1]) + (_(" og ") if len(parts) > 1 else "") + parts[-1]
    return f"{proposal.specialty.name}: {subject}"[:250]


def cases_to_join(proposal: Proposal) -> QuerySet[Case]:
    """The cases that take more proposals, those on the same specialty first."""
    same = Proposal.objects.filter(case=OuterRef("pk"), specialty=proposal.specialty)
    first = CaseWhen(When(Exists(same), then=Value(0)), default=Value(1), output_field=IntegerField())
    return Case.objects.filter(status__in=rules.JOINABLE).order_by(first, "-number")[:MOST_CASES_TO_JOIN]


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_assign(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Give the case to a caseworker."""
    case = case_or_404(request, year, serial)
    _require_caseworker(request)
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        caseworkers=caseworkers(),
        initial={"responsible": case.responsible},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.assign(case=case, responsible=form.cleaned_data["responsible"], by=person(request))
            messages.success(request, _("Saken er tildelt %(name)s.") % {"name": form.cleaned_data["responsible"]})
            return redirect(case)
    return render(request, "revisions/case_assign.html", {"case": case, "form": form}, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_take_out(request: HttpRequest, year: int, serial: int, proposal_pk: int) -> HttpResponse:
    """Take a proposal out of the case it was joined to, after asking once more (LA-4)."""
    case = case_or_404(request, year, serial)
    _require_caseworker(request)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(case)
    proposal = get_object_or_404(case.proposals.select_related("sender", "specialty"), pk=proposal_pk)
    if request.method == "POST":
        services.take_out(proposal=proposal, by=person(request), on=timezone.localdate())
        messages.success(request, _("Forslaget er tatt ut av saken og venter på en egen sak."))
        return redirect(case)
    return render(
        request, "revisions/case_take_out.html", {"case": case, "proposal": proposal, "once": once.new_token()}
    )


def caseworkers() -> QuerySet[User]:
    """Those in the directorate who can have a case."""
    held = Membership.objects.filter(
        user=OuterRef("pk"), role=Role.CASEWORKER, organisation__kind=Organisation.Kind.DIRECTORATE
    )
    return User.objects.filter(Exists(held), is_active=True).order_by("name")


def _require_caseworker(request: HttpRequest) -> None:
    if not permissions.may_handle_cases(request.user):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan opprette og tildele saker. Be en av dem gjøre det."),
            code="not-a-caseworker",
            authority="SA-3",
        )
