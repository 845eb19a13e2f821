"""The rule itself, over plain values: who may complete by former læringsmål, from when and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from objectives.cohorts import Current, Doctor, Former, Rule, which_apply
from objectives.models import LegalAct
from organisations.models import Specialty

CEASED = dt.date(2025, 9, 1)
OVER = dt.date(2027, 9, 1)
ONE_DAY = dt.timedelta(days=1)
EARLY = dt.date(2025, 1, 1)

OLD = Former(code="GAK-001", text="Gammel.", stage="1", ceased=CEASED, successors=("GAK-101",))
NEW = Current(code="GAK-101", text="Ny.", stage="1", chapter="C15", chapter_slug="C15")
RULE = Rule(
    pk=1,
    act=LegalAct(number=114, decided_on=dt.date(2025, 1, 24)),
    text="LIS som har startet del 1, kan fullføre.",
    started="del",
    stage="1",
    started_before=None,
    specialty=None,
    over_from=OVER,
    former=(OLD,),
)


def may_use(doctor: Doctor, *, rule: Rule = RULE, on: dt.date = CEASED) -> list[str]:
    answer = which_apply(doctor, current=[NEW], rules=[rule], on=on)
    return [one.code for choice in answer.choices for one in choice.former]


def part_1(began: dt.date = EARLY, **fields: object) -> Doctor:
    return Doctor(stage="1", began=began, **fields)


@pytest.mark.parametrize(
    ("began", "codes"),
    [(CEASED - ONE_DAY, ["GAK-001"]), (CEASED, []), (CEASED + ONE_DAY, [])],
)
def test_without_a_day_the_rule_is_for_those_who_began_before_the_old_one_ceased(began, codes):
    assert may_use(part_1(began)) == codes


@pytest.mark.parametrize(
    ("began", "codes"),
    [(dt.date(2025, 5, 31), ["GAK-001"]), (dt.date(2025, 6, 1), []), (dt.date(2025, 6, 2), [])],
)
def test_with_a_day_the_rule_is_for_those_who_began_before_it(began, codes):
    assert may_use(part_1(began), rule=replace(RULE, started_before=dt.date(2025, 6, 1))) == codes


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (CEASED - ONE_DAY, []),
        (CEASED, ["GAK-001"]),
        (CEASED + ONE_DAY, ["GAK-001"]),
        (OVER - ONE_DAY, ["GAK-001"]),
        (OVER, []),
        (OVER + ONE_DAY, []),
    ],
)
def test_the_rule_runs_from_the_day_the_old_one_ceases_until_the_day_it_is_over(on, codes):
    assert may_use(part_1(), on=on) == codes


def test_a_rule_without_an_end_goes_on():
    assert may_use(part_1(), rule=replace(RULE, over_from=None), on=dt.date(2099, 1, 1)) == ["GAK-001"]


def test_a_rule_for_one_specialty_is_not_for_another():
    surgery, anaesthesia = Specialty(short_name="GAK"), Specialty(short_name="ANE")
    rule = replace(RULE, specialty="GAK")

    assert may_use(part_1(specialty=surgery), rule=rule) == ["GAK-001"]
    assert may_use(part_1(specialty=anaesthesia), rule=rule) == []
    assert may_use(part_1(), rule=rule) == []


def test_a_rule_about_part_1_is_not_for_those_in_part_2():
    assert may_use(Doctor(stage="2", began=EARLY)) == []


@pytest.mark.parametrize("stage", ["2", "3"])
def test_a_rule_about_parts_2_and_3_is_for_both(stage):
    rule = replace(RULE, stage="2-3", former=(replace(OLD, stage="2-3"),))

    assert may_use(Doctor(stage=stage, began=EARLY), rule=rule) == ["GAK-001"]


@pytest.mark.parametrize(("began_training", "codes"), [(CEASED - ONE_DAY, ["GAK-001"]), (CEASED, []), (None, [])])
def test_a_rule_about_the_training_asks_when_that_began(began_training, codes):
    rule = replace(RULE, started="spesialisering", stage="")

    assert (
        may_use(part_1(dt.date(2025, 10, 1), began_training=began_training), rule=rule, on=dt.date(2025, 11, 1))
        == codes
    )


def test_the_answer_says_what_the_old_ones_come_instead_of():
    answer = which_apply(part_1(), current=[NEW], rules=[RULE], on=CEASED)

    assert answer.choices[0].replaced == ("GAK-101",)
    assert answer.codes == ("GAK-101", "GAK-001")


def test_only_the_part_of_the_training_asked_about_is_answered():
    other = replace(NEW, code="GAK-102", stage="2-3")

    answer = which_apply(part_1(), current=[NEW, other], rules=[], on=CEASED)

    assert [one.code for one in answer.current] == ["GAK-101"]
