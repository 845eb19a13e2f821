from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AnnouncementCorrectionQuerySet(models.QuerySet["AnnouncementCorrection"]):
    def undecided(self) -> AnnouncementCorrectionQuerySet:
        """Proposed, and neither confirmed nor rejected."""
        return self.filter(confirmed_at__isnull=True, rejected_at__isnull=True)

    def confirmed(self) -> AnnouncementCorrectionQuerySet:
        return self.filter(confirmed_at__isnull=False)


class AnnouncementCorrection(models.Model):
    """That the number or a date of an announcement was registered wrongly: what it was, what it is, why and by whom.

    Proposed by one person and confirmed by another. A row is never deleted, and changed once: by the confirmation or
    the rejection (migration 0005); so nothing is rewritten without standing here.
    """

    act = models.ForeignKey(
        "objectives.LegalAct", models.PROTECT, related_name="corrections", verbose_name=_("forskrift")
    )
    number_before = models.PositiveIntegerField(_("nummer, som registrert"))
    decided_on_before = models.DateField(_("vedtatt, som registrert"))
    announced_at_before = models.DateTimeField(_("kunngjort, som registrert"))
    number = models.PositiveIntegerField(_("nummer"))
    decided_on = models.DateField(_("vedtatt"))
    announced_at = models.DateTimeField(_("kunngjort"))
    reason = models.TextField(_("begrunnelse"))
    proposed_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("foreslått av")
    )
    proposed_at = models.DateTimeField(_("foreslått"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bekreftet av")
    )
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    rejected_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avvist av")
    )
    rejected_at = models.DateTimeField(_("avvist"), null=True, blank=True)
    rejected_reason = models.TextField(_("hvorfor den er avvist"), blank=True)
    consequences = models.JSONField(
        _("følger"), default=dict, blank=True, help_text=_("Hva rettingen flyttet i registeret, da den ble bekreftet.")
    )

    objects = AnnouncementCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("retting av kunngjøring")
        verbose_name_plural = _("rettinger av kunngjøringer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["act"],
                condition=Q(confirmed_at__isnull=True, rejected_at__isnull=True),
                name="regulations_one_correction_at_a_time",
                violation_error_message=_("En retting av denne kunngjøringen venter allerede på bekreftelse."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, rejected_at__isnull=True),
                name="regulations_a_confirmed_correction_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="regulations_a_correction_takes_two_people",
                violation_error_message=_("En annen enn den som foreslo rettingen, må bekrefte den."),
            ),
            models.CheckConstraint(
                condition=Q(rejected_at__isnull=True, rejected_by__isnull=True, rejected_reason="")
                | Q(rejected_at__isnull=False, rejected_by__isnull=False) & ~Q(rejected_reason=""),
                name="regulations_a_rejected_correction_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    number=F("number_before"),
                    decided_on=F("decided_on_before"),
                    announced_at=F("announced_at_before"),
                ),
                name="regulations_a_correction_corrects_something",
                violation_error_message=_("Rettingen er lik det som er registrert."),
            ),
        ]

    def __str__(self) -> str:
        return f"Retting av {self.legacy_id_before}"

    @property
    def legacy_id_before(self) -> str:
        """What the act was known as: «FOR-2027-01-29-114»."""
        return f"FOR-{self.decided_on_before:%Y-%m-%d}-{self.number_before}"

    @property
    def legacy_id_after(self) -> str:
        """What the act is to be known as."""
        return f"FOR-{self.decided_on:%Y-%m-%d}-{self.number}"

    @property
    def is_undecided(self) -> bool:
        return self.confirmed_at is None and self.rejected_at is None

    @property
    def changes_the_number(self) -> bool:
        """Whether the act is to be known by another number or date, and so have another address."""
        return self.legacy_id_before != self.legacy_id_after
