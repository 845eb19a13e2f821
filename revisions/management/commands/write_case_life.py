"""Write docs/case-life.md from the transition table, so that it can't say anything else than the code does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from revisions import permissions
from revisions.models import Status
from revisions.transitions import TABLE, Action, Rule, Transition

PATH = Path(settings.BASE_DIR) / "docs" / "case-life.md"

WHO: dict[Callable[..., bool], str] = {
    permissions.may_handle: "caseworker",
    permissions.may_decide: "decision maker",
    permissions.may_handle_or_decide: "caseworker or decision maker",
    permissions.may_send_again: "the sender's innsender",
    permissions.may_withdraw: "the sender of all of it, or a caseworker",
}

INTRODUCTION = """\
# The life of a case

Written by `manage.py write_case_life` from the table in `revisions/transitions.py`; a test fails when the two differ.
The names of phases and steps are the ones users read. «I kraft» is not a phase: it follows from dates (EF-7).

`perform` takes a step: it locks the case, asks whether the step exists from here (WrongState), whether this person may
take it (NotPermitted) and whether the rules hold (RuleViolation), in that order, and writes one event.
"""


class Command(BaseCommand):
    """`manage.py write_case_life`"""

    help = "Skriver docs/case-life.md fra tabellen over steg i en sak."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Skrev {PATH.relative_to(settings.BASE_DIR)}.")


def document() -> str:
    """The whole file."""
    with override("nb"):
        return "\n".join([INTRODUCTION, *_diagram(), "", *_table(), "", *_rules()]) + "\n"


def _diagram() -> list[str]:
    """The way of a case as a state diagram; what can be taken from almost everywhere is left to the table."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{status.label}" as {status.name}' for status in Status]
    lines.append(f"    [*] --> {Status.RECEIVED.name}")
    for action, step in TABLE.items():
        if action in (Action.POSTPONE, Action.WITHDRAW):
            continue
        lines += [f"    {source.name} --> {step.target.name}: {action.label}" for source in _in_order(step.sources)]
    lines.append(f"    {Status.CLOSED.name} --> [*]")
    aside = ", ".join(str(status.label) for status in _in_order(TABLE[Action.POSTPONE].sources))
    lines += ["```", "", f"«{Action.POSTPONE.label}» and «{Action.WITHDRAW.label}» can be taken from: {aside}."]
    return lines


def _table() -> list[str]:
    rows = [
        "## The steps",
        "",
        "| step | from | to | who | rules | authority |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return rows + [_row(action, step) for action, step in TABLE.items()]


def _row(action: Action, step: Transition) -> str:
    cells = [
        f"{action.label} (`{action.value}`)",
        ", ".join(str(status.label) for status in _in_order(step.sources)),
        str(step.target.label),
        WHO[step.may],
        ", ".join(
            [
                *_names(step.requires),
                *_names(step.when_recorded),
                *(f"{name} or a written reason" for name in _names(step.unless_noted)),
                *(["a written reason"] if step.note else []),
            ]
        ),
        step.authority,
    ]
    return f"| {' | '.join(cells)} |"


def _rules() -> list[str]:
    """What each rule says, in its own words."""
    used: dict[str, str] = {}
    for step in TABLE.values():
        for rule in (*step.requires, *step.when_recorded, *step.unless_noted):
            used[rule.__name__] = (rule.__doc__ or "").strip().splitlines()[0]
    return ["## The rules", "", *(f"- `{name}`: {words}" for name, words in used.items())]


def _names(rules: Iterable[Rule]) -> list[str]:
    return [f"`{rule.__name__}`" for rule in rules]


def _in_order(statuses: Iterable[Status]) -> list[Status]:
    order = list(Status)
    return sorted(statuses, key=order.index)
