"""Locking gives the new codes; they are given for good."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from objectives.models import CodeSeries, Objective
from objectives.operations import RepealObjective, Scheduled, apply
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.outline import placed_clauses
from tests import factories

from .conftest import TODAY


def codes(draft) -> list[str]:
    return [placed.new_code for placed in placed_clauses(draft)]


def test_codes_are_given_in_the_annexs_order_to_what_is_new(locked):
    assert codes(locked) == ["", "", "GAK-085", "ANE-053"]


def test_a_reserved_code_has_no_text_yet(locked):
    reserved = Objective.objects.get(code="GAK-085")

    assert not reserved.versions.exists()


def test_each_reservation_is_in_the_journal_before_the_locking(locked):
    told = Event.objects.filter(verb__in=[Verb.CODE_RESERVED, Verb.REGULATION_LOCKED])

    assert [(event.verb, event.subject_label) for event in told] == [
        (Verb.CODE_RESERVED, "GAK-085"),
        (Verb.CODE_RESERVED, "ANE-053"),
        (Verb.REGULATION_LOCKED, "Vinter 2027"),
    ]


def test_codes_stay_with_their_clauses_when_the_draft_is_opened_and_locked_again(locked, by):
    services.unlock(regulation=locked, by=by)
    services.lock(regulation=locked, by=by)

    assert codes(locked) == ["", "", "GAK-085", "ANE-053"]
    assert CodeSeries.objects.get(prefix="GAK").last_number == 85


def test_the_code_of_a_removed_clause_is_never_given_again(locked, operations, by):
    services.unlock(regulation=locked, by=by)
    services.remove_clause(clause=locked.clauses.get(new_objective__code="GAK-085"), by=by)
    services.add_clause(regulation=locked, operation=operations.add, by=by)
    services.lock(regulation=locked, by=by)

    assert codes(locked) == ["", "", "GAK-086", "ANE-053"]
    assert Objective.objects.filter(code="GAK-085").exists()


def test_the_journal_tells_which_code_was_left_unused(locked, by):
    services.unlock(regulation=locked, by=by)

    services.remove_clause(clause=locked.clauses.get(new_objective__code="GAK-085"), by=by)

    assert Event.objects.about(locked).last().payload["code_left_unused"] == "GAK-085"


def test_an_empty_draft_is_not_locked(empty_draft, by):
    with pytest.raises(RuleViolation, match="har ingen endringsledd"):
        services.lock(regulation=empty_draft, by=by)


def test_a_draft_with_a_clause_that_another_act_overtook_is_not_locked(draft, texts, by):
    other = factories.act(9, dt.date(2026, 12, 1))
    overtaking = RepealObjective(code="GAK-084", basis=texts.corrected.pk)
    apply([Scheduled(operation=overtaking, in_force_from=dt.date(2026, 12, 15))], act=other, by=by)

    with pytest.raises(RuleViolation, match="GAK-084 er allerede opphevet ved FOR-2026-12-01-9"):
        services.lock(regulation=draft, by=by)

    draft.refresh_from_db()
    assert not draft.is_locked
    assert codes(draft) == [""] * 4


def test_a_draft_whose_dates_no_longer_follow_the_plan_is_not_locked(draft, by):
    clause = draft.clauses.get(objective__code="GAK-077")
    services.set_entry_into_force(
        clause=clause, entry_into_force="dato", in_force_from=dt.date(2027, 8, 12), departure_reason="", by=by
    )
    services.reschedule(regulation=draft, planned_announcement=dt.date(2027, 2, 26), by=by, on=TODAY)

    with pytest.raises(RuleViolation, match="GAK-077 kan ikke tre i kraft"):
        services.lock(regulation=draft, by=by)


def test_a_draft_that_is_not_locked_is_not_unlocked(draft, by):
    with pytest.raises(WrongState, match="er ikke låst"):
        services.unlock(regulation=draft, by=by)


def test_administrators_do_not_lock(draft):
    with pytest.raises(NotPermitted):
        services.lock(regulation=draft, by=factories.user(Role.ADMINISTRATOR))


def test_a_closed_series_stops_the_locking_and_nothing_is_reserved(draft, by):
    CodeSeries.objects.filter(prefix="ANE").update(is_closed=True)

    with pytest.raises(RuleViolation, match="ANE er lukket"):
        services.lock(regulation=draft, by=by)

    assert CodeSeries.objects.get(prefix="GAK").last_number == 84
