"""For any elaborations and activities, and any changes of them: the database ends as the memory does."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from objectives.models import Elaboration, LearningActivity
from objectives.operations.continuous import (
    ActivityFacts,
    AddActivity,
    ChangeActivity,
    Continuous,
    ContinuousOperation,
    RemoveActivity,
    RemoveElaboration,
    SetElaboration,
    apply_continuously,
    apply_continuously_to,
)
from objectives.operations.continuous.applying import facts_of
from organisations.refusals import RuleViolation
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)
CODES = ("GAK-001", "GAK-002", "GAK-003")
texts = st.sampled_from(["Omfatter alle.", "Gjelder også barn.", "Kan læres på kurs.", " "])
facts = st.builds(
    ActivityFacts,
    specialty=st.just("gastroenterologisk-kirurgi"),
    activity=st.sampled_from(["kurs", "prosedyre"]),
    title=st.sampled_from(["Lever", "Galle", "galle!", "Bukspyttkjertel"]),
    minimum_repetitions=st.sampled_from([None, 5, 20]),
    codes=st.frozensets(st.sampled_from([*CODES, "GAK-404"]), max_size=2),
)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, int, str, ActivityFacts]]:
    """What to do, to which, with which words: turned into operations against what stands by then."""
    verbs = st.sampled_from(["set", "remove-text", "add", "change", "remove", "stale"])
    return draw(st.lists(st.tuples(verbs, st.integers(0, 5), texts, facts), max_size=12))


def operation(state: Continuous, verb: str, which: int, text: str, new: ActivityFacts) -> ContinuousOperation:
    code, keys = CODES[which % 3], sorted(state.activities)
    now = state.elaborations.get(code, "")
    match verb:
        case "set":
            return SetElaboration(code=code, text=text, basis=now)
        case "remove-text":
            return RemoveElaboration(code=code, basis=now)
        case "stale":
            return SetElaboration(code=code, text=text, basis="Noe annet.")
        case "change" if keys:
            key = keys[which % len(keys)]
            return ChangeActivity(pk=key, facts=new, basis=state.activities[key])
        case "remove" if keys:
            key = keys[which % len(keys)]
            return RemoveActivity(pk=key, basis=state.activities[key])
    return AddActivity(facts=new)


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def from_database() -> Continuous:
    return Continuous(
        elaborations=dict(Elaboration.objects.values_list("objective__code", "text")),
        activities={row.pk: facts_of(row) for row in LearningActivity.objects.select_related("specialty")},
        ends=dict.fromkeys(CODES),
        specialties=frozenset({"gastroenterologisk-kirurgi"}),
    )


@given(steps=changes())
@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "50")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_database_ends_as_the_memory_does(steps):
    with taken_back():
        by = factories.caseworker()
        for code in CODES:
            factories.version(code)
        for verb, which, text, new in steps:
            before = from_database()
            one = operation(before, verb, which, text, new)
            try:
                expected = apply_continuously_to(before, [one], on=TODAY)
            except RuleViolation as refusal:
                with pytest.raises(RuleViolation, match=refusal.message[:20]), transaction.atomic():
                    apply_continuously([one], on=TODAY, reason="Prøve.", by=by)
                expected = before
            else:
                apply_continuously([one], on=TODAY, reason="Prøve.", by=by)

            after = from_database()
            assert after.elaborations == expected.elaborations
            assert set(after.activities.values()) == set(expected.activities.values())
