"""What a case means for the doctors already in training: whom it reaches, what they must have approved anew, and which
overgangsregler they have (FO-2, ID-5, EF-4). A fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse

from objectives.models import Stage, TransitionalRule
from regulations.models import AmendmentRegulation
from revisions.models import ChangeItem, Proposal

from .case_items import CaseItem


@dataclass(frozen=True)
class Running:
    """An overgangsregel that lets some complete by what the case changes, or by what that replaced."""

    text: str
    former: list[str]
    last_day: dt.date | None


@dataclass(frozen=True)
class Drafted:
    """The draft that carries the case's changes, and how many overgangsregler it has."""

    name: str
    url: str
    rules: int


@dataclass
class Trainees:
    """The doctors in training, as the case reaches them."""

    reached: list[tuple[str, list[str]]] = field(default_factory=list)
    """Each part of the training whose requirements change, and which of the case's points change them."""
    anew: list[str] = field(default_factory=list)
    """The codes whose approvals do not carry over (ID-5)."""
    ceasing: list[str] = field(default_factory=list)
    """The codes nobody can complete by any more when the change applies, unless an overgangsregel says so; what an
    announced act has ended, is among the rules that run or is over."""
    running: list[Running] = field(default_factory=list)
    drafted: list[Drafted] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    """What each sender says of them."""

    @property
    def has_new_rule(self) -> bool:
        """Whether a draft that carries the changes has an overgangsregel."""
        return any(draft.rules for draft in self.drafted)


def trainees_of(rows: Sequence[CaseItem], proposals: Sequence[Proposal], *, on: dt.date) -> Trainees:
    """The doctors in training as these change items reach them, with the rules that stand on the day `on`."""
    changed = {source.objective.pk: source.objective.code for row in rows for source in row.item.sources}
    return Trainees(
        reached=_reached(rows),
        anew=sorted({code for row in rows if stops_approvals(row.item) for code in row.codes}),
        ceasing=sorted({code for row in rows if _ceases(row) for code in row.codes}),
        running=_running(changed, on=on),
        drafted=_drafted(rows),
        told=[(str(one.sender), one.trainee_consequences) for one in proposals if one.trainee_consequences],
    )


Kind = ChangeItem.Kind
# The old code is repealed, and no approval can be given by it any more.
_CEASING = (Kind.REPLACE, Kind.REPEAL, Kind.SPLIT, Kind.MERGE)


def stops_approvals(item: ChangeItem) -> bool:
    """Whether those who have the old læringsmål approved must have the new one approved too (ID-5)."""
    if item.kind in (Kind.SPLIT, Kind.MERGE):
        return item.approvals_carry_over is False
    return item.kind == Kind.REPLACE and item.effect == ChangeItem.Effect.SHARPENED


def _ceases(row: CaseItem) -> bool:
    return row.item.kind in _CEASING and not (row.clause and row.clause.regulation.act_id)


def _reached(rows: Sequence[CaseItem]) -> list[tuple[str, list[str]]]:
    by_stage: dict[str, list[str]] = {}
    for row in rows:
        if row.item.changes_content:
            stage = row.item.stage or (row.item.basis.stage if row.item.basis else "")
            by_stage.setdefault(stage, []).append(row.name)
    return [(str(Stage(stage).label), names) for stage, names in sorted(by_stage.items()) if stage]


def _running(changed: Mapping[int, str], *, on: dt.date) -> list[Running]:
    touched = Q(former__in=changed) | Q(former__successors__new__in=changed)
    rules = TransitionalRule.objects.standing(on=on).filter(touched).distinct().prefetch_related("former")
    return [
        Running(rule.text, sorted(former.code for former in rule.former.all()), rule.last_day)
        for rule in rules.order_by("-enacted_by__decided_on", "number")
    ]


def _drafted(rows: Sequence[CaseItem]) -> list[Drafted]:
    carried = {row.clause.regulation_id for row in rows if row.clause}
    drafts = AmendmentRegulation.objects.filter(pk__in=carried, act__isnull=True).annotate(rules=Count("draft_rules"))
    return [
        Drafted(draft.name, reverse("regulations:rules", args=[draft.pk]), draft.rules)
        for draft in drafts.order_by("pk")
    ]
