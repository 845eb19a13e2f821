from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


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


def deadline_is_not_before_opening(*, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(deadline__gte=models.F("opens_on")),
        name=name,
        violation_error_message=_("Fristen kan ikke være før åpningsdagen."),
    )


class ConsultationRound(Asking):
    """A closed innspillsrunde: RegUt, ALIS/SAMLIS and Legeforeningen are asked for advice (SA-3, IR-*).

    Legeforeningen's committees are asked by law (spesialistforskriften § 6).
    """

    asked = models.ManyToManyField(
        "organisations.Organisation", related_name="consultation_rounds", verbose_name=_("spurte")
    )

    history = HistoricalRecords(m2m_fields=[asked])

    class Meta:
        verbose_name = _("innspillsrunde")
        verbose_name_plural = _("innspillsrunder")
        ordering = ["opens_on", "pk"]
        constraints = [deadline_is_not_before_opening(name="hearings_a_round_closes_after_it_opens")]

    def __str__(self) -> str:
        return f"Innspillsrunde {self.opens_on:%d.%m.%Y}–{self.deadline:%d.%m.%Y}"


class Hearing(Asking):
    """A public høring, open to everyone (forvaltningsloven § 37, utredningsinstruksen 3-3; HØ-1)."""

    title = models.CharField(_("tittel"), max_length=250)
    short_deadline_reason = models.TextField(
        _("begrunnelse for kort frist"),
        blank=True,
        help_text=_("Publiseres. Kreves når fristen er kortere enn seks uker (HØ-1)."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("høring")
        verbose_name_plural = _("høringer")
        ordering = ["opens_on", "pk"]
        constraints = [deadline_is_not_before_opening(name="hearings_a_hearing_closes_after_it_opens")]

    def __str__(self) -> str:
        return self.title
