"""A proposal after it is sent: each version as it was sent, and withdrawing it before it is a case (SA-1, SA-4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.handling import ReasonForm
from revisions.models import ProposalVersion
from revisions.pages.tables import activity_tables, checklist_of, item_rows
from revisions.pages.version_changes import version_page
from revisions.services import cases as services

from .access import proposal_or_404


@signed_in
@require_safe
def proposal_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was sent, with what changed since the one before it on top."""
    proposal = proposal_or_404(request, pk)
    version = get_object_or_404(ProposalVersion.objects.select_related("sent_by"), proposal=proposal, number=number)
    today = timezone.localdate()
    page = version_page(version, proposal, on=today)
    context = {
        "page": page,
        "proposal": page.proposal,
        "rows": item_rows(page.proposal, on=today),
        "tables": activity_tables(page.proposal),
        "checklist": checklist_of(page.proposal),
    }
    return render(request, "revisions/proposal_version.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a proposal that no case is made of, with a reason."""
    proposal = proposal_or_404(request, pk)
    if not permissions.may_submit(request.user, proposal):
        raise NotPermitted(
            _("Bare en innsender kan trekke forslag fra %(sender)s. Be en av dem gjøre det.")
            % {"sender": proposal.sender},
            code="may-not-submit",
            authority="SA-1",
        )
    rules.proposal_is_submitted(proposal)
    rules.proposal_has_no_case(proposal)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if proposal.withdrawn_at is None:
            with refusals_on(form):
                services.withdraw_proposal(proposal=proposal, reason=form.cleaned_data["reason"], by=person(request))
                messages.success(request, _("Forslaget er trukket. Det blir stående i arkivet."))
                return redirect(proposal)
        return redirect(proposal)
    return render(
        request, "revisions/proposal_withdraw.html", {"proposal": proposal, "form": form}, status=status_of(form)
    )
