"""Following what one works with: the list, and the button every page of it has."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives.models import LegalAct, Objective
from objectives.services import following
from objectives.services.following import Followed
from organisations.models import Specialty, User
from organisations.refusals import RuleViolation

EVERYTHING = "alt"


@dataclass(frozen=True)
class FollowButton:
    """What templates/objectives/_follow.html draws; `value` is what the form sends."""

    value: str
    name: str
    is_followed: bool


def follow_button(what: Followed, *, reader: User | AnonymousUser) -> FollowButton | None:
    """The button for this person; None for those who are not logged in."""
    if not isinstance(reader, User):
        return None
    return FollowButton(_value(what), _name(what), following.is_followed(what=what, by=reader))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def followed(request: HttpRequest) -> HttpResponse:
    """What one follows; following and no longer following is posted here from every page."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - login_required
    if request.method == "POST":
        _act_on(request, person)
        return redirect(_way_back(request))
    rows = person.follows.select_related("specialty", "objective", "act").order_by("pk")
    context = {
        "follows": [(row, _value(row.specialty or row.objective or row.act)) for row in rows],
        "everything": follow_button(None, reader=person),
    }
    return render(request, "objectives/followed.html", context)


def _act_on(request: HttpRequest, person: User) -> None:
    what = _what(request.POST.get("hva", ""))
    name = _name(what)
    if "slutt" in request.POST:
        following.unfollow(what=what, by=person)
        messages.success(request, _("Du følger ikke lenger %(name)s.") % {"name": name})
        return
    try:
        following.follow(what=what, by=person)
        told = _("Du følger %(name)s, og får e-post når noe kunngjøres, nærmer seg og trer i kraft.")
        messages.success(request, told % {"name": name})
    except RuleViolation as refusal:
        messages.error(request, refusal.message)


def _what(value: str) -> Followed:
    """What the form named. Raises Http404 for what there is not."""
    kind, _colon, key = value.partition(":")
    if not value.isprintable() or len(key) > 100:
        raise Http404
    if value == EVERYTHING:
        return None
    if kind == "spesialitet":
        return get_object_or_404(Specialty, slug=key)
    if kind == "laringsmal":
        return get_object_or_404(Objective.objects.announced(), code=key)
    if kind == "forskrift" and key.isascii() and key.isdigit() and len(key) < 18:
        return get_object_or_404(LegalAct, pk=int(key), announced_at__isnull=False)
    raise Http404


def _value(what: Followed) -> str:
    if isinstance(what, Specialty):
        return f"spesialitet:{what.slug}"
    if isinstance(what, Objective):
        return f"laringsmal:{what.code}"
    return f"forskrift:{what.pk}" if isinstance(what, LegalAct) else EVERYTHING


def _name(what: Followed) -> str:
    return str(what) if what is not None else _("alle endringer i vedlegg 2")


def _way_back(request: HttpRequest) -> str:
    """The page the button stood on, when it is one of ours."""
    url = request.POST.get("tilbake", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if safe else request.path
