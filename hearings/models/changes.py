from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .hearings import Hearing


class NoNewHearingQuerySet(models.QuerySet["NoNewHearing"]):
    def standing(self) -> NoNewHearingQuerySet:
        """Those that are not taken back: at most one in a hearing."""
        return self.filter(withdrawn_at__isnull=True)


class NoNewHearing(models.Model):
    """That what changed after a hearing needs no new one, and why (HØ-1): published with the hearing.

    `changes` are what it answers for: `[{"key": "punkt-12", "name": "GAK-091", "what": "…", "old": …, "new": …}]`. What
    changes after it was written needs an answer of its own. One that is taken back stays, and answers for nothing.
    """

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="no_new_hearings", verbose_name=_("høring"))
    reason = models.TextField(_("begrunnelse"))
    changes = models.JSONField(_("det som er endret"))
    decided_by = models.ForeignKey(
        "organisations.User", models.PROTECT, related_name="+", verbose_name=_("besluttet av")
    )
    decided_at = models.DateTimeField(_("besluttet"), default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        "organisations.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trukket av")
    )
    withdrawn_at = models.DateTimeField(_("trukket"), null=True, blank=True)

    objects = NoNewHearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("begrunnelse for ikke å høre på nytt")
        verbose_name_plural = _("begrunnelser for ikke å høre på nytt")
        ordering = ["hearing", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hearings_no_new_hearing_has_a_reason",
                violation_error_message=_("Skriv hvorfor endringene ikke trenger en ny høring (HØ-1)."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="hearings_what_is_taken_back_has_its_taker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing}: {self.reason}"

    @property
    def names(self) -> list[str]:
        """What has changed, by name."""
        return [change["name"] for change in self.changes]
