from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

NORWAY = ZoneInfo("Europe/Oslo")


class Asking(models.Model):
    """Something with an opening day and a deadline; open from the first through the last."""

    opens_on = models.DateField(_("åpner"), help_text=_("Første dag."))
    deadline = models.DateField(_("frist"), help_text=_("Siste dag for å svare, til og med kl. 23.59."))
    note = models.TextField(_("notat"), blank=True)

    class Meta:
        abstract = True

    def is_open(self, *, on: dt.date) -> bool:
        """Whether one may still answer on the day `on`."""
        return self.opens_on <= on <= self.deadline

    @property
    def opens_at(self) -> dt.datetime:
        """The first moment one may answer: midnight in Norway."""
        return dt.datetime.combine(self.opens_on, dt.time.min, tzinfo=NORWAY)

    @property
    def closes_at(self) -> dt.datetime:
        """The first moment after the deadline: midnight in Norway, summer time or not."""
        return dt.datetime.combine(self.deadline + dt.timedelta(days=1), dt.time.min, tzinfo=NORWAY)


def deadline_is_not_before_opening(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(deadline__gte=models.F("opens_on")),
        name=name,
        violation_error_message=_("Fristen kan ikke være før åpningsdagen."),
    )
