"""What a case means for the doctors already in training, as the case's page tells it (FO-2, ID-5, EF-4)."""

from __future__ import annotations

import datetime as dt

import pytest

from objectives.models import Stage, TransitionalRule
from regulations.models import DraftTransitionalRule
from revisions.pages.case_items import case_items, items_of
from revisions.pages.trainees import Trainees, trainees_of
from revisions.services import acts, items, proposals
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


def of(case, *, on: dt.date = stages.DECIDED) -> Trainees:
    found = list(case.proposals.all())
    return trainees_of(case_items(list(items_of(found)), decisions={}, on=on), found, on=on)


def changing(kind: str = "faglig", effect: str = "skjerpet"):
    """A sent proposal that changes the content of GAK-088."""
    draft = drafts.draft()
    factories.version("GAK-088")
    text = {"new_text": "Ha god kunnskap om behandling av gallestein."} if kind != "oppheving" else {}
    items.save_item(proposal=draft, by=draft.created_by, kind=kind, code="GAK-088", effect=effect, **text)
    proposals.save_parts(proposal=draft, by=draft.created_by, **drafts.PARTS)
    return proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED)


def test_a_sharper_requirement_reaches_those_in_its_part_and_must_be_approved_anew():
    told = of(stages.received(changing()))

    assert (told.reached, told.anew, told.ceasing) == ([("Del 2–3", ["GAK-088"])], ["GAK-088"], ["GAK-088"])


@pytest.mark.parametrize("effect", ["redusert", "likeverdig"])
def test_what_is_easier_or_equal_carries_over(effect):
    assert of(stages.received(changing(effect=effect))).anew == []


def test_a_correction_of_language_reaches_nobody():
    told = of(stages.received())

    assert (told.reached, told.anew, told.ceasing) == ([], [], [])


def test_what_the_sender_says_stands_with_its_name():
    told = of(stages.received())

    assert told.told == [("RegUt Helse Vest", "Ingen. Ikrafttredelse etter hovedregelen.")]


def running(code: str = "GAK-088", *, until: dt.date | None = None) -> TransitionalRule:
    rule = TransitionalRule.objects.create(
        enacted_by=factories.act(),
        number=1,
        started=TransitionalRule.Started.PART,
        stage=Stage.PARTS_2_AND_3,
        until=until,
        text="LIS som har startet i del 2 og 3, kan fullføre etter tidligere læringsmål.",
    )
    rule.former.add(factories.objective(code))
    return rule


def test_a_rule_that_lets_some_complete_by_the_same_is_told():
    case = stages.received(changing())
    running(until=dt.date(2027, 9, 1))

    assert [(rule.former, rule.last_day) for rule in of(case).running] == [(["GAK-088"], dt.date(2027, 8, 31))]


@pytest.mark.parametrize(("day", "is_told"), [(-1, True), (0, False), (1, False)])
def test_a_rule_is_told_of_until_its_last_day(day, is_told):
    case = stages.received(changing())
    running(until=dt.date(2027, 9, 1))

    assert bool(of(case, on=dt.date(2027, 9, 1) + dt.timedelta(days=day)).running) is is_told


def test_a_rule_about_something_else_is_not_told_of():
    case = stages.received(changing())
    running("GAK-099")

    assert of(case).running == []


def test_the_draft_that_carries_the_change_tells_how_many_rules_it_has():
    case = stages.decided(changing())
    draft = stages.regulation()
    acts.include_items(
        items=acts.items_ready().filter(proposal__case=case), regulation=draft, by=factories.caseworker()
    )
    before = of(case)
    DraftTransitionalRule.objects.create(regulation=draft, started="spesialisering")

    assert [one.rules for one in before.drafted] == [0]
    assert not before.has_new_rule
    assert [(one.name, one.rules) for one in of(case).drafted] == [("Sommer 2026", 1)]
    assert of(case).has_new_rule


def test_what_is_announced_is_no_longer_said_to_be_without_a_rule():
    assert of(stages.announced(changing())).ceasing == []


def test_the_case_page_says_what_happens_without_a_rule():
    case = stages.received(changing())

    html = drafts.signed_in(factories.caseworker()).get(stages.address(case)).content.decode()

    assert "LIS i del 2–3: GAK-088" in html
    assert "overføres ikke for GAK-088" in html
    assert "Uten en overgangsregel kan ingen fullføre etter GAK-088" in html
