"""How a refusal becomes a page: the same words as in the API, and a status that says what kind of no it is.

- NotPermitted: 403, a page with the sentence. Nothing the person writes differently will help.
- WrongState: 409, as in the API. What the page showed is not how things stand any more.
- RuleViolation: 422.

In a view with a form the two latter become errors of the form (`refusals_on`), and the form comes back with what was
written. Without one they become a page with the sentence and the way back.

    @answers_refusals
    def proposal_new(request):
        form = ProposalForm(posted(request))
        if request.method == "POST" and form.is_valid():
            with refusals_on(form):
                return redirect(services.create_proposal(…))
        return render(request, "…", {"form": form}, status=status_of(form))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from organisations.refusals import NotPermitted, Refusal, RuleViolation, WrongState

View = Callable[..., HttpResponse]


class refusals_on:  # noqa: N801 - reads as a statement: `with refusals_on(form):`
    """Puts a refusal inside the block on the form, in the service's words; the view then renders the form again.

    `fields` says which field a refusal with this code stands at: `{"unknown-code": "code"}`. NotPermitted passes.
    """

    def __init__(self, form: BaseForm, *, fields: dict[str, str] | None = None) -> None:
        self.form = form
        self.fields = fields or {}

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, RuleViolation | WrongState):
            self.form.is_in_wrong_state = isinstance(error, WrongState)  # type: ignore[attr-defined]
            self.form.add_error(self.fields.get(error.code), ValidationError(error.message, code=error.code))
            return True
        if isinstance(error, ValidationError):
            for field, text in _by_field(error):
                self.form.add_error(field if field in self.form.fields else None, text)
            return True
        return False


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, be it nothing at all, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def status_of(form: BaseForm) -> int:
    """409 when the step did not exist any more, 422 when the form came in with other errors, else 200.

    htmx swaps all three in, the browser shows them.
    """
    if getattr(form, "is_in_wrong_state", False):
        return 409
    return 422 if form.is_bound and form.errors else 200


def answers_refusals(view: View) -> View:
    """Turns a refusal the view did not catch into a page that says it."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return answering


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says no: what, why, by what rule, and the way back."""
    status = 403 if isinstance(refusal, NotPermitted) else 409 if isinstance(refusal, WrongState) else 422
    return render(
        request, "organisations/refused.html", {"refusal": refusal, "back": _way_back(request)}, status=status
    )


def _way_back(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours."""
    url = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if safe and request.method == "POST" else ""


def _by_field(error: ValidationError) -> list[tuple[str | None, ValidationError]]:
    if not hasattr(error, "error_dict"):
        return [(None, each) for each in error.error_list]
    return [
        (None if field == NON_FIELD_ERRORS else field, each)
        for field, errors in error.error_dict.items()
        for each in errors
    ]
