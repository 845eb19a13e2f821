from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReconciliationReport(models.Model):
    """What came of setting Lovdata's own consolidation of vedlegg 2 beside ours, for a day.

    Evidence that the register says what the law says, or a list of where it does not. Written once and never changed;
    the format of `content` is told in `objectives.annex.report`.
    """

    made_at = models.DateTimeField(_("laget"), default=timezone.now)
    made_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="reconciliations", verbose_name=_("laget av")
    )
    file_name = models.CharField(_("fil"), max_length=255)
    sha256 = models.CharField(_("filens SHA-256"), max_length=64)
    on = models.DateField(_("dagen"), help_text=_("Dagen filen og registeret er sammenlignet på."))
    counts = models.JSONField(_("antall"))
    content = models.JSONField(_("innhold"))

    class Meta:
        verbose_name = _("avstemming mot Lovdata")
        verbose_name_plural = _("avstemminger mot Lovdata")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Avstemming av {self.file_name} per {self.on:%d.%m.%Y}"

    @property
    def is_equal(self) -> bool:
        """Whether the two consolidations said the same."""
        return not self.counts["differences"]
