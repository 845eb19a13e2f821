from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.contrib.auth.views import LogoutView as DjangoLogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from . import permissions
from .forms import ContactForm, LoginForm
from .models import Organisation, Role, Specialty, SpecialtyContact, User
from .services import set_specialty_contact
from .waiting import WaitingSection, waiting_for


class LoginView(DjangoLoginView):
    """Log in with e-mail and password; back to where one was going, if that is on this site."""

    template_name = "organisations/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class LogoutView(DjangoLogoutView):
    """Log out; by POST alone, so that no link or picture can do it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        messages.success(request, _("Du er logget ut."))
        return response


def locked_out(request: HttpRequest, response: HttpResponse | None = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """What too many wrong passwords lead to."""
    return render(request, "organisations/locked_out.html", status=429)


@require_GET
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Whether the visitor is still logged in, as whom, and a token their open forms can be sent with.

    A login in another window gives new tokens, so a form that has stood open asks here before it is sent.
    """
    user = request.user
    return JsonResponse({"user": str(user.pk) if user.is_authenticated else "", "token": get_token(request)})


def form_not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form with an old token leads to, after a login in another window: the texts, so that none are lost."""
    return render(request, "organisations/form_not_trusted.html", {"written": written_in(request)}, status=403)


def written_in(request: HttpRequest) -> list[str]:
    """The running texts of the form that was sent, to be shown to whoever sent it when it could not be taken."""
    return [
        str(text) for name, text in request.POST.items() if name != "csrfmiddlewaretoken" and " " in str(text).strip()
    ]


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I can do next. Those who handle cases start at their worklist."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login_required
    worklist = _url_if_any("revisions:worklist")
    if worklist and (permissions.is_caseworker(user) or permissions.is_decision_maker(user)):
        return redirect(worklist)
    organisations = {held.organisation for held in permissions.roles_of(user)}
    waiting = waiting_for(user, on=timezone.localdate())
    context = {
        "roles": permissions.roles_of(user),
        "waiting": waiting,
        "next_step": _first(waiting) if waiting else _next_step(user),
        "proposals_url": _url_if_any("revisions:proposals") if permissions.organisations_to_propose_for(user) else "",
        "is_administrator": permissions.is_administrator(user),
        "contact_for": SpecialtyContact.objects.filter(organisation__in=organisations).select_related(
            "specialty", "organisation"
        ),
    }
    return render(request, "organisations/home.html", context)


def _first(waiting: list[WaitingSection]) -> dict[str, str]:
    """What somebody has asked for comes before what one could begin."""
    first = waiting[0]
    return {"what": first.what, "why": first.why, "button": first.button, "url": first.url}


def _next_step(user: User) -> dict[str, str]:
    """The band at the top of the page: the one thing this person most likely came for."""
    held = permissions.roles_of(user)
    writes_for = permissions.organisations_to_propose_for(user)
    new_proposal = _url_if_any("revisions:proposal_new")
    if writes_for and new_proposal:
        return {
            "what": _("Skriv et forslag til endring"),
            "why": _why_write(user, writes_for),
            "button": _("Nytt forslag"),
            "url": new_proposal,
        }
    if permissions.is_administrator(user):
        return {
            "what": _("Hold spesialitetskontaktene oppdatert"),
            "why": _("Der ingen er satt, har forespørsler om spesialiteten ingen mottaker."),
            "button": _("Se spesialitetskontaktene"),
            "url": reverse("organisations:contacts"),
        }
    if not held:
        return {
            "what": _("Du har ingen rolle ennå"),
            "why": _("Be administratoren i Helsedirektoratet om å gi deg en. Læringsmålene kan du lese likevel."),
        }
    if any(row.role == Role.COUNCIL_LEADER for row in held):
        return {
            "what": _("Ingen venter på svar fra deg nå"),
            "why": _("Når spesialitetskontakten ber rådet om en vurdering, står forespørselen her."),
        }
    return {
        "what": _("Les læringsmålene slik de gjelder i dag"),
        "why": _("Du kan også se hvordan de lød før, og hva som er kunngjort og trer i kraft senere."),
        "button": _("Les vedlegg 2"),
        "url": _url_if_any("objectives:annex"),
    }


def _why_write(user: User, writes_for: list[Organisation]) -> str:
    if any(permissions.may_submit_for(user, organisation) for organisation in writes_for):
        return _("Forslag kan komme hele året. Utkastet lagres, og du sender det når alle delene er på plass.")
    return _("Du skriver utkastet, og %(organisation)s sender det.") % {"organisation": writes_for[0]}


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """Which RegUt answers for which specialty; open to all (IR-2)."""
    rows = list(Specialty.objects.alphabetical().select_related("contact__organisation"))
    context = {
        "specialties": [row for row in rows if row.kind == Specialty.Kind.SPECIALTY],
        "common_sets": [row for row in rows if row.kind == Specialty.Kind.COMMON_SET],
        "unset": sum(1 for row in rows if _contact_of(row) is None),
        "may_change": permissions.is_administrator(request.user),
    }
    return render(request, "organisations/contacts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Name another contact: choose, read what follows, confirm."""
    specialty = get_object_or_404(Specialty.objects.select_related("contact__organisation"), slug=slug)
    if not permissions.is_administrator(request.user):
        raise PermissionDenied(_("Bare administratorer i Helsedirektoratet kan endre spesialitetskontakter."))
    current = _contact_of(specialty)
    form = ContactForm(request.POST or None, initial={"organisation": current})
    context = {"specialty": specialty, "current": current, "form": form}
    if request.method != "POST":
        return render(request, "organisations/contact_edit.html", context)
    if not form.is_valid():
        return render(request, "organisations/contact_edit.html", context, status=422)
    chosen = form.cleaned_data["organisation"]
    if chosen != current and not form.cleaned_data["confirmed"]:
        return render(request, "organisations/contact_confirm.html", {**context, "chosen": chosen})
    assert isinstance(request.user, User)  # noqa: S101 -- login_required
    set_specialty_contact(specialty=specialty, organisation=chosen, by=request.user)
    _tell_what_was_saved(request, specialty, chosen, changed=chosen != current)
    return redirect("organisations:contacts")


def _tell_what_was_saved(
    request: HttpRequest, specialty: Specialty, chosen: Organisation | None, *, changed: bool
) -> None:
    names = {"specialty": specialty, "organisation": chosen or _("ikke satt")}
    if changed:
        messages.success(request, _("Spesialitetskontakten for %(specialty)s er nå: %(organisation)s.") % names)
    else:
        messages.info(request, _("Ingenting er endret: kontakten for %(specialty)s var alt %(organisation)s.") % names)


def _contact_of(specialty: Specialty) -> Organisation | None:
    contact: SpecialtyContact | None = getattr(specialty, "contact", None)
    return contact.organisation if contact else None


def _url_if_any(name: str) -> str:
    """The address of a page in an app above this one, or nothing while it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
