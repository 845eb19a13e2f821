"""What is announced without a day: law that is in force on no day, until somebody decides one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Event, Verb
from objectives.consolidation import consolidation
from objectives.models import Objective, ObjectiveVersion, Succession, ThemeVersion, UndeterminedChange
from objectives.operations import (
    AddObjective,
    AddTheme,
    ChangedText,
    CorrectText,
    Determination,
    MergeObjectives,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
    determine,
    problems,
)
from objectives.rules import Conflict
from organisations.refusals import RuleViolation
from tests import factories

from .acts import ANNOUNCED, DECIDED, an_act

pytestmark = pytest.mark.django_db

DECIDED_LATER = dt.date(2027, 11, 10)
STARTS = dt.date(2028, 3, 1)
ONE_DAY = dt.timedelta(days=1)
FAR_AHEAD = dt.date(2099, 1, 1)


@pytest.fixture
def basis():
    return factories.version("GAK-077", "Ha kunnskap om pankreatitt.")


@pytest.fixture
def act():
    return an_act()


@pytest.fixture
def by():
    return factories.caseworker()


def replacement(basis) -> ReplaceObjective:
    return ReplaceObjective(
        code=basis.objective.code, text="Ha god kunnskap om pankreatitt.", effect="skjerpet", basis=basis.pk
    )


def correction(basis) -> CorrectText:
    return CorrectText(code="GAK-077", text="Ha kunnskap om betent bukspyttkjertel.", basis=basis.pk)


def announce(*operations, act, starts=None):
    scheduled = [Scheduled(operation=operation, in_force_from=starts) for operation in operations]
    return apply(scheduled, act=act, by=factories.caseworker())


def waiting(act) -> list[UndeterminedChange]:
    return list(act.undetermined_changes.awaiting())


def decided(in_force_from=STARTS, decided_on=DECIDED_LATER) -> Determination:
    return Determination(in_force_from=in_force_from, decided_on=decided_on, reference="Brev om ikrafttredelse")


def texts(on: dt.date) -> set[str]:
    return {row.code for row in consolidation(on=on)}


def refusal_of(change) -> str:
    """The code of what it is refused with; empty when it is not."""
    try:
        change()
    except RuleViolation as refusal:
        return refusal.code
    return ""


# --- announced without a day --------------------------------------------------------------------------


def test_nothing_begins_or_ends_on_any_day(basis, act):
    announce(replacement(basis), act=act)

    assert texts(ANNOUNCED) == texts(FAR_AHEAD) == {"GAK-077"}
    assert not ObjectiveVersion.with_annulled.filter(enacted_by=act).exists()
    assert not Succession.objects.exists()


def test_the_code_is_given_and_never_given_again(basis, act):
    announce(replacement(basis), act=act)
    announce(
        AddObjective(prefix="GAK", text="Ny.", chapter="C15", theme=basis.theme_id, after=None, stage="3"),
        act=an_act(115),
        starts=STARTS,
    )

    (change,) = waiting(act)
    assert [row.code for row in change.creates.all()] == ["GAK-078"]
    assert texts(STARTS) == {"GAK-077", "GAK-079"}


def test_the_row_says_what_it_changes_and_what_it_makes(basis, act):
    other = factories.version("GAK-080", "Ha kunnskap om gallestein.")
    merged = MergeObjectives(
        merged=(ChangedText(code="GAK-077", basis=basis.pk), ChangedText(code="GAK-080", basis=other.pk)),
        text="Ha kunnskap om pankreatitt og gallestein.",
        approvals_carry_over=False,
    )

    announce(merged, act=act)

    (change,) = waiting(act)
    assert sorted(row.code for row in change.changes.all()) == ["GAK-077", "GAK-080"]
    assert [row.code for row in change.creates.all()] == ["GAK-081"]


def test_receivers_are_told_that_the_change_has_no_day(basis, act):
    announce(replacement(basis), act=act)

    event = Event.objects.get(verb=Verb.CHANGE_AWAITS_ITS_DAY)
    assert event.payload["in_force_from"] is None
    assert (event.payload["old_codes"], event.payload["new_codes"]) == (["GAK-077"], ["GAK-078"])
    assert not Event.objects.filter(verb=Verb.OBJECTIVE_REPLACED).exists()


def test_what_could_never_be_applied_is_refused_at_once(basis, act):
    announce(RepealObjective(code="GAK-077", basis=basis.pk), act=act, starts=STARTS)
    late = Scheduled(operation=replacement(basis), in_force_from=None)

    (problem,) = problems([late], decided_on=DECIDED)

    assert problem is not None
    assert problem.code == "already-repealed"


def test_dated_and_undated_changes_of_one_act_are_told_apart(basis, act):
    other = factories.version("GAK-080", "Ha kunnskap om gallestein.")
    scheduled = [
        Scheduled(operation=replacement(basis), in_force_from=None),
        Scheduled(operation=RepealObjective(code="GAK-080", basis=other.pk), in_force_from=STARTS),
    ]

    first, second = apply(scheduled, act=act, by=factories.caseworker())

    assert first.awaiting is not None
    assert (second.awaiting, second.ended.objective.code) == (None, "GAK-080")
    assert texts(STARTS) == {"GAK-077"}


# --- the day is decided -------------------------------------------------------------------------------


def test_the_text_begins_on_the_day_and_the_old_one_ends(basis, act, by):
    announce(replacement(basis), act=act)

    determine(waiting(act), determination=decided(), by=by)

    assert texts(STARTS - ONE_DAY) == {"GAK-077"}
    assert texts(STARTS) == texts(STARTS + ONE_DAY) == {"GAK-078"}
    assert waiting(act) == []
    assert ObjectiveVersion.objects.get(objective__code="GAK-078").enacted_by == act
    assert Succession.objects.get().new.code == "GAK-078"


def test_receivers_are_told_as_of_any_change_and_the_decision_is_kept(basis, act, by):
    announce(replacement(basis), act=act)

    determine(waiting(act), determination=decided(), by=by)

    assert Event.objects.get(verb=Verb.OBJECTIVE_REPLACED).payload["in_force_from"] == "2028-03-01"
    change = UndeterminedChange.objects.get()
    assert (change.in_force_from, change.determined_on) == (STARTS, DECIDED_LATER)
    assert Event.objects.about(change).filter(verb=Verb.DAY_DETERMINED).exists()


def test_a_day_once_decided_is_not_decided_again(basis, act, by):
    announce(replacement(basis), act=act)
    changes = waiting(act)
    determine(changes, determination=decided(), by=by)

    with pytest.raises(RuleViolation) as refused:
        determine(changes, determination=decided(STARTS + ONE_DAY), by=by)

    assert refused.value.code == "already-determined"


@pytest.mark.parametrize(
    ("starts", "holds"), [(DECIDED_LATER - ONE_DAY, False), (DECIDED_LATER, True), (DECIDED_LATER + ONE_DAY, True)]
)
def test_nothing_starts_before_it_is_decided_that_it_shall(starts, holds, basis, act, by):
    announce(replacement(basis), act=act)

    refusal = refusal_of(lambda: determine(waiting(act), determination=decided(starts), by=by))

    assert refusal == ("" if holds else "in-force-before-determination")
    assert (waiting(act) == []) is holds


def test_the_day_of_something_is_not_decided_before_the_thing(basis, act, by):
    announce(replacement(basis), act=act)

    with pytest.raises(RuleViolation) as refused:
        determine(waiting(act), determination=decided(decided_on=DECIDED - ONE_DAY), by=by)

    assert refused.value.code == "determined-before-the-act"


def test_nothing_chosen_is_a_refusal(by):
    with pytest.raises(RuleViolation) as refused:
        determine([], determination=decided(), by=by)

    assert refused.value.code == "nothing-to-determine"


# --- other announced texts ----------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "holds"), [(STARTS - ONE_DAY, False), (STARTS, True), (STARTS + ONE_DAY, True)])
def test_the_day_is_not_before_the_first_day_of_the_text_it_changes(day, holds, basis, by):
    first = an_act(110)
    announce(
        CorrectText(code="GAK-077", text="Ha kunnskap om betent bukspyttkjertel.", basis=basis.pk),
        act=first,
        starts=STARTS,
    )
    latest = ObjectiveVersion.objects.get(enacted_by=first)
    act = an_act(114)
    announce(replacement(latest), act=act)

    refusal = refusal_of(lambda: determine(waiting(act), determination=decided(day), by=by))

    assert refusal == ("" if holds else "starts-before-the-text")
    assert not holds or texts(day) == {"GAK-078"}


@pytest.mark.parametrize("day", [STARTS - ONE_DAY, STARTS, STARTS + ONE_DAY])
def test_a_text_another_act_has_announced_meanwhile_stands_in_the_way_whatever_the_day(day, basis, act, by):
    announce(replacement(basis), act=act)
    announce(correction(basis), act=an_act(115), starts=STARTS)

    with pytest.raises(Conflict) as refused:
        determine(waiting(act), determination=decided(day), by=by)

    assert refused.value.act == "FOR-2027-01-29-115"
    assert texts(FAR_AHEAD) == {"GAK-077"}
    assert len(waiting(act)) == 1


@pytest.mark.parametrize(("day", "holds"), [(STARTS - ONE_DAY, False), (STARTS, True), (STARTS + ONE_DAY, True)])
def test_a_person_can_let_the_change_build_on_that_text_from_its_first_day(day, holds, basis, act, by):
    announce(replacement(basis), act=act)
    announce(correction(basis), act=an_act(115), starts=STARTS)

    refusal = refusal_of(lambda: determine(waiting(act), determination=decided(day), by=by, rebased=True))

    assert refusal == ("" if holds else "starts-before-the-text")
    assert not holds or texts(day) == {"GAK-078"}


def test_a_repeal_meanwhile_can_not_be_built_on(basis, act, by):
    announce(replacement(basis), act=act)
    announce(RepealObjective(code="GAK-077", basis=basis.pk), act=an_act(115), starts=STARTS)

    with pytest.raises(Conflict) as refused:
        determine(waiting(act), determination=decided(), by=by, rebased=True)

    assert refused.value.code == "already-repealed"


# --- headings -----------------------------------------------------------------------------------------


@pytest.fixture
def heading_and_text(basis, act):
    heading = AddTheme(key="ny", chapter="C15", number="15.13", title="Milt", after=None)
    text = AddObjective(prefix="GAK", text="Ha kunnskap om milt.", chapter="C15", theme="ny", after=None, stage="3")
    announce(text, heading, act=act)
    return waiting(act)


def test_a_new_heading_and_what_stands_under_it_get_their_day_together(heading_and_text, by):
    determine(heading_and_text, determination=decided(), by=by)

    assert ThemeVersion.objects.get(title="Milt").valid_from == STARTS
    assert ObjectiveVersion.objects.get(objective__code="GAK-078").theme == ThemeVersion.objects.get(title="Milt").theme


@pytest.mark.parametrize("alone", [0, 1])
def test_neither_gets_a_day_without_the_other(alone, heading_and_text, by):
    with pytest.raises(RuleViolation) as refused:
        determine([heading_and_text[alone]], determination=decided(), by=by)

    assert refused.value.code == "heading-without-its-texts"


def test_what_stands_under_a_heading_that_has_a_day_is_stored_with_its_key(basis, act, by):
    heading = AddTheme(key="ny", chapter="C15", number="15.13", title="Milt", after=None)
    text = AddObjective(prefix="GAK", text="Ha kunnskap om milt.", chapter="C15", theme="ny", after=None, stage="3")
    scheduled = [
        Scheduled(operation=heading, in_force_from=STARTS),
        Scheduled(operation=text, in_force_from=None),
    ]
    apply(scheduled, act=act, by=by)

    determine(waiting(act), determination=decided(STARTS + ONE_DAY), by=by)

    assert ObjectiveVersion.objects.get(objective__code="GAK-078").theme == ThemeVersion.objects.get(title="Milt").theme


# --- the database -------------------------------------------------------------------------------------


def refused_by_the_database(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_the_change_as_it_was_announced(basis, act):
    announce(replacement(basis), act=act)
    rows = UndeterminedChange.objects.filter(enacted_by=act)
    links = UndeterminedChange.creates.through.objects

    assert refused_by_the_database(lambda: rows.update(operation={}))
    assert refused_by_the_database(lambda: rows.update(number=7))
    assert refused_by_the_database(rows.delete)
    assert refused_by_the_database(lambda: links.all().delete())
    assert refused_by_the_database(lambda: links.update(objective=basis.objective))


def test_the_database_keeps_the_day_that_is_decided(basis, act, by):
    announce(replacement(basis), act=act)
    determine(waiting(act), determination=decided(), by=by)
    rows = UndeterminedChange.objects.filter(enacted_by=act)

    assert refused_by_the_database(lambda: rows.update(in_force_from=STARTS + ONE_DAY))
    assert refused_by_the_database(lambda: rows.update(in_force_from=None, determined_on=None, reference=""))


def test_the_database_wants_a_decision_for_each_day_and_none_before_it(basis, act):
    announce(replacement(basis), act=act)
    rows = UndeterminedChange.objects.filter(enacted_by=act)

    assert refused_by_the_database(lambda: rows.update(in_force_from=STARTS))
    assert refused_by_the_database(lambda: rows.update(determined_on=STARTS))
    assert refused_by_the_database(lambda: rows.update(reference="Brev"))
    assert refused_by_the_database(lambda: rows.update(in_force_from=STARTS, determined_on=STARTS + ONE_DAY))
    assert not refused_by_the_database(lambda: rows.update(in_force_from=STARTS, determined_on=STARTS))


def test_a_bare_announced_code_is_told_apart_from_a_reserved_one(basis, act):
    announce(replacement(basis), act=act)
    factories.objective("GAK-090")

    announced = set(Objective.objects.announced().values_list("code", flat=True))

    assert announced == {"GAK-077", "GAK-078"}
