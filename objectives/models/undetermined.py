from __future__ import annotations

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .acts import LegalAct
from .codes import Objective


class UndeterminedChangeQuerySet(models.QuerySet["UndeterminedChange"]):
    def awaiting(self) -> UndeterminedChangeQuerySet:
        """Those that nobody has given a date."""
        return self.filter(in_force_from__isnull=True)

    def about(self, objective: Objective) -> UndeterminedChangeQuerySet:
        """Those that change the læringsmål, or give it its first text."""
        return self.filter(Q(changes=objective) | Q(creates=objective)).distinct()

    def with_codes(self) -> UndeterminedChangeQuerySet:
        """Adds `new_codes`: the codes it makes, in the order they were given."""
        codes = ArrayAgg("creates__code", order_by="creates__number", filter=Q(creates__isnull=False), default=[])
        return self.annotate(new_codes=codes)


class UndeterminedChange(models.Model):
    """A change that is announced, and whose entry into force is decided later («fra den tid … bestemmer»).

    It is law, but no text of it is in force or has a day to be: the texts begin when somebody determines the day, and
    the row then says who and when. The database refuses to rewrite or delete it (migration 0010).
    """

    enacted_by = models.ForeignKey(
        LegalAct, models.PROTECT, related_name="undetermined_changes", verbose_name=_("fastsatt ved")
    )
    number = models.PositiveIntegerField(_("nummer"), help_text=_("Rekkefølgen i forskriften."))
    operation = models.JSONField(_("endring"))
    changes = models.ManyToManyField(
        Objective, related_name="undetermined_changes", blank=True, verbose_name=_("endrer")
    )
    creates = models.ManyToManyField(
        Objective,
        related_name="undetermined_origins",
        blank=True,
        verbose_name=_("nye koder"),
        help_text=_("Kodene er gitt ved kunngjøringen, selv om læringsmålene ennå ikke gjelder (ID-1)."),
    )
    in_force_from = models.DateField(
        _("i kraft fra"), null=True, blank=True, help_text=_("Tomt: ikrafttredelsen er ikke fastsatt.")
    )
    determined_on = models.DateField(
        _("fastsatt"), null=True, blank=True, help_text=_("Dagen ikrafttredelsen ble bestemt.")
    )
    determined_by = models.ForeignKey(
        LegalAct,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="determined_changes",
        verbose_name=_("ikrafttredelsen fastsatt ved"),
        help_text=_("Når beslutningen selv er kunngjort som forskrift."),
    )
    reference = models.CharField(
        _("beslutning"), max_length=200, blank=True, help_text=_("Hvor beslutningen om ikrafttredelse finnes.")
    )

    history = HistoricalRecords()
    objects = UndeterminedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("endring uten fastsatt ikrafttredelse")
        verbose_name_plural = _("endringer uten fastsatt ikrafttredelse")
        ordering = ["enacted_by", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enacted_by", "number"], name="objectives_an_undetermined_change_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True, determined_on__isnull=True)
                | Q(in_force_from__isnull=False, determined_on__isnull=False),
                name="objectives_a_determined_day_has_its_decision",
                violation_error_message=_("En fastsatt ikrafttredelse må ha datoen den ble bestemt."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True) | Q(in_force_from__gte=models.F("determined_on")),
                name="objectives_nothing_starts_before_it_is_determined",
                violation_error_message=_("Ikrafttredelsen kan ikke ligge før beslutningen om den."),
            ),
            models.CheckConstraint(
                condition=Q(determined_on__isnull=False) | Q(determined_by__isnull=True, reference=""),
                name="objectives_only_a_determined_day_has_a_source",
                violation_error_message=_("En beslutning om ikrafttredelse må ha en dato."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enacted_by} nr. {self.number}"

    @property
    def is_determined(self) -> bool:
        return self.in_force_from is not None
