"""The summary of a hearing: read by everybody when it is published, written and published by caseworkers (HØ-4)."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from kombu.exceptions import OperationalError

from hearings import permissions, services
from hearings.forms.dispositions import SummaryForm
from hearings.models import Hearing, SummaryDocument
from hearings.pages.dispositions import item_lines, total_of
from hearings.pages.picture import picture_of
from hearings.pages.summary import PER_PAGE, summary_of
from hearings.tasks import render_summary
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in

from .fetching import hearing_or_404, hearing_to_handle

log = logging.getLogger(__name__)
TYPES = {
    SummaryDocument.Format.PDF: "application/pdf",
    SummaryDocument.Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary; before it is published, the directorate reads it as a draft."""
    hearing = hearing_or_404(request, pk)
    inside = permissions.may_read_comments(request.user)
    if hearing.summary_published_at is None and not inside:
        raise Http404
    found = summary_of(hearing)
    pages = Paginator(found.items, PER_PAGE)
    page = pages.get_page(request.GET.get("side"))
    context = {
        "hearing": hearing,
        "summary": found,
        "page": page,
        "picture": picture_of(hearing, positions=found.positions) if page.number == 1 else None,
        "is_directorate": inside,
        "documents": hearing.documents.filter(state=SummaryDocument.State.DONE, is_published=True).defer("content"),
    }
    return render(request, "hearings/summary.html", context)


@signed_in
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def summary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the introduction, publishes the summary, takes it back, and has the files made."""
    hearing = hearing_to_handle(request, pk)
    action = request.POST.get("handling", "") if request.method == "POST" else ""
    form = SummaryForm(request.POST if action else None, initial={"text": hearing.summary, "seen": hearing.summary})
    if action and form.is_valid():
        with refusals_on(form):
            _act(request, hearing, action, form)
            return redirect("hearings:summary_edit", hearing.pk)
        if getattr(form, "is_in_wrong_state", False):
            form.data = {
                **request.POST.dict(),
                "seen": Hearing.objects.values_list("summary", flat=True).get(pk=hearing.pk),
            }
    progress = total_of(item_lines(hearing))
    waiting = hearing.answers.counted().not_received().count()
    context = {
        "hearing": hearing,
        "form": form,
        "progress": progress,
        "waiting": waiting,
        "may_publish": permissions.may_dispose(request.user),
        "is_ready": not progress.left and not waiting and timezone.localdate() > hearing.deadline,
        "documents": hearing.documents.defer("content"),
    }
    return render(request, "hearings/summary_edit.html", context, status=status_of(form))


@require_GET
def summary_file(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """A file of the summary: what is published for everybody, drafts for the directorate."""
    hearing = hearing_or_404(request, pk)
    rows = hearing.documents.filter(state=SummaryDocument.State.DONE)
    if not permissions.may_read_comments(request.user):
        rows = rows.filter(is_published=True)
    found = get_object_or_404(rows, pk=document_pk)
    response = HttpResponse(bytes(found.content or b""), content_type=TYPES[SummaryDocument.Format(found.format)])
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _act(request: HttpRequest, hearing: Hearing, action: str, form: SummaryForm) -> None:
    by = person(request)
    if action == "trekk":
        services.recall_summary(hearing=hearing, by=by)
        messages.success(request, _("Oppsummeringen er trukket tilbake. Bare direktoratet ser den."))
        return
    if action == "filer":
        services.order_documents(hearing=hearing, by=by)
        _hand_out(hearing)
        messages.info(request, _("Filene lages. De står her når de er ferdige."))
        return
    services.save_summary(hearing=hearing, text=form.cleaned_data["text"], seen=form.cleaned_data["seen"], by=by)
    if action == "publiser":
        services.publish_summary(hearing=hearing, by=by, now=timezone.now())
        _hand_out(hearing)
        messages.success(request, _("Oppsummeringen er publisert, med direktoratets vurdering av hver merknad."))
        return
    messages.success(request, _("Innledningen er lagret."))


def _hand_out(hearing: Hearing) -> None:
    """Tell a worker. When the queue is down nothing is lost: the next sweep finds what waits."""
    for pk in hearing.documents.filter(state=SummaryDocument.State.WAITING).values_list("pk", flat=True):
        try:
            render_summary.apply_async((pk,), retry=False)
        except OperationalError:
            log.warning("The queue is out of reach; summary %s waits for the next sweep", pk)
