"""Courses, procedures and utdypende tekst in a proposal: new, changed and gone (LA-*, TE-*)."""

from __future__ import annotations

import pytest

from objectives.models import Elaboration, LearningActivity
from organisations.models import Role
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


# --- two people in the same row -----------------------------------------------------------------------


def colleague_saves_the_row(proposal: Proposal, row: ActivityChange, **fields) -> None:
    recommendations.save_activity_change(
        **{"proposal": proposal, "change": row, "by": proposal.created_by, "on": drafts.SENT, "kind": "prosedyre"}
        | {"current": "", "proposed": "Galledrenasje", "minimum": 15, "codes": ["GAK-001"]}
        | fields
    )


@pytest.fixture
def row(writer, proposal) -> ActivityChange:
    activity(writer, proposal, proposed="Galledrenasje", minimum="15", codes="GAK-001")
    return ActivityChange.objects.get()


def seen_in_the_form(client, address: str) -> str:
    return client.get(address).context["form"].initial["seen"]


def test_a_row_another_has_saved_meanwhile_is_not_overwritten_and_both_are_shown(writer, proposal, row):
    address = f"/forslag/{proposal.pk}/aktiviteter/{row.pk}/"
    seen = seen_in_the_form(writer, address)
    colleague_saves_the_row(proposal, row, minimum=40, comment="Regionsykehusene gjør flere.")

    answer = activity(
        writer, proposal, f"{row.pk}/", proposed="Galledrenasje", minimum="20", codes="GAK-001", seen=seen
    )

    row.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, row.proposed_minimum) == (422, 40)
    assert "endret raden kl. " in page
    assert "Regionsykehusene gjør flere." in page
    assert 'value="20"' in page


def test_who_changed_the_row_is_named(proposal, row):
    colleague = factories.user(Role.SUBMITTER, of=proposal.sender, email="en-annen@example.no")
    address = f"/forslag/{proposal.pk}/aktiviteter/{row.pk}/"
    own = drafts.signed_in(proposal.created_by)
    seen = seen_in_the_form(own, address)
    colleague_saves_the_row(proposal, row, minimum=40, by=colleague)

    page = activity(own, proposal, f"{row.pk}/", proposed="Galledrenasje", minimum="20", seen=seen).content.decode()

    assert f"{colleague} endret raden kl. " in page


def test_what_was_written_in_a_row_another_has_deleted_comes_back(writer, proposal, row):
    path = f"{row.pk}/"
    recommendations.remove_activity_change(change=row, by=proposal.created_by)

    fields = {"proposed": "Galledrenasje", "minimum": "37", "comment": "<b>Flere</b> gjør den."}
    answer = activity(writer, proposal, path, **fields)

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "&lt;b&gt;Flere&lt;/b&gt; gjør den." in page
    assert "<p>37</p>" in page
    assert f"/forslag/{proposal.pk}/aktiviteter/ny/" in page
    assert not ActivityChange.objects.exists()


def test_who_has_seen_what_another_saved_in_the_row_saves_their_own(writer, proposal, row):
    address = f"/forslag/{proposal.pk}/aktiviteter/{row.pk}/"
    written = {"proposed": "Galledrenasje", "minimum": "20", "codes": "GAK-001"}
    seen = seen_in_the_form(writer, address)
    colleague_saves_the_row(proposal, row, minimum=40)
    refused = activity(writer, proposal, f"{row.pk}/", **written, seen=seen)

    activity(writer, proposal, f"{row.pk}/", **written, seen=refused.context["form"]["seen"].value())

    row.refresh_from_db()
    assert row.proposed_minimum == 20


def test_an_utdypende_tekst_another_has_saved_meanwhile_is_shown_word_by_word(writer, proposal, explained):
    elaboration(writer, proposal, code="GAK-001", new_text="Gjelder alle inngrep.")
    change = ElaborationChange.objects.get()
    seen = seen_in_the_form(writer, f"/forslag/{proposal.pk}/utdypende/{change.pk}/")
    elaboration(writer, proposal, f"{change.pk}/", code="GAK-001", new_text="Gjelder øyeblikkelige inngrep.", seen=seen)

    answer = elaboration(writer, proposal, f"{change.pk}/", code="GAK-001", new_text="Gjelder få inngrep.", seen=seen)

    change.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, change.new_text) == (422, "Gjelder øyeblikkelige inngrep.")
    assert "Du selv, i et annet vindu, endret raden kl. " in page
    (text,) = answer.context["differences"]
    assert (text.theirs, text.mine) == ("Gjelder øyeblikkelige inngrep.", "Gjelder få inngrep.")
    assert "Forskjellen fra den til din:" in page
