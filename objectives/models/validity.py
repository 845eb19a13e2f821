"""Legal time: a half-open date range, asked with `in_force(on=…)` and never with the clock."""

from __future__ import annotations

import datetime as dt
from typing import Self, cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def applies(*, on: dt.date, through: str = "") -> Q:
    """The condition that a row, or the one reached `through` a relation, is in force on the day `on` (EF-7).

    For joins: `objects` leaves annulled rows out by itself, a join does not.
    """
    path = f"{through}__" if through else ""
    return Q(**{f"{path}valid__contains": on, f"{path}annulled_by__isnull": True})


class ValidityQuerySet(models.QuerySet):
    """Rows that apply in a period of legal time."""

    def in_force(self, *, on: dt.date) -> Self:
        """Rows in force on the day `on`: from the first day, until but not on the first day after (EF-7)."""
        return self.filter(applies(on=on))

    def not_yet_in_force(self, *, on: dt.date) -> Self:
        """Announced rows whose first day is after `on`."""
        return self.filter(valid__startswith__gt=on, annulled_by__isnull=True)

    def no_longer_in_force(self, *, on: dt.date) -> Self:
        """Rows whose last day is before `on`."""
        return self.filter(valid__endswith__lte=on)

    def open_ended(self) -> Self:
        """Rows that no announced act has put an end to."""
        return self.filter(valid__upper_inf=True, annulled_by__isnull=True)


class StandingManager(models.Manager):
    """All but the annulled: what is, has been or will be in force. Also what a relation back to the owner gives.

    A text that never applied must not be read as one that did because somebody forgot a filter;
    `with_annulled` has them all.
    """

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(annulled_by__isnull=True)


class Validity(models.Model):
    """A text with a first day in force and, when an act has ended it, a first day it no longer is."""

    valid = DateRangeField(
        _("gjelder"),
        help_text=_(
            "Fra og med den første dagen, til men ikke med den siste. Åpen slutt: ingen kunngjort forskrift ender den."
        ),
    )
    start_is_exact = models.BooleanField(
        _("startdatoen er kjent"),
        default=True,
        help_text=_("Nei betyr «kjent fra»: en konsolidert tekst sier ikke når hvert læringsmål fikk ordlyden sin."),
    )
    enacted_by = models.ForeignKey(
        "objectives.LegalAct", models.PROTECT, related_name="enacted_%(class)ss", verbose_name=_("fastsatt ved")
    )
    repealed_by = models.ForeignKey(
        "objectives.LegalAct",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repealed_%(class)ss",
        verbose_name=_("opphevet eller endret ved"),
    )
    annulled_by = models.ForeignKey(
        "objectives.LegalAct",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="annulled_%(class)ss",
        verbose_name=_("endret før ikrafttredelsen ved"),
        help_text=_("Kunngjort, men aldri i kraft: en senere forskrift kom i stedet før den første dagen."),
    )

    class Meta:
        abstract = True

    @property
    def valid_from(self) -> dt.date:
        """The first day in force."""
        return self.valid.lower

    @property
    def valid_until(self) -> dt.date | None:
        """The first day no longer in force, or None while no announced act ends it."""
        return self.valid.upper

    @property
    def last_day(self) -> dt.date | None:
        """The last day in force, as people say it: «til og med»."""
        return self.valid.upper - dt.timedelta(days=1) if self.valid.upper else None


def one_version_per_day(*, owner: str, name: str, message: str | Promise) -> ExclusionConstraint:
    """Two versions of the same thing never apply on the same day.

    The key is written as a range because the embedded server has no btree_gist.
    """
    key = Func(F(f"{owner}_id"), F(f"{owner}_id"), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name,
        index_type="GIST",
        expressions=[(key, RangeOperators.OVERLAPS), ("valid", RangeOperators.OVERLAPS)],
        condition=Q(annulled_by__isnull=True),
        violation_error_message=cast(str, message),
    )


def has_a_first_day(*, name: str) -> models.CheckConstraint:
    """A period is never empty and always has a first day."""
    return models.CheckConstraint(
        condition=Q(valid__isempty=False, valid__lower_inf=False),
        name=name,
        violation_error_message=_("Perioden må ha en første dag, og den må ligge før den siste."),
    )


def ends_by_an_act(*, name: str) -> models.CheckConstraint:
    """Nothing stops applying unless a forskrift says so."""
    return models.CheckConstraint(
        condition=Q(valid__upper_inf=True) | Q(repealed_by__isnull=False),
        name=name,
        violation_error_message=_("En slutt på gyldigheten må vise til forskriften som fastsatte den."),
    )


def from_day(first: dt.date, until: dt.date | None = None) -> DateRange:
    """The half-open period from `first` until but not on `until`."""
    return DateRange(first, until, "[)")
