"""Caseworkers write utdypende tekster and læringsaktiviteter in the browser; nobody's words are written over unseen."""

from __future__ import annotations

import pytest

from notifications.models import Event, Verb
from objectives.models import Elaboration, LearningActivity
from tests import factories

pytestmark = pytest.mark.django_db

WRITE = "/laringsmal/GAK-001/utdypende-tekst/"
NEW = "/laringsaktiviteter/ny/"
COURSE = {
    "specialty": "gastroenterologisk-kirurgi",
    "activity": "kurs",
    "title": "Lever og galleveier",
    "course_kind": "Klinisk emnekurs",
    "codes": "gak-001",
    "reason": "Etter innspill.",
}


@pytest.fixture(autouse=True)
def gak_001():
    return factories.version("GAK-001")


@pytest.fixture
def caseworker(client):
    client.force_login(factories.caseworker())
    return client


def said(response) -> str:
    return response.content.decode()


def course(client) -> LearningActivity:
    assert client.post(NEW, COURSE).status_code == 302
    return LearningActivity.objects.get()


def basis_of(client, address: str) -> str:
    return client.get(address).context["form"]["basis"].value()


def test_a_caseworker_is_led_from_the_laringsmal_to_its_elaboration(caseworker):
    assert WRITE in said(caseworker.get("/laringsmal/GAK-001/"))


def test_others_see_no_way_to_write_it(client):
    assert WRITE not in said(client.get("/laringsmal/GAK-001/"))


def test_the_elaboration_is_written_and_shown(caseworker):
    response = caseworker.post(WRITE, {"text": "Omfatter alle.", "reason": "Nytt.", "basis": ""}, follow=True)

    assert "Den utdypende teksten er lagret." in said(response)
    assert "Omfatter alle." in said(response)


def test_the_elaboration_is_removed(caseworker):
    caseworker.post(WRITE, {"text": "Omfatter alle.", "reason": "Nytt.", "basis": ""})
    caseworker.post(WRITE, {"text": "", "reason": "Utdatert.", "basis": "Omfatter alle.", "fjern": "1"})

    assert not Elaboration.objects.exists()


def test_line_breaks_of_a_browser_are_the_same_text(caseworker):
    caseworker.post(WRITE, {"text": "En.\r\nTo.", "reason": "Nytt.", "basis": ""})

    response = caseworker.post(WRITE, {"text": "En.\r\nTre.", "reason": "Endret.", "basis": "En.\r\nTo."})

    assert response.status_code == 302
    assert Elaboration.objects.get().text == "En.\nTre."


def test_what_another_wrote_meanwhile_is_shown_and_one_s_own_text_kept(caseworker):
    caseworker.post(WRITE, {"text": "Deres ord.", "reason": "Nytt.", "basis": ""})

    response = caseworker.post(WRITE, {"text": "Mine ord.", "reason": "Nytt.", "basis": ""})

    assert response.status_code == 422
    assert "Endret mens du skrev" in said(response)
    assert "Mine ord." in said(response)
    assert Elaboration.objects.get().text == "Deres ord."


def test_knowing_it_one_may_save_over_what_another_wrote(caseworker):
    caseworker.post(WRITE, {"text": "Deres ord.", "reason": "Nytt.", "basis": ""})
    form = caseworker.post(WRITE, {"text": "Mine ord.", "reason": "Nytt.", "basis": ""}).context["form"]

    caseworker.post(WRITE, {"text": "Mine ord.", "reason": "Nytt.", "basis": form["basis"].value()})

    assert Elaboration.objects.get().text == "Mine ord."


def test_a_change_without_a_reason_is_not_saved(caseworker):
    response = caseworker.post(WRITE, {"text": "Omfatter alle.", "reason": "", "basis": ""})

    assert response.status_code == 422
    assert not Elaboration.objects.exists()


def test_a_text_longer_than_anyone_reads_is_refused(caseworker):
    response = caseworker.post(WRITE, {"text": "a" * 100_000, "reason": "Nytt.", "basis": ""})

    assert response.status_code == 422


def test_a_nul_character_is_refused(caseworker):
    assert caseworker.post(WRITE, {"text": "a\0b", "reason": "Nytt.", "basis": ""}).status_code == 422


def test_a_course_is_added_with_its_laringsmal(caseworker):
    assert [one.code for one in course(caseworker).objectives.all()] == ["GAK-001"]


def test_a_course_is_changed(caseworker):
    address = course(caseworker).get_absolute_url() + "endre/"

    caseworker.post(address, COURSE | {"title": "Lever", "basis": basis_of(caseworker, address)})

    assert LearningActivity.objects.get().title == "Lever"


def test_a_course_changed_from_a_stale_page_is_not_saved(caseworker):
    address = course(caseworker).get_absolute_url() + "endre/"
    basis = basis_of(caseworker, address)
    caseworker.post(address, COURSE | {"title": "Lever", "basis": basis})

    response = caseworker.post(address, COURSE | {"title": "Galle", "basis": basis})

    assert response.status_code == 422
    assert LearningActivity.objects.get().title == "Lever"


@pytest.mark.parametrize("basis", ["", "{", "[]", '{"codes": 1}', '{"codes": []}', "null", '"x"'])
def test_a_course_changed_from_a_page_that_is_tampered_with_is_not_saved(caseworker, basis):
    address = course(caseworker).get_absolute_url() + "endre/"

    response = caseworker.post(address, COURSE | {"title": "Galle", "basis": basis})

    assert response.status_code == 422
    assert LearningActivity.objects.get().title == "Lever og galleveier"


def test_a_course_taken_out_still_shows_what_it_was(caseworker):
    address = course(caseworker).get_absolute_url()
    change = address + "endre/"
    caseworker.post(change, COURSE | {"basis": basis_of(caseworker, change), "fjern": "1"})

    response = caseworker.get(address)

    assert response.status_code == 410
    assert "Tatt ut av den nasjonale listen." in said(response)


def test_a_course_that_never_was_is_not_found(caseworker):
    assert caseworker.get("/laringsaktiviteter/gastroenterologisk-kirurgi/404/").status_code == 404


def test_an_unknown_code_is_told_at_its_field(caseworker):
    response = caseworker.post(NEW, COURSE | {"codes": "GAK-404"})

    assert "GAK-404" in response.context["form"].errors["codes"][0]


def test_what_is_no_code_is_told_at_its_field(caseworker):
    response = caseworker.post(NEW, COURSE | {"codes": "GAK-001, lever"})

    assert "«lever» er ikke en kode" in response.context["form"].errors["codes"][0]


def test_the_reason_is_in_the_journal(caseworker):
    course(caseworker)

    assert Event.objects.get(verb=Verb.ACTIVITY_ADDED).payload["reason"] == "Etter innspill."
