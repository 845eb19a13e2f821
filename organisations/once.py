"""A form is acted on once: a second click sends the same token and is answered as if it were the first."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

FIELD = "once"
_KEPT_FOR = 60 * 60
_USED = "once.used"
_REFUSED = 400


def new_token() -> str:
    """For the hidden field of a form that makes or deletes something; a new one each time the form is drawn."""
    return secrets.token_urlsafe(16)


def is_sent_again(request: HttpRequest) -> bool:
    """Whether this very form has been acted on already. Ask just before acting: asking uses the token up."""
    token = request.POST.get(FIELD, "")[:64]
    if not token:
        return False
    key = f"once:{request.user.pk}:{token}"
    try:
        is_first = cache.add(key, True, timeout=_KEPT_FOR)
    except Exception:
        # A form that is acted on twice is milder than a text that is lost.
        log.exception("Whether the form was sent before can not be told")
        return False
    if not is_first:
        return True
    request.META[_USED] = key
    return False


def gives_back(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a form that was refused, or failed, was not acted on.

    Whoever goes back to it and sends it once more must not be told that it has come.
    """

    def answering(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _USED in request.META and response.status_code >= _REFUSED:
            _give_back(request.META[_USED])
        return response

    return answering


def _give_back(key: str) -> None:
    try:
        cache.delete(key)
    except Exception:
        log.exception("The form's token can not be given back; it runs out by itself")
