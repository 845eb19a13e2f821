"""What belongs to a proposal beside its texts: change items, rows of the course and procedure tables, attachments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from revisions import rules
from revisions.forms.items import ItemForm, initial_of
from revisions.forms.proposals import ActivityForm, AttachmentForm, activity_titles
from revisions.models import ActivityChange, Attachment, ChangeItem, Proposal
from revisions.pages.item_writing import begin, read, writing_of
from revisions.pages.shown_items import SHOWN_WITH, ShownItem, headings_for
from revisions.services import attachments as attachment_services
from revisions.services import items as item_services
from revisions.services import proposals as proposal_services

from . import once
from .access import person, proposal_or_404, proposal_to_write_in, signed_in
from .refusing import answers_refusals, posted, refusals_on, status_of

GET_OR_POST = ["GET", "HEAD", "POST"]

# The field a refusal about an item stands at.
AT_THE_FIELD = {
    "unknown-code": "code",
    "already-repealed": "code",
    "no-text": "code",
    "nothing-changed": "new_text",
    "theme-in-another-chapter": "theme",
    "former-chapter": "chapter",
    "another-specialty": "chapter",
    "not-moved": "after",
    "not-merged": "code_2",
    "heading-unchanged": "title",
    "heading-empty": "title",
    "heading-number-used": "number",
    "heading-already-repealed": "theme",
    "heading-repealed": "theme",
    "heading-not-in-force": "theme",
    "heading-not-empty": "theme",
    "unknown-new-heading": "theme",
    "unknown-series": "series",
    "series-closed": "series",
}


def _draft(request: HttpRequest, pk: int) -> Proposal:
    """A proposal that this person may write in now, or 404, or a refusal that says why not."""
    proposal = proposal_to_write_in(request, pk)
    rules.proposal_is_editable(proposal)
    return proposal


def _back(proposal: Proposal, part: str) -> str:
    return f"{reverse('revisions:proposal_edit', args=[proposal.pk])}#{part}"


# --- change items -------------------------------------------------------------------------------------


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a change item: the kind first, then what that kind asks for."""
    return _item(request, _draft(request, pk), None)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_edit(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Change an item that is there."""
    proposal = _draft(request, pk)
    items = proposal.items.select_related("objective", "chapter")
    return _item(request, proposal, get_object_or_404(items, pk=item_pk))


def _item(request: HttpRequest, proposal: Proposal, item: ChangeItem | None) -> HttpResponse:
    """The form of an item. With «vis» in it a post shows how the change reads so far, and saves nothing."""
    data = posted(request)
    is_a_look = data is not None and "vis" in data
    values: dict[str, Any] = data.dict() if data is not None else _first_values(request, item)
    today = timezone.localdate()
    writing = writing_of(proposal, values, item=item, on=today)
    form = writing.form(None if is_a_look else data)
    if form.is_bound and form.is_valid():
        if item is None and once.is_sent_again(request):
            return redirect(_back(proposal, "endringspunkter"))
        with refusals_on(form, fields=AT_THE_FIELD):
            item_services.save_item(proposal=proposal, item=item, by=person(request), on=today, **form.change())
            messages.success(request, _("Endringspunktet er lagret."))
            return redirect(_back(proposal, "endringspunkter"))
    begin(writing, form)
    read(writing)
    context = {
        "proposal": proposal,
        "item": item,
        "form": form,
        "writing": writing,
        "theirs": _theirs(form, item),
        "once": once.new_token(),
    }
    response = render(request, "revisions/proposal_item.html", context, status=status_of(form))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _theirs(form: ItemForm, item: ChangeItem | None) -> ShownItem | None:
    """What another has saved in the item meanwhile, to be shown beside what this person wrote."""
    if item is None or not form.is_bound or not form.has_error(NON_FIELD_ERRORS, code="changed-by-another"):
        return None
    saved = ChangeItem.objects.select_related(*SHOWN_WITH).get(pk=item.pk)
    form.has_seen(item_services.saved_at(saved))
    return ShownItem(saved.position, saved, headings_for([saved], on=timezone.localdate()))


def _first_values(request: HttpRequest, item: ChangeItem | None) -> dict[str, Any]:
    """What the form shows at first: the item as it is saved, or the kind and the code the address names."""
    if item is None:
        return {"kind": request.GET.get("type", ""), "code": request.GET.get("kode", "")[:12]}
    seen_at = item_services.saved_at(item)
    return {**initial_of(item), "seen_at": seen_at.isoformat() if seen_at else ""}


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def item_delete(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take a change item out, after asking once more."""
    proposal = _draft(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(_back(proposal, "endringspunkter"))
    item = get_object_or_404(proposal.items.select_related("objective", "proposal"), pk=item_pk)
    if request.method == "POST":
        item_services.remove_item(item=item, by=person(request))
        messages.success(request, _("Endringspunktet er slettet."))
        return redirect(_back(proposal, "endringspunkter"))
    return _ask(
        request,
        proposal,
        question=_("Slett endringspunktet?"),
        what=str(item),
        follows=_("Teksten og kommentaren i punktet blir borte."),
        button=_("Slett endringspunktet"),
        anchor="#endringspunkter",
    )


def _ask(request: HttpRequest, proposal: Proposal, **words: str) -> HttpResponse:
    """Asks once more before something is deleted; without script that is the only brake there is."""
    context = {"proposal": proposal, "once": once.new_token(), **words}
    return render(request, "revisions/proposal_part_delete.html", context)


# --- courses and procedures ---------------------------------------------------------------------------


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def activity_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a row to the course or the procedure table (FO-3, LA-3)."""
    proposal = _draft(request, pk)
    titles = activity_titles()
    form = ActivityForm(posted(request), titles=titles, initial={"kind": request.GET.get("type", "kurs")})
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect(_back(proposal, "aktiviteter"))
        with refusals_on(form):
            proposal_services.add_activity_change(proposal=proposal, by=person(request), **form.cleaned_data)
            _tell_of_activity(request, form)
            return redirect(_back(proposal, "aktiviteter"))
    context = {"proposal": proposal, "form": form, "once": once.new_token(), "titles": _titles(form, titles)}
    return render(request, "revisions/proposal_activity.html", context, status=status_of(form))


def _titles(form: ActivityForm, titles: dict[str, list[str]]) -> list[str]:
    """The titles to choose among: of the kind that is chosen."""
    return titles.get(str(form["kind"].value() or ""), [])


def _tell_of_activity(request: HttpRequest, form: ActivityForm) -> None:
    if form.is_in_the_list():
        messages.success(request, _("Raden er lagt til."))
    else:
        messages.warning(
            request,
            _(
                "Raden er lagt til, men «%(title)s» står ikke i den nasjonale lista. "
                "Kontroller at tittelen er nøyaktig (LA-3)."
            )
            % {"title": form.cleaned_data["current"]},
        )


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def activity_delete(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """Take a row out of the course or the procedure table, after asking once more."""
    proposal = _draft(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(_back(proposal, "aktiviteter"))
    change: ActivityChange = get_object_or_404(proposal.activity_changes.select_related("proposal"), pk=change_pk)
    if request.method == "POST":
        proposal_services.remove_activity_change(change=change, by=person(request))
        messages.success(request, _("Raden er slettet."))
        return redirect(_back(proposal, "aktiviteter"))
    return _ask(
        request,
        proposal,
        question=_("Slett raden?"),
        what=str(change),
        follows=_("Raden og kommentaren i den blir borte."),
        button=_("Slett raden"),
        anchor="#aktiviteter",
    )


# --- attachments --------------------------------------------------------------------------------------


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def attachment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file, and what it is meant to show (FO-6)."""
    proposal = _draft(request, pk)
    form = AttachmentForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect(_back(proposal, "vedlegg"))
        with refusals_on(form, fields={"file-size": "file", "file-kind": "file"}):
            file, purpose = form.cleaned_data["file"], form.cleaned_data["purpose"]
            attachment = attachment_services.attach_file(
                proposal=proposal, by=person(request), name=file.name, content=file.read(), purpose=purpose
            )
            _tell_of_attachment(request, attachment)
            return redirect(_back(proposal, "vedlegg"))
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
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """The file, for whoever may read the proposal; the browser keeps it and never shows it as a page of ours."""
    proposal = proposal_or_404(request, pk)
    file = get_object_or_404(Attachment, proposal=proposal, pk=attachment_pk)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def attachment_delete(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Take a file away, after asking once more."""
    proposal = _draft(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(_back(proposal, "vedlegg"))
    files = Attachment.objects.defer("content").select_related("proposal")
    file = get_object_or_404(files, proposal=proposal, pk=attachment_pk)
    if request.method == "POST":
        attachment_services.remove_attachment(attachment=file, by=person(request))
        messages.success(request, _("Vedlegget er slettet."))
        return redirect(_back(proposal, "vedlegg"))
    return _ask(
        request,
        proposal,
        question=_("Slett vedlegget?"),
        what=file.file_name,
        follows=_("Filen slettes og kan ikke hentes tilbake."),
        button=_("Slett vedlegget"),
        anchor="#vedlegg",
    )
