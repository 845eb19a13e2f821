"""An organisation's one answer: written together, sent by its innsender (HØ-3)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearings import permissions, rules
from hearings.forms.answers import AnswerFileForm, Sheet, read_from, sheet_of
from hearings.models import HearingAnswer, HearingAttachment
from hearings.pages.answers import answer_page
from hearings.pages.asked_items import asked_page
from hearings.pages.hearing import HearingInTime
from hearings.services import (
    SavedAnswer,
    begin_answer,
    change_answer,
    fingerprint_of,
    hearing_files,
    send_answer,
    withdraw_answer,
    write_answer,
)
from organisations import once, virus_control
from organisations.models import Organisation
from organisations.refusals import Refusal
from organisations.refusing import answers_refusals, posted, refusals_on, status_of
from organisations.signed_in import person, signed_in

from .public import AT_THE_FILES, GET_OR_POST, asked_in, public_hearing

# A file that a browser shows all the same can run nothing and fetch nothing.
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


def answer_or_404(request: HttpRequest, pk: int) -> HearingAnswer:
    """An organisation's answer, for those who may write in it; 404 for all others."""
    rows = HearingAnswer.objects.select_related("hearing", "version", "organisation__parent", "sent_by")
    found = get_object_or_404(rows, pk=pk, organisation__isnull=False)
    if found.organisation is None or not permissions.may_draft_hearing_answer(request.user, found.organisation):
        raise Http404(_("Ingen svar har denne adressen."))
    return found


@signed_in
@require_POST
@answers_refusals
def answer_begin(request: HttpRequest, pk: int, organisation_pk: int) -> HttpResponse:
    """Begin the organisation's answer, or go on with it."""
    body = get_object_or_404(Organisation, pk=organisation_pk)
    hearing = public_hearing(pk)
    asked_in(hearing)
    answer = begin_answer(hearing=hearing, organisation=body, by=person(request), now=timezone.now())
    return redirect("hearings:own_answer", pk=answer.pk)


@signed_in
@require_http_methods(GET_OR_POST)
@never_cache
@answers_refusals
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answer. A post saves what it holds; one from htmx is the quiet save. A sent one is read."""
    found = answer_or_404(request, pk)
    if found.is_sent:
        return _sent_page(request, found)
    asked = asked_page(found.version)
    sheet = sheet_of(asked.rows, data=posted(request), answer=found)
    if request.method != "POST":
        return _write_page(request, found, sheet)
    knowingly = not getattr(request, "htmx", False)
    try:
        read = read_from(request.POST, knowingly=knowingly)
        saved = write_answer(answer=found, said=sheet.said, read=read, by=person(request), now=timezone.now())
    except Refusal as refusal:
        return _not_saved(request, found, sheet, refusal)
    if not knowingly:
        return _quietly(request, found, sheet, saved)
    if saved.both:
        _show(sheet, saved)
        return _write_page(request, found, sheet, status=422)
    if request.POST.get("til") == "send":
        return redirect("hearings:answer_send", pk=found.pk)
    if request.POST.get("til") == "vedlegg":
        return redirect("hearings:answer_file_new", pk=found.pk)
    messages.success(request, _("Utkastet er lagret."))
    return redirect("hearings:own_answer", pk=found.pk)


def edition_before(request: HttpRequest, found: HearingAnswer, *, is_told: bool) -> str:
    """Which edition of a sent answer the page is written from: the one on it, until the person is told of a newer."""
    return rules.stamp_of(found) if is_told else request.POST.get("lest", rules.stamp_of(found))


def _sent_page(request: HttpRequest, found: HearingAnswer) -> HttpResponse:
    try:
        rules.may_be_changed(found, now=timezone.now())
        stands = ""
    except Refusal as refusal:
        stands = refusal.message
    may_send = found.organisation is not None and permissions.may_send_hearing_answer(request.user, found.organisation)
    context = {
        "answer": found,
        "page": answer_page(found),
        "stands": stands,
        "may_change": may_send and not stands,
        "time": HearingInTime(found.hearing, timezone.now()),
    }
    return render(request, "hearings/answer_sent.html", context, status=409 if request.method == "POST" else 200)


def _write_page(
    request: HttpRequest, found: HearingAnswer, sheet: Sheet, *, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    assert found.organisation is not None  # noqa: S101 - answer_or_404
    context: dict[str, Any] = {
        "answer": found,
        "hearing": found.hearing,
        "version": found.version,
        "asked": asked_page(found.version),
        "sheet": sheet,
        "time": HearingInTime(found.hearing, timezone.now()),
        "attachments": list(found.attachments.defer("content")),
        "may_send": permissions.may_send_hearing_answer(request.user, found.organisation),
        "refusal": refusal,
    }
    return render(request, "hearings/answer_write.html", context, status=status)


def _not_saved(request: HttpRequest, found: HearingAnswer, sheet: Sheet, refusal: Refusal) -> HttpResponse:
    if getattr(request, "htmx", False):
        return _fragment(request, {"refusal": refusal}, status=422)
    return _write_page(request, found, sheet, status=422, refusal=refusal)


def _show(sheet: Sheet, saved: SavedAnswer) -> None:
    """Put what another wrote beside the field it is in."""
    for opinion in (sheet.general, *sheet.opinions):
        opinion.theirs = saved.both.get(f"merknad-{opinion.pk}") or saved.both.get(f"standpunkt-{opinion.pk}")


def _quietly(request: HttpRequest, found: HearingAnswer, sheet: Sheet, saved: SavedAnswer) -> HttpResponse:
    _show(sheet, saved)
    mine, everything = set(saved.mine), [sheet.general, *sheet.opinions]
    texts = [one for one in everything if f"merknad-{one.pk}" in mine]
    positions = [one for one in sheet.opinions if f"standpunkt-{one.pk}" in mine]
    for one in texts:
        one.stored = (one.stored[0], one.text)
    for one in positions:
        one.stored = (one.position, one.stored[1])
    context = {
        "at": timezone.now(),
        "stored": texts,
        "positions": positions,
        "both": [one for one in everything if one.theirs],
        "others": [
            {"name": name, "base": fingerprint_of(theirs.value), "text": theirs.value}
            for name, theirs in saved.theirs.items()
            if name.startswith("merknad-")
        ],
    }
    return _fragment(request, context, status=422 if saved.both else 200)


def _fragment(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    response = render(request, "hearings/_draft_saved.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in
@require_http_methods(GET_OR_POST)
@never_cache
@answers_refusals
def answer_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it: a page that shows what is sent, or what is missing, and the button."""
    found, refusal = answer_or_404(request, pk), None
    if found.is_sent:
        return redirect("hearings:own_answer", pk=found.pk)
    if request.method == "POST":
        try:
            send_answer(answer=found, by=person(request), now=timezone.now(), language=get_language() or "nb")
            messages.success(request, _("Svaret er sendt. Dere får en kvittering med kopi på e-post."))
            return redirect("hearings:own_answer", pk=found.pk)
        except Refusal as said:
            refusal = said
            if said.code == "may-not-send-answer":
                raise
    assert found.organisation is not None  # noqa: S101 - answer_or_404
    sheet = sheet_of(asked_page(found.version).rows, answer=found)
    sheet.check()
    time = HearingInTime(found.hearing, timezone.now())
    context = {"answer": found, "page": answer_page(found), "sheet": sheet, "refusal": refusal, "time": time}
    context["may_send"] = permissions.may_send_hearing_answer(request.user, found.organisation)
    return render(request, "hearings/answer_send.html", context, status=422 if refusal else 200)


@signed_in
@require_http_methods(GET_OR_POST)
@never_cache
@answers_refusals
def answer_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a sent answer, whole; until the deadline."""
    found = answer_or_404(request, pk)
    if not found.is_sent:
        return redirect("hearings:own_answer", pk=found.pk)
    if request.method != "POST":
        rules.may_be_changed(found, now=timezone.now())
    asked = asked_page(found.version)
    sheet, refusal = sheet_of(asked.rows, data=posted(request), answer=found), None
    is_whole = sheet.check() if request.method == "POST" else True
    if request.method == "POST" and is_whole:
        try:
            seen = request.POST.get("lest", "")
            change_answer(answer=found, said=sheet.said, by=person(request), seen=seen, now=timezone.now())
            messages.success(request, _("Endringene er sendt. Dere får en ny kvittering på e-post."))
            return redirect("hearings:own_answer", pk=found.pk)
        except Refusal as said:
            if said.code == "may-not-send-answer":
                raise
            refusal = said
    context = {"answer": found, "hearing": found.hearing, "version": found.version, "asked": asked, "sheet": sheet}
    context |= {
        "refusal": refusal,
        "seen": edition_before(request, found, is_told=refusal is not None and refusal.code == "changed-meanwhile"),
        "time": HearingInTime(found.hearing, timezone.now()),
    }
    return render(request, "hearings/answer_change.html", context, status=200 if is_whole and not refusal else 422)


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def answer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sent answer back, after asking once more."""
    found = answer_or_404(request, pk)
    if not found.is_sent:
        return redirect("hearings:own_answer", pk=found.pk)
    if request.method == "POST":
        withdraw_answer(answer=found, by=person(request), now=timezone.now())
        messages.success(request, _("Svaret er trukket tilbake. Dere kan skrive videre og sende det på nytt."))
        return redirect("hearings:own_answer", pk=found.pk)
    rules.may_be_changed(found, now=timezone.now())
    return render(request, "hearings/answer_withdraw.html", {"answer": found, "hearing": found.hearing})


@signed_in
@require_http_methods(GET_OR_POST)
@answers_refusals
def answer_file_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file, and what it shows."""
    found = answer_or_404(request, pk)
    form = AnswerFileForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if once.is_sent_again(request):
            return redirect("hearings:own_answer", pk=found.pk)
        with refusals_on(form, fields=dict.fromkeys(AT_THE_FILES, "file")):
            file, purpose = form.cleaned_data["file"], form.cleaned_data["purpose"]
            facts = {"name": file.name, "content": file.read(), "purpose": purpose, "by": person(request)}
            hearing_files.attach(answer=found, now=timezone.now(), **facts)
            messages.success(request, _("«%(name)s» er lagt ved.") % {"name": file.name})
            return redirect("hearings:own_answer", pk=found.pk)
    context = {"answer": found, "hearing": found.hearing, "form": form, "once": once.new_token()}
    return render(request, "hearings/answer_file.html", context, status=status_of(form))


@signed_in
@require_safe
@answers_refusals
def answer_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The file, for those who write the answer; the browser keeps it and never shows it as a page of ours."""
    file = get_object_or_404(HearingAttachment, answer=answer_or_404(request, pk), pk=file_pk)
    virus_control.may_be_given_out(file)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


@signed_in
@require_POST
@answers_refusals
def answer_file_delete(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file away."""
    found = answer_or_404(request, pk)
    file = HearingAttachment.objects.defer("content").filter(answer=found, pk=file_pk).first()
    if file is not None:
        hearing_files.detach(attachment=file, now=timezone.now(), by=person(request))
        messages.success(request, _("«%(name)s» er tatt bort.") % {"name": file.file_name})
    return redirect("hearings:own_answer", pk=found.pk)
