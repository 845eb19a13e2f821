"""Reading nasjonalt anbefalte læringsaktiviteter in from a file: shown first, written when the person says so."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives import permissions
from objectives.forms import ActivityFileForm
from objectives.pages.activity_file import COLUMN_HELP, Preview, carried, preview, read_upload
from objectives.services.activities import RowsRefused, import_activities
from organisations.models import User
from organisations.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activities_import(request: HttpRequest) -> HttpResponse:
    """The file is chosen and checked; what it would change is shown; then it is written."""
    if not permissions.may_change_outside_acts(request.user):
        raise PermissionDenied(_("Læringsaktiviteter leses inn av saksbehandlere i Helsedirektoratet."))
    if request.method != "POST":
        return _page(request, ActivityFileForm())
    return _write(request) if "kontrollert" in request.POST else _check(request)


def _check(request: HttpRequest) -> HttpResponse:
    form = ActivityFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["fil"]
    try:
        file = read_upload(upload.name, upload.read())
        found = preview(file, on=timezone.localdate(), user=cast(User, request.user))
    except Refusal as refusal:
        return _refused(request, form, refusal)
    return _page(request, form, found=found)


def _write(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    try:
        file = carried(request.POST["kontrollert"], user=user)
        done = import_activities(
            rows=file.rows, file_name=file.name, sha256=file.sha256, on=timezone.localdate(), by=user
        )
    except Refusal as refusal:
        return _refused(request, ActivityFileForm(), refusal)
    message = _("%(file)s er lest inn: %(created)d nye og %(changed)d endrede læringsaktiviteter.")
    messages.success(request, message % {"file": file.name, "created": done.created, "changed": done.changed})
    return redirect("objectives:activities")


def _refused(request: HttpRequest, form: ActivityFileForm, refusal: Refusal) -> HttpResponse:
    """The rows that must be put right as a table; anything else as a sentence."""
    return _page(request, form, refusal=refusal, status=422)


def _page(
    request: HttpRequest,
    form: ActivityFileForm,
    *,
    found: Preview | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = refusal if isinstance(refusal, RowsRefused) else None
    context = {"form": form, "found": found, "refusal": refusal, "rows": rows, "columns": COLUMN_HELP}
    return render(request, "objectives/activities_import.html", context, status=status)
