"""The REST API's root, and the one place where a refusal becomes an answer to a machine."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from organisations.refusals import NotPermitted, Refusal, WrongState

urlpatterns = [path("", include("objectives.api"))]


_SENTENCES: dict[type[Exception], Any] = {
    exceptions.MethodNotAllowed: _("Adressen kan bare leses. Bruk GET."),
    exceptions.NotAcceptable: _("Vi har ikke svaret i formatet du ber om. Be om application/json."),
}
"""What the framework says in words that are not a sentence in Norwegian."""


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The same sentence and code as the pages give: {code, message, authority}."""
    if isinstance(exc, Refusal):
        body = {"code": exc.code, "message": exc.message, "authority": exc.authority}
        return Response(body, status=_status_of(exc))
    response = drf_exception_handler(exc, context)
    if response is not None and isinstance(response.data, dict) and "detail" in response.data:
        detail = response.data["detail"]
        message = str(_SENTENCES.get(type(exc), detail))
        response.data = {"code": getattr(detail, "code", "error"), "message": message, "authority": ""}
    return response


def _status_of(refusal: Refusal) -> int:
    if isinstance(refusal, NotPermitted):
        return status.HTTP_403_FORBIDDEN
    if isinstance(refusal, WrongState):
        return status.HTTP_409_CONFLICT
    return status.HTTP_422_UNPROCESSABLE_ENTITY
