"""What the language control says of a proposal's texts is sent along with it, with the way to the place (SP-9)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from revisions import rules
from revisions.models import ChangeItem, Proposal
from revisions.services import items, proposals, recommendations
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

NEW = "Kunne utrede minst 20 gallestein."


@pytest.fixture
def proposal() -> Proposal:
    return drafts.complete_draft()


def write(proposal: Proposal, new_text: str, *, kind: str = "spraklig", effect: str = "") -> ChangeItem:
    item, by = proposal.items.get(), proposal.created_by
    return items.save_item(
        proposal=proposal, item=item, by=by, kind=kind, code="GAK-088", new_text=new_text, effect=effect
    )


def remarks(proposal: Proposal) -> list[tuple[str, str]]:
    """(rule, sentence) of those the language gives."""
    wanted = ("SP-9", "ID-3", "TE-2")
    found = rules.remarks(Proposal.objects.get(pk=proposal.pk), on=drafts.SENT)
    return [(one.authority, one.message) for one in found if one.authority in wanted]


def test_findings_that_came_with_the_change_are_told_in_one_line(proposal):
    write(proposal, NEW, kind="faglig", effect="likeverdig")

    assert ("SP-9", "Punkt 1: språkkontrollen har 1 funn (SP-1).") in remarks(proposal)


def test_what_the_text_in_force_has_too_is_not_told(proposal):
    proposal.items.update(old_text="Kunne utrede gallestein.", new_text="Kunne utrede gallestein i lever.")

    assert [rule for rule, _sentence in remarks(proposal) if rule == "SP-9"] == []


def test_a_claim_that_the_evidence_speaks_against_is_told(proposal):
    write(proposal, "Ha god kunnskap om utredning av gallestein.")

    sentence = (
        "Punkt 1 er foreslått som «språklig retting», men tegn i teksten tyder på «faglig endring, kravet skjerpes»."
    )
    assert remarks(proposal) == [("ID-3", sentence)]


def test_a_claim_as_the_evidence_says_is_not(proposal):
    write(proposal, "Ha god kunnskap om utredning av gallestein.", kind="faglig", effect="skjerpet")

    assert remarks(proposal) == []


def test_a_requirement_in_an_utdypende_tekst_is_told(proposal):
    recommendations.save_elaboration_change(
        proposal=proposal, by=proposal.created_by, code="GAK-088", new_text="Legen skal ha sydd ti sår.", on=drafts.SENT
    )

    assert ("TE-2", "Den utdypende teksten til GAK-088 har ord som leses som krav: «skal ha».") in remarks(proposal)


def test_the_line_leads_to_the_item_itself(proposal):
    item = write(proposal, "Ha god kunnskap om utredning av gallestein.")

    page = drafts.signed_in(proposal.created_by).get(f"/forslag/{proposal.pk}/rediger/").content.decode()

    assert f'<a href="/forslag/{proposal.pk}/punkter/{item.pk}/">Punkt 1 er foreslått som' in page


def test_the_directorate_gets_them_with_the_proposal_and_nothing_is_stopped(proposal):
    write(proposal, "Ha god kunnskap om utredning av gallestein.")

    sent = proposals.submit_proposal(proposal=proposal, by=proposal.created_by, on=drafts.SENT)

    page = drafts.signed_in(factories.caseworker()).get(f"/forslag/{sent.pk}/").content.decode()
    assert "men tegn i teksten tyder på «faglig endring, kravet skjerpes»." in page


def test_many_items_are_controlled_with_no_more_questions(proposal):
    def questions() -> int:
        rows = Prefetch("items", ChangeItem.objects.select_related("objective"))
        others = ("elaboration_changes", "activity_changes", "attachments", "endorsements")
        fetched = Proposal.objects.prefetch_related(rows, *others).get(pk=proposal.pk)
        with CaptureQueriesContext(connection) as asked:
            rules.remarks(fetched, on=drafts.SENT)
        return len(asked)

    few = questions()
    for number in range(10, 14):
        factories.version(f"GAK-0{number}", "Ha kunnskap om lever.")
        items.save_item(
            proposal=proposal,
            by=proposal.created_by,
            kind="spraklig",
            code=f"GAK-0{number}",
            new_text="Ha kunnskap om a.",
        )

    assert questions() == few
