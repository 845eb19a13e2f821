"""Two acts about the same text: the later draft shows the conflict, and is built on the announced text by choice."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from notifications.models import Event, Verb
from objectives.operations import (
    CorrectText,
    RenameTheme,
    RepealObjective,
    ReplaceObjective,
    Scheduled,
    apply,
    from_data,
)
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.conflicts import cautions, overtaken
from regulations.models import AmendmentRegulation
from regulations.outline import placed_clauses
from tests import factories

from .conftest import IN_FORCE, PLANNED, TODAY, announce

pytestmark = pytest.mark.django_db

THEIRS = dt.date(2027, 3, 1)


def another_act_says(*operations, number=90, starts=THEIRS):
    """Another act, announced while our draft is made."""
    act = factories.act(number, dt.date(2026, 11, 20), announced_at=factories.announced(dt.date(2026, 11, 22)))
    planned = [Scheduled(operation=operation, in_force_from=starts) for operation in operations]
    return apply(planned, act=act, by=factories.caseworker())


@pytest.fixture
def inside(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def clause(empty_draft, operations, by):
    """Ours: GAK-084 corrected, taken in before the other act was announced."""
    return services.add_clause(
        regulation=empty_draft,
        operation=operations.correct,
        entry_into_force="dato",
        in_force_from=IN_FORCE,
        departure_reason="Sammen med de andre endringene.",
        by=by,
    )


@pytest.fixture
def theirs(texts, clause):
    correction = CorrectText(code="GAK-084", text="Kunne utføre galleoperasjon.", basis=texts.corrected.pk)
    return another_act_says(correction)[0].begun


def address(clause, *, page: str = "bygg-pa/") -> str:
    return f"/endringsforskrifter/{clause.regulation_id}/ledd/{clause.pk}/{page}"


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main")[0]


# --- the conflict is shown ----------------------------------------------------------------------------


def test_the_workspace_shows_which_act_which_text_and_which_day(inside, clause, theirs):
    page = main_of(inside.get(clause.regulation.get_absolute_url()))

    assert "FOR-2026-11-20-90" in page
    assert 'href="/forskrifter/2026/90/"' in page
    assert "1. mars 2027" in page
    assert "galleoperasjon" in page
    assert f'href="{address(clause)}"' in page


def test_a_draft_that_nobody_has_overtaken_shows_no_such_thing(inside, clause):
    page = main_of(inside.get(clause.regulation.get_absolute_url()))

    assert "Bygg på den kunngjorte teksten" not in page


def test_a_locked_draft_shows_the_conflict_and_must_be_opened_first(inside, clause, by, texts):
    services.lock(regulation=clause.regulation, by=by)
    another_act_says(CorrectText(code="GAK-084", text="Noe annet.", basis=texts.corrected.pk))

    page = main_of(inside.get(clause.regulation.get_absolute_url()))

    assert "FOR-2026-11-20-90" in page
    assert "Lås opp utkastet og rett endringsledd 1" in page
    assert "Bygg på den kunngjorte teksten" not in page
    assert "er låst for kunngjøring" in main_of(inside.post(address(clause), {"seen": "1"}))


def test_the_later_act_is_refused_with_the_conflict(clause, by, texts):
    services.lock(regulation=clause.regulation, by=by)
    another_act_says(CorrectText(code="GAK-084", text="Noe annet.", basis=texts.corrected.pk))

    with pytest.raises(RuleViolation, match=r"endret ved FOR-2026-11-20-90, i kraft 1. mars 2027"):
        announce(clause.regulation, by=by)


def test_the_queries_do_not_grow_with_the_conflicts(inside, empty_draft, by):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = main_of(inside.get(empty_draft.get_absolute_url()))
        assert page.count("Bygg på den kunngjorte teksten") == empty_draft.clauses.count()
        return len(captured)

    def overtake(codes, number):
        texts = [factories.version(code, f"Ha kunnskap om {code}.") for code in codes]
        for code, text in zip(codes, texts, strict=True):
            operation = CorrectText(code=code, text=f"Ha god kunnskap om {code}.", basis=text.pk)
            services.add_clause(regulation=empty_draft, operation=operation, by=by)
        changed = [CorrectText(code=c, text=f"Kjenne til {c}.", basis=t.pk) for c, t in zip(codes, texts, strict=True)]
        another_act_says(*changed, number=number)

    overtake(["GAK-101", "GAK-102"], 91)
    few = queries()
    overtake(["GAK-103", "GAK-104", "GAK-105", "GAK-106"], 92)

    assert queries() == few


# --- the choice ---------------------------------------------------------------------------------------


def test_the_page_shows_both_texts_before_the_button(inside, clause, theirs):
    page = main_of(inside.get(address(clause)))

    assert "galleoperasjon" in page
    assert "kolecystektomi" in page
    assert f'value="{theirs.pk}"' in page


def test_the_page_warns_of_what_the_decided_words_can_undo(inside, clause, theirs):
    page = unescape(strip_tags(main_of(inside.get(address(clause)))))

    assert (
        "Ordene i endringsleddet om GAK-084 er vedtatt ut fra den gamle teksten, og kan oppheve det "
        "FOR-2026-11-20-90 endrer fra 1. mars 2027. Les forskjellen under. Skal den endringen stå, må vedtaket tas opp "
        "på nytt i saken. (EF-5)"
    ) in page


def test_a_sharpening_was_decided_against_another_text(empty_draft, texts, by):
    ours = ReplaceObjective(code="GAK-084", text="Beherske operasjon.", effect="skjerpet", basis=texts.corrected.pk)
    services.add_clause(regulation=empty_draft, operation=ours, by=by)
    another_act_says(CorrectText(code="GAK-084", text="Kunne utføre galleoperasjon.", basis=texts.corrected.pk))
    (placed,) = placed_clauses(empty_draft)

    told = cautions(placed, overtaken([placed])[placed.clause.pk])

    assert [one.authority for one in told] == ["EF-5", "ID-5"]
    assert told[1].message.startswith("Endringen av GAK-084 er vedtatt som «skjerpet» ut fra den gamle teksten.")


def test_nothing_is_warned_of_when_the_other_act_says_the_same(empty_draft, operations, texts, by):
    services.add_clause(regulation=empty_draft, operation=operations.correct, by=by)
    another_act_says(CorrectText(code="GAK-084", text=operations.correct.text, basis=texts.corrected.pk))
    (placed,) = placed_clauses(empty_draft)

    assert cautions(placed, overtaken([placed])[placed.clause.pk]) == []


def test_looking_changes_nothing(inside, clause, theirs):
    inside.get(address(clause))

    clause.refresh_from_db()
    assert from_data(clause.operation).basis != theirs.pk


def test_the_button_builds_the_clause_on_the_announced_text_and_keeps_its_words(inside, clause, theirs):
    answer = inside.post(address(clause), {"seen": str(theirs.pk)})

    clause.refresh_from_db()
    assert answer.url == clause.regulation.get_absolute_url()
    assert from_data(clause.operation) == CorrectText(
        code="GAK-084", text="Kunne utføre kolecystektomi.", basis=theirs.pk
    )


def test_it_is_an_act_of_its_own_in_the_journal(clause, theirs, by):
    services.rebase_clause(clause=clause, seen=[theirs.pk], by=by)

    event = Event.objects.get(verb=Verb.CLAUSE_REBASED)
    assert event.actor == by
    assert event.payload["from"]["basis"] != event.payload["to"]["basis"] == theirs.pk
    assert event.payload["acts"] == ["forskrift/2026-11-20-90"]


def test_what_is_built_anew_is_announced_and_follows_the_other_text(inside, clause, theirs, by):
    inside.post(address(clause), {"seen": str(theirs.pk)})
    services.lock(regulation=clause.regulation, by=by)
    announce(clause.regulation, by=by)

    rows = theirs.objective.versions.order_by("valid")
    assert [(row.text, row.valid_from) for row in rows][1:] == [
        ("Kunne utføre galleoperasjon.", THEIRS),
        ("Kunne utføre kolecystektomi.", IN_FORCE),
    ]


def test_a_date_that_no_longer_fits_is_chosen_next(inside, empty_draft, operations, by, texts):
    clause = services.add_clause(regulation=empty_draft, operation=operations.correct, by=by)
    correction = CorrectText(code="GAK-084", text="Kunne utføre galleoperasjon.", basis=texts.corrected.pk)
    theirs = another_act_says(correction, starts=IN_FORCE)[0].begun

    answer = inside.post(address(clause), {"seen": str(theirs.pk)}, follow=True)

    assert answer.redirect_chain[-1][0] == address(clause, page="")
    assert "gjelder først fra 1. september 2027" in main_of(answer)


def test_a_replaced_objective_is_followed_to_the_one_that_came_instead(clause, texts, by):
    new = another_act_says(
        ReplaceObjective(code="GAK-084", text="Beherske galleoperasjon.", effect="skjerpet", basis=texts.corrected.pk)
    )[0].begun

    services.rebase_clause(clause=clause, seen=[new.pk], by=by)

    clause.refresh_from_db()
    assert from_data(clause.operation).code == new.objective.code
    assert clause.objective == new.objective


def test_a_heading_is_built_on_its_announced_words(empty_draft, texts, by):
    heading = texts.heading.versions.get()
    ours = RenameTheme(theme=texts.heading.pk, number="15.11", title="Galleblære", basis=heading.pk)
    clause = services.add_clause(
        regulation=empty_draft,
        operation=ours,
        entry_into_force="dato",
        in_force_from=IN_FORCE,
        departure_reason="Sammen med resten.",
        by=by,
    )
    their_words = RenameTheme(theme=texts.heading.pk, number="15.11", title="Gallegang", basis=heading.pk)
    theirs = another_act_says(their_words)[0].begun_heading

    services.rebase_clause(clause=clause, seen=[theirs.pk], by=by)

    clause.refresh_from_db()
    assert from_data(clause.operation).basis == theirs.pk


# --- and what is refused ------------------------------------------------------------------------------


def test_nobody_builds_on_a_text_they_have_not_read(inside, clause, theirs):
    answer = inside.post(address(clause), {"seen": "1"})

    clause.refresh_from_db()
    assert answer.status_code == 422
    assert "er endret siden du åpnet siden" in main_of(answer)
    assert from_data(clause.operation).basis != theirs.pk


@pytest.mark.parametrize("seen", ["", "x", "1,2", "-1", "９", "9" * 300, "1;drop"])
def test_nonsense_for_the_text_that_was_read_is_refused(inside, clause, theirs, seen):
    assert inside.post(address(clause), {"seen": seen}).status_code == 422


def test_without_a_conflict_there_is_nothing_to_build_anew(inside, clause):
    assert "ingenting å bygge om" in main_of(inside.get(address(clause)))
    assert inside.post(address(clause), {"seen": "1"}).status_code == 422


def test_what_is_repealed_with_nothing_instead_can_not_be_built_on(inside, clause, texts):
    another_act_says(RepealObjective(code="GAK-084", basis=texts.corrected.pk))

    page = main_of(inside.get(address(clause)))

    assert "ingenting å bygge på" in page
    assert "<button" not in page
    assert "er opphevet ved FOR-2026-11-20-90" in main_of(inside.post(address(clause), {"seen": ""}))


def test_a_change_that_then_changes_nothing_is_refused(clause, texts, by):
    same = another_act_says(CorrectText(code="GAK-084", text="Kunne utføre kolecystektomi.", basis=texts.corrected.pk))[
        0
    ].begun

    with pytest.raises(RuleViolation, match="er lik den gjeldende"):
        services.rebase_clause(clause=clause, seen=[same.pk], by=by)


def test_an_announced_act_is_never_built_anew(announced, by):
    with pytest.raises(WrongState):
        services.rebase_clause(clause=announced.clauses.first(), seen=[], by=by)


def test_only_those_who_draft_choose(clause, theirs):
    with pytest.raises(NotPermitted):
        services.rebase_clause(clause=clause, seen=[theirs.pk], by=factories.user(Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        (Role.ADMINISTRATOR, Organisation.Kind.DIRECTORATE, 403),
        (Role.READER, Organisation.Kind.DIRECTORATE, 404),
        (Role.SUBMITTER, Organisation.Kind.REGUT, 404),
        (Role.CASEWORKER, Organisation.Kind.REGUT, 404),
    ],
)
def test_others_are_told_no_or_nothing(client, clause, theirs, role, kind, status):
    client.force_login(factories.user(role, of=factories.organisation(kind), email="annen@example.no"))

    assert client.get(address(clause)).status_code == status
    assert client.post(address(clause), {"seen": str(theirs.pk)}).status_code == status


def test_a_clause_of_another_draft_is_not_reached_through_this_one(inside, clause, by):
    other = services.create_regulation(name="Annet", planned_announcement=PLANNED, by=by, on=TODAY)

    assert inside.get(f"/endringsforskrifter/{other.pk}/ledd/{clause.pk}/bygg-pa/").status_code == 404


def test_a_text_that_was_annulled_before_it_applied_is_a_conflict_too(empty_draft, texts, by):
    first = another_act_says(
        CorrectText(code="GAK-084", text="Kunne utføre galleoperasjon.", basis=texts.corrected.pk), starts=IN_FORCE
    )[0].begun
    clause = services.add_clause(
        regulation=empty_draft,
        operation=CorrectText(code="GAK-084", text="Kunne utføre kolecystektomi.", basis=first.pk),
        entry_into_force="dato",
        in_force_from=IN_FORCE,
        departure_reason="Før ikrafttredelsen.",
        by=by,
    )
    another_act_says(RepealObjective(code="GAK-084", basis=first.pk), number=91, starts=IN_FORCE)

    (met,) = overtaken(placed_clauses(AmendmentRegulation.objects.get(pk=empty_draft.pk)))[clause.pk]

    assert (str(met.act), met.onto) == ("FOR-2026-11-20-91", None)
