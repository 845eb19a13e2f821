"""Where the case and the endringsforskrift meet: taking decided items in, and registering the announcement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from objectives.models import LegalAct
from organisations.refusals import NotPermitted, WrongState
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from regulations import permissions as regulation_permissions
from regulations.forms import AnnouncementForm, ReasonForm
from regulations.models import AmendmentRegulation
from regulations.outline import placed_clauses
from regulations.pages import confirm_announcement_page, regulation_page
from revisions import permissions
from revisions.forms.regulations import IncludeForm
from revisions.models import Case
from revisions.not_included import sorted_out, waiting
from revisions.services import acts

from .conflicts import conflict


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def regulation_items(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the decided change items that go into this draft; what can't go in, and why."""
    draft = _draft_or_404(request, pk)
    if not draft.is_open:
        return _closed(request, draft)
    found = sorted_out(draft, on=timezone.localdate())
    ready = found.ready
    form = IncludeForm(request.POST if request.method == "POST" else None, ready=[row.item for row in ready])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            chosen = form.cleaned_data["items"]
            count = len(acts.include_items(items=chosen, regulation=draft, by=person(request)))
            told = ngettext("Ett endringspunkt er tatt inn.", "%(count)s endringspunkter er tatt inn.", count)
            messages.success(request, told % {"count": count})
            return redirect(draft)
    context = {
        "regulation": draft,
        "form": form,
        "ready": ready,
        "ticked": set(request.POST.getlist("items")) if request.method == "POST" else {str(r.item.pk) for r in ready},
        "not_ready": [*found.blocked, *waiting(draft)],
    }
    return render(request, "revisions/regulation_items.html", context, status=status_of(form))


def _draft_or_404(request: HttpRequest, pk: int) -> AmendmentRegulation:
    """The draft; unknown to everybody but the directorate, and only for those who draft."""
    if not regulation_permissions.may_see(request.user):
        raise Http404
    draft = get_object_or_404(AmendmentRegulation.objects.select_related("act", "created_by"), pk=pk)
    if not permissions.may_announce(request.user):
        raise NotPermitted(
            _("Bare saksbehandlere og besluttere i Helsedirektoratet kan arbeide med endringsforskrifter."),
            code="not-a-drafter",
            authority="SA-3",
        )
    return draft


def _closed(request: HttpRequest, draft: AmendmentRegulation) -> HttpResponse:
    why = (
        _("«%(name)s» er kunngjort og kan ikke endres. Ta punktene inn i en ny endringsforskrift.")
        if draft.is_announced
        else _("«%(name)s» er lagt bort og kan ikke endres. Ta punktene inn i en ny endringsforskrift.")
        if draft.is_abandoned
        else _("«%(name)s» er låst for kunngjøring. Lås opp utkastet før du tar inn flere punkter.")
    )
    refusal = WrongState(why % {"name": draft.name}, code="wrong-state", authority="SA-3")
    return conflict(request, refusal, back=draft.get_absolute_url())


@require_POST
@signed_in
@answers_refusals
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the announcement, once it is shown and confirmed: the register changes, and the cases move on."""
    draft = _draft_or_404(request, pk)
    now = timezone.now()
    today = timezone.localdate(now)
    form = AnnouncementForm(request.POST, now=now)
    if form.is_valid() and "rett" not in request.POST:
        facts = {name: form.cleaned_data[name] for name in ("number", "decided_on", "announced_at")}
        with refusals_on(form):
            try:
                acts.check_announcement(regulation=draft, **facts, by=person(request))
                if "bekreftet" not in request.POST:
                    page = confirm_announcement_page(draft, **facts, on=today)
                    return render(request, "revisions/announce.html", page | {"form": form})
                act = _announced(draft, facts, request, on=today)
            except WrongState as refusal:  # the page of a draft that is announced, or not locked, has no such form
                return conflict(request, refusal, back=draft.get_absolute_url())
            return redirect(reverse("regulations:act", args=[act.decided_on.year, act.number]))
    draft.refresh_from_db()
    context = regulation_page(draft, user=person(request), on=today, announcement_form=form)
    return render(request, "regulations/regulation.html", context, status=status_of(form))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft away: first what that means, then the reason and the button."""
    draft = _draft_or_404(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                acts.abandon_regulation(regulation=draft, **form.cleaned_data, by=person(request))
            except WrongState as refusal:
                return conflict(request, refusal, back=draft.get_absolute_url())
            messages.success(request, _("Utkastet «%(name)s» er lagt bort.") % {"name": draft.name})
            return redirect("regulations:regulations")
    clauses = placed_clauses(draft)
    context = {
        "regulation": draft,
        "form": form,
        "codes": [code for one in clauses for code in one.new_codes],
        "cases": Case.objects.filter(proposals__items__clause__regulation=draft).distinct().order_by("number"),
        "can_be": not draft.is_announced and not draft.is_abandoned,
    }
    return render(request, "revisions/regulation_abandon.html", context, status=status_of(form))


def _announced(draft: AmendmentRegulation, facts: dict[str, Any], request: HttpRequest, *, on: dt.date) -> LegalAct:
    """The act, once it is registered; the person is told how much it changed."""
    act = acts.announce_regulation(regulation=draft, **facts, by=person(request), on=on)
    count = draft.clauses.exclude(operation__kind__endswith="theme").count()
    told = ngettext("Ett læringsmål er endret.", "%(count)s læringsmål er endret.", count) % {"count": count}
    messages.success(request, _("Kunngjøringen er registrert.") + f" {told}")
    return act
