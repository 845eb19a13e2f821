from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AskedVersion(models.Model):
    """The change items as they were sent out in a round or a hearing: frozen, and never changed.

    Every answer is bound to the version its writer read, so that nobody is heard on words that were not there. When
    the case's items change, a new version is frozen, and older answers say that a newer one exists.
    """

    consultation = models.ForeignKey(
        "hearings.ConsultationRound",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("innspillsrunde"),
    )
    hearing = models.ForeignKey(
        "hearings.Hearing", models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("høring")
    )
    number = models.PositiveSmallIntegerField(_("versjon"))
    what_is_new = models.TextField(_("hva som er nytt"), blank=True, help_text=_("Vises for dem som er spurt."))
    frozen_at = models.DateTimeField(_("sendt ut"), default=timezone.now, editable=False)
    frozen_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("sendt ut av"))

    class Meta:
        verbose_name = _("utsendt versjon")
        verbose_name_plural = _("utsendte versjoner")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=False, hearing__isnull=True)
                | Q(consultation__isnull=True, hearing__isnull=False),
                name="hearings_a_version_is_of_a_round_or_a_hearing",
            ),
            models.UniqueConstraint(fields=["consultation", "number"], name="hearings_a_rounds_versions_are_numbered"),
            models.UniqueConstraint(fields=["hearing", "number"], name="hearings_a_hearings_versions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"versjon {self.number}"


class AskedItem(models.Model):
    """One endringspunkt as those who are asked read it. The case that asks fills it; this app does not know the case.

    `key` is the same for the same change item in every version («punkt-12», «aktivitet-4», «utdypende-7»), so that
    answers to an older version can be read beside a newer one. `blocks` are the texts before and after:
    `[{"label": "", "old": "…", "new": "…"}]`.
    """

    version = models.ForeignKey(AskedVersion, models.PROTECT, related_name="items", verbose_name=_("versjon"))
    key = models.CharField(_("nøkkel"), max_length=40)
    number = models.PositiveSmallIntegerField(_("punkt"))
    name = models.CharField(_("navn"), max_length=300, help_text=_("For eksempel «GAK-091» eller «15.12 Lever»."))
    kind = models.CharField(_("type"), max_length=120, help_text=_("For eksempel «Faglig endring, skjerpet»."))
    code = models.CharField(_("læringsmål-ID"), max_length=20, blank=True)
    place = models.CharField(_("plassering"), max_length=500, blank=True)
    specialty = models.CharField(_("spesialitet"), max_length=120, blank=True)
    blocks = models.JSONField(_("tekster"), default=list)
    notes = models.JSONField(_("det som ellers endres"), default=list, blank=True)
    follows = models.JSONField(_("det som følger av endringen"), default=list, blank=True)
    comment = models.TextField(_("forslagsstillerens kommentar"), blank=True)

    class Meta:
        verbose_name = _("utsendt endringspunkt")
        verbose_name_plural = _("utsendte endringspunkter")
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="hearings_items_are_numbered_once"),
            models.UniqueConstraint(fields=["version", "key"], name="hearings_an_item_stands_once_in_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Position(models.TextChoices):
    """What someone who is asked thinks of one change item (HØ-2)."""

    SUPPORTS = "stotter", _("Støtter")
    SUPPORTS_WITH_REMARK = "merknad", _("Støtter med merknad")
    DOES_NOT_SUPPORT = "stotter_ikke", _("Støtter ikke")
    NO_REMARK = "ingen", _("Ingen merknad")
