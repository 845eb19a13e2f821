"""Answering «not changed» to those who have read the page before, and keeping the page for those who have not.

For pages and for what machines read (`objectives.api`) alike.
"""

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
from django.utils.translation import get_language

from objectives.fragments import keep_page, kept_page
from objectives.freshness import RegisterState, register_state

View = Callable[..., HttpResponse]
_PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}


def unless_changed(view: View) -> Callable[..., HttpResponseBase]:
    """A public page of the register, with an ETag; 304 when the visitor's copy is good.

    Only for those who are nobody: the frame of someone logged in shows who they are, and is never kept. The view
    gets the `state` of the register, to keep pieces of the page by. Only what is read is kept: the view itself
    answers all other methods.
    """
    return _conditional(view, also=None)


def unless_changed_with(also: Callable[..., str]) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """The same for a page that can also show what is not in the register: `also`, given the address's arguments, tells.

    When that was changed nobody knows, so a page that shows any of it says nothing of when it was last modified.
    """
    return lambda view: _conditional(view, also=also)


def _conditional(view: View, *, also: Callable[..., str] | None) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = register_state()
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, state=state, **kwargs)
        if settings.DEBUG or _PERSONAL & request.COOKIES.keys():
            response: HttpResponseBase = view(request, *args, state=state, **kwargs)
            patch_cache_control(response, private=True)
            return response
        told = also(*args, **kwargs) if also else ""
        name = _name(request, state, told)
        modified = None if told else int(_changed_at(state).timestamp())
        etag = quote_etag(name)
        response = get_conditional_response(request, etag=etag, last_modified=modified) or _page(
            name, lambda: view(request, *args, state=state, **kwargs)
        )
        if response.status_code in {200, 304}:
            response.headers["ETag"] = etag
            if modified is not None:
                response.headers["Last-Modified"] = http_date(modified)
            patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return inner


def _page(name: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as it was drawn for the last one who asked, or drawn now."""
    kept = kept_page(f"objectives:page:{name}")
    if kept is not None:
        content_type, _end, body = kept.partition(b"\n")
        return HttpResponse(body, content_type=content_type.decode("ascii"))
    response = make()
    if response.status_code == 200 and not response.cookies:
        head = response.headers["Content-Type"].encode("ascii") + b"\n"
        keep_page(f"objectives:page:{name}", head + response.content)
    return response


def _name(request: HttpRequest, state: RegisterState, also: str) -> str:
    """The address, the register, the language, and today: a page without a date reads differently tomorrow.

    What htmx asks for is told apart: a search in the making is not led away to another page.
    """
    asked = (request.get_full_path(), get_language(), timezone.localdate(), "HX-Request" in request.headers)
    told = (*asked, state.key, also)
    return hashlib.blake2s(repr(told).encode(), digest_size=16).hexdigest()


def _changed_at(state: RegisterState) -> dt.datetime:
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    return max(state.changed_at, midnight)
