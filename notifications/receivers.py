"""Writes in the journal what happens in the app below, which can't import the journal."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from organisations.models import Organisation, SpecialtyContact, User
from organisations.signals import administered, contact_changed

from .models import Verb
from .services import record


@receiver(contact_changed, dispatch_uid="notifications.contact_changed")
def record_contact_changed(
    *, contact: SpecialtyContact, previous: Organisation | None, by: User, **_kwargs: Any
) -> None:
    """A specialty got another spesialitetskontakt (IR-2)."""
    record(
        actor=by,
        verb=Verb.CONTACT_CHANGED,
        subject=contact,
        payload={
            "specialty": contact.specialty.short_name,
            "from": previous.name if previous else None,
            "to": contact.organisation.name if contact.organisation else None,
        },
    )


@receiver(administered, dispatch_uid="notifications.administered")
def record_administered(*, subject: Model, action: str, message: Any, by: User, **_kwargs: Any) -> None:
    """People, roles or bodies were changed on the administration pages; passwords are never in the account."""
    record(actor=by, verb=Verb.ADMINISTERED, subject=subject, payload={"action": action, "message": message})
