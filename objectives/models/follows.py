from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Specialty

from .acts import LegalAct
from .codes import Objective


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, act: LegalAct, *, objectives: Collection[int]) -> FollowQuerySet:
        """Those who want to know of what the act does with these læringsmål, by primary key.

        Whoever follows a specialty follows the sets common to several that it builds on, too.
        """
        everything = Q(specialty__isnull=True, objective__isnull=True, act__isnull=True)
        touched = Objective.objects.filter(pk__in=objectives)
        own = touched.filter(series__specialty=OuterRef("specialty"))
        common = touched.filter(series__specialty__included_by=OuterRef("specialty"))
        return self.filter(everything | Q(act=act) | Q(objective__in=objectives) | Exists(own) | Exists(common))


class Follow(models.Model):
    """That somebody who can log in wants mail about a specialty, a læringsmål, an act – or all of the register."""

    user = models.ForeignKey(
        "organisations.User", models.CASCADE, related_name="follows", verbose_name=_("den som følger")
    )
    specialty = models.ForeignKey(
        Specialty, models.CASCADE, null=True, blank=True, related_name="follows", verbose_name=_("spesialitet")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="follows", verbose_name=_("læringsmål")
    )
    act = models.ForeignKey(
        LegalAct, models.PROTECT, null=True, blank=True, related_name="follows", verbose_name=_("forskrift")
    )
    created_at = models.DateTimeField(_("siden"), default=timezone.now, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnementer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "specialty", "objective", "act"],
                name="objectives_a_thing_is_followed_once",
                nulls_distinct=False,
                violation_error_message=_("Du følger dette allerede."),
            ),
            models.CheckConstraint(
                condition=Q(specialty__isnull=True, objective__isnull=True)
                | Q(specialty__isnull=True, act__isnull=True)
                | Q(objective__isnull=True, act__isnull=True),
                name="objectives_one_thing_is_followed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.what}"

    @property
    def what(self) -> str:
        """What is followed, as one says it."""
        return str(self.specialty or self.objective or self.act or _("Alle endringer i vedlegg 2"))
