"""What is announced about a læringsmål without a day to enter into force: decided, and never counted as in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import LegalAct, Objective, ObjectiveVersion, UndeterminedChange
from .operations.types import Operation, SplitObjective, from_data
from .redline import Segment, redline
from .rows import announced_on, objective_url


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """One text that waits for its day; for a repeal there is none, and `code` is what ceases.

    `segments` are what changes from `old_codes`, whose text it comes in place of; None for a læringsmål that ceases.
    """

    act: LegalAct
    kind: str
    what: str
    code: str
    text: str
    old_codes: tuple[str, ...]
    segments: list[Segment] | None

    @property
    def announced(self) -> dt.date | None:
        return announced_on(self.act)

    @property
    def url(self) -> str:
        return objective_url(self.code)


def awaiting_of(objective: Objective) -> list[Awaiting]:
    """What waits of the læringsmål: its change or end, or – of a code that is only announced – its first text."""
    rows = UndeterminedChange.objects.awaiting().about(objective).select_related("enacted_by").order_by("pk")
    changes = list(rows.prefetch_related("creates"))
    operations = [from_data(change.operation) for change in changes]
    bases = _bases(operations)
    found = []
    for change, operation in zip(changes, operations, strict=True):
        old = tuple(changed.code for changed in operation.changes)
        texts = texts_after(operation, [row.code for row in _in_order(change)], bases)
        wanted = texts if objective.code in old else {objective.code: texts.get(objective.code, "")}
        found += [_awaiting(change, operation, code, text, bases) for code, text in (wanted or {old[0]: ""}).items()]
    return found


def texts_after(operation: Operation, new_codes: Sequence[str], bases: Mapping[int, str]) -> dict[str, str]:
    """The text each code has when the operation is applied: its new codes, or the one it keeps; none for a repeal."""
    if isinstance(operation, SplitObjective):
        return {code: part.text for code, part in zip(new_codes, operation.parts, strict=True)}
    if operation.kind in {"add", "replace", "merge"}:
        return {new_codes[0]: str(getattr(operation, "text", ""))}
    if operation.kind in {"recode", "move", "correct"}:
        changed = operation.changes[0]
        text = str(getattr(operation, "text", "")) or bases.get(changed.basis, "")
        return {new_codes[0] if new_codes else changed.code: text}
    return {}


def _in_order(change: UndeterminedChange) -> list[Objective]:
    return sorted(change.creates.all(), key=lambda row: row.number)


def _bases(operations: Iterable[Operation]) -> dict[int, str]:
    pks = {changed.basis for operation in operations for changed in operation.changes}
    return dict(ObjectiveVersion.with_annulled.filter(pk__in=pks).values_list("pk", "text")) if pks else {}


def _awaiting(
    change: UndeterminedChange, operation: Operation, code: str, text: str, bases: Mapping[int, str]
) -> Awaiting:
    old = [changed for changed in operation.changes if changed.code != code]
    before = bases.get(operation.changes[0].basis, "") if operation.changes else ""
    return Awaiting(
        act=change.enacted_by,
        kind=operation.kind,
        what=_in_words(operation, code),
        code=code,
        text=text,
        old_codes=tuple(changed.code for changed in old),
        segments=redline(before, text) if text else None,
    )


def _in_words(operation: Operation, code: str) -> str:
    """What is to happen, as a sentence."""
    old = _(" og ").join(changed.code for changed in operation.changes)
    return {
        "add": _("Nytt læringsmål."),
        "correct": _("Språklig retting, koden er beholdt."),
        "move": _("Flyttet, koden er beholdt."),
        "repeal": _("Oppheves. Koden brukes ikke igjen."),
        "replace": _("%(new)s erstatter %(old)s."),
        "recode": _("%(old)s får den nye koden %(new)s."),
        "split": _("%(old)s deles. %(new)s er en av delene."),
        "merge": _("%(old)s slås sammen til %(new)s."),
    }[operation.kind] % {"old": old, "new": code}
