"""Whether a page of the register reads as it did: one query, whatever the page.

All that the register writes has a row of history beside it, so the highest numbers say whether anything has changed;
parts, chapters and specialties, which have no history, are few enough to be compared whole. An act is shown from its
announcement, so the newest one that has been announced by now is part of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

_STATE = """
SELECT v.history_id, t.history_id, a.history_id, e.history_id, l.history_id, r.history_id, u.history_id,
    (SELECT max(id) FROM objectives_succession),
    (SELECT max(id) FROM objectives_objective),
    n.announced_at,
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    (SELECT hashtext(string_agg(c::text, ' ' ORDER BY c.id)) FROM objectives_annexchapter c),
    (SELECT hashtext(string_agg(p::text, ' ' ORDER BY p.id)) FROM objectives_annexpart p),
    (SELECT hashtext(string_agg(s::text, ' ' ORDER BY s.id)) FROM organisations_specialty s),
    greatest(n.announced_at, v.history_date, t.history_date, a.history_date, e.history_date, l.history_date,
        r.history_date, u.history_date)
FROM (SELECT max(announced_at) AS announced_at FROM objectives_legalact WHERE announced_at <= now()) n
LEFT JOIN (SELECT * FROM objectives_historicalobjectiveversion ORDER BY history_id DESC LIMIT 1) v ON true
LEFT JOIN (SELECT * FROM objectives_historicalthemeversion ORDER BY history_id DESC LIMIT 1) t ON true
LEFT JOIN (SELECT * FROM objectives_historicallegalact ORDER BY history_id DESC LIMIT 1) a ON true
LEFT JOIN (SELECT * FROM objectives_historicalelaboration ORDER BY history_id DESC LIMIT 1) e ON true
LEFT JOIN (SELECT * FROM objectives_historicallearningactivity ORDER BY history_id DESC LIMIT 1) l ON true
LEFT JOIN (SELECT * FROM objectives_historicaltransitionalrule ORDER BY history_id DESC LIMIT 1) r ON true
LEFT JOIN (SELECT * FROM objectives_historicalundeterminedchange ORDER BY history_id DESC LIMIT 1) u ON true
"""
_CHANGE_DAYS = """
SELECT DISTINCT lower(valid) FROM objectives_objectiveversion WHERE annulled_by_id IS NULL
UNION SELECT DISTINCT upper(valid) FROM objectives_objectiveversion WHERE NOT upper_inf(valid)
UNION SELECT lower(valid) FROM objectives_themeversion WHERE annulled_by_id IS NULL
UNION SELECT upper(valid) FROM objectives_themeversion WHERE NOT upper_inf(valid)
ORDER BY 1
"""
_STARTED = timezone.now()


@dataclass(frozen=True)
class RegisterState:
    """The register as it is. The same `key` means that every page made of it reads the same."""

    key: str
    changed_at: dt.datetime

    def text_since(self, *, on: dt.date) -> dt.date | None:
        """The day since which vedlegg 2 has read as it does on the day `on`; None before its first text."""
        days = _change_days(self.key)
        place = bisect_right(days, on)
        return days[place - 1] if place else None

    @property
    def first_day(self) -> dt.date | None:
        """The first day the register has any text for."""
        return next(iter(_change_days(self.key)), None)


def register_state() -> RegisterState:
    """Asked anew for each request: no page depends on somebody having told that it changed.

    `changed_at` is never before this process started, since a new version of the program draws pages anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        facts = cursor.fetchone()
    key = hashlib.blake2s(f"{program_digest()} {facts!r}".encode(), digest_size=12).hexdigest()
    return RegisterState(key, max(facts[-1] or _STARTED, _STARTED))


@cache
def program_digest() -> str:
    """What draws the pages: our code, templates and static files. The same in every process of a release."""
    digest = hashlib.blake2s(digest_size=12)
    for file in _files():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder in ("templates", "static", "objectives", "organisations", "locale"):
        for kind in ("*.html", "*.py", "*.css", "*.js", "*.mo"):
            yield from sorted((settings.BASE_DIR / folder).rglob(kind))
    lock = settings.BASE_DIR / "package-lock.json"
    if lock.exists():
        yield lock


@lru_cache(maxsize=4)
def _change_days(_key: str) -> list[dt.date]:
    """The days on which some text or heading begins or ceases; a handful a year."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE_DAYS)
        return [day for (day,) in cursor.fetchall()]
