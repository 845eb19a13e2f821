"""A case whose adopted text another act has overtaken: seen in the case, put right in the draft, announced."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Event, Verb
from objectives.models import ObjectiveVersion
from objectives.operations import CorrectText, Scheduled, apply
from regulations import services as regulations
from regulations.models import AmendmentRegulation
from revisions.models import Status
from revisions.services import acts
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db

THEIRS = dt.date(2026, 7, 16)


@pytest.fixture
def overtaken():
    """A decided case in a draft, and another act announced since about the same læringsmål."""
    case = stages.decided(stages.proposal_with("GAK-088"))
    draft = stages.regulation()
    acts.include_items(items=acts.items_ready(), regulation=draft, by=factories.caseworker())
    basis = ObjectiveVersion.objects.get(objective__code="GAK-088")
    act = factories.act(90, dt.date(2026, 7, 9), announced_at=factories.announced(dt.date(2026, 7, 11)))
    correct = CorrectText(code="GAK-088", text="Ha kunnskap om utredning av gallestein hos voksne.", basis=basis.pk)
    apply([Scheduled(operation=correct, in_force_from=THEIRS)], act=act, by=factories.caseworker())
    return case, draft


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main")[0]


def test_from_the_conflict_to_the_announcement_in_the_browser(overtaken):
    case, draft = overtaken
    client = drafts.signed_in(factories.caseworker())
    clause = draft.clauses.get()
    way = f"/endringsforskrifter/{draft.pk}/ledd/{clause.pk}/bygg-pa/"
    theirs = ObjectiveVersion.objects.get(enacted_by__number=90)
    assert "FOR-2026-07-09-90" in main_of(client.get(stages.address(case)))
    assert f'href="{way}"' in main_of(client.get(draft.get_absolute_url()))
    assert client.post(f"/endringsforskrifter/{draft.pk}/las/", follow=True).status_code == 200
    assert not AmendmentRegulation.objects.get(pk=draft.pk).is_locked

    assert client.post(way, {"seen": f"{theirs.pk}"}).url == draft.get_absolute_url()

    page = main_of(client.get(stages.address(case)))
    assert "Endringsleddet bygger på en tekst som er kunngjort etter at endringen ble skrevet." in page
    assert "bygde endringsleddet på den kunngjorte teksten" in main_of(client.get(draft.get_absolute_url()))
    regulations.lock(regulation=draft, by=factories.caseworker())
    regulations.approve(regulation=draft, by=factories.decision_maker())
    acts.announce_regulation(
        regulation=draft,
        number=1319,
        decided_on=stages.DECIDED,
        announced_at=factories.announced(stages.ANNOUNCED),
        by=factories.caseworker(),
        on=stages.ANNOUNCED,
    )
    assert stages.refreshed(case).status == Status.ANNOUNCED
    in_force = ObjectiveVersion.objects.in_force(on=stages.ANNOUNCED).get(objective__code="GAK-088")
    assert in_force.text == "Ha kunnskap om utredning av gallesten."
    assert Event.objects.filter(verb=Verb.CLAUSE_REBASED).count() == 1
