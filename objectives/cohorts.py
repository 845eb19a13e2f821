"""Which læringsmål apply to a doctor who began on a day: what is in force, and what a transitional rule lets stand.

`which_apply` is the rule itself, over plain values; `applying_to` reads the register for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from organisations.models import Specialty

from .models import LegalAct, Objective, ObjectiveVersion, Stage, Succession, TransitionalRule
from .models.transitional import TransitionalRuleQuerySet

# The stages of the texts a doctor in each part of the training is to reach; some are marked for both of the last two.
STAGES_OF: dict[str, frozenset[str]] = {
    Stage.PART_1: frozenset({Stage.PART_1}),
    Stage.PART_2: frozenset({Stage.PART_2, Stage.PARTS_2_AND_3}),
    Stage.PART_3: frozenset({Stage.PART_3, Stage.PARTS_2_AND_3}),
    Stage.PARTS_2_AND_3: frozenset({Stage.PART_2, Stage.PART_3, Stage.PARTS_2_AND_3}),
}


@dataclass(frozen=True, kw_only=True)
class Doctor:
    """A doctor in specialist training: the part of it, the first day in that part, and the specialty if one is chosen.

    `began_training` is the first day of the whole training, when that is not the same.
    """

    stage: str
    began: dt.date
    specialty: Specialty | None = None
    began_training: dt.date | None = None

    @property
    def training_began(self) -> dt.date:
        return min(self.began_training or self.began, self.began)


@dataclass(frozen=True, kw_only=True)
class Current:
    """A læringsmål in force on the day asked about."""

    code: str
    text: str
    stage: str
    chapter: str
    chapter_slug: str


@dataclass(frozen=True, kw_only=True)
class Former:
    """A læringsmål that has ceased: its last text and where it stood, the day it ceased, and what came after it."""

    code: str
    text: str
    stage: str
    ceased: dt.date
    successors: tuple[str, ...] = ()
    chapter_slug: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An overgangsregel as a value; `over_from` is the first day it no longer holds. `specialty` is a short name."""

    pk: int
    act: LegalAct
    text: str
    started: str
    stage: str
    started_before: dt.date | None
    specialty: str | None
    over_from: dt.date | None
    former: tuple[Former, ...]

    @property
    def last_day(self) -> dt.date | None:
        return self.over_from - dt.timedelta(days=1) if self.over_from else None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a rule lets the doctor complete by, in place of `replaced`: the successors that are in force."""

    rule: Rule
    former: tuple[Former, ...]
    replaced: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What applies to the doctor on the day: `current` to everyone, `choices` may be used instead by this doctor."""

    doctor: Doctor
    on: dt.date
    current: tuple[Current, ...]
    choices: tuple[Choice, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything the doctor can complete the training by."""
        return (*(one.code for one in self.current), *(one.code for choice in self.choices for one in choice.former))


def which_apply(doctor: Doctor, *, current: Iterable[Current], rules: Iterable[Rule], on: dt.date) -> Answer:
    """Which of the læringsmål in force, and of the former ones under a rule, apply to the doctor on the day `on`.

    Pure. `current` are those in force that day in the doctor's specialty and the sets it builds on.
    """
    wanted = STAGES_OF[doctor.stage]
    applying = tuple(one for one in current if one.stage in wanted)
    in_force = {one.code for one in applying}
    choices = []
    for rule in rules:
        former = tuple(one for one in rule.former if one.stage in wanted and helps(rule, one, doctor, on=on))
        if former:
            after = {code for one in former for code in one.successors}
            choices.append(Choice(rule=rule, former=former, replaced=tuple(sorted(after & in_force))))
    return Answer(doctor=doctor, on=on, current=applying, choices=tuple(choices))


def helps(rule: Rule, former: Former, doctor: Doctor, *, on: dt.date) -> bool:
    """Whether the rule lets the doctor use the former læringsmål on the day."""
    if former.ceased > on or (rule.over_from is not None and rule.over_from <= on):
        return False
    if rule.specialty is not None and (doctor.specialty is None or doctor.specialty.short_name != rule.specialty):
        return False
    before = rule.started_before or former.ceased
    if rule.started == TransitionalRule.Started.TRAINING:
        return doctor.training_began < before
    return bool(STAGES_OF[rule.stage] & STAGES_OF[doctor.stage]) and doctor.began < before


# --- reading the register -----------------------------------------------------------------------------


def applying_to(doctor: Doctor, *, on: dt.date) -> Answer:
    """The answer for the doctor on the day `on`, in a fixed number of queries."""
    sets = _sets_of(doctor)
    versions = ObjectiveVersion.objects.consolidated(on=on).filter(
        objective__series__specialty__in=sets, stage__in=STAGES_OF[doctor.stage]
    )
    current = [
        Current(
            code=version.objective.code,
            text=version.text,
            stage=version.stage,
            chapter=version.chapter.title,
            chapter_slug=version.chapter.slug,
        )
        for version in versions
    ]
    standing = TransitionalRule.objects.standing(on=on).filter(former__series__specialty__in=sets)
    return which_apply(doctor, current=current, rules=read_rules(standing, of_sets=sets), on=on)


def running_rules(*, on: dt.date) -> list[Rule]:
    """The rules somebody can use on the day, each with what has ceased by then; in a fixed number of queries."""
    rules = read_rules(TransitionalRule.objects.standing(on=on))
    running = [replace(rule, former=tuple(one for one in rule.former if one.ceased <= on)) for rule in rules]
    return [rule for rule in running if rule.former]


def rules_about(objective: Objective, *, on: dt.date) -> list[Rule]:
    """The rules about the læringsmål, or about one it replaces, that are not over on the day."""
    return read_rules(TransitionalRule.objects.standing(on=on).about(objective))


def read_rules(rows: TransitionalRuleQuerySet, *, of_sets: Sequence[int] | None = None) -> list[Rule]:
    """The rules as values, the newest act first, with their former læringsmål that have an end, in outline order."""
    links = Succession.objects.select_related("new").order_by("new__series__prefix", "new__number")
    versions = ObjectiveVersion.objects.select_related("chapter__part").order_by("valid")
    objectives = Objective.objects.order_by("series__prefix", "number").prefetch_related(
        Prefetch("successors", links), Prefetch("versions", versions)
    )
    if of_sets is not None:
        objectives = objectives.filter(series__specialty__in=of_sets)
    found = (
        rows.select_related("enacted_by", "specialty")
        .prefetch_related(Prefetch("former", objectives))
        .order_by("-enacted_by__decided_on", "-enacted_by__number", "number")
        .distinct()
    )
    return [_rule(row) for row in found]


def _rule(row: TransitionalRule) -> Rule:
    return Rule(
        pk=row.pk,
        act=row.enacted_by,
        text=row.text,
        started=row.started,
        stage=row.stage,
        started_before=row.started_before,
        specialty=row.specialty.short_name if row.specialty else None,
        over_from=row.over_from,
        former=tuple(former for objective in row.former.all() if (former := _former(objective)) is not None),
    )


def _former(objective: Objective) -> Former | None:
    """The læringsmål as it last read; None while nothing has ended it."""
    versions = list(objective.versions.all())
    last = versions[-1] if versions else None
    if last is None or last.valid_until is None:
        return None
    return Former(
        code=objective.code,
        text=last.text,
        stage=last.stage,
        ceased=last.valid_until,
        successors=tuple(link.new.code for link in objective.successors.all()),
        chapter_slug=last.chapter.slug,
        part=last.chapter.part.letter,
    )


def _sets_of(doctor: Doctor) -> list[int]:
    """The doctor's specialty and the sets it builds on; without one, every common set of the first part."""
    if doctor.specialty is None:
        return list(Specialty.objects.common_sets().values_list("pk", flat=True))
    return [doctor.specialty.pk, *doctor.specialty.includes.values_list("pk", flat=True)]
