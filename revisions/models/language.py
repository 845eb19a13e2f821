from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LanguageConfirmation(models.Model):
    """That a second person at the directorate has found a risky «språklig retting» to be only language (ID-3, ID-4).

    It is of one text: another text of the same change item must be confirmed anew. The database refuses to change it;
    it goes only with an item that its sender takes out, and the journal keeps who confirmed what.
    """

    item = models.ForeignKey(
        "revisions.ChangeItem",
        models.CASCADE,
        related_name="language_confirmations",
        verbose_name=_("endringspunkt"),
    )
    text = models.TextField(_("teksten som er bekreftet"))
    reason = models.TextField(_("begrunnelse"))
    confirmed_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("bekreftet av")
    )
    confirmed_at = models.DateTimeField(_("bekreftet"), default=timezone.now)

    class Meta:
        verbose_name = _("bekreftelse av språklig retting")
        verbose_name_plural = _("bekreftelser av språklige rettinger")
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="revisions_a_confirmation_has_a_reason",
                violation_error_message=_("Skriv hvorfor endringen bare er språklig (ID-4)."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.confirmed_by}"
