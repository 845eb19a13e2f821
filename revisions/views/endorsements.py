"""Which bodies have considered a proposal: added and taken out while it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import once
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions.forms.proposals import EndorsementForm, councils_for
from revisions.services import endorsements as services

from .parts import GET_OR_POST, ask_once_more, back_to, draft_or_404

PART = "forankring"


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def endorsement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a body that has considered the proposal."""
    proposal = draft_or_404(request, pk)
    form = EndorsementForm(posted(request), councils=councils_for(proposal.specialty), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect(back_to(proposal, PART))
        with refusals_on(form):
            services.add_endorsement(proposal=proposal, by=person(request), **form.cleaned_data)
            messages.success(request, _("Organet er lagt til."))
            return redirect(back_to(proposal, PART))
    context = {"proposal": proposal, "form": form, "once": once.new_token()}
    return render(request, "revisions/proposal_endorsement.html", context, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def endorsement_delete(request: HttpRequest, pk: int, endorsement_pk: int) -> HttpResponse:
    """Take a body out, after asking once more."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(back_to(proposal, PART))
    found = get_object_or_404(proposal.endorsements.select_related("proposal", "council"), pk=endorsement_pk)
    if request.method == "POST":
        services.remove_endorsement(endorsement=found, by=person(request))
        messages.success(request, _("Organet er slettet fra forslaget."))
        return redirect(back_to(proposal, PART))
    return ask_once_more(
        request,
        proposal,
        question=_("Slett organet fra forslaget?"),
        what=str(found),
        follows=_("Standpunktet og merknaden blir borte fra forslaget."),
        button=_("Slett"),
        anchor=f"#{PART}",
    )
