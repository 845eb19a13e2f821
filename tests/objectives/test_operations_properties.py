"""What must hold for any register and any acts: database and memory agree, and nothing is lost, reused or circular.

PROPERTY_EXAMPLES in the environment tries more than the usual few.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Sequence
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from notifications.models import Event
from objectives.consolidation import ConsolidatedObjective, consolidation
from objectives.models import LegalAct, ObjectiveVersion
from objectives.operations import (
    ActRef,
    AddObjective,
    AddTheme,
    Determination,
    Operation,
    Plan,
    Scheduled,
    Snapshot,
    apply,
    apply_to,
    determine,
    from_data,
    load_register,
    plan,
    to_data,
)
from objectives.operations.effects import HeadingRoomMade, RoomMade, ThemeMade
from objectives.operations.snapshot import act_ref
from objectives.operations.types import TEXT_OPERATIONS, THEME_OPERATIONS
from organisations.refusals import RuleViolation
from tests import factories

from .random_acts import (
    BEGINNING,
    Act,
    Register,
    acts,
    determined,
    make_register,
    operations,
    registers,
    turning_days,
    with_days,
)

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "50"))
in_the_database = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
in_memory = settings(in_the_database, max_examples=4 * EXAMPLES)


@contextmanager
def taken_back():
    """The database as it was, afterwards: each example has an empty register."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def schedule(years: Sequence[Act]) -> list[tuple[ActRef, Act]]:
    """The acts with their dates and numbers."""
    decided, scheduled = BEGINNING, []
    for serial, act in enumerate(years, start=1):
        decided += dt.timedelta(days=act.days)
        scheduled.append((ActRef(decided, serial), act))
    return scheduled


def asked_of(snapshot: Snapshot, ref: ActRef, act: Act) -> list[Scheduled]:
    return operations(snapshot, act, decided_on=ref.decided_on, serial=ref.number or 0)


def announce(ref: ActRef, wanted: Sequence[Scheduled]) -> str:
    """Apply to the database; what it was refused with, if it was."""
    act = LegalAct.objects.create(number=ref.number, decided_on=ref.decided_on, title="Endring")
    try:
        apply(wanted, act=act, by=factories.caseworker())
    except RuleViolation as refusal:
        return f"{refusal.code}: {refusal.message}"
    return ""


def imagine(snapshot: Snapshot, ref: ActRef, wanted: Sequence[Scheduled]) -> tuple[Snapshot, str]:
    """Apply in memory."""
    try:
        return apply_to(snapshot, wanted, act=ref), ""
    except RuleViolation as refusal:
        return snapshot, f"{refusal.code}: {refusal.message}"


def a_register(wanted: Register) -> Snapshot:
    """The random register, in memory."""
    with taken_back():
        make_register(wanted)
        return load_register()


# --- database and memory ------------------------------------------------------------------------------


@in_the_database
@given(registers, st.lists(acts, min_size=2, max_size=4))
def test_the_database_reads_as_memory_on_every_day_and_refuses_in_the_same_words(wanted, years):
    with taken_back():
        make_register(wanted)
        memory = load_register()

        for ref, act in schedule(years):
            before = load_register()
            refused = announce(ref, asked_of(before, ref, act))
            memory, imagined = imagine(memory, ref, asked_of(memory, ref, act))

            event(f"refused: {refused.partition(':')[0]}" if refused else "applied")
            assert refused == imagined
            if refused:
                assert load_register() == before
                assert not Event.objects.filter(payload__act=ref.ref_id).exists()

        database = load_register()
        event(
            f"amended before the first day: {ObjectiveVersion.with_annulled.filter(annulled_by__isnull=False).exists()}"
        )
        assert waiting_for_a_day(database) == waiting_for_a_day(memory)
        for day in turning_days(database, memory):
            assert consolidation(on=day) == database.consolidated(on=day) == memory.consolidated(on=day)
        assert_all_is_well(database)


@in_the_database
@given(registers, st.lists(acts, min_size=2, max_size=3), st.integers(0, 900))
def test_what_gets_its_day_later_reads_as_memory_on_every_day(wanted, years, wait):
    with taken_back():
        make_register(wanted)
        memory = load_register()
        for ref, act in schedule(years):
            before = load_register()
            announce(ref, asked_of(before, ref, act))
            memory, _refused = imagine(memory, ref, asked_of(memory, ref, act))

        for act in LegalAct.objects.filter(title="Endring").order_by("decided_on"):
            day = act.decided_on + dt.timedelta(days=wait)
            refused = give_a_day(act, day)
            memory, imagined = imagine(memory, act_ref(act), determined(memory, act_ref(act), day))
            event(f"refused: {refused.partition(':')[0]}" if refused else "determined")
            assert refused == imagined

        database = load_register()
        assert waiting_for_a_day(database) == waiting_for_a_day(memory)
        for day in turning_days(database, memory):
            assert consolidation(on=day) == database.consolidated(on=day) == memory.consolidated(on=day)
        assert_all_is_well(database)


def give_a_day(act: LegalAct, day: dt.date) -> str:
    """Determine the day of all that the act announced without one; what it was refused with, if it was."""
    waiting = list(act.undetermined_changes.awaiting())
    if not waiting:
        return ""
    determination = Determination(in_force_from=day, decided_on=act.decided_on)
    try:
        determine(waiting, determination=determination, by=factories.caseworker())
    except RuleViolation as refusal:
        return f"{refusal.code}: {refusal.message}"
    return ""


def waiting_for_a_day(register: Snapshot) -> list[tuple[str, tuple[str, ...], ActRef]]:
    return [(change.operation.kind, change.codes, change.enacted_by) for change in register.undetermined]


def assert_all_is_well(register: Snapshot) -> None:
    """No overlap, no gap, no text under a heading that is not there, no code above its series, no circle."""
    for versions in (*register.texts.values(), *register.headings.values()):
        for one, following in pairwise(versions):
            assert one.valid_until == following.valid_from
        assert all(one.valid_until is None or one.valid_from < one.valid_until for one in versions)
    for texts in register.texts.values():
        for text in texts:
            headings = register.headings.get(text.theme, ()) if text.theme else ()
            assert text.theme is None or headings[0].valid_from <= text.valid_from
            last = headings[-1].valid_until if headings else None
            assert last is None or (text.valid_until is not None and text.valid_until <= last)
    for code in register.codes:
        prefix, _, number = code.rpartition("-")
        assert int(number) <= register.series[prefix].last_number
    assert_no_circle({link.new: {one.old for one in register.links if one.new == link.new} for link in register.links})


def assert_no_circle(olds: dict[str, set[str]]) -> None:
    for code, nearest in olds.items():
        earlier, reached = set(nearest), set[str]()
        while earlier:
            one = earlier.pop()
            assert one != code
            reached.add(one)
            earlier |= olds.get(one, set()) - reached


# --- memory alone -------------------------------------------------------------------------------------


@in_memory
@given(registers, st.lists(acts, min_size=1, max_size=5))
def test_a_code_is_given_once_and_a_succession_leads_on_from_the_day_the_old_one_ends(wanted, years):
    register = a_register(wanted)

    for ref, act in schedule(years):
        try:
            planned = plan(register, asked_of(register, ref, act), act=ref)
        except RuleViolation:
            continue
        event(f"room made: {any(isinstance(effect, RoomMade | HeadingRoomMade) for effect in planned.effects)}")
        after = planned.after
        new = after.codes - register.codes
        assert register.codes <= after.codes
        waiting = {code for change in after.undetermined for code in change.codes}
        assert all(len(after.texts[code]) == 1 for code in new - waiting)
        assert not any(after.texts.get(code) for code in waiting)
        for link in after.links[len(register.links) :]:
            assert link.new in new
            begun = after.texts[link.new][0].valid_from
            olds = after.texts[link.old]
            # Of an announced one that never applied there is nothing to end.
            assert not olds or olds[-1].valid_until == begun
        register = after
    assert_all_is_well(register)


def without_acts(rows: Sequence[ConsolidatedObjective]) -> list[ConsolidatedObjective]:
    return [dataclasses.replace(row, enacted_by="") for row in rows]


def in_several(register: Snapshot, wanted: Sequence[Scheduled], *, at: int, decided_on: dt.date) -> Snapshot:
    """The same operations in two acts, the second with the keys the first one's headings got."""
    first = plan(register, wanted[:at], act=ActRef(decided_on, 1001))
    keys = {
        step.scheduled.operation.key: effect.theme.pk
        for step in first.steps
        for effect in step.effects
        if isinstance(effect, ThemeMade) and isinstance(step.scheduled.operation, AddTheme)
    }
    rest = [dataclasses.replace(one, operation=with_keys(one.operation, keys)) for one in wanted[at:]]
    return apply_to(first.after, rest, act=ActRef(decided_on, 1002))


def with_keys(operation: Operation, keys: dict[str, int]) -> Operation:
    data = json.loads(json.dumps(to_data(operation)), object_hook=lambda one: _with_keys(one, keys))
    return from_data(data)


def _with_keys(fields: dict, keys: dict[str, int]) -> dict:
    names = ("theme", "after") if "title" in fields or fields.get("kind") == "move-theme" else ("theme",)
    return fields | {name: keys.get(fields[name], fields[name]) for name in names if name in fields}


@in_memory
@given(registers, acts, st.integers(0, 6))
def test_one_act_or_two_with_the_same_dates_give_the_same_annex(wanted, act, cut):
    register = a_register(wanted)
    ref = ActRef(BEGINNING, 1000)
    try:
        planned = plan(register, asked_of(register, ref, with_days(act)), act=ref)
    except RuleViolation:
        event("refused")
        return

    in_order = working_order(planned)
    parted = in_several(register, in_order, at=cut % (len(in_order) + 1), decided_on=BEGINNING)

    for day in turning_days(planned.after):
        assert without_acts(parted.consolidated(on=day)) == without_acts(planned.after.consolidated(on=day))


def working_order(planned: Plan) -> list[Scheduled]:
    """The operations in the order the planner takes them: new headings first, repealed headings last."""
    first = {"add-theme": 0, "rename-theme": 1, "move-theme": 1, "repeal-theme": 3}
    return sorted((step.scheduled for step in planned.steps), key=lambda one: first.get(one.operation.kind, 2))


@in_memory
@given(registers, acts)
def test_planning_leaves_the_register_it_was_asked_of_alone(wanted, act):
    register = a_register(wanted)
    same = dataclasses.replace(register, texts=dict(register.texts), headings=dict(register.headings))

    imagine(register, ActRef(BEGINNING, 1), asked_of(register, ActRef(BEGINNING, 1), act))

    assert register == same


# --- as data ------------------------------------------------------------------------------------------

any_operation = st.one_of(
    *(
        st.builds(kind, **{field.name: ... for field in dataclasses.fields(kind)})
        for kind in (*TEXT_OPERATIONS, *THEME_OPERATIONS)
    )
)


@settings(max_examples=200, deadline=None)
@given(any_operation)
def test_an_operation_survives_being_stored_as_json(operation):
    stored = json.loads(json.dumps(to_data(operation)))

    assert from_data(stored) == operation
    assert isinstance(operation, AddObjective) == (stored["kind"] == "add")
