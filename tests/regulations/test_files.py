"""The forms an act can be had in: made at once or by a worker, for the directorate or for everyone, and the letter."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from objectives.operations import RepealObjective
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, WrongState
from regulations import services, tasks
from regulations.documents import FORMATS, build_document
from regulations.documents.letter import build_letter
from regulations.models import RenderedDocument
from tests import factories

from .conftest import TODAY
from .test_pdf import tags, words

pytestmark = pytest.mark.django_db

Form = RenderedDocument.Form
Kind = Organisation.Kind
ACT = "/forskrifter/2027/114/"


@pytest.fixture
def inside(client, by):
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def handed_out(monkeypatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(tasks.render_document, "apply_async", lambda args, **_options: found.append(args[0]))
    return found


@pytest.fixture
def bodies(db):
    """Two RHF, Legeforeningen, a public institution under one of the RHF, and a private one."""
    west = factories.organisation(Kind.RHF, name="Helse Vest RHF", region="HV")
    factories.organisation(Kind.RHF, name="Helse Nord RHF", region="HN")
    factories.organisation(Kind.MEDICAL_ASSOCIATION, name="Legeforeningen")
    factories.organisation(Kind.TRAINING_INSTITUTION, name="Et helseforetak", parent=west)
    return factories.organisation(Kind.TRAINING_INSTITUTION, name="Et privat sykehus")


def address(name: str, regulation, *more) -> str:
    return reverse(f"regulations:{name}", args=[regulation.pk, *more])


def made(document: RenderedDocument) -> RenderedDocument:
    tasks.render_document(document.pk)
    return RenderedDocument.objects.get(pk=document.pk)


# --- made at once -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_each_format_is_fetched_as_a_file_of_the_draft_as_it_now_is(inside, draft, key):
    response = inside.get(address("file", draft, key))

    assert response["Content-Type"] == FORMATS[key].content_type
    assert response["Content-Disposition"] == f'attachment; filename="utkast-vinter-2027.{FORMATS[key].extension}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_a_file_the_reader_has_already_is_not_sent_again(inside, draft):
    first = inside.get(address("file", draft, "json"))

    again = inside.get(address("file", draft, "json"), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_another_format_than_those_there_are_is_not_found(inside, draft):
    assert inside.get(address("file", draft, "exe")).status_code == 404


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_everyone_fetches_the_formats_of_an_announced_act(client, announced, key):
    response = client.get(f"{ACT}filer/{key}/")

    assert response.status_code == 200
    assert "FOR-2027-01-29-114." in response["Content-Disposition"]
    assert "public" in response["Cache-Control"]


def test_an_act_that_was_only_read_from_lovdata_has_no_clauses_to_give(client):
    act = factories.act()

    assert client.get(f"/forskrifter/{act.decided_on.year}/{act.number}/filer/json/").status_code == 404


def test_the_page_of_an_announced_act_leads_to_every_format(client, announced):
    page = client.get(ACT).content.decode()

    assert all(f"{ACT}filer/{key}/" in page for key in FORMATS)


# --- the page of files --------------------------------------------------------------------------------


def test_the_page_names_every_format_with_its_size(inside, draft):
    page = inside.get(address("files", draft)).content.decode()

    for one in FORMATS.values():
        assert one.label in page
    assert len(re.findall(r"\d[\d,]*\s(?:KB|byte)", page)) == len(FORMATS)


def test_the_draft_leads_to_its_files(inside, draft):
    assert address("files", draft) in inside.get(draft.get_absolute_url()).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_clauses(inside, draft, texts, by):
    page = address("files", draft)
    inside.get(page)
    with CaptureQueriesContext(connection) as few:
        inside.get(page)
    for code in ("GAK-090", "GAK-091", "GAK-092"):
        basis = factories.version(code, f"Ha kunnskap om {code}.", under=texts.heading)
        services.add_clause(regulation=draft, operation=RepealObjective(code=code, basis=basis.pk), by=by)
    with CaptureQueriesContext(connection) as more:
        inside.get(page)

    assert len(more) == len(few)


def test_a_pdf_of_what_has_been_changed_since_says_so(inside, draft, by):
    made(services.request_document(regulation=draft, by=by))
    before = inside.get(address("files", draft)).content.decode()

    services.remove_clause(clause=draft.clauses.first(), by=by)
    after = inside.get(address("files", draft)).content.decode()

    assert "Forskriften er endret etter at filen ble laget." not in before
    assert "Forskriften er endret etter at filen ble laget." in after


# --- the archive's PDF --------------------------------------------------------------------------------


def test_the_archive_form_is_asked_for_and_followed_on_the_page_of_files(
    inside, draft, handed_out, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = inside.post(address("request_pdf", draft), {"form": "pdf-a"})

    assert response.url == f"{address('files', draft)}#fil-pdf-a"
    assert handed_out == [draft.documents.get(form=Form.ARCHIVE).pk]


def test_a_form_that_is_none_of_them_is_not_found(inside, draft):
    assert inside.post(address("request_pdf", draft), {"form": "brev"}).status_code == 404
    assert inside.post(address("request_pdf", draft), {"form": "pdf/x"}).status_code == 404


def test_each_form_waits_for_itself(draft, by):
    first = services.request_document(regulation=draft, by=by)
    second = services.request_document(regulation=draft, by=by, form=Form.ARCHIVE)

    assert first != second
    assert services.request_document(regulation=draft, by=by, form=Form.ARCHIVE) == second


def test_the_archive_form_declares_pdf_a_2a_and_is_tagged_in_bokmal_with_its_colours_described(draft, by):
    document = made(services.request_document(regulation=draft, by=by, form=Form.ARCHIVE))

    assert document.file_name == "utkast-vinter-2027-arkiv.pdf"
    with pikepdf.open(BytesIO(document.content)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert "pdfuaid:part" not in metadata
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nb"
        assert "OutputIntents" in str(pdf.Root.keys())
        assert [tag for tag in tags(pdf) if tag.startswith("/H")][:2] == ["/H1", "/H2"]


def test_the_public_pdf_is_the_one_for_reading_whatever_else_is_made(client, announced, by):
    made(services.request_document(regulation=announced, by=by, form=Form.ARCHIVE))
    assert client.get(f"{ACT}pdf/").status_code == 404

    made(announced.documents.get(form=Form.PDF))
    assert client.get(f"{ACT}pdf/").status_code == 200


# --- the letter ---------------------------------------------------------------------------------------


def letter_words(document: RenderedDocument) -> str:
    with pikepdf.open(BytesIO(document.content)) as pdf:
        return words(pdf)


def test_the_letter_goes_to_every_rhf_and_legeforeningen_and_the_institutions_chosen(announced, bodies, by):
    document = services.request_letter(regulation=announced, institutions=[bodies], by=by)

    assert document.recipients == ["Helse Nord RHF", "Helse Vest RHF", "Legeforeningen", "Et privat sykehus"]


def test_the_letter_tells_what_is_changed_from_when_and_what_it_means(announced, bodies, by):
    document = made(services.request_letter(regulation=announced, institutions=[bodies], by=by))
    said = letter_words(document)

    assert document.file_name == "brev-FOR-2027-01-29-114.pdf"
    for sentence in (
        "Et privat sykehus",
        "som FOR-2027-01-29-114.",
        build_document(announced).entry_into_force,
        "Oppheving (1. september 2027): GAK-077",
        "Skjerpet: ANE-052 → ANE-053.",
        "Godkjenning av det gamle følger ikke med.",
        "Nye læringsmål: GAK-085.",
        "ett ark for hver spesialitet (FOR-2027-01-29-114.xlsx)",
    ):
        assert sentence in said
    assert "ikke kunngjort" not in said


def test_the_letter_of_a_locked_draft_is_marked_and_says_when_it_is_to_be_sent(locked, bodies, by):
    said = letter_words(made(services.request_letter(regulation=locked, institutions=[], by=by)))

    assert "TIL KUNNGJØRING – ikke kunngjort. Brevet sendes når forskriften er kunngjort." in said


def test_the_letter_is_not_made_of_an_open_draft(draft, bodies, by):
    with pytest.raises(WrongState, match="Brevet kan lages når «Vinter 2027» er låst"):
        services.request_letter(regulation=draft, institutions=[], by=by)


def test_only_those_who_draft_ask_for_the_letter(locked):
    with pytest.raises(NotPermitted):
        services.request_letter(regulation=locked, institutions=[], by=factories.user(Role.ADMINISTRATOR))


def test_only_private_institutions_are_offered_since_the_rhf_tell_their_own(inside, locked, bodies):
    page = inside.get(address("files", locked)).content.decode()

    assert "Et privat sykehus" in page
    assert "Et helseforetak" not in page


def test_what_is_ticked_is_told_and_forged_ids_are_passed_over(inside, locked, bodies, handed_out):
    ticked = [bodies.pk, "999999", "x", "9" * 40, Organisation.objects.get(name="Et helseforetak").pk]
    response = inside.post(address("request_letter", locked), {"institusjoner": ticked})

    assert response.url == f"{address('files', locked)}#fil-brev"
    assert locked.documents.get(form=Form.LETTER).recipients[-1] == "Et privat sykehus"


def test_asking_for_the_letter_of_an_open_draft_is_answered_in_a_sentence(inside, draft):
    page = inside.post(address("request_letter", draft), follow=True).content.decode()

    assert "Brevet kan lages når «Vinter 2027» er låst" in page


def test_a_letter_about_equal_and_reduced_requirements_says_that_approvals_follow(locked):
    letter = build_letter(build_document(locked), recipients=[], on=TODAY)

    assert (letter.sharpened, letter.carried_over, letter.not_carried_over) == ("ANE-052 → ANE-053", "", "")
