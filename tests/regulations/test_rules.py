"""EF-2, EF-3, EF-4 and EF-6: when a change may enter into force, and when that needs a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.operations import AddObjective, CorrectText, RepealObjective, ReplaceObjective
from organisations.refusals import RuleViolation
from regulations import rules
from regulations.models import AmendmentClause
from tests import factories

ANNOUNCED = dt.date(2027, 2, 12)
SIX_MONTHS = dt.date(2027, 8, 12)
USUAL = dt.date(2027, 9, 1)
ONE_DAY = dt.timedelta(days=1)

CORRECTION = CorrectText(code="GAK-001", text="Rettet.", basis=1)
CONTENT = [
    AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=None, after=None, stage="3"),
    ReplaceObjective(code="GAK-001", text="Ny.", effect="redusert", basis=1),
    RepealObjective(code="GAK-001", basis=1),
]


def follows(operation, day, *, reason=""):
    rules.entry_into_force_follows_the_rule(
        operation, what="GAK-001", in_force_from=day, announced_on=ANNOUNCED, reason=reason
    )


# --- dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (dt.date(2027, 2, 12), dt.date(2027, 8, 12)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 15), dt.date(2027, 6, 15)),
        (dt.date(2027, 6, 30), dt.date(2027, 12, 30)),
    ],
)
def test_six_months_after_a_day_is_the_same_day_or_the_last_of_the_month(day, later):
    assert rules.months_after(day, 6) == later


@pytest.mark.parametrize(
    ("announced_on", "suggested"),
    [
        (dt.date(2027, 2, 28), dt.date(2027, 9, 1)),
        (dt.date(2027, 3, 1), dt.date(2027, 9, 1)),
        (dt.date(2027, 3, 2), dt.date(2028, 3, 1)),
        (dt.date(2026, 8, 31), dt.date(2027, 3, 1)),
        (dt.date(2026, 9, 1), dt.date(2027, 3, 1)),
        (dt.date(2026, 9, 2), dt.date(2027, 9, 1)),
        (dt.date(2026, 12, 31), dt.date(2027, 9, 1)),
    ],
)
def test_the_suggested_date_is_the_first_usual_one_at_least_six_months_on(announced_on, suggested):
    assert rules.suggested_date(announced_on) == suggested


def test_the_day_of_an_announcement_is_the_norwegian_one():
    late_in_the_evening = dt.datetime(2027, 2, 11, 23, 30, tzinfo=dt.UTC)

    assert rules.norwegian_day(late_in_the_evening) == ANNOUNCED


# --- EF-2 ---------------------------------------------------------------------------------------------


def test_a_correction_enters_into_force_at_once_without_a_reason():
    follows(CORRECTION, None)


def test_a_correction_with_a_date_needs_a_reason():
    with pytest.raises(RuleViolation, match="endres bare språklig") as refusal:
        follows(CORRECTION, USUAL)

    assert (refusal.value.code, refusal.value.authority) == ("departure-without-reason", "EF-2, EF-6")


def test_a_correction_with_a_date_and_a_reason_is_let_through():
    follows(CORRECTION, USUAL, reason="Skal gjelde samtidig med resten av kapittelet.")


# --- EF-3, EF-4, EF-6 ---------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", CONTENT, ids=lambda one: one.kind)
@pytest.mark.parametrize("day", [SIX_MONTHS, SIX_MONTHS + ONE_DAY, USUAL - ONE_DAY, USUAL])
def test_from_six_months_until_the_usual_date_no_reason_is_needed(operation, day):
    follows(operation, day)


@pytest.mark.parametrize("operation", CONTENT, ids=lambda one: one.kind)
@pytest.mark.parametrize(
    ("day", "words", "authority"),
    [
        (None, "trer som hovedregel ikke i kraft straks", "EF-3, EF-6"),
        (ANNOUNCED, "mindre enn seks måneder etter", "EF-3, EF-6"),
        (SIX_MONTHS - ONE_DAY, "mindre enn seks måneder etter", "EF-3, EF-6"),
        (USUAL + ONE_DAY, "så sent som 2. september 2027", "EF-4, EF-6"),
        (dt.date(2028, 3, 1), "så sent som 1. mars 2028", "EF-4, EF-6"),
    ],
)
def test_outside_that_a_reason_is_needed(operation, day, words, authority):
    with pytest.raises(RuleViolation, match=words) as refusal:
        follows(operation, day)

    assert (refusal.value.code, refusal.value.authority) == ("departure-without-reason", authority)
    assert "1. september 2027" in refusal.value.message


@pytest.mark.parametrize("day", [None, ANNOUNCED, SIX_MONTHS - ONE_DAY, USUAL + ONE_DAY])
def test_with_a_reason_any_date_is_let_through(day):
    follows(CONTENT[0], day, reason="Saken haster av hensyn til pasientsikkerheten.")


def test_a_reason_of_spaces_is_no_reason():
    with pytest.raises(RuleViolation):
        follows(CONTENT[0], None, reason="  \n ")


# --- the announcement ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, -1])
def test_the_number_is_one_or_more(number):
    with pytest.raises(RuleViolation, match="1 eller høyere"):
        rules.number_is_positive(number)


@pytest.mark.django_db
def test_a_number_is_used_once_a_year():
    factories.act(114, dt.date(2027, 1, 8))

    with pytest.raises(RuleViolation) as refusal:
        rules.number_is_free(114, decided_on=dt.date(2027, 12, 31))

    assert refusal.value.message == (
        "Nummer 114 er allerede brukt i 2027, av FOR-2027-01-08-114. Kontroller nummeret i kunngjøringen."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("decided_on", [dt.date(2026, 12, 31), dt.date(2028, 1, 1)])
def test_the_same_number_is_free_in_another_year(decided_on):
    factories.act(114, dt.date(2027, 1, 8))

    rules.number_is_free(114, decided_on=decided_on)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_nothing_is_announced_before_it_is_decided(days, is_refused):
    decided = dt.date(2027, 1, 29)
    announced = decided + dt.timedelta(days=days)

    if is_refused:
        with pytest.raises(RuleViolation, match=r"28\. januar 2027 kan ikke ligge før vedtaket 29\. januar 2027"):
            rules.announced_after_the_decision(decided_on=decided, announced_on=announced)
    else:
        rules.announced_after_the_decision(decided_on=decided, announced_on=announced)


@pytest.mark.parametrize(("minutes", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_what_norsk_lovtidend_announces_later_today_is_not_registered_now(minutes, is_refused):
    announced_at = dt.datetime(2027, 2, 12, 12, 15, tzinfo=dt.UTC)
    now = announced_at + dt.timedelta(minutes=minutes)

    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            rules.has_been_announced(announced_at, now=now)
        assert refusal.value.message == (
            "Kunngjøringen kan ikke registreres før den har skjedd, og 12. februar 2027 kl. 13.15 er ikke kommet ennå. "
            "Kontroller datoen og klokkeslettet i Norsk Lovtidend."
        )
    else:
        rules.has_been_announced(announced_at, now=now)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_no_clause_enters_into_force_before_the_decision(days, is_refused):
    decided = dt.date(2027, 1, 29)
    starts = decided + dt.timedelta(days=days)

    if is_refused:
        with pytest.raises(RuleViolation, match="GAK-001 kan ikke tre i kraft 28"):
            rules.clause_starts_after_the_decision("GAK-001", in_force_from=starts, decided_on=decided)
    else:
        rules.clause_starts_after_the_decision("GAK-001", in_force_from=starts, decided_on=decided)


@pytest.mark.parametrize(("days", "warned"), [(-1, True), (0, False), (1, False)])
def test_a_date_before_the_announcement_is_warned_about_and_not_refused(days, warned):
    clause = AmendmentClause(entry_into_force="dato", in_force_from=ANNOUNCED + dt.timedelta(days=days))

    cautions = rules.warnings([clause], announced_on=ANNOUNCED)

    assert [caution.authority for caution in cautions] == (["Forvaltningsloven § 39"] if warned else [])


def test_the_warning_counts_the_clauses():
    early = AmendmentClause(entry_into_force="dato", in_force_from=ANNOUNCED - ONE_DAY)

    assert rules.warnings([early], announced_on=ANNOUNCED)[0].message.startswith("Ett endringsledd trer i kraft før")
    assert rules.warnings([early, early], announced_on=ANNOUNCED)[0].message.startswith("2 endringsledd trer i kraft")


def test_straks_is_never_before_the_announcement():
    at_once = AmendmentClause(entry_into_force="straks", in_force_from=None)

    assert rules.warnings([at_once], announced_on=ANNOUNCED) == []
