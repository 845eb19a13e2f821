"""A personal link: opens one assessment without a login, and nothing else."""

from __future__ import annotations

import logging

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hearings.pages.answering import read_items, read_questions
from hearings.services.answering import Sheet
from hearings.services.councils import LinkRefused, open_link
from organisations.refusing import answers_refusals

from .councils import write_or_send

log = logging.getLogger(__name__)

# A person who writes saves every few seconds at most; one who guesses links is stopped long before that.
OPENINGS = 120
MISSES = 20
WINDOW = 10 * 60


def _too_many(key: str, limit: int) -> bool:
    """Counts one more in the window, and says whether that is more than the limit."""
    try:
        cache.add(key, 0, timeout=WINDOW)
        return int(cache.incr(key)) > limit
    except ValueError:  # the window ended in between
        return False
    except Exception:
        # A secret is far too long to be guessed; whoever has a link must not lose what they write.
        log.exception("The openings of links can not be counted")
        return False


def _missed_too_often(key: str) -> bool:
    try:
        return (cache.get(key) or 0) >= MISSES
    except Exception:
        log.exception("The misses of links can not be read")
        return False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The council's page for whoever has its link. Nothing is stored by a browser, told to another site or indexed."""
    response = _answer(request, secret)
    # «no-referrer» would make the browser send «Origin: null» with the form, which is refused as another site's.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answer(request: HttpRequest, secret: str) -> HttpResponse:
    visitor = get_client_ip_address(request) or ""
    misses = f"lenke-bom:{visitor}"
    if _missed_too_often(misses) or _too_many(f"lenke:{visitor}", OPENINGS):
        return render(request, "hearings/link_refused.html", {"why": "too-many"}, status=429)
    try:
        found = open_link(secret=secret, on=timezone.localdate(), now=timezone.now())
    except LinkRefused as refusal:
        _too_many(misses, MISSES)
        return render(request, "hearings/link_refused.html", {"why": refusal.why}, status=404)
    if found.is_sent:
        sheet = Sheet(found)
        context = {"found": found, "items": read_items(sheet), "questions": read_questions(sheet), "by_link": True}
        return render(request, "hearings/assessment.html", context)
    writer = found.leader_name or str(found.council)
    return write_or_send(request, found, action=reverse("hearings:link", args=[secret]), writer=writer, by_user=False)
