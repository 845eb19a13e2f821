from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class AnnualCycleQuerySet(models.QuerySet["AnnualCycle"]):
    def ahead(self, *, on: dt.date) -> AnnualCycleQuerySet:
        """The cycles a case can still be planned into on the day, the next one first."""
        return self.filter(in_force_from__gt=on).order_by("in_force_from")


class AnnualCycle(models.Model):
    """A run of the årshjul: the cases that are planned to enter into force on the same day (ÅH-2, ÅH-3)."""

    in_force_from = models.DateField(
        _("planlagt ikrafttredelse"), unique=True, help_text=_("Vanligvis 1. mars eller 1. september.")
    )

    history = HistoricalRecords()
    objects = AnnualCycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("løp i årshjulet")
        verbose_name_plural = _("løp i årshjulet")
        ordering = ["in_force_from"]

    def __str__(self) -> str:
        from django.utils.formats import date_format

        return date_format(self.in_force_from, "j. F Y")
