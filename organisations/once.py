"""A form is acted on once: a second click sends the same token and is answered as if it were the first."""

from __future__ import annotations

import secrets

from django.core.cache import cache
from django.http import HttpRequest

FIELD = "once"
_KEPT_FOR = 60 * 60


def new_token() -> str:
    """For the hidden field of a form that makes or deletes something; a new one each time the form is drawn."""
    return secrets.token_urlsafe(16)


def is_sent_again(request: HttpRequest) -> bool:
    """Whether this very form has been acted on already. Ask just before acting: asking uses the token up."""
    token = request.POST.get(FIELD, "")[:64]
    return bool(token) and not cache.add(f"once:{request.user.pk}:{token}", True, timeout=_KEPT_FOR)
