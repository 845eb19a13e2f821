"""The language control by itself: any text, by those who write proposals. Nothing is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives.models import ObjectiveVersion
from organisations import permissions as people
from organisations.models import Organisation
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted
from organisations.signed_in import person, signed_in
from revisions.forms.language import ELABORATION, LanguageForm
from revisions.pages.language import LanguageView, language_of, language_of_elaboration

from . import looking


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def language_check(request: HttpRequest) -> HttpResponse:
    """A text is posted, and comes back with its findings: as a page, or as the fragment that htmx picks out of it."""
    own = people.organisations_to_propose_for(person(request))
    if not own:
        raise NotPermitted(
            _("Språkkontrollen er for dem som skriver forslag. Be administrator i virksomheten om rollen."),
            code="not-a-writer",
        )
    data = posted(request)
    values = data.dict() if data is not None else {"code": request.GET.get("kode", "")[:12]}
    looking.carry_out(values, organisation=own[0], by=person(request))
    form = LanguageForm(values if data is not None else None, initial=values)
    basis = _in_force(str(values.get("code", "")).strip().upper(), on=timezone.localdate())
    found = None
    if data is not None and form.is_valid():
        found = _found(form, basis, organisation=own[0], on=timezone.localdate())
    context = {"form": form, "language": found, "basis": basis, "is_directorate": people.is_directorate(request.user)}
    response = render(request, "revisions/language.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _in_force(code: str, *, on: dt.date) -> ObjectiveVersion | None:
    """The text a code has on the day, if it has one."""
    versions = ObjectiveVersion.objects.in_force(on=on).filter(objective__code=code)
    return versions.select_related("objective__series__specialty", "objective__elaboration", "theme").first()


def _found(
    form: LanguageForm, basis: ObjectiveVersion | None, *, organisation: Organisation, on: dt.date
) -> LanguageView | None:
    text = form.cleaned_data["text"]
    known: dict[str, Any] = {"name": "text", "on": on, "organisation": organisation}
    if form.cleaned_data["kind"] == ELABORATION:
        elaboration = getattr(basis.objective, "elaboration", None) if basis else None
        old = elaboration.text if elaboration else ""
        return language_of_elaboration(text, old=old, requirement=basis.text if basis else "", **known)
    if basis is None:
        return language_of(text, **known)
    return language_of(
        text,
        **known,
        old=basis.text,
        specialty=basis.objective.series.specialty,
        theme=basis.theme,
        apart_from=basis.objective_id,
    )
