from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Elaboration(models.Model):
    """Utdypende tekst to a læringsmål: explains, is not regulation and adds no requirement (TE-1, TE-2)."""

    objective = models.OneToOneField(
        "objectives.Objective", models.PROTECT, related_name="elaboration", verbose_name=_("læringsmål")
    )
    text = models.TextField(_("utdypende tekst"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("utdypende tekst")
        verbose_name_plural = _("utdypende tekster")

    def __str__(self) -> str:
        return f"Utdypende tekst til {self.objective}"


class LearningActivity(models.Model):
    """A nasjonalt anbefalt læringsaktivitet: recommended, never mandatory (LA-2, LA-5)."""

    class Kind(models.TextChoices):
        COURSE = "kurs", _("Kurs")
        PROCEDURE = "prosedyre", _("Prosedyre")

    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    title = models.CharField(_("tittel"), max_length=200)
    course_kind = models.CharField(_("kurstype"), max_length=100, blank=True)
    minimum_repetitions = models.PositiveIntegerField(
        _("anbefalt minste antall"), null=True, blank=True, help_text=_("Bare for prosedyrer.")
    )
    specialty = models.ForeignKey(
        "organisations.Specialty", models.PROTECT, related_name="learning_activities", verbose_name=_("spesialitet")
    )
    objectives = models.ManyToManyField(
        "objectives.Objective", related_name="learning_activities", blank=True, verbose_name=_("læringsmål")
    )

    history = HistoricalRecords(m2m_fields=[objectives])

    class Meta:
        verbose_name = _("læringsaktivitet")
        verbose_name_plural = _("læringsaktiviteter")
        ordering = ["kind", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["specialty", "kind", "title"],
                name="objectives_an_activity_title_is_used_once",
                violation_error_message=_("Spesialiteten har allerede en læringsaktivitet med denne tittelen."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="prosedyre") | models.Q(minimum_repetitions__isnull=True),
                name="objectives_only_procedures_have_a_minimum",
                violation_error_message=_("Bare prosedyrer har et anbefalt minste antall."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("objectives:activity", args=[self.specialty.slug, self.pk])
