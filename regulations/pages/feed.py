"""The Atom feed of announced acts and of entries into force (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.changes import Upcoming, entered_before
from objectives.freshness import RegisterState
from objectives.models import LegalAct

MOST = 50
MOST_DAYS = 30


def feed_of(*, at: dt.datetime, site: str, state: RegisterState) -> str:
    """The newest first, at the moment `at`. The identity of an entry never changes, wherever the site is moved."""
    feed = Atom1Feed(
        title=_("Forskrifter om vedlegg 2 til spesialistforskriften"),
        link=urljoin(site, reverse("regulations:acts")),
        feed_url=urljoin(site, reverse("regulations:feed")),
        description=_("Kunngjorte forskrifter, og læringsmål som trer i kraft."),
        language="nb",
        feed_guid=_identity(site, "forskrifter"),
        author_name="Helsedirektoratet",
    )
    entries = sorted([*_acts(at, site), *_days(at, site)], key=lambda entry: entry["pubdate"], reverse=True)
    for entry in entries[:MOST]:
        feed.add_item(**entry, updateddate=entry["pubdate"])
    return feed.writeString("utf-8")


def _acts(at: dt.datetime, site: str) -> list[dict[str, Any]]:
    acts = LegalAct.objects.filter(announced_at__lte=at).order_by("-announced_at", "-pk")[:MOST]
    return [
        {
            "title": _("Kunngjort: %(act)s") % {"act": act},
            "link": urljoin(site, reverse("regulations:act", args=[act.decided_on.year, act.number])),
            # A reader takes the summary for HTML.
            "description": escape(act.title),
            "unique_id": _identity(site, f"forskrift-{act.pk}"),
            "pubdate": act.announced_at,
        }
        for act in acts
    ]


def _days(at: dt.datetime, site: str) -> list[dict[str, Any]]:
    today = timezone.localdate(at)
    return [_day(group, site) for group in entered_before(on=today, limit=MOST_DAYS)]


def _day(group: Upcoming, site: str) -> dict[str, Any]:
    told = {"count": group.count, "act": group.act, "day": date_format(group.starts, "j. F Y")}
    begins = timezone.make_aware(dt.datetime.combine(group.starts, dt.time()))
    announced = group.act.announced_at
    return {
        "title": _("I kraft %(day)s: %(act)s") % told,
        "link": urljoin(site, reverse("regulations:entry", args=[group.starts.isoformat()])),
        "description": ngettext(
            "%(count)s endring i vedlegg 2 trådte i kraft %(day)s, ved %(act)s.",
            "%(count)s endringer i vedlegg 2 trådte i kraft %(day)s, ved %(act)s.",
            group.count,
        )
        % told,
        "unique_id": _identity(site, f"ikrafttredelse-{group.act.pk}-{group.starts.isoformat()}"),
        # What was in force before anybody could know of it, is news from the announcement.
        "pubdate": max(begins, announced) if announced else begins,
    }


def _identity(site: str, what: str) -> str:
    return f"tag:{urlsplit(site).hostname},2026:{what}"
