"""Announced acts as everyone reads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from objectives.models import LegalAct, ObjectiveVersion, TransitionalRule, UndeterminedChange
from objectives.standing import ANNOUNCED, IN_FORCE, NEVER_IN_FORCE, UNDETERMINED, Standing
from regulations import rules
from regulations.documents import FORMATS, build_document
from regulations.documents.structure import announced_file_name
from regulations.models import AmendmentRegulation, AnnouncementCorrection, RenderedDocument
from regulations.outline import placed_clauses

from .corrections import corrections_of
from .rows import ClauseRow, clause_rows

# The page's own h1 is the title.
ACT_HEADINGS = {"h_title": "h2", "h_part": "h3", "h_chapter": "h4"}


@dataclass(frozen=True)
class Effect:
    """What the act does to one læringsmål, and since or from when; `starts` is None while nobody has decided it.

    `amended_by` is the act that said something else before the first day, if one did.
    """

    row: ClauseRow
    starts: dt.date | None
    standing: Standing
    amended_by: LegalAct | None = None


@dataclass(frozen=True)
class RuleOfAct:
    """An overgangsregel of an act, and whether it is over."""

    rule: TransitionalRule
    is_over: bool


def acts_page() -> dict[str, Any]:
    """Every act, the newest first: how many texts it began and ended, and how many changes wait for their day."""
    counted = {"begun": _count_of("enacted_by"), "ended": _count_of("repealed_by"), "waiting": _waiting()}
    rows = LegalAct.objects.annotate(**counted).order_by("-decided_on", "-number")
    return {"acts": list(rows)}


def act_page(act: LegalAct, *, on: dt.date) -> dict[str, Any]:
    """One act. An act that was only read from Lovdata's text has no clauses here, and says so."""
    regulation: AmendmentRegulation | None = getattr(act, "amendment_regulation", None)
    if regulation is None:
        determined = act.determined_changes.select_related("enacted_by").order_by("enacted_by", "number")
        own = {"summary": _summary(act), "determined": list(determined)}
        return {"act": act, "regulation": None, **own, **neighbours(act)}
    placed = placed_clauses(regulation, prefetch=["change_item__proposal__case"])
    rows = clause_rows(placed, [None] * len(placed), others={})
    amended = _amended(act)
    return {
        "act": act,
        "regulation": regulation,
        "document": build_document(regulation, clauses=placed),
        **ACT_HEADINGS,
        "effects": [_effect(row, act, amended, on=on) for row in rows],
        "rules": rules_of(act, on=on),
        "corrections": corrections_of(act),
        **neighbours(act),
        "pdf": announced_pdf(act),
        "formats": list(FORMATS.values()),
    }


def neighbours(act: LegalAct) -> dict[str, LegalAct | None]:
    """The act decided before this one, and the one after."""
    before = Q(decided_on__lt=act.decided_on) | Q(decided_on=act.decided_on, number__lt=act.number)
    after = Q(decided_on__gt=act.decided_on) | Q(decided_on=act.decided_on, number__gt=act.number)
    return {
        "previous": LegalAct.objects.filter(before).order_by("decided_on", "number").last(),
        "next": LegalAct.objects.filter(after).order_by("decided_on", "number").first(),
    }


def renumbered(year: int, number: int) -> LegalAct | None:
    """The act that was registered with this number by mistake; None when another has it, or none had."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    if LegalAct.objects.filter(decided_on__year=year, number=number).exists():
        return None
    before = {"decided_on_before__year": year, "number_before": number}
    moved = AnnouncementCorrection.objects.confirmed().filter(**before).select_related("act").last()
    return moved.act if moved else None


def announced_pdf(act: LegalAct, *, with_content: bool = False) -> RenderedDocument | None:
    """The PDF of the announced act, never one of its drafts; None while it is being made."""
    documents = RenderedDocument.objects.filter(
        regulation__act=act,
        form=RenderedDocument.Form.PDF,
        state=RenderedDocument.State.DONE,
        file_name=announced_file_name(act),
    )
    return (documents if with_content else documents.defer("content")).first()


def _count_of(relation: str) -> Coalesce:
    """How many texts point to the act so. Counted apart: two joins would multiply each other."""
    texts = ObjectiveVersion.objects.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
    return Coalesce(Subquery(texts.annotate(count=Count("pk")).values("count")), 0)


def _waiting() -> Coalesce:
    """How many changes of the act nobody has decided the day of."""
    changes = UndeterminedChange.objects.awaiting().filter(enacted_by=OuterRef("pk")).order_by().values("enacted_by")
    return Coalesce(Subquery(changes.annotate(count=Count("pk")).values("count")), 0)


def rules_of(act: LegalAct, *, on: dt.date) -> list[RuleOfAct]:
    """The overgangsregler the act gave, each with whether it is over on the day."""
    rows = act.transitional_rules.select_related("repealed_by").prefetch_related("former").order_by("number")
    return [RuleOfAct(rule, rule.over_from is not None and rule.over_from <= on) for rule in rows]


def _amended(act: LegalAct) -> dict[int, LegalAct]:
    """By læringsmål, the act that amended this one before it entered into force."""
    texts = ObjectiveVersion.with_annulled.filter(enacted_by=act, annulled_by__isnull=False)
    return {text.objective_id: text.annulled_by for text in texts.select_related("annulled_by") if text.annulled_by}


def _effect(row: ClauseRow, act: LegalAct, amended: dict[int, LegalAct], *, on: dt.date) -> Effect:
    announced_on = rules.norwegian_day(act.announced_at) if act.announced_at else act.decided_on
    starts = row.clause.starts_on(announced_on=announced_on)
    amended_by = amended.get(row.clause.new_objective_id or row.clause.objective_id or 0)
    if amended_by is not None:
        return Effect(row, starts, NEVER_IN_FORCE, amended_by)
    if starts is None:
        return Effect(row, None, UNDETERMINED)
    return Effect(row, starts, IN_FORCE if starts <= on else ANNOUNCED)


def _summary(act: LegalAct) -> dict[str, Any]:
    versions = ObjectiveVersion.objects.filter(Q(enacted_by=act) | Q(repealed_by=act))
    return versions.aggregate(
        begun=Count("pk", filter=Q(enacted_by=act)),
        ended=Count("pk", filter=Q(repealed_by=act)),
        first_day=Min("valid__startswith", filter=Q(enacted_by=act)),
    )
