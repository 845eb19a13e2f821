"""One clause: its date, its reason, building it on another act's text, and taking it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulations import permissions, services
from regulations.forms import ClauseForm, CommentForm, RebaseForm, WordingForm
from regulations.models import AmendmentClause
from regulations.pages import clause_page, rebase_page

from .access import for_the_directorate, person, refusals_on, refusals_told, status_of


def _clause_or_404(pk: int, clause_pk: int) -> AmendmentClause:
    clauses = AmendmentClause.objects.select_related("regulation__act", "objective", "new_objective")
    return get_object_or_404(clauses, pk=clause_pk, regulation=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def clause(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """When the clause enters into force, with the reason for a departing date."""
    row = _clause_or_404(pk, clause_pk)
    initial = {name: getattr(row, name) for name in ClauseForm.base_fields}
    form = ClauseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields={"departure-without-reason": "departure_reason"}):
            services.set_entry_into_force(clause=row, **form.cleaned_data, by=person(request))
            messages.success(request, _("Ikrafttredelsen er lagret."))
            return redirect(row.regulation)
    return _clause_page(request, row, form=form, status=status_of(form))


def _clause_page(request: HttpRequest, row: AmendmentClause, *, status: int, **forms: Any) -> HttpResponse:
    page = clause_page(row, user=person(request))
    initial = {name: getattr(row, name) for name in ClauseForm.base_fields}
    context = {
        "form": ClauseForm(initial=initial),
        "wording_form": WordingForm(sentences=[one.printed for one in page["wordings"]]),
        "comment_form": CommentForm(initial={"clause": row.pk}),
    }
    return render(request, "regulations/clause.html", page | context | forms, status=status)


@require_POST
@for_the_directorate
def reword(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Print other sentences than the system's; with `system` the system's again."""
    permissions.require_drafting(person(request))
    row = _clause_or_404(pk, clause_pk)
    back = f"{reverse('regulations:clause', args=[pk, clause_pk])}#ordlyd"
    if "system" in request.POST:
        with refusals_told(request):
            services.restore_wording(clause=row, by=person(request))
            messages.success(request, _("Systemets ordlyd trykkes igjen."))
        return redirect(back)
    printed = [one.printed for one in clause_page(row, user=person(request))["wordings"]]
    form = WordingForm(request.POST, sentences=printed)
    if form.is_valid():
        with refusals_on(form):
            services.reword_clause(clause=row, sentences=form.sentences, by=person(request))
            messages.success(request, _("Ordlyden er lagret."))
            return redirect(back)
    return _clause_page(request, row, status=status_of(form), wording_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_directorate
def rebase(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Build the clause on what another act has announced meanwhile: first what that means, then a button."""
    permissions.require_drafting(person(request))
    row = _clause_or_404(pk, clause_pk)
    form = RebaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.rebase_clause(clause=row, seen=form.cleaned_data["seen"], by=person(request))
            return _after_rebasing(request, _clause_or_404(pk, clause_pk))
    context = rebase_page(row) | {"form": form}
    return render(request, "regulations/rebase.html", context, status=status_of(form))


def _after_rebasing(request: HttpRequest, row: AmendmentClause) -> HttpResponse:
    """To the draft – or to the clause's date, when that no longer fits the text it is built on."""
    messages.success(request, _("Endringsleddet bygger nå på den kunngjorte teksten."))
    problem = rebase_page(row)["row"].problem
    return (
        redirect("regulations:clause", pk=row.regulation_id, clause_pk=row.pk) if problem else redirect(row.regulation)
    )


@require_POST
@for_the_directorate
def remove(request: HttpRequest, pk: int, clause_pk: int) -> HttpResponse:
    """Take the clause out of the draft."""
    row = _clause_or_404(pk, clause_pk)
    with refusals_told(request):
        services.remove_clause(clause=row, by=person(request))
        messages.success(request, _("Endringsleddet er tatt ut av utkastet."))
    return redirect(row.regulation)
