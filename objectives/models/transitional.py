from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .acts import LegalAct
from .codes import Objective
from .versions import Stage


class TransitionalRuleQuerySet(models.QuerySet["TransitionalRule"]):
    def standing(self, *, on: dt.date) -> TransitionalRuleQuerySet:
        """Rules that are not over on the day `on`, whether or not what they are about has ceased yet."""
        lasting = Q(until__isnull=True) | Q(until__gt=on)
        kept = Q(repealed_from__isnull=True) | Q(repealed_from__gt=on)
        return self.filter(lasting, kept)

    def about(self, objective: Objective) -> TransitionalRuleQuerySet:
        """Rules that let the læringsmål stand, or one that it replaces."""
        return self.filter(Q(former=objective) | Q(former__successors__new=objective)).distinct()


class TransitionalRule(models.Model):
    """An overgangsregel: who may complete the training by former læringsmål, and until when (EF-4).

    It begins for each læringsmål the day that ceases, which is read from the register; only the end is said here.
    Half-open like all legal time: `until` is the first day the rule no longer holds. The database refuses to rewrite
    or delete it (migration 0010); a later act can put an end to it.
    """

    class Started(models.TextChoices):
        """What a doctor must have begun in time."""

        PART = "del", _("har startet delen av utdanningen")
        TRAINING = "spesialisering", _("har startet spesialiseringen")

    enacted_by = models.ForeignKey(
        LegalAct, models.PROTECT, related_name="transitional_rules", verbose_name=_("fastsatt ved")
    )
    number = models.PositiveSmallIntegerField(_("nummer"), help_text=_("Rekkefølgen i forskriften."))
    former = models.ManyToManyField(
        Objective, related_name="transitional_rules", verbose_name=_("tidligere læringsmål")
    )
    started = models.CharField(_("vilkår"), max_length=20, choices=Started)
    stage = models.CharField(_("utdanningens del"), max_length=3, choices=Stage, blank=True)
    started_before = models.DateField(
        _("startet før"),
        null=True,
        blank=True,
        help_text=_("Tomt: før dagen det tidligere læringsmålet falt bort."),
    )
    specialty = models.ForeignKey(
        "organisations.Specialty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transitional_rules",
        verbose_name=_("spesialitet"),
        help_text=_("Tomt: alle spesialiteter."),
    )
    until = models.DateField(
        _("gjelder til"),
        null=True,
        blank=True,
        help_text=_("Den første dagen regelen ikke lenger gjelder. Tomt: uten sluttdato."),
    )
    text = models.TextField(_("ordlyd"), help_text=_("Som trykt i forskriften."))
    repealed_by = models.ForeignKey(
        LegalAct,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repealed_transitional_rules",
        verbose_name=_("opphevet ved"),
    )
    repealed_from = models.DateField(_("opphevet fra"), null=True, blank=True)

    history = HistoricalRecords()
    objects = TransitionalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("overgangsregel")
        verbose_name_plural = _("overgangsregler")
        ordering = ["enacted_by", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enacted_by", "number"], name="objectives_a_transitional_rule_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(started="del") & ~Q(stage="") | Q(started="spesialisering", stage=""),
                name="objectives_a_rule_about_a_part_names_it",
                violation_error_message=_("Velg hvilken del av utdanningen regelen gjelder."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(started_before__isnull=True) | Q(until__gt=F("started_before")),
                name="objectives_a_rule_ends_after_those_it_helps_began",
                violation_error_message=_(
                    "Overgangsregelen må vare lenger enn til datoen utdanningen skal være startet."
                ),
            ),
            models.CheckConstraint(
                condition=Q(repealed_by__isnull=True, repealed_from__isnull=True)
                | Q(repealed_by__isnull=False, repealed_from__isnull=False),
                name="objectives_a_rule_is_repealed_by_an_act_and_from_a_day",
                violation_error_message=_("En oppheving av overgangsregelen må ha både forskrift og dato."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="objectives_a_transitional_rule_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.enacted_by} overgangsregel {self.number}"

    @property
    def over_from(self) -> dt.date | None:
        """The first day it no longer holds, whatever ends it; None while nothing does."""
        return min((day for day in (self.until, self.repealed_from) if day), default=None)

    @property
    def last_day(self) -> dt.date | None:
        """The last day it holds, as people say it: «til og med»."""
        return self.over_from - dt.timedelta(days=1) if self.over_from else None
