"""Rounds and hearings: who must be asked, and for how long (SA-3, HØ-1, spesialistforskriften § 6)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from hearings.models import ConsultationRound, Hearing
from hearings.rules import hearing_period
from hearings.services import record_hearing, record_round
from organisations.models import Organisation
from organisations.refusals import RuleViolation
from tests import factories

pytestmark = pytest.mark.django_db

OPENS = dt.date(2026, 4, 1)
SIX_WEEKS = dt.date(2026, 5, 13)
DAY = dt.timedelta(days=1)


def bodies(*kinds: str) -> list[Organisation]:
    return [factories.organisation(kind) for kind in kinds]


REGUT, ALIS, ASSOCIATION = (
    Organisation.Kind.REGUT,
    Organisation.Kind.ALIS_SAMLIS,
    Organisation.Kind.MEDICAL_ASSOCIATION,
)


# --- rounds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kinds", [(REGUT, ASSOCIATION), (ALIS, ASSOCIATION), (REGUT, ALIS, ASSOCIATION)])
def test_a_round_asks_legeforeningen_and_a_training_centre(kinds):
    asked = bodies(*kinds)

    recorded = record_round(asked=asked, opens_on=OPENS, deadline=SIX_WEEKS, note="Svar på konsekvensene.")

    assert set(recorded.asked.all()) == set(asked)
    assert str(recorded) == "Innspillsrunde 01.04.2026–13.05.2026"


def test_a_round_without_legeforeningen_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        record_round(asked=bodies(REGUT), opens_on=OPENS, deadline=SIX_WEEKS)

    assert (refusal.value.code, refusal.value.authority) == (
        "medical-association-not-asked",
        "Spesialistforskriften § 6",
    )


def test_a_round_without_regut_and_alis_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        record_round(asked=bodies(ASSOCIATION), opens_on=OPENS, deadline=SIX_WEEKS)

    assert refusal.value.code == "training-centre-not-asked"


def test_a_round_that_closes_before_it_opens_is_refused_and_nothing_is_left():
    with pytest.raises(ValidationError, match="Fristen kan ikke være før åpningsdagen"):
        record_round(asked=bodies(REGUT, ASSOCIATION), opens_on=OPENS, deadline=OPENS - DAY)

    assert not ConsultationRound.objects.exists()


def test_a_round_may_last_one_day():
    recorded = record_round(asked=bodies(REGUT, ASSOCIATION), opens_on=OPENS, deadline=OPENS)

    assert recorded.is_open(on=OPENS)


@pytest.mark.parametrize(
    ("day", "is_open"), [(OPENS - DAY, False), (OPENS, True), (SIX_WEEKS, True), (SIX_WEEKS + DAY, False)]
)
def test_a_round_and_a_hearing_are_open_from_the_first_day_through_the_last(day, is_open):
    assert ConsultationRound(opens_on=OPENS, deadline=SIX_WEEKS).is_open(on=day) is is_open
    assert Hearing(opens_on=OPENS, deadline=SIX_WEEKS).is_open(on=day) is is_open


# --- hearings -----------------------------------------------------------------------------------------


def hearing(**fields):
    return record_hearing(**{"title": "Høring om lever", "opens_on": OPENS, "deadline": SIX_WEEKS, **fields})


def test_a_hearing_of_a_day_less_than_six_weeks_is_refused_with_the_earliest_date():
    with pytest.raises(RuleViolation) as refusal:
        hearing(deadline=SIX_WEEKS - DAY)

    assert refusal.value.message == (
        "Høringsfristen kan ikke være kortere enn seks uker uten begrunnelse. Tidligste dato er 13. mai 2026."
    )
    assert not Hearing.objects.exists()


@pytest.mark.parametrize("deadline", [SIX_WEEKS, SIX_WEEKS + DAY])
def test_a_hearing_of_six_weeks_or_more_needs_no_reason(deadline):
    assert hearing(deadline=deadline).short_deadline_reason == ""


def test_a_shorter_hearing_is_recorded_with_its_reason():
    recorded = hearing(deadline=SIX_WEEKS - DAY, short_deadline_reason="Feilen rammer leger i utdanning nå.")

    assert recorded.short_deadline_reason == "Feilen rammer leger i utdanning nå."


def test_a_blank_reason_is_none():
    with pytest.raises(RuleViolation):
        hearing(deadline=SIX_WEEKS - DAY, short_deadline_reason=" \n")


def test_a_hearing_has_a_title():
    with pytest.raises(ValidationError):
        hearing(title="")


def test_the_normal_length_is_three_months():
    assert hearing_period(on=OPENS).normal_months == 3


# --- what the database refuses ------------------------------------------------------------------------


def test_the_database_refuses_a_deadline_before_the_opening_through_the_orm():
    with pytest.raises(IntegrityError, match="hearings_a_hearing_closes_after_it_opens"), transaction.atomic():
        Hearing.objects.create(title="Høring", opens_on=OPENS, deadline=OPENS - DAY)


def test_the_database_refuses_a_deadline_before_the_opening_through_update():
    recorded = hearing()

    with pytest.raises(IntegrityError, match="hearings_a_hearing_closes_after_it_opens"), transaction.atomic():
        Hearing.objects.filter(pk=recorded.pk).update(deadline=OPENS - DAY)


def test_the_database_refuses_a_deadline_before_the_opening_through_raw_sql():
    recorded = record_round(asked=bodies(REGUT, ASSOCIATION), opens_on=OPENS, deadline=SIX_WEEKS)

    with (
        pytest.raises(IntegrityError, match="hearings_a_round_closes_after_it_opens"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE hearings_consultationround SET deadline = opens_on - 1 WHERE id = %s", [recorded.pk])
