"""The proposed decision on a course, a procedure or an utdypende tekst (SA-3, SA-6)."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.decisions import RecommendationForm
from revisions.models import Case, Decision, Status
from revisions.pages.case_page import items_in, proposals_in
from revisions.pages.case_recommendations import Recommendation, recommendation_url, recommendations_in
from revisions.services import recommendation_decisions as services

from .access import case_or_404, held
from .conflicts import conflict
from .decisions import not_in_decision

FIELDS = {"repeal-has-no-text": "outcome", "own-text-is-the-proposal": "text", "unknown-activity": "outcome"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
@transaction.atomic
def recommendation_outcome(request: HttpRequest, year: int, serial: int, slug: str, change_pk: int) -> HttpResponse:
    """Propose what becomes of one recommendation, and why."""
    case = case_or_404(request, year, serial)
    if not permissions.may_handle(request.user, case):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan foreslå vedtak."), code="not-a-caseworker", authority="SA-6"
        )
    if request.method == "POST":
        case = held(case)
    rows = _rows(request, case)
    row = next((row for row in rows if (row.slug, row.change.pk) == (slug, change_pk)), None)
    if row is None:
        raise Http404(_("Saken har ikke dette punktet."))
    if request.method != "POST" and case.status != Status.DECISION:
        return conflict(request, not_in_decision(case), back=case.get_absolute_url())
    form = RecommendationForm(posted(request), proposed=row.new, standing=row.decision)
    following = _next_without_outcome(rows, row)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=FIELDS):
            _save(request, row, form)
            return redirect(recommendation_url(case, following) if following else case.get_absolute_url())
    context = {"case": case, "row": row, "form": form, "following": following}
    return render(request, "revisions/recommendation_outcome.html", context, status=status_of(form))


def _rows(request: HttpRequest, case: Case) -> list[Recommendation]:
    proposals = proposals_in(case, user=person(request))
    return recommendations_in(
        proposals, decisions=rules.current_recommendations(case), first=len(items_in(proposals)) + 1
    )


def _next_without_outcome(rows: list[Recommendation], row: Recommendation) -> Recommendation | None:
    """The next one that waits for an outcome, from here on and then from the start."""
    here = rows.index(row)
    return next((one for one in [*rows[here + 1 :], *rows[:here]] if one.decision is None), None)


def _save(request: HttpRequest, row: Recommendation, form: RecommendationForm) -> None:
    data = form.cleaned_data
    services.propose_recommendation(
        change=row.change,
        outcome=data["outcome"],
        reason=data["reason"],
        text=data.get("text", ""),
        by=person(request),
        on=timezone.localdate(),
    )
    label = Decision.Outcome(data["outcome"]).label
    messages.success(
        request, _("Punkt %(number)s: «%(outcome)s» er lagret.") % {"number": row.number, "outcome": label}
    )
