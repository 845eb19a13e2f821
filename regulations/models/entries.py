from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WEEK = dt.timedelta(days=7)
MONTH = dt.timedelta(days=30)


class EntryIntoForceQuerySet(models.QuerySet["EntryIntoForce"]):
    def to_tell(self, *, on: dt.date) -> EntryIntoForceQuerySet:
        """Those whose day has come and that nobody has been told of, also when it came long ago."""
        return self.filter(told_at__isnull=True, day__lte=on).order_by("day", "pk")

    def to_remind_a_month_before(self, *, on: dt.date) -> EntryIntoForceQuerySet:
        """Those thirty days off or fewer, and more than a week; announced before that, or the announcement says it."""
        near = Q(day__gt=on + WEEK, day__lte=on + MONTH, known_on__lt=F("day") - MONTH)
        return self.filter(near, month_reminded_at__isnull=True, told_at__isnull=True).order_by("day", "pk")

    def to_remind_a_week_before(self, *, on: dt.date) -> EntryIntoForceQuerySet:
        """Those seven days off or fewer that have not begun; announced before that."""
        near = Q(day__gt=on, day__lte=on + WEEK, known_on__lt=F("day") - WEEK)
        return self.filter(near, week_reminded_at__isnull=True, told_at__isnull=True).order_by("day", "pk")


class EntryIntoForce(models.Model):
    """A day on which something an act announced enters into force, and what has been told of it.

    Written with the announcement, so that a sweep finds by a column what is due – the same day, or after a week with
    no worker. What is in force never depends on it (EF-7): the register's dates say that, and this only that people
    have been told.
    """

    act = models.ForeignKey(
        "objectives.LegalAct", models.PROTECT, related_name="entries_into_force", verbose_name=_("forskrift")
    )
    day = models.DateField(_("i kraft fra"))
    known_on = models.DateField(_("kjent"), help_text=_("Dagen det ble kunngjort eller fastsatt."))
    month_reminded_at = models.DateTimeField(_("minnet om en måned før"), null=True, blank=True)
    week_reminded_at = models.DateTimeField(_("minnet om en uke før"), null=True, blank=True)
    told_at = models.DateTimeField(_("fortalt"), null=True, blank=True)
    created_at = models.DateTimeField(_("opprettet"), default=timezone.now, editable=False)

    objects = EntryIntoForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("ikrafttredelse")
        verbose_name_plural = _("ikrafttredelser")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "day"], name="regulations_an_act_enters_into_force_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["day"], condition=Q(told_at__isnull=True), name="regulations_entries_to_tell"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.day:%d.%m.%Y}"
