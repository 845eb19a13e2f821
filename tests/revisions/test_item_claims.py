"""«Språk eller innhold?» beside the text of a change item, and who the text was tried on (ID-3, ID-4, SP-8)."""

from __future__ import annotations

import pytest

from revisions.documents import build_proposal, proposal_html
from revisions.models import ChangeItem, Proposal
from revisions.services import items, proposals
from tests import factories
from tests.revisions import drafts, stages

pytestmark = pytest.mark.django_db

OLD = "Ha kunnskap om utredning av minst 10 tilstander."
NEW = "Ha god kunnskap om utredning av minst 20 tilstander."
TRIED = "To leger i spesialisering på Sykehus A: teksten er tydelig."


@pytest.fixture
def proposal() -> Proposal:
    factories.version("GAK-088", OLD)
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


def written(kind: str, effect: str = "", *, shown: str = "", **fields) -> dict[str, str]:
    return {"kind": kind, "shown_kind": shown or kind, "effect": effect, "code": "GAK-088", "new_text": NEW, **fields}


def look(client, proposal: Proposal, fields: dict[str, str]):
    return client.post(f"/forslag/{proposal.pk}/punkter/ny/", {**fields, "vis": "1"})


def save(client, proposal: Proposal, fields: dict[str, str]):
    return client.post(f"/forslag/{proposal.pk}/punkter/ny/", fields)


def test_the_evidence_stands_with_the_answers_and_what_follows_from_each(writer, proposal):
    page = look(writer, proposal, written("faglig")).content.decode()

    question = page[page.index("Er dette språk, eller endres det faglige innholdet?") : page.index("</fieldset></div>")]
    assert "Tegn i teksten tyder på <strong>faglig endring, kravet skjerpes</strong>. Du avgjør." in question
    assert "Kompetansenivået går fra mellomste («Ha kunnskap om») til høyeste («Ha god kunnskap om»)." in question
    assert "Tall er endret: «10» til «20»." in question
    assert "Om lag 18 prosent av ordene er endret." in question
    assert "Endringen berører et kompetansebegrep og et tall. Sendes den som språklig retting, må en annen" in question
    assert "Koden beholdes. I kraft straks ved kunngjøring." in question
    assert "Læringsmålet får ny kode. I kraft seks måneder etter kunngjøring, som hovedregel." in question
    assert [value in question for value in ("spraklig", "skjerpet", "redusert", "likeverdig")] == [True] * 4


@pytest.mark.parametrize(
    ("fields", "kind", "effect"),
    [
        (written("spraklig", "skjerpet"), "faglig", "skjerpet"),
        (written("faglig", "spraklig"), "spraklig", ""),
        (written("faglig", "redusert"), "faglig", "redusert"),
        (written("spraklig", "spraklig"), "spraklig", ""),
        (written("spraklig", ""), "spraklig", ""),
        (written("spraklig", "skjerpet", shown="faglig"), "spraklig", ""),
    ],
)
def test_the_newest_of_the_two_answers_decides_what_kind_of_change_it_is(writer, proposal, fields, kind, effect):
    assert save(writer, proposal, fields).status_code == 302

    item = ChangeItem.objects.get()
    assert (item.kind, item.effect) == (kind, effect)


def test_a_change_of_content_chosen_above_is_asked_what_happens_to_the_requirement(writer, proposal):
    answer = save(writer, proposal, written("faglig", "spraklig", shown="spraklig"))

    assert answer.status_code == 422
    assert "Velg om kravet skjerpes, reduseres eller er likeverdig." in answer.content.decode()


def test_another_answer_than_the_evidence_is_told_so_and_not_stopped(writer, proposal):
    page = look(writer, proposal, written("spraklig", "spraklig")).content.decode()

    assert "Du har valgt noe annet. Skriv gjerne hvorfor i kommentaren." in page
    assert save(writer, proposal, written("spraklig", "spraklig")).status_code == 302


def test_a_saved_correction_opens_with_its_answer(writer, proposal):
    save(writer, proposal, written("spraklig", "spraklig"))
    item = ChangeItem.objects.get()

    page = writer.get(f"/forslag/{proposal.pk}/punkter/{item.pk}/")

    assert page.context["form"]["effect"].value() == "spraklig"


def test_who_tried_the_text_is_read_by_everyone_who_reads_the_proposal(writer, proposal):
    save(writer, proposal, written("faglig", "skjerpet", piloting=TRIED))

    page = writer.get(f"/forslag/{proposal.pk}/").content.decode()
    paper = proposal_html(build_proposal(proposal, version=None, on=drafts.SENT))

    assert f"Prøvd: {TRIED}" in page
    assert f"Prøvd: {TRIED}" in paper


def test_the_directorate_reads_who_tried_it_on_the_case():
    draft = drafts.complete_draft()
    item = draft.items.get()
    changed = {"kind": item.kind, "code": "GAK-088", "new_text": item.new_text, "piloting": TRIED}
    items.save_item(proposal=draft, item=item, by=draft.created_by, **changed)
    sent = proposals.submit_proposal(proposal=draft, by=draft.created_by, on=stages.RECEIVED)

    page = drafts.signed_in(factories.caseworker()).get(stages.received(sent).get_absolute_url()).content.decode()

    assert TRIED in page


def test_what_brings_no_text_has_nothing_to_try(writer, proposal):
    page = look(writer, proposal, written("oppheving")).content.decode()
    save(writer, proposal, written("oppheving", piloting=TRIED))

    assert "Hvem har prøvd teksten" not in page
    assert ChangeItem.objects.get().piloting == ""
