"""Downloading the register: at once when it is light, made by a worker and followed on a page when it is not."""

from __future__ import annotations

import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from kombu.exceptions import OperationalError

from objectives.export import FORMATS, AnnexDocument, Format, build_document
from objectives.forms import ExportForm
from objectives.models import ExportJob
from objectives.pages.downloads import query_of
from objectives.services import exports
from objectives.services.exports import TooManyExports
from objectives.tasks import make_export
from organisations.refusals import RuleViolation

log = logging.getLogger(__name__)

_ASKED_FOR = "exports"  # in the session: the keys of the visitor's last exports
_REMEMBERED = 10


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The choices; and, with a format chosen, the file, or the way to it."""
    today = timezone.localdate()
    if "format" not in request.GET:
        return _choices(request, ExportForm(today=today, initial=request.GET.dict()))
    form = ExportForm(request.GET, today=today)
    document = _document(form)
    if document is None:
        return _choices(request, form)
    if not form.chosen_format.is_made_in_background(document):
        return _file_now(request, document, form.chosen_format)
    known = exports.known_export(document=document, chosen=form.chosen_format)
    return redirect(known) if known else _confirm(request, form, document)


@require_POST
@transaction.atomic
def order(request: HttpRequest) -> HttpResponse:
    """Have a heavy file made, and follow it."""
    form = ExportForm(request.POST, today=timezone.localdate())
    document = _document(form)
    if document is None:
        return _choices(request, form)
    mine = request.session.get(_ASKED_FOR, [])
    try:
        job = exports.request_export(document=document, chosen=form.chosen_format, now=timezone.now(), mine=mine)
    except TooManyExports as refusal:
        return _confirm(request, form, document, refusal=refusal)
    request.session[_ASKED_FOR] = [*(key for key in mine if key != job.key), job.key][-_REMEMBERED:]
    transaction.on_commit(lambda: hand_out(job.pk))
    return redirect(job)


@require_safe
@vary_on_headers("HX-Request")
def export_job(request: HttpRequest, key: str) -> HttpResponse:
    """How far a file has come, and the way to it; for htmx 204 when nothing is new since `sett`."""
    job = ExportJob.objects.without_content().filter(key=key).first() if key.isalnum() else None
    if job is None:
        return render(request, "objectives/export_gone.html", status=404)
    seen = f"{job.state}-{job.percent}"
    context = {"job": job, "seen": seen, "format": FORMATS[job.format], "again": _fields_of(job)}
    if not request.headers.get("HX-Request"):
        return render(request, "objectives/export_job.html", context)
    if request.GET.get("sett") == seen:
        return HttpResponse(status=204)
    return render(request, "objectives/_export_progress.html", context)


@require_safe
def export_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file that a worker has made."""
    jobs = ExportJob.objects.filter(key=key, state=ExportJob.State.DONE)
    job = jobs.without_content().first() if key.isalnum() else None
    if job is None:
        return render(request, "objectives/export_gone.html", status=404)
    unchanged = _unchanged(request, job.key)
    if unchanged:
        return unchanged
    content = bytes(jobs.values_list("content", flat=True).get() or b"")
    return _as_download(HttpResponse(content), FORMATS[job.format], job.file_name, etag=job.key)


def hand_out(job_id: int) -> None:
    """Tell a worker. When the queue is down nothing is lost: the next sweep finds what waits."""
    try:
        make_export.apply_async((job_id,), retry=False)
    except OperationalError:
        log.warning("The queue is out of reach; export %s waits for the next sweep", job_id)


def _document(form: ExportForm) -> AnnexDocument | None:
    """What the form asks for; None, with the reason in the form's errors, when there is no such thing."""
    if not form.is_valid():
        return None
    try:
        return build_document(on=form.day, selection=form.selection(), as_printed=form.chosen_format.as_printed)
    except RuleViolation as refusal:
        form.add_error(None, refusal.message)
        return None


def _file_now(request: HttpRequest, document: AnnexDocument, chosen: Format) -> HttpResponseBase:
    etag = exports.key_of(document, chosen)
    unchanged = _unchanged(request, etag)
    if unchanged:
        return unchanged
    chunks = chosen.chunks(document, None)
    response: HttpResponseBase
    response = HttpResponse(chunks) if isinstance(chunks, tuple) else StreamingHttpResponse(chunks)
    return _as_download(response, chosen, document.file_name(chosen.extension), etag=etag)


def _unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    response = get_conditional_response(request, etag=f'"{etag}"')
    if response is not None:
        response["ETag"] = f'"{etag}"'
    return response


def _as_download(response: HttpResponseBase, chosen: Format, file_name: str, *, etag: str) -> HttpResponseBase:
    """A file to keep, that no browser takes for anything else, and that is asked for again only when it has changed."""
    response["Content-Type"] = chosen.content_type
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    response["Content-Language"] = "nb"
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = "public, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def _choices(request: HttpRequest, form: ExportForm) -> HttpResponse:
    return render(request, "objectives/export.html", {"form": form}, status=422 if form.errors else 200)


def _confirm(
    request: HttpRequest, form: ExportForm, document: AnnexDocument, *, refusal: TooManyExports | None = None
) -> HttpResponse:
    fields = query_of(document.selection, on=document.on) | {"format": form.chosen_format.key}
    context = {"document": document, "format": form.chosen_format, "fields": fields, "refusal": refusal}
    return render(request, "objectives/export_confirm.html", context, status=429 if refusal else 200)


def _fields_of(job: ExportJob) -> dict[str, str]:
    return query_of(exports.selection_of(job), on=job.on) | {"format": job.format}
