from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Endorsement(models.Model):
    """That a body has considered a proposal before it was sent, what it concluded, and when (FO-2, IR-4)."""

    class Position(models.TextChoices):
        SUPPORTS = "stotter", _("Støtter")
        WITH_REMARK = "merknad", _("Støtter med merknad")
        AGAINST = "stotter-ikke", _("Støtter ikke")

    proposal = models.ForeignKey(
        "revisions.Proposal", models.CASCADE, related_name="endorsements", verbose_name=_("endringsforslag")
    )
    council = models.ForeignKey(
        "organisations.TrainingCouncil",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("spesialistutdanningsråd"),
    )
    body = models.CharField(
        _("annet organ"), max_length=200, blank=True, help_text=_("Når det ikke er et av rådene i listen.")
    )
    position = models.CharField(_("standpunkt"), max_length=20, choices=Position)
    considered_on = models.DateField(_("behandlet"), help_text=_("Dagen organet behandlet forslaget."))
    note = models.TextField(_("merknad"), blank=True)

    class Meta:
        verbose_name = _("forankring")
        verbose_name_plural = _("forankringer")
        ordering = ["considered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(council__isnull=False, body="") | (Q(council__isnull=True) & ~Q(body="")),
                name="revisions_an_endorsement_is_by_one_body",
                violation_error_message=_("Velg rådet, eller skriv hvilket annet organ det var."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "council"],
                condition=Q(council__isnull=False),
                name="revisions_a_council_endorses_once",
                violation_error_message=_("Rådet står allerede i forslaget. Slett den raden først."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.council) if self.council else self.body
