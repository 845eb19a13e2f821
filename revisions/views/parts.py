"""What every part of a proposal beside its texts needs: the draft, the way back to it, and asking once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations import once
from organisations.prose import cleaned
from revisions import rules
from revisions.models import Proposal

from .access import proposal_to_write_in

GET_OR_POST = ["GET", "HEAD", "POST"]
# What a person writes in the forms of a row, by the names of their fields; texts and codes may be several.
WRITTEN = {
    "code": _("Kode"),
    "current": _("Nåværende tittel"),
    "proposed": _("Ny eller endret tittel"),
    "course_kind": _("Kurstype"),
    "minimum": _("Anbefalt minste antall"),
    "codes": _("Læringsmål"),
    "number": _("Nummer"),
    "title": _("Overskriftens ord"),
    "new_text": _("Foreslått tekst"),
    "text": _("Tekst"),
    "comment": _("Kommentar"),
    "piloting": _("Hvem har prøvd teksten, og hva svarte de?"),
}


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


def row_is_gone(request: HttpRequest, proposal: Proposal, *, again: str, anchor: str) -> HttpResponse:
    """Answers a save of a row that another has deleted meanwhile: not found, with what the person wrote."""
    written = []
    for name, value in request.POST.dict().items():
        label = WRITTEN.get(name) or WRITTEN.get(name.rpartition("_")[0])
        if label and value.strip():
            written.append((label, cleaned(value)))
    context = {
        "proposal": proposal,
        "written": written,
        "again": reverse(again, args=[proposal.pk]),
        "back": back_to(proposal, anchor),
    }
    return render(request, "revisions/row_gone.html", context, status=404)
