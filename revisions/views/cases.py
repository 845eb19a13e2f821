"""The directorate's pages of the case: the worklist, the list of cases, the case, its journal and its steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import permissions as people
from organisations.models import User
from organisations.refusals import NotPermitted, WrongState
from organisations.refusing import answers_refusals, refusals_on, status_of
from organisations.signed_in import person, signed_in
from revisions import permissions
from revisions.forms.case_filters import CaseFilters, choices_for
from revisions.forms.cases import StepForm
from revisions.models import Case
from revisions.models.cases import CaseQuerySet
from revisions.pages import journal
from revisions.pages.case_page import case_page
from revisions.pages.next_steps import ELSEWHERE
from revisions.pages.sent_on_hearing import preview_of
from revisions.pages.worklist import worklist as worklist_of
from revisions.transitions import TABLE, Action, choice

from .access import case_or_404
from .conflicts import conflict
from .intake import caseworkers
from .steps import StepPage, step_page

GET_OR_POST = ["GET", "HEAD", "POST"]
CASES_ON_A_PAGE = 25


@signed_in
@require_safe
@answers_refusals
def worklist(request: HttpRequest) -> HttpResponse:
    """What waits for me, what waits for others, and where to begin."""
    if not people.is_directorate(request.user):
        raise NotPermitted(
            _("Arbeidslisten er for Helsedirektoratet. Sakene deres forslag er blitt til, står under «Saker»."),
            code="not-directorate",
        )
    page = worklist_of(user=person(request), query=request.GET, on=timezone.localdate())
    context = {
        "today": timezone.localdate(),
        "worklist": page,
        "filters": page.filters,
        "choices": choices_for(caseworkers=caseworkers(), ended_too=False),
    }
    return render(request, "revisions/worklist.html", context)


def _text_asked_for(request: HttpRequest, name: str) -> str:
    """Something to look for, without the characters that no text in the database can hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


@signed_in
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """All cases I may see, newest first."""
    is_inside = people.is_directorate(request.user)
    filters = CaseFilters.from_query(request.GET)
    visible = permissions.proposals_visible_to(request.user).select_related("sender", "specialty")
    found: CaseQuerySet = permissions.cases_visible_to(request.user)  # type: ignore[assignment]
    cases = filters.narrow(found).select_related("responsible", "cycle")
    cases = cases.prefetch_related(Prefetch("proposals", queryset=visible, to_attr="visible_proposals"))
    page = _page_of(cases, after=_text_asked_for(request, "etter"), before=_text_asked_for(request, "for"))
    context = {
        "page": page,
        "filters": filters,
        "choices": choices_for(caseworkers=caseworkers() if is_inside else User.objects.none(), ended_too=True),
        "is_inside": is_inside,
        "previous_url": _with(request, **{"for": page.rows[0].number}) if page.has_newer and page.rows else "",
        "next_url": _with(request, etter=page.rows[-1].number) if page.has_older and page.rows else "",
    }
    return render(request, "revisions/case_list.html", context)


@dataclass(frozen=True)
class Page:
    """A page of a list that is leafed through by number, newest first."""

    rows: list[Case]
    has_newer: bool
    has_older: bool


def _page_of(cases: QuerySet[Case], *, after: str, before: str) -> Page:
    """The cases older than `after`, or newer than `before`; one more is fetched to know whether there are more."""
    if before:
        rows = list(cases.filter(number__gt=before).order_by("number")[: CASES_ON_A_PAGE + 1])
        kept = rows[:CASES_ON_A_PAGE][::-1]
        return Page(kept, has_newer=len(rows) > CASES_ON_A_PAGE, has_older=True)
    older = cases.filter(number__lt=after) if after else cases
    rows = list(older.order_by("-number")[: CASES_ON_A_PAGE + 1])
    return Page(rows[:CASES_ON_A_PAGE], has_newer=bool(after), has_older=len(rows) > CASES_ON_A_PAGE)


def _with(request: HttpRequest, **changes: str) -> str:
    """This address with another place in the list."""
    query = request.GET.copy()
    for name in ("etter", "for"):
        query.pop(name, None)
    query.update(changes)
    return f"?{query.urlencode()}"


@signed_in
@require_safe
def case(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """The case: where it is, what is next, what it would change, and what was decided."""
    found = case_or_404(request, year, serial)
    page = case_page(found, user=person(request), on=timezone.localdate())
    return render(request, "revisions/case.html", {"page": page, "case": found})


@signed_in
@require_safe
@answers_refusals
def case_journal(request: HttpRequest, year: int, serial: int) -> HttpResponse:
    """Everything that has happened in the case, newest first."""
    found = case_or_404(request, year, serial)
    if not people.is_directorate(request.user):
        raise NotPermitted(
            _("Journalen er direktoratets egen. Fasene og vedtakene ser du på sakens side."), code="not-directorate"
        )
    events = journal.events_of(found)
    before = request.GET.get("etter", "")
    if before.isascii() and before.isdigit() and len(before) <= 18:
        events = events.filter(sequence__lt=int(before))
    rows = list(events[: journal.PAGE + 1])
    context = {
        "case": found,
        "lines": journal.lines(rows[: journal.PAGE]),
        "previous_url": "?" if before else "",
        "next_url": f"?etter={rows[journal.PAGE - 1].sequence}" if len(rows) > journal.PAGE else "",
    }
    return render(request, "revisions/case_journal.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def case_step(request: HttpRequest, year: int, serial: int, action: str) -> HttpResponse:
    """One step's own page: what it means, what it asks for, and the button."""
    found = case_or_404(request, year, serial)
    step = _action_or_404(action)
    if step in ELSEWHERE:
        return conflict(request, _taken_elsewhere(step), back=found.get_absolute_url())
    page, today = step_page(step), timezone.localdate()
    form = page.make(found, request.POST if request.method == "POST" else None, today)
    try:
        offered = choice(found, step, by=person(request), on=today)
    except WrongState as refusal:
        if request.method != "POST":
            return conflict(request, refusal, back=found.get_absolute_url())
        _say(form, refusal)
        return _step_page(request, found, step, page, form, closed="")
    if "endre" in request.POST:
        return _step_page(request, found, step, page, page.make(found, request.POST, today), closed="")
    if page.has_preview and "vis" in request.POST and form.is_valid() and offered.refusal is None:
        context = {"case": found, "action": step, "form": form, **preview_of(found, form.cleaned_data, on=today)}
        return render(request, "revisions/hearing_preview.html", context)
    if request.method == "POST" and form.is_valid():
        try:
            with refusals_on(form, fields=page.fields):
                page.take(found, person(request), today, form.cleaned_data)
                found.refresh_from_db(fields=["status"])
                messages.success(request, _("Saken er nå i fasen «%(phase)s».") % {"phase": found.get_status_display()})
                return redirect(found)
        finally:
            found.refresh_from_db(fields=["status"])
    closed = offered.refusal.message if offered.refusal else ""
    return _step_page(request, found, step, page, form, closed=closed)


def _action_or_404(name: str) -> Action:
    if name not in Action.values:
        raise Http404(_("Det finnes ikke noe slikt steg."))
    return Action(name)


def _taken_elsewhere(step: Action) -> WrongState:
    where = {
        Action.RESUBMIT: _("Avsenderen sender forslaget inn på nytt fra forslagets egen side, ikke herfra."),
        Action.ANNOUNCE: _("Kunngjøringen registreres på endringsforskriftens side, og saken går videre med den."),
    }
    return WrongState(where[step], code="taken-elsewhere", authority=TABLE[step].authority)


def _say(form: StepForm, refusal: WrongState) -> None:
    form.is_valid()
    with refusals_on(form):
        raise refusal


def _step_page(
    request: HttpRequest, found: Case, step: Action, page: StepPage, form: StepForm, *, closed: str
) -> HttpResponse:
    context = {
        "case": found,
        "action": step,
        "step": TABLE[step],
        "step_page": page,
        "form": form,
        "closed": closed if request.method != "POST" else "",
        "decides": page.is_final,
        "rows": case_page(found, user=person(request), on=timezone.localdate()) if page.is_final else None,
    }
    return render(request, "revisions/case_step.html", context, status=status_of(form))
