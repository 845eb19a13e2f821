"""Saying no to somebody who may not do this with a hearing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from organisations.refusals import NotPermitted


def require(allowed: bool) -> None:
    """Raises NotPermitted unless the person handles hearings."""
    if not allowed:
        raise NotPermitted(
            _("Bare saksbehandlere i Helsedirektoratet går gjennom og vurderer høringssvar."),
            code="may-not-dispose",
            authority="HØ-4",
        )
