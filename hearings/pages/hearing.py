"""What the public pages of hearings say: which there are, and where in its time each one is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearings.models import NORWAY, AskedVersion, Hearing

ENDED_AT_A_TIME = 30


@dataclass(frozen=True)
class HearingInTime:
    """A hearing as it stands at a moment."""

    hearing: Hearing
    now: dt.datetime

    @property
    def is_open(self) -> bool:
        return self.hearing.is_open_at(self.now)

    @property
    def is_coming(self) -> bool:
        return not self.hearing.is_shown_at(self.now)

    @property
    def has_ended(self) -> bool:
        return self.hearing.is_shown_at(self.now) and not self.is_open

    @property
    def days_left(self) -> int:
        """Whole days after today, in Norway."""
        return (self.hearing.deadline - self.now.astimezone(NORWAY).date()).days

    @property
    def time_left(self) -> str:
        """«7 dager igjen», «Fristen går ut i dag kl. 23.59»."""
        if self.days_left == 0:
            return _("Fristen går ut i dag kl. 23.59.")
        if self.days_left == 1:
            return _("Fristen går ut i morgen kl. 23.59.")
        return _("%(days)s dager igjen.") % {"days": self.days_left}

    @property
    def is_urgent(self) -> bool:
        return self.is_open and self.days_left <= 7

    @property
    def standing(self) -> str:
        """Where it is, in a sentence for the list."""
        if self.is_open:
            return self.time_left
        if self.is_coming:
            return _("Åpner %(day)s.") % {"day": date_format(self.hearing.opens_on, "j. F Y")}
        if self.hearing.is_summed_up:
            return _("Avsluttet. Oppsummeringen er publisert.")
        return _("Avsluttet. Svarene blir gjennomgått.")


@dataclass(frozen=True)
class HearingList:
    """Every public hearing: what can be answered first. `older` leads on through those that have ended."""

    open: list[HearingInTime]
    coming: list[HearingInTime]
    ended: list[HearingInTime]
    older: str


def hearing_list(*, now: dt.datetime, before: str = "") -> HearingList:
    """The list, in two queries; `before` is where the page of ended hearings begins."""
    today = now.astimezone(NORWAY).date()
    rows = Hearing.objects.public().defer("letter", "consequences", "summary")
    current = [HearingInTime(row, now) for row in rows.filter(deadline__gte=today).order_by("deadline", "pk")]
    past = rows.filter(deadline__lt=today).order_by("-deadline", "-pk")
    if mark := _mark(before):
        day, pk = mark
        past = past.filter(Q(deadline__lt=day) | Q(deadline=day, pk__lt=pk))
    found = list(past[: ENDED_AT_A_TIME + 1])
    page = found[:ENDED_AT_A_TIME]
    older = f"{page[-1].deadline.isoformat()}.{page[-1].pk}" if len(found) > len(page) else ""
    return HearingList(
        [row for row in current if row.is_open],
        [row for row in current if row.is_coming],
        [HearingInTime(row, now) for row in page],
        older,
    )


def open_hearings(*, now: dt.datetime) -> list[HearingInTime]:
    """Those that can be answered now, the nearest deadline first; in one query."""
    rows = Hearing.objects.public().filter(deadline__gte=now.astimezone(NORWAY).date())
    found = rows.defer("letter", "consequences", "summary").order_by("deadline", "pk")
    return [row for hearing in found if (row := HearingInTime(hearing, now)).is_open]


def newest_version(hearing: Hearing) -> AskedVersion | None:
    """What the hearing asks about now; None for one recorded without."""
    return hearing.versions.order_by("-number").first()


def lede_of(total: int, specialties: list[str]) -> str:
    """«Helsedirektoratet foreslår 12 endringer i patologi og radiologi. Alle kan svare.»"""
    names = get_text_list([name[:1].lower() + name[1:] for name in specialties[:5]], _("og"))
    if len(specialties) > 5:
        names = _("%(count)s spesialiteter") % {"count": len(specialties)}
    words = ngettext(
        "Helsedirektoratet foreslår %(count)s endring i %(names)s. Alle kan svare.",
        "Helsedirektoratet foreslår %(count)s endringer i %(names)s. Alle kan svare.",
        total,
    )
    return words % {"count": total, "names": names} if names else _("Alle kan svare.")


def length_of(hearing: Hearing) -> str:
    """How long the hearing is: «92 dager»."""
    return _("%(days)s dager") % {"days": (hearing.deadline - hearing.opens_on).days + 1}


def _mark(before: str) -> tuple[dt.date, int] | None:
    day, _dot, pk = before.partition(".")
    try:
        return dt.date.fromisoformat(day), int(pk)
    except ValueError:
        return None
