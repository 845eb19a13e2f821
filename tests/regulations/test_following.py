"""Whoever follows something gets a mail when it is announced, before it begins and when it begins: once each."""

from __future__ import annotations

import datetime as dt

import pytest

from notifications.models import Message
from objectives.models import Follow
from objectives.services.following import MOST, follow, unfollow
from organisations.models import Organisation, SetInclusion, Specialty
from organisations.refusals import RuleViolation
from regulations import hooks, services
from regulations.correcting import Facts
from tests import factories

from .conftest import DECIDED, IN_FORCE, PLANNED, announce
from .test_entering_into_force import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db):
    return factories.user(email="leser@example.no")


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    """The apps above name nobody."""
    monkeypatch.setattr(hooks, "_people_of", [])


def mails(to: str = "leser@example.no") -> list[str]:
    return list(Message.objects.filter(to=to).order_by("pk").values_list("subject", flat=True))


def test_a_follower_is_told_when_it_is_announced_before_it_begins_and_when_it_begins(locked, texts, reader, by):
    follow(what=texts.replaced.objective, by=reader)

    announce(locked, by=by)
    for days in range(31, -1, -1):
        sweep(IN_FORCE - dt.timedelta(days=days))
        sweep(IN_FORCE - dt.timedelta(days=days))

    assert mails() == [
        "Kunngjort: FOR-2027-01-29-114 om læringsmål i vedlegg 2",
        "Påminnelse: endringer i vedlegg 2 trer i kraft 1. september 2027",
        "Påminnelse: endringer i vedlegg 2 trer i kraft 1. september 2027",
        "I kraft 1. september 2027: endringer i vedlegg 2",
    ]


def test_the_mail_says_what_changes_and_where_to_read_it(locked, texts, reader, by):
    follow(what=texts.replaced.objective, by=reader)
    announce(locked, by=by)
    sweep(IN_FORCE)

    body = Message.objects.filter(to=reader.email).latest("pk").body
    assert "– ANE-052 → ANE-053: skjerpet krav" in body
    assert "– GAK-077: opphevet" in body
    assert "http://localhost:8000/ikrafttredelser/2027-09-01/" in body
    assert "http://localhost:8000/folger/" in body


def test_the_announcement_tells_each_day_and_how_much_begins(locked, reader, by):
    follow(what=None, by=reader)

    announce(locked, by=by)

    body = Message.objects.get(to=reader.email).body
    assert "– 12. februar 2027: 1 endring\n– 1. september 2027: 3 endringer" in body


def test_whoever_follows_something_else_hears_nothing(locked, reader, by):
    factories.version("GAK-001", "Ha kunnskap om noe annet.")
    follow(what=factories.objective("GAK-001"), by=reader)
    follow(what=factories.specialty("RAD", "Radiologi"), by=reader)

    announce(locked, by=by)
    sweep(IN_FORCE)

    assert mails() == []


@pytest.mark.parametrize("what", ["everything", "specialty", "built on", "act"])
def test_a_specialty_the_sets_it_builds_on_an_act_and_everything_can_be_followed(announced, reader, what):
    built_on = Specialty.objects.get(short_name="ANE")
    other = factories.specialty("XXX", "En som bygger på anestesi")
    SetInclusion.objects.create(specialty=other, common_set=built_on)
    chosen = {"everything": None, "specialty": built_on, "built on": other, "act": announced.act}
    follow(what=chosen[what], by=reader)

    sweep(IN_FORCE)

    assert "I kraft 1. september 2027: endringer i vedlegg 2" in mails()


def test_following_the_same_in_three_ways_is_one_mail(locked, texts, reader, by):
    for what in (None, texts.replaced.objective, Specialty.objects.get(short_name="ANE")):
        follow(what=what, by=reader)

    announce(locked, by=by)

    assert len(mails()) == 1


def test_bodies_that_pass_it_on_are_told(locked, by):
    body = factories.organisation(Organisation.Kind.REGUT)
    Organisation.objects.filter(pk=body.pk).update(email="regut@example.no")

    announce(locked, by=by)

    assert mails("regut@example.no") == ["Kunngjort: FOR-2027-01-29-114 om læringsmål i vedlegg 2"]


def test_an_address_that_can_not_be_written_to_stops_nothing(locked, reader, by):
    body = factories.organisation(Organisation.Kind.REGUT)
    Organisation.objects.filter(pk=body.pk).update(email="ikke en adresse")
    follow(what=None, by=reader)

    announce(locked, by=by)

    assert len(mails()) == 1


def test_a_correction_is_told_to_those_who_were_told_wrongly(announced, reader, by):
    follow(what=None, by=reader)
    facts = Facts(number=141, decided_on=DECIDED, announced_at=factories.announced(PLANNED + dt.timedelta(days=1)))
    correction = services.propose_correction(act=announced.act, facts=facts, reason="Lest feil av.", by=by)
    services.confirm_correction(correction=correction, by=factories.decision_maker())

    message = Message.objects.get(to=reader.email)
    assert message.subject == "Rettet: kunngjøringen av FOR-2027-01-29-141"
    assert "GAK-084 trådte i kraft straks og flyttes fra 12. februar 2027 til 13. februar 2027." in message.body


def test_people_who_can_not_log_in_any_more_get_nothing(locked, reader, by):
    follow(what=None, by=reader)
    reader.is_active = False
    reader.save(update_fields=["is_active"])

    announce(locked, by=by)

    assert mails() == []


def test_following_twice_is_once_and_unfollowing_twice_is_none(texts, reader):
    for _again in range(2):
        follow(what=texts.replaced.objective, by=reader)
    assert Follow.objects.count() == 1
    for _again in range(2):
        unfollow(what=texts.replaced.objective, by=reader)
    assert not Follow.objects.exists()


def test_there_is_an_end_to_how_much_one_follows(reader):
    series = factories.series("GAK")
    series.last_number = MOST + 1
    series.save()
    for number in range(1, MOST + 1):
        Follow.objects.create(user=reader, objective=factories.objective(f"GAK-{number:03}"))

    with pytest.raises(RuleViolation, match="Du følger allerede 200 ting"):
        follow(what=None, by=reader)


# --- the pages ----------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


@pytest.mark.parametrize(
    "address", ["/laringsmal/GAK-084/", "/spesialitet/anestesiologi/", "/forskrifter/2027/114/"], ids=str
)
def test_the_button_follows_and_stops_following_and_leads_back(signed_in, announced, address):
    page = signed_in.get(address).content.decode()
    value = page.partition('name="hva" value="')[2].partition('"')[0]

    followed = signed_in.post("/folger/", {"hva": value, "tilbake": address}, follow=True)
    stopped = signed_in.post("/folger/", {"hva": value, "tilbake": address, "slutt": "1"}, follow=True)

    assert followed.redirect_chain == [(address, 302)]
    assert "Slutt å følge" in followed.content.decode()
    assert "Du følger ikke lenger" in stopped.content.decode()
    assert not Follow.objects.exists()


def test_those_who_are_not_logged_in_see_no_button_and_are_led_to_the_login(client, announced):
    assert 'name="hva"' not in client.get("/laringsmal/GAK-084/").content.decode()
    assert client.post("/folger/", {"hva": "alt"}).headers["Location"].startswith("/logg-inn/")


@pytest.mark.parametrize(
    "value", ["", "alt:", "spesialitet:nei", "laringsmal:GAK-999", "forskrift:x", "forskrift:" + "9" * 30, "a\x00b"]
)
def test_what_there_is_not_can_not_be_followed(signed_in, value):
    assert signed_in.post("/folger/", {"hva": value}).status_code == 404
    assert not Follow.objects.exists()


def test_the_way_back_is_one_of_ours(signed_in):
    answer = signed_in.post("/folger/", {"hva": "alt", "tilbake": "https://example.org/"})

    assert answer.headers["Location"] == "/folger/"


def test_the_list_says_what_one_follows(signed_in, reader, texts, django_assert_max_num_queries):
    assert "Du følger ingenting ennå." in signed_in.get("/folger/").content.decode()
    follow(what=None, by=reader)
    follow(what=texts.replaced.objective, by=reader)

    with django_assert_max_num_queries(6):
        page = signed_in.get("/folger/").content.decode()

    assert "Alle endringer i vedlegg 2" in page
    assert 'href="/laringsmal/ANE-052/"' in page
