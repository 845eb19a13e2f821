"""A body's requests: the list, one with what is asked, writing the answer, and sending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hearings import permissions
from hearings.forms.answering import AnswerForm
from hearings.forms.requests import KeepForm
from hearings.models import AskedItem, RoundRequest
from hearings.pages.answering import CouncilSheets, answer_page, council_sheets, read_items, read_questions
from hearings.pages.requests import (
    answered_requests,
    assessment_rows,
    is_only_the_bodys,
    my_assessments,
    open_requests,
    state_of,
    waiting,
)
from hearings.services import move_to_newest, save_response, send_response
from hearings.services.answering import Saved, Sheet
from hearings.services.councils import take_over
from hearings.services.requests import latest_version
from hearings.services.responses import response_of
from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in

from .access import request_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """What my bodies and councils are asked about: what waits, and what is answered."""
    today, user = timezone.localdate(), person(request)
    context = {
        "open": open_requests(user, on=today),
        "answered": answered_requests(user, on=today),
        "assessments": my_assessments(user, on=today),
    }
    return render(request, "hearings/requests.html", context)


@signed_in
@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the body is asked, by when, how far its councils have come, and the answer when it is sent."""
    found, user, today = request_or_404(request, pk), person(request), timezone.localdate()
    response, newest = response_of(found), latest_version(found.consultation)
    hidden = is_only_the_bodys(user, found)
    sheet = Sheet(response)
    context = {
        "found": found,
        "response": response,
        "newest": newest,
        "is_older": newest is not None and response.version_id != newest.pk,
        "state": state_of(found),
        "waiting": waiting(found.deadline, is_sent=response.is_sent, on=today),
        "items": read_items(sheet),
        "questions": read_questions(sheet),
        "unanswered": sheet.unanswered,
        "may_answer": permissions.may_answer(user, found) and not response.is_sent,
        "may_send": permissions.may_send(user, found),
        "may_ask_councils": permissions.may_ask_councils(user, found) and not response.is_sent,
        "shows_answer": response.is_sent,
        "councils": [] if hidden else assessment_rows(found.assessments.all(), on=today),
        "extensions": found.extensions.all(),
    }
    return render(request, "hearings/request.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answer. A post saves what it holds; one from htmx is the quiet autosave."""
    found, user = request_or_404(request, pk), person(request)
    _to_write_in(user, found)
    response = response_of(found)
    if response.is_sent and request.method != "POST":
        return redirect(found)
    sheet = Sheet(response)
    form = AnswerForm(posted(request), sheet=sheet)
    if request.method != "POST":
        return _answer_page(request, found, sheet, form)
    quietly = bool(getattr(request, "htmx", False))
    saved = None
    with refusals_on(form):
        values = form.values()
        response, saved = save_response(request=found, values=values, read=form.read(knowingly=not quietly), by=user)
        sheet = Sheet(response)
    if quietly:
        return _saved_quietly(request, found, sheet, form, saved)
    if saved is not None and form.is_valid() and not saved.both:
        messages.success(request, _("Utkastet er lagret."))
        return _onwards(request, found, user)
    if saved is not None:
        form.show(saved, sheet)
    return _answer_page(request, found, sheet, form, status=status_of(form))


def _to_write_in(user: User, found: RoundRequest) -> None:
    if not permissions.may_answer(user, found):
        raise NotPermitted(
            _("Du kan lese forespørselen til %(body)s, men ikke svare på den. Be en av deres innsendere om hjelp.")
            % {"body": found.organisation},
            code="may-not-answer",
            authority="HØ-3",
        )


def _onwards(request: HttpRequest, found: RoundRequest, user: User) -> HttpResponse:
    """Where the button leads: to sending, to a council's text taken in, or back to the form."""
    if request.POST.get("til") == "send":
        return redirect("hearings:send", pk=found.pk)
    back = reverse("hearings:answer", args=[found.pk])
    council, _colon, fields = request.POST.get("hent", "")[:200].partition(":")
    if council.isascii() and council.isdigit() and fields:
        assessment = found.assessments.select_related("council__specialty").filter(pk=int(council[:18])).first()
        if assessment is not None and assessment.is_sent:
            names = fields.split(":")
            take_over(request=found, assessment=assessment, fields=names, by=user)
            messages.success(request, _("Teksten fra %(council)s er tatt inn.") % {"council": assessment.council})
            return redirect(f"{back}#felt-{names[-1]}")
    return redirect(back)


def _councils_of(found: RoundRequest) -> CouncilSheets:
    return council_sheets(list(found.assessments.select_related("council__specialty").filter(sent_at__isnull=False)))


def _answer_page(
    request: HttpRequest, found: RoundRequest, sheet: Sheet, form: AnswerForm, status: int = 200
) -> HttpResponse:
    newest = latest_version(found.consultation)
    context = {
        "found": found,
        "form": form,
        "page": answer_page(sheet, form, _councils_of(found)),
        "response": sheet.answering,
        "newest": newest if newest and newest.pk != sheet.answering.version_id else None,
        "may_send": permissions.may_send(request.user, found),  # type: ignore[arg-type]
        "waiting": waiting(found.deadline, is_sent=False, on=timezone.localdate()),
        "action": reverse("hearings:answer", args=[found.pk]),
        "keep": f"innspill:{found.pk}",
    }
    return render(request, "hearings/answer.html", context, status=status)


def _saved_quietly(
    request: HttpRequest, found: RoundRequest, sheet: Sheet, form: AnswerForm, saved: Saved | None
) -> HttpResponse:
    """The answer to the quiet save; shared in kind with the councils' pages."""
    return saved_fragment(request, sheet, form, saved)


def saved_fragment(request: HttpRequest, sheet: Sheet, form: AnswerForm, saved: Saved | None) -> HttpResponse:
    """When it was saved, what others have changed, what was not saved and why, and what is left to answer."""
    form.theirs = saved.both if saved else {}
    fresh = AnswerForm(sheet=sheet)
    theirs = saved.theirs if saved else {}
    context = {
        "form": form,
        "saved": saved,
        "at": sheet.answering.saved_at,
        "mine": [fresh.part(name) for name in saved.mine] if saved else [],
        "theirs": [(fresh.part(name), who) for name, who in theirs.items() if not name.startswith("standpunkt")],
        "both": [form.part(name) for name in saved.both] if saved else [],
        "page": answer_page(sheet, fresh),
    }
    went_well = saved is not None and not form.errors and not saved.both
    response = render(request, "hearings/_answer_saved.html", context, status=200 if went_well else 422)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the answer: what is left, or the button."""
    found, user = request_or_404(request, pk), person(request)
    _to_write_in(user, found)
    response = response_of(found)
    if response.is_sent:
        messages.info(request, _("Svaret er sendt."))
        return redirect(found)
    status = 200
    if request.method == "POST":
        try:
            sent = send_response(request=found, by=user, on=timezone.localdate())
            words = _("Svaret er sendt til Helsedirektoratet. Det kom etter fristen og er merket slik.")
            messages.success(request, words if sent.is_late else _("Svaret er sendt til Helsedirektoratet."))
            return redirect(found)
        except RuleViolation as refusal:
            if refusal.code != "answer-incomplete":
                raise
            status = 422
        except WrongState:
            return redirect(found)
    sheet = Sheet(response_of(found))
    context = {
        "found": found,
        "sheet": sheet,
        "items": read_items(sheet),
        "questions": read_questions(sheet),
        "unanswered": sheet.unanswered,
        "may_send": permissions.may_send(user, found),
        "back": reverse("hearings:answer", args=[found.pk]),
        "receiver": _("Helsedirektoratet"),
        "waiting": waiting(found.deadline, is_sent=False, on=timezone.localdate()),
    }
    return render(request, "hearings/send.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def newer_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which positions are carried over to the newest version; nothing is carried unasked."""
    found, user = request_or_404(request, pk), person(request)
    _to_write_in(user, found)
    response, newest = response_of(found), latest_version(found.consultation)
    if newest is None or response.version_id == newest.pk or response.is_sent:
        return redirect(found)
    sheet = Sheet(response)
    now = {item.key: item for item in AskedItem.objects.filter(version=newest).order_by("number")}
    form = KeepForm(posted(request), sheet=sheet, now=now)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            move_to_newest(request=found, keep=form.cleaned_data["keep"], by=user)
            messages.success(request, _("Svaret gjelder nå versjon %(number)s.") % {"number": newest.number})
            return redirect("hearings:answer", pk=found.pk)
    context = {"found": found, "form": form, "newest": newest, "older": response.version}
    return render(request, "hearings/newer_version.html", context, status=status_of(form))
