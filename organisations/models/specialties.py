from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class SpecialtyQuerySet(models.QuerySet["Specialty"]):
    def alphabetical(self) -> SpecialtyQuerySet:
        """Norwegian order: æ, ø and å last, whatever collation the server has."""
        return self.order_by("sort_key")

    def common_sets(self) -> SpecialtyQuerySet:
        return self.filter(kind=Specialty.Kind.COMMON_SET)

    def specialties(self) -> SpecialtyQuerySet:
        return self.filter(kind=Specialty.Kind.SPECIALTY)


class Specialty(models.Model):
    """One of the 46 legespesialiteter (vedlegg 1), or a set of læringsmål common to several of them."""

    class Kind(models.TextChoices):
        SPECIALTY = "spesialitet", _("Spesialitet")
        COMMON_SET = "felles", _("Felles læringsmål")

    name = models.CharField(_("navn"), max_length=120, unique=True)
    short_name = models.CharField(
        _("forkortelse"), max_length=10, unique=True, help_text=_("For eksempel GAK eller FKM.")
    )
    slug = models.SlugField(_("adressenavn"), max_length=80, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.SPECIALTY)
    is_outside_hospital = models.BooleanField(
        _("ASA-spesialitet"),
        default=False,
        help_text=_(
            "Allmennmedisin, samfunnsmedisin og arbeidsmedisin: Helsedirektoratet skriver utdanningsplanene (LA-5)."
        ),
    )
    includes = models.ManyToManyField(
        "self",
        through="SetInclusion",
        symmetrical=False,
        related_name="included_by",
        verbose_name=_("bygger på felles læringsmål"),
    )
    sort_key = models.GeneratedField(
        expression=models.Func(
            models.functions.Lower("name"), models.Value("æøå"), models.Value("{|}"), function="translate"
        ),
        output_field=models.CharField(max_length=120, db_collation="C"),
        db_persist=True,
    )

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("spesialitet")
        verbose_name_plural = _("spesialiteter")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """As it is written inside a sentence: «radiologi», «felles kompetansemål»."""
        return self.name.lower() if self.kind == self.Kind.SPECIALTY else self.name[:1].lower() + self.name[1:]


class SetInclusion(models.Model):
    """That a specialty builds on a common set, so that a change of the set touches it too."""

    specialty = models.ForeignKey(Specialty, models.PROTECT, related_name="inclusions", verbose_name=_("spesialitet"))
    common_set = models.ForeignKey(Specialty, models.PROTECT, related_name="+", verbose_name=_("felles læringsmål"))

    class Meta:
        verbose_name = _("felles læringsmål i en spesialitet")
        verbose_name_plural = _("felles læringsmål i spesialiteter")
        constraints = [
            models.UniqueConstraint(fields=["specialty", "common_set"], name="organisations_a_set_is_included_once"),
            models.CheckConstraint(
                condition=~models.Q(specialty=models.F("common_set")), name="organisations_no_set_includes_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialty} – {self.common_set}"


class SpecialtyContact(models.Model):
    """The RegUt that answers for a specialty across the regions; may be unset until one is named (IR-2)."""

    specialty = models.OneToOneField(Specialty, models.PROTECT, related_name="contact", verbose_name=_("spesialitet"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_for",
        limit_choices_to={"kind": "regut"},
        verbose_name=_("spesialitetskontakt"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("spesialitetskontakt")
        verbose_name_plural = _("spesialitetskontakter")
        ordering = ["specialty__sort_key"]

    def __str__(self) -> str:
        return f"{self.specialty}: {self.organisation or _('ikke satt')}"
