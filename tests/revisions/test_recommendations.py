"""Courses, procedures and utdypende tekst in a proposal: new, changed and gone (LA-*, TE-*)."""

from __future__ import annotations

import pytest

from objectives.models import Elaboration, LearningActivity
from revisions.models import ActivityChange, ElaborationChange, Proposal
from revisions.services import recommendations
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

OLD = "Gjelder planlagte inngrep."


@pytest.fixture
def proposal() -> Proposal:
    factories.version("GAK-001", "Selvstendig kunne utføre leverbiopsi.")
    factories.version("GAK-002", "Ha kunnskap om levertransplantasjon.")
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


@pytest.fixture
def procedure(proposal) -> LearningActivity:
    row = LearningActivity.objects.create(
        kind="prosedyre", title="Leverbiopsi", specialty=factories.specialty(), minimum_repetitions=10
    )
    row.objectives.add(factories.objective("GAK-001"))
    return row


@pytest.fixture
def explained(proposal) -> Elaboration:
    return Elaboration.objects.create(objective=factories.objective("GAK-001"), text=OLD)


def activity(client, proposal: Proposal, path: str = "ny/", **fields):
    return client.post(f"/forslag/{proposal.pk}/aktiviteter/{path}", {"kind": "prosedyre", **fields})


def elaboration(client, proposal: Proposal, path: str = "ny/", **fields):
    return client.post(f"/forslag/{proposal.pk}/utdypende/{path}", fields)


# --- courses and procedures ---------------------------------------------------------------------------


def test_a_new_procedure_has_its_number_and_its_objectives(writer, proposal):
    activity(writer, proposal, proposed="Galledrenasje", minimum="15", codes="gak-001, GAK-002")

    row = ActivityChange.objects.get()
    assert (row.action, row.proposed_minimum, row.codes) == ("ny", 15, ["GAK-001", "GAK-002"])


def test_a_procedure_is_proposed_with_another_number_against_what_it_is_today(writer, proposal, procedure):
    activity(writer, proposal, current="leverbiopsi", minimum="25", codes="GAK-001")

    row = ActivityChange.objects.get()
    assert (row.action, row.activity, row.current, row.proposed) == ("endres", procedure, "Leverbiopsi", "Leverbiopsi")
    assert (row.current_minimum, row.proposed_minimum) == (10, 25)


def test_a_procedure_is_proposed_taken_out(writer, proposal, procedure):
    activity(writer, proposal, current="Leverbiopsi")

    row = ActivityChange.objects.get()
    assert (row.action, row.activity) == ("utgar", procedure)


def test_what_the_list_says_is_where_the_writing_starts(writer, proposal, procedure):
    page = activity(writer, proposal, current="leverbiopsi", vis="tittel").content.decode()

    assert 'value="10"' in page
    assert 'value="GAK-001"' in page
    assert not ActivityChange.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"proposed": "Galledrenasje"}, "Skriv anbefalt minste antall for prosedyren."),
        ({"proposed": "Galledrenasje", "minimum": "mange"}, "Skriv antallet med sifre"),
        ({"proposed": "Galledrenasje", "minimum": "0"}, "Antallet må være minst 1."),
        ({"proposed": "Galledrenasje", "minimum": "5", "codes": "GAK-999"}, "Koden GAK-999 finnes ikke i registeret."),
        ({"proposed": "Lever-biopsi", "minimum": "5"}, "Spesialiteten har allerede «Leverbiopsi»."),
        (
            {"current": "Leverbiopsi", "proposed": "Leverbiopsi", "minimum": "10", "codes": "GAK-001"},
            "Ingenting er endret for Leverbiopsi.",
        ),
    ],
)
def test_what_could_not_be_published_is_refused_in_the_registers_words(writer, proposal, procedure, fields, sentence):
    answer = activity(writer, proposal, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ActivityChange.objects.exists()


def test_a_row_is_shown_and_saved_again(writer, proposal, procedure):
    activity(writer, proposal, current="Leverbiopsi", minimum="25", codes="GAK-001")
    row = ActivityChange.objects.get()

    page = writer.get(f"/forslag/{proposal.pk}/aktiviteter/{row.pk}/").content.decode()
    activity(writer, proposal, f"{row.pk}/", current="Leverbiopsi", minimum="30", codes="GAK-001, GAK-002")

    row.refresh_from_db()
    assert 'value="25"' in page
    assert (row.proposed_minimum, row.codes) == (30, ["GAK-001", "GAK-002"])
    assert ActivityChange.objects.count() == 1


# --- utdypende tekst ----------------------------------------------------------------------------------


def test_a_first_utdypende_tekst_is_proposed(writer, proposal):
    elaboration(writer, proposal, code="gak-002", new_text="Omfatter utredning før henvisning.")

    row = ElaborationChange.objects.get()
    assert (row.objective.code, row.old_text) == ("GAK-002", "")


def test_the_old_text_is_kept_as_it_was_read(writer, proposal, explained):
    elaboration(writer, proposal, code="GAK-001", new_text="Gjelder bare planlagte inngrep.", old_text="Oppdiktet.")

    assert ElaborationChange.objects.get().old_text == OLD


def test_an_utdypende_tekst_is_proposed_taken_out(writer, proposal, explained):
    elaboration(writer, proposal, code="GAK-001", removes="on", new_text=OLD)

    assert ElaborationChange.objects.get().new_text == ""


def test_the_text_is_fetched_by_its_code_and_the_change_shown_word_by_word(writer, proposal, explained):
    first = writer.get(f"/forslag/{proposal.pk}/utdypende/ny/?kode=GAK-001").content.decode()
    page = elaboration(writer, proposal, code="GAK-001", new_text="Gjelder alle inngrep.", vis="1").content.decode()

    assert f"{OLD}</textarea>" in first
    assert "Selvstendig kunne utføre leverbiopsi." in first
    assert "planlagte" in page[page.index("Slik blir endringen") :]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "", "new_text": "Alfa."}, "Skriv koden til læringsmålet."),
        ({"code": "GAK-999", "new_text": "Alfa."}, "Koden GAK-999 finnes ikke i registeret."),
        ({"code": "GAK-001", "new_text": ""}, "Skriv den utdypende teksten, eller kryss av for at den skal utgå."),
        ({"code": "GAK-001", "new_text": OLD}, "Ingenting er endret for GAK-001."),
        ({"code": "GAK-002", "removes": "on"}, "GAK-002 har ingen utdypende tekst å fjerne."),
    ],
)
def test_an_utdypende_tekst_that_changes_nothing_is_refused(writer, proposal, explained, fields, sentence):
    answer = elaboration(writer, proposal, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ElaborationChange.objects.exists()


def test_a_proposal_can_be_about_utdypende_tekst_alone(writer, proposal, explained):
    elaboration(writer, proposal, code="GAK-001", new_text="Gjelder alle inngrep.")

    found = Proposal.objects.get()
    page = writer.get(f"/forslag/{proposal.pk}/").content.decode()
    assert found.title.startswith("Forslag til endring av utdypende tekst for")
    assert "Legg til minst ett endringspunkt" not in page


def test_a_change_is_taken_out_after_being_asked_once_more(writer, proposal, explained):
    elaboration(writer, proposal, code="GAK-001", new_text="Gjelder alle inngrep.")
    address = f"/forslag/{proposal.pk}/utdypende/{ElaborationChange.objects.get().pk}/slett/"

    question = writer.get(address).content.decode()
    writer.post(address)

    assert "Slett endringen av den utdypende teksten?" in question
    assert not ElaborationChange.objects.exists()


def test_a_course_that_is_gone_from_the_list_is_still_named_by_its_proposal(proposal, procedure):
    change = recommendations.save_activity_change(
        proposal=proposal,
        by=proposal.created_by,
        on=drafts.SENT,
        kind="prosedyre",
        current="Leverbiopsi",
        proposed="",
    )

    procedure.delete()

    change.refresh_from_db()
    assert (change.current, change.activity) == ("Leverbiopsi", None)
