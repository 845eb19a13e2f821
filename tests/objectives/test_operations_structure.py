"""Move, split, merge and recode: what becomes of the text, the code and what a doctor has (ID-3, ID-5, ID-6)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from notifications.models import Event, Verb
from objectives.models import CodeSeries, Succession
from objectives.operations import (
    FIRST,
    ChangedText,
    CorrectText,
    MergeObjectives,
    MoveObjective,
    Part,
    Place,
    RecodeObjective,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    SplitObjective,
    apply,
)
from tests import factories

from .acts import DAY_BEFORE, STARTS, an_act, annex, carry_out, refused, texts

pytestmark = pytest.mark.django_db

LIVER, BILE = "15.12 Lever", "15.11 Galleveier"


@pytest.fixture
def register() -> SimpleNamespace:
    """Three læringsmål under one heading and one under another, in the same chapter."""
    liver, bile = factories.theme(), factories.theme("15.11", "Galleveier")
    return SimpleNamespace(
        liver=liver,
        bile=bile,
        one=factories.version("GAK-001", "Ha kunnskap om leversvikt.", under=liver),
        two=factories.version("GAK-002", "Ha kunnskap om levermetastaser.", under=liver),
        three=factories.version("GAK-003", "Beherske utredning av ikterus.", under=liver),
        four=factories.version("GAK-004", "Kjenne til gallestein.", under=bile),
    )


def under(theme, after: str | None = None) -> Place:
    return Place(chapter=theme.chapter.slug, theme=theme.pk, after=after)


def links() -> list[tuple[str, str, str, bool]]:
    rows = Succession.objects.order_by("old__code", "new__code").select_related("old", "new")
    return [(row.old.code, row.new.code, row.kind, row.approvals_carry_over) for row in rows]


# --- move ---------------------------------------------------------------------------------------------


def test_a_move_keeps_code_and_text_and_changes_the_heading_from_its_date(register):
    move = MoveObjective(code="GAK-002", place=under(register.bile), basis=register.two.pk)

    carry_out(move)

    assert annex(DAY_BEFORE) == [(LIVER, "GAK-001"), (LIVER, "GAK-002"), (LIVER, "GAK-003"), (BILE, "GAK-004")]
    assert annex() == [(LIVER, "GAK-001"), (LIVER, "GAK-003"), (BILE, "GAK-004"), (BILE, "GAK-002")]
    assert texts()["GAK-002"] == register.two.text
    assert links() == []


@pytest.mark.parametrize(
    ("code", "after", "order"),
    [
        ("GAK-003", FIRST, ["GAK-003", "GAK-001", "GAK-002"]),
        ("GAK-001", None, ["GAK-002", "GAK-003", "GAK-001"]),
        ("GAK-003", "GAK-001", ["GAK-001", "GAK-003", "GAK-002"]),
        ("GAK-001", "GAK-002", ["GAK-002", "GAK-001", "GAK-003"]),
        ("GAK-001", "GAK-004", ["GAK-002", "GAK-003", "GAK-001"]),
    ],
)
def test_a_move_under_the_same_heading_changes_the_order(register, code, after, order):
    basis = {"GAK-001": register.one, "GAK-003": register.three}[code]

    carry_out(MoveObjective(code=code, place=under(register.liver, after), basis=basis.pk))

    assert [one for heading, one in annex() if heading == LIVER] == order


@pytest.mark.parametrize(
    ("code", "after"),
    [("GAK-001", FIRST), ("GAK-003", None), ("GAK-002", "GAK-001"), ("GAK-002", "GAK-002"), ("GAK-003", "GAK-004")],
)
def test_a_move_to_where_it_stands_is_refused(register, code, after):
    basis = {"GAK-001": register.one, "GAK-002": register.two, "GAK-003": register.three}[code]

    refusal = refused(MoveObjective(code=code, place=under(register.liver, after), basis=basis.pk))

    assert refusal.message == f"{code} står der allerede. Velg en annen plass, eller ta ut punktet."


def test_a_move_to_another_specialty_is_refused_because_it_gives_a_new_code(register):
    anaesthesia = factories.chapter("C22", "C22. Anestesiologi", of=factories.specialty("ANE", "Anestesiologi"))
    sedation = factories.theme("22.6", "Sedasjon", in_chapter=anaesthesia)

    refusal = refused(MoveObjective(code="GAK-001", place=under(sedation), basis=register.one.pk))

    assert (refusal.code, refusal.authority) == ("another-specialty", "ID-6")
    assert "«C22. Anestesiologi»" in refusal.message


def test_a_correction_can_move_the_objective_too(register):
    carry_out(
        CorrectText(
            code="GAK-002", text="Ha kunnskap om metastaser.", basis=register.two.pk, place=under(register.bile)
        )
    )

    assert annex()[-1] == (BILE, "GAK-002")
    assert texts()["GAK-002"] == "Ha kunnskap om metastaser."


def test_a_replacement_can_stand_somewhere_else_than_the_old_one(register):
    carry_out(
        ReplaceObjective(
            code="GAK-002",
            text="Beherske metastaser.",
            effect="skjerpet",
            basis=register.two.pk,
            place=under(register.bile, FIRST),
        )
    )

    assert annex() == [(LIVER, "GAK-001"), (LIVER, "GAK-003"), (BILE, "GAK-005"), (BILE, "GAK-004")]


# --- split --------------------------------------------------------------------------------------------


def split(basis, *texts_of_parts: str, approvals: bool = True, **of_last) -> SplitObjective:
    *first, last = texts_of_parts
    parts = (*(Part(text=text) for text in first), Part(text=last, **of_last))
    return SplitObjective(code=basis.objective.code, parts=parts, approvals_carry_over=approvals, basis=basis.pk)


def test_a_split_gives_each_part_a_code_and_stands_where_the_old_one_stood(register):
    carry_out(split(register.two, "Ha kunnskap om A.", "Ha kunnskap om B.", "Ha kunnskap om C."))

    assert [code for _heading, code in annex()] == ["GAK-001", "GAK-005", "GAK-006", "GAK-007", "GAK-003", "GAK-004"]
    assert texts()["GAK-006"] == "Ha kunnskap om B."
    assert links() == [("GAK-002", f"GAK-00{number}", "delt", True) for number in (5, 6, 7)]


def test_a_part_can_have_its_own_place_and_stage(register):
    (outcome,) = carry_out(split(register.two, "Først.", "Så.", place=under(register.bile, FIRST), stage="3"))

    assert annex() == [(LIVER, "GAK-001"), (LIVER, "GAK-005"), (LIVER, "GAK-003"), (BILE, "GAK-006"), (BILE, "GAK-004")]
    assert [text.stage for text in outcome.begun_texts] == ["2-3", "3"]


def test_a_split_uses_the_codes_that_are_reserved(register):
    reserved = (factories.objective("GAK-010"), factories.objective("GAK-011"))
    planned = Scheduled(operation=split(register.two, "A.", "B."), in_force_from=STARTS, new_objectives=reserved)

    apply([planned], act=an_act(), by=factories.caseworker())

    assert {"GAK-010", "GAK-011"} <= texts().keys()
    assert CodeSeries.objects.get(prefix="GAK").last_number == 11


def test_a_split_with_too_few_reserved_codes_is_refused(register):
    planned = Scheduled(
        operation=split(register.two, "A.", "B."), in_force_from=STARTS, new_objective=factories.objective("GAK-010")
    )

    with pytest.raises(Exception, match="skal ha 2 nye koder, men 1 er reservert"):
        apply([planned], act=an_act(), by=factories.caseworker())


def test_a_split_into_one_is_refused(register):
    assert refused(split(register.two, "Bare én.")).code == "not-split"


def test_each_part_is_told_to_receivers(register):
    carry_out(split(register.two, "A.", "B.", approvals=False))

    events = Event.objects.filter(verb=Verb.OBJECTIVE_SPLIT)
    assert [(event.subject_label, event.payload["new_code"]) for event in events] == [
        ("GAK-002", "GAK-005"),
        ("GAK-002", "GAK-006"),
    ]
    assert {event.payload["approvals_carry_over"] for event in events} == {False}


# --- merge --------------------------------------------------------------------------------------------


def merge(*bases, **fields) -> MergeObjectives:
    merged = tuple(ChangedText(code=basis.objective.code, basis=basis.pk) for basis in bases)
    return MergeObjectives(merged=merged, text="Ha kunnskap om leversykdom.", approvals_carry_over=False, **fields)


def test_a_merge_ends_all_and_stands_where_the_first_stood(register):
    carry_out(merge(register.two, register.four))

    assert annex() == [(LIVER, "GAK-001"), (LIVER, "GAK-005"), (LIVER, "GAK-003")]
    assert links() == [(f"GAK-00{number}", "GAK-005", "slatt_sammen", False) for number in (2, 4)]


def test_a_merge_can_be_placed_staged_and_coded_otherwise(register):
    factories.series("FKI", last_number=7)

    (outcome,) = carry_out(merge(register.two, register.four, place=under(register.bile), stage="3", prefix="FKI"))

    assert annex()[-1] == (BILE, "FKI-008")
    assert outcome.begun.stage == "3"


@pytest.mark.parametrize("bases", [("two",), ("two", "two"), ()])
def test_fewer_than_two_different_are_not_merged(register, bases):
    assert refused(merge(*(getattr(register, name) for name in bases))).code == "not-merged"


def test_each_merged_one_is_told_to_receivers(register):
    carry_out(merge(register.two, register.four))

    events = Event.objects.filter(verb=Verb.OBJECTIVES_MERGED)
    assert [(event.subject_label, event.payload["new_code"]) for event in events] == [
        ("GAK-002", "GAK-005"),
        ("GAK-004", "GAK-005"),
    ]


# --- recode -------------------------------------------------------------------------------------------


def test_a_recoding_keeps_the_text_and_carries_approvals_over(register):
    factories.series("KLS", last_number=3)

    carry_out(RecodeObjective(code="GAK-002", prefix="KLS", basis=register.two.pk))

    assert texts()["KLS-004"] == register.two.text
    assert [code for _heading, code in annex()] == ["GAK-001", "KLS-004", "GAK-003", "GAK-004"]
    assert links() == [("GAK-002", "KLS-004", "likeverdig", True)]
    assert Event.objects.get().verb == Verb.OBJECTIVE_RECODED


def test_a_recoding_can_go_to_another_specialtys_chapter(register):
    home = factories.specialty("ANE", "Anestesiologi")
    factories.series("ANE", of=home, last_number=52)
    sedation = factories.theme("22.6", "Sedasjon", in_chapter=factories.chapter("C22", "C22. Anestesiologi", of=home))

    carry_out(RecodeObjective(code="GAK-002", prefix="ANE", basis=register.two.pk, place=under(sedation)))

    assert annex()[-1] == ("22.6 Sedasjon", "ANE-053")


def test_a_series_that_does_not_exist_is_refused(register):
    refusal = refused(RecodeObjective(code="GAK-002", prefix="XYZ", basis=register.two.pk))

    assert refusal.message.startswith("Kodeserien «XYZ» finnes ikke.")


# --- what all share -----------------------------------------------------------------------------------


def test_a_reserved_code_that_has_named_something_is_never_used_again(register):
    operation = RecodeObjective(code="GAK-002", prefix="GAK", basis=register.two.pk)
    planned = Scheduled(operation=operation, in_force_from=STARTS, new_objective=register.four.objective)

    with pytest.raises(Exception, match="GAK-004 er brukt før og kan ikke brukes igjen"):
        apply([planned], act=an_act(), by=factories.caseworker())


def test_two_operations_on_the_same_objective_meet_in_one_act(register):
    refusal = refused(merge(register.one, register.two), RepealObjective(code="GAK-002", basis=register.two.pk))

    assert refusal.code == "already-repealed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "  "}, "text-empty"),
        ({"stage": "9"}, "unknown-stage"),
        ({"place": Place(chapter="C99", theme=None)}, "unknown-chapter"),
        ({"place": Place(chapter="C15", theme=999_999)}, "unknown-theme"),
        ({"place": Place(chapter="C15", theme="finnes-ikke")}, "unknown-theme-key"),
    ],
)
def test_what_makes_no_objective_is_refused_by_a_rule(register, changes, code):
    from dataclasses import replace

    assert refused(replace(merge(register.one, register.two), **changes)).code == code


def test_an_unknown_effect_is_refused(register):
    wrong = ReplaceObjective(code="GAK-002", text="Nytt.", effect="delt", basis=register.two.pk)

    assert refused(wrong).code == "unknown-effect"


def test_when_there_is_no_room_between_two_the_rest_moves_down_and_no_days_order_changes(register):
    from objectives.operations import AddObjective

    add = AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=register.liver.pk, after="GAK-001", stage="3")
    before = annex(DAY_BEFORE)

    carry_out(*[add] * 60)

    codes = [code for heading, code in annex() if heading == LIVER]
    assert codes == ["GAK-001", *[f"GAK-{number:03}" for number in range(5, 65)], "GAK-002", "GAK-003"]
    assert annex(DAY_BEFORE) == before
