"""What changed after the hearing, and what the directorate answers to it (HØ-1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import permissions as people
from organisations.refusals import NotPermitted
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions, rules
from revisions.forms.after_hearing import NoNewHearingForm
from revisions.models import Case, Status
from revisions.pages.next_steps import after_hearing_url, step_url
from revisions.services import after_hearing as services
from revisions.transitions import Action

from .access import case_or_404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def case_after_hearing(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """The changes word by word, and why they need no new hearing. A post publishes the reason, or takes it back."""
    case = case_or_404(request, year, serial)
    if not people.is_directorate(person(request)):
        raise NotPermitted(
            _("Bare Helsedirektoratet tar stilling til om en sak trenger ny høring."),
            code="not-directorate",
            authority="HØ-1",
        )
    if request.method == "POST" and "trekk" in request.POST:
        services.take_back_the_reason(case=case, by=person(request))
        messages.success(request, _("Begrunnelsen er trukket, og står ikke lenger på høringens side."))
        return redirect(after_hearing_url(case))
    changes = rules.material_changes(case)
    seen = services.fingerprint_of_changes(changes)
    form = NoNewHearingForm(posted(request), initial={"seen": seen})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            services.need_no_new_hearing(case=case, by=person(request), **form.cleaned_data)
            messages.success(request, _("Begrunnelsen er publisert på høringens side."))
            return redirect(case)
    if form.is_bound:
        form.has_read(seen)
    context = {"form": form, **_context(request, case, changes)}
    return render(request, "revisions/case_after_hearing.html", context, status=status_of(form))


def _context(request: HttpRequest, case: Case, changes: list[rules.MaterialChange]) -> dict[str, object]:
    handles, standing = permissions.may_handle(request.user, case), rules.standing_reason(case)
    return {
        "case": case,
        "hearing": case.last_hearing,
        "changes": changes,
        "left": rules.unanswered_changes(changes, standing),
        "standing": standing,
        "may_write": handles and case.status == Status.DECISION,
        "may_take_back": handles and case.status in services.UNDECIDED,
        "hear_again": step_url(case, Action.HEAR_AGAIN),
    }
