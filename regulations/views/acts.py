"""Announced acts: public, like everything the annex is made of. Amending one is for those who draft."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from objectives import permissions as register_permissions
from objectives.models import LegalAct
from objectives.views.following import follow_button
from regulations import permissions, services
from regulations.documents import build_document
from regulations.pages import act_page, acts_page, amend_page, amendable_texts, announced_pdf
from regulations.pages.acts import renumbered
from regulations.pages.lovdata import lovdata_page

from .access import for_the_directorate, person, refusals_on
from .documents import direct_file, pdf_response


def act_or_404(year: int, number: int) -> LegalAct:
    """The act with this number of that year."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise Http404
    acts = LegalAct.objects.select_related("amendment_regulation")
    return get_object_or_404(acts, decided_on__year=year, number=number)


@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """Every act that has given vedlegg 2 its words, the newest first."""
    return render(request, "regulations/acts.html", acts_page())


@require_GET
def act(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One act: what it says, its dates, and the læringsmål it is about.

    The address of a number that was registered wrongly leads on to the right one.
    """
    moved = renumbered(year, number)
    if moved is not None:
        return redirect("regulations:act", moved.decided_on.year, moved.number)
    found, today = act_or_404(year, number), timezone.localdate()
    amendable = permissions.may_draft(request.user) and amendable_texts(found, on=today)
    context = act_page(found, on=today) | {
        "may_be_amended": bool(amendable),
        "follow": follow_button(found, reader=request.user) if found.announced_at else None,
        "may_compare": register_permissions.may_read_reconciliations(request.user),
        "may_correct": permissions.may_announce(request.user),
    }
    return render(request, "regulations/act_page.html", context)


@login_required
@require_GET
def act_lovdata(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Whether Lovdata's new consolidation says what the act does, læringsmål by læringsmål; for the directorate."""
    if not register_permissions.may_read_reconciliations(request.user):
        raise PermissionDenied(_("Avstemmingen mot Lovdata er for Helsedirektoratet. Forskriften er åpen for alle."))
    page = lovdata_page(act_or_404(year, number), on=timezone.localdate())
    return render(request, "regulations/lovdata.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def amend(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A new draft that changes what the act says and is not in force: which texts, and how they are to read."""
    permissions.require_drafting(person(request))
    found, today = act_or_404(year, number), timezone.localdate()
    page = amend_page(found, on=today, data=request.POST if request.method == "POST" else None)
    if page.is_valid():
        with refusals_on(page.form, fields={"planned-in-the-past": "planned_announcement"}):
            draft = services.amend(
                act=found, **page.form.cleaned_data, amendments=page.amendments, by=person(request), on=today
            )
            messages.success(request, _("Utkastet «%(name)s» er opprettet.") % {"name": draft.name})
            return redirect(draft)
    return render(request, "regulations/amend.html", {"act": found, "page": page}, status=page.status)


@require_GET
def act_pdf(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The announced act as PDF."""
    document = announced_pdf(act_or_404(year, number), with_content=True)
    if document is None:
        raise Http404
    response = pdf_response(document)
    response["ETag"] = f'"{document.sha256}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_GET
def act_file(request: HttpRequest, year: int, number: int, form: str) -> HttpResponse:
    """The announced act in a form that is made at once. One that was only read from Lovdata has no clauses to give."""
    regulation = getattr(act_or_404(year, number), "amendment_regulation", None)
    if regulation is None:
        raise Http404
    response = direct_file(request, build_document(regulation), form)
    response["Cache-Control"] = "public, max-age=300"
    return response
