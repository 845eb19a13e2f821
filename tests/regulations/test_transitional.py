"""Overgangsregler in a draft and at its announcement, and clauses whose day is decided later."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from objectives.consolidation import consolidation
from objectives.models import LegalAct, ObjectiveVersion, TransitionalRule, UndeterminedChange
from objectives.operations import CorrectText, RepealObjective
from objectives.templatetags.legal import unbroken
from organisations.models import Role
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from regulations import services
from regulations.documents import build_document
from regulations.models import DraftTransitionalRule
from tests import factories

from .conftest import IN_FORCE, PLANNED, announce

ONE_DAY = dt.timedelta(days=1)
UNTIL = dt.date(2029, 9, 1)
SCOPE, STARTED = DraftTransitionalRule.Scope, TransitionalRule.Started
DECIDED_LATER, DAY = dt.date(2027, 10, 4), dt.date(2028, 3, 1)


def add_rule(draft, by, **fields):
    values = {"scope": SCOPE.ALL, "started": STARTED.TRAINING, "until": UNTIL} | fields
    return services.save_rule(regulation=draft, by=by, **values)


def printed(draft) -> str:
    return build_document(draft).transitional


def clause_about(draft, code):
    return draft.clauses.get(objective__code=code)


def left_open(draft, by, code="ANE-052"):
    """The draft, with one clause whose day is decided later."""
    services.set_entry_into_force(
        clause=clause_about(draft, code),
        entry_into_force="senere",
        in_force_from=None,
        departure_reason="Kurset må først være i gang.",
        by=by,
    )
    return draft


# --- the words ----------------------------------------------------------------------------------------


def test_the_sentence_is_made_from_the_data(draft, by):
    add_rule(draft, by)

    assert printed(draft) == (
        "LIS som har startet spesialiseringen før endringen trer i kraft, kan fullføre spesialiseringen etter "
        "tidligere læringsmål ANE-052 og GAK-077, men ikke lenger enn til 1. september 2029."
    )


def test_part_day_specialty_and_no_end_change_the_sentence(draft, by):
    surgery = factories.specialty("GAK")
    add_rule(
        draft, by, started=STARTED.PART, stage="2-3", started_before=dt.date(2027, 6, 1), specialty=surgery, until=None
    )

    assert printed(draft) == (
        "LIS i gastroenterologisk kirurgi som har startet del 2–3 før 1. juni 2027, kan fullføre del 2–3 etter "
        "tidligere læringsmål ANE-052 og GAK-077."
    )


def test_codes_in_a_row_are_printed_as_a_run(empty_draft, by):
    for number in (4, 5, 6, 9):
        row = factories.version(f"GAK-00{number}")
        services.add_clause(
            regulation=empty_draft, operation=RepealObjective(code=f"GAK-00{number}", basis=row.pk), by=by
        )
    add_rule(empty_draft, by)

    assert "læringsmål GAK-004 til GAK-006 og GAK-009, men" in printed(empty_draft)


def test_somebodys_own_words_are_printed_instead_and_free_text_after(draft, by):
    add_rule(draft, by, own_wording="LIS i gang kan fullføre.")
    draft = services.edit_heading(
        regulation=draft,
        title=draft.title,
        short_title=draft.short_title,
        legal_basis=draft.legal_basis,
        transitional_text="Søknader avgjøres etter de reglene som gjaldt.",
        by=by,
    )

    assert printed(draft) == "LIS i gang kan fullføre.\nSøknader avgjøres etter de reglene som gjaldt."


# --- what a rule is about -----------------------------------------------------------------------------


def former(draft, by, **fields) -> str:
    add_rule(draft, by, **fields)
    return printed(draft).partition("læringsmål ")[2].partition(", men")[0]


def test_a_rule_can_be_about_one_chapter(draft, texts, by):
    assert former(draft, by, scope=SCOPE.CHAPTER, chapter=texts.repealed.chapter) == "GAK-077"


def test_a_rule_can_be_about_chosen_laeringsmaal(draft, texts, by):
    assert former(draft, by, scope=SCOPE.CHOSEN, objectives=[texts.replaced.objective]) == "ANE-052"


def test_a_rule_about_a_part_is_about_what_belongs_to_it(draft, by):
    assert former(draft, by, started=STARTED.PART, stage="1") == "[læringsmål som faller bort]"


def test_what_is_only_corrected_or_new_is_not_former(draft, by):
    assert "GAK-084" not in former(draft, by)


def test_a_rule_follows_the_clauses(draft, by):
    add_rule(draft, by)
    services.remove_clause(clause=clause_about(draft, "GAK-077"), by=by)

    assert "læringsmål ANE-052, men" in printed(draft)


# --- drafting -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"started": STARTED.PART}, "rule-without-part"),
        ({"scope": SCOPE.CHOSEN}, "rule-without-objectives"),
        ({"started_before": UNTIL}, "rule-ends-before-it-helps"),
    ],
)
def test_a_rule_that_says_too_little_is_not_saved(fields, code, draft, by):
    with pytest.raises(RuleViolation) as refused:
        add_rule(draft, by, **fields)

    assert refused.value.code == code
    assert not draft.draft_rules.exists()


def test_a_rule_is_changed_and_taken_out(draft, by):
    rule = add_rule(draft, by)
    services.save_rule(regulation=draft, rule=rule, scope=SCOPE.ALL, started=STARTED.TRAINING, until=None, by=by)
    assert "men ikke lenger" not in printed(draft)

    services.remove_rule(rule=rule, by=by)

    assert printed(draft) == ""


def test_only_those_who_draft_write_rules(draft):
    with pytest.raises(NotPermitted):
        add_rule(draft, factories.user(Role.ADMINISTRATOR))


def test_a_locked_draft_keeps_its_rules(locked, by):
    with pytest.raises(WrongState):
        add_rule(locked, by)


@pytest.mark.parametrize(
    ("until", "holds"), [(IN_FORCE - ONE_DAY, False), (IN_FORCE, False), (IN_FORCE + ONE_DAY, True)]
)
def test_a_draft_is_not_locked_with_a_rule_that_ends_too_soon(until, holds, draft, by):
    add_rule(draft, by, until=until)

    if holds:
        assert services.lock(regulation=draft, by=by).is_locked
    else:
        with pytest.raises(RuleViolation) as refused:
            services.lock(regulation=draft, by=by)
        assert refused.value.code == "rule-ends-too-soon"


def test_a_draft_is_not_locked_with_a_chosen_laeringsmaal_that_no_longer_ceases(draft, texts, by):
    add_rule(draft, by, scope=SCOPE.CHOSEN, objectives=[texts.repealed.objective, texts.replaced.objective])
    services.remove_clause(clause=clause_about(draft, "GAK-077"), by=by)

    with pytest.raises(RuleViolation) as refused:
        services.lock(regulation=draft, by=by)

    assert refused.value.code == "former-goes-on"


# --- the announcement ---------------------------------------------------------------------------------


def test_the_rules_are_registered_with_the_act_as_they_are_printed(draft, by):
    add_rule(draft, by)
    words = printed(draft)

    act = announce(services.lock(regulation=draft, by=by), by=by)

    rule = act.transitional_rules.get()
    assert rule.text == words
    assert sorted(row.code for row in rule.former.all()) == ["ANE-052", "GAK-077"]


def test_an_announcement_that_fails_registers_no_rule(draft, by, texts, monkeypatch):
    add_rule(draft, by)
    locked = services.lock(regulation=draft, by=by)
    monkeypatch.setattr("regulations.services.announcing.repeal_rules", lambda *args, **fields: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        announce(locked, by=by)

    assert not TransitionalRule.objects.exists()
    assert not LegalAct.objects.filter(number=114).exists()
    assert {row.code for row in consolidation(on=IN_FORCE)} == {"ANE-052", "GAK-077", "GAK-084"}


def test_an_act_ends_an_earlier_rule_and_says_so(draft, operations, texts, by):
    add_rule(draft, by)
    announce(services.lock(regulation=draft, by=by), by=by)
    earlier = TransitionalRule.objects.get()
    later = services.create_regulation(name="Senere", planned_announcement=DAY, by=by, on=DECIDED_LATER)
    row = ObjectiveVersion.objects.get(objective__code="GAK-084", repealed_by=None)
    correction = CorrectText(code="GAK-084", text="Selvstendig kunne utføre kolecystektomi.", basis=row.pk)
    services.add_clause(regulation=later, operation=correction, by=by)

    services.set_repealed_rules(regulation=later, repealed=[earlier], by=by)

    assert printed(later) == "Overgangsregel nr. 1 i forskrift 29. januar 2027 nr. 114 oppheves."
    announce(services.lock(regulation=later, by=by), by=by, number=20, decided_on=DECIDED_LATER, announced_on=DAY)
    earlier.refresh_from_db()
    assert (earlier.repealed_by.number, earlier.repealed_from) == (20, DAY)


# --- decided later ------------------------------------------------------------------------------------


def test_part_two_says_who_decides_as_the_legal_basis_does(draft, by):
    document = build_document(left_open(draft, by))

    assert document.legal_basis.startswith("Fastsatt av Helsedirektoratet")
    assert (
        "Endringene i ANE-052 og [kode gis når utkastet låses] trer i kraft fra den tiden Helsedirektoratet bestemmer."
        in (document.entry_into_force)
    )


def test_all_of_it_left_open_is_one_sentence(draft, by):
    left_open(draft, by)
    for clause in draft.clauses.exclude(objective__code="ANE-052"):
        services.remove_clause(clause=clause, by=by)

    assert build_document(draft).entry_into_force == (
        "Forskriften trer i kraft fra den tiden Helsedirektoratet bestemmer."
    )


def test_a_day_left_open_needs_a_reason(draft, by):
    with pytest.raises(RuleViolation) as refused:
        services.set_entry_into_force(
            clause=clause_about(draft, "ANE-052"),
            entry_into_force="senere",
            in_force_from=None,
            departure_reason="",
            by=by,
        )

    assert (refused.value.code, refused.value.authority) == ("departure-without-reason", "EF-4, EF-6")


@pytest.fixture
def open_act(draft, by):
    """Announced, with the replacement of ANE-052 left open."""
    announce(services.lock(regulation=left_open(draft, by), by=by), by=by)
    draft.refresh_from_db()
    return draft


def test_the_announced_clause_waits_in_the_register(open_act):
    clause = clause_about(open_act, "ANE-052")

    assert clause.undetermined_change == UndeterminedChange.objects.get()
    assert clause.starts_on(announced_on=PLANNED) is None
    assert {row.code for row in consolidation(on=IN_FORCE)} >= {"ANE-052", "GAK-084"}


def determine(regulation, by, **fields):
    values = {"in_force_from": DAY, "determined_on": DECIDED_LATER, "reference": "Brev 4. oktober 2027"} | fields
    changes = list(UndeterminedChange.objects.awaiting())
    return services.determine_entry_into_force(regulation=regulation, changes=changes, by=by, **values)


def test_the_day_is_registered_and_the_clause_has_it(open_act, by):
    determine(open_act, by)

    assert clause_about(open_act, "ANE-052").starts_on(announced_on=PLANNED) == DAY
    assert "ANE-052" not in {row.code for row in consolidation(on=DAY)}
    assert "ANE-052" in {row.code for row in consolidation(on=DAY - ONE_DAY)}
    assert Event.objects.about(open_act).filter(verb=Verb.DAY_DETERMINED).exists()
    assert "fra den tiden Helsedirektoratet bestemmer" in build_document(open_act).entry_into_force


def test_a_decision_that_is_announced_is_an_act_of_its_own(open_act, by):
    determine(open_act, by, number=2200, reference="")

    assert UndeterminedChange.objects.get().determined_by == LegalAct.objects.get(number=2200)


def test_a_number_that_another_act_has_is_refused(open_act, by):
    factories.act(2200, dt.date(2027, 3, 1))

    with pytest.raises(RuleViolation) as refused:
        determine(open_act, by, number=2200)

    assert refused.value.code == "number-used"
    assert UndeterminedChange.objects.awaiting().exists()


def test_a_draft_has_its_days_set_in_the_draft(draft, by):
    with pytest.raises(WrongState):
        determine(draft, by)


def test_only_those_who_announce_decide_the_day(open_act):
    with pytest.raises(NotPermitted):
        determine(open_act, factories.user(Role.ADMINISTRATOR))


# --- pages --------------------------------------------------------------------------------------------


@pytest.fixture
def inside(client, by):
    client.force_login(by)
    return client


def test_the_rules_page_lists_adds_changes_and_takes_out(inside, draft):
    url = f"/endringsforskrifter/{draft.pk}/overgangsregler/"
    assert "Ingen overgangsregler ennå." in inside.get(url).content.decode()

    added = inside.post(f"{url}ny/", {"scope": "alle", "started": "del", "stage": "2-3", "until": "01.09.2029"})
    assert added.status_code == 302
    rule = draft.draft_rules.get()
    assert "LIS som har startet del 2–3" in inside.get(url).content.decode()

    changed = {
        "scope": "valgte",
        "objectives": [clause_about(draft, "GAK-077").objective_id],
        "started": "spesialisering",
    }
    assert inside.post(f"{url}{rule.pk}/", changed).status_code == 302
    assert unbroken("tidligere læringsmål GAK-077.") in inside.get(url).content.decode()

    inside.post(f"{url}{rule.pk}/ta-ut/")
    assert not draft.draft_rules.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"started": "del"}, "Velg hvilken del av utdanningen legen må ha startet."),
        ({"scope": "valgte"}, "Overgangsregelen gjelder ingen læringsmål."),
        ({"scope": "kapittel"}, "Velg kapittelet regelen gjelder."),
        ({"until": "31.02.2029"}, "Skriv datoen som dag, måned og år"),
    ],
)
def test_a_rule_that_does_not_hold_comes_back_with_the_reason(fields, words, inside, draft):
    page = inside.post(
        f"/endringsforskrifter/{draft.pk}/overgangsregler/ny/", {"scope": "alle", "started": "spesialisering"} | fields
    )

    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_rule_that_stands_in_the_way_is_the_next_step(inside, draft, by):
    add_rule(draft, by, until=IN_FORCE)

    page = inside.get(draft.get_absolute_url()).content.decode()

    assert "Rett overgangsregelen" in page
    assert "Overgangsregelen gjelder bare til 1. september 2027" in page


def test_the_page_of_the_announced_act_leads_to_deciding_the_day(inside, open_act):
    url = f"/endringsforskrifter/{open_act.pk}/ikrafttredelse/"
    assert url in inside.get(open_act.get_absolute_url()).content.decode()
    changes = [UndeterminedChange.objects.get().pk]
    asked = {"changes": changes, "in_force_from": "01.03.2028", "determined_on": "20.11.2026", "reference": "Brev"}

    early = inside.post(url, asked)
    assert early.status_code == 422
    assert "kan ikke ligge før vedtaket" in early.content.decode()


def test_the_public_pages_of_the_act_tell_of_rules_and_of_the_open_day(client, draft, by):
    add_rule(draft, by)
    announce(services.lock(regulation=left_open(draft, by), by=by), by=by)

    page = client.get("/forskrifter/2027/114/").content.decode()
    everything = client.get("/forskrifter/").content.decode()

    assert "Kunngjort, ikrafttredelse ikke fastsatt" in page
    assert "gjelder til og med 31.08.2029" in page
    assert "Ikrafttredelse ikke fastsatt for 1 endring" in everything
