"""Hearings that are open or ended today, and an answer to one through the page."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client
from django.utils import timezone

from notifications.models import Message

from . import asked

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7 et vedlegg"


def today() -> dt.date:
    return timezone.localdate()


def open_hearing(**fields):
    return asked.hearing(opens_on=today() - 10 * DAY, deadline=today() + 20 * DAY, **fields)


def ended_hearing(**fields):
    return asked.hearing(opens_on=today() - 100 * DAY, deadline=today() - DAY, **fields)


def first_item(hearing):
    return hearing.versions.latest("number").items.first()


def fields(hearing, **changed) -> dict[str, object]:
    pk = first_item(hearing).pk
    return {
        "once": "et-merke",
        "versjon": "1",
        "merknad-0": "Takk for forslaget.",
        f"standpunkt-{pk}": "stotter_ikke",
        f"merknad-{pk}": "Kravet er for strengt.",
        "kind": "privat",
        "sender_name": "Kari Nord",
        "email": "kari@example.no",
        "nettsted": "",
        **changed,
    }


def send(hearing, client: Client | None = None, **changed):
    return (client or Client()).post(f"/horinger/{hearing.pk}/svar/", fields(hearing, **changed))


def link() -> str:
    body = Message.objects.filter(key__endswith="bekreft").latest("pk").body
    return re.search(r"/horinger/lenke/[\w-]+/", body)[0]


def text(response) -> str:
    return response.content.decode()


def edition(page) -> str:
    """Which edition of a sent answer the page is written from."""
    return re.search(r'name="lest" value="([^"]+)"', text(page))[1]
