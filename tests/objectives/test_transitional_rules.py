"""Overgangsregler in the register: made with an act, kept as announced, ended by another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Event, Verb
from objectives.models import TransitionalRule
from objectives.operations import CorrectText, RepealObjective, Scheduled, apply
from objectives.services.transitional import NewRule, make_rules, repeal_rules
from organisations.refusals import RuleViolation
from tests import factories

from .acts import STARTS, an_act

pytestmark = pytest.mark.django_db

ONE_DAY = dt.timedelta(days=1)
UNTIL = dt.date(2029, 9, 1)
RULE = NewRule(
    former=("GAK-077",),
    started=TransitionalRule.Started.PART,
    stage="2",
    until=UNTIL,
    text="LIS som har startet del 2, kan fullføre del 2 etter tidligere læringsmål GAK-077.",
)


@pytest.fixture
def basis():
    return factories.version("GAK-077", "Ha kunnskap om pankreatitt.")


@pytest.fixture
def act():
    return an_act()


def repealed(basis, act, starts=STARTS) -> None:
    operation = RepealObjective(code="GAK-077", basis=basis.pk)
    apply([Scheduled(operation=operation, in_force_from=starts)], act=act, by=factories.caseworker())


def made(*rules: NewRule, act) -> list[TransitionalRule]:
    return make_rules(rules or (RULE,), act=act, by=factories.caseworker())


def refusal_of(rule: NewRule, act) -> str:
    with pytest.raises(RuleViolation) as refused:
        made(rule, act=act)
    return refused.value.code


def test_a_rule_is_kept_with_its_act_its_codes_and_its_words(basis, act):
    repealed(basis, act)

    (rule,) = made(act=act)

    assert (rule.enacted_by, rule.number, rule.until) == (act, 1, UNTIL)
    assert [row.code for row in rule.former.all()] == ["GAK-077"]
    assert rule.last_day == UNTIL - ONE_DAY
    assert Event.objects.get(verb=Verb.TRANSITIONAL_RULE_MADE).payload["former"] == ["GAK-077"]


def test_rules_of_one_act_are_numbered(basis, act):
    repealed(basis, act)

    assert [rule.number for rule in made(RULE, replace(RULE, stage="3"), act=act)] == [1, 2]


def test_what_goes_on_needs_no_rule(basis, act):
    assert refusal_of(RULE, act) == "former-goes-on"


def test_a_correction_does_not_end_a_laeringsmaal(basis, act):
    correction = CorrectText(code="GAK-077", text="Ha kunnskap om betennelse.", basis=basis.pk)
    apply([Scheduled(operation=correction, in_force_from=STARTS)], act=act, by=factories.caseworker())

    assert refusal_of(RULE, act) == "former-goes-on"


@pytest.mark.parametrize(("kind", "holds"), [("repeal", True), ("correct", False)])
def test_what_waits_for_its_day_can_have_a_rule_when_it_is_to_cease(kind, holds, basis, act):
    operations = {
        "repeal": RepealObjective(code="GAK-077", basis=basis.pk),
        "correct": CorrectText(code="GAK-077", text="Ha kunnskap om betennelse.", basis=basis.pk),
    }
    apply([Scheduled(operation=operations[kind], in_force_from=None)], act=act, by=factories.caseworker())

    if holds:
        assert made(act=act)
    else:
        assert refusal_of(RULE, act) == "former-goes-on"


@pytest.mark.parametrize(("until", "holds"), [(STARTS - ONE_DAY, False), (STARTS, False), (STARTS + ONE_DAY, True)])
def test_a_rule_outlasts_the_day_the_laeringsmaal_ceases(until, holds, basis, act):
    repealed(basis, act)
    rule = replace(RULE, until=until)

    if holds:
        assert made(rule, act=act)
    else:
        assert refusal_of(rule, act) == "rule-ends-too-soon"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"former": ()}, "rule-without-objectives"),
        ({"former": ("GAK-999",)}, "unknown-code"),
        ({"stage": ""}, "rule-without-part"),
        ({"text": "  "}, "rule-without-words"),
        ({"started_before": UNTIL}, "rule-ends-before-it-helps"),
    ],
)
def test_a_rule_that_says_too_little_is_refused(changed, code, basis, act):
    repealed(basis, act)

    assert refusal_of(replace(RULE, **changed), act) == code


def test_all_the_rules_are_made_or_none(basis, act):
    repealed(basis, act)

    with pytest.raises(RuleViolation):
        made(RULE, replace(RULE, former=("GAK-999",)), act=act)

    assert not TransitionalRule.objects.exists()


# --- ended by another act -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "standing"), [(UNTIL - 2 * ONE_DAY, True), (UNTIL - ONE_DAY, True), (UNTIL, False), (UNTIL + ONE_DAY, False)]
)
def test_a_rule_stands_until_its_day(on, standing, basis, act):
    repealed(basis, act)
    made(act=act)

    assert TransitionalRule.objects.standing(on=on).exists() is standing


def test_another_act_ends_a_rule_from_a_day(basis, act):
    repealed(basis, act)
    rules = made(act=act)
    later, day = an_act(200, dt.date(2028, 1, 10)), dt.date(2028, 1, 20)

    repeal_rules(rules, act=later, from_day=day, by=factories.caseworker())

    rule = TransitionalRule.objects.get()
    assert (rule.repealed_by, rule.over_from) == (later, day)
    assert TransitionalRule.objects.standing(on=day - ONE_DAY).exists()
    assert not TransitionalRule.objects.standing(on=day).exists()


def test_what_is_over_can_not_be_ended(basis, act):
    repealed(basis, act)
    rules = made(act=act)

    with pytest.raises(RuleViolation) as refused:
        repeal_rules(rules, act=an_act(200, UNTIL), from_day=UNTIL, by=factories.caseworker())

    assert refused.value.code == "rule-is-over"


# --- the database -------------------------------------------------------------------------------------


def refused_by_the_database(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_a_rule_as_it_was_announced(basis, act):
    repealed(basis, act)
    made(act=act)
    rows, links = TransitionalRule.objects.all(), TransitionalRule.former.through.objects.all()

    assert refused_by_the_database(lambda: rows.update(until=UNTIL + ONE_DAY))
    assert refused_by_the_database(lambda: rows.update(text="Noe annet."))
    assert refused_by_the_database(rows.delete)
    assert refused_by_the_database(links.delete)
    assert refused_by_the_database(lambda: links.update(objective=factories.objective("GAK-090")))


def test_the_database_keeps_the_end_another_act_has_given(basis, act):
    repealed(basis, act)
    rules = made(act=act)
    repeal_rules(rules, act=an_act(200), from_day=STARTS, by=factories.caseworker())
    rows = TransitionalRule.objects.all()

    assert refused_by_the_database(lambda: rows.update(repealed_from=STARTS + ONE_DAY))
    assert refused_by_the_database(lambda: rows.update(repealed_from=None, repealed_by=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": ""},
        {"started": "spesialisering"},
        {"text": ""},
        {"started_before": UNTIL},
        {"repealed_from": STARTS},
    ],
)
def test_the_database_refuses_a_rule_that_contradicts_itself(wrong, act):
    fields = {"enacted_by": act, "number": 1, "started": "del", "stage": "2", "until": UNTIL, "text": "LIS kan."}

    assert refused_by_the_database(lambda: TransitionalRule.objects.create(**{**fields, **wrong}))
