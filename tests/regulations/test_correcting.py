"""A number or a date that was registered wrongly is set right by two people, and nothing is rewritten in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Event, Verb
from objectives.models import LegalAct, ObjectiveVersion, TransitionalRule
from objectives.operations import CorrectText, Scheduled, apply
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.correcting import Facts, consequences
from regulations.models import EntryIntoForce
from tests import factories

from .conftest import DECIDED, IN_FORCE, PLANNED, announce
from .test_entering_into_force import sweep

pytestmark = pytest.mark.django_db

ONE_DAY = dt.timedelta(days=1)
WHY = "Datoen ble lest feil av i Norsk Lovtidend."


@pytest.fixture
def other(db):
    return factories.decision_maker()


def facts(*, number=114, decided_on=DECIDED, announced_on=PLANNED, hour=12) -> Facts:
    return Facts(number=number, decided_on=decided_on, announced_at=factories.announced(announced_on, hour))


def propose(regulation, by, reason=WHY, **what):
    return services.propose_correction(act=regulation.act, facts=facts(**what), reason=reason, by=by)


def corrected(regulation, by, other, **what) -> LegalAct:
    services.confirm_correction(correction=propose(regulation, by, **what), by=other)
    regulation.refresh_from_db()
    return LegalAct.objects.get(pk=regulation.act_id)


def periods(code: str) -> list[tuple[dt.date, dt.date | None]]:
    rows = ObjectiveVersion.objects.filter(objective__code=code).order_by("valid")
    return [(row.valid_from, row.valid_until) for row in rows]


# --- what it does -------------------------------------------------------------------------------------


def test_a_proposal_changes_nothing(announced, by):
    propose(announced, by, number=141, announced_on=PLANNED + ONE_DAY)

    act = LegalAct.objects.get(pk=announced.act_id)
    assert (act.number, act.announced_at) == (114, factories.announced(PLANNED))
    assert periods("GAK-084")[1] == (PLANNED, None)


def test_confirmed_the_act_has_the_right_number_and_its_legal_basis_the_right_date(announced, by, other):
    act = corrected(announced, by, other, number=141, decided_on=DECIDED + ONE_DAY)

    assert act.legacy_id == "FOR-2027-01-30-141"
    assert act.legal_basis.startswith("Fastsatt av Helsedirektoratet 30. januar 2027")


@pytest.mark.parametrize("days", [-3, 3])
def test_what_entered_into_force_straks_follows_the_right_day(announced, by, other, days):
    right = PLANNED + days * ONE_DAY

    corrected(announced, by, other, announced_on=right)

    assert periods("GAK-084") == [(factories.LONG_AGO, right), (right, None)]


def test_the_days_the_act_states_stand(announced, by, other):
    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    assert periods("GAK-077") == [(factories.LONG_AGO, IN_FORCE)]
    assert periods("GAK-085") == [(IN_FORCE, None)]


def test_a_clause_that_states_the_day_of_the_announcement_keeps_it(draft, by, other):
    for code in ("GAK-077", "ANE-052"):
        services.set_entry_into_force(
            clause=draft.clauses.get(objective__code=code),
            entry_into_force="dato",
            in_force_from=PLANNED,
            departure_reason="Saken haster.",
            by=by,
        )
    announce(services.lock(regulation=draft, by=by), by=by)
    draft.refresh_from_db()

    corrected(draft, by, other, announced_on=PLANNED + ONE_DAY)

    assert periods("GAK-077") == [(factories.LONG_AGO, PLANNED)]
    assert periods("ANE-053") == [(PLANNED, None)]
    assert periods("GAK-084")[1] == (PLANNED + ONE_DAY, None)


def test_another_hour_of_the_same_day_moves_nothing(announced, by, other):
    act = corrected(announced, by, other, hour=15)

    assert act.announced_at == factories.announced(PLANNED, 15)
    assert periods("GAK-084")[1] == (PLANNED, None)


def test_the_words_are_what_they_were(announced, by, other):
    before = dict(ObjectiveVersion.objects.values_list("pk", "text"))

    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    assert dict(ObjectiveVersion.objects.values_list("pk", "text")) == before


def test_an_earlier_overgangsregel_ends_on_the_right_day(draft, by, other):
    rule = TransitionalRule.objects.create(
        enacted_by=factories.act(9, dt.date(2024, 1, 5)), number=1, started="spesialisering", text="Kan fullføre."
    )
    services.set_repealed_rules(regulation=draft, repealed=[rule], by=by)
    announce(services.lock(regulation=draft, by=by), by=by)
    draft.refresh_from_db()

    corrected(draft, by, other, announced_on=PLANNED + ONE_DAY)

    rule.refresh_from_db()
    assert rule.repealed_from == PLANNED + ONE_DAY


def test_the_wrong_day_stays_in_the_history(announced, by, other):
    version = ObjectiveVersion.objects.get(objective__code="GAK-084", enacted_by=announced.act)

    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    days = [(row.valid.lower, row.history_user) for row in version.history.order_by("history_id")]
    assert days == [(PLANNED, by), (PLANNED + ONE_DAY, other)]
    assert [row.announced_at for row in announced.act.history.order_by("history_id")] == [
        factories.announced(PLANNED),
        factories.announced(PLANNED + ONE_DAY),
    ]


def test_the_journal_and_the_correction_say_what_was_moved_and_why(announced, by, other):
    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    event = Event.objects.get(verb=Verb.ANNOUNCEMENT_CORRECTED)
    moved = {"moved_from": "2027-02-12", "moved_to": "2027-02-13", "codes": ["GAK-084"]}
    assert event.actor == other
    assert event.payload.items() >= {"reason": WHY, "act_before": "forskrift/2027-01-29-114", **moved}.items()
    assert announced.act.corrections.get().consequences == moved


def test_a_new_pdf_is_ordered(announced, by, other):
    before = announced.documents.count()

    corrected(announced, by, other, number=141)

    assert announced.documents.count() == before + 1


def test_the_right_day_is_told_of_when_nothing_was_told_yet(announced, by, other):
    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    sweep(PLANNED + ONE_DAY)

    told = Event.objects.filter(verb=Verb.ENTERED_INTO_FORCE)
    assert [event.payload["in_force_from"] for event in told] == ["2027-02-13"]


def test_nobody_is_told_twice_of_what_was_told_on_the_wrong_day(announced, by, other):
    sweep(PLANNED)
    corrected(announced, by, other, announced_on=PLANNED + ONE_DAY)

    sweep(PLANNED + ONE_DAY)

    assert Event.objects.filter(verb=Verb.ENTERED_INTO_FORCE).count() == 1
    assert EntryIntoForce.objects.get(day=PLANNED + ONE_DAY).told_at is not None


def test_the_consequences_are_told_in_sentences_before_anybody_confirms(announced):
    what = consequences(announced, announced.act, facts(number=141, announced_on=PLANNED + ONE_DAY))

    assert what.sentences == [
        "Forskriften blir FOR-2027-01-29-141. Den gamle adressen leder videre til den nye.",
        "GAK-084 trådte i kraft straks og flyttes fra 12. februar 2027 til 13. februar 2027.",
        "Ikrafttredelser forskriften selv fastsetter, står fast: 1. september 2027.",
    ]


# --- two people ---------------------------------------------------------------------------------------


def test_whoever_proposed_it_does_not_confirm_it(announced, by):
    correction = propose(announced, by, number=141)

    with pytest.raises(RuleViolation, match="Du foreslo selv rettingen"):
        services.confirm_correction(correction=correction, by=by)


def test_the_database_too_wants_two_people(announced, by):
    correction = propose(announced, by, number=141)

    correction.confirmed_by, correction.confirmed_at = by, factories.announced(PLANNED)
    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        correction.save()


def test_a_correction_is_confirmed_once(announced, by, other):
    correction = propose(announced, by, number=141)
    services.confirm_correction(correction=correction, by=other)

    with pytest.raises(WrongState, match="allerede bekreftet av Beslutter"):
        services.confirm_correction(correction=correction, by=other)


def test_a_rejected_one_changes_nothing_and_says_why(announced, by, other):
    correction = services.reject_correction(
        correction=propose(announced, by, number=141), reason="114 er riktig.", by=other
    )

    assert correction.rejected_reason == "114 er riktig."
    assert LegalAct.objects.get(pk=announced.act_id).number == 114
    with pytest.raises(WrongState, match="allerede avvist"):
        services.confirm_correction(correction=correction, by=other)


def test_one_correction_waits_at_a_time(announced, by, other):
    propose(announced, by, number=141)

    with pytest.raises(WrongState, match="En retting foreslått av Saksbehandler venter på bekreftelse"):
        propose(announced, other, number=142)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_others_correct_nothing(announced, role):
    with pytest.raises(NotPermitted):
        propose(announced, factories.user(role), number=141)


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({}, "nothing-corrected"),
        ({"number": 0}, "number-not-positive"),
        ({"number": 9}, "number-used"),
        ({"announced_on": DECIDED - ONE_DAY}, "announced-before-decision"),
        ({"number": 141, "reason": "  "}, "reason-missing"),
        ({"decided_on": PLANNED + ONE_DAY}, "announced-before-decision"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_can_not_be_right_is_refused(announced, by, what, code):
    factories.act(9, dt.date(2027, 1, 8))

    with pytest.raises(RuleViolation) as refusal:
        propose(announced, by, **what)

    assert refusal.value.code == code
    assert not announced.act.corrections.exists()


def test_a_day_after_another_act_has_changed_the_text_is_refused(announced, by):
    version = ObjectiveVersion.objects.get(objective__code="GAK-084", enacted_by=announced.act)
    again = CorrectText(code="GAK-084", text="Kunne utføre galleoperasjoner.", basis=version.pk)
    apply(
        [Scheduled(operation=again, in_force_from=dt.date(2027, 2, 20))],
        act=factories.act(200, dt.date(2027, 2, 15)),
        by=by,
    )

    with pytest.raises(RuleViolation, match=r"GAK-084 kan ikke gjelde fra 21\. februar 2027") as refusal:
        propose(announced, by, announced_on=dt.date(2027, 2, 21))

    assert refusal.value.code == "begins-after-it-ends"


def test_what_became_impossible_since_it_was_proposed_is_refused_when_confirmed(announced, by, other):
    correction = propose(announced, by, number=141)
    factories.act(141, dt.date(2027, 3, 1))

    with pytest.raises(RuleViolation, match="Nummer 141 er allerede brukt i 2027"):
        services.confirm_correction(correction=correction, by=other)
    assert correction.act.number == 114


def test_an_act_read_from_lovdata_is_not_corrected_here(by):
    act = factories.act(114, dt.date(2025, 1, 24), announced_at=factories.announced(dt.date(2025, 2, 4)))

    with pytest.raises(WrongState, match="lest inn fra Lovdatas tekst"):
        services.propose_correction(act=act, facts=facts(), reason=WHY, by=by)


# --- what the database holds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"number": 141}, {"decided_on": PLANNED}, {"announced_at": factories.announced(DECIDED)}], ids=str
)
def test_number_and_dates_are_never_rewritten_outside_a_correction(announced, change):
    with pytest.raises(IntegrityError, match="retting av kunngjøringen"), transaction.atomic():
        LegalAct.objects.filter(pk=announced.act_id).update(**change)


def test_after_the_correction_the_same_transaction_rewrites_nothing_more(announced, by, other):
    with transaction.atomic():
        corrected(announced, by, other, number=141)
        with pytest.raises(IntegrityError, match="retting av kunngjøringen"), transaction.atomic():
            LegalAct.objects.filter(pk=announced.act_id).update(number=142)


def test_a_correction_is_kept_as_it_was_proposed(announced, by):
    correction = propose(announced, by, number=141)

    for broken in ({"number": 142}, {"reason": "Noe annet"}):
        with pytest.raises(IntegrityError, match="står som den ble foreslått"), transaction.atomic():
            type(correction).objects.filter(pk=correction.pk).update(**broken)
    with pytest.raises(IntegrityError, match="kan ikke slettes"), transaction.atomic():
        correction.delete()
