"""Attachments: known by their bytes, said what they show, and given to nobody who may not read the proposal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from revisions.models import Attachment, Proposal
from revisions.services import attachments
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n"
EXE = b"MZ\x90\x00" + b"\x00" * 60
WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def proposal() -> Proposal:
    return drafts.draft()


@pytest.fixture
def writer(proposal):
    return drafts.signed_in(proposal.created_by)


def upload(
    client, proposal: Proposal, content: bytes, *, name: str = "kurs.pdf", purpose: str = "Behovet for kurs", **more
):
    data = {"file": SimpleUploadedFile(name, content), "purpose": purpose, **more}
    return client.post(f"/forslag/{proposal.pk}/vedlegg/ny/", data, follow=True)


def attached(proposal: Proposal, name: str = "kurs.pdf") -> Attachment:
    return attachments.attach_file(
        proposal=proposal, by=proposal.created_by, name=name, content=PDF, purpose="Behovet for kurs"
    )


# --- in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "kurs.pdf"),
        (b"\x89PNG\r\n\x1a\n....", "kurs.png"),
        (b"\xff\xd8\xff\xe0....", "kurs.jpg"),
        (drafts.office_file(*WORD), "kurs.docx"),
        (drafts.office_file("xl/workbook.xml"), "kurs.xlsx"),
    ],
    ids=["pdf", "png", "jpeg", "docx", "xlsx"],
)
def test_the_kinds_we_take_are_kept_with_what_they_show(writer, proposal, content, name):
    answer = upload(writer, proposal, content, name=name)

    file = proposal.attachments.get()
    assert (bytes(file.content), file.file_name, file.purpose) == (content, name, "Behovet for kurs")
    assert name in answer.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        EXE,
        b"<html><script>alert(1)</script>",
        drafts.office_file("hva-som-helst.txt"),
        drafts.office_file(*WORD, "word/vbaProject.bin"),
        drafts.office_file("xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
        b"PK\x03\x04 ikke en ordentlig fil",
    ],
    ids=["exe", "html", "zip", "makroer", "makroark", "trasig"],
)
def test_a_file_is_known_by_its_bytes_and_not_by_its_name(writer, proposal, content):
    answer = upload(writer, proposal, content, name="kurs.pdf")

    assert answer.status_code == 422
    assert "er ikke PDF, Word, Excel, PNG eller JPEG" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_that_unpacks_to_more_than_a_disk_holds_is_refused(writer, proposal, monkeypatch):
    monkeypatch.setattr("organisations.received_files.MAX_UNPACKED", 100_000)

    answer = upload(writer, proposal, drafts.office_file(*WORD, content=b"\x00" * 100_000), name="kurs.docx")

    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_the_limit(writer, proposal, monkeypatch):
    monkeypatch.setattr("revisions.forms.proposals.MAX_BYTES", 10)

    answer = upload(writer, proposal, PDF)

    assert answer.status_code == 422
    assert "større enn 10 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "purpose", "sentence"),
    [(b"", "Behovet", "Filen er tom."), (PDF, " ", "Skriv hva vedlegget skal vise."), (PDF, "a" * 251, "250")],
)
def test_an_empty_file_or_one_that_does_not_say_what_it_shows_is_refused(writer, proposal, content, purpose, sentence):
    answer = upload(writer, proposal, content, purpose=purpose)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Attachment.objects.exists()


def test_the_page_opens_without_reproach(writer, proposal):
    answer = writer.get(f"/forslag/{proposal.pk}/vedlegg/ny/")

    assert answer.status_code == 200
    assert "Velg en fil." not in answer.content.decode()


def test_no_file_at_all_is_refused(writer, proposal):
    answer = writer.post(f"/forslag/{proposal.pk}/vedlegg/ny/", {"purpose": "Behovet"})

    assert answer.status_code == 422
    assert "Velg en fil." in answer.content.decode()


def test_minutes_are_taken_but_discouraged(writer, proposal):
    answer = upload(writer, proposal, PDF, name="Referat fra møte 4.pdf")

    assert "Møtereferater frarådes" in answer.content.decode()
    assert proposal.attachments.exists()


def test_two_clicks_keep_one_file(writer, proposal):
    token = writer.get(f"/forslag/{proposal.pk}/vedlegg/ny/").context["once"]

    upload(writer, proposal, PDF, once=token)
    upload(writer, proposal, PDF, once=token)

    assert proposal.attachments.count() == 1


def test_nothing_is_attached_to_a_sent_proposal():
    proposal = drafts.sent()

    answer = upload(drafts.signed_in(proposal.created_by), proposal, PDF)

    assert answer.status_code == 409
    assert not Attachment.objects.exists()


# --- out ----------------------------------------------------------------------------------------------


def test_the_file_comes_back_as_it_was_and_is_never_a_page_of_ours(writer, proposal):
    file = attached(proposal, "Behov for kurs, ærlig talt.pdf")

    answer = writer.get(f"/forslag/{proposal.pk}/vedlegg/{file.pk}/")

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Behov%20for%20kurs%2C%20%C3%A6rlig%20talt.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_directorate_gets_the_file_once_the_proposal_is_sent():
    proposal = drafts.complete_draft()
    file = attached(proposal)
    client, address = drafts.signed_in(factories.caseworker()), f"/forslag/{proposal.pk}/vedlegg/{file.pk}/"

    before = client.get(address)
    drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/send/")
    after = client.get(address)

    assert (before.status_code, after.status_code) == (404, 200)


def test_another_organisation_does_not_find_the_file(proposal):
    file = attached(proposal)
    others = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    client = drafts.signed_in(others)

    assert client.get(f"/forslag/{proposal.pk}/vedlegg/{file.pk}/").status_code == 404
    assert client.post(f"/forslag/{proposal.pk}/vedlegg/{file.pk}/slett/").status_code == 404
    assert Attachment.objects.exists()


def test_a_file_is_not_found_through_a_proposal_of_ones_own(proposal):
    file = attached(proposal)
    association = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    own = drafts.draft(sender=association)

    answer = drafts.signed_in(own.created_by).get(f"/forslag/{own.pk}/vedlegg/{file.pk}/")

    assert answer.status_code == 404


def test_a_stranger_is_led_to_the_login(client, proposal):
    file = attached(proposal)

    answer = client.get(f"/forslag/{proposal.pk}/vedlegg/{file.pk}/")

    assert answer["Location"].startswith("/logg-inn/")


def test_a_file_is_deleted_after_being_asked_once_more(writer, proposal):
    address = f"/forslag/{proposal.pk}/vedlegg/{attached(proposal).pk}/slett/"

    question = writer.get(address).content.decode()
    writer.post(address)

    assert "Slett vedlegget?" in question
    assert not Attachment.objects.exists()


def test_the_list_of_attachments_never_reads_the_files(writer, proposal):
    attached(proposal)

    with CaptureQueriesContext(connection) as queries:
        page = writer.get(f"/forslag/{proposal.pk}/").content.decode()

    assert "kurs.pdf" in page
    assert not any('"revisions_attachment"."content"' in query["sql"] for query in queries)


def test_a_file_that_is_not_what_its_name_says_is_refused_with_that(writer, proposal):
    answer = upload(writer, proposal, EXE, name="kurs.pdf")

    assert "er ikke PDF, Word, Excel, PNG eller JPEG (selv om navnet slutter på .pdf)" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_files_may_not_be_too_large_together(writer, proposal, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_TOGETHER", len(PDF) + 1)
    upload(writer, proposal, PDF)

    answer = upload(writer, proposal, PDF, name="mer.pdf")

    assert "større enn 50 MB til sammen" in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_a_file_that_a_browser_shows_all_the_same_can_run_nothing(writer, proposal):
    answer = writer.get(f"/forslag/{proposal.pk}/vedlegg/{attached(proposal).pk}/")

    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
