"""Whose request it is, when proxies of ours stand in front of the web."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address.

    Each proxy adds the address it was called from at the end of X-Forwarded-For, so with PROXY_COUNT of
    our own the visitor is that many from the right; what stands further left, the visitor may have
    written. With no proxies, or fewer addresses than proxies, it is whoever called us.
    """
    count: int = settings.PROXY_COUNT
    caller = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return forwarded[-count] if 0 < count <= len(forwarded) and forwarded[-count] else caller
