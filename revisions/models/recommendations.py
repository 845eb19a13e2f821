"""What a proposal would change that is not regulation: courses, procedures and utdypende tekst (LA-*, TE-*)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from objectives.models import LearningActivity, Objective


class ActivityChange(models.Model):
    """A row in the template's course or procedure table (FO-3): what it is now, and what is proposed.

    `activity` is the course or procedure in the national list when `current` names one that stands there (LA-3).
    """

    class Kind(models.TextChoices):
        COURSE = "kurs", _("Kurs")
        PROCEDURE = "prosedyre", _("Prosedyre")

    class Action(models.TextChoices):
        ADD = "ny", _("Ny")
        CHANGE = "endres", _("Endres")
        REMOVE = "utgar", _("Utgår")

    proposal = models.ForeignKey(
        "revisions.Proposal", models.CASCADE, related_name="activity_changes", verbose_name=_("endringsforslag")
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    current = models.CharField(
        _("nåværende"),
        max_length=250,
        blank=True,
        help_text=_("Nøyaktig tittel i den nasjonale lista (LA-3). Tomt for en ny."),
    )
    activity = models.ForeignKey(
        LearningActivity,
        models.SET_NULL,  # one that is removed later is still named by `current`
        null=True,
        blank=True,
        related_name="proposed_changes",
        verbose_name=_("læringsaktivitet"),
    )
    proposed = models.CharField(
        _("ny eller endret"), max_length=250, blank=True, help_text=_("Tomt når den skal utgå.")
    )
    course_kind = models.CharField(_("kurstype"), max_length=100, blank=True)
    basis = models.JSONField(
        _("slik den var da endringen ble skrevet"),
        null=True,
        blank=True,
        help_text=_("Kurstype, antall og koder. Tomt når tittelen ikke står i den nasjonale lista."),
    )
    proposed_minimum = models.PositiveIntegerField(
        _("foreslått minste antall"), null=True, blank=True, help_text=_("Bare for prosedyrer (LA-2).")
    )
    objectives = models.ManyToManyField(
        Objective, related_name="activity_changes", blank=True, verbose_name=_("læringsmål")
    )
    comment = models.TextField(_("læringsmål og kommentar"), blank=True)

    class Meta:
        verbose_name = _("endring av læringsaktivitet")
        verbose_name_plural = _("endringer av læringsaktiviteter")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(current="") | ~Q(proposed=""),
                name="revisions_an_activity_change_says_something",
                violation_error_message=_("Fyll inn den nåværende tittelen, den nye, eller begge."),
            ),
            models.CheckConstraint(
                condition=Q(kind="prosedyre") | Q(proposed_minimum__isnull=True),
                name="revisions_only_procedures_have_a_proposed_minimum",
                violation_error_message=_("Bare prosedyrer har et anbefalt minste antall."),
            ),
        ]

    def __str__(self) -> str:
        return self.proposed or self.current

    @property
    def current_minimum(self) -> int | None:
        """The recommended number of a procedure as it was when the change was written."""
        return (self.basis or {}).get("minimum_repetitions")

    @property
    def codes(self) -> list[str]:
        """The læringsmål it is to belong to."""
        return sorted(objective.code for objective in self.objectives.all())

    @property
    def action(self) -> ActivityChange.Action:
        """New, changed or gone, as the two titles tell (FO-3)."""
        if not self.current:
            return self.Action.ADD
        return self.Action.CHANGE if self.proposed else self.Action.REMOVE


class ElaborationChange(models.Model):
    """A proposed change of the utdypende tekst to a læringsmål: a new one, other words, or none any more (TE-1).

    `old_text` is what it said when the change was written; empty when there was none. An empty `new_text` removes it.
    """

    proposal = models.ForeignKey(
        "revisions.Proposal", models.CASCADE, related_name="elaboration_changes", verbose_name=_("endringsforslag")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="elaboration_changes", verbose_name=_("læringsmål")
    )
    old_text = models.TextField(_("gjeldende utdypende tekst"), blank=True)
    new_text = models.TextField(_("foreslått utdypende tekst"), blank=True)
    comment = models.TextField(_("kommentar"), blank=True)

    class Meta:
        verbose_name = _("endring av utdypende tekst")
        verbose_name_plural = _("endringer av utdypende tekst")
        ordering = ["objective__code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_text="") | ~Q(new_text=""),
                name="revisions_an_elaboration_change_says_something",
                violation_error_message=_("Skriv den utdypende teksten."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "objective"],
                name="revisions_one_elaboration_change_per_objective",
                violation_error_message=_("Forslaget endrer allerede den utdypende teksten til dette læringsmålet."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.objective)
