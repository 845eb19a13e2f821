"""What a proposal lacks, what is only remarked on, and what the system checks itself (FO-4 … FO-9, LA-1, SP-9)."""

import datetime as dt

import pytest

from organisations.models import Organisation, Specialty, TrainingCouncil
from revisions import rules
from revisions.models import Endorsement, Proposal
from revisions.services import endorsements, items, proposals, recommendations
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    return drafts.complete_draft()


def save(proposal: Proposal, **parts: object) -> None:
    proposals.save_parts(proposal=proposal, by=proposal.created_by, **parts)
    proposal.refresh_from_db()


def missing(proposal: Proposal) -> list[str]:
    return [one.field for one in rules.missing_parts(proposal)]


def remarked(proposal: Proposal) -> list[str]:
    return [one.authority for one in rules.remarks(proposal, on=drafts.SENT)]


def messages(proposal: Proposal) -> list[str]:
    return [one.message for one in rules.remarks(proposal, on=drafts.SENT)]


def endorse(proposal: Proposal, position: str = Endorsement.Position.SUPPORTS, **more: object) -> Endorsement:
    return endorsements.add_endorsement(
        proposal=proposal,
        by=proposal.created_by,
        position=position,
        considered_on=dt.date(2026, 11, 3),
        **{"body": "Spesialitetskomiteen", **more},
    )


def common_competence() -> Specialty:
    specialty, _created = Specialty.objects.get_or_create(
        short_name="FKM", defaults={"name": "Felles kompetansemål", "slug": "fkm", "kind": Specialty.Kind.COMMON_SET}
    )
    return specialty


# --- what is missing ----------------------------------------------------------------------------------


def test_a_proposal_with_every_part_lacks_nothing(proposal):
    assert missing(proposal) == []


@pytest.mark.parametrize("words", ["Ingen", "ingen.", "Nei.", " – ", "Ikke aktuelt"])
def test_none_without_a_reason_is_not_an_answer_about_national_activities(proposal, words):
    save(proposal, activities_effect=words)

    assert missing(proposal) == ["activities_effect"]


def test_none_with_a_reason_is(proposal):
    save(proposal, activities_effect="Ingen: kursene dekker innholdet.")

    assert missing(proposal) == []


def test_the_need_for_local_activities_is_asked_for_by_itself(proposal):
    save(proposal, local_activities_effect="")

    assert missing(proposal) == ["local_activities_effect"]


@pytest.mark.parametrize(("stage", "is_asked_for"), [("1", False), ("2", True), ("3", True), ("2-3", True)])
def test_a_common_competence_in_part_2_or_3_must_be_argued_for_every_specialty(proposal, stage, is_asked_for):
    proposal.specialty = common_competence()
    proposal.save(update_fields=["specialty"])
    item = proposal.items.get()
    item.chapter.specialty = proposal.specialty
    item.chapter.save()
    proposal.items.update(kind="faglig", effect="skjerpet", stage=stage)

    assert ("all_specialties_argument" in missing(Proposal.objects.get(pk=proposal.pk))) is is_asked_for


def test_each_sentence_names_its_rule(proposal):
    save(proposal, conclusion="", activities_effect="", theme_is_clear=False)

    assert {(one.field, one.authority) for one in rules.missing_parts(proposal)} == {
        ("conclusion", "FO-5"),
        ("activities_effect", "LA-1"),
        ("theme_is_clear", "FO-4"),
    }


def test_a_new_heading_covers_objectives_of_the_same_proposal(proposal):
    chapter, by = factories.chapter(), proposal.created_by
    heading = items.save_item(
        proposal=proposal, by=by, kind="ny-overskrift", number="15.9", new_text="Galleveier", chapter=chapter
    )

    alone = [one for one in rules.missing_parts(proposal) if one.authority == "FO-9"]
    items.save_item(
        proposal=proposal,
        by=by,
        kind="nytt",
        new_text="Ha kunnskap om akutt kolangitt.",
        chapter=chapter,
        new_heading=heading,
        stage="2-3",
    )

    assert [one.message.partition(".")[0] for one in alone] == ["Overskriften i punkt 2 har ingen læringsmål under seg"]
    assert missing(proposal) == []


# --- what is remarked on ------------------------------------------------------------------------------


def test_a_proposal_from_regut_that_no_council_has_considered_is_remarked_on(proposal):
    assert "IR-4" in remarked(proposal)

    endorse(proposal)

    assert "IR-4" not in remarked(proposal)


def test_another_sender_is_not_asked_for_its_councils():
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)

    assert "IR-4" not in remarked(drafts.complete_draft(sender=association))


def test_a_body_against_asks_for_a_weighted_conclusion(proposal):
    endorse(proposal, Endorsement.Position.AGAINST)

    words = [one.message for one in rules.remarks(proposal, on=drafts.SENT) if one.authority == "FO-5"]

    assert words == ["Spesialitetskomiteen støtter ikke forslaget. Konklusjonen skal da være vektet."]


def test_a_weighted_conclusion_is_not_remarked_on(proposal):
    endorse(proposal, Endorsement.Position.AGAINST)
    save(proposal, conclusion="Ett råd er uenig. Vi legger mest vekt på de tre andre.")

    assert "FO-5" not in remarked(proposal)


def test_a_need_that_is_only_about_courses_is_remarked_on(proposal):
    save(proposal, reasons="Innholdet i kurset er endret.")

    assert "FO-5" in remarked(proposal)


def test_an_item_that_does_not_say_why_is_remarked_on(proposal):
    assert "Punkt 1 sier ikke hvorfor endringen trengs." in [
        one.message for one in rules.remarks(proposal, on=drafts.SENT)
    ]


def test_a_title_that_is_not_in_the_national_list_is_remarked_on(proposal):
    recommendations.save_activity_change(
        proposal=proposal,
        by=proposal.created_by,
        on=drafts.SENT,
        kind="kurs",
        current="Et kurs ingen kjenner",
        proposed="Noe annet",
    )

    assert "LA-3" in remarked(proposal)


def test_remarks_do_not_stop_the_sender_and_are_sent_along(proposal):
    sent = proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=drafts.SENT)

    assert [one["authority"] for one in sent.sent_warnings] == remarked(proposal)
    assert sent.sent_warnings
    assert sent.versions.get().content["proposal"]["fields"]["sent_warnings"] == sent.sent_warnings


# --- what the system checks itself --------------------------------------------------------------------


def test_the_place_of_each_item_is_checked_by_the_system_and_not_confirmed_by_the_sender(proposal):
    assert "Plasseringen i vedlegg 2 er oppgitt" in rules.checked(proposal)
    assert "placement_is_given" not in Proposal.CHECKLIST


def test_a_new_objective_without_its_part_of_the_training_lacks_its_place(proposal):
    version = factories.version("GAK-090")
    items.save_item(
        proposal=proposal,
        by=proposal.created_by,
        kind="nytt",
        new_text="Ha kunnskap om akutt kolangitt.",
        chapter=version.chapter,
        theme=version.theme,
        stage="2-3",
    )
    proposal.items.filter(kind="nytt").update(stage="")

    assert missing(proposal) == ["items"]
    assert "Plasseringen i vedlegg 2 er oppgitt" not in rules.checked(proposal)


# --- who has considered it ----------------------------------------------------------------------------


def test_a_council_is_added_in_the_form_and_stands_in_the_proposal(proposal):
    writer = drafts.signed_in(proposal.created_by)
    council = TrainingCouncil.objects.create(kind="spesialitet", specialty=proposal.specialty)
    address = f"/forslag/{proposal.pk}/forankring/ny/"

    page = writer.get(address).content.decode()
    answer = writer.post(
        address, {"council": council.pk, "position": "stotter", "considered_on": "3.11.2026", "note": "Enstemmig."}
    )

    assert "Gastroenterologisk kirurgi, tverregionalt" in page
    assert answer["Location"] == f"/forslag/{proposal.pk}/rediger/#forankring"
    shown = writer.get(f"/forslag/{proposal.pk}/").content.decode()
    assert "03.11.2026" in shown
    assert "Enstemmig." in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body": ""}, "Velg rådet, eller skriv hvilket annet organ det var"),
        ({"considered_on": "01.01.2040"}, "Datoen er ikke kommet ennå."),
        ({"considered_on": ""}, "Skriv datoen de behandlet forslaget"),
        ({"position": ""}, "Velg hva de konkluderte med."),
    ],
)
def test_what_an_endorsement_lacks_is_said_at_the_field(proposal, change, words):
    data = {"body": "Spesialitetskomiteen", "position": "stotter", "considered_on": "3.11.2026", **change}

    answer = drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/forankring/ny/", data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Endorsement.objects.exists()


def test_an_endorsement_is_taken_out_after_being_asked_once_more(proposal):
    address = f"/forslag/{proposal.pk}/forankring/{endorse(proposal).pk}/slett/"
    writer = drafts.signed_in(proposal.created_by)

    question = writer.get(address).content.decode()
    writer.post(address)

    assert "Slett organet fra forslaget?" in question
    assert not Endorsement.objects.exists()
