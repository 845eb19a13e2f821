from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .validity import (
    StandingManager,
    Validity,
    ValidityQuerySet,
    applies,
    ends_by_an_act,
    has_a_first_day,
    one_version_per_day,
)


class Stage(models.TextChoices):
    """The part of the training in which a læringsmål is to be reached (spesialistforskriften § 2)."""

    PART_1 = "1", _("Del 1")
    PART_2 = "2", _("Del 2")
    PART_3 = "3", _("Del 3")
    PARTS_2_AND_3 = "2-3", _("Del 2–3")


class ObjectiveVersionQuerySet(ValidityQuerySet):
    def in_outline_order(self) -> Self:
        """As the annex prints them: part, chapter, heading, place."""
        return self.order_by(
            "chapter__part__position",
            "chapter__position",
            F("theme_position").asc(nulls_first=True),
            "position",
            "objective__code",
        )

    def with_heading(self, *, on: dt.date) -> Self:
        """Adds `theme_number`, `theme_title` and `theme_position` as they read on the day `on`."""
        heading = models.FilteredRelation("theme__versions", condition=applies(on=on, through="theme__versions"))
        return self.annotate(heading=heading).annotate(
            theme_number=F("heading__number"), theme_title=F("heading__title"), theme_position=F("heading__position")
        )

    def consolidated(self, *, on: dt.date) -> Self:
        """The annex as it reads on the day `on`, in its own order, in one query."""
        return (
            self.in_force(on=on)
            .with_heading(on=on)
            .select_related("objective__series__specialty", "chapter__part", "chapter__specialty", "enacted_by")
            .in_outline_order()
        )


class ObjectiveVersion(Validity):
    """The text of a læringsmål under a heading, in a period of legal time, enacted by a forskrift.

    `text` keeps paragraphs and list items, see `objectives.legal_text`. The database refuses to change the text
    of a version or to delete one (migrations 0003 and 0004): a new wording is a new version.
    """

    objective = models.ForeignKey(
        "objectives.Objective", models.PROTECT, related_name="versions", verbose_name=_("læringsmål")
    )
    chapter = models.ForeignKey(
        "objectives.AnnexChapter", models.PROTECT, related_name="versions", verbose_name=_("kapittel")
    )
    theme = models.ForeignKey(
        "objectives.Theme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objective_versions",
        verbose_name=_("temaoverskrift"),
    )
    position = models.BigIntegerField(_("plass"), help_text=_("Rekkefølgen under temaoverskriften."))
    text = models.TextField(_("læringsmålstekst"))
    stage = models.CharField(_("utdanningens del"), max_length=3, choices=Stage)

    history = HistoricalRecords()
    objects = StandingManager.from_queryset(ObjectiveVersionQuerySet)()
    with_annulled = models.Manager.from_queryset(ObjectiveVersionQuerySet)()

    class Meta:
        verbose_name = _("versjon av læringsmål")
        verbose_name_plural = _("versjoner av læringsmål")
        ordering = ["objective", "valid"]
        constraints = [
            one_version_per_day(
                owner="objective",
                name="objectives_one_text_per_objective_and_day",
                message=_("Læringsmålet har allerede en tekst i dette tidsrommet."),
            ),
            has_a_first_day(name="objectives_a_text_has_a_first_day"),
            ends_by_an_act(name="objectives_a_text_ends_by_an_act"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="objectives_a_text_is_not_empty",
                violation_error_message=_("Læringsmålet må ha en tekst."),
            ),
        ]
        indexes = [
            models.Index(fields=["chapter", "position"], name="objectives_by_chapter"),
            GistIndex(fields=["valid"], name="objectives_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.objective} fra {self.valid_from:%d.%m.%Y}"
