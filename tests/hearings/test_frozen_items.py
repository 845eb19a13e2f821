"""What others are asked about is frozen when they are asked, and stands."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from hearings.models import AskedItem, AskedVersion
from hearings.services import ItemToFreeze, freeze
from tests import factories
from tests.revisions import stages

pytestmark = pytest.mark.django_db


def test_a_round_freezes_the_items_of_its_case():
    case = stages.in_round()

    version = case.rounds.get().versions.get()
    item = version.items.first()
    assert (version.number, item.key) == (1, f"punkt-{case.proposals.get().items.get().pk}")
    assert item.blocks[0]["new"]


def test_a_newer_version_stands_beside_the_first():
    consultation = stages.in_round().rounds.get()

    freeze(
        asking=consultation,
        items=[ItemToFreeze(key="punkt-1", number=1, name="GAK-088", kind="Oppheving")],
        by=factories.caseworker(),
        what_is_new="Punktet er nytt.",
    )

    assert [version.number for version in consultation.versions.all()] == [1, 2]


@pytest.mark.parametrize("model", [AskedVersion, AskedItem])
def test_what_was_sent_out_can_not_be_changed_or_taken_away(model):
    stages.in_round()
    column = "what_is_new" if model is AskedVersion else "name"

    with pytest.raises(IntegrityError, match="kan ikke endres"):
        model.objects.update(**{column: "Noe annet"})
