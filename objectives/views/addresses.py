"""Leading someone on to the right address."""

from __future__ import annotations

from django.http import HttpRequest


def with_query(request: HttpRequest, url: str, *, without: str = "") -> str:
    """The address with what was asked for after it."""
    asked = request.GET.copy()
    if without:
        asked.pop(without, None)
    query = asked.urlencode()
    return f"{url}?{query}" if query else url
