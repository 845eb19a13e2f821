"""Two acts about the same thing: writing a change again, on what another announced act has made of it (EF-5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from objectives.rules import Announced
from organisations.refusals import RuleViolation

from .snapshot import Text
from .types import AddObjective, AddTheme, ChangedText, MergeObjectives, Operation, ThemeOperation


def rebase(operation: Operation, *, onto: Announced, instead_of: str | None = None) -> Operation:
    """The same change, written against `onto`: a text or a heading that another announced act has given.

    A person's choice, never made by itself: the words stay as they were written. `onto` may be the text of the
    læringsmål that has replaced the one named. `instead_of` says which of several merged læringsmål it is; without
    it, the one with the same code. Raises RuleViolation when there is nothing to write against.
    """
    if isinstance(operation, AddObjective | AddTheme):
        raise _nothing_to_write_against()
    if isinstance(operation, ThemeOperation):
        return replace(operation, basis=onto.pk)
    code = _code_of(onto)
    if isinstance(operation, MergeObjectives):
        old = instead_of or code
        if old not in {changed.code for changed in operation.merged}:
            raise _nothing_to_write_against()
        merged = tuple(
            ChangedText(code=code, basis=onto.pk) if changed.code == old else changed for changed in operation.merged
        )
        return replace(operation, merged=merged)
    return replace(operation, code=code, basis=onto.pk)


def _code_of(onto: Any) -> str:
    return onto.code if isinstance(onto, Text) else onto.objective.code


def _nothing_to_write_against() -> RuleViolation:
    return RuleViolation(
        _("Endringen bygger ikke på teksten det gjelder, og kan ikke skrives om mot den. Ta den ut, og lag en ny."),
        code="cannot-rebase",
        authority="EF-5",
    )
