"""The list of drafts, and the page where one is made ready for announcement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from regulations import permissions, services
from regulations.forms import HeadingForm, RegulationForm, ScheduleForm
from regulations.pages import heading_page, printed_page, regulation_page, regulations_page
from regulations.pages.lists import departing_clauses

from .access import for_the_directorate, person, refusals_on, refusals_told, regulation_or_404, status_of

AT_THE_DATE = {"planned-in-the-past": "planned_announcement"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def regulations(request: HttpRequest) -> HttpResponse:
    """Drafts and announced acts; a new draft is made here."""
    form = RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT_THE_DATE):
            draft = services.create_regulation(**form.cleaned_data, by=person(request), on=timezone.localdate())
            messages.success(request, _("Utkastet «%(name)s» er opprettet.") % {"name": draft.name})
            return redirect(draft)
    context = regulations_page(user=person(request)) | {"form": form}
    return render(request, "regulations/regulations.html", context, status=status_of(form))


@require_GET
@for_the_directorate
def regulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one draft: steps, clauses, preview, PDF and announcement."""
    context = regulation_page(regulation_or_404(pk), user=person(request), on=timezone.localdate())
    return render(request, "regulations/regulation.html", context)


@require_GET
@vary_on_headers("HX-Request")
@for_the_directorate
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The act as it is printed; for htmx without the page around it, to stand beside the clauses of a long draft."""
    beside = bool(request.headers.get("HX-Request"))
    context = printed_page(regulation_or_404(pk), beside=beside)
    return render(request, "regulations/_act.html" if beside else "regulations/printed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def heading(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, hjemmel and overgangsregler."""
    draft = regulation_or_404(pk)
    initial = {name: getattr(draft, name) for name in HeadingForm.base_fields}
    form = HeadingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.edit_heading(regulation=draft, **form.cleaned_data, by=person(request))
            messages.success(request, _("Tittel, hjemmel og overgangsregler er lagret."))
            return redirect(draft)
    context = heading_page(draft, user=person(request)) | {"form": form}
    return render(request, "regulations/heading.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The planned announcement, which the suggested dates follow from."""
    draft = regulation_or_404(pk)
    form = ScheduleForm(request.POST or None, initial={"planned_announcement": draft.planned_announcement})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT_THE_DATE):
            services.reschedule(regulation=draft, **form.cleaned_data, by=person(request), on=timezone.localdate())
            messages.success(request, _("Planlagt kunngjøring er flyttet."))
            return redirect(draft)
    context = heading_page(draft, user=person(request)) | {"form": form}
    return render(request, "regulations/schedule.html", context, status=status_of(form))


@require_POST
@for_the_directorate
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the draft and give the new codes; first the warnings, when a wording does not say what its clause does."""
    permissions.require_drafting(person(request))
    draft = regulation_or_404(pk)
    read = "lest" in request.POST
    departing = [] if read or not draft.is_open else departing_clauses(draft)
    if departing:
        return render(request, "regulations/lock.html", {"regulation": draft, "departing": departing})
    with refusals_told(request):
        services.lock(regulation=draft, by=person(request), wording_is_read=read)
        count = draft.clauses.filter(new_objective__isnull=False).count()
        given = ngettext("Én ny kode er reservert.", "%(count)s nye koder er reservert.", count) % {"count": count}
        messages.success(request, _("Utkastet er låst.") + (f" {given}" if count else ""))
    return redirect(draft)


@require_POST
@for_the_directorate
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the draft for changes again."""
    draft = regulation_or_404(pk)
    with refusals_told(request):
        services.unlock(regulation=draft, by=person(request))
        messages.success(request, _("Utkastet er låst opp. De reserverte kodene følger endringsleddene sine."))
    return redirect(draft)
