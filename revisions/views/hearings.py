"""The directorate's page of a hearing that has not opened: what has changed since it was frozen (HØ-1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearings.pages.hearing import newest_version
from organisations.refusals import NotPermitted, Refusal
from organisations.refusing import answers_refusals
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.asked_items import differences, items_to_hear
from revisions.services import hearings as services

from .access import case_or_404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def hearing_freeze(request: HttpRequest, year: int, serial: int, hearing_pk: int) -> HttpResponse:
    """What differs from what the hearing will ask about; a post freezes it as it now is."""
    case = case_or_404(request, year, serial)
    if not permissions.may_handle(request.user, case):
        raise NotPermitted(
            _("Bare saksbehandlere kan fryse en høring på nytt."), code="not-a-caseworker", authority="HØ-1"
        )
    hearing, now = get_object_or_404(case.hearings, pk=hearing_pk), timezone.now()
    if request.method == "POST":
        made = services.freeze_again(case=case, hearing=hearing, by=person(request), now=now)
        messages.success(
            request,
            _("Høringen er frosset på nytt som versjon %(number)s. Den åpner med tekstene slik de er nå.")
            % {"number": made.number},
        )
        return redirect(case)
    version = newest_version(hearing)
    context: dict[str, object] = {"case": case, "hearing": hearing, "version": version, "closed": ""}
    try:
        rules.the_hearing_has_not_opened(hearing, now=now)
        context["rows"] = differences(version, items_to_hear(case, on=timezone.localdate()))
    except Refusal as refusal:
        context["closed"] = refusal.message
    return render(request, "revisions/hearing_freeze.html", context)
