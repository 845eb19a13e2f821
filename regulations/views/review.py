"""The review of a draft: approving it, comments, and its versions side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from regulations import permissions, services
from regulations.forms import ApproveForm, CommentForm, ReasonForm
from regulations.models import AmendmentRegulation, ReviewComment
from regulations.pages.review import Choice, review_page, versions_of, versions_page

from .access import for_the_directorate, person, refusals_on, refusals_told, regulation_or_404, status_of


def _url(draft: AmendmentRegulation) -> str:
    return reverse("regulations:review", args=[draft.pk])


def _page(request: HttpRequest, draft: AmendmentRegulation, *, status: int = 200, **forms: object) -> HttpResponse:
    context = review_page(draft, user=person(request))
    version = context["review"].version
    approve = ApproveForm(initial={"version": version.number if version else 0})
    context |= {"approve_form": approve, "comment_form": CommentForm(), "withdraw_form": ReasonForm(), **forms}
    return render(request, "regulations/review.html", context, status=status)


@require_GET
@for_the_directorate
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has approved the draft, what has been said about it, and its versions."""
    return _page(request, regulation_or_404(pk))


@require_POST
@for_the_directorate
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the version that was read."""
    permissions.require_drafting(person(request))
    draft = regulation_or_404(pk)
    form = ApproveForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.approve(regulation=draft, **form.cleaned_data, by=person(request))
            messages.success(request, _("Utkastet er godkjent og kan sendes til kunngjøring."))
            return redirect(draft)
    return _page(request, draft, status=status_of(form), approve_form=form)


@require_POST
@for_the_directorate
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the approval back, with a reason."""
    permissions.require_drafting(person(request))
    draft = regulation_or_404(pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            services.withdraw_approval(regulation=draft, **form.cleaned_data, by=person(request))
            messages.success(request, _("Godkjenningen er trukket."))
            return redirect(_url(draft))
    return _page(request, draft, status=status_of(form), withdraw_form=form)


@require_POST
@for_the_directorate
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about the draft, or about the clause that `clause` names."""
    permissions.require_drafting(person(request))
    draft = regulation_or_404(pk)
    form = CommentForm(request.POST)
    clause = draft.clauses.filter(pk=form.clause_pk).first() if form.clause_pk else None
    if form.clause_pk and clause is None:
        raise Http404
    if form.is_valid():
        with refusals_on(form):
            said = services.comment(regulation=draft, clause=clause, body=form.cleaned_data["body"], by=person(request))
            messages.success(request, _("Kommentaren er lagret."))
            return redirect(f"{_url(draft)}#kommentar-{said.pk}")
    return _page(request, draft, status=status_of(form), comment_form=form)


@require_POST
@for_the_directorate
def answer(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Answer a comment."""
    permissions.require_drafting(person(request))
    said = _comment_or_404(pk, comment_pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        with refusals_told(request):
            services.answer(comment=said, body=form.cleaned_data["body"], by=person(request))
            messages.success(request, _("Svaret er lagret."))
        return redirect(f"{_url(said.regulation)}#kommentar-{said.pk}")
    return _page(request, said.regulation, status=status_of(form), answer_form=form, answered=said.pk)


@require_POST
@for_the_directorate
def settle(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Mark a comment as settled; with `open` it is opened again."""
    said = _comment_or_404(pk, comment_pk)
    with refusals_told(request):
        services.settle(comment=said, settled="open" not in request.POST, by=person(request))
    return redirect(f"{_url(said.regulation)}#kommentar-{said.pk}")


@require_GET
@for_the_directorate
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed from one version of the draft to another: `?fra=1&til=2`; 0 is the draft as it now is."""
    draft = regulation_or_404(pk)
    kept = versions_of(draft)
    choices = [Choice(row.number, _("Versjon %(number)s") % {"number": row.number}) for row in kept]
    if draft.is_open and kept:
        choices.insert(0, Choice(0, _("Utkastet slik det er nå")))
    newest = choices[0].number if choices else 0
    previous = choices[1].number if len(choices) > 1 else newest
    known = {choice.number for choice in choices}
    before, after = _number(request, "fra", previous), _number(request, "til", newest)
    if kept and {before, after} - known:
        raise Http404
    context = versions_page(draft, before=before, after=after, choices=choices)
    return render(request, "regulations/versions.html", context)


def _number(request: HttpRequest, name: str, default: int) -> int:
    value = request.GET.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        raise Http404
    return int(value)


def _comment_or_404(pk: int, comment_pk: int) -> ReviewComment:
    rows = ReviewComment.objects.select_related("regulation__act")
    return get_object_or_404(rows, pk=comment_pk, regulation=pk, answers__isnull=True)
