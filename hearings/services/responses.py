"""A body's answer to a request: begun, written, moved to a newer version, and sent whole (FO-7, IR-3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hearings import permissions, rules
from hearings.models import AskedItem, ResponsePosition, RoundRequest, RoundResponse
from notifications.models import Verb
from notifications.services import record
from organisations.models import User
from organisations.refusals import NotPermitted, WrongState

from . import mails
from .answering import Saved, Sheet, write_fields
from .requests import latest_version


def response_of(request: RoundRequest) -> RoundResponse:
    """The body's answer; one that is not stored yet, on the newest version, when nobody has begun."""
    found = RoundResponse.objects.filter(request=request).select_related("version", "sent_by").first()
    if found is None:
        # By its id: the request must not look as if it had an answer already.
        found = RoundResponse(request_id=request.pk, version=latest_version(request.consultation))
    return found


@transaction.atomic
def save_response(
    *, request: RoundRequest, values: Mapping[str, str], read: Mapping[str, str] | None = None, by: User
) -> tuple[RoundResponse, Saved]:
    """Save what somebody wrote in the answer; what another has changed meanwhile is given back and not touched."""
    response = _to_write(request, by=by)
    return response, write_fields(Sheet(response), values, read=read, writer=str(by), now=timezone.now())


def _to_write(request: RoundRequest, *, by: User) -> RoundResponse:
    """The answer, begun if need be, with the request locked, for somebody who may write in it."""
    row = RoundRequest.objects.select_for_update(of=("self",)).select_related("organisation", "consultation")
    locked = row.get(pk=request.pk)
    if not permissions.may_answer(by, locked):
        raise NotPermitted(
            _("Du kan ikke skrive i svaret fra %(body)s. Be en av deres innsendere om hjelp.")
            % {"body": locked.organisation},
            code="may-not-answer",
            authority="HØ-3",
        )
    response = response_of(locked)
    rules.is_not_sent(response)
    if response._state.adding:
        response.save()
    response.request = locked
    return response


@transaction.atomic
def send_response(*, request: RoundRequest, by: User, on: dt.date) -> RoundResponse:
    """Send the answer to the directorate on behalf of the body; it stands from then on (FO-7).

    After the deadline it is kept and marked as late (IR-5). Raises RuleViolation while something is unanswered, and
    WrongState for a second click.
    """
    response = _to_write(request, by=by)
    if not permissions.may_send(by, response.request):
        raise NotPermitted(
            _("Bare en innsender kan sende svaret fra %(body)s. Be en av dem sende det.")
            % {"body": response.request.organisation},
            code="may-not-send",
            authority="HØ-3",
        )
    rules.everything_is_answered(Sheet(response).unanswered)
    asked = response.request
    response.sent_at, response.sent_by = timezone.now(), by
    response.is_late = rules.is_late(asked.deadline, on=on)
    response.save(update_fields=["sent_at", "sent_by", "is_late"])
    asked.next_reminder_on = None
    asked.save(update_fields=["next_reminder_on"])
    for address in {by.email, *mails.addresses_of(asked.organisation)}:
        mails.receipt(
            to=address,
            title=str(asked.consultation),
            case_number=asked.consultation.case_number,
            key=f"innspill-{asked.pk}-kvittering-{address}"[:200],
            url=mails.request_url(asked),
            is_late=response.is_late,
        )
    record(
        actor=by,
        verb=Verb.ROUND_ANSWERED,
        subject=asked,
        case_number=asked.consultation.case_number,
        payload={"body": str(asked.organisation), "is_late": response.is_late, "on": on.isoformat()},
    )
    return response


@transaction.atomic
def move_to_newest(*, request: RoundRequest, keep: Collection[str], by: User) -> RoundResponse:
    """Bind the answer to the newest version, with the positions on the items whose keys the writer keeps.

    Answers to questions are about the whole, and stay. Raises WrongState when the answer is on the newest already.
    """
    response = _to_write(request, by=by)
    newest = latest_version(response.request.consultation)
    if newest is None or response.version_id == newest.pk:
        raise WrongState(_("Svaret gjelder allerede den nyeste versjonen."), code="is-newest")
    items = {item.key: item for item in AskedItem.objects.filter(version=newest)}
    for row in ResponsePosition.objects.filter(response=response).select_related("item"):
        target = items.get(row.item.key) if row.item.key in keep else None
        if target is not None:
            row.item = target
            row.save(update_fields=["item"])
        else:
            row.delete()
    response.version = newest
    response.save(update_fields=["version"])
    return response
