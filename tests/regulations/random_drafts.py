"""Random drafts: clauses of every kind, on a random register, with random texts. Nothing is asked of the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from hypothesis import strategies as st

from objectives.models import ObjectiveVersion, ThemeVersion
from objectives.operations import (
    AddTheme,
    MoveTheme,
    Operation,
    Part,
    RenameTheme,
    RepealTheme,
    SplitObjective,
    load_register,
    to_data,
)
from objectives.services.codes import allocate_code
from regulations.models import AmendmentClause, AmendmentRegulation
from tests import factories
from tests.objectives.random_acts import BEGINNING, Act, Register, make_register, operations

ENTRIES = AmendmentClause.EntryIntoForce
words = st.text("aAåæØéßλ09<>&\"'=:;,.()[]{}§%/@#«»…–", min_size=1, max_size=8)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)
marks = st.sampled_from(["–", "3a.", "3b.", "1)", "•", "a"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A paragraph, and perhaps list items of some levels and more paragraphs."""
    lines, level = [draw(sentences)], 0
    for _line in range(draw(st.integers(0, 3))):
        level = draw(st.integers(0, min(level + 1, 3)))
        lines.append("\t" * level + f"{draw(marks)} {draw(sentences)}" if level else draw(sentences))
    return "\n".join(lines)


@contextmanager
def drafted(register: Register, act: Act, said: Sequence[str], *, reserve: bool) -> Iterator[AmendmentRegulation]:
    """A draft of what the act wishes; `said` are the texts, over again; `reserve` gives the new codes. Taken back."""
    with transaction.atomic():
        make_register(register)
        regulation = AmendmentRegulation.objects.create(
            name="Tilfeldig",
            title="Forskrift om endring i spesialistforskriften",
            short_title="Endr. i spesialistforskriften",
            legal_basis="forskriften § 3b",
            planned_announcement=dt.date(2027, 2, 12),
            created_by=factories.caseworker(),
        )
        wanted = operations(load_register(), act, decided_on=BEGINNING, serial=1)
        given = iter(list(said) * 20)
        for one in wanted:
            if _builds_on_what_is_there(one.operation):
                _clause(regulation, with_texts(one.operation, given), one.in_force_from, reserve=reserve)
        yield regulation
        transaction.set_rollback(True)


def with_texts(operation: Operation, given: Iterator[str]) -> Operation:
    """The operation with other words."""
    if isinstance(operation, SplitObjective):
        return replace(operation, parts=tuple(replace(part, text=next(given)) for part in operation.parts))
    if isinstance(operation, AddTheme | RenameTheme):
        return replace(operation, title=" ".join(next(given).split()))
    return replace(operation, text=next(given)) if hasattr(operation, "text") else operation


def new_texts(operation: Operation) -> list[str]:
    """Every text the operation brings."""
    parts: tuple[Part, ...] = getattr(operation, "parts", ())
    own = [getattr(operation, name) for name in ("text", "title") if hasattr(operation, name)]
    return [*own, *(part.text for part in parts)]


def _builds_on_what_is_there(operation: Operation) -> bool:
    if isinstance(operation, RenameTheme | MoveTheme | RepealTheme):
        return ThemeVersion.objects.filter(pk=operation.basis).exists()
    bases = [one.basis for one in operation.changes]
    return ObjectiveVersion.objects.filter(pk__in=bases).count() == len(bases)


def _clause(
    regulation: AmendmentRegulation, operation: Operation, in_force_from: dt.date | None, *, reserve: bool
) -> None:
    clause = AmendmentClause.objects.create(
        regulation=regulation,
        operation=to_data(operation),
        entry_into_force=ENTRIES.ON_DATE if in_force_from else ENTRIES.LATER,
        in_force_from=in_force_from,
    )
    if reserve and operation.prefixes:
        first, *more = [allocate_code(prefix=prefix) for prefix in operation.prefixes]
        clause.new_objective = first
        clause.save(update_fields=["new_objective"])
        clause.more_objectives.set(more)
