"""What every part of a proposal beside its texts needs: the draft, the way back to it, and asking once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from organisations import once
from revisions import rules
from revisions.models import Proposal

from .access import proposal_to_write_in

GET_OR_POST = ["GET", "HEAD", "POST"]


def draft_or_404(request: HttpRequest, pk: int) -> Proposal:
    """A proposal that this person may write in now, or 404, or a refusal that says why not."""
    proposal = proposal_to_write_in(request, pk)
    rules.proposal_is_editable(proposal)
    return proposal


def back_to(proposal: Proposal, part: str) -> str:
    return f"{reverse('revisions:proposal_edit', args=[proposal.pk])}#{part}"


def ask_once_more(request: HttpRequest, proposal: Proposal, **words: str) -> HttpResponse:
    """Asks once more before something is deleted; without script that is the only brake there is."""
    context = {"proposal": proposal, "once": once.new_token(), **words}
    return render(request, "revisions/proposal_part_delete.html", context)
