"""The choices one has in a search, as they stand in the address."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """How a læringsmål stands on the day. Computed from dates, as `objectives.standing` is."""

    IN_FORCE = "i-kraft", _("I kraft")
    ANNOUNCED = "kunngjort", _("Kunngjort, ikke i kraft")
    ENDED = "opphevet", _("Ikke lenger i kraft")
    NOT_KNOWN = "ukjent", _("Ukjent for denne dagen")


class Order(TextChoices):
    """The order of the hits."""

    ANNEX = "vedlegg", _("Som i vedlegg 2")
    TEXT = "alfabetisk", _("Alfabetisk etter teksten")
    CODE = "kode", _("Etter kode")
