"""The sender's proposals: the list, a new one, writing it, reading it, sending it, throwing a draft away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import once
from organisations import permissions as people
from organisations.models import Specialty, User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.as_sent import last_sent
from revisions.forms.proposals import NewProposalForm, PartsForm
from revisions.models import ActivityChange, Proposal, ProposalDocument
from revisions.pages.overview import overview_of, sent_page
from revisions.pages.proposal_pdf import latest_pdf
from revisions.pages.proposal_status import status_page
from revisions.pages.reading import reading_of
from revisions.pages.saved_parts import saved_parts
from revisions.pages.sections import control_of, progress_of
from revisions.pages.tables import activity_tables, checklist_of, item_rows, with_tables
from revisions.services import cases as case_services
from revisions.services import proposals as services
from revisions.services.parts import Saved
from revisions.transitions import TABLE, Action

from .access import proposals_for, to_write_in
from .proposal_pdf import hand_out_after_commit

GET_OR_POST = ["GET", "HEAD", "POST"]

# Where «save and go on» leads: the button's value, and the address it stands for.
GOES_ON_TO = {
    "punkt": "revisions:item_new",
    "vedlegg": "revisions:attachment_new",
    "forankring": "revisions:endorsement_new",
    "utdypende": "revisions:elaboration_new",
    "forslag": "revisions:proposal",
    "send": "revisions:proposal_submit",
}


def proposal_to_read(request: HttpRequest, pk: int) -> Proposal:
    """The proposal with its tables, or 404."""
    return get_object_or_404(with_tables(proposals_for(request)), pk=pk)


@signed_in
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """My organisation's proposals: what is asked of us first, then drafts, then what is sent."""
    own = proposals_for(request).filter(sender__in=permissions.own_organisations(request.user))
    context = {
        "overview": overview_of(own, user=request.user),
        "sent": sent_page(own, number=request.GET.get("side", "1")),
        "may_write": bool(people.organisations_to_propose_for(request.user)),
    }
    return render(request, "revisions/proposals.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def proposal_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft: who sends it, and what it is about."""
    senders = people.organisations_to_propose_for(request.user)
    if not senders:
        raise NotPermitted(
            _("Du har ikke en rolle som kan skrive forslag. Be administratoren i Helsedirektoratet om å gi deg en."),
            code="may-not-draft",
            authority="SA-1",
        )
    form = NewProposalForm(posted(request), senders=senders, specialties=list(Specialty.objects.alphabetical()))
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect("revisions:proposals")
        with refusals_on(form):
            proposal = services.create_proposal(**form.cleaned_data, by=person(request))
            return redirect("revisions:proposal_edit", pk=proposal.pk)
    return render(
        request, "revisions/proposal_new.html", {"form": form, "once": once.new_token()}, status=status_of(form)
    )


@signed_in
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal as the template sets it out, where it stands, and what comes next."""
    found = proposal_to_read(request, pk)
    if not permissions.reads_as_it_is_written(request.user, found):
        found = last_sent(found)
    today = timezone.localdate()
    reading = reading_of(found, user=request.user, on=today)
    context = {
        "proposal": found,
        "reading": reading,
        "rows": item_rows(found, on=today),
        "tables": activity_tables(found),
        "checklist": checklist_of(found),
        "control": control_of(found, on=timezone.localdate()) if reading.may_write else None,
        **latest_pdf(found, user=person(request)),
        "withdraw_url": _withdraw_url(found, user=person(request)),
    }
    return render(request, "revisions/proposal.html", context)


@signed_in
@require_safe
def proposal_status(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens with the proposal: the way so far, what is planned, what is asked, and the receipts."""
    found = proposal_to_read(request, pk)
    return render(
        request, "revisions/proposal_status.html", status_page(found, user=request.user, on=timezone.localdate())
    )


def _withdraw_url(found: Proposal, *, user: User) -> str:
    """Where a sender withdraws the proposal, or the case it became, while that can be done (SA-1)."""
    case = found.case
    if case is None and found.submitted_at and not found.withdrawn_at and permissions.may_submit(user, found):
        return reverse("revisions:proposal_withdraw", args=[found.pk])
    if case is None or case.status not in TABLE[Action.WITHDRAW].sources or not permissions.may_send_again(user, case):
        return ""
    return reverse("revisions:case_step", args=[*case.number.split("/"), Action.WITHDRAW.value])


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the proposal, part by part. A post saves what it holds; one from htmx is the quiet autosave."""
    found = to_write_in(request, proposal_to_read(request, pk))
    if request.method != "POST":
        if not reading_of(found, user=request.user, on=timezone.localdate()).is_open:
            return redirect(found)
        return _form_page(request, found, PartsForm(proposal=found))
    form = PartsForm(request.POST, proposal=found)
    form.full_clean()
    if getattr(request, "htmx", False):
        return _autosaved(request, found, form)
    with refusals_on(form):
        saved = services.save_parts(proposal=found, by=person(request), read=form.read(knowingly=True), **form.parts())
        if form.is_valid() and not saved.both:
            messages.success(request, _told(saved))
            return redirect(_next_address(request.POST, found))
        form.show(saved)
        found = proposal_to_read(request, found.pk)
    return _form_page(request, found, form, status=422)


def _told(saved: Saved) -> str:
    if saved.theirs:
        return _("Utkastet er lagret. Det noen andre har skrevet i mellomtiden, er med.")
    return _("Utkastet er lagret.")


def _next_address(data: QueryDict, found: Proposal) -> str:
    """Where the button that was pressed leads: on to the next thing, or back to the form."""
    if data.get("aktivitet") in ActivityChange.Kind.values:
        return f"{reverse('revisions:activity_new', args=[found.pk])}?type={data['aktivitet']}"
    return reverse(GOES_ON_TO.get(data.get("til", ""), "revisions:proposal_edit"), args=[found.pk])


def _form_page(request: HttpRequest, found: Proposal, form: PartsForm, status: int = 200) -> HttpResponse:
    context = {
        "proposal": found,
        "form": form,
        "parts": form.shown,
        "progress": progress_of(found),
        "control": control_of(found, on=timezone.localdate()),
        "is_common": found.specialty.short_name == "FKM" or rules.needs_common_argument(found),
        "rows": item_rows(found, on=timezone.localdate()),
        "tables": activity_tables(found),
        "reading": reading_of(found, user=request.user, on=timezone.localdate()),
    }
    return render(request, "revisions/proposal_edit.html", context, status=status)


def _autosaved(request: HttpRequest, found: Proposal, form: PartsForm) -> HttpResponse:
    """The answer to the quiet save: when it was saved, what others have changed, and what was not saved and why."""
    saved = None
    with refusals_on(form):
        saved = services.save_parts(proposal=found, by=person(request), read=form.read(knowingly=False), **form.parts())
        found = proposal_to_read(request, found.pk)
    context = {
        "proposal": found,
        "form": form,
        "progress": progress_of(found),
        "control": control_of(found, on=timezone.localdate()),
        "saved": saved_parts(form, saved),
    }
    went_well = saved is not None and form.is_valid() and not saved.both
    response = render(request, "revisions/_proposal_saved.html", context, status=200 if went_well else 422)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it: a page that says what is sent or what is missing, and the button."""
    found = to_write_in(request, proposal_to_read(request, pk))
    if not found.is_editable:
        messages.info(request, _("Forslaget er sendt inn."))
        return redirect(found)
    if request.method == "POST":
        return _sent(request, found)
    return _submit_page(request, found)


def _sent(request: HttpRequest, found: Proposal) -> HttpResponse:
    send: Any = case_services.resubmit if found.case_id else services.submit_proposal
    try:
        send(proposal=found, by=person(request), on=timezone.localdate())
        for document in found.documents.filter(state=ProposalDocument.State.WAITING).only("pk"):
            hand_out_after_commit(document.pk)
    except RuleViolation as refusal:
        if refusal.code != "proposal-incomplete":
            raise
        return _submit_page(request, found, status=422)
    except WrongState as refusal:
        if refusal.code != "proposal-is-sent":  # the other click came first: as good as this one
            raise
    messages.success(request, _("Forslaget er sendt til Helsedirektoratet."))
    return redirect("revisions:proposal_status", pk=found.pk)


def _submit_page(request: HttpRequest, found: Proposal, status: int = 200) -> HttpResponse:
    context = {
        "proposal": found,
        "progress": progress_of(found),
        "control": control_of(found, on=timezone.localdate()),
        "reading": reading_of(found, user=request.user, on=timezone.localdate()),
        "rows": item_rows(found, on=timezone.localdate()),
    }
    return render(request, "revisions/proposal_submit.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def proposal_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a draft that was never sent, after asking once more."""
    if request.method == "POST" and once.is_sent_again(request):
        return redirect("revisions:proposals")
    found = to_write_in(request, proposal_to_read(request, pk))
    if request.method == "POST":
        services.delete_draft(proposal=found, by=person(request))
        messages.success(request, _("Utkastet er slettet."))
        return redirect("revisions:proposals")
    context = {"proposal": found, "once": once.new_token()}
    return render(request, "revisions/proposal_delete.html", context)
