from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CodeSeries(models.Model):
    """A prefix and the highest number ever given in it (ID-1, ID-2).

    A new code is made by locking this row and counting up. The database refuses a lower `last_number`, another
    prefix and a deletion (migration 0003).
    """

    prefix = models.CharField(_("prefiks"), max_length=5, unique=True)
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("spesialitet"),
    )
    last_number = models.PositiveIntegerField(_("høyeste nummer"), default=0)
    digits = models.PositiveSmallIntegerField(_("antall sifre"), default=3)
    is_closed = models.BooleanField(
        _("lukket"), default=False, help_text=_("En lukket serie, for eksempel LM, gir ikke flere koder.")
    )

    class Meta:
        verbose_name = _("kodeserie")
        verbose_name_plural = _("kodeserier")
        ordering = ["prefix"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[A-ZÆØÅ]{2,5}$"),
                name="objectives_a_prefix_is_capital_letters",
                violation_error_message=_("Et prefiks er to til fem store bokstaver."),
            )
        ]

    def __str__(self) -> str:
        return self.prefix

    def code(self, number: int) -> str:
        """The code with this number, as it is printed: «GAK-088»."""
        return f"{self.prefix}-{number:0{self.digits}d}"


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def in_force(self, *, on: dt.date) -> ObjectiveQuerySet:
        """Objectives with a text in force on the day `on`."""
        from .versions import ObjectiveVersion

        versions = ObjectiveVersion.objects.in_force(on=on).filter(objective=OuterRef("pk"))
        return self.filter(Exists(versions))

    def with_a_text(self) -> ObjectiveQuerySet:
        """Objectives that have, or have had, or will have a text: not bare reserved or missing numbers."""
        from .versions import ObjectiveVersion

        return self.filter(Exists(ObjectiveVersion.objects.filter(objective=OuterRef("pk"))))

    def announced(self) -> ObjectiveQuerySet:
        """As `with_a_text`, and those an act has announced without a day to enter into force."""
        from .undetermined import UndeterminedChange

        awaiting = UndeterminedChange.objects.awaiting().filter(creates=OuterRef("pk"))
        return self.filter(Q(pk__in=self.with_a_text().values("pk")) | Q(Exists(awaiting)))


class Objective(models.Model):
    """A læringsmål, known by its code: the registry of every code ever used (spesialistforskriften vedlegg 2; ID-1).

    Repealed objectives and numbers missing in the source stay here for good, so that a code is never given twice
    (ID-2). The database refuses to change or delete a row's code (ID-7; migration 0003).
    """

    class Origin(models.TextChoices):
        ENACTED = "vedtatt", _("Gitt her")
        IMPORTED = "importert", _("Lest fra Lovdatas tekst")
        MISSING = "mangler", _("Nummer som mangler i kilden; regnes som brukt")

    code = models.CharField(_("kode"), max_length=12, unique=True)
    series = models.ForeignKey(CodeSeries, models.PROTECT, related_name="objectives", verbose_name=_("kodeserie"))
    number = models.PositiveIntegerField(_("nummer"))
    origin = models.CharField(_("opphav"), max_length=20, choices=Origin, default=Origin.ENACTED)
    created_at = models.DateTimeField(_("registrert"), default=timezone.now, editable=False)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("læringsmål")
        verbose_name_plural = _("læringsmål")
        ordering = ["series__prefix", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="objectives_a_number_is_given_once",
                violation_error_message=_(
                    "Koden er brukt før og kan ikke brukes igjen. Systemet gir neste ledige kode."
                ),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-ZÆØÅ]{2,5}-[0-9]{2,4}$"),
                name="objectives_a_code_is_prefix_and_number",
                violation_error_message=_("En kode er et prefiks, en bindestrek og et nummer, for eksempel GAK-088."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("objectives:objective", args=[self.code])
