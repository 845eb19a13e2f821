"""Læringsaktiviteter and utdypende tekster: by specialty, and one activity by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from objectives.activity_history import Change, history_of
from objectives.models import Elaboration, LearningActivity, Objective, ObjectiveVersion
from objectives.rows import Row, objective_url
from objectives.standing import REPEALED
from organisations.models import Specialty


class Shown(TextChoices):
    """What to show of a specialty's; all of it when nothing is chosen."""

    COURSES = "kurs", _("Kurs")
    PROCEDURES = "prosedyre", _("Prosedyrer")
    ELABORATIONS = "utdypende", _("Utdypende tekster")


@dataclass(frozen=True)
class Choice:
    """A link that shows less, or all again."""

    label: str | Promise
    url: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class SpecialtyActivities:
    """A specialty's activities and utdypende tekster, those that are asked for."""

    specialty: Specialty
    choices: list[Choice]
    courses: list[LearningActivity]
    procedures: list[LearningActivity]
    elaborations: list[Elaboration]

    @property
    def is_empty(self) -> bool:
        return not (self.courses or self.procedures or self.elaborations)


@dataclass(frozen=True, kw_only=True)
class ActivityPage:
    """One activity, the læringsmål it is recommended for, and its history."""

    activity: LearningActivity
    rows: list[Row]
    history: list[Change]


def specialties_with_activities() -> list[Specialty]:
    """The specialties that have something, in Norwegian order, with `courses`, `procedures` and `elaborations`."""
    kind = LearningActivity.Kind
    activities = Specialty.objects.alphabetical().annotate(
        courses=Count("learning_activities", filter=Q(learning_activities__kind=kind.COURSE)),
        procedures=Count("learning_activities", filter=Q(learning_activities__kind=kind.PROCEDURE)),
    )
    per_specialty = Elaboration.objects.values_list("objective__series__specialty").annotate(n=Count("pk"))
    elaborations = dict(per_specialty)
    rows = list(activities)
    for row in rows:
        row.elaborations = elaborations.get(row.pk, 0)  # type: ignore[attr-defined]
    return [row for row in rows if row.courses or row.procedures or row.elaborations]  # type: ignore[attr-defined]


def specialty_activities(specialty: Specialty, *, shown: str) -> SpecialtyActivities:
    """What the specialty has of the kind asked for; four queries at most."""
    linked = Prefetch("objectives", Objective.objects.order_by("series__prefix", "number"))
    activities: Sequence[LearningActivity] = []
    if shown != Shown.ELABORATIONS:
        wanted = {"kind": shown} if shown else {}
        found = LearningActivity.objects.filter(specialty=specialty, **wanted).order_by("title")
        activities = list(found.select_related("specialty").prefetch_related(linked))
    elaborations: Sequence[Elaboration] = []
    if shown in ("", Shown.ELABORATIONS):
        texts = Elaboration.objects.filter(objective__series__specialty=specialty)
        elaborations = list(
            texts.select_related("objective").order_by("objective__series__prefix", "objective__number")
        )
    return SpecialtyActivities(
        specialty=specialty,
        choices=_choices(shown),
        courses=[row for row in activities if row.kind == LearningActivity.Kind.COURSE],
        procedures=[row for row in activities if row.kind == LearningActivity.Kind.PROCEDURE],
        elaborations=list(elaborations),
    )


def taken_out(pk: int, slug: str) -> LearningActivity | None:
    """An activity that is no longer recommended, as it was when it was taken out."""
    last = (
        LearningActivity.history.filter(id=pk, specialty__slug=slug, history_type="-").order_by("-history_id").first()
    )
    if last is None:
        return None
    activity: LearningActivity = last.instance
    return activity


def activity_page(activity: LearningActivity, *, today: dt.date) -> ActivityPage:
    """The activity with its læringsmål as they read today; those not in force are said to be so."""
    linked = list(activity.objectives.order_by("series__prefix", "number"))
    texts = (
        ObjectiveVersion.objects.filter(objective__in=linked)
        .order_by("valid")
        .values_list("objective", "text", "valid")
    )
    shown: dict[int, tuple[str, bool]] = {}
    for objective, text, valid in texts:
        # The one in force, else the last; the order is by first day.
        if not shown.get(objective, ("", False))[1]:
            shown[objective] = (text, today in valid)
    rows = [
        Row(
            code=objective.code,
            url=objective_url(objective.code),
            text=shown[objective.pk][0],
            off=not shown[objective.pk][1],
            mark="" if shown[objective.pk][1] else REPEALED.mark,
            word="" if shown[objective.pk][1] else _("Ikke i kraft"),
        )
        for objective in linked
        if objective.pk in shown
    ]
    return ActivityPage(activity=activity, rows=rows, history=history_of(activity))


def _choices(shown: str) -> list[Choice]:
    every = [Choice(_("Alt"), "?", not shown)]
    return every + [Choice(choice.label, f"?type={choice.value}", choice.value == shown) for choice in Shown]
