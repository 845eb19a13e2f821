"""The spesialitetskontakt and the councils: asking them, following up, what each says, and a disagreement lifted."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearings import permissions
from hearings.councils_to_ask import councils_to_ask
from hearings.forms.answering import AnswerForm
from hearings.forms.requests import AskCouncilsForm, LiftForm
from hearings.models import CouncilAssessment, RoundRequest
from hearings.pages.answering import answer_page, read_items, read_questions
from hearings.pages.requests import waiting
from hearings.services import councils as services
from hearings.services.answering import Sheet
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in

from .access import assessment_or_404, request_or_404
from .requests import saved_fragment

GET_OR_POST = ["GET", "HEAD", "POST"]
# The councils answer this long before the body must, as a start.
WORKING_TIME = dt.timedelta(days=10)


def _ours(request: HttpRequest, pk: int) -> RoundRequest:
    """The request, for somebody who may ask the councils; NotPermitted for others who may read it."""
    found = request_or_404(request, pk)
    if not permissions.may_ask_councils(request.user, found):  # type: ignore[arg-type]
        raise NotPermitted(
            _("Bare en innsender i RegUt som er spurt, kan spørre rådene."),
            code="may-not-ask-councils",
            authority="IR-2",
        )
    return found


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the questions on to the council leaders, with an inner deadline."""
    found, today = _ours(request, pk), timezone.localdate()
    councils, suggested = councils_to_ask(found)
    inner = max(today, min(found.deadline, max(found.deadline - WORKING_TIME, today)))
    form = AskCouncilsForm(posted(request), councils=councils, suggested=suggested, deadline=inner)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, fields={"inner-deadline-past": "deadline", "inner-deadline-late": "deadline"}):
            made = services.ask_councils(
                request=found,
                councils=form.chosen,
                deadline=form.cleaned_data["deadline"],
                by=person(request),
                on=today,
            )
            messages.success(request, _("%(count)s råd er spurt.") % {"count": len(made)})
            return redirect(found)
    return render(request, "hearings/ask_councils.html", {"found": found, "form": form}, status=status_of(form))


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell that a disagreement is lifted, to whom, and the outcome (IR-6)."""
    found = _ours(request, pk)
    initial = {
        "to": found.lifted_to,
        "on": found.lifted_on or timezone.localdate(),
        "outcome": found.lifted_outcome,
    }
    form = LiftForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.lift_disagreement(request=found, by=person(request), **form.cleaned_data)
            messages.success(request, _("Det er notert at uenigheten er løftet."))
            return redirect(found)
    return render(request, "hearings/lift.html", {"found": found, "form": form}, status=status_of(form))


@signed_in
@require_POST
@answers_refusals
def follow_up(request: HttpRequest, pk: int, assessment_pk: int) -> HttpResponse:
    """Remind a council, send it a new link, or take the link back."""
    found = _ours(request, pk)
    assessment = get_object_or_404(
        CouncilAssessment.objects.select_related("council__specialty", "council__leader", "request"),
        request=found,
        pk=assessment_pk,
    )
    by, names = person(request), {"council": assessment.council}
    action = request.POST.get("handling")
    if action == "purr":
        services.nudge_council(assessment=assessment, by=by, on=timezone.localdate())
        messages.success(request, _("%(council)s er purret.") % names)
    elif action == "ny-lenke":
        services.renew_link(assessment=assessment, by=by)
        messages.success(
            request, _("Ny lenke er sendt til lederen i %(council)s. Den gamle virker ikke lenger.") % names
        )
    elif action == "trekk":
        services.revoke_links(assessment=assessment, by=by)
        messages.success(request, _("Lenken til %(council)s er trukket tilbake.") % names)
    return redirect(f"{found.get_absolute_url()}#radene")


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """What a council says: written by its leader, read by the RegUt that asked and, later, the directorate."""
    found, user = assessment_or_404(request, pk), person(request)
    may_write = permissions.may_assess(user, found) and not found.is_sent
    if request.method == "POST" and not permissions.may_assess(user, found):
        raise NotPermitted(_("Bare lederen av rådet kan svare for rådet."), code="not-the-leader", authority="IR-2")
    action = reverse("hearings:assessment", args=[found.pk])
    if not may_write:
        return _read_page(request, found)
    return write_or_send(request, found, action=action, writer=str(user), by_user=True)


def _read_page(request: HttpRequest, found: CouncilAssessment) -> HttpResponse:
    sheet = Sheet(found)
    seen = found.is_sent
    context = {
        "found": found,
        "items": read_items(sheet) if seen else [],
        "questions": read_questions(sheet) if seen else [],
        "back": reverse("hearings:request", args=[found.request_id])
        if permissions.requests_visible_to(request.user).filter(pk=found.request_id).exists()  # type: ignore[arg-type]
        else "",
    }
    return render(request, "hearings/assessment.html", context)


def write_or_send(
    request: HttpRequest, found: CouncilAssessment, *, action: str, writer: str, by_user: bool
) -> HttpResponse:
    """The page where a leader writes, saves and sends; the same by a login and by a personal link."""
    sheet = Sheet(found)
    form = AnswerForm(posted(request), sheet=sheet)
    saved, status = None, 200
    if request.method == "POST":
        quietly = bool(getattr(request, "htmx", False))
        with refusals_on(form):
            values = form.values()
            saved = services.save_assessment(
                assessment=found, values=values, read=form.read(knowingly=not quietly), writer=writer
            )
        found.refresh_from_db(fields=["saved_at"])
        sheet = Sheet(found)
        if quietly:
            return saved_fragment(request, sheet, form, saved)
        if saved is not None and not form.errors and not saved.both:
            if request.POST.get("til") != "send":
                messages.success(request, _("Utkastet er lagret."))
                return redirect(action)
            try:
                by = person(request) if by_user else None
                services.send_assessment(assessment=found, by=by, on=timezone.localdate())
                messages.success(request, _("Vurderingen er sendt. Takk for svaret."))
                return redirect(action)
            except RuleViolation as refusal:
                form = AnswerForm(sheet=sheet)
                messages.error(request, refusal.message)
                status = 422
            except WrongState:
                return redirect(action)
        elif saved is not None:
            form.show(saved, sheet)
    context = {
        "found": found,
        "form": form,
        "page": answer_page(sheet, form),
        "response": found,
        "waiting": waiting(found.deadline, is_sent=False, on=timezone.localdate()),
        "action": action,
        "keep": f"radsvurdering:{found.pk}",
        "by_user": by_user,
    }
    return render(request, "hearings/assess.html", context, status=status if status != 200 else status_of(form))
