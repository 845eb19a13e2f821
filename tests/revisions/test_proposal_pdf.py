"""The PDF of a proposal: ordered when it is sent, made by a worker, and like the template."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pikepdf
import pytest

from objectives.printing.pdf import check_pdf
from revisions.documents import build_proposal, proposal_html
from revisions.models import Proposal, ProposalDocument
from revisions.services import documents, proposals, recommendations
from revisions.tasks import render_proposal
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

State = ProposalDocument.State


def order(proposal: Proposal) -> ProposalDocument:
    return documents.request_document(proposal=proposal, by=proposal.created_by)


def html(proposal: Proposal) -> str:
    return proposal_html(build_proposal(proposal, version=None, on=drafts.SENT))


def test_the_parts_stand_in_the_order_of_the_template():
    page = html(drafts.complete_draft())

    headings = [
        "Forslag til endring av læringsmål for spesialiteten gastroenterologisk kirurgi fra RegUt Helse Vest</h1>",
        *("Oppsummering</h2>", "Begrunnelse</h2>", "Konsekvenser</h2>", "Leger som allerede er i utdanning</h2>"),
        *("Kurs</h2>", "Prosedyrer</h2>", "Læringsmål</h2>", "Sjekkliste</h2>", "Konklusjon og vurdering</h2>"),
        "Vedlegg</h2>",
    ]
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)


def test_the_three_tables_have_the_columns_of_the_template():
    proposal = drafts.complete_draft()
    for kind, minimum in (("kurs", None), ("prosedyre", 20)):
        recommendations.save_activity_change(
            proposal=proposal,
            by=proposal.created_by,
            on=drafts.SENT,
            kind=kind,
            current="",
            proposed="Leverkirurgi",
            minimum=minimum,
        )

    page = html(Proposal.objects.get(pk=proposal.pk))

    for column in ("Gammel kurstittel", "Ny kurstittel", "Nåværende prosedyre", "Endring eller ny"):
        assert f'<th scope="col">{column}</th>' in page
    assert "Leverkirurgi, minst 20 ganger" in page
    assert '<th scope="col">Forskriftsfestet</th><th scope="col">Forslag, nytt eller endret</th>' in page


def test_markup_in_a_text_is_printed_as_it_was_written():
    proposal = drafts.complete_draft()
    proposals.save_parts(proposal=proposal, by=proposal.created_by, reasons="<img src=x> & =HYPERLINK(1)")
    proposal.refresh_from_db()

    assert "&lt;img src=x&gt; &amp; =HYPERLINK(1)" in html(proposal)


def test_a_worker_makes_a_tagged_pdf_of_a_draft():
    document = order(drafts.complete_draft())

    render_proposal(document.pk)

    document.refresh_from_db()
    assert document.state == State.DONE
    assert document.file_name.endswith("-utkast.pdf")
    check_pdf(bytes(document.content))
    with pikepdf.open(BytesIO(document.content)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Utkast: Forslag til endring av læringsmål")


def test_sending_orders_a_pdf_of_that_version():
    sent = drafts.sent()

    document = sent.documents.get()

    assert (document.version, document.state) == (1, State.WAITING)


def test_the_pdf_of_a_sent_version_says_what_was_sent_and_not_what_is_written_since():
    sent = drafts.sent()
    Proposal.objects.filter(pk=sent.pk).update(is_reopened=True)
    proposals.save_parts(proposal=sent, by=sent.created_by, summary="Skrevet etterpå.")
    document = sent.documents.get()

    render_proposal(document.pk)

    document.refresh_from_db()
    assert document.state == State.DONE
    assert "versjon-1" in document.file_name


def test_asking_again_gives_the_one_that_waits_or_the_sent_version_that_is_made():
    draft, sent = drafts.complete_draft(), drafts.sent(code="GAK-090")
    render_proposal(sent.documents.get().pk)

    assert order(draft) == order(draft)
    assert order(sent) == sent.documents.get()


def test_a_pdf_is_asked_for_followed_and_fetched_by_those_who_read_the_proposal():
    proposal = drafts.complete_draft()
    writer = drafts.signed_in(proposal.created_by)

    writer.post(f"/forslag/{proposal.pk}/pdf/")
    document = proposal.documents.get()
    waiting = writer.get(f"/forslag/{proposal.pk}/pdf/{document.pk}/", headers={"HX-Request": "true"})
    render_proposal(document.pk)
    done = writer.get(f"/forslag/{proposal.pk}/pdf/{document.pk}/", headers={"HX-Request": "true"})
    file = writer.get(f"/forslag/{proposal.pk}/pdf/{document.pk}/fil/")

    assert "Venter på tur" in waiting.content.decode()
    assert "Last ned PDF av utkastet" in done.content.decode()
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file.content.startswith(b"%PDF-")


def test_nobody_fetches_the_pdf_of_a_draft_that_is_not_theirs():
    proposal = drafts.complete_draft()
    document = order(proposal)
    render_proposal(document.pk)

    answer = drafts.signed_in(factories.caseworker()).get(f"/forslag/{proposal.pk}/pdf/{document.pk}/fil/")

    assert answer.status_code == 404


# --- what happens with it -----------------------------------------------------------------------------


def test_the_status_page_has_a_receipt_with_its_number_in_the_journal_and_its_pdf():
    sent = drafts.sent()
    render_proposal(sent.documents.get().pk)

    page = drafts.signed_in(sent.created_by).get(f"/forslag/{sent.pk}/status/")

    receipt = page.context["receipts"][0]
    assert receipt.number == 1
    assert receipt.journal_number > 0
    assert receipt.pdf_url in page.content.decode()


def test_the_drawing_and_the_list_say_the_same():
    sent = drafts.sent()
    Proposal.objects.filter(pk=sent.pk).update(created_at=dt.datetime(2026, 10, 25, 9, tzinfo=dt.UTC))

    context = drafts.signed_in(sent.created_by).get(f"/forslag/{sent.pk}/status/").context

    assert [fact.what for fact in context["facts"]] == ["Påbegynt", "Sendt inn"]
    for drawing in context["drawings"]:
        assert [dot.number for dot in drawing.dots] == [1, 2]


def test_sending_leads_to_the_status_page():
    proposal = drafts.complete_draft()

    answer = drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/send/")

    assert answer["Location"] == f"/forslag/{proposal.pk}/status/"


# --- what is being corrected --------------------------------------------------------------------------


@pytest.fixture
def reopened() -> Proposal:
    """A proposal that was sent, and in which its sender is writing again."""
    sent = drafts.sent()
    Proposal.objects.filter(pk=sent.pk).update(is_reopened=True)
    proposals.save_parts(proposal=sent, by=sent.created_by, summary="Skrevet etterpå.")
    sent.refresh_from_db()
    return sent


def test_the_directorate_reads_what_was_sent_while_the_sender_corrects_it(reopened):
    page = drafts.signed_in(factories.caseworker()).get(f"/forslag/{reopened.pk}/").content.decode()

    assert "Skrivemåten rettes." in page
    assert "Skrevet etterpå." not in page


def test_the_directorate_fetches_no_pdf_of_a_draft_and_orders_only_what_was_sent(reopened):
    own = order(reopened)
    render_proposal(own.pk)
    caseworker = factories.caseworker()

    ordered = documents.request_document(proposal=reopened, by=caseworker)
    answer = drafts.signed_in(caseworker).get(f"/forslag/{reopened.pk}/pdf/{own.pk}/fil/")

    assert (own.version, ordered.version) == (None, 1)
    assert answer.status_code == 404
