"""Writing the journal. Call these last in a transaction: they hold the journal's lock until the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from notifications.models import Event, Verb
from organisations.models import User


def record(
    *,
    actor: User,
    verb: Verb,
    subject: models.Model,
    case_number: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Event:
    """Write that `actor` did `verb` to `subject`, in the transaction that does it.

    Raises RuntimeError outside a transaction: an event that can be committed without what it tells about,
    or the other way round, is worse than none.
    """
    _require_transaction()
    event = _event(actor, Telling(verb, subject, payload or {}), case_number)
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Telling:
    """One event to write: what was done, to what, and what else there is to know. `label` names the subject."""

    verb: Verb
    subject: models.Model
    payload: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


def record_all(*, actor: User, tellings: Sequence[Telling], case_number: str = "") -> None:
    """As `record`, many at once and in this order, in one statement. The database chains them one by one."""
    _require_transaction()
    Event.objects.bulk_create([_event(actor, telling, case_number) for telling in tellings])


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must run in the transaction of what it tells about.")


def _event(actor: User, telling: Telling, case_number: str) -> Event:
    return Event(
        actor=actor,
        verb=telling.verb,
        subject_type=telling.subject._meta.label_lower,
        subject_id=str(telling.subject.pk),
        subject_label=(telling.label or str(telling.subject))[:300],
        case_number=case_number,
        payload=dict(telling.payload),
    )
