"""Each specialty has one RegUt that answers for it, or none yet (IR-2)."""

from __future__ import annotations

import pytest

from notifications.models import Event, Verb
from organisations.models import Organisation, Role, SpecialtyContact
from organisations.refusals import RuleViolation
from organisations.services import set_specialty_contact
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_contact_is_set_and_the_journal_tells_from_whom_to_whom():
    west = factories.organisation(Organisation.Kind.REGUT)
    by = factories.user(Role.ADMINISTRATOR)

    contact = set_specialty_contact(specialty=factories.specialty(), organisation=west, by=by)

    assert contact.organisation == west
    event = Event.objects.get(verb=Verb.CONTACT_CHANGED)
    assert event.actor == by
    assert event.payload == {"specialty": "GAK", "from": None, "to": "RegUt Helse Vest"}


def test_a_contact_can_be_changed_and_unset():
    west = factories.organisation(Organisation.Kind.REGUT)
    north = factories.organisation(Organisation.Kind.REGUT, name="RegUt Helse Nord", region="HN")
    by = factories.user(Role.ADMINISTRATOR)
    specialty = factories.specialty()

    for chosen in (west, north, None):
        set_specialty_contact(specialty=specialty, organisation=chosen, by=by)

    contact = SpecialtyContact.objects.get(specialty=specialty)
    assert contact.organisation is None
    told = Event.objects.filter(verb=Verb.CONTACT_CHANGED).order_by("sequence").values_list("payload__to", flat=True)
    assert list(told) == ["RegUt Helse Vest", "RegUt Helse Nord", None]
    assert contact.history.filter(history_user=by).count() == 3


def test_setting_what_is_set_already_tells_nothing():
    west = factories.organisation(Organisation.Kind.REGUT)
    by = factories.user(Role.ADMINISTRATOR)

    for _time in range(2):
        set_specialty_contact(specialty=factories.specialty(), organisation=west, by=by)

    assert Event.objects.count() == 1


def test_only_a_training_centre_can_be_a_contact():
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)

    with pytest.raises(RuleViolation, match="Legeforeningen kan ikke være spesialitetskontakt") as refusal:
        set_specialty_contact(
            specialty=factories.specialty(), organisation=association, by=factories.user(Role.ADMINISTRATOR)
        )

    assert (refusal.value.code, refusal.value.authority) == ("contact-is-not-a-regut", "IR-2")
    assert not SpecialtyContact.objects.exists()
    assert not Event.objects.exists()
