"""Answering «not changed» to those who have read the page before."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag

from objectives.freshness import RegisterState, register_state

View = Callable[..., HttpResponse]
_PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}


def unless_changed(view: View) -> Callable[..., HttpResponseBase]:
    """A public page of the register, with an ETag; 304 when the visitor's copy is good.

    Only for those who are nobody: the frame of someone logged in shows who they are, and is never kept. The view
    gets the `state` of the register, to keep what it draws by.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = register_state()
        if settings.DEBUG or _PERSONAL & request.COOKIES.keys():
            response = view(request, *args, state=state, **kwargs)
            patch_cache_control(response, private=True)
            return response
        etag, modified = _etag(request, state), int(_changed_at(state).timestamp())
        unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
        response = unchanged or view(request, *args, state=state, **kwargs)
        if response.status_code in {200, 304}:
            response.headers["ETag"] = etag
            response.headers["Last-Modified"] = http_date(modified)
            patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return inner


def _etag(request: HttpRequest, state: RegisterState) -> str:
    """The page, the register, and today: a page without a date reads differently tomorrow."""
    asked = f"{request.get_full_path()} {timezone.localdate()} {state.key}"
    return quote_etag(hashlib.blake2s(asked.encode(), digest_size=12).hexdigest())


def _changed_at(state: RegisterState) -> dt.datetime:
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    return max(state.changed_at, midnight)
