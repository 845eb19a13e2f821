"""For any register and any decided changes on several days: what is previewed is what is applied, and the words of the
draft, read back, are its operations.

PROPERTY_EXAMPLES in the environment tries more than the usual few.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from objectives.consolidation import ConsolidatedObjective, consolidation
from objectives.models import ObjectiveVersion, ThemeVersion
from objectives.operations import RenameTheme, Scheduled, load_register, to_data
from objectives.operations.types import MoveTheme, RepealTheme
from organisations.refusals import RuleViolation
from regulations import services
from regulations.documents import build_document
from regulations.documents.departures import departures
from regulations.documents.parsing import comparable, expanded, read_back
from regulations.documents.wording import CODE_TO_COME, generated
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import placed_clauses
from regulations.preview import preview
from regulations.services.drafting import objective_of
from tests import factories
from tests.objectives.random_acts import Act, Register, acts, make_register, operations, registers, turning_days

from .conftest import announce

pytestmark = pytest.mark.django_db

PLANNED = dt.date(2026, 1, 12)
DECIDED = dt.date(2026, 1, 5)
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "40"))
in_the_database = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def drafted(register: Register, act: Act) -> Iterator[AmendmentRegulation]:
    """A draft of what the act wishes, clause by clause, each with its day and the reason for it. Taken back."""
    with transaction.atomic():
        make_register(register)
        regulation = AmendmentRegulation.objects.create(
            name="Tilfeldig",
            title="Forskrift om endring i spesialistforskriften",
            short_title="Endr. i spesialistforskriften",
            legal_basis="forskriften § 3b",
            planned_announcement=PLANNED,
            created_by=factories.caseworker(),
        )
        for one in operations(load_register(), act, decided_on=DECIDED, serial=1):
            if builds_on_what_is_there(one):
                clause(regulation, one)
        yield regulation
        transaction.set_rollback(True)


def builds_on_what_is_there(one: Scheduled) -> bool:
    operation = one.operation
    if isinstance(operation, RenameTheme | MoveTheme | RepealTheme):
        return ThemeVersion.objects.filter(pk=operation.basis).exists()
    bases = [changed.basis for changed in operation.changes]
    return ObjectiveVersion.objects.filter(pk__in=bases).count() == len(bases)


def clause(regulation: AmendmentRegulation, one: Scheduled) -> None:
    entries = AmendmentClause.EntryIntoForce
    AmendmentClause.objects.create(
        regulation=regulation,
        operation=to_data(one.operation),
        objective=objective_of(one.operation),
        entry_into_force=entries.ON_DATE if one.in_force_from else entries.LATER,
        in_force_from=one.in_force_from,
        departure_reason="Avtalt.",
    )


def keep_what_can_be_announced(regulation: AmendmentRegulation) -> None:
    """Take out the clauses the preview leaves out, until the rest can stand."""
    left_out = preview(placed_clauses(regulation), announced_on=PLANNED).left_out
    regulation.clauses.filter(pk__in=[one.clause.pk for one, _why in left_out]).delete()


def lines(rows: Sequence[ConsolidatedObjective], chapters: set[str]) -> list[tuple[object, ...]]:
    """The annex's lines in these chapters; the act has no number before it is announced."""
    return [
        (row.code, row.chapter, row.theme, row.stage, row.text, row.valid_from, row.valid_until)
        for row in rows
        if row.chapter in chapters
    ]


@in_the_database
@given(registers, acts)
def test_what_is_previewed_is_what_is_applied_on_every_day(db, register, act):
    with drafted(register, act) as regulation:
        keep_what_can_be_announced(regulation)
        if not regulation.clauses.exists():
            event("nothing to announce")
            return
        by = factories.caseworker()
        try:
            services.lock(regulation=regulation, by=by)
        except RuleViolation as refusal:
            event(f"refused: {refusal.code}")
            return
        shown = preview(placed_clauses(regulation), announced_on=PLANNED)
        days = turning_days(load_register(), shown.after)
        chapters = {chapter.title for chapter in shown.after.chapters.values()}
        expected = {day: lines(shown.after.consolidated(on=day), chapters) for day in days}

        announce(regulation, by=by, decided_on=DECIDED, announced_on=PLANNED)

        for day in days:
            assert lines(consolidation(on=day), chapters) == expected[day]
        event("applied")


@in_the_database
@given(registers, acts, st.booleans())
def test_the_words_of_each_clause_read_back_are_its_operation(db, register, act, reserved):
    with drafted(register, act) as regulation:
        if reserved:
            keep_what_can_be_announced(regulation)
            try:
                services.lock(regulation=regulation, by=factories.caseworker())
            except RuleViolation as refusal:
                event(f"refused: {refusal.code}")
        for one in placed_clauses(regulation):
            read = read_back(generated(one), of=one)

            assert read.operation == comparable(one.operation, of=one)
            assert list(read.new_codes) == (one.new_codes or [CODE_TO_COME] * len(one.operation.prefixes))
            event(one.operation.kind)


@in_the_database
@given(registers, acts)
def test_the_systems_words_written_as_ones_own_are_never_warned_about(db, register, act):
    with drafted(register, act) as regulation:
        for one in placed_clauses(regulation):
            one.clause.own_wording = [said.prose for said in generated(one)]

            assert departures(one) == []


@in_the_database
@given(registers, acts)
def test_the_act_as_printed_repeals_what_its_clauses_repeal(db, register, act):
    """Several repealed in one sentence are the same læringsmål, in the same order."""
    with drafted(register, act) as regulation:
        document = build_document(regulation)

        printed = [
            code
            for part in document.chapters
            for clause in part.printed
            for said in clause.instructions
            if said.prose.endswith(" oppheves.") and not said.prose.startswith("Overskriften")
            for code in expanded(said.prose.removesuffix(" oppheves."))
        ]

        ended = [change for change in document.changes if change.operation.kind != "recode"]
        assert printed == [code for change in ended for code in change.ended]
