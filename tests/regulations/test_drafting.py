"""A draft is made of clauses; each gets its date by rule, or departs from it with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from notifications.models import Event, Verb
from objectives.operations import CorrectText, RepealObjective
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.models import AmendmentClause, AmendmentRegulation
from regulations.outline import placed_clauses
from tests import factories

from .conftest import IN_FORCE, PLANNED, TODAY, announce, approved

IMMEDIATELY = AmendmentClause.EntryIntoForce.IMMEDIATELY
ON_DATE = AmendmentClause.EntryIntoForce.ON_DATE


# --- beginning ----------------------------------------------------------------------------------------


def test_a_new_draft_has_title_and_legal_basis_of_its_planned_day(empty_draft):
    assert empty_draft.title == "Forskrift om endring i spesialistforskriften"
    assert empty_draft.short_title == "Endr. i spesialistforskriften"
    assert "(spesialistforskriften) § 3b, jf. lov 2. juli 1999 nr. 61" in empty_draft.legal_basis


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_a_draft_is_planned_for_today_or_later(by, days, is_refused):
    planned = TODAY + dt.timedelta(days=days)

    if is_refused:
        with pytest.raises(RuleViolation, match=r"23\. november 2026, som er passert"):
            services.create_regulation(name="Høst", planned_announcement=planned, by=by, on=TODAY)
    else:
        assert services.create_regulation(name="Høst", planned_announcement=planned, by=by, on=TODAY).pk


def test_a_draft_has_a_name(by):
    with pytest.raises(ValidationError):
        services.create_regulation(name="", planned_announcement=PLANNED, by=by, on=TODAY)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_only_those_who_draft_may_begin_one(db, role):
    with pytest.raises(NotPermitted):
        services.create_regulation(name="Høst", planned_announcement=PLANNED, by=factories.user(role), on=TODAY)


def test_each_step_of_the_draft_is_in_the_journal(draft):
    verbs = Event.objects.about(draft).values_list("verb", flat=True)

    assert list(verbs) == [Verb.REGULATION_CREATED, *[Verb.CLAUSE_ADDED] * 4]


# --- clauses ------------------------------------------------------------------------------------------


def test_a_correction_is_taken_in_for_at_once(empty_draft, operations, by):
    clause = services.add_clause(regulation=empty_draft, operation=operations.correct, by=by)

    assert (clause.entry_into_force, clause.in_force_from) == (IMMEDIATELY, None)


@pytest.mark.parametrize("kind", ["repeal", "replace", "add"])
def test_a_change_of_content_is_taken_in_for_the_usual_date(empty_draft, operations, by, kind):
    clause = services.add_clause(regulation=empty_draft, operation=getattr(operations, kind), by=by)

    assert (clause.entry_into_force, clause.in_force_from) == (ON_DATE, IN_FORCE)


def test_clauses_stand_in_the_annexs_order_whatever_order_they_came_in(draft):
    kinds = [placed.operation.kind for placed in placed_clauses(draft)]

    assert kinds == ["repeal", "correct", "add", "replace"]


def test_the_outline_is_read_with_a_fixed_number_of_queries(draft, by, django_assert_num_queries):
    with django_assert_num_queries(9):
        assert len(placed_clauses(draft)) == 4

    for number in range(100, 110):
        row = factories.version(f"GAK-{number}")
        services.add_clause(regulation=draft, operation=RepealObjective(code=f"GAK-{number}", basis=row.pk), by=by)

    with django_assert_num_queries(9):
        assert len(placed_clauses(draft)) == 14


def test_an_objective_has_one_clause_in_a_draft(draft, texts, by):
    again = RepealObjective(code="GAK-084", basis=texts.corrected.pk)

    with pytest.raises(RuleViolation) as refusal:
        services.add_clause(regulation=draft, operation=again, by=by)

    assert refusal.value.message == (
        "«Vinter 2027» har allerede et endringsledd om GAK-084. Ta ut det ene før du tar inn det andre."
    )


def test_a_repeal_of_something_repealed_is_not_taken_in(announced, texts, by):
    second = services.create_regulation(name="Høst 2027", planned_announcement=dt.date(2027, 8, 20), by=by, on=TODAY)

    with pytest.raises(RuleViolation, match=r"GAK-077 er allerede opphevet ved FOR-2027-01-29-114") as refusal:
        services.add_clause(
            regulation=second, operation=RepealObjective(code="GAK-077", basis=texts.repealed.pk), by=by
        )

    assert refusal.value.code == "already-repealed"


def test_a_change_of_a_text_that_another_announced_act_has_changed_is_not_taken_in(announced, texts, by):
    second = services.create_regulation(name="Høst 2027", planned_announcement=dt.date(2027, 8, 20), by=by, on=TODAY)
    stale = CorrectText(code="GAK-084", text="Noe annet.", basis=texts.corrected.pk)

    with pytest.raises(RuleViolation, match=r"GAK-084 er endret ved FOR-2027-01-29-114") as refusal:
        services.add_clause(regulation=second, operation=stale, by=by)

    assert refusal.value.code == "changed-meanwhile"


def test_an_unknown_code_is_not_taken_in(empty_draft, by):
    with pytest.raises(RuleViolation, match="Koden GAK-999 finnes ikke"):
        services.add_clause(regulation=empty_draft, operation=RepealObjective(code="GAK-999", basis=1), by=by)


def test_a_departing_date_comes_in_with_its_reason(empty_draft, operations, by):
    clause = services.add_clause(
        regulation=empty_draft,
        operation=operations.repeal,
        by=by,
        entry_into_force=IMMEDIATELY,
        departure_reason="Saken haster.",
    )

    assert (clause.in_force_from, clause.departure_reason) == (None, "Saken haster.")


def test_a_departing_date_without_a_reason_does_not_come_in(empty_draft, operations, by):
    with pytest.raises(RuleViolation, match="GAK-077 har faglig betydning"):
        services.add_clause(regulation=empty_draft, operation=operations.repeal, by=by, entry_into_force=IMMEDIATELY)

    assert not empty_draft.clauses.exists()


def test_a_clause_can_be_taken_out_again(draft, texts, by):
    services.remove_clause(clause=draft.clauses.get(objective=texts.repealed.objective), by=by)

    assert [placed.operation.kind for placed in placed_clauses(draft)] == ["correct", "add", "replace"]
    assert Event.objects.about(draft).last().verb == Verb.CLAUSE_REMOVED


# --- dates --------------------------------------------------------------------------------------------


def clause_about(draft: AmendmentRegulation, code: str) -> AmendmentClause:
    return draft.clauses.get(objective__code=code)


def set_date(clause, day, *, by, reason=""):
    return services.set_entry_into_force(
        clause=clause,
        entry_into_force=ON_DATE if day else IMMEDIATELY,
        in_force_from=day,
        departure_reason=reason,
        by=by,
    )


def test_a_date_by_the_rule_needs_no_reason(draft, by):
    changed = set_date(clause_about(draft, "GAK-077"), dt.date(2027, 8, 12), by=by)

    assert changed.in_force_from == dt.date(2027, 8, 12)


@pytest.mark.parametrize("day", [None, dt.date(2027, 8, 11), dt.date(2027, 9, 2)])
def test_a_departing_date_is_refused_without_a_reason_and_kept_with_one(draft, by, day):
    clause = clause_about(draft, "GAK-077")

    with pytest.raises(RuleViolation):
        set_date(clause, day, by=by)
    changed = set_date(clause, day, by=by, reason="Lengre overgang er avtalt.")

    assert (changed.in_force_from, changed.departure_reason) == (day, "Lengre overgang er avtalt.")
    assert Event.objects.about(draft).last().payload["departure_reason"] == "Lengre overgang er avtalt."


def test_a_date_before_the_text_it_changes_is_refused(empty_draft, by):
    row = factories.version("GAK-001", valid_from=IN_FORCE + dt.timedelta(days=1))
    operation = RepealObjective(code="GAK-001", basis=row.pk)

    with pytest.raises(RuleViolation, match=r"teksten den endrer, gjelder først fra 2\. september 2027"):
        services.add_clause(regulation=empty_draft, operation=operation, by=by)


def test_an_announced_text_can_be_changed_from_its_own_first_day(empty_draft, by):
    row = factories.version("GAK-001", valid_from=IN_FORCE)

    clause = services.add_clause(regulation=empty_draft, operation=RepealObjective(code="GAK-001", basis=row.pk), by=by)

    assert clause.in_force_from == IN_FORCE


def test_a_dated_clause_has_a_date(draft, by):
    with pytest.raises(ValidationError):
        services.set_entry_into_force(
            clause=clause_about(draft, "GAK-077"),
            entry_into_force=ON_DATE,
            in_force_from=None,
            departure_reason="",
            by=by,
        )


def test_dates_that_followed_from_the_plan_move_with_it(draft, by):
    set_date(clause_about(draft, "ANE-052"), IN_FORCE, by=by, reason="Samtidig med semesterstart.")

    services.reschedule(regulation=draft, planned_announcement=dt.date(2027, 3, 5), by=by, on=TODAY)

    assert clause_about(draft, "GAK-077").in_force_from == dt.date(2028, 3, 1)
    assert clause_about(draft, "ANE-052").in_force_from == IN_FORCE
    assert clause_about(draft, "GAK-084").in_force_from is None


def test_a_new_plan_with_the_same_usual_date_moves_no_clause(draft, by):
    services.reschedule(regulation=draft, planned_announcement=dt.date(2027, 2, 26), by=by, on=TODAY)

    assert clause_about(draft, "GAK-077").in_force_from == IN_FORCE


# --- the heading --------------------------------------------------------------------------------------


def edit(draft, by, **values):
    current = {
        "title": draft.title,
        "short_title": draft.short_title,
        "legal_basis": draft.legal_basis,
        "transitional_text": draft.transitional_text,
    }
    return services.edit_heading(regulation=draft, by=by, **(current | values))


def test_the_legal_basis_can_be_edited_and_the_journal_says_so(empty_draft, by):
    edited = edit(empty_draft, by, legal_basis="spesialistforskriften § 3")

    assert edited.legal_basis == "spesialistforskriften § 3"
    assert Event.objects.about(empty_draft).last().payload == {"changed": ["legal_basis"]}


def test_saving_the_heading_unchanged_writes_nothing(empty_draft, by):
    edit(empty_draft, by)

    assert [event.verb for event in Event.objects.about(empty_draft)] == [Verb.REGULATION_CREATED]


def test_the_heading_can_not_be_emptied(empty_draft, by):
    with pytest.raises(ValidationError):
        edit(empty_draft, by, legal_basis="")


# --- after the locking, after the announcement --------------------------------------------------------


def attempts(draft, by, operations):
    clause = clause_about(draft, "GAK-077")
    return {
        "add": lambda: services.add_clause(regulation=draft, operation=operations.repeal, by=by),
        "remove": lambda: services.remove_clause(clause=clause, by=by),
        "date": lambda: set_date(clause, dt.date(2027, 8, 12), by=by),
        "heading": lambda: edit(draft, by, title="En annen tittel"),
        "plan": lambda: services.reschedule(
            regulation=draft, planned_announcement=dt.date(2027, 3, 5), by=by, on=TODAY
        ),
        "lock": lambda: services.lock(regulation=draft, by=by),
    }


@pytest.mark.parametrize("name", ["add", "remove", "date", "heading", "plan", "lock"])
def test_a_locked_draft_is_not_changed(locked, operations, by, name):
    with pytest.raises(WrongState, match="er låst for kunngjøring"):
        attempts(locked, by, operations)[name]()


@pytest.mark.parametrize("name", ["add", "remove", "date", "heading", "plan", "lock"])
def test_an_announced_act_is_not_changed(locked, operations, by, name):
    announce(locked, by=by)

    with pytest.raises(WrongState, match="er allerede kunngjort som FOR-2027-01-29-114"):
        attempts(locked, by, operations)[name]()


def test_in_a_locked_draft_the_reason_alone_can_be_changed(locked, by):
    changed = set_date(clause_about(locked, "GAK-077"), IN_FORCE, by=by, reason="Kunngjøringen ble forsinket.")

    assert changed.departure_reason == "Kunngjøringen ble forsinket."


def test_a_reason_that_is_approved_is_not_written_over_before_the_approval_is_withdrawn(draft, by):
    clause = clause_about(draft, "GAK-077")
    set_date(clause, None, by=by, reason="Saken haster.")
    approved(services.lock(regulation=draft, by=by))

    with pytest.raises(WrongState, match="Trekk godkjenningen før du endrer den"):
        set_date(clause, None, by=by, reason="Noe annet.")
    clause.refresh_from_db()
    assert clause.departure_reason == "Saken haster."

    services.withdraw_approval(regulation=draft, reason="Feil begrunnelse.", by=by)
    assert set_date(clause, None, by=by, reason="Noe annet.").departure_reason == "Noe annet."


def test_a_reason_that_was_missing_can_be_given_after_the_approval(locked, by):
    approved(locked)

    assert set_date(clause_about(locked, "GAK-077"), IN_FORCE, by=by, reason="Forsinket.").departure_reason
