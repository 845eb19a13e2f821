"""The public pages of hearings: which there are, one of them, and answering it without a user (HØ-1, HØ-2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hearings import permissions, rules
from hearings.forms.answers import Sheet, WhoForm, sheet_of
from hearings.models import AskedVersion, Hearing, HearingAnswer, HearingOmission
from hearings.pages.asked_items import AskedPage, asked_page
from hearings.pages.hearing import HearingInTime, hearing_list, lede_of, length_of, newest_version
from hearings.services import File, hand_in
from organisations import once
from organisations.rate_limits import spend, visitor_address
from organisations.refusals import Refusal
from organisations.refusing import answers_refusals, posted, refusals_on, status_of

GET_OR_POST = ["GET", "HEAD", "POST"]
AN_HOUR = 60 * 60
# A whole hospital can sit behind one address; one person's inbox is not filled by others.
FROM_ONE_ADDRESS, TO_ONE_INBOX = 120, 5
AT_THE_FILES = ("file-size", "file-kind", "file-infected", "scanner-silent", "too-many-files")


def public_hearing(pk: int) -> Hearing:
    """The hearing, or 404 for one that is not published."""
    return get_object_or_404(Hearing.objects.public(), pk=pk)


def asked_in(hearing: Hearing) -> AskedVersion:
    """What the hearing asks about, or 404 for one recorded without."""
    version = newest_version(hearing)
    if version is None:
        raise Http404(_("Høringen har ingen endringspunkter."))
    return version


@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """Every hearing: those that can be answered, those to come, and those that have ended."""
    context = {
        "list": hearing_list(now=timezone.now(), before=request.GET.get("for", "")),
        "omitted": list(HearingOmission.objects.all()[:20]),
    }
    return render(request, "hearings/hearings.html", context)


@require_safe
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """One hearing: the letter, the items, the consequences, the deadline and how to answer."""
    found = public_hearing(pk)
    in_time = HearingInTime(found, timezone.now())
    if in_time.is_coming:
        return render(request, "hearings/coming.html", {"hearing": found, "time": in_time})
    version = newest_version(found)
    asked = asked_page(version, specialty=request.GET.get("spesialitet", "")) if version else AskedPage([], 0, [])
    context = {
        "hearing": found,
        "time": in_time,
        "version": version,
        "asked": asked,
        "lede": lede_of(asked.total, asked.specialties),
        "length": length_of(found),
        "not_heard_again": found.no_new_hearings.standing().last(),
        "bodies": list(found.bodies.values_list("name", flat=True)),
        "answers_for": permissions.bodies_to_answer_for(request.user),
    }
    return render(request, "hearings/hearing.html", context)


@require_http_methods(GET_OR_POST)
@never_cache
@answers_refusals
def answer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer without a user: the form, and the mail that confirms it."""
    found, now = public_hearing(pk), timezone.now()
    version = _version_read(request, found)
    # What a hearing is about is told when it opens, and no sooner.
    asked = asked_page(version) if found.is_shown_at(now) else AskedPage([], 0, [])
    sheet = sheet_of(asked.rows, data=posted(request))
    form = WhoForm(posted(request), request.FILES if request.method == "POST" else None)
    closed = _closed(found, now=now)
    is_whole = sheet.check() if request.method == "POST" else True
    if request.method == "POST" and form.is_valid() and is_whole:
        if closed is None and once.is_sent_again(request):
            return redirect("hearings:answer_received", pk=found.pk)
        with refusals_on(form, fields={**dict.fromkeys(AT_THE_FILES, "attachments"), "name-is-address": "sender_name"}):
            _hand_in(request, version, sheet, form.cleaned_data, now=now)
            return redirect("hearings:answer_received", pk=found.pk)
    context = _form_context(found, version, asked, sheet, now=now)
    context |= {"form": form, "closed": closed, "answers_for": permissions.bodies_to_answer_for(request.user)}
    status = status_of(form) if is_whole else 422
    return render(request, "hearings/answer_new.html", context, status=status)


def _hand_in(
    request: HttpRequest, version: AskedVersion, sheet: Sheet, who: dict[str, Any], *, now: dt.datetime
) -> HearingAnswer:
    spend("horingssvar-fra", visitor_address(request), most=FROM_ONE_ADDRESS, seconds=AN_HOUR)
    spend("horingssvar-til", who["email"].lower(), most=TO_ONE_INBOX, seconds=AN_HOUR)
    return hand_in(
        version=version,
        said=sheet.said,
        sender_name=who["sender_name"],
        email=who["email"],
        for_body=who["kind"] == HearingAnswer.Kind.ORGANISATION,
        language=get_language() or "nb",
        files=[File(one.name, one.read()) for one in who["attachments"]],
        now=now,
    )


@require_safe
@never_cache
def answer_received(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do now: open the mail. The page says neither who answered nor to where the mail went."""
    return render(request, "hearings/answer_received.html", {"hearing": public_hearing(pk)})


def _version_read(request: HttpRequest, found: Hearing) -> AskedVersion:
    """The version the person read, which an answer is bound to; the newest when nothing else is said."""
    number = request.POST.get("versjon", "")
    if number.isascii() and number.isdigit():
        version = found.versions.filter(number=int(number[:5])).first()
        if version is not None:
            return version
    return asked_in(found)


def _closed(found: Hearing, *, now: dt.datetime) -> Refusal | None:
    """Why nobody can answer now, or None."""
    try:
        rules.comes_late(found, now=now, by_organisation=False)
    except Refusal as refusal:
        return refusal
    return None


def _form_context(
    found: Hearing, version: AskedVersion, asked: AskedPage, sheet: Sheet, *, now: dt.datetime
) -> dict[str, Any]:
    """What the form is drawn from, whoever answers."""
    return {
        "hearing": found,
        "time": HearingInTime(found, now),
        "version": version,
        "asked": asked,
        "sheet": sheet,
        "once": once.new_token(),
    }
