"""Overgangsregler, and what waits for its day, for machines: as the serializers of `objectives.api` describe them."""

from __future__ import annotations

from typing import Any

from . import legal_text
from .cohorts import Answer, Choice, Former, Rule
from .undetermined import Awaiting


def rule_body(rule: Rule) -> dict[str, Any]:
    """A rule with the former læringsmål it lets stand."""
    return {
        "act": rule.act.ref_id,
        "text": rule.text,
        "started": rule.started,
        "stage": rule.stage,
        "started_before": rule.started_before,
        "specialty": rule.specialty,
        "until": rule.over_from,
        "former": [_former(one) for one in rule.former],
    }


def awaiting_body(one: Awaiting) -> dict[str, Any]:
    """What is announced without a day; it always says that there is none."""
    return {
        "act": one.act.ref_id,
        "kind": one.kind,
        "code": one.code,
        "old_codes": one.old_codes,
        "text": legal_text.plain(one.text) or None,
        "in_force_from": None,
    }


def answer_body(answer: Answer) -> dict[str, Any]:
    """Which læringsmål apply to a doctor on a day."""
    return {
        "on": answer.on,
        "current": [
            {"code": one.code, "text": legal_text.plain(one.text), "stage": one.stage, "chapter": one.chapter}
            for one in answer.current
        ],
        "choices": [_choice(choice) for choice in answer.choices],
    }


def _choice(choice: Choice) -> dict[str, Any]:
    former = [_former(one) for one in choice.former]
    return {"rule": rule_body(choice.rule), "former": former, "replaced": choice.replaced}


def _former(one: Former) -> dict[str, Any]:
    return {
        "code": one.code,
        "text": legal_text.plain(one.text),
        "stage": one.stage,
        "ceased": one.ceased,
        "successors": one.successors,
    }
