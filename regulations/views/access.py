"""How a page gets hold of a draft, and how a refusal reaches the person who asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from types import MappingProxyType

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from organisations.models import User
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import permissions
from regulations.models import AmendmentRegulation

View = Callable[..., HttpResponse]


def for_the_directorate(view: View) -> View:
    """Only for those who may see the workspace; it does not exist for others. NotPermitted reads as 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            # A fragment that is asked for every second must not be answered with the login page.
            fragment = request.headers.get("HX-Request")
            return HttpResponse(status=401) if fragment else redirect_to_login(request.get_full_path())
        if not permissions.may_see(request.user):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.message) from refusal

    return guarded


def person(request: HttpRequest) -> User:
    """Who asks, in a view that only people who are logged in get to."""
    assert isinstance(request.user, User)  # noqa: S101 - for_the_directorate
    return request.user


def regulation_or_404(pk: int) -> AmendmentRegulation:
    return get_object_or_404(AmendmentRegulation.objects.select_related("act", "created_by"), pk=pk)


@contextmanager
def refusals_on(form: BaseForm, *, fields: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Puts a refusal on the form, in the service's words; the view then shows the form again.

    `fields` says at which field a refusal with this code stands.
    """
    try:
        yield
    except (RuleViolation, WrongState) as refusal:
        form.add_error(fields.get(refusal.code), ValidationError(refusal.message, code=refusal.code))
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, sentences in by_field.items():
            form.add_error(field if field in form.fields else None, sentences)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Tells a refusal as a message on the page the person is sent to; for buttons that have no form of their own."""
    try:
        yield
    except (RuleViolation, WrongState) as refusal:
        messages.error(request, refusal.message)


def status_of(form: BaseForm) -> int:
    """422 when the form came in with errors, else 200."""
    return 422 if form.is_bound and form.errors else 200
