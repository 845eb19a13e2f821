"""Making the package for Lovdata's form ready, ticking it off, and telling that it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from regulations import dispatching, permissions, services
from regulations.forms import DispatchForm, ReasonForm
from regulations.models import AmendmentRegulation, Dispatch
from regulations.pages.dispatch import dispatch_page, manuscript_file, package

from .access import for_the_directorate, person, refusals_on, refusals_told, regulation_or_404, status_of

AT_THE_DATE = {"decided-in-the-future": "decided_on", "in-force-before-decision": "decided_on"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about the package; the facts of the form are saved here."""
    regulation = regulation_or_404(pk)
    if regulation.is_announced:
        raise Http404
    form = DispatchForm(request.POST or None, initial=_initial(regulation, request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT_THE_DATE):
            services.prepare_dispatch(
                regulation=regulation, **form.cleaned_data, by=person(request), on=timezone.localdate()
            )
            messages.success(request, _("Opplysningene er lagret. Pakken ligger klar under."))
            return redirect(f"{request.path}#filer")
    return _page(request, regulation, form=form, status=status_of(form))


@require_http_methods(["POST"])
@for_the_directorate
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick and untick the points of the checklist; «send» also tells that it is sent."""
    regulation, back = regulation_or_404(pk), f"{reverse('regulations:dispatch', args=[pk])}#sjekkliste"
    with refusals_told(request):
        services.tick_checklist(regulation=regulation, ticked=request.POST.getlist("punkt"), by=person(request))
        if "send" not in request.POST:
            messages.success(request, _("Sjekklisten er lagret."))
            return redirect(back)
        services.mark_as_sent(regulation=regulation, by=person(request), at=timezone.now())
        messages.success(request, _("Forskriften er merket som sendt til kunngjøring."))
        return redirect(regulation)
    return redirect(back)


@require_http_methods(["POST"])
@for_the_directorate
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back from announcement, with a reason."""
    permissions.require_announcing(person(request))
    regulation = regulation_or_404(pk)
    form = ReasonForm(request.POST, prefix="tilbake")
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.recall(regulation=regulation, reason=reason, by=person(request), at=timezone.now())
            messages.success(request, _("Forskriften er trukket tilbake. Husk å si fra til Lovdata."))
            return redirect("regulations:dispatch", pk)
    regulation.refresh_from_db()
    return _page(request, regulation, recall_form=form, status=status_of(form))


@require_GET
@for_the_directorate
def dispatch_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole package as one file."""
    regulation, ready = _ready_or_404(pk)
    name, content = package(regulation, ready)
    return _file(name, "application/zip", content)


@require_GET
@for_the_directorate
def dispatch_manuscript(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word manuscript."""
    regulation, ready = _ready_or_404(pk)
    name, content_type, content = manuscript_file(regulation, ready)
    return _file(name, content_type, content)


def _ready_or_404(pk: int) -> tuple[AmendmentRegulation, Dispatch]:
    regulation = regulation_or_404(pk)
    ready = dispatching.current_dispatch(regulation)
    if ready is None or regulation.is_announced:
        raise Http404
    return regulation, ready


def _file(name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: HttpRequest,
    regulation: AmendmentRegulation,
    *,
    form: BaseForm | None = None,
    recall_form: BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = dispatch_page(regulation, user=person(request)) | {
        "form": form or DispatchForm(initial=_initial(regulation, request)),
        "recall_form": recall_form or ReasonForm(prefix="tilbake"),
    }
    return render(request, "regulations/dispatch.html", context, status=status)


def _initial(regulation: AmendmentRegulation, request: HttpRequest) -> dict[str, Any]:
    ready = dispatching.current_dispatch(regulation)
    if ready is None:
        return {"contact_name": person(request).name, "contact_email": person(request).email}
    return {name: getattr(ready, name) for name in DispatchForm.base_fields}
