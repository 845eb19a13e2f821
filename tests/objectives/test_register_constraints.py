"""What must never happen in the register is refused by the database, whatever the way in.

Each case is tried three ways: by saving the object, around `save()` (update() or bulk_create), and in SQL by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models
from django.db.backends.postgresql.psycopg_any import DateRange

from objectives.models import (
    CodeSeries,
    LearningActivity,
    LegalAct,
    Objective,
    ObjectiveVersion,
    Stage,
    Succession,
    Theme,
    ThemeVersion,
)
from objectives.models.validity import from_day
from tests import factories

pytestmark = pytest.mark.django_db

DAY = factories.LONG_AGO
LATER = dt.date(2027, 3, 1)


# --- what is tried ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A row that is fine, and the values that would make it wrong."""

    name: str
    row: Callable[[], models.Model]
    values: dict[str, Any] | Callable[[], dict[str, Any]]
    refusal: str


@dataclass(frozen=True)
class Insert:
    """A row that would be wrong from the start."""

    name: str
    row: Callable[[], models.Model]
    refusal: str


def an_objective() -> Objective:
    return factories.objective("GAK-005")


def a_series() -> CodeSeries:
    return factories.series("GAK", last_number=88)


def a_version() -> ObjectiveVersion:
    return factories.version("GAK-088")


def an_ended_version() -> ObjectiveVersion:
    return factories.version("GAK-087", valid_until=LATER)


def a_succession(
    old: str = "GAK-001", new: str = "GAK-002", kind: str = "redusert", approvals: bool = True
) -> Succession:
    return Succession(
        old=factories.objective(old),
        new=factories.objective(new),
        kind=kind,
        approvals_carry_over=approvals,
        activities_carry_over=True,
        enacted_by=factories.act(),
    )


def saved(row: models.Model) -> models.Model:
    row.save()
    return row


def objective_row(code: str, number: int) -> Objective:
    return Objective(code=code, number=number, series=factories.series("GAK", last_number=88))


def one_digit_code() -> Objective:
    short = CodeSeries.objects.create(prefix="XX", digits=1, last_number=5, specialty=factories.specialty())
    return Objective(code="XX-5", number=5, series=short)


def version_row(**values: Any) -> ObjectiveVersion:
    heading = factories.theme()
    defaults = {
        "objective": factories.objective("GAK-010"),
        "chapter": heading.chapter,
        "theme": heading,
        "position": 1,
        "text": "Ha kunnskap om brokk.",
        "stage": Stage.PART_3,
        "valid": from_day(DAY),
        "enacted_by": factories.act(),
    }
    return ObjectiveVersion(**(defaults | values))


def heading_row(**values: Any) -> ThemeVersion:
    home = Theme.objects.create(chapter=factories.chapter())
    defaults = {"theme": home, "number": "15.1", "title": "Brokk", "position": 1, "valid": from_day(DAY)}
    return ThemeVersion(**(defaults | {"enacted_by": factories.act()} | values))


def heading_of_another_chapter() -> Theme:
    other = factories.chapter("C22", "C22. Anestesiologi", of=factories.specialty("ANE", "Anestesiologi"))
    return factories.theme("22.6", "Sedasjon", in_chapter=other)


def overlapping_version() -> ObjectiveVersion:
    existing = a_version()
    return version_row(objective=existing.objective, valid=from_day(LATER))


def overlapping_heading() -> ThemeVersion:
    existing = factories.theme()
    return heading_row(theme=existing, valid=from_day(LATER))


def an_act_of(day: dt.date) -> LegalAct:
    return factories.act(210, day)


def a_text_to_come() -> ObjectiveVersion:
    return factories.version("GAK-086", valid_from=LATER)


def an_annulled_text() -> ObjectiveVersion:
    text = a_text_to_come()
    text.annulled_by = an_act_of(LATER - dt.timedelta(days=1))
    return saved(text)


def a_heading() -> ThemeVersion:
    return factories.theme().versions.get()


def activity_row(**values: Any) -> LearningActivity:
    defaults = {"kind": "kurs", "title": "Kirurgisk anatomi", "specialty": factories.specialty()}
    return LearningActivity(**(defaults | values))


def circle_of_three() -> Succession:
    a_succession("GAK-001", "GAK-002").save()
    a_succession("GAK-002", "GAK-003").save()
    return a_succession("GAK-003", "GAK-001")


CHANGES = [
    Change("a code is given another wording", an_objective, {"code": "GAK-006"}, "kan ikke endres"),
    Change("a code is given another number", an_objective, {"number": 6}, "kan ikke endres"),
    Change(
        "a code is moved to another series",
        an_objective,
        lambda: {"series_id": factories.series("ANE").pk},
        "kan ikke endres",
    ),
    Change("a series is counted down", a_series, {"last_number": 87}, "kan ikke telles ned"),
    Change("a series gets another prefix", a_series, {"prefix": "ANE"}, "kan ikke endres"),
    Change("a series gets more digits", a_series, {"digits": 4}, "kan ikke endres"),
    Change("a text is rewritten", a_version, {"text": "Ha god kunnskap om noe annet."}, "kan ikke endres"),
    Change("a text is moved back in time", a_version, {"valid": from_day(dt.date(2020, 1, 1))}, "kan ikke endres"),
    Change("a text gets another act", a_version, lambda: {"enacted_by_id": factories.act(7).pk}, "kan ikke endres"),
    Change(
        "a text is given to another læringsmål",
        a_version,
        lambda: {"objective_id": factories.objective("GAK-001").pk},
        "kan ikke endres",
    ),
    Change("an ended text is opened again", an_ended_version, {"valid": from_day(DAY)}, "slutter allerede"),
    Change("an end is moved", an_ended_version, {"valid": from_day(DAY, dt.date(2028, 3, 1))}, "kan ikke flyttes"),
    Change(
        "a text ends without an act", a_version, {"valid": from_day(DAY, LATER)}, "objectives_a_text_ends_by_an_act"
    ),
    Change(
        "a text is put under a heading of another chapter",
        a_version,
        lambda: {"theme_id": heading_of_another_chapter().pk},
        "hører til et annet kapittel",
    ),
    Change("a succession is changed", lambda: saved(a_succession()), {"kind": "likeverdig"}, "kan ikke endres"),
    Change(
        "an act gets another act's number",
        lambda: factories.act(7, dt.date(2026, 2, 1)),
        lambda: {"number": factories.act(8, dt.date(2026, 6, 1)).number},
        "retting av kunngjøringen",
    ),
    Change("an act is numbered zero", factories.act, {"number": 0}, "retting av kunngjøringen"),
    Change(
        "a heading ends without an act",
        lambda: saved(heading_row()),
        {"valid": from_day(DAY, LATER)},
        "objectives_a_heading_ends_by_an_act",
    ),
    Change(
        "a heading loses its first day",
        lambda: saved(heading_row()),
        {"valid": DateRange(None, None)},
        "En ny ordlyd er en ny versjon",
    ),
    Change(
        "a text in force is annulled",
        a_version,
        lambda: {"annulled_by": an_act_of(LATER)},
        "Bare det som ikke er i kraft ved vedtaket",
    ),
    Change(
        "a text is annulled by an act of its own first day",
        a_text_to_come,
        lambda: {"annulled_by": an_act_of(LATER)},
        "Bare det som ikke er i kraft ved vedtaket",
    ),
    Change("an annulled text comes back", an_annulled_text, {"annulled_by": None}, "Det kan ikke gjøres om"),
    Change(
        "an annulled text is given an end",
        an_annulled_text,
        lambda: {"valid": from_day(LATER, LATER.replace(year=2028)), "repealed_by": factories.act()},
        "Det kan ikke gjøres om",
    ),
    Change(
        "a heading in force is annulled",
        a_heading,
        lambda: {"annulled_by": an_act_of(LATER)},
        "Bare det som ikke er i kraft ved vedtaket",
    ),
    Change("a heading is renamed", a_heading, {"title": "Milt"}, "En ny ordlyd er en ny versjon"),
    Change("a heading is renumbered", a_heading, {"number": "15.13"}, "En ny ordlyd er en ny versjon"),
    Change(
        "a heading's end is moved",
        lambda: saved(heading_row(valid=from_day(DAY, LATER), repealed_by=factories.act())),
        {"valid": from_day(DAY)},
        "kan ikke flyttes",
    ),
    Change(
        "a course gets a minimum number of repetitions",
        lambda: saved(activity_row()),
        {"minimum_repetitions": 5},
        "objectives_only_procedures_have_a_minimum",
    ),
]

INSERTS = [
    Insert("a code of another series", lambda: objective_row("ANE-005", 5), "hører ikke til nummer"),
    Insert("a code with another number", lambda: objective_row("GAK-006", 5), "hører ikke til nummer"),
    Insert("a code above the series' last number", lambda: objective_row("GAK-089", 89), "høyere enn det siste"),
    Insert(
        "a code that is given already",
        lambda: objective_row(an_objective().code, 5),
        "objectives_objective_code|objectives_a_number_is_given_once",
    ),
    Insert("a code of one digit", one_digit_code, "objectives_a_code_is_prefix_and_number"),
    Insert(
        "a series with a small-letter prefix",
        lambda: CodeSeries(prefix="gak", specialty=factories.specialty()),
        "objectives_a_prefix_is_capital_letters",
    ),
    Insert(
        "a second series with the same prefix",
        lambda: CodeSeries(prefix=a_series().prefix, specialty=factories.specialty()),
        "objectives_codeseries_prefix",
    ),
    Insert("a second text on the same day", overlapping_version, "objectives_one_text_per_objective_and_day"),
    Insert(
        "a heading without a first day",
        lambda: heading_row(valid=DateRange(None, None)),
        "objectives_a_heading_has_a_first_day",
    ),
    Insert("a text without a first day", lambda: version_row(valid=DateRange(None, None)), "a_text_has_a_first_day"),
    Insert(
        "a text that never applies",
        lambda: version_row(valid=DateRange(empty=True), repealed_by=factories.act()),
        "objectives_a_text_has_a_first_day",
    ),
    Insert("a text that is empty", lambda: version_row(text=""), "objectives_a_text_is_not_empty"),
    Insert(
        "an end without an act", lambda: version_row(valid=from_day(DAY, LATER)), "objectives_a_text_ends_by_an_act"
    ),
    Insert(
        "a text under a heading of another chapter",
        lambda: version_row(theme=heading_of_another_chapter()),
        "hører til et annet kapittel",
    ),
    Insert("a second heading on the same day", overlapping_heading, "objectives_one_heading_per_theme_and_day"),
    Insert(
        "a second act with the same number that year",
        lambda: LegalAct(
            number=factories.act(7, dt.date(2026, 2, 1)).number, decided_on=dt.date(2026, 9, 1), title="To"
        ),
        "objectives_an_act_number_is_used_once_a_year",
    ),
    Insert("a læringsmål that replaces itself", lambda: a_succession("GAK-001", "GAK-001"), "i ring|succeeds_itself"),
    Insert(
        "a replacement told twice",
        lambda: a_succession(old=saved(a_succession()).old.code),
        "a_succession_is_told_once",
    ),
    Insert("a circle of three replacements", circle_of_three, "i ring"),
    Insert(
        "approvals that follow a sharpened requirement",
        lambda: a_succession(kind="skjerpet", approvals=True),
        "objectives_approvals_do_not_follow_a_sharpened_requirement",
    ),
    Insert(
        "a second course with the same title",
        lambda: activity_row(title=saved(activity_row()).title),
        "objectives_an_activity_title_is_used_once",
    ),
]

DELETIONS = [
    ("a code", an_objective),
    ("a series", lambda: factories.series("GAK")),
    ("a text", a_version),
    ("a succession", lambda: saved(a_succession())),
    ("a heading", a_heading),
    ("an annulled text", an_annulled_text),
]


# --- the three ways -----------------------------------------------------------------------------------


def change_by_save(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def change_by_update(row: models.Model, values: dict[str, Any]) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def change_by_sql(row: models.Model, values: dict[str, Any]) -> None:
    fields = {row._meta.get_field(name): value for name, value in values.items()}
    assignments = ", ".join(f'"{one.column}" = %s' for one in fields)
    plain = {one: value.pk if isinstance(value, models.Model) else value for one, value in fields.items()}
    parameters = [one.get_db_prep_save(value, connection) for one, value in plain.items()]
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {assignments} WHERE id = %s', [*parameters, row.pk])


def insert_by_save(row: models.Model) -> None:
    row.save(force_insert=True)


def insert_by_bulk_create(row: models.Model) -> None:
    type(row)._default_manager.bulk_create([row])


def insert_by_sql(row: models.Model) -> None:
    fields = [one for one in row._meta.concrete_fields if not one.primary_key and not one.generated]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    parameters = [one.get_db_prep_save(one.pre_save(row, True), connection) for one in fields]
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{row._meta.db_table}" ({columns}) VALUES ({places})', parameters)


def delete_by_object(row: models.Model) -> None:
    row.delete()


def delete_by_queryset(row: models.Model) -> None:
    type(row)._base_manager.filter(pk=row.pk).delete()


def delete_by_sql(row: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])


def named(cases: list[Any]) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in cases]


# --- the tests ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [change_by_save, change_by_update, change_by_sql])
@pytest.mark.parametrize("case", named(CHANGES))
def test_a_row_can_not_be_changed_so_that(case, way):
    row = case.row()
    values = case.values() if callable(case.values) else case.values

    with pytest.raises(IntegrityError, match=case.refusal):
        way(row, values)


@pytest.mark.parametrize("way", [insert_by_save, insert_by_bulk_create, insert_by_sql])
@pytest.mark.parametrize("case", named(INSERTS))
def test_a_row_can_not_be_made_that_is(case, way):
    row = case.row()

    with pytest.raises(IntegrityError, match=case.refusal):
        way(row)


@pytest.mark.parametrize("way", [delete_by_object, delete_by_queryset, delete_by_sql])
@pytest.mark.parametrize("row", [pytest.param(make, id=name) for name, make in DELETIONS])
def test_what_the_register_remembers_can_not_be_deleted(row, way):
    kept = row()

    with pytest.raises(IntegrityError, match="kan ikke slettes: registeret er lovens hukommelse"):
        way(kept)


@pytest.mark.parametrize("model", [Objective, CodeSeries, ObjectiveVersion, Succession, ThemeVersion])
def test_what_the_register_remembers_can_not_be_emptied(model):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.allow_truncate = 'off'")

        with pytest.raises(IntegrityError, match="kan ikke tømmes"):
            cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


def test_a_period_with_its_dates_the_wrong_way_round_is_refused():
    with pytest.raises(DatabaseError):
        version_row(valid=DateRange(LATER, DAY), repealed_by=factories.act()).save()


def test_a_text_may_end_once_and_another_begin_the_day_it_ends():
    first = a_version()

    ObjectiveVersion.objects.filter(pk=first.pk).update(valid=from_day(DAY, LATER), repealed_by=factories.act())
    version_row(objective=first.objective, valid=from_day(LATER)).save()

    assert ObjectiveVersion.objects.filter(objective=first.objective).count() == 2


def test_a_text_that_never_applied_gives_its_day_to_another_and_is_kept():
    annulled = an_annulled_text()

    other = saved(version_row(objective=annulled.objective, valid=from_day(LATER)))

    assert list(annulled.objective.versions.all()) == [other]
    assert list(ObjectiveVersion.objects.in_force(on=LATER)) == [other]
    assert set(ObjectiveVersion.with_annulled.filter(objective=annulled.objective)) == {annulled, other}


def test_a_heading_that_never_applied_is_not_read():
    act = an_act_of(LATER - dt.timedelta(days=1))
    text = factories.version("GAK-086")
    heading = saved(heading_row(valid=from_day(LATER), annulled_by=act))

    ObjectiveVersion.objects.filter(pk=text.pk).update(theme=heading.theme)

    (row,) = ObjectiveVersion.objects.consolidated(on=LATER)
    assert (row.pk, row.theme_title) == (text.pk, None)


def test_the_same_act_number_may_come_again_another_year():
    factories.act(7, dt.date(2026, 2, 1))

    assert factories.act(7, dt.date(2027, 2, 1)).pk


def test_a_series_may_be_counted_up_and_closed():
    series = a_series()

    CodeSeries.objects.filter(pk=series.pk).update(last_number=89, is_closed=True)

    assert CodeSeries.objects.get(pk=series.pk).last_number == 89


def test_two_branches_of_replacements_may_meet_without_a_circle():
    a_succession("GAK-001", "GAK-003").save()
    a_succession("GAK-002", "GAK-003").save()

    assert Succession.objects.count() == 2


def test_the_sentence_of_a_constraint_reaches_the_form():
    existing = a_version()
    second = version_row(objective=existing.objective, valid=from_day(LATER))

    with pytest.raises(Exception, match="allerede en tekst i dette tidsrommet"):
        second.full_clean()
