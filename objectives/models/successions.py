from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Succession(models.Model):
    """That one læringsmål replaces another, and what follows a doctor across (ID-3, ID-5, ID-6).

    Made by the operation that replaces the objective, never by hand. The database refuses a circle (migration 0003).
    """

    class Kind(models.TextChoices):
        SHARPENED = "skjerpet", _("Skjerpet")
        REDUCED = "redusert", _("Redusert")
        EQUIVALENT = "likeverdig", _("Likeverdig")
        SPLIT = "delt", _("Delt")
        MERGED = "slatt_sammen", _("Slått sammen")

    old = models.ForeignKey(
        "objectives.Objective", models.PROTECT, related_name="successors", verbose_name=_("tidligere")
    )
    new = models.ForeignKey("objectives.Objective", models.PROTECT, related_name="predecessors", verbose_name=_("nytt"))
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    approvals_carry_over = models.BooleanField(
        _("godkjenninger overføres"),
        help_text=_("Ved reduserte krav gjelder godkjenningen av det gamle læringsmålet også det nye (ID-5)."),
    )
    activities_carry_over = models.BooleanField(_("læringsaktiviteter overføres"))
    enacted_by = models.ForeignKey(
        "objectives.LegalAct", models.PROTECT, related_name="successions", verbose_name=_("fastsatt ved")
    )

    class Meta:
        verbose_name = _("erstatning")
        verbose_name_plural = _("erstatninger")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                name="objectives_a_succession_is_told_once",
                violation_error_message=_("Denne erstatningen er allerede registrert."),
            ),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")),
                name="objectives_nothing_succeeds_itself",
                violation_error_message=_("Et læringsmål kan ikke erstatte seg selv."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="skjerpet") | models.Q(approvals_carry_over=False),
                name="objectives_approvals_do_not_follow_a_sharpened_requirement",
                violation_error_message=_("Godkjenninger overføres ikke når kravet er skjerpet (ID-5)."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
