"""Where a text stands on a day: in force, announced and not yet in force, or no longer. Computed, never stored.

Before the day a text is known from, the register does not know: it may have been in force for years.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models.validity import Validity


class Standing(NamedTuple):
    """The validity mark of a page, and the word that always stands beside it."""

    mark: str
    word: str | Promise


IN_FORCE = Standing("i-kraft", _("I kraft"))
ANNOUNCED = Standing("kunngjort", _("Kunngjort, ikke i kraft"))
UNDETERMINED = Standing("kunngjort", _("Kunngjort, ikrafttredelse ikke fastsatt"))
NOT_KNOWN = Standing("ukjent", _("Ukjent for denne dagen"))
REPEALED = Standing("opphevet", _("Opphevet"))
REPLACED = Standing("opphevet", _("Erstattet"))
NEVER_IN_FORCE = Standing("opphevet", _("Trådte aldri i kraft"))
EARLIER_WORDING = Standing("opphevet", _("Tidligere ordlyd"))


def standing(version: Validity, *, on: dt.date, ended: Standing = REPEALED) -> Standing:
    """How the text stands on the day `on`; `ended` says in what way it ended, if it has."""
    if version.valid_from > on:
        return ANNOUNCED if version.start_is_exact else NOT_KNOWN
    if version.valid_until is not None and version.valid_until <= on:
        return ended
    return IN_FORCE
