"""The case's change items as its page shows them: what changes, what follows, what to watch, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from objectives import rules as register_rules
from objectives.language.changes import what_is_risky
from objectives.operations import from_data
from objectives.rows import objective_url
from organisations.refusals import RuleViolation
from regulations.models import AmendmentClause
from regulations.outline import new_objectives
from revisions import rules
from revisions.models import Case, ChangeItem, Decision, Proposal
from revisions.pages.heard_items import HeardItem
from revisions.pages.positions import ItemPositions
from revisions.pages.shown_items import (
    SHOWN_WITH,
    Block,
    Latest,
    ShownItem,
    adopted_blocks,
    announced_on,
    headings_for,
    latest_for,
    own_blocks,
)

# How a position is drawn: ✓ ± ✕ –
MARKS = {
    Decision.Outcome.ADOPT: "ja",
    Decision.Outcome.ADOPT_WITH_CHANGES: "delvis",
    Decision.Outcome.REJECT: "nei",
    Decision.Outcome.POSTPONE: "ingen",
}


@dataclass(frozen=True)
class Warned:
    """Something to know about an item before going on, and where to read more."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class CaseItem(ShownItem):
    """One change item: `number` counts through the whole case, whatever proposal it came with."""

    decision: Decision | None = None
    warnings: list[Warned] = field(default_factory=list)
    heard: HeardItem | None = None
    """What the hearing says of it, for the directorate."""
    positions: ItemPositions | None = None
    """What those who were asked think of it; for the directorate alone."""

    @property
    def adopted(self) -> list[Block]:
        """What changes by the decision, or by the proposal while there is none."""
        return adopted_blocks(self.item, self.decision)

    @property
    def own(self) -> list[Block]:
        """The directorate's own words against the proposed ones."""
        return own_blocks(self.item, self.decision) if self.decision else []

    @property
    def clause(self) -> AmendmentClause | None:
        return self.item.clause

    @property
    def mark(self) -> str:
        return MARKS[Decision.Outcome(self.decision.outcome)] if self.decision else "venter"

    @property
    def new_codes(self) -> list[tuple[str, str]]:
        """The codes it got and their pages, once the act is announced; a reserved one is not given yet."""
        if self.clause is None or not self.clause.regulation.is_announced:
            return []
        return [(objective.code, objective_url(objective.code)) for objective in new_objectives(self.clause)]

    @property
    def is_a_repeal(self) -> bool:
        return self.item.kind in (ChangeItem.Kind.REPEAL, ChangeItem.Kind.REPEAL_THEME)

    @property
    def act_url(self) -> str:
        """The announced act, which everyone may read; nothing before it is announced."""
        act = self.clause.regulation.act if self.clause else None
        return reverse("regulations:act", args=[act.decided_on.year, act.number]) if act else ""

    @property
    def draft_url(self) -> str:
        """The draft that holds the item, which is the directorate's own."""
        return reverse("regulations:regulation", args=[self.clause.regulation_id]) if self.clause else ""

    @property
    def announced(self) -> dt.date | None:
        return announced_on(self.clause) if self.clause else None

    @property
    def in_force(self) -> dt.date | None:
        if self.clause is None:
            return None
        planned = self.clause.regulation.planned_announcement
        return self.clause.starts_on(announced_on=self.announced or planned)


def items_of(proposals: Iterable[Proposal]) -> QuerySet[ChangeItem]:
    """The proposals' change items with all that a row of them shows, in the order of the case."""
    return (
        ChangeItem.objects.filter(proposal__in=proposals)
        .select_related(
            *SHOWN_WITH,
            "proposal",
            "clause__new_objective",
            "clause__regulation__act",
            "clause__undetermined_change",
        )
        .prefetch_related("merged__objective", "clause__more_objectives")
        .order_by("proposal_id", "position", "pk")
    )


def case_items(items: Sequence[ChangeItem], *, decisions: dict[int, Decision], on: dt.date) -> list[CaseItem]:
    """The items as rows, with the decision that stands for each."""
    headings = headings_for(items, on=on)
    return [
        CaseItem(number, item, headings, decision=decisions.get(item.pk)) for number, item in enumerate(items, start=1)
    ]


def add_warnings(rows: Sequence[CaseItem], *, case: Case) -> None:
    """What the caseworker must know: the text has changed since, another open case touches it too, or what it is
    placed by is not adopted."""
    open_rows = [row for row in rows if not (row.clause and row.clause.regulation.act_id)]
    objectives = {source.objective.pk for row in open_rows for source in row.item.sources}
    latest = latest_for(row.item for row in open_rows)
    elsewhere = _other_cases(objectives, case=case) if objectives else {}
    by_item = {row.item.pk: row for row in rows}
    for row in open_rows:
        row.warnings.extend(_built_anew(row) or changed_since(row.item, latest))
        for source in row.item.sources:
            row.warnings.extend(elsewhere.get(source.objective.pk, []))
        row.warnings.extend(_heading_falls(row, by_item.get(row.item.new_heading_id or 0)))
    _add_unconfirmed(open_rows, case=case)


def _add_unconfirmed(rows: Sequence[CaseItem], *, case: Case) -> None:
    """A «språklig» that touches what is required, and that no second person has confirmed (ID-4)."""
    risky = [(row, text) for row in rows if (text := rules.language_to_confirm(row.item, row.decision))]
    confirmed = rules.confirmations_of(case) if risky else {}
    for row, text in risky:
        if (row.item.pk, text) in confirmed:
            continue
        touched = _(" og ").join(what_is_risky(rules.evidence_to_confirm(row.item, text)))
        year, serial = case.number.split("/")
        row.warnings.append(
            Warned(
                _("Den språklige rettingen berører %(touched)s. En annen må bekrefte den før saken kan vedtas.")
                % {"touched": touched},
                reverse("revisions:language_confirm", args=[int(year), int(serial), row.item.pk]),
                _("Se på endringen"),
            )
        )


def _built_anew(row: CaseItem) -> list[Warned]:
    """That the clause is built on another text than the item, which a caseworker has chosen (EF-5)."""
    if row.clause is None:
        return []
    changes = from_data(row.clause.operation).changes
    written = {source.basis for source in row.item.sources}
    if written <= {changed.basis for changed in changes}:
        return []
    return [
        Warned(
            _("Endringsleddet bygger på en tekst som er kunngjort etter at endringen ble skrevet."),
            row.draft_url,
            row.clause.regulation.name,
        )
    ]


def changed_since(item: ChangeItem, latest: Latest) -> list[Warned]:
    """What other announced acts have done to what the item changes, since it was written."""
    warned = []
    for source in item.sources:
        try:
            register_rules.text_to_change(
                source.objective, latest=latest.texts.get(source.objective.pk), basis_id=source.basis
            )
        except RuleViolation as refusal:
            warned.append(Warned(refusal.message, objective_url(source.objective.code), source.objective.code))
    if item.heading_basis_id:
        try:
            register_rules.heading_to_change(latest.headings.get(item.theme_id or 0), basis_id=item.heading_basis_id)
        except RuleViolation as refusal:
            warned.append(Warned(refusal.message))
    return warned


def _heading_falls(row: CaseItem, heading: CaseItem | None) -> list[Warned]:
    """What is adopted by a new heading needs the heading (FO-9)."""
    if heading is None or heading.decision is None or heading.decision.adopts:
        return []
    if row.decision is not None and not row.decision.adopts:
        return []
    text = _(
        "Plasseres ved den nye overskriften i punkt %(number)s, som ikke vedtas. Uten den kan ikke punktet tas inn."
    )
    return [Warned(text % {"number": heading.number})]


def _other_cases(objectives: set[int], *, case: Case) -> dict[int, list[Warned]]:
    """Which of these læringsmål other cases under way would change too."""
    found: dict[int, list[Warned]] = {}
    rows = (
        ChangeItem.objects.filter(
            Q(objective__in=objectives) | Q(merged__objective__in=objectives),
            proposal__case__in=Case.objects.under_way(),
        )
        .exclude(proposal__case=case)
        .exclude(clause__regulation__act__isnull=False)
        .select_related("objective", "proposal__case")
        .prefetch_related("merged__objective")
        .order_by("-proposal__case__number", "pk")
        .distinct()
    )
    for row in rows:
        other = row.proposal.case
        for objective in (source.objective for source in row.sources if source.objective.pk in objectives):
            if other is not None:
                text = _("Sak %(number)s gjelder også %(code)s.") % {"number": other.number, "code": objective.code}
                found.setdefault(objective.pk, []).append(Warned(text, other.get_absolute_url(), other.title))
    return found
