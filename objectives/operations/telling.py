"""The events of an applied act: what receivers of the register need to know (OP-4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import models

from notifications.models import Verb
from notifications.services import Telling, record_all
from objectives.models import LegalAct, Succession, UndeterminedChange
from organisations.models import User

if TYPE_CHECKING:
    from .applying import Outcome

VERBS = {
    "add": Verb.OBJECTIVE_ADDED,
    "correct": Verb.OBJECTIVE_CORRECTED,
    "replace": Verb.OBJECTIVE_REPLACED,
    "repeal": Verb.OBJECTIVE_REPEALED,
    "move": Verb.OBJECTIVE_MOVED,
    "split": Verb.OBJECTIVE_SPLIT,
    "merge": Verb.OBJECTIVES_MERGED,
    "recode": Verb.OBJECTIVE_RECODED,
    "add-theme": Verb.THEME_ADDED,
    "rename-theme": Verb.THEME_RENAMED,
    "move-theme": Verb.THEME_MOVED,
    "repeal-theme": Verb.THEME_REPEALED,
}


def tell(outcomes: Iterable[Outcome], *, act: LegalAct, by: User) -> None:
    """One event per læringsmål that is added, changed or repealed – per link when there are several – or heading."""
    record_all(actor=by, tellings=[telling for outcome in outcomes for telling in _tellings(outcome, act)])


def _tellings(outcome: Outcome, act: LegalAct) -> Iterator[Telling]:
    starts = outcome.scheduled.in_force_from
    payload: dict[str, Any] = {"act": act.ref_id, "in_force_from": starts.isoformat() if starts else None}
    if outcome.awaiting is not None:
        yield _awaits(outcome, outcome.awaiting, payload)
        return
    verb = VERBS[outcome.scheduled.operation.kind]
    if outcome.theme is not None:
        words = _heading(outcome)
        label = words["new_heading"] or words["old_heading"] or ""
        yield Telling(verb, outcome.theme, payload | words, label=label)
    elif outcome.successions:
        for succession in outcome.successions:
            yield Telling(verb, succession.old, payload | _succession(succession) | _annulled(outcome, succession.old))
    else:
        yield _one(outcome, verb, payload)


def _awaits(outcome: Outcome, row: UndeterminedChange, payload: dict[str, Any]) -> Telling:
    """Of a change without a first day: it is told once now, and as what it is when it gets its day."""
    codes = {
        "kind": outcome.scheduled.operation.kind,
        "old_codes": [changed.code for changed in outcome.scheduled.operation.changes],
        "new_codes": sorted(row.creates.values_list("code", flat=True)),
    }
    return Telling(Verb.CHANGE_AWAITS_ITS_DAY, row, payload | codes)


def _one(outcome: Outcome, verb: Verb, payload: dict[str, Any]) -> Telling:
    """Of an operation that links nothing: a new one, a repeal, or a new text under the same code."""
    changed = outcome.ended.objective if outcome.scheduled.operation.changes and outcome.ended else None
    begun = outcome.begun.objective if outcome.begun else None
    subject = changed or begun
    assert subject is not None  # noqa: S101 - every operation on læringsmål ends or begins a text
    codes = {"old_code": changed.code if changed else None, "new_code": begun.code if begun else None}
    return Telling(verb, subject, payload | codes | _annulled(outcome, subject))


def _succession(succession: Succession) -> dict[str, Any]:
    return {
        "old_code": succession.old.code,
        "new_code": succession.new.code,
        "kind": succession.kind,
        "approvals_carry_over": succession.approvals_carry_over,
        "activities_carry_over": succession.activities_carry_over,
    }


def _annulled(outcome: Outcome, objective: models.Model) -> dict[str, Any]:
    """Which announced act had said something else from the same day, when one had."""
    acts = [text.enacted_by.ref_id for text in outcome.annulled_texts if text.objective == objective]
    return {"instead_of_act": acts[0]} if acts else {}


def _heading(outcome: Outcome) -> dict[str, str | None]:
    return {"old_heading": _words(outcome.ended_heading), "new_heading": _words(outcome.begun_heading)}


def _words(heading: object | None) -> str | None:
    return str(heading) if heading else None
