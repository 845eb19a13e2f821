"""What can't be applied to the register is refused with a sentence, and then nothing is written."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event
from objectives.models import AnnexChapter, CodeSeries, ObjectiveVersion
from objectives.operations import (
    AddObjective,
    AddTheme,
    CorrectText,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
    check,
    problems,
)
from organisations.refusals import RuleViolation
from tests import factories

pytestmark = pytest.mark.django_db

DECIDED = dt.date(2027, 1, 29)
STARTS = dt.date(2027, 9, 1)


@pytest.fixture
def act():
    return factories.act(114, DECIDED)


@pytest.fixture
def basis() -> ObjectiveVersion:
    return factories.version("GAK-088", "Ha kunnskap om gallestein.")


def refused(operation, *, starts: dt.date = STARTS) -> RuleViolation:
    """The refusal, the same whether asked first or met when applying."""
    scheduled = Scheduled(operation=operation, in_force_from=starts)
    with pytest.raises(RuleViolation) as asked:
        check(scheduled, decided_on=DECIDED)
    with pytest.raises(RuleViolation) as met:
        apply([scheduled], act=factories.act(114, DECIDED), by=factories.caseworker())
    assert (asked.value.message, asked.value.code) == (met.value.message, met.value.code)
    return met.value


def test_a_code_that_does_not_exist(basis):
    refusal = refused(RepealObjective(code="GAK-999", basis=basis.pk))

    assert refusal.message == "Koden GAK-999 finnes ikke i registeret. Kontroller koden."


def test_a_code_that_has_no_text():
    factories.objective("GAK-001")

    assert refused(RepealObjective(code="GAK-001", basis=1)).code == "no-text"


@pytest.mark.parametrize(
    "operation",
    [
        lambda row: RepealObjective(code="GAK-088", basis=row.pk),
        lambda row: CorrectText(code="GAK-088", text="Rettet.", basis=row.pk),
        lambda row: ReplaceObjective(code="GAK-088", text="Nytt.", effect="redusert", basis=row.pk),
    ],
)
def test_something_repealed_already(basis, act, operation):
    gone = dt.date(2027, 3, 1)
    apply(
        [Scheduled(operation=RepealObjective(code="GAK-088", basis=basis.pk), in_force_from=gone)],
        act=act,
        by=factories.caseworker(),
    )

    refusal = refused(operation(basis))

    assert refusal.code == "already-repealed"
    assert refusal.message == (
        "GAK-088 er allerede opphevet ved FOR-2027-01-29-114, fra 1. mars 2027. "
        "Ta endringen ut, eller foreslå et nytt læringsmål."
    )


def test_a_text_another_announced_act_has_changed(basis, act):
    first = CorrectText(code="GAK-088", text="Ha god kunnskap om gallestein.", basis=basis.pk)
    apply([Scheduled(operation=first, in_force_from=dt.date(2027, 2, 12))], act=act, by=factories.caseworker())

    refusal = refused(RepealObjective(code="GAK-088", basis=basis.pk))

    assert refusal.code == "changed-meanwhile"
    assert "endret ved FOR-2027-01-29-114, i kraft 12. februar 2027" in refusal.message


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (DECIDED - dt.timedelta(days=1), "in-force-before-decision"),
        (DECIDED, None),
        (DECIDED + dt.timedelta(days=1), None),
    ],
)
def test_nothing_enters_into_force_before_it_is_decided(basis, starts, code):
    operation = RepealObjective(code="GAK-088", basis=basis.pk)

    if code:
        assert refused(operation, starts=starts).code == code
    else:
        check(Scheduled(operation=operation, in_force_from=starts), decided_on=DECIDED)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, False)])
def test_a_text_announced_and_not_in_force_changes_on_its_first_day_or_later(days, is_refused):
    basis = factories.version("GAK-088", valid_from=STARTS)
    operation = RepealObjective(code="GAK-088", basis=basis.pk)
    starts = STARTS + dt.timedelta(days=days)

    if is_refused:
        assert refused(operation, starts=starts).code == "starts-before-the-text"
    else:
        check(Scheduled(operation=operation, in_force_from=starts), decided_on=DECIDED)


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (1, False)])
def test_a_text_in_force_has_applied_for_a_day_before_it_changes(days, is_refused):
    basis = factories.version("GAK-088", valid_from=DECIDED)
    operation = RepealObjective(code="GAK-088", basis=basis.pk)
    starts = DECIDED + dt.timedelta(days=days)

    if is_refused:
        assert refused(operation, starts=starts).code == "starts-before-the-text"
    else:
        check(Scheduled(operation=operation, in_force_from=starts), decided_on=DECIDED)


def test_a_change_that_changes_nothing(basis):
    refusal = refused(CorrectText(code="GAK-088", text=basis.text, basis=basis.pk))

    assert refusal.message == "Den nye teksten til GAK-088 er lik den gjeldende. Endre teksten, eller ta ut punktet."


def test_a_new_objective_in_a_former_chapter():
    heading = factories.theme()
    AnnexChapter.objects.filter(pk=heading.chapter_id).update(is_former=True)
    operation = AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=heading.pk, after=None, stage="3")

    assert refused(operation).code == "former-chapter"


def test_a_new_objective_under_a_heading_of_another_chapter():
    factories.chapter()
    elsewhere = factories.theme("22.6", "Sedasjon", in_chapter=factories.chapter("C22", "C22. Anestesiologi"))
    operation = AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=elsewhere.pk, after=None, stage="3")

    assert refused(operation).code == "theme-in-another-chapter"


def test_a_new_code_in_a_closed_series(act, basis):
    CodeSeries.objects.filter(prefix="GAK").update(is_closed=True)
    operation = ReplaceObjective(code="GAK-088", text="Ny.", effect="redusert", basis=basis.pk)

    with pytest.raises(RuleViolation, match="GAK er lukket"):
        apply([Scheduled(operation=operation, in_force_from=STARTS)], act=act, by=factories.caseworker())


def test_two_operations_on_the_same_text_in_one_act(basis, act):
    repeal = RepealObjective(code="GAK-088", basis=basis.pk)
    twice = [Scheduled(operation=repeal, in_force_from=STARTS)] * 2

    with pytest.raises(RuleViolation, match="allerede opphevet"):
        apply(twice, act=act, by=factories.caseworker())


def test_one_refused_operation_takes_the_whole_act_with_it(basis, act):
    fine = RepealObjective(code="GAK-088", basis=basis.pk)
    wrong = RepealObjective(code="GAK-999", basis=basis.pk)

    with pytest.raises(RuleViolation):
        apply(
            [Scheduled(operation=one, in_force_from=STARTS) for one in (fine, wrong)],
            act=act,
            by=factories.caseworker(),
        )

    basis.refresh_from_db()
    assert basis.valid_until is None
    assert not Event.objects.exists()


def test_a_whole_list_is_asked_at_once_in_the_same_words_and_queries(basis, django_assert_num_queries):
    def ask(count: int):
        wrong = [RepealObjective(code=f"GAK-{number}", basis=1) for number in range(900, 900 + count)]
        fine = RepealObjective(code="GAK-088", basis=basis.pk)
        scheduled = [Scheduled(operation=operation, in_force_from=STARTS) for operation in (fine, *wrong)]
        with django_assert_num_queries(6):
            return problems(scheduled, decided_on=DECIDED)

    first, *rest = ask(5)

    assert first is None
    assert [problem.code for problem in rest] == ["unknown-code"] * 5
    assert rest[0].message == "Koden GAK-900 finnes ikke i registeret. Kontroller koden."
    assert len(ask(10)) == 11


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x85", "\u202e", "\ud83d"])
def test_a_character_that_nobody_can_read_is_refused(act, basis, character):
    text = f"Ha kunnskap om galle{character}stein hos barn."

    refusal = refused(CorrectText(code="GAK-088", text=text, basis=basis.pk))

    assert refusal.code == "unreadable-character"
    assert refusal.message == "GAK-088 har et tegn som ikke kan stå i en forskrift. Skriv teksten på nytt."


@pytest.mark.parametrize("title", ["Galle\x00veier", "Galle\u2066veier"])
def test_nor_in_a_heading(act, basis, title):
    heading = AddTheme(key="ny", chapter="C15", number="15.90", title=title, after=None)

    assert refused(heading).code == "unreadable-character"
