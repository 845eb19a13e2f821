"""What every page's frame needs to know: where this person can go, and in which role they are here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from . import permissions
from .models import Role


@dataclass(frozen=True)
class Entry:
    """One link of the menu."""

    label: str | Promise
    url: str
    is_here: bool = False


@dataclass(frozen=True)
class Navigation:
    """The menu and the signed-in person's role, as the header shows them."""

    entries: list[Entry]
    footer: list[Entry]
    acts_as: str = ""
    on_behalf_of: str = ""


# Names, not imports: these pages live in apps above this one, and a page that is not there is left out.
HOME = ("organisations:home", _("Min side"))
WORKLIST = ("revisions:worklist", _("Arbeidsliste"))
CASES = ("revisions:cases", _("Saker"))
PROPOSALS = ("revisions:proposals", _("Forslag"))
REQUESTS = ("hearings:requests", _("Innspill"))
REGULATIONS = ("regulations:regulations", _("Endringsforskrifter"))
REGISTER = ("objectives:register", _("Læringsmål"))
ANNEX = ("objectives:annex", _("Vedlegg 2"))
ACTIVITIES = ("objectives:activities", _("Læringsaktiviteter"))
ACTS = ("regulations:acts", _("Forskrifter"))
ENTRIES = ("regulations:entries", _("Ikrafttredelser"))
CONTACTS = ("organisations:contacts", _("Spesialitetskontakter"))
HEARINGS = ("hearings:hearings", _("Høringer"))
LOGIN = ("organisations:login", _("Logg inn"))
COHORT = ("objectives:cohort", _("Hvilke læringsmål gjelder for meg?"))
RECONCILIATIONS = ("objectives:reconciliations", _("Avstemming mot Lovdata"))
SCHEMA = ("api:schema", _("Beskrivelse av API-et"))

# The role a person with several is shown in: the one that carries most.
ROLES_BY_WEIGHT = (
    Role.DECISION_MAKER,
    Role.CASEWORKER,
    Role.ADMINISTRATOR,
    Role.SUBMITTER,
    Role.COMMITTEE_MEMBER,
    Role.COUNCIL_LEADER,
    Role.READER,
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The context processor; works out nothing before a template asks, and then once for the request."""
    return {"navigation": SimpleLazyObject(lambda: navigation_of(request))}


def navigation_of(request: HttpRequest) -> Navigation:
    """The menu for whoever is asking; one query at most."""
    found: Navigation | None = getattr(request, "_navigation", None)
    if found is None:
        found = _navigation(request)
        request._navigation = found  # type: ignore[attr-defined]
    return found


def _navigation(request: HttpRequest) -> Navigation:
    user = getattr(request, "user", None)
    entries = _entries(_places(user), path=request.path)
    internal = [RECONCILIATIONS] if permissions.is_directorate(user) else []
    footer = _entries(
        [REGISTER, ANNEX, HEARINGS, COHORT, ACTIVITIES, ACTS, ENTRIES, CONTACTS, *internal, SCHEMA], path=""
    )
    held = sorted(permissions.roles_of(user), key=lambda row: ROLES_BY_WEIGHT.index(row.role))
    if held:
        return Navigation(entries, footer, str(held[0].role.label), str(held[0].organisation))
    return Navigation(entries, footer, str(user) if user is not None and user.is_authenticated else "")


def _places(user: Any) -> list[tuple[str, Any]]:
    if user is None or not user.is_authenticated:
        return [REGISTER, ANNEX, HEARINGS, ACTS, LOGIN]
    if permissions.is_caseworker(user) or permissions.is_decision_maker(user):
        own = [PROPOSALS] if permissions.organisations_to_propose_for(user) else []
        return [WORKLIST, CASES, *own, REGULATIONS, REGISTER, ANNEX]
    if permissions.organisations_to_propose_for(user):
        return [HOME, PROPOSALS, REQUESTS, HEARINGS, REGISTER, ANNEX]
    if permissions.is_administrator(user):
        return [HOME, CONTACTS, REGISTER, ANNEX]
    if permissions.roles_of(user) and not permissions.is_directorate(user):
        return [HOME, REQUESTS, HEARINGS, REGISTER, ANNEX]
    return [HOME, HEARINGS, REGISTER, ANNEX]


def _entries(places: list[tuple[str, Any]], *, path: str) -> list[Entry]:
    found = []
    for name, label in places:
        try:
            found.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    here = max((url for _label, url in found if url != "/" and path.startswith(url)), key=len, default=None)
    return [Entry(label, url, is_here=url == here) for label, url in found]
