"""Writing what stands outside any act: utdypende tekster and læringsaktiviteter; for caseworkers (TE-1, LA-2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from objectives import permissions
from objectives.forms.continuous import ActivityForm, ElaborationForm, first_values
from objectives.models import Elaboration, LearningActivity, Objective, ObjectiveVersion
from objectives.operations.continuous import (
    AddActivity,
    ChangeActivity,
    ContinuousOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
    apply_continuously,
)
from objectives.operations.continuous.applying import facts_of
from objectives.redline import redline
from objectives.rows import objective_url
from organisations.refusals import RuleViolation

View = Callable[..., HttpResponse]
REMOVE = "fjern"
AT_THE_FIELD = {
    "elaboration-empty": "text",
    "objective-ended": "codes",
    "code-unknown": "codes",
    "activity-title-taken": "title",
}


def for_keepers(view: View) -> View:
    """Only for those who write the register outside acts; others are told who does."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_change_outside_acts(request.user):
            raise PermissionDenied(
                _(
                    "Utdypende tekster og læringsaktiviteter skrives av Helsedirektoratets saksbehandlere. "
                    "Vil du ha noe endret, send et forslag."
                )
            )
        return view(request, *args, **kwargs)

    return guarded


@for_keepers
def elaboration_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write, change or remove the utdypende tekst of a læringsmål."""
    objective = get_object_or_404(Objective, code=code)
    now = Elaboration.objects.filter(objective=objective).values_list("text", flat=True).first() or ""
    form = ElaborationForm(request.POST or None, initial={"text": now, "basis": now})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        operation: ContinuousOperation = SetElaboration(code=code, text=said["text"], basis=said["basis"])
        if REMOVE in request.POST:
            operation = RemoveElaboration(code=code, basis=said["basis"])
        if _done(request, form, [operation]):
            return _back(request, objective_url(code), _("Den utdypende teksten er lagret."), _("Teksten er fjernet."))
    theirs = _theirs(form, now)
    _read_again(form, now if theirs is not None else None)
    version = ObjectiveVersion.objects.filter(objective=objective).order_by("valid").last()
    context = {"form": form, "objective": objective, "version": version, "now": now, "theirs": theirs}
    return render(request, "objectives/elaboration_edit.html", context, status=_status(form))


@for_keepers
def activity_new(request: HttpRequest) -> HttpResponse:
    """Add a course or a procedure to the national list."""
    form = ActivityForm(request.POST or None, initial={"specialty": request.GET.get("spesialitet", "")})
    if form.is_bound and form.is_valid():
        written = _done(request, form, [AddActivity(facts=form.facts())])
        if written:
            messages.success(request, _("Læringsaktiviteten er lagt til."))
            return redirect(written[0])
    return render(request, "objectives/activity_edit.html", {"form": form}, status=_status(form))


@for_keepers
def activity_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a course or a procedure, or take it out of the national list."""
    rows = LearningActivity.objects.select_related("specialty").prefetch_related("objectives")
    activity = get_object_or_404(rows, pk=pk, specialty__slug=slug)
    now = facts_of(activity)
    form = ActivityForm(request.POST or None, initial=first_values(now))
    if form.is_bound and form.is_valid():
        # Without what was read the change is met as stale: nothing is written over unseen.
        read = form.read() or form.facts()
        operation: ContinuousOperation = ChangeActivity(pk=pk, facts=form.facts(), basis=read)
        if REMOVE in request.POST:
            operation = RemoveActivity(pk=pk, basis=read)
        if _done(request, form, [operation]):
            slug = slug if REMOVE in request.POST else form.cleaned_data["specialty"].slug
            address = activity.get_absolute_url().replace(f"/{activity.specialty.slug}/", f"/{slug}/")
            return _back(request, address, _("Læringsaktiviteten er lagret."), _("Læringsaktiviteten er fjernet."))
    is_stale = form.is_bound and form.read() != now
    _read_again(form, first_values(now)["basis"] if is_stale else None)
    context = {"form": form, "activity": activity, "is_stale": is_stale}
    return render(request, "objectives/activity_edit.html", context, status=_status(form))


def _done(request: HttpRequest, form: BaseForm, operations: Sequence[ContinuousOperation]) -> Sequence[Any]:
    """What was written; nothing when it was refused, and then the form says why."""
    try:
        return apply_continuously(
            operations,
            on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type] # for_keepers
        )
    except RuleViolation as refusal:
        field = AT_THE_FIELD.get(refusal.code)
        form.add_error(field if field in form.fields else None, ValidationError(refusal.message, code=refusal.code))
        return []


def _theirs(form: ElaborationForm, now: str) -> list[Any] | None:
    """What another has made of the text since it was read, when that is so."""
    if not form.is_bound or form.data.get("basis", "").replace("\r\n", "\n") == now:
        return None
    return redline(form.data.get("basis", "").replace("\r\n", "\n"), now)


def _read_again(form: BaseForm, basis: str | None) -> None:
    """Let the writer, who is shown now what another has written, save knowing it."""
    if basis is not None:
        form.data = form.data.copy() | {"basis": basis}  # type: ignore[attr-defined]


def _back(request: HttpRequest, address: str, saved: str, removed: str) -> HttpResponseRedirect:
    messages.success(request, removed if REMOVE in request.POST else saved)
    return redirect(address)


def _status(form: BaseForm) -> int:
    return 422 if form.is_bound and form.errors else 200
