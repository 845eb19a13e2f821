"""After the decision: who does what, until when, and that the case is not closed before it is done (OP-1 to OP-4)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from organisations.models import Organisation, Region, Role, SpecialtyContact
from organisations.refusals import NotPermitted, RuleViolation, WrongState
from revisions.models import FollowUp, Status
from revisions.pages import waiting
from revisions.services import follow_up as services
from revisions.tasks import remind_of_follow_ups
from revisions.transitions import Action, choices, perform
from tests import factories
from tests.hearings import answered

from . import drafts, stages

pytestmark = pytest.mark.django_db

STARTED = stages.AFTERWARDS
Kind = FollowUp.Kind


@pytest.fixture
def case():
    """An announced case in follow-up, whose specialty's contact is RegUt Helse Vest; all four RegUt exist."""
    found = stages.announced(stages.proposal_with("GAK-088"))
    regut = drafts.regut()
    for region in Region:
        if region != regut.region:
            factories.organisation(Organisation.Kind.REGUT, name=f"RegUt {region.label}", region=region)
    SpecialtyContact.objects.update_or_create(
        specialty=found.proposals.get().specialty, defaults={"organisation": regut}
    )
    services.start_follow_up(case=found, by=factories.caseworker(), on=STARTED)
    return stages.refreshed(found)


def task(case, kind=Kind.NEWS):
    return case.follow_ups.get(kind=kind)


def submitter():
    return factories.submitter(drafts.regut())


def reminders():
    return Message.objects.filter(key__startswith="oppfolging-").order_by("pk")


def test_the_step_opens_a_task_for_each_who_has_one(case):
    owners = [(row.kind, str(row.owner)) for row in case.follow_ups.all()]

    assert case.status == Status.FOLLOW_UP
    assert sum(kind == Kind.PASS_ON for kind, _owner in owners) == 4
    assert {kind for kind, _owner in owners} == set(Kind) - {Kind.ENTRY}
    assert task(case).owner == task(case, Kind.CLARIFY).owner == drafts.regut()


@pytest.mark.parametrize("kind", FollowUp.WITH_TEXT)
def test_the_draft_tells_what_was_decided(case, kind):
    text = task(case, kind).text

    assert "GAK-088" in text
    assert "Ny tekst: «" in text
    assert case.number in text


def test_a_case_where_nothing_was_adopted_has_nothing_to_follow_up():
    case = stages.rejected()

    assert not case.follow_ups.exists()
    assert perform(case, Action.CLOSE, by=factories.caseworker(), on=STARTED)


def test_a_case_is_not_closed_while_something_is_left(case):
    with pytest.raises(RuleViolation, match="8 oppfølgingsoppgaver"):
        perform(case, Action.CLOSE, by=factories.caseworker(), on=STARTED)


def test_it_can_be_closed_anyway_with_a_reason(case):
    event = perform(case, Action.CLOSE, by=factories.caseworker(), on=STARTED, note="Gjøres i neste sak.")

    assert event.payload["note"] == "Gjøres i neste sak."


def test_the_step_is_offered_and_its_page_asks_for_the_reason(case):
    by = factories.caseworker()
    assert next(one for one in choices(case, by=by, on=STARTED) if one.action == Action.CLOSE).is_open
    year, serial = case.number.split("/")
    page = reverse("revisions:case_step", args=[year, serial, "avslutt"])

    answer = drafts.signed_in(by).post(page, {"note": ""})

    assert answer.status_code == 422
    assert "skriv en begrunnelse for å avslutte likevel" in answer.content.decode()


def test_the_cases_page_leads_to_what_is_left_and_then_to_closing(case):
    client = drafts.signed_in(factories.caseworker())
    assert "8 av 8 oppgaver er ikke gjort." in client.get(stages.address(case)).content.decode()

    for row in case.follow_ups.all():
        services.do_follow_up(follow_up=row, outcome="Gjort.", by=factories.caseworker(), now=timezone.now())

    assert "Avslutt saken når alt er fulgt opp" in client.get(stages.address(case)).content.decode()


def test_a_body_finds_its_tasks_on_its_own_page_and_only_those(case):
    page = drafts.signed_in(submitter()).get("/min-side/").content.decode()

    assert reverse("revisions:follow_up", args=[task(case).pk]) in page
    assert page.count("Videreformidling i helseregionen") == 1


def test_the_tasks_of_a_body_one_only_reads_for_do_not_crowd_out_ones_own(case, monkeypatch):
    monkeypatch.setattr(waiting, "SHOWN", 1)
    other = Organisation.objects.filter(kind=Organisation.Kind.REGUT).exclude(pk=drafts.regut().pk).first()
    FollowUp.objects.filter(owner=other).update(deadline=STARTED)
    both = submitter()
    factories.user(Role.READER, of=other, email=both.email)

    (row,) = waiting.follow_ups_waiting(both, STARTED).rows

    assert row.task.owner == drafts.regut()


def test_when_all_is_done_it_is_closed_without_a_reason(case):
    for row in case.follow_ups.all():
        services.do_follow_up(follow_up=row, outcome="Gjort.", by=factories.caseworker(), now=timezone.now())

    perform(case, Action.CLOSE, by=factories.caseworker(), on=STARTED)

    assert stages.refreshed(case).status == Status.CLOSED


def test_what_is_done_says_by_whom_and_can_be_taken_up_again(case):
    row = services.do_follow_up(follow_up=task(case), outcome="Sendt.", by=submitter(), now=timezone.now())
    assert row.done_by == submitter()
    with pytest.raises(WrongState, match="meldte oppgaven gjort"):
        services.do_follow_up(follow_up=row, outcome="", by=submitter(), now=timezone.now())

    services.undo_follow_up(follow_up=row, by=submitter())

    assert task(case).done_at is None
    assert task(case).history.filter(done_at__isnull=False).exists()


def test_another_body_does_not_do_it(case):
    other = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    with pytest.raises(NotPermitted):
        services.do_follow_up(follow_up=task(case), outcome="", by=other, now=timezone.now())


def test_two_who_write_the_text_lose_nothing(case):
    first = task(case)
    services.save_text(follow_up=first, text="Hennes tekst.", seen=first.text, by=submitter())

    with pytest.raises(WrongState, match=r"Hennes tekst\."):
        services.save_text(follow_up=first, text="Min tekst.", seen=first.text, by=submitter())


@pytest.mark.parametrize(("days", "mails"), [(-8, 0), (-7, 1), (0, 1), (1, 1)])
def test_the_owner_is_reminded_a_week_before(case, days, mails):
    submitter()
    row = task(case)
    FollowUp.objects.exclude(pk=row.pk).update(next_reminder_on=None)

    services.remind_of_follow_up(follow_up_id=row.pk, on=row.deadline + dt.timedelta(days=days), url="x")

    assert reminders().count() == mails


def test_a_reminder_is_written_once_and_then_the_day_after_the_deadline(case):
    submitter()
    row = task(case)
    for days in (-7, -6, 0, 1, 2):
        services.remind_of_follow_up(follow_up_id=row.pk, on=row.deadline + dt.timedelta(days=days), url="x")

    subjects = list(reminders().values_list("subject", flat=True))
    assert [subject.split(":")[0] for subject in subjects] == ["Frist 15. august 2026", "Over fristen"]


def test_the_sweep_writes_the_reminders_that_are_due(case):
    submitter()

    remind_of_follow_ups()
    remind_of_follow_ups()

    assert reminders().exists()
    assert reminders().values("key").distinct().count() == reminders().count()


def test_each_entry_into_force_opens_a_task_once(case):
    day = dt.date(2027, 3, 1)
    for _time in range(2):
        services.open_entry_tasks(cases=[case], day=day, on=day)

    assert case.follow_ups.filter(kind=Kind.ENTRY, entry_day=day, owner=drafts.regut()).count() == 1


def test_a_regut_sees_its_own_and_the_directorate_all(case):
    page = reverse("revisions:follow_ups")

    own = drafts.signed_in(submitter()).get(page).context["rows"]
    all_of_them = drafts.signed_in(factories.caseworker()).get(page).context["rows"]

    assert {row.owner for row in own} == {drafts.regut()}
    assert len(all_of_them) == case.follow_ups.count()


def test_the_list_costs_the_same_however_long(case, django_assert_max_num_queries):
    client = drafts.signed_in(factories.caseworker())
    client.get(reverse("revisions:follow_ups"))

    with django_assert_max_num_queries(6):
        client.get(reverse("revisions:follow_ups"))


@pytest.mark.parametrize("shown", ["", "gjort"])
def test_the_list_is_read_to_its_end_a_page_at_a_time_and_nothing_twice(case, shown):
    by = factories.caseworker()
    first = case.follow_ups.first()
    done = {"done_at": timezone.now(), "done_by": by} if shown else {}
    case.follow_ups.exclude(pk=first.pk).delete()
    FollowUp.objects.filter(pk=first.pk).update(**done)
    FollowUp.objects.bulk_create(
        FollowUp(case=case, kind=Kind.ENTRY, owner=first.owner, deadline=first.deadline, entry_day=day, **done)
        for day in (dt.date(2027, 1, 1) + dt.timedelta(days=n) for n in range(100))
    )
    client, seen, url = drafts.signed_in(by), [], f"?vis={shown}"
    while url:
        answer = client.get(reverse("revisions:follow_ups") + url)
        seen.append([row.pk for row in answer.context["rows"]])
        url = answer.context["next_url"]

    assert [len(page) for page in seen] == [50, 50, 1]
    assert len({pk for page in seen for pk in page}) == 101


@pytest.mark.parametrize("after", ["tull", "2026-01-01_", "_1", "2026-01-01_²", "2026-13-01_1"])
def test_a_place_in_the_list_that_is_none_begins_at_the_start(case, after):
    client = drafts.signed_in(factories.caseworker())

    answer = client.get(reverse("revisions:follow_ups"), {"etter": after})

    assert len(answer.context["rows"]) == case.follow_ups.count()


def test_the_page_saves_the_text_and_marks_it_done(case):
    row, client = task(case), drafts.signed_in(submitter())

    saved = client.post(row.get_absolute_url(), {"handling": "lagre", "text": "Ny tekst", "seen": row.text})
    done = client.post(row.get_absolute_url(), {"handling": "gjort", "text": "Ny tekst", "seen": "Ny tekst"})

    assert (saved.status_code, done.status_code) == (302, 302)
    assert (task(case).text, task(case).done_by) == ("Ny tekst", submitter())


def test_what_the_leaders_said_must_be_told(case):
    row = task(case, Kind.CLARIFY)

    answer = drafts.signed_in(submitter()).post(row.get_absolute_url(), {"handling": "gjort", "outcome": " "})

    assert answer.status_code == 422
    assert "Skriv hva rådslederne svarte" in answer.content.decode()


def test_another_bodys_task_is_unknown(case):
    other = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    assert drafts.signed_in(other).get(task(case).get_absolute_url()).status_code == 404


def test_the_case_shows_how_far_each_region_has_come(case):
    services.do_follow_up(follow_up=task(case, Kind.SYSTEMS), outcome="", by=factories.caseworker(), now=timezone.now())

    page = drafts.signed_in(factories.caseworker()).get(case.get_absolute_url()).content.decode()

    assert "1 av 8 oppgaver er gjort" in page


def test_the_case_shows_what_its_hearing_said_of_each_item():
    case = answered.heard_case("GAK-088")
    answered.comments(case.hearings.get(), "Kravet er for strengt.", "Kravet er for løst.")

    page = drafts.signed_in(factories.caseworker()).get(case.get_absolute_url()).content.decode()

    assert page.count("0 av 2 merknader er vurdert") == 2
    assert "2 er ikke gjennomgått" in page
