"""What a case touches beside the læringsmål it changes: who builds on them, what is linked to them, and who else is at
work on the same (LA-1, SA-7). A fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from objectives.models import Elaboration, LearningActivity
from objectives.rows import objective_url
from organisations.models import SetInclusion, Specialty
from revisions.models import ActivityChange, Case, ChangeItem, ElaborationChange, Proposal

from .case_items import CaseItem, Warned
from .trainees import Trainees, trainees_of

MOST_ACTIVITIES = 50


@dataclass
class Impact:
    """What the case touches, for the aside of its page."""

    specialties: list[tuple[str, list[str]]] = field(default_factory=list)
    """Each common set the case changes, and the specialties that include it."""
    activities: list[tuple[LearningActivity, list[str]]] = field(default_factory=list)
    """The recommended courses and procedures linked to what it changes, with the codes."""
    elaborations: list[tuple[str, str]] = field(default_factory=list)
    """The codes with an utdypende tekst, and where it is read."""
    trainees: Trainees = field(default_factory=Trainees)
    """The doctors already in training."""
    related: list[Warned] = field(default_factory=list)
    """Other open cases on the same temaoverskrift, or on what is recommended for the same læringsmål."""


def impact_of(case: Case, *, rows: Sequence[CaseItem], proposals: Sequence[Proposal], on: dt.date) -> Impact:
    """The impact of these change items and of the recommendations in the same proposals, as of the day `on`."""
    changed = {source.objective.pk: source.objective.code for row in rows for source in row.item.sources}
    return Impact(
        specialties=_specialties({proposal.specialty_id for proposal in proposals}),
        activities=_activities(changed),
        elaborations=_elaborations(changed),
        trainees=trainees_of(rows, proposals, on=on),
        related=[*_same_heading(case, rows), *_same_recommendation(case, changed)],
    )


def _specialties(touched: set[int]) -> list[tuple[str, list[str]]]:
    included: dict[str, list[str]] = {}
    rows = SetInclusion.objects.filter(common_set__in=touched, common_set__kind=Specialty.Kind.COMMON_SET)
    for row in rows.select_related("common_set", "specialty").order_by("specialty__sort_key"):
        included.setdefault(row.common_set.name, []).append(row.specialty.name)
    return sorted(included.items())


def _activities(changed: dict[int, str]) -> list[tuple[LearningActivity, list[str]]]:
    linked = LearningActivity.objects.filter(objectives__in=changed).distinct().select_related("specialty")
    found = []
    for activity in linked.prefetch_related("objectives").order_by("kind", "title")[:MOST_ACTIVITIES]:
        codes = [objective.code for objective in activity.objectives.all() if objective.pk in changed]
        found.append((activity, sorted(codes)))
    return found


def _elaborations(changed: dict[int, str]) -> list[tuple[str, str]]:
    rows = Elaboration.objects.filter(objective__in=changed).values_list("objective", flat=True)
    return [(code, objective_url(code)) for code in sorted(changed[pk] for pk in rows)]


def _same_heading(case: Case, rows: Sequence[CaseItem]) -> list[Warned]:
    themes = {row.item.theme_id: row.heading for row in rows if row.item.theme_id}
    elsewhere = (
        ChangeItem.objects.filter(theme__in=themes, proposal__case__in=Case.objects.under_way())
        .exclude(proposal__case=case)
        .exclude(clause__regulation__act__isnull=False)
        .order_by("-proposal__case__number")
        .values_list("proposal__case", "theme")
    )
    wanted = dict.fromkeys(elsewhere)
    cases = Case.objects.in_bulk({number for number, _theme in wanted})
    return [
        Warned(
            _("Sak %(number)s gjelder også noe under «%(heading)s».")
            % {"number": cases[pk].number, "heading": themes[theme]},
            cases[pk].get_absolute_url(),
            cases[pk].title,
        )
        for pk, theme in wanted
    ]


def _same_recommendation(case: Case, changed: dict[int, str]) -> list[Warned]:
    """Open cases that would change the utdypende tekst, or the courses and procedures, of the same læringsmål."""
    under_way = {"proposal__case__in": Case.objects.under_way()}
    texts = ElaborationChange.objects.filter(objective__in=changed, **under_way).exclude(proposal__case=case)
    activities = ActivityChange.objects.filter(objectives__in=changed, **under_way).exclude(proposal__case=case)
    keys = dict.fromkeys(
        [*texts.values_list("proposal__case", flat=True), *activities.values_list("proposal__case", flat=True)]
    )
    return [
        Warned(
            _("Sak %(number)s gjelder utdypende tekst eller læringsaktiviteter til det samme.")
            % {"number": one.number},
            one.get_absolute_url(),
            one.title,
        )
        for one in Case.objects.filter(pk__in=keys).order_by("-number")
    ]
