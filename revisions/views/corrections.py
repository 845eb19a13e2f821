"""Setting right what was registered of an announcement: proposed by one person, confirmed or rejected by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives.models import LegalAct
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person
from regulations import permissions as regulation_permissions
from regulations import services as drafting
from regulations.correcting import is_registered_here
from regulations.forms import CorrectionForm, ReasonForm
from regulations.models import AnnouncementCorrection
from regulations.pages.corrections import correction_page
from regulations.views.access import for_the_directorate
from regulations.views.acts import act_or_404
from revisions.services import acts

AT = {"number-used": "number", "number-not-positive": "number", "announced-before-decision": "announced_on"}


@for_the_directorate
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def act_correct(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is registered beside what is right; what follows; and the word of a second person."""
    act = act_or_404(year, number)
    regulation_permissions.require_announcing(person(request))
    is_registered_here(act)
    waiting = act.corrections.undecided().select_related("proposed_by").first()
    if waiting is not None:
        return _waiting(request, act, waiting)
    form = CorrectionForm(request.POST if request.method == "POST" else None, act=act, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=AT):
            reason = form.cleaned_data["reason"]
            acts.propose_correction(act=act, facts=form.facts, reason=reason, by=person(request))
            messages.success(request, _("Rettingen er foreslått. En annen må bekrefte den før noe endres."))
            return redirect(request.path)
    page = correction_page(act, None, user=person(request))
    return render(request, "revisions/act_correct.html", page | {"form": form}, status=status_of(form))


def _waiting(request: HttpRequest, act: LegalAct, correction: AnnouncementCorrection) -> HttpResponse:
    """A proposal waits: confirm it as the person read it, or reject it."""
    rejection = ReasonForm(request.POST if "avvis" in request.POST else None, prefix="avvisning")
    if request.method == "POST" and request.POST.get("retting") == str(correction.pk):
        if "bekreft" in request.POST:
            right = acts.confirm_correction(correction=correction, by=person(request))
            messages.success(request, _("Kunngjøringen er rettet."))
            return redirect(_address(right))
        if rejection.is_valid():
            with refusals_on(rejection):
                reason = rejection.cleaned_data["reason"]
                drafting.reject_correction(correction=correction, reason=reason, by=person(request))
                messages.success(request, _("Rettingen er avvist. Kunngjøringen står som den er registrert."))
                return redirect(_address(act))
    elif request.method == "POST":
        messages.error(request, _("Noen har foreslått en retting siden du åpnet siden. Den står her."))
    page = correction_page(act, correction, user=person(request))
    return render(request, "revisions/act_correct.html", page | {"rejection": rejection}, status=status_of(rejection))


def _address(act: LegalAct) -> str:
    return reverse("regulations:act", args=[act.decided_on.year, act.number])
