"""Answering that something is not at the point where this exists: 409, as the API answers, with the way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisations.refusals import WrongState


def conflict(request: HttpRequest, refusal: WrongState, *, back: str) -> HttpResponse:
    """The refusal's own words, and the page that tells where things stand now."""
    return render(request, "organisations/refused.html", {"refusal": refusal, "back": back}, status=409)
