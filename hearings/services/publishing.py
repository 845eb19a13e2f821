"""Publishing a hearing: the høringsinstanser are told the day it opens, and everyone can read it from then (HØ-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearings.models import Hearing, HearingBody, HearingOmission, NoNewHearing
from notifications.services import write_message
from organisations.models import Organisation, User

from .mails import addresses_of

# Nobody is told of a hearing at midnight: the mail leaves in the morning of the day it opens.
MAIL_LEAVES_AT = dt.timedelta(hours=7)


@dataclass(frozen=True)
class BodyToTell:
    """A høringsinstans: an organisation that is known here, or a name and an address."""

    name: str
    email: str = ""
    organisation: Organisation | None = None


@transaction.atomic
def publish_hearing(*, hearing: Hearing, bodies: Sequence[BodyToTell], now: dt.datetime) -> Hearing:
    """Publish the hearing: everyone may know of it from now, and read and answer it from the day it opens.

    Each body is told once, on the opening day. One without an address of its own is told by its innsendere. Raises
    ValidationError for an address that is none.
    """
    row = Hearing.objects.select_for_update().get(pk=hearing.pk)
    for body in _each_once(bodies):
        told = HearingBody(hearing=row, organisation=body.organisation, name=body.name, email=body.email)
        told.full_clean()
        told.save()
        _tell(told, now=now)
    row.published_at = now
    row.save(update_fields=["published_at"])
    hearing.published_at = now
    return row


@transaction.atomic
def record_omission(*, case_number: str, title: str, reason: str, on: dt.date) -> HearingOmission:
    """Publish that a change goes on without a hearing, and why. Decided anew, the newest reason is the one shown."""
    row, _created = HearingOmission.objects.update_or_create(
        case_number=case_number, defaults={"title": title[:250], "reason": reason.strip(), "omitted_on": on}
    )
    return row


@transaction.atomic
def record_no_new_hearing(
    *, hearing: Hearing, reason: str, changes: Sequence[dict[str, str]], by: User
) -> NoNewHearing:
    """Publish, with the hearing, why what changed after it needs no new one. An earlier reason is taken back."""
    Hearing.objects.select_for_update().get(pk=hearing.pk)
    for standing in hearing.no_new_hearings.standing():
        take_back_no_new_hearing(row=standing, by=by)
    row = NoNewHearing(hearing=hearing, reason=reason.strip(), changes=list(changes), decided_by=by)
    row.full_clean()
    row.save()
    return row


def take_back_no_new_hearing(*, row: NoNewHearing, by: User) -> None:
    """Take a reason back: it is no longer published, and answers for nothing."""
    row.withdrawn_by, row.withdrawn_at = by, timezone.now()
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])


def _each_once(bodies: Sequence[BodyToTell]) -> list[BodyToTell]:
    found = {body.name.casefold(): body for body in reversed(bodies)}
    return sorted(found.values(), key=lambda body: body.name)


def _tell(body: HearingBody, *, now: dt.datetime) -> None:
    hearing, addresses = body.hearing, _addresses(body)
    names = {"title": hearing.title, "deadline": date_format(hearing.deadline, "l j. F Y")}
    paragraphs = [
        _("Helsedirektoratet sender «%(title)s» på høring.") % names,
        _("Fristen for å svare er %(deadline)s kl. 23.59.") % names,
        _("Les forslaget og svar her: %(url)s") % {"url": settings.SITE_URL + hearing.get_absolute_url()},
        _("Høringen er åpen for alle. De regionale helseforetakene sender den videre til sine utdanningsvirksomheter."),
    ]
    if hearing.contact:
        paragraphs.append(_("Spørsmål: %(contact)s") % {"contact": hearing.contact})
    for address in addresses:
        write_message(
            key=f"horing-{hearing.pk}-varsel-{body.pk}-{address}"[:200],
            to=address,
            subject=" ".join(hearing.title.split())[:200],
            body="\n\n".join(paragraphs) + "\n",
            case_number=hearing.case_number,
            not_before=max(now, hearing.opens_at + MAIL_LEAVES_AT),
        )
    if addresses:
        body.notified_at = now
        body.save(update_fields=["notified_at"])


def _addresses(body: HearingBody) -> list[str]:
    if body.email:
        return [body.email]
    return addresses_of(body.organisation) if body.organisation else []
