"""Pages for people who are logged in, in every app."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .models import User
from .views import written_in

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only for people who are logged in; what somebody wrote while the login ran out is never lost.

    A page leads to the login. What htmx asks for is answered with 401, which changes nothing on the page. A form
    that was sent comes back with its texts, to be copied.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse(_("Du er logget ut. Logg inn i en ny fane."), status=401, content_type="text/plain")
        if written := written_in(request):
            return render(request, "organisations/logged_out.html", {"written": written}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def person(request: HttpRequest) -> User:
    """Who asks, in a view that only people who are logged in get to."""
    assert isinstance(request.user, User)  # noqa: S101 - signed_in
    return request.user
