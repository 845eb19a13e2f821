"""Leading someone on to the right address."""

from __future__ import annotations

from django.http import HttpRequest


def with_query(request: HttpRequest, url: str) -> str:
    """The address with what was asked for after it."""
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url
