"""The files that follow a proposal: adding one, reading it, taking it out (FO-6)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import once, virus_control
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions.forms.proposals import AttachmentForm
from revisions.models import Attachment
from revisions.services import attachments as attachment_services

from .access import proposal_or_404
from .parts import GET_OR_POST, ask_once_more, back_to, draft_or_404

# A file that a browser shows all the same can run nothing and fetch nothing.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
# What is refused about a file itself.
AT_THE_FILE = ("file-size", "file-kind", "file-infected", "scanner-silent", "files-too-large")


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def attachment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file, and what it is meant to show (FO-6)."""
    proposal = draft_or_404(request, pk)
    form = AttachmentForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect(back_to(proposal, "vedlegg"))
        with refusals_on(form, fields=dict.fromkeys(AT_THE_FILE, "file")):
            file, purpose = form.cleaned_data["file"], form.cleaned_data["purpose"]
            attachment = attachment_services.attach_file(
                proposal=proposal, by=person(request), name=file.name, content=file.read(), purpose=purpose
            )
            _tell_of_attachment(request, attachment)
            return redirect(back_to(proposal, "vedlegg"))
    context = {"proposal": proposal, "form": form, "once": once.new_token()}
    return render(request, "revisions/proposal_attachment.html", context, status=status_of(form))


def _tell_of_attachment(request: HttpRequest, attachment: Attachment) -> None:
    """Minutes are taken, but not encouraged: what they show is better said in the proposal (FO-6)."""
    words = f"{attachment.file_name} {attachment.purpose}".casefold()
    if "referat" in words or "protokoll" in words:
        messages.warning(
            request,
            _(
                "«%(name)s» er lagt ved. Møtereferater frarådes: skriv heller i begrunnelsen hva møtet kom fram til, "
                "og slett vedlegget."
            )
            % {"name": attachment.file_name},
        )
    else:
        messages.success(request, _("«%(name)s» er lagt ved.") % {"name": attachment.file_name})


@signed_in
@require_safe
@answers_refusals
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """The file, for whoever may read the proposal; the browser keeps it and never shows it as a page of ours."""
    proposal = proposal_or_404(request, pk)
    file = get_object_or_404(Attachment, proposal=proposal, pk=attachment_pk)
    virus_control.may_be_given_out(file)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def attachment_delete(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Take a file away, after asking once more."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(back_to(proposal, "vedlegg"))
    files = Attachment.objects.defer("content").select_related("proposal")
    file = get_object_or_404(files, proposal=proposal, pk=attachment_pk)
    if request.method == "POST":
        attachment_services.remove_attachment(attachment=file, by=person(request))
        messages.success(request, _("Vedlegget er slettet."))
        return redirect(back_to(proposal, "vedlegg"))
    return ask_once_more(
        request,
        proposal,
        question=_("Slett vedlegget?"),
        what=file.file_name,
        follows=_("Filen slettes og kan ikke hentes tilbake."),
        button=_("Slett vedlegget"),
        anchor="#vedlegg",
    )
