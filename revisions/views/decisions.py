"""The proposed vedtak, one change item at a time (SA-6)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.refusals import NotPermitted, WrongState
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.decisions import OutcomeForm
from revisions.models import Case, Decision, Status
from revisions.pages.case_items import CaseItem, add_warnings, case_items
from revisions.pages.case_page import items_in, proposals_in
from revisions.pages.heard import heard_comments
from revisions.pages.next_steps import outcome_url
from revisions.services import decisions as services

from .access import case_or_404, held
from .conflicts import conflict

FIELDS = {
    "repeal-has-no-text": "outcome",
    "item-is-announced": "outcome",
}
OWN_WORDS = ("own-text-is-the-proposal", "nothing-changed", "not-split", "heading-unchanged", "heading-empty")


@dataclass(frozen=True)
class Place:
    """An item among the others: those beside it, and how many have an outcome."""

    row: CaseItem
    rows: list[CaseItem]

    @property
    def before(self) -> CaseItem | None:
        return self.rows[self.row.number - 2] if self.row.number > 1 else None

    @property
    def after(self) -> CaseItem | None:
        return self.rows[self.row.number] if self.row.number < len(self.rows) else None

    @property
    def done(self) -> int:
        return sum(1 for row in self.rows if row.decision)

    @property
    def next_without_outcome(self) -> CaseItem | None:
        """The next item that waits for an outcome, from here on and then from the start."""
        after_this = [*self.rows[self.row.number :], *self.rows[: self.row.number - 1]]
        return next((row for row in after_this if row.decision is None), None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
@transaction.atomic
def item_outcome(request: HttpRequest, year: int, serial: int, item_pk: int) -> HttpResponse:
    """Propose what becomes of one change item, and why."""
    case = case_or_404(request, year, serial)
    if not permissions.may_handle(request.user, case):
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet kan foreslå vedtak."), code="not-a-caseworker", authority="SA-6"
        )
    if request.method == "POST":
        case = held(case)
    place = _place_or_404(request, case, item_pk)
    sent = request.POST if request.method == "POST" else None
    form = OutcomeForm(sent, item=place.row.item, standing=place.row.decision)
    if request.method != "POST" and case.status != Status.DECISION:
        return conflict(request, not_in_decision(case), back=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields=_fields(form)):
            _save(request, place, form)
            return redirect(_next_address(request, case, place))
    add_warnings([place.row], case=case)
    context = {"case": case, "place": place, "row": place.row, "form": form, "urls": _urls(case, place)}
    context["heard"] = heard_comments(case, place.row.item)
    return render(request, "revisions/case_outcome.html", context, status=status_of(form))


def _place_or_404(request: HttpRequest, case: Case, item_pk: int) -> Place:
    items = items_in(proposals_in(case, user=person(request)))
    rows = case_items(items, decisions=rules.current_decisions(case), on=timezone.localdate())
    row = next((row for row in rows if row.item.pk == item_pk), None)
    if row is None:
        raise Http404(_("Saken har ikke dette endringspunktet."))
    return Place(row, rows)


def _fields(form: OutcomeForm) -> dict[str, str]:
    """The field a refusal stands at: what is said of the directorate's own words, at the first of them."""
    return FIELDS | (dict.fromkeys(OWN_WORDS, form.own_names[0]) if form.own_names else {})


def _save(request: HttpRequest, place: Place, form: OutcomeForm) -> None:
    data, own = form.cleaned_data, form.own_wording()
    services.propose_outcome(
        item=place.row.item,
        outcome=data["outcome"],
        reason=data["reason"],
        text=own.text,
        texts=own.texts,
        number=own.number,
        by=person(request),
    )
    messages.success(
        request,
        _("Punkt %(number)s: %(outcome)s er lagret.")
        % {"number": place.row.number, "outcome": f"«{Decision.Outcome(data['outcome']).label}»"},
    )


def _next_address(request: HttpRequest, case: Case, place: Place) -> str:
    """On to the next item that waits, or back to the case when that was asked for or all are done."""
    following = place.next_without_outcome
    if request.POST.get("til") == "saken" or following is None:
        return case.get_absolute_url()
    return outcome_url(case, following.item.pk)


def _urls(case: Case, place: Place) -> dict[str, str]:
    return {
        "before": outcome_url(case, place.before.item.pk) if place.before else "",
        "after": outcome_url(case, place.after.item.pk) if place.after else "",
    }


def not_in_decision(case: Case) -> WrongState:
    """That outcomes are not written in the phase the case is in."""
    return WrongState(
        _("Sak %(number)s er i fasen «%(phase)s». Forslag til vedtak skrives i fasen «Vedtak».")
        % {"number": case.number, "phase": case.get_status_display()},
        code="wrong-state",
        authority="SA-6",
    )
