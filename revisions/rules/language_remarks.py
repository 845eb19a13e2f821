"""What the language control says of a proposal's texts, in one line for each; sent along, never in the way (SP-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from objectives.language.changes import Classification, classify
from objectives.language.context import Context
from objectives.language.control import control, control_elaboration
from objectives.language.findings import Finding, Weight
from objectives.language.register import words_on
from revisions.models import ChangeItem, ElaborationChange, Proposal

from .missing import ACTIVITIES, ITEMS, Missing

Kind = ChangeItem.Kind


def language_remarks(proposal: Proposal, *, on: dt.date) -> Iterator[Missing]:
    """Texts with findings that came with the change, and claims that the evidence speaks against (ID-3, ID-4, TE-2).

    A fixed number of queries, whatever the proposal holds. Notes are not told here: they stand beside the text.
    """
    items = [item for item in proposal.items.all() if item.brings_a_text]
    elaborations = [change for change in proposal.elaboration_changes.all() if change.new_text.strip()]
    if not items and not elaborations:
        return
    context = words_on(on, specialty=proposal.specialty, organisation=proposal.sender)
    for item in items:
        yield from _of_item(item, context)
    for change in elaborations:
        yield from _of_elaboration(change, context)


def _of_item(item: ChangeItem, context: Context) -> Iterator[Missing]:
    is_changed = item.kind in (Kind.CORRECT, Kind.REPLACE)
    old = item.old_text if is_changed else ""
    texts = item.texts if item.kind == Kind.SPLIT else [item.new_text]
    found = [finding for text in texts for finding in _new_findings(text, replace(context, old=old))]
    if found:
        yield Missing(
            ITEMS,
            ngettext(
                "Punkt %(n)s: språkkontrollen har %(count)s funn (%(rules)s).",
                "Punkt %(n)s: språkkontrollen har %(count)s funn (%(rules)s).",
                len(found),
            )
            % {"n": item.position, "count": len(found), "rules": _rules_of(found)},
            "SP-9",
            item.pk,
        )
    if not is_changed:
        return
    claimed = Classification.LANGUAGE if item.kind == Kind.CORRECT else Classification(item.effect)
    proposed = _classified(old, item.new_text, context)
    if proposed != claimed:
        yield Missing(
            ITEMS,
            _("Punkt %(n)s er foreslått som «%(claimed)s», men tegn i teksten tyder på «%(proposed)s».")
            % {"n": item.position, "claimed": claimed.label.lower(), "proposed": proposed.label.lower()},
            "ID-3",
            item.pk,
        )


def _of_elaboration(change: ElaborationChange, context: Context) -> Iterator[Missing]:
    found = [
        one
        for one in control_elaboration(change.new_text, replace(context, old=change.old_text))
        if one.rule == "TE-2" and one.is_new
    ]
    if found:
        yield Missing(
            ACTIVITIES,
            _("Den utdypende teksten til %(code)s har ord som leses som krav: %(words)s.")
            % {"code": change.objective.code, "words": ", ".join(f"«{one.words}»" for one in found[:5])},
            "TE-2",
        )


@lru_cache(maxsize=1024)
def _new_findings(text: str, context: Context) -> Sequence[Finding]:
    """Kept while the words of the register stay as they are: a draft is read again each time a part of it is saved."""
    return [one for one in control(text, context) if one.is_new and one.weight is Weight.WARNING]


@lru_cache(maxsize=1024)
def _classified(old: str, new: str, context: Context) -> Classification:
    return classify(old, new, is_word=context.is_established).classification


def _rules_of(findings: Sequence[Finding]) -> str:
    return ", ".join(sorted({one.rule for one in findings}))
