"""What innspillsrunder put on a person's own page: requests to their bodies, and to the councils they lead."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import User
from organisations.waiting import WaitingSection

from .requests import my_assessments, open_requests


def requests_waiting(user: User, on: dt.date) -> WaitingSection | None:
    """Requests that the person's bodies have not answered."""
    rows = open_requests(user, on=on)
    if not rows:
        return None
    first = rows[0]
    return WaitingSection(
        heading=_("Forespørsler til dere"),
        template="hearings/_request_rows.html",
        rows=rows,
        what=_("Gi innspill til «%(title)s»") % {"title": first.request.consultation},
        why=_until(first.waiting.deadline, first.waiting.words),
        button=_("Åpne forespørselen"),
        url=first.request.get_absolute_url(),
        deadline=first.waiting.deadline,
    )


def assessments_waiting(user: User, on: dt.date) -> WaitingSection | None:
    """What the councils the person leads are asked about."""
    rows = my_assessments(user, on=on)
    if not rows:
        return None
    first = rows[0]
    return WaitingSection(
        heading=_("Vurderinger rådet ditt er bedt om"),
        template="hearings/_assessment_rows.html",
        rows=rows,
        what=_("Skriv rådets vurdering av «%(title)s»") % {"title": first.assessment.request.consultation},
        why=_until(first.waiting.deadline, first.waiting.words),
        button=_("Skriv vurderingen"),
        url=reverse("hearings:assessment", args=[first.assessment.pk]),
        deadline=first.waiting.deadline,
    )


def _until(deadline: dt.date, words: str) -> str:
    return _("Fristen er %(day)s, %(words)s.") % {"day": date_format(deadline, "l j. F Y"), "words": words}
