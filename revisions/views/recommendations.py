"""Courses, procedures and utdypende tekst in a proposal: adding a change, changing it, taking it out (LA-*, TE-*)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import once
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions.forms.recommendations import (
    ActivityForm,
    Difference,
    ElaborationForm,
    activity_titles,
    differences,
    fetched_activity,
    written_activity,
    written_elaboration,
)
from revisions.models import ActivityChange, ElaborationChange, Proposal
from revisions.pages.elaborations import elaboration_beside
from revisions.services import recommendations as services

from . import looking
from .parts import GET_OR_POST, ask_once_more, back_to, draft_or_404, row_is_gone

PART = "aktiviteter"
ACTIVITY_FIELDS = {
    "unknown-code": "codes",
    "code-unknown": "codes",
    "objective-ended": "codes",
    "activity-title-taken": "proposed",
    "nothing-changed": "proposed",
}
ELABORATION_FIELDS = {
    "unknown-code": "code",
    "code-unknown": "code",
    "objective-ended": "code",
    "nothing-changed": "new_text",
    "elaboration-missing": "removes",
}


# --- courses and procedures ---------------------------------------------------------------------------


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def activity_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a row to the course or the procedure table (FO-3, LA-3)."""
    return _activity(request, draft_or_404(request, pk), None)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def activity_edit(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """Change a row that is there."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and not proposal.activity_changes.filter(pk=change_pk).exists():
        return row_is_gone(request, proposal, again="revisions:activity_new", anchor=PART)
    return _activity(request, proposal, _activity_change(proposal, change_pk))


def _activity_change(proposal: Proposal, pk: int) -> ActivityChange:
    rows = proposal.activity_changes.select_related("proposal").prefetch_related("objectives")
    return get_object_or_404(rows, pk=pk)


def _activity(request: HttpRequest, proposal: Proposal, change: ActivityChange | None) -> HttpResponse:
    """The form of a row. With «vis» in it a post shows what the list says of the title, and saves nothing."""
    data, titles = posted(request), activity_titles()
    is_a_look = data is not None and "vis" in data
    values: dict[str, Any] = data.dict() if data is not None else {"kind": request.GET.get("type", "kurs")}
    if change is not None and data is None:
        values = written_activity(change)
    sent = None if is_a_look else data
    form = ActivityForm(sent, titles=titles, initial=values)
    if form.is_bound and form.is_valid():
        if change is None and once.is_sent_again(request):
            return redirect(back_to(proposal, PART))
        with refusals_on(form, fields=ACTIVITY_FIELDS):
            services.save_activity_change(
                proposal=proposal, change=change, by=person(request), on=timezone.localdate(), **form.cleaned_data
            )
            _tell_of_activity(request, form)
            return redirect(back_to(proposal, PART))
    context = {
        "proposal": proposal,
        "change": change,
        "form": form,
        "titles": titles.get(str(form["kind"].value() or ""), []),
        "today": _as_listed(form, proposal, values, fill=is_a_look),
        "differences": _differences(form, _activity_change, proposal, change),
        "once": once.new_token(),
    }
    response = render(request, "revisions/proposal_activity.html", context, status=status_of(form))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _differences(
    form: ActivityForm | ElaborationForm,
    fetch: Callable[[Proposal, int], Any],
    proposal: Proposal,
    change: ActivityChange | ElaborationChange | None,
) -> list[Difference]:
    """What another has saved in the row meanwhile, field by field, beside what this person wrote."""
    if change is None or not form.is_bound or not form.has_error(NON_FIELD_ERRORS, code="changed-by-another"):
        return []
    row = fetch(proposal, change.pk)
    return differences(form, written_activity(row) if isinstance(row, ActivityChange) else written_elaboration(row))


def _as_listed(form: ActivityForm, proposal: Proposal, values: dict[str, Any], *, fill: bool) -> dict[str, Any]:
    """What the list says of the title that is written; the fields begin with it when it is newly fetched."""
    kind, written = str(values.get("kind", "")), " ".join(str(values.get("current", "")).split())
    title = form.exact_title(written, kind)
    activity = services.activity_called(title, kind=kind, proposal=proposal) if title else None
    if activity is None:
        return {}
    listed = fetched_activity(activity)
    if fill and values.get("fetched") != title:
        form.initial.update({**listed, "current": title})
    return {**listed, "title": title, "specialty": activity.specialty, "url": activity.get_absolute_url()}


def _tell_of_activity(request: HttpRequest, form: ActivityForm) -> None:
    if form.is_in_the_list():
        messages.success(request, _("Raden er lagret."))
    else:
        messages.warning(
            request,
            _(
                "Raden er lagret, men «%(title)s» står ikke i den nasjonale lista. "
                "Kontroller at tittelen er nøyaktig (LA-3)."
            )
            % {"title": form.cleaned_data["current"]},
        )


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def activity_delete(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """Take a row out of the course or the procedure table, after asking once more."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(back_to(proposal, PART))
    change = _activity_change(proposal, change_pk)
    if request.method == "POST":
        services.remove_activity_change(change=change, by=person(request))
        messages.success(request, _("Raden er slettet."))
        return redirect(back_to(proposal, PART))
    return ask_once_more(
        request,
        proposal,
        question=_("Slett raden?"),
        what=str(change),
        follows=_("Raden og kommentaren i den blir borte."),
        button=_("Slett raden"),
        anchor=f"#{PART}",
    )


# --- utdypende tekst ----------------------------------------------------------------------------------


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def elaboration_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another utdypende tekst to a læringsmål (TE-1)."""
    return _elaboration(request, draft_or_404(request, pk), None)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def elaboration_edit(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """Change a proposed utdypende tekst."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and not proposal.elaboration_changes.filter(pk=change_pk).exists():
        return row_is_gone(request, proposal, again="revisions:elaboration_new", anchor=PART)
    return _elaboration(request, proposal, _elaboration_change(proposal, change_pk))


def _elaboration_change(proposal: Proposal, pk: int) -> ElaborationChange:
    return get_object_or_404(proposal.elaboration_changes.select_related("objective", "proposal"), pk=pk)


def _elaboration(request: HttpRequest, proposal: Proposal, change: ElaborationChange | None) -> HttpResponse:
    """The form of one utdypende tekst. A post that only looks shows how it reads so far."""
    data = posted(request)
    looks = looking.is_a_look(data)
    values: dict[str, Any] = data.dict() if data is not None else {"code": request.GET.get("kode", "")[:12]}
    if change is not None and data is None:
        values = written_elaboration(change)
    looking.carry_out(values, organisation=proposal.sender, by=person(request))
    form = ElaborationForm(None if looks else data, initial=values)
    if form.is_bound and form.is_valid():
        if change is None and once.is_sent_again(request):
            return redirect(back_to(proposal, PART))
        with refusals_on(form, fields=ELABORATION_FIELDS):
            services.save_elaboration_change(
                proposal=proposal, change=change, by=person(request), on=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, _("Endringen av den utdypende teksten er lagret."))
            return redirect(back_to(proposal, PART))
    beside = elaboration_beside(form, values, organisation=proposal.sender, on=timezone.localdate())
    context = {
        "proposal": proposal,
        "change": change,
        "form": form,
        "beside": beside,
        "differences": _differences(form, _elaboration_change, proposal, change),
        "once": once.new_token(),
    }
    response = render(request, "revisions/proposal_elaboration.html", context, status=status_of(form))
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def elaboration_delete(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """Take a proposed utdypende tekst out, after asking once more."""
    proposal = draft_or_404(request, pk)
    if request.method == "POST" and once.is_sent_again(request):
        return redirect(back_to(proposal, PART))
    change = _elaboration_change(proposal, change_pk)
    if request.method == "POST":
        services.remove_elaboration_change(change=change, by=person(request))
        messages.success(request, _("Endringen av den utdypende teksten er slettet."))
        return redirect(back_to(proposal, PART))
    return ask_once_more(
        request,
        proposal,
        question=_("Slett endringen av den utdypende teksten?"),
        what=str(change),
        follows=_("Teksten og kommentaren blir borte fra forslaget. Den gjeldende teksten blir stående."),
        button=_("Slett endringen"),
        anchor=f"#{PART}",
    )
