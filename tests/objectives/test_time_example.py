"""The worked example of docs/time.md: the change of felles kompetansemål in 2025, in our own sentences."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from objectives.cohorts import Doctor, applying_to
from objectives.consolidation import consolidation
from objectives.known import known_of
from objectives.models import CodeSeries, Objective, TransitionalRule
from objectives.operations import AddObjective, Determination, RepealObjective, Scheduled, apply, determine
from objectives.pages.transitional import former_blocks
from objectives.services.transitional import NewRule, make_rules
from organisations.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "time.md"
PART_1, PARTS_2_AND_3 = dt.date(2025, 9, 1), dt.date(2026, 3, 1)
MONTHS = [dt.date(2025, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.fixture
def old():
    """LM-01 and LM-02 of part 1, LM-41 of parts 2 and 3, and a specialty that builds on them."""
    common = factories.specialty("FKM", "Felles")
    Specialty.objects.filter(pk=common.pk).update(kind=Specialty.Kind.COMMON_SET)
    factories.specialty("GAK", "Gastroenterologisk kirurgi").includes.add(common)
    chapter = factories.chapter("A1", "A1. Samtale og samarbeid", of=common)
    heading = factories.theme("1.1", "Samtale", in_chapter=chapter)
    for prefix in ("FKM", "FKMS", "FKMK"):
        factories.series(prefix, of=common)
    CodeSeries.objects.create(prefix="LM", specialty=common, digits=2, last_number=75)
    texts = {
        "LM-01": ("1", "Kunne snakke med pasient og pårørende."),
        "LM-02": ("1", "Kunne samarbeide med andre yrkesgrupper."),
        "LM-41": ("2-3", "Kunne lede en samtale om alvorlig sykdom."),
    }
    return {
        code: factories.version(code, text, under=heading, stage=stage, valid_from=dt.date(2019, 3, 1))
        for code, (stage, text) in texts.items()
    }


@pytest.fixture
def act():
    return factories.act(114, dt.date(2025, 1, 24), announced_at=factories.announced(dt.date(2025, 2, 4)))


def operations(old) -> list[tuple[object, dt.date]]:
    heading = old["LM-01"].theme_id

    def new(prefix: str, stage: str, text: str) -> AddObjective:
        return AddObjective(prefix=prefix, text=text, chapter="A1", theme=heading, after=None, stage=stage)

    def gone(code: str) -> RepealObjective:
        return RepealObjective(code=code, basis=old[code].pk)

    return [
        (gone("LM-01"), PART_1),
        (gone("LM-02"), PART_1),
        (new("FKMS", "1", "Under supervisjon kunne snakke med pasient og pårørende."), PART_1),
        (new("FKMK", "1", "Under supervisjon kunne samarbeide i kommunen."), PART_1),
        (gone("LM-41"), PARTS_2_AND_3),
        (new("FKM", "2-3", "Selvstendig kunne lede en samtale om alvorlig sykdom."), PARTS_2_AND_3),
    ]


def announce(act, scheduled) -> None:
    by = factories.caseworker()
    apply(scheduled, act=act, by=by)
    rule = NewRule(
        former=("LM-01", "LM-02"),
        started=TransitionalRule.Started.PART,
        stage="1",
        until=dt.date(2027, 9, 1),
        text="LIS som har startet del 1 før endringen trer i kraft, kan fullføre del 1 etter tidligere læringsmål.",
    )
    make_rules([rule], act=act, by=by)


@pytest.fixture
def announced(old, act):
    announce(act, [Scheduled(operation=operation, in_force_from=day) for operation, day in operations(old)])


# --- the answers --------------------------------------------------------------------------------------


def in_force(on: dt.date) -> set[str]:
    return {row.code for row in consolidation(on=on)}


def in_brackets(on: dt.date) -> set[str]:
    chapter = factories.chapter("A1")
    return {row.code for block in former_blocks(on=on, chapter=chapter) for row in block.rows}


def applying(stage: str, began: dt.date, on: dt.date) -> tuple[set[str], set[str]]:
    """What applies to the doctor, and what may be used instead."""
    specialty = factories.specialty("GAK") if stage != "1" else None
    answer = applying_to(Doctor(stage=stage, began=began, specialty=specialty), on=on)
    return {one.code for one in answer.current}, {one.code for choice in answer.choices for one in choice.former}


def codes(words: str) -> set[str]:
    return set(re.findall(r"[A-Z]+-\d+", words))


def day(words: str) -> dt.date:
    number, month, year = words.split()
    return dt.date(int(year), MONTHS.index(month) + 1, int(number))


def documented() -> list[tuple[str, str, str]]:
    """The rows of the document's last table."""
    table = DOCUMENT.read_text(encoding="utf-8").split("| asked | about the day | answer |")[1]
    rows = [line.strip("|").split("|") for line in table.split("\n\n")[0].strip().splitlines()[1:]]
    return [(asked.strip(), about.strip(), answer.strip()) for asked, about, answer in rows]


def test_the_document_has_the_rows_that_are_asserted():
    kinds = [re.sub(r"began part \d on.*", "began", asked) for asked, _day, _answer in documented()]

    assert len(kinds) == 17
    assert set(kinds) == {"in force", "known of LM-01", "in square brackets", "began"}


@pytest.mark.parametrize(("asked", "about", "answer"), documented())
def test_the_register_answers_as_the_document_says(asked, about, answer, announced):
    on = day(about)

    if asked == "in force":
        assert in_force(on) == codes(answer)
    elif asked == "in square brackets":
        assert in_brackets(on) == codes(answer)
    elif asked.startswith("known"):
        assert_known(on, answer)
    else:
        stage, began = re.match(r"began part (\d) on (.*)", asked).groups()
        current, _, instead = answer.partition("; may use")
        assert applying(stage, day(began), on) == (codes(current), codes(instead))


def assert_known(on: dt.date, answer: str) -> None:
    lineage = known_of(Objective.objects.get(code="LM-01"), day=on).lineage
    last_day = re.search(r"ends (.*)", answer)
    assert lineage.versions[-1].last_day == (day(last_day[1]) if last_day else None)


def test_a_day_left_open_and_decided_later_gives_the_same_answers(old, act):
    left_open = [
        Scheduled(operation=operation, in_force_from=day if day == PART_1 else None)
        for operation, day in operations(old)
    ]
    announce(act, left_open)

    assert Objective.objects.filter(code="FKM-001").exists()
    assert in_force(PARTS_2_AND_3) == {"FKMS-001", "FKMK-001", "LM-41"}
    assert in_force(dt.date(2099, 1, 1)) == {"FKMS-001", "FKMK-001", "LM-41"}

    determination = Determination(
        in_force_from=PARTS_2_AND_3, decided_on=dt.date(2025, 11, 10), reference="Brev 10. november 2025"
    )
    determine(list(act.undetermined_changes.awaiting()), determination=determination, by=factories.caseworker())

    assert in_force(dt.date(2026, 2, 28)) == {"FKMS-001", "FKMK-001", "LM-41"}
    assert in_force(PARTS_2_AND_3) == {"FKMS-001", "FKMK-001", "FKM-001"}
