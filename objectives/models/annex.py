from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .validity import (
    StandingManager,
    Validity,
    ValidityQuerySet,
    ends_by_an_act,
    has_a_first_day,
    one_version_per_day,
)


class AnnexPart(models.Model):
    """Del A, B or C of vedlegg 2."""

    letter = models.CharField(_("bokstav"), max_length=1, unique=True)
    title = models.CharField(_("overskrift"), max_length=200, help_text=_("Som trykt, med bokstaven."))
    position = models.PositiveSmallIntegerField(_("plass"), unique=True)

    class Meta:
        verbose_name = _("del av vedlegg 2")
        verbose_name_plural = _("deler av vedlegg 2")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("objectives:part", args=[self.letter])


class AnnexChapter(models.Model):
    """A chapter of vedlegg 2, for example «C15. Gastroenterologisk kirurgi»."""

    part = models.ForeignKey(AnnexPart, models.PROTECT, related_name="chapters", verbose_name=_("del"))
    slug = models.CharField(_("adressenavn"), max_length=40, unique=True, help_text=_("For eksempel C15."))
    title = models.CharField(
        _("overskrift"), max_length=250, help_text=_("Nøyaktig som trykt i vedlegget, skrivefeil medregnet.")
    )
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chapters",
        verbose_name=_("spesialitet"),
    )
    position = models.PositiveIntegerField(_("plass"))
    is_former = models.BooleanField(
        _("tidligere kapittel"),
        default=False,
        help_text=_("Trykt i hakeparentes: «[Tidligere kapittel …». Læringsmålene i det er ikke lenger i kraft."),
    )

    class Meta:
        verbose_name = _("kapittel")
        verbose_name_plural = _("kapitler")
        ordering = ["part__position", "position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("objectives:chapter", args=[self.slug])


class Theme(models.Model):
    """A temaoverskrift in a chapter. What it is called and where it stands is in its versions (ID-6)."""

    chapter = models.ForeignKey(AnnexChapter, models.PROTECT, related_name="themes", verbose_name=_("kapittel"))

    class Meta:
        verbose_name = _("temaoverskrift")
        verbose_name_plural = _("temaoverskrifter")

    def __str__(self) -> str:
        latest = self.versions.order_by("-valid").first()
        return str(latest) if latest else f"{self.chapter} ({self.pk})"


class ThemeVersion(Validity):
    """What a temaoverskrift reads in a period: «15.12 Lever»."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="versions", verbose_name=_("temaoverskrift"))
    number = models.CharField(_("nummer"), max_length=20, blank=True)
    title = models.CharField(_("overskrift"), max_length=250)
    position = models.BigIntegerField(_("plass"))

    history = HistoricalRecords()
    objects = StandingManager.from_queryset(ValidityQuerySet)()
    with_annulled = models.Manager.from_queryset(ValidityQuerySet)()

    class Meta:
        verbose_name = _("versjon av temaoverskrift")
        verbose_name_plural = _("versjoner av temaoverskrifter")
        ordering = ["position", "valid"]
        constraints = [
            one_version_per_day(
                owner="theme",
                name="objectives_one_heading_per_theme_and_day",
                message=_("Temaoverskriften har allerede en ordlyd i dette tidsrommet."),
            ),
            has_a_first_day(name="objectives_a_heading_has_a_first_day"),
            ends_by_an_act(name="objectives_a_heading_ends_by_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
