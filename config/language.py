"""The målform of the pages the public fills in or reads of ours: both exist, and the visitor chooses (språklova § 14).

`?sprak=nn` chooses and is remembered in a cookie. Pages that exist in bokmål alone are always bokmål, so that none is
half of each.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "sprak"
LANGUAGES = ("nb", "nn")
A_YEAR = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """Activates the chosen målform for the addresses that exist in both."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.IN_BOTH_LANGUAGES):
            return self.get_response(request)
        chosen = request.GET.get("sprak", "")
        language = chosen if chosen in LANGUAGES else request.COOKIES.get(COOKIE, "")
        with translation.override(language if language in LANGUAGES else "nb"):
            response = self.get_response(request)
        if chosen in LANGUAGES:
            response.set_cookie(
                COOKIE,
                chosen,
                max_age=A_YEAR,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )
        response.headers.setdefault("Content-Language", language or "nb")
        return response
