"""Registering the announcement writes the whole act to the register, or refuses with a sentence and writes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Event, Verb
from objectives.models import CodeSeries, LegalAct, ObjectiveVersion, Succession
from objectives.operations import RepealObjective, Scheduled, apply
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.models import AmendmentClause, RenderedDocument
from tests import factories

from .conftest import DECIDED, IN_FORCE, PLANNED, TODAY, announce, approved

ONE_DAY = dt.timedelta(days=1)


def annex(on: dt.date) -> dict[str, str]:
    return {row.objective.code: row.text for row in ObjectiveVersion.objects.consolidated(on=on)}


def untouched(regulation) -> bool:
    """Nothing of the announcement is in the register or the journal."""
    regulation.refresh_from_db()
    return (
        regulation.act is None
        and not LegalAct.objects.filter(number=114).exists()
        and not ObjectiveVersion.objects.exclude(enacted_by=factories.act()).exists()
        and not ObjectiveVersion.objects.filter(repealed_by__isnull=False).exists()
        and not Event.objects.filter(verb=Verb.REGULATION_ANNOUNCED).exists()
    )


# --- what happens -------------------------------------------------------------------------------------


def test_the_act_keeps_number_dates_title_and_legal_basis(announced):
    act = announced.act

    assert act.legacy_id == "FOR-2027-01-29-114"
    assert act.announced_at == factories.announced(PLANNED)
    assert act.title == "Forskrift om endring i spesialistforskriften"
    assert act.legal_basis.startswith(
        "Fastsatt av Helsedirektoratet 29. januar 2027 med hjemmel i forskrift 8. desember"
    )
    assert act.legal_basis.endswith("§ 8-1.")


def test_the_annex_reads_as_before_until_the_announcement(announced):
    assert annex(PLANNED - ONE_DAY) == {
        "GAK-077": "Ha kunnskap om pankreatitt.",
        "GAK-084": "Kunne utføre cholecystektomi.",
        "ANE-052": "Under supervisjon kunne gi sedasjon.",
    }


def test_a_correction_applies_from_the_day_of_announcement(announced):
    assert annex(PLANNED)["GAK-084"] == "Kunne utføre kolecystektomi."


def test_changes_of_content_apply_from_their_date_and_not_the_day_before(announced):
    assert set(annex(IN_FORCE - ONE_DAY)) == {"GAK-077", "GAK-084", "ANE-052"}
    assert annex(IN_FORCE) == {
        "GAK-084": "Kunne utføre kolecystektomi.",
        "GAK-085": "Ha god kunnskap om skade på galleganger.",
        "ANE-053": "Selvstendig kunne gi sedasjon.",
    }


def test_the_codes_are_those_reserved_when_the_draft_was_locked(announced):
    assert CodeSeries.objects.get(prefix="GAK").last_number == 85
    assert {c.new_objective.code for c in announced.clauses.filter(new_objective__isnull=False)} == {
        "GAK-085",
        "ANE-053",
    }


def test_what_replaces_what_is_linked(announced):
    succession = Succession.objects.get()

    assert (succession.old.code, succession.new.code, succession.kind) == ("ANE-052", "ANE-053", "skjerpet")
    assert succession.enacted_by == announced.act


def test_the_journal_tells_each_change_in_the_annexs_order_and_the_announcement_last(announced):
    approved = Event.objects.get(verb=Verb.REGULATION_APPROVED).sequence
    told = Event.objects.filter(sequence__gt=approved)

    assert [(event.verb, event.subject_label) for event in told] == [
        (Verb.OBJECTIVE_REPEALED, "GAK-077"),
        (Verb.OBJECTIVE_CORRECTED, "GAK-084"),
        (Verb.OBJECTIVE_ADDED, "GAK-085"),
        (Verb.OBJECTIVE_REPLACED, "ANE-052"),
        (Verb.REGULATION_ANNOUNCED, "Vinter 2027"),
    ]


def test_every_line_of_history_is_in_the_name_of_whoever_did_it(announced, by):
    rows = [
        *announced.history.all(),
        *announced.act.history.all(),
        *AmendmentClause.history.all(),
        *ObjectiveVersion.history.filter(enacted_by=announced.act),
        *ObjectiveVersion.history.filter(repealed_by=announced.act),
    ]

    assert {row.history_user for row in rows} == {by}


def test_the_journal_keeps_both_dates(announced):
    payload = Event.objects.get(verb=Verb.REGULATION_ANNOUNCED).payload

    assert payload["decided_on"] == "2027-01-29"
    assert payload["announced_at"].startswith("2027-02-12T")
    assert (payload["clauses"], payload["cautions"]) == (4, [])


def test_a_pdf_of_the_announced_act_is_ordered(announced):
    assert announced.documents.get().state == RenderedDocument.State.WAITING


def test_it_can_be_part_of_a_larger_transaction(locked, by):
    with transaction.atomic():
        announce(locked, by=by)
        transaction.set_rollback(True)

    assert untouched(locked)


def test_an_announcement_late_in_the_evening_belongs_to_the_norwegian_day(locked, by):
    just_after_midnight_in_norway = dt.datetime(2027, 2, 12, 23, 10, tzinfo=dt.UTC)

    services.announce(
        regulation=approved(locked), number=114, decided_on=DECIDED, announced_at=just_after_midnight_in_norway, by=by
    )

    assert annex(dt.date(2027, 2, 12))["GAK-084"] == "Kunne utføre cholecystektomi."
    assert annex(dt.date(2027, 2, 13))["GAK-084"] == "Kunne utføre kolecystektomi."


# --- what is refused ----------------------------------------------------------------------------------


def test_an_announcement_is_registered_once(announced, by):
    with pytest.raises(WrongState) as refusal:
        announce(announced, by=by, number=115)

    assert refusal.value.code == "already-announced"
    assert refusal.value.message == (
        "«Vinter 2027» er allerede kunngjort som FOR-2027-01-29-114 og kan ikke endres. Lag en ny endringsforskrift."
    )
    assert not LegalAct.objects.filter(number=115).exists()


def test_a_draft_that_is_not_locked_is_not_announced(draft, by):
    with pytest.raises(WrongState, match="de nye kodene er ikke gitt"):
        announce(draft, by=by)

    assert untouched(draft)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_others_do_not_register_announcements(locked, role):
    with pytest.raises(NotPermitted):
        announce(locked, by=factories.user(role))

    assert untouched(locked)


def test_a_number_another_act_has_is_refused(locked, by):
    factories.act(114, dt.date(2027, 1, 8))

    with pytest.raises(RuleViolation, match="Nummer 114 er allerede brukt i 2027, av FOR-2027-01-08-114"):
        announce(locked, by=by)


def test_a_number_taken_while_we_looked_is_refused_in_the_same_words(locked, by, monkeypatch):
    factories.act(114, dt.date(2027, 1, 8))
    monkeypatch.setattr("regulations.rules.number_is_free", lambda number, *, decided_on: None)

    with pytest.raises(RuleViolation, match="Nummer 114 er allerede brukt i 2027") as refusal:
        announce(locked, by=by)

    assert refusal.value.code == "number-used"
    assert isinstance(refusal.value.__cause__, IntegrityError)


def test_a_number_below_one_is_refused(locked, by):
    with pytest.raises(RuleViolation, match="1 eller høyere"):
        announce(locked, by=by, number=0)

    assert untouched(locked)


def test_an_announcement_before_the_decision_is_refused(locked, by):
    with pytest.raises(RuleViolation, match=r"Kunngjøringen 28\. januar 2027 kan ikke ligge før vedtaket 29\. januar"):
        announce(locked, by=by, announced_on=DECIDED - ONE_DAY)

    assert untouched(locked)


@pytest.mark.parametrize(("decided_on", "is_refused"), [(1, True), (0, False), (-1, False)])
def test_a_clause_in_force_before_the_decision_is_refused(draft, by, decided_on, is_refused):
    starts = dt.date(2027, 1, 20)
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="dato",
        in_force_from=starts,
        departure_reason="Saken haster.",
        by=by,
    )
    services.lock(regulation=draft, by=by)
    decided = starts + decided_on * ONE_DAY

    if is_refused:
        with pytest.raises(RuleViolation, match=r"GAK-077 kan ikke tre i kraft 20\. januar 2027, før vedtaket 21"):
            announce(draft, by=by, decided_on=decided)
        assert untouched(draft)
    else:
        assert announce(draft, by=by, decided_on=decided).pk


def test_a_clause_in_force_before_the_announcement_is_let_through_and_noted(draft, by):
    services.set_entry_into_force(
        clause=draft.clauses.get(objective__code="GAK-077"),
        entry_into_force="dato",
        in_force_from=dt.date(2027, 2, 1),
        departure_reason="Saken haster.",
        by=by,
    )
    services.lock(regulation=draft, by=by)

    announce(draft, by=by)

    assert Event.objects.get(verb=Verb.REGULATION_ANNOUNCED).payload["cautions"] == ["in-force-before-announcement"]
    assert "GAK-077" not in annex(dt.date(2027, 2, 1))


def test_a_later_announcement_than_planned_needs_a_reason_for_dates_that_no_longer_follow(locked, by):
    late = dt.date(2027, 3, 2)

    with pytest.raises(RuleViolation, match=r"GAK-077 kan ikke tre i kraft 1\. september 2027 uten begrunnelse"):
        announce(locked, by=by, announced_on=late)
    assert untouched(locked)
    for clause in locked.clauses.filter(entry_into_force=AmendmentClause.EntryIntoForce.ON_DATE):
        services.set_entry_into_force(
            clause=clause,
            entry_into_force=clause.entry_into_force,
            in_force_from=clause.in_force_from,
            departure_reason="Lovdata kunngjorde senere enn planlagt.",
            by=by,
        )

    assert announce(locked, by=by, announced_on=late).pk


def overtake(operation, by):
    """Another act is announced while this one is locked."""
    other = factories.act(9, dt.date(2026, 12, 1))
    apply([Scheduled(operation=operation, in_force_from=dt.date(2026, 12, 15))], act=other, by=by)


def test_a_repeal_of_something_repealed_meanwhile_is_refused(locked, texts, by):
    overtake(RepealObjective(code="GAK-077", basis=texts.repealed.pk), by)

    with pytest.raises(RuleViolation, match=r"GAK-077 er allerede opphevet ved FOR-2026-12-01-9, fra 15\. desember"):
        announce(locked, by=by)

    assert not LegalAct.objects.filter(number=114).exists()


def test_a_change_of_a_text_changed_meanwhile_is_refused_and_takes_the_rest_with_it(locked, operations, by):
    overtake(operations.correct, by)

    with pytest.raises(RuleViolation, match="GAK-084 er endret ved FOR-2026-12-01-9"):
        announce(locked, by=by)

    assert "GAK-077" in annex(IN_FORCE)
    assert not Succession.objects.exists()


def test_two_drafts_about_the_same_objective_can_not_both_become_law(locked, texts, by):
    other = services.create_regulation(name="Hastesak", planned_announcement=PLANNED, by=by, on=TODAY)
    services.add_clause(regulation=other, operation=RepealObjective(code="GAK-077", basis=texts.repealed.pk), by=by)
    services.lock(regulation=other, by=by)
    announce(other, by=by, number=113)

    with pytest.raises(RuleViolation, match="GAK-077 er allerede opphevet ved FOR-2027-01-29-113"):
        announce(locked, by=by)
