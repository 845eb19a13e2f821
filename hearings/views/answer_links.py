"""What the link in a private person's mail opens: confirming the answer, reading it, changing it, taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hearings import rules
from hearings.forms.answers import SenderNameForm, sheet_of
from hearings.models import HearingAnswer
from hearings.pages.answers import answer_page
from hearings.pages.asked_items import asked_page
from hearings.pages.hearing import HearingInTime
from hearings.services import answer_of_link, change_answer, confirm, withdraw_answer
from organisations import once
from organisations.refusals import Refusal, RuleViolation
from organisations.refusing import answers_refusals, posted, refusals_on, status_of

from .answers import edition_before

GET_OR_POST = ["GET", "HEAD", "POST"]
LinkView = Callable[[HttpRequest, HearingAnswer, str, dt.datetime], HttpResponse]


def by_link(view: LinkView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Opens the answer of the link, and nothing else; a link that opens nothing is answered with why and what now."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str) -> HttpResponse:
        now = timezone.now()
        try:
            answer = rules.link_opens(answer_of_link(secret), now=now)
        except RuleViolation as refusal:
            return render(request, "hearings/link_closed.html", {"refusal": refusal}, status=404)
        return view(request, answer, secret, now)

    return require_http_methods(GET_OR_POST)(never_cache(answers_refusals(opened)))


@by_link
def answer_link(request: HttpRequest, answer: HearingAnswer, secret: str, now: dt.datetime) -> HttpResponse:
    """The answer as it stands; a button confirms it, since a mail program may open links by itself."""
    if request.method == "POST":
        confirm(secret=secret, now=now)
        messages.success(request, _("Svaret er bekreftet og sendt. Du får en kvittering med kopi på e-post."))
        return redirect("hearings:answer_link", secret=secret)
    context = {"answer": answer, "page": answer_page(answer), "time": HearingInTime(answer.hearing, now)}
    return render(request, "hearings/answer_link.html", context | {"secret": secret, **_may_change(answer, now=now)})


@by_link
def answer_link_change(request: HttpRequest, answer: HearingAnswer, secret: str, now: dt.datetime) -> HttpResponse:
    """Change a confirmed answer until the deadline."""
    if answer.confirmed_at is None:
        return redirect("hearings:answer_link", secret=secret)
    if request.method != "POST":
        rules.may_be_changed(answer, now=now)
    asked = asked_page(answer.version)
    sheet = sheet_of(asked.rows, data=posted(request), answer=answer)
    form = SenderNameForm(posted(request), initial={"sender_name": answer.sender_name})
    is_whole = sheet.check() if request.method == "POST" else True
    if request.method == "POST" and form.is_valid() and is_whole:
        if once.is_sent_again(request):
            return redirect("hearings:answer_link", secret=secret)
        with refusals_on(form, fields={"name-is-address": "sender_name"}):
            name = form.cleaned_data["sender_name"]
            seen = request.POST.get("lest", "")
            change_answer(answer=answer, said=sheet.said, secret=secret, sender_name=name, seen=seen, now=now)
            messages.success(request, _("Endringene er sendt. Du får en ny kvittering på e-post."))
            return redirect("hearings:answer_link", secret=secret)
    context: dict[str, Any] = {"answer": answer, "hearing": answer.hearing, "version": answer.version, "asked": asked}
    context |= {"sheet": sheet, "form": form, "once": once.new_token(), "secret": secret}
    context["time"] = HearingInTime(answer.hearing, now)
    told = form.has_error(NON_FIELD_ERRORS, "changed-meanwhile")
    context["seen"] = edition_before(request, answer, is_told=told)
    return render(request, "hearings/answer_change.html", context, status=status_of(form) if is_whole else 422)


@by_link
def answer_link_withdraw(request: HttpRequest, answer: HearingAnswer, secret: str, now: dt.datetime) -> HttpResponse:
    """Take the answer back, after asking once more."""
    if answer.confirmed_at is None or answer.is_withdrawn:
        return redirect("hearings:answer_link", secret=secret)
    if request.method == "POST":
        withdraw_answer(answer=answer, secret=secret, now=now)
        messages.success(request, _("Svaret er trukket tilbake."))
        return redirect("hearings:answer_link", secret=secret)
    rules.may_be_changed(answer, now=now)
    context = {"answer": answer, "hearing": answer.hearing, "secret": secret}
    return render(request, "hearings/answer_withdraw.html", context)


def _may_change(answer: HearingAnswer, *, now: dt.datetime) -> dict[str, Any]:
    """Whether it can be changed now, or why not."""
    try:
        rules.may_be_changed(answer, now=now)
    except Refusal as refusal:
        return {"may_change": False, "stands": refusal.message}
    return {"may_change": answer.is_sent, "stands": ""}
