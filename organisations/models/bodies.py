from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Region(models.TextChoices):
    """The four regional health authorities' areas."""

    NORTH = "HN", _("Helse Nord")
    CENTRAL = "HMN", _("Helse Midt-Norge")
    WEST = "HV", _("Helse Vest")
    SOUTH_EAST = "HSO", _("Helse Sør-Øst")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of_kind(self, *kinds: str) -> OrganisationQuerySet:
        return self.filter(kind__in=kinds)

    def who_may_propose(self) -> OrganisationQuerySet:
        """The bodies that may send a proposal (SA-1)."""
        return self.of_kind(*Organisation.PROPOSING_KINDS)


class Organisation(models.Model):
    """A body that takes part in revising læringsmål (spesialistforskriften §§ 3b, 4 and 6; SA-1)."""

    class Kind(models.TextChoices):
        DIRECTORATE = "helsedirektoratet", _("Helsedirektoratet")
        RHF = "rhf", _("Regionalt helseforetak")
        REGUT = "regut", _("Regionalt utdanningssenter (RegUt)")
        ALIS_SAMLIS = "alis_samlis", _("ALIS- og SAMLIS-kontor")
        MEDICAL_ASSOCIATION = "legeforeningen", _("Legeforeningen")
        SPECIALTY_COMMITTEE = "spesialitetskomite", _("Spesialitetskomité")
        TRAINING_INSTITUTION = "utdanningsvirksomhet", _("Utdanningsvirksomhet")
        OTHER = "annen", _("Annen")

    # SA-1: these send proposals; committees draft, their association sends.
    PROPOSING_KINDS = (Kind.REGUT, Kind.ALIS_SAMLIS, Kind.MEDICAL_ASSOCIATION, Kind.DIRECTORATE)

    kind = models.CharField(_("type"), max_length=30, choices=Kind)
    name = models.CharField(_("navn"), max_length=200, unique=True)
    short_name = models.CharField(_("kortnavn"), max_length=60, blank=True)
    region = models.CharField(_("helseregion"), max_length=3, choices=Region, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("hører til"),
        help_text=_("En spesialitetskomité hører til Legeforeningen, et RegUt til sitt RHF."),
    )
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="committees",
        verbose_name=_("spesialitet"),
        help_text=_("Bare for spesialitetskomiteer."),
    )
    email = models.EmailField(_("e-postadresse"), blank=True)

    history = HistoricalRecords()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisasjon")
        verbose_name_plural = _("organisasjoner")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind__in=["helsedirektoratet", "legeforeningen"]),
                name="organisations_one_directorate_and_one_association",
                violation_error_message=_(
                    "Det finnes allerede en organisasjon av denne typen, og det kan bare være én."
                ),
            ),
            models.UniqueConstraint(
                fields=["kind", "region"],
                condition=models.Q(kind__in=["regut", "rhf"]),
                name="organisations_one_regut_and_rhf_per_region",
                violation_error_message=_("Helseregionen har allerede en organisasjon av denne typen."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["regut", "rhf"]) | ~models.Q(region=""),
                name="organisations_regut_and_rhf_have_a_region",
                violation_error_message=_("RHF og RegUt må ha en helseregion."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="spesialitetskomite") | models.Q(specialty__isnull=True),
                name="organisations_only_committees_have_a_specialty",
                violation_error_message=_("Bare spesialitetskomiteer knyttes til én spesialitet."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_directorate(self) -> bool:
        return self.kind == self.Kind.DIRECTORATE


class TrainingCouncil(models.Model):
    """A spesialistutdanningsråd: regional, or tverregionalt when it has no region (IR-4)."""

    class Kind(models.TextChoices):
        SPECIALTY = "spesialitet", _("Spesialistutdanningsråd")
        LIS1 = "lis1", _("LIS1-råd")
        FIM = "fim", _("FIM-råd")
        FKI = "fki", _("FKI-råd")
        FKM = "fkm", _("FKM-råd")
        COORDINATION = "samordning", _("Samordningsråd")

    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    region = models.CharField(_("helseregion"), max_length=3, choices=Region, blank=True)
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councils",
        verbose_name=_("spesialitet"),
    )
    leader = models.ForeignKey(
        "organisations.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_councils",
        verbose_name=_("leder"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("spesialistutdanningsråd")
        verbose_name_plural = _("spesialistutdanningsråd")
        ordering = ["kind", "specialty", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region", "specialty"],
                nulls_distinct=False,
                name="organisations_one_council_per_kind_region_and_specialty",
                violation_error_message=_("Dette rådet finnes allerede."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="spesialitet", specialty__isnull=False)
                | (~models.Q(kind="spesialitet") & models.Q(specialty__isnull=True)),
                name="organisations_specialty_councils_have_a_specialty",
                violation_error_message=_(
                    "Et spesialistutdanningsråd hører til én spesialitet; de andre rådene har ingen."
                ),
            ),
        ]

    def __str__(self) -> str:
        name = str(self.specialty) if self.specialty else self.get_kind_display()
        region = self.get_region_display() if self.region else "tverregionalt"
        return f"{name}, {region}"
