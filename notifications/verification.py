"""Recomputing the journal's hash chain, to find a row that was changed behind the database's back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from .models import Event

_START = "0" * 64
_BATCH = 2000
_SEPARATOR = "\x1f"
# The fields as the trigger of migration 0003 hashes them: the same columns, cast to text the same way.
_ROWS = f"""
    SELECT sequence, previous_hash, hash,
           sequence::text, extract(epoch FROM moment)::text, actor_id::text, verb,
           subject_type, subject_id, subject_label, case_number, payload::text
    FROM {Event._meta.db_table} ORDER BY {Event._meta.db_table}.sequence
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain holds.

    `events` rows hold, the last of them with the hash `last_hash`; `broken` says what is wrong with the row
    numbered `sequence`, and is empty when nothing is.
    """

    events: int
    last_hash: str
    sequence: int = 0
    broken: str = ""


def verify_journal() -> Verified:
    """Follow the chain from its first row and stop at the first that is broken.

    The rows are read a batch at a time. Rows removed from the end leave a chain that holds: keep the last hash
    somewhere else and compare.
    """
    previous, count = _START, 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS)
        for sequence, stated_previous, stated, *fields in _fetched(cursor):
            if sequence <= count:
                return Verified(count, previous, sequence, _("den står før hendelse 1"))
            if sequence != count + 1:
                broken = _("den mangler, og neste rad i journalen er nummer %(next)d") % {"next": sequence}
                return Verified(count, previous, count + 1, broken)
            if stated_previous != previous:
                return Verified(count, previous, sequence, _("den viser til en annen hash enn den forrige radens"))
            if _hash_of(previous, fields) != stated:
                broken = _("innholdet stemmer ikke med hashen, så raden er endret etter at den ble skrevet")
                return Verified(count, previous, sequence, broken)
            previous, count = stated, sequence
    return Verified(count, previous)


def _fetched(cursor: CursorWrapper) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_BATCH):
        yield from rows


def _hash_of(previous: str, fields: Sequence[str]) -> str:
    return hashlib.sha256(_SEPARATOR.join((previous, *fields)).encode()).hexdigest()
