"""The facts the register starts from are loaded once, and stand."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from notifications.models import Event, Verb
from objectives.models import AnnexChapter, AnnexPart, CodeSeries
from organisations.models import (
    Organisation,
    Region,
    SetInclusion,
    Specialty,
    SpecialtyContact,
    TrainingCouncil,
)
from tests.objectives.annex_files import row_counts

pytestmark = pytest.mark.django_db


def load() -> str:
    """Run the command; returns what it said."""
    out = io.StringIO()
    call_command("load_reference_data", stdout=out)
    return out.getvalue()


def includes(short_name: str) -> set[str]:
    specialty = Specialty.objects.get(short_name=short_name)
    return set(specialty.inclusions.values_list("common_set__short_name", flat=True))


def test_there_are_46_specialties_and_six_common_sets():
    load()

    assert Specialty.objects.specialties().count() == 46
    assert set(Specialty.objects.common_sets().values_list("short_name", flat=True)) == {
        "FKM", "FIM", "FKI", "KLS", "KLP", "KLK",
    }  # fmt: skip


def test_every_specialty_builds_on_the_common_competences_and_part_1():
    load()

    for common_set in ("FKM", "KLS", "KLP", "KLK"):
        assert SetInclusion.objects.filter(common_set__short_name=common_set).count() == 46


@pytest.mark.parametrize(("common_set", "count", "member"), [("FIM", 10, "NYR"), ("FKI", 8, "GAK")])
def test_medicine_and_surgery_have_a_common_set_each(common_set: str, count: int, member: str):
    load()

    assert SetInclusion.objects.filter(common_set__short_name=common_set).count() == count
    assert common_set in includes(member)
    assert common_set not in includes("RAD")


def test_three_specialties_are_outside_hospital():
    load()

    outside = Specialty.objects.filter(is_outside_hospital=True).values_list("short_name", flat=True)
    assert set(outside) == {"ALM", "SAM", "ARB"}


def test_norwegian_letters_sort_last_and_make_plain_addresses():
    load()

    last = Specialty.objects.specialties().alphabetical().last()
    assert last is not None
    assert (last.name, last.slug) == ("Øyesykdommer", "oyesykdommer")


def test_every_prefix_is_a_series_of_its_specialty_and_starts_at_nothing():
    load()

    assert CodeSeries.objects.count() == 55
    assert not CodeSeries.objects.exclude(last_number=0).exists()
    common = CodeSeries.objects.filter(specialty__short_name="FKM").values_list("prefix", flat=True)
    assert set(common) == {"FKM", "FKMS", "FKMK", "LM"}


def test_the_old_common_series_is_closed_and_has_two_digits():
    load()

    old = CodeSeries.objects.get(prefix="LM")
    assert (old.is_closed, old.code(7)) == (True, "LM-07")
    assert CodeSeries.objects.filter(is_closed=True).count() == 1


def test_each_region_has_an_authority_and_a_training_centre_under_it():
    load()

    for region in Region.values:
        centre = Organisation.objects.get(kind=Organisation.Kind.REGUT, region=region)
        assert centre.parent == Organisation.objects.get(kind=Organisation.Kind.RHF, region=region)


def test_the_association_has_a_committee_for_each_specialty():
    load()

    committees = Organisation.objects.of_kind(Organisation.Kind.SPECIALTY_COMMITTEE)
    assert committees.count() == 46
    assert {committee.parent.kind for committee in committees.select_related("parent") if committee.parent} == {
        Organisation.Kind.MEDICAL_ASSOCIATION
    }
    assert set(committees.values_list("specialty__kind", flat=True)) == {Specialty.Kind.SPECIALTY}


def test_those_who_may_propose_are_there():
    load()

    kinds = Organisation.objects.who_may_propose().values_list("kind", flat=True)
    assert sorted(kinds) == sorted(["regut"] * 4 + ["alis_samlis"] * 6 + ["legeforeningen", "helsedirektoratet"])


def test_there_is_a_council_per_hospital_specialty_and_of_each_other_kind_in_each_region_and_across_them():
    load()

    for region in (*Region.values, ""):
        councils = TrainingCouncil.objects.filter(region=region)
        assert councils.filter(kind=TrainingCouncil.Kind.SPECIALTY).count() == 43
        assert councils.exclude(kind=TrainingCouncil.Kind.SPECIALTY).count() == 5


def test_every_specialty_has_a_contact_that_is_not_set():
    load()

    assert SpecialtyContact.objects.count() == 52
    assert not SpecialtyContact.objects.exclude(organisation=None).exists()


def test_the_outline_has_the_chapters_that_belong_to_someone():
    load()

    assert "".join(AnnexPart.objects.values_list("letter", flat=True)) == "ABC"
    assert AnnexChapter.objects.filter(part__letter="C").count() == 48
    chapter = AnnexChapter.objects.get(slug="C18")
    assert chapter.specialty is not None
    assert (chapter.title, chapter.specialty.name) == ("C18. Plastikkirurgir", "Plastikkirurgi")


def test_it_says_what_it_did_and_tells_the_journal():
    said = load()

    assert "46 spesialitetskomiteer" in said
    assert "Referansedata er lastet." in said
    event = Event.objects.get()
    assert (event.verb, event.actor.is_system) == (Verb.REFERENCE_DATA_LOADED, True)
    assert event.payload["created"]["kodeserier"] == 55


def test_a_second_time_nothing_changes_and_it_says_so():
    load()
    before = row_counts()

    assert "Ingenting er endret." in load()

    assert row_counts() == before


def test_what_is_missing_is_added_and_the_rest_stands():
    load()
    Organisation.objects.filter(kind=Organisation.Kind.REGUT, region="HV").update(name="Et nytt navn")
    TrainingCouncil.objects.filter(kind=TrainingCouncil.Kind.LIS1, region="").delete()

    said = load()

    assert said.split() == ["1", "spesialistutdanningsråd", "Referansedata", "er", "lastet."]
    assert Organisation.objects.get(kind=Organisation.Kind.REGUT, region="HV").name == "Et nytt navn"


def test_bodies_councils_and_contacts_have_a_history_by_the_system():
    load()

    for row in (
        Organisation.objects.earliest("pk"),
        TrainingCouncil.objects.earliest("pk"),
        SpecialtyContact.objects.earliest("pk"),
    ):
        (record,) = row.history.all()
        assert record.history_user.is_system
