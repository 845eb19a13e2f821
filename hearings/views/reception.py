"""The reception check of answers, for the directorate (HØ-2)."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hearings import permissions, services
from hearings.forms.dispositions import ReceptionForm, WithholdForm
from hearings.models import Hearing, HearingAnswer, HearingAttachment
from hearings.pages.reception import answer_page, reception_page
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from organisations.virus_control import Scan

from .fetching import answer_or_404, hearing_to_handle


@signed_in
@require_GET
def reception(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers that wait to be looked through."""
    hearing = hearing_to_handle(request, pk)
    page = reception_page(hearing, request.GET, on=timezone.localdate())
    context = {"page": page, "hearing": hearing, "may_receive": permissions.may_dispose(request.user)}
    return render(request, "hearings/reception.html", context)


@signed_in
@answers_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def reception_answer(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """One answer: publish it, with what must be withheld left out; withhold it; or take it up again."""
    hearing = hearing_to_handle(request, pk)
    answer = answer_or_404(hearing, answer_pk)
    page = answer_page(answer, user=person(request), on=timezone.localdate())
    action = request.POST.get("handling", "") if request.method == "POST" else ""
    if action == "angre":
        services.undo_reception(answer=answer, by=person(request))
        messages.success(request, _("Kontrollen av svaret er tatt opp igjen. Svaret er ikke lenger publisert."))
        return redirect("hearings:reception_answer", hearing.pk, answer.pk)
    publishing = ReceptionForm(
        request.POST if action == "publiser" else None, comments=page.texts, attachments=page.attachments
    )
    withholding = WithholdForm(request.POST if action == "hold-tilbake" else None)
    form = withholding if action == "hold-tilbake" else publishing
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            _receive(request, answer, form)
            return redirect(_next(hearing, answer))
    context = {
        "hearing": hearing,
        "page": page,
        "publishing": publishing,
        "withholding": withholding,
        "parts": [
            (one, publishing[f"text_{one.comment.pk}"], publishing[f"reason_{one.comment.pk}"])
            if one.comment.text
            else (one, None, None)
            for one in page.comments
        ],
        "may_undo": permissions.may_dispose(request.user) and hearing.summary_published_at is None,
        "files": [(one, publishing[f"file_{one.pk}"]) for one in page.attachments],
    }
    return render(request, "hearings/reception_answer.html", context, status=status_of(form))


@signed_in
@require_GET
def reception_file(request: HttpRequest, pk: int, answer_pk: int, file_pk: int) -> HttpResponse:
    """A file of an answer, published or not."""
    hearing = hearing_to_handle(request, pk)
    return file_response(HearingAttachment.objects.filter(answer=answer_or_404(hearing, answer_pk), pk=file_pk).first())


def file_response(found: HearingAttachment | None) -> HttpResponse:
    """The bytes as a file to keep, which no browser runs or takes for anything else."""
    if found is None or found.scan in (Scan.WAITING, Scan.INFECTED):
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    name = found.file_name.replace('"', "").replace("\\", "")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _receive(request: HttpRequest, answer: HearingAnswer, form: ReceptionForm | WithholdForm) -> None:
    by, now = person(request), timezone.now()
    if isinstance(form, WithholdForm):
        services.withhold_answer(answer=answer, reason=form.cleaned_data["reason"], by=by, now=now)
        messages.success(request, _("Svaret fra %(sender)s holdes tilbake.") % {"sender": answer.sender})
        return
    services.publish_answer(
        answer=answer, withheld=form.withheld, withheld_attachments=form.withheld_attachments, by=by, now=now
    )
    messages.success(request, _("Svaret fra %(sender)s er publisert.") % {"sender": answer.sender})


def _next(hearing: Hearing, answer: HearingAnswer) -> str:
    """The next answer that waits, or the list when none does."""
    waiting = hearing.answers.counted().not_received().order_by("pk")
    found = waiting.filter(pk__gt=answer.pk).first() or waiting.first()
    return (
        reverse("hearings:reception_answer", args=[hearing.pk, found.pk])
        if found
        else reverse("hearings:reception", args=[hearing.pk])
    )
