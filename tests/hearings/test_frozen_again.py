"""A hearing that has not opened is frozen again when its items change; one that has, is not (HØ-1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from hearings.models import Hearing
from notifications.models import Event, Verb
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions.asked_items import differences, items_to_hear
from revisions.models import Case, ChangeItem
from revisions.services import cases, hearings
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """A case whose hearing opens in ten days."""
    found = stages.in_round()
    opens = timezone.localdate() + dt.timedelta(days=10)
    cases.open_hearing(
        case=found,
        by=factories.caseworker(),
        on=timezone.localdate(),
        title="Høring",
        opens_on=opens,
        deadline=opens + dt.timedelta(days=92),
    )
    return stages.refreshed(found)


def change_the_item() -> None:
    item = ChangeItem.objects.get()
    item.new_text = "Ha kunnskap om utredning av gallestein og leversvikt."
    item.save()


def freeze(case: Case, *, now: dt.datetime | None = None, by=None):
    return hearings.freeze_again(
        case=case, hearing=Hearing.objects.get(), by=by or factories.caseworker(), now=now or timezone.now()
    )


def address(case: Case) -> str:
    return stages.address(case, "horing", Hearing.objects.get().pk, "frys")


def test_the_page_shows_what_differs_and_freezes_it(case):
    change_the_item()
    caseworker = drafts.signed_in(factories.caseworker())

    before = caseworker.get(address(case)).content.decode()
    after = caseworker.post(address(case), follow=True).content.decode()

    assert "leversvikt" in before
    assert "Frys på nytt</button>" in before
    assert "frosset på nytt som versjon 2" in after
    assert Event.objects.filter(verb=Verb.HEARING_FROZEN_AGAIN).count() == 1


def test_the_hearing_opens_with_the_newer_words(case, client):
    change_the_item()
    freeze(case)
    Hearing.objects.update(opens_on=timezone.localdate())

    page = client.get(Hearing.objects.get().get_absolute_url()).content.decode()

    assert "leversvikt" in page


def test_words_of_the_law_that_have_changed_since_differ_too(case):
    version = Hearing.objects.get().versions.get()
    (item,) = items_to_hear(case, on=timezone.localdate())
    changed = replace(item, blocks=[{**block, "old": "Ha kunnskap om lever."} for block in item.blocks])

    assert differences(version, [item]) == []
    assert [one.name for one in differences(version, [changed])] == [item.name]


def test_nothing_to_freeze_is_said(case):
    with pytest.raises(RuleViolation, match="ingenting å fryse på nytt"):
        freeze(case)


def test_it_is_frozen_until_the_midnight_it_opens_and_not_after(case):
    opens_at = Hearing.objects.get().opens_at
    change_the_item()

    freeze(case, now=opens_at - dt.timedelta(seconds=1))
    with pytest.raises(WrongState, match="sender du den på ny høring") as refusal:
        freeze(case, now=opens_at)

    assert refusal.value.code == "hearing-has-opened"


def test_the_page_of_one_that_has_opened_says_what_now():
    case = stages.in_hearing()

    page = drafts.signed_in(factories.caseworker()).get(address(case)).content.decode()

    assert "Høringen er åpnet" in page
    assert "Frys på nytt</button>" not in page


def test_the_case_page_leads_there_while_it_has_not_opened(case):
    page = drafts.signed_in(factories.caseworker()).get(case.get_absolute_url()).content.decode()

    assert address(case) in page


def test_only_a_caseworker_freezes(case):
    change_the_item()

    with pytest.raises(NotPermitted):
        freeze(case, by=factories.decision_maker())
