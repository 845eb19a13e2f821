"""A form is acted on once: a second click sends the same token and is answered as if it were the first."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from organisations.refusals import WrongState

log = logging.getLogger(__name__)

FIELD = "once"
_KEPT_FOR = 60 * 60
_UNDER_WAY, _DONE = "under way", "done"
# Longer than any form takes; one whose process died in the middle can be sent again after it.
_UNDER_WAY_FOR = 2 * 60
_PATIENCE = 5
_BETWEEN_LOOKS = 0.1
_USED = "once.used"
_REFUSED = 400


def new_token() -> str:
    """For the hidden field of a form that makes or deletes something; a new one each time the form is drawn."""
    return secrets.token_urlsafe(16)


def is_sent_again(request: HttpRequest) -> bool:
    """Whether this very form has been acted on already. Ask just before acting: asking uses the token up.

    A click while the first is under way waits for it, for it may be refused and then is this one's to act on. Raises
    WrongState when it takes long.
    """
    token = request.POST.get(FIELD, "")[:64]
    if not token:
        return False
    key = f"once:{request.user.pk}:{token}"
    try:
        is_first = _waits_its_turn(key)
    except WrongState:
        raise
    except Exception:
        # A form that is acted on twice is milder than a text that is lost.
        log.exception("Whether the form was sent before can not be told")
        return False
    if is_first:
        request.META[_USED] = key
    return not is_first


def settles(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a form that was refused, or failed, was not acted on.

    Whoever goes back to it and sends it once more must not be told that it has come.
    """

    def answering(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _USED in request.META:
            _settle(request.META[_USED], was_done=response.status_code < _REFUSED)
        return response

    return answering


def _waits_its_turn(key: str) -> bool:
    """Whether this request is to act: nobody has, or whoever came first was refused."""
    patience = time.monotonic() + _PATIENCE
    while not cache.add(key, _UNDER_WAY, timeout=_UNDER_WAY_FOR):
        if cache.get(key) == _DONE:
            return False
        if time.monotonic() > patience:
            raise WrongState(
                _("Skjemaet er sendt og behandles nå. Vent litt, og last siden på nytt for å se om det kom fram."),
                code="being-handled",
            )
        time.sleep(_BETWEEN_LOOKS)
    return True


def _settle(key: str, *, was_done: bool) -> None:
    try:
        if was_done:
            cache.set(key, _DONE, timeout=_KEPT_FOR)
        else:
            cache.delete(key)
    except Exception:
        log.exception("What became of the form can not be kept; its token runs out by itself")
