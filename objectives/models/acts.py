from __future__ import annotations

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class LegalAct(models.Model):
    """A forskrift that gives the annex its words: announced in Norsk Lovtidend, known by date and number.

    `decided_on` is the vedtaksdato, the date in the number; `announced_at` is when Lovdata announced it. They are
    two dates and never the same fact (EF-1).
    """

    number = models.PositiveIntegerField(_("nummer"), help_text=_("Lovdatas løpenummer, gitt ved kunngjøringen."))
    decided_on = models.DateField(_("vedtatt"), help_text=_("Datoen i forskriftens nummer."))
    announced_at = models.DateTimeField(
        _("kunngjort"),
        null=True,
        blank=True,
        help_text=_("Dato og klokkeslett i Norsk Lovtidend. Tomt når kilden ikke sier det."),
    )
    title = models.CharField(_("tittel"), max_length=400)
    short_title = models.CharField(_("korttittel"), max_length=200, blank=True)
    legal_basis = models.TextField(_("hjemmel"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("forskrift")
        verbose_name_plural = _("forskrifter")
        ordering = ["decided_on", "number"]
        constraints = [
            models.UniqueConstraint(
                ExtractYear("decided_on"),
                "number",
                name="objectives_an_act_number_is_used_once_a_year",
                violation_error_message=_("Det finnes allerede en forskrift med dette nummeret dette året."),
            ),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="objectives_an_act_number_is_positive"),
        ]

    def __str__(self) -> str:
        return self.legacy_id

    @property
    def ref_id(self) -> str:
        """Lovdata's RefID: «forskrift/2025-01-24-114»."""
        return f"forskrift/{self.decided_on:%Y-%m-%d}-{self.number}"

    @property
    def legacy_id(self) -> str:
        """Lovdata's Datokode: «FOR-2025-01-24-114»."""
        return f"FOR-{self.decided_on:%Y-%m-%d}-{self.number}"
