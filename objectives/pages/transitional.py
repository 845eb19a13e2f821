"""Overgangsregler beside the texts they are about: on a læringsmål, and in vedlegg 2 as Lovdata prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from objectives.cohorts import Former, Rule, read_rules
from objectives.models import AnnexChapter, AnnexPart, LegalAct, Objective, TransitionalRule
from objectives.rows import Row, objective_url


@dataclass(frozen=True, kw_only=True)
class RuleNote:
    """A rule on the page of a læringsmål. `is_former`: the rule lets it stand; otherwise it is what replaces."""

    act: LegalAct
    text: str
    last_day: dt.date | None
    is_former: bool
    former: Sequence[Objective]


@dataclass(frozen=True, kw_only=True)
class FormerBlock:
    """What vedlegg 2 prints in square brackets while a rule is running: «[Tidligere læringsmål LM-01 og LM-02»."""

    rule: Rule
    heading: str
    rows: Sequence[Row]


def notes_on(objective: Objective, *, on: dt.date) -> list[RuleNote]:
    """The rules about the læringsmål, or about one it replaces, that are not over on the day. Two queries."""
    rules = TransitionalRule.objects.standing(on=on).about(objective).select_related("enacted_by")
    return [
        RuleNote(
            act=rule.enacted_by,
            text=rule.text,
            last_day=rule.last_day,
            is_former=any(former.pk == objective.pk for former in rule.former.all()),
            former=list(rule.former.all()),
        )
        for rule in rules.prefetch_related("former").order_by("-enacted_by__decided_on", "number")
    ]


def former_blocks(
    *, on: dt.date, chapter: AnnexChapter | None = None, part: AnnexPart | None = None
) -> list[FormerBlock]:
    """What rules let stand of a chapter or a part on the day, one block for each rule."""
    within = Q(former__versions__chapter=chapter) if chapter else Q(former__versions__chapter__part=part)
    rules = read_rules(TransitionalRule.objects.standing(on=on).filter(within))
    blocks = [_block(rule, _ceased(rule, on=on, chapter=chapter, part=part)) for rule in rules]
    return [block for block in blocks if block.rows]


def _ceased(rule: Rule, *, on: dt.date, chapter: AnnexChapter | None, part: AnnexPart | None) -> list[Former]:
    return [
        one
        for one in rule.former
        if one.ceased <= on
        and (chapter is None or one.chapter_slug == chapter.slug)
        and (part is None or one.part == part.letter)
    ]


def _block(rule: Rule, former: Iterable[Former]) -> FormerBlock:
    rows = [
        Row(
            code=one.code,
            url=objective_url(one.code),
            text=one.text,
            meta=[_("Erstattet av %(codes)s") % {"codes": ", ".join(one.successors)}] if one.successors else [],
        )
        for one in former
    ]
    codes = [row.code for row in rows]
    listed = codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} og {codes[-1]}" if codes else ""
    return FormerBlock(rule=rule, heading=_("[Tidligere læringsmål %(codes)s") % {"codes": listed}, rows=rows)
