"""What the directorate writes while it handles a case: notes, consequences assessed, questions of principle."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class CaseNote(models.Model):
    """A note in a case, for the directorate alone. What is written stays; a correction is a new note."""

    case = models.ForeignKey("revisions.Case", models.PROTECT, related_name="notes", verbose_name=_("sak"))
    text = models.TextField(_("notat"))
    written_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("notat i sak")
        verbose_name_plural = _("notater i saker")
        ordering = ["case", "-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="revisions_a_note_says_something")]

    def __str__(self) -> str:
        return self.text[:60]


class ConsequenceAssessment(models.Model):
    """The six questions every state measure is to answer, in short (utredningsinstruksen punkt 2-1)."""

    QUESTIONS = ("problem", "measures", "principles", "effects", "recommendation", "conditions")

    case = models.OneToOneField("revisions.Case", models.PROTECT, related_name="assessment", verbose_name=_("sak"))
    problem = models.TextField(_("Hva er problemet, og hva vil vi oppnå?"), blank=True)
    measures = models.TextField(_("Hvilke tiltak er relevante?"), blank=True)
    principles = models.TextField(_("Hvilke prinsipielle spørsmål reiser tiltakene?"), blank=True)
    effects = models.TextField(
        _("Hva er de positive og negative virkningene, hvor varige er de, og hvem blir berørt?"), blank=True
    )
    recommendation = models.TextField(_("Hvilket tiltak anbefales, og hvorfor?"), blank=True)
    conditions = models.TextField(_("Hva er forutsetningene for en vellykket gjennomføring?"), blank=True)
    saved_at = models.DateTimeField(_("sist lagret"), default=timezone.now)
    saved_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("lagret av"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("konsekvensvurdering")
        verbose_name_plural = _("konsekvensvurderinger")

    def __str__(self) -> str:
        return f"Konsekvensvurdering i sak {self.case.number}"

    @property
    def answered(self) -> int:
        """How many of the six questions have an answer."""
        return sum(1 for name in self.QUESTIONS if getattr(self, name).strip())


class PrincipleClarification(models.Model):
    """A prinsipiell avklaring: one question of principle that several cases raise, answered once for them (SA-5)."""

    title = models.CharField(_("spørsmål"), max_length=250)
    background = models.TextField(_("bakgrunn"), blank=True)
    outcome = models.TextField(_("avklaring"), blank=True)
    cases = models.ManyToManyField("revisions.Case", related_name="clarifications", blank=True, verbose_name=_("saker"))
    raised_by = models.ForeignKey("organisations.User", models.PROTECT, related_name="+", verbose_name=_("reist av"))
    raised_on = models.DateField(_("reist"))
    settled_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avklart av")
    )
    settled_on = models.DateField(_("avklart"), null=True, blank=True)

    history = HistoricalRecords(m2m_fields=[cases])

    class Meta:
        verbose_name = _("prinsipiell avklaring")
        verbose_name_plural = _("prinsipielle avklaringer")
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_by__isnull=True, outcome="")
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="revisions_a_settled_clarification_has_its_outcome",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("revisions:clarification", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        return self.settled_on is not None
