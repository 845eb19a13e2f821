"""The word list of the language control: who says a word is right, whose texts know it, and who keeps the list."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from notifications.models import Event, Verb
from objectives.language import wordlist
from objectives.language.control import control
from objectives.language.register import context_on
from objectives.models import ListedWord
from objectives.services import words
from organisations.models import Organisation, Role
from organisations.refusals import NotPermitted, RuleViolation
from tests import factories
from tests.revisions import drafts

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 24)
URL = "/sprak/ordliste/"
TEXT = "Ha kunnskap om zyxoskopi."


@pytest.fixture(autouse=True)
def _dictionary(tmp_path):
    """A dictionary of a few words, so that the test needs no other."""
    (tmp_path / "nb.txt").write_text("\n" + "\n".join(sorted(["ha", "kunnskap", "om"])) + "\n")
    wordlist.norwegian.cache_clear()
    with override_settings(DICTIONARY_DIR=tmp_path):
        yield
    wordlist.norwegian.cache_clear()


def told(text: str = TEXT, *, of: Organisation | None = None) -> list[str]:
    return [one.words for one in control(text, context_on(DAY, organisation=of)) if one.rule == "SP-5"]


def test_a_word_nobody_knows_is_told_until_the_organisation_says_that_it_is_right():
    sender = drafts.regut()
    before = told(of=sender)

    words.list_word(word="Zyxoskopi", organisation=sender, by=factories.submitter(sender))

    assert (before, told(of=sender)) == (["zyxoskopi"], [])


def test_it_is_known_to_others_when_the_directorate_has_approved_it():
    sender = drafts.regut()
    other = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    word = words.list_word(word="zyxoskopi", organisation=sender, by=factories.submitter(sender))
    before = told(of=other)

    words.approve_word(word=word, by=factories.caseworker())

    assert (before, told(of=other), told()) == (["zyxoskopi"], [], [])


def test_a_word_taken_out_is_told_again():
    keeper = factories.caseworker()
    word = words.list_word(word="zyxoskopi", organisation=keeper_body(keeper), by=keeper)
    known = told()

    words.remove_word(word=word, by=keeper)

    assert (known, told()) == ([], ["zyxoskopi"])


def keeper_body(keeper) -> Organisation:
    return keeper.memberships.get().organisation


def test_what_the_directorate_lists_is_approved_at_once_and_everything_is_in_the_journal():
    keeper = factories.caseworker()

    word = words.list_word(word="zyxoskopi", organisation=keeper_body(keeper), by=keeper)
    words.list_word(word="zyxoskopi", organisation=keeper_body(keeper), by=keeper)
    words.remove_word(word=word, by=keeper)

    assert word.approved_by == keeper
    about = Event.objects.filter(subject_type="objectives.listedword").order_by("sequence")
    assert [event.verb for event in about] == [Verb.WORD_LISTED, Verb.WORD_APPROVED, Verb.WORD_REMOVED]


@pytest.mark.parametrize("word", ["", "a", "to ord", "<b>", "x1", "zyx\x00skopi", "a" * 61, "-", "ord-"])
def test_only_one_word_is_listed(word):
    sender = drafts.regut()

    with pytest.raises(RuleViolation, match="Skriv ett ord"):
        words.list_word(word=word, organisation=sender, by=factories.submitter(sender))


def test_nobody_lists_for_another_organisation_and_only_caseworkers_keep_the_list():
    sender, other = drafts.regut(), factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    writer = factories.submitter(sender)
    word = words.list_word(word="zyxoskopi", organisation=sender, by=writer)

    with pytest.raises(NotPermitted):
        words.list_word(word="zyxografi", organisation=other, by=writer)
    with pytest.raises(NotPermitted):
        words.approve_word(word=word, by=writer)
    with pytest.raises(NotPermitted):
        words.remove_word(word=word, by=factories.decision_maker())


# --- on the pages -------------------------------------------------------------------------------------


def test_a_button_at_the_finding_lists_the_word_and_nothing_of_the_form_is_saved():
    factories.version("GAK-088", "Ha kunnskap om.")
    proposal = drafts.draft()
    writer = drafts.signed_in(proposal.created_by)
    fields = {"kind": "spraklig", "code": "GAK-088", "new_text": TEXT}
    address = f"/forslag/{proposal.pk}/punkter/ny/"

    before = writer.post(address, {**fields, "vis": "1"}).content.decode()
    after = writer.post(address, {**fields, "ord": "zyxoskopi"}).content.decode()

    assert 'name="ord" value="zyxoskopi"' in before
    assert 'value="zyxoskopi"' not in after
    assert TEXT in after
    assert ListedWord.objects.get().organisation == proposal.sender
    assert not proposal.items.exists()


def test_a_tampered_word_leaves_the_finding_and_the_form_as_they_were():
    factories.version("GAK-088", "Ha kunnskap om.")
    proposal = drafts.draft()
    fields = {"kind": "spraklig", "code": "GAK-088", "new_text": TEXT, "ord": "<script> alert"}

    answer = drafts.signed_in(proposal.created_by).post(f"/forslag/{proposal.pk}/punkter/ny/", fields)

    assert answer.status_code == 200
    assert 'value="zyxoskopi"' in answer.content.decode()
    assert not ListedWord.objects.exists()


def test_the_word_is_listed_from_an_utdypende_tekst_and_from_the_control_by_itself():
    factories.version("GAK-088", "Ha kunnskap om.")
    proposal = drafts.draft()
    writer = drafts.signed_in(proposal.created_by)

    writer.post(f"/forslag/{proposal.pk}/utdypende/ny/", {"code": "GAK-088", "new_text": TEXT, "ord": "zyxoskopi"})
    writer.post("/sprak/", {"kind": "laeringsmal", "text": TEXT, "ord": "zyxografi"})

    assert list(ListedWord.objects.values_list("form", flat=True)) == ["zyxografi", "zyxoskopi"]


def test_the_directorate_approves_adds_and_takes_out_on_the_page():
    sender = drafts.regut()
    word = words.list_word(word="zyxoskopi", organisation=sender, by=factories.submitter(sender))
    keeper = drafts.signed_in(factories.caseworker())

    assert f'name="godkjenn" value="{word.pk}"' in keeper.get(URL).content.decode()
    keeper.post(URL, {"godkjenn": word.pk})
    keeper.post(URL, {"word": "Zyxografi"})
    assert list(ListedWord.objects.approved().values_list("form", flat=True)) == ["zyxografi", "zyxoskopi"]
    keeper.post(URL, {"ta-ut": word.pk})
    assert not ListedWord.objects.filter(form="zyxoskopi").exists()


def test_what_is_not_a_word_comes_back_with_what_to_write():
    answer = drafts.signed_in(factories.caseworker()).post(URL, {"word": "to ord"})

    assert answer.status_code == 422
    assert "Skriv ett ord, med bare bokstaver og bindestrek." in answer.content.decode()


@pytest.mark.parametrize("sent", [{"godkjenn": "x"}, {"godkjenn": "9" * 30}, {"ta-ut": "0"}, {}])
def test_a_tampered_choice_is_not_found(sent):
    assert drafts.signed_in(factories.caseworker()).post(URL, sent).status_code == 404


def test_others_in_the_directorate_read_the_list_and_nobody_else_does():
    reader = factories.user(Role.READER, of=factories.organisation(), email="leser@example.no")

    page = drafts.signed_in(reader).get(URL)
    refused = drafts.signed_in(reader).post(URL, {"word": "zyxografi"})

    assert page.status_code == 200
    assert "Legg til ordet" not in page.content.decode()
    assert refused.status_code == 403
    assert drafts.signed_in(factories.submitter()).get(URL).status_code == 403


def test_the_list_is_searched_and_costs_the_same_for_twice_as_many():
    keeper = factories.caseworker()
    body = keeper_body(keeper)
    for word in ("zyxoskopi", "zyxografi"):
        words.list_word(word=word, organisation=body, by=keeper)
    client = drafts.signed_in(keeper)

    page = client.get(URL, {"q": "SKOPI\x00"}).content.decode()
    assert "zyxoskopi" in page
    assert "zyxografi" not in page

    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for word in ("zyxotomi", "zyxoplasti"):
        words.list_word(word=word, organisation=body, by=keeper)
    with CaptureQueriesContext(connection) as more:
        client.get(URL)
    assert len(more) == len(few)
