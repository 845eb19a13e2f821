"""Writing the journal. Call `record` last in a transaction: it holds the journal's lock until the commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from organisations.models import User

from .models import Event, Verb


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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must run in the transaction of what it tells about.")
    return Event.objects.create(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        case_number=case_number,
        payload=dict(payload or {}),
    )
