"""A whole set made anew, as real acts have done it: 50 læringsmål of one set repealed and 15 new in two new series on
1 September, with two years to finish after the former; another act, announced and not in force, is on the same heading.

The texts are made up.
"""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.cohorts import STAGES_OF
from objectives.consolidation import consolidation
from objectives.models import AnnexChapter, LegalAct, Stage, TransitionalRule
from objectives.operations import AddObjective, CorrectText, RepealObjective
from organisations.refusals import RuleViolation
from regulations import services
from regulations.documents import build_document
from regulations.models import AmendmentRegulation, DraftTransitionalRule
from regulations.outline import placed_clauses
from regulations.preview import preview
from tests import factories

from .conftest import announce

TODAY = dt.date(2026, 11, 24)
PLANNED = dt.date(2027, 2, 12)
IN_FORCE = dt.date(2027, 9, 1)
UNTIL = dt.date(2029, 9, 1)
THE_DAY_BEFORE = IN_FORCE - dt.timedelta(days=1)
OLD, NEW = 50, 15


@pytest.fixture
def by(db):
    return factories.caseworker()


@pytest.fixture
def chapter(db) -> AnnexChapter:
    """The set as it stands: fifty læringsmål under one heading, and room for two series nobody has used."""
    home = factories.specialty("FKM", "Felles kompetansemål")
    found = factories.chapter("A1", "A1. Felles kompetansemål, del 1", of=home)
    heading = factories.theme("1.1", "Kommunikasjon", in_chapter=found)
    for number in range(1, OLD + 1):
        text = f"Ha kunnskap om samtale nummer {number}."
        factories.version(f"FKM-{number:03d}", text, under=heading, position=number * 1_000_000, stage=Stage.PART_1)
    for prefix in ("FKMS", "FKMK"):
        factories.series(prefix, of=home)
    return found


@pytest.fixture
def announced_earlier(chapter, by) -> LegalAct:
    """Another act corrects one of the fifty, from 1 March: announced, and not in force."""
    draft = services.create_regulation(name="Vinter 2027", planned_announcement=PLANNED, by=by, on=TODAY)
    basis = chapter.versions.get(objective__code="FKM-050")
    correction = CorrectText(code="FKM-050", text="Ha kunnskap om den siste samtalen.", basis=basis.pk)
    services.add_clause(
        regulation=draft,
        operation=correction,
        entry_into_force="dato",
        in_force_from=dt.date(2027, 3, 1),
        departure_reason="Rettes sammen med kurset.",
        by=by,
    )
    services.lock(regulation=draft, by=by)
    return announce(draft, by=by, number=113)


def take_in(draft: AmendmentRegulation, chapter: AnnexChapter, by) -> None:
    versions = chapter.versions.filter(valid__upper_inf=True).select_related("objective").order_by("position")
    for version in versions:
        repeal = RepealObjective(code=version.objective.code, basis=version.pk)
        services.add_clause(regulation=draft, operation=repeal, by=by)
    heading = chapter.themes.get()
    for number in range(NEW):
        prefix, place = ("FKMS", "sykehus") if number < 10 else ("FKMK", "kommune")
        text = f"Selvstendig kunne gjennomføre samtale {number + 1} i {place}."
        add = AddObjective(prefix=prefix, text=text, chapter=chapter.slug, theme=heading.pk, after=None, stage="1")
        services.add_clause(regulation=draft, operation=add, by=by)


@pytest.fixture
def draft(chapter, announced_earlier, by) -> AmendmentRegulation:
    made = services.create_regulation(name="Høst 2027", planned_announcement=PLANNED, by=by, on=TODAY)
    take_in(made, chapter, by)
    services.save_rule(
        regulation=made,
        scope=DraftTransitionalRule.Scope.ALL,
        started=TransitionalRule.Started.PART,
        stage=Stage.PART_1,
        until=UNTIL,
        by=by,
    )
    return made


def codes(on: dt.date) -> list[str]:
    return [row.code for row in consolidation(on=on)]


def test_a_change_written_against_what_the_other_act_has_changed_is_refused(chapter, by, announced_earlier):
    """The draft must repeal the announced words, not those in force today."""
    old = chapter.versions.filter(objective__code="FKM-050").order_by("valid").first()
    draft = services.create_regulation(name="Høst 2027", planned_announcement=PLANNED, by=by, on=TODAY)

    with pytest.raises(RuleViolation, match="FOR-2027-01-29-113"):
        services.add_clause(regulation=draft, operation=RepealObjective(code="FKM-050", basis=old.pk), by=by)


def test_fifty_are_repealed_in_one_sentence_and_the_new_ones_come_in_their_series(draft, by):
    services.lock(regulation=draft, by=by)

    (chapter,) = build_document(draft).chapters
    said = [one for clause in chapter.printed for one in clause.instructions]

    assert said[0].prose == "FKM-001 til og med FKM-050 oppheves."
    assert [one.prose for one in said[1:3]] == [
        "Nytt læringsmål FKMS-001 under 1.1 skal lyde:",
        "Nytt læringsmål FKMS-002 under 1.1 skal lyde:",
    ]
    assert said[-1].prose == "Nytt læringsmål FKMK-005 under 1.1 skal lyde:"
    assert said[-1].new_text == "Selvstendig kunne gjennomføre samtale 15 i kommune."
    assert len(said) == 1 + NEW


def test_the_rule_of_two_years_is_printed(draft):
    assert build_document(draft).transitional == (
        "LIS som har startet del 1 før endringen trer i kraft, kan fullføre del 1 etter tidligere læringsmål "
        "FKM-001 til FKM-050, men ikke lenger enn til 1. september 2029."
    )


def test_the_preview_is_what_becomes_of_the_annex_on_each_day(draft, by):
    services.lock(regulation=draft, by=by)
    shown = preview(placed_clauses(draft), announced_on=PLANNED)
    days = [THE_DAY_BEFORE, IN_FORCE, UNTIL]
    expected = {day: [row.code for row in shown.after.consolidated(on=day)] for day in days}
    counted = [item.kind for item in shown.differences(IN_FORCE).items]

    announce(draft, by=by)

    assert {day: codes(day) for day in days} == expected
    assert (len(codes(THE_DAY_BEFORE)), len(codes(IN_FORCE))) == (OLD, NEW)
    assert (counted.count("opphevet"), counted.count("nye")) == (OLD, NEW)


def test_the_other_acts_words_apply_until_they_are_repealed(draft, by):
    services.lock(regulation=draft, by=by)
    announce(draft, by=by)

    texts = {row.code: row.text for row in consolidation(on=THE_DAY_BEFORE)}
    assert texts["FKM-050"] == "Ha kunnskap om den siste samtalen."
    assert "FKM-050" not in codes(IN_FORCE)


def test_whoever_has_begun_can_finish_after_the_former_for_two_years(draft, by):
    services.lock(regulation=draft, by=by)
    act = announce(draft, by=by)

    rule = act.transitional_rules.get()
    assert rule.former.count() == OLD
    assert rule.until == UNTIL
    assert Stage.PART_1 in STAGES_OF[rule.stage]
