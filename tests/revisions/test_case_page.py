"""The case's page: where it is, what is next, what was decided, and what a sender sees of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hearings.models import Hearing
from hearings.services import dispose, publish_answer
from objectives.models.validity import from_day
from organisations.models import Organisation, Role
from revisions.models import Case, ChangeItem, Decision, Status
from revisions.pages.case_phases import Recorded, case_phases
from revisions.pages.phases import steps_of
from revisions.services import cases, decisions, items, proposals
from revisions.transitions import Action, perform
from tests import factories
from tests.hearings import answered

from . import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


@pytest.fixture
def sender():
    return drafts.signed_in(factories.submitter(drafts.regut()))


def page(client, case: Case) -> str:
    answer = client.get(stages.address(case))
    assert answer.status_code == 200
    return answer.content.decode()


def band(html: str) -> str:
    """The «next step» band alone."""
    return html[html.index('class="next"') :].partition("</section>")[0]


# --- what is next -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (Status.RECEIVED, "Vurder om forslaget er fullstendig"),
        (Status.COMPLETENESS, "Åpne innspillsrunden"),
        (Status.RETURNED, "Avsenderen retter forslaget"),
        (Status.INPUT_ROUND, "Send saken på høring"),
        (Status.HEARING, "Begynn på forslaget til vedtak"),
        (Status.DECISION, "Legg forslaget til vedtak fram for en beslutter"),
        (Status.DECISION_PROPOSED, "En beslutter skal fatte vedtak"),
        (Status.REGULATION, "Ta de vedtatte punktene inn i en endringsforskrift"),
        (Status.ANNOUNCED, "Start oppfølgingen"),
        (Status.PUBLISHED, "Start oppfølgingen"),
        (Status.FOLLOW_UP, "Avslutt saken når alt er fulgt opp"),
        (Status.CLOSED, "Saken er avsluttet"),
        (Status.POSTPONED, "Ta saken opp igjen når den er klar"),
        (Status.WITHDRAWN, "Saken er trukket"),
    ],
)
def test_a_caseworker_sees_what_comes_next_in_every_phase(caseworker, status, what):
    html = page(caseworker, stages.in_status(status))

    assert what in band(html)
    assert band(html).count('class="ds-button"') <= 1


def test_the_band_waits_with_the_deadline_while_a_round_is_open(caseworker):
    case = stages.in_round()
    case.rounds.update(deadline=timezone.localdate())

    html = band(page(caseworker, case))

    assert "Innspillsrunden er åpen til og med" in html
    assert "ds-button" not in html


def test_the_band_leads_to_the_answers_and_then_to_the_comments_of_a_hearing_that_has_ended(caseworker):
    case = answered.heard_case()
    hearing = case.hearings.get()
    comment = answered.comment(answered.answer(hearing))

    assert reverse("hearings:reception", args=[hearing.pk]) in band(page(caseworker, case))
    by, now = factories.caseworker(), timezone.now()
    publish_answer(answer=comment.answer, withheld={}, withheld_attachments=(), by=by, now=now)
    assert "1 av 1 merknader er ikke vurdert" in band(page(caseworker, case))
    assert reverse("hearings:comments", args=[hearing.pk]) in band(page(caseworker, case))
    dispose(comment=comment, outcome="folges", reason="Ja.", by=by, now=now)
    assert "Begynn på forslaget til vedtak" in band(page(caseworker, case))


def test_the_band_leads_to_the_first_item_without_an_outcome(caseworker):
    case = stages.in_decision(stages.proposal_with("GAK-088", "GAK-090"))
    first, second = ChangeItem.objects.filter(proposal__case=case).order_by("position")
    decisions.propose_outcome(item=first, outcome="vedtatt", reason="Enige.", by=factories.caseworker())

    html = band(page(caseworker, case))

    assert "1 av 2 endringspunkter er vurdert" in html
    assert stages.address(case, "vedtak", second.pk) in html


def test_a_decision_maker_is_led_to_the_decision():
    case = stages.proposed()

    html = band(page(drafts.signed_in(factories.decision_maker()), case))

    assert stages.address(case, "steg", "fatt-vedtak") in html


def test_a_case_nobody_has_is_to_be_assigned(caseworker):
    case = stages.received()
    Case.objects.update(responsible=None)

    assert stages.address(case, "tildel") in band(page(caseworker, case))


def test_the_bands_button_takes_the_step_from_a_browser_too(caseworker):
    """With the token Django asks of a browser: the test client alone would not miss it."""
    case = stages.received()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', band(page(caseworker, case)))
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = caseworker.cookies

    answer = browser.post(stages.address(case, "steg", "vurder"), {"csrfmiddlewaretoken": token[1] if token else ""})

    assert answer.status_code == 302
    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_once_all_is_taken_in_the_draft_is_next(caseworker):
    case = stages.decided()
    draft = stages.locked_regulation(case)

    html = band(page(caseworker, case))

    assert "Kunngjør endringsforskriften «Sommer 2026»" in html
    assert draft.get_absolute_url() in html


def test_other_steps_are_links_and_closed_ones_say_why(caseworker):
    case = stages.in_round()
    case.rounds.update(deadline=timezone.localdate())

    html = page(caseworker, case)

    assert stages.address(case, "steg", "utsett") in html
    assert "2 steg er ikke åpne ennå" in html
    assert "Innspillsfristen i sak" in html
    assert "Gå til beslutning" not in html


def test_a_reader_in_the_directorate_is_offered_nothing():
    html = page(drafts.signed_in(factories.user(Role.READER)), stages.assessed())

    assert "/steg/" not in html
    assert "/tildel/" not in html


# --- phases -------------------------------------------------------------------------------------------


def strip(case: Case, *, on: dt.date = stages.AFTERWARDS) -> list[tuple[str, str, str]]:
    rows = [item.clause for item in ChangeItem.objects.filter(proposal__case=case) if item.clause]
    recorded = Recorded(steps_of(case), list(case.rounds.all()), list(case.hearings.all()), rows)
    return [(str(phase.label), phase.state, str(phase.date)) for phase in case_phases(case, recorded, on=on)]


def test_the_phases_show_dates_behind_and_the_deadline_now():
    assert strip(stages.in_hearing())[:5] == [
        ("Mottatt", "done", "02.02.2026"),
        ("Fullstendighet", "done", "02.02.2026"),
        ("Innspillsrunde", "done", "10.02.2026"),
        ("Høring", "now", "til 01.07.2026"),
        ("Vedtak", "", ""),
    ]


def test_entry_into_force_is_a_date_among_the_phases():
    phases = strip(stages.announced())

    assert phases[4:8] == [
        ("Vedtak", "done", "10.07.2026"),
        ("Endringsforskrift", "done", ""),
        ("Kunngjøring", "now", "20.07.2026"),
        ("Ikrafttredelse", "done", "20.07.2026"),
    ]


def test_what_is_only_planned_is_called_planned():
    case = stages.decided()
    stages.locked_regulation(case)

    phases = strip(case)

    assert ("Kunngjøring", "", "planlagt 20.07.2026") in phases
    assert ("Ikrafttredelse", "", "planlagt 20.07.2026") in phases


def test_a_case_without_an_endringsforskrift_skips_what_it_did_not_have():
    labels = [label for label, _state, _date in strip(stages.rejected())]

    assert labels == ["Mottatt", "Fullstendighet", "Innspillsrunde", "Høring", "Vedtak", "Oppfølging", "Avsluttet"]


def test_the_shorter_way_has_no_hearing():
    assert [label for label, _state, _date in strip(stages.published())] == [
        "Mottatt",
        "Fullstendighet",
        "Innspillsrunde",
        "Vedtak",
        "Publisert",
        "Oppfølging",
        "Avsluttet",
    ]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (stages.postponed, ("Utsatt", "now", "02.02.2026")),
        (stages.withdrawn, ("Trukket", "now", "02.02.2026")),
        (stages.returned, ("Sendt tilbake", "now", "02.02.2026")),
    ],
)
def test_a_case_that_left_its_way_shows_where(stage, expected):
    assert expected in strip(stage())


def test_a_rested_case_that_is_withdrawn_ends_where_it_left_its_way():
    case = stages.postponed()
    perform(case, Action.WITHDRAW, by=factories.caseworker(), on=stages.AFTERWARDS, note="Uaktuelt.")

    assert strip(case)[-2:] == [("Fullstendighet", "done", "02.02.2026"), ("Trukket", "now", "01.08.2026")]


def test_an_omitted_hearing_is_called_so():
    case = stages.in_round()
    cases.omit_hearing(case=case, reason="Unødvendig.", by=factories.caseworker(), on=stages.DECIDED)

    assert ("Høring", "done", "utelatt") in strip(stages.refreshed(case))


# --- the items ----------------------------------------------------------------------------------------


def test_an_item_shows_its_redline_its_consequences_and_its_decision(caseworker):
    case = stages.in_decision()
    item = case.proposals.get().items.get()
    decisions.propose_outcome(
        item=item,
        outcome=Decision.Outcome.ADOPT_WITH_CHANGES,
        text="Ha kunnskap om utredning av gallesteiner.",
        reason="Flertall.",
        by=factories.caseworker(),
    )

    html = page(caseworker, case)

    assert "gallesten" in html
    assert "Koden beholdes. I kraft straks ved kunngjøring." in html
    assert "Forslag til vedtak" in html
    assert "Vedtas med endringer" in html
    assert "gallesteiner" in html
    assert "/laringsmal/GAK-088/" in html


def test_an_announced_item_leads_to_the_act(caseworker):
    html = page(caseworker, stages.announced())

    assert "/forskrifter/2026/1319/" in html
    assert "FOR-2026-07-10-1319" in html
    assert "Vedtak 10.07.2026" in html


def test_a_text_that_has_changed_since_is_warned_about(caseworker):
    case = stages.assessed()
    version = case.proposals.get().items.get().basis
    version.valid = from_day(version.valid_from, dt.date(2026, 5, 1))
    version.repealed_by = factories.act(200, dt.date(2026, 4, 1))
    version.save(update_fields=["valid", "repealed_by"])

    assert "GAK-088 er allerede opphevet ved FOR-2026-04-01-200" in page(caseworker, case)


def test_another_open_case_on_the_same_objective_is_warned_about(caseworker):
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(
        proposal_on_the_same("GAK-088"),
        title="Galle og lever",
    )

    html = page(caseworker, case)

    assert f"Sak {other.number} gjelder også GAK-088." in html
    assert stages.address(other) in html


def proposal_on_the_same(code: str):
    sender = factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION)
    draft = drafts.draft(sender=sender)
    by = draft.created_by
    items.save_item(proposal=draft, by=by, kind="oppheving", code=code)
    proposals.save_parts(proposal=draft, by=by, **drafts.PARTS)
    return proposals.submit_proposal(proposal=draft, by=by, on=stages.RECEIVED)


def test_an_ended_case_is_no_reason_to_warn(caseworker):
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.received(proposal_on_the_same("GAK-088"))
    perform(other, Action.WITHDRAW, by=factories.caseworker(), on=stages.RECEIVED, note="Nei.")

    assert "gjelder også" not in page(caseworker, case)


# --- what a sender sees -------------------------------------------------------------------------------


def test_a_sender_sees_phase_and_change_but_no_notes_no_journal_and_nobody_asked(sender):
    html = page(sender, stages.in_hearing())

    assert "Høring" in html
    assert "gallesten" in html
    for hidden in ("Svar på konsekvensene.", "Journal", "Spurt:", "Saksbehandler:"):
        assert hidden not in html


def test_a_sender_sees_a_decision_when_it_is_made_and_not_before(sender):
    case = stages.proposed()

    before = page(sender, case)
    decisions.make_decisions(case=case, by=factories.decision_maker(), on=stages.DECIDED)
    after = page(sender, case)

    assert "Høringen støtter det." not in before
    assert "Høringen støtter det." in after
    assert "Vedtak 10.07.2026" in after


def test_a_sender_still_sees_the_made_decision_while_a_new_one_is_being_written(sender):
    case = stages.rejected()
    perform(case, Action.CLOSE, by=factories.caseworker(), on=stages.AFTERWARDS)
    perform(case, Action.REOPEN, by=factories.caseworker(), on=stages.AFTERWARDS, note="Nytt.")
    Case.objects.update(status=Status.DECISION)
    decisions.propose_outcome(
        item=case.proposals.get().items.get(), outcome="vedtatt", reason="Hemmelig ennå.", by=factories.caseworker()
    )

    html = page(sender, case)

    assert "Høringen støtter det." in html
    assert "Hemmelig ennå." not in html


def test_a_sender_is_told_what_is_missing_and_led_to_its_proposal(sender):
    case = stages.returned()

    html = band(page(sender, case))

    assert "Beskriv kursene." in html
    assert case.proposals.get().get_absolute_url() in html


def test_a_sender_does_not_read_the_proposals_of_others_in_the_same_case(sender):
    case = stages.received(stages.proposal_with("GAK-088"))
    other = stages.proposal_with("GAK-090", sender=factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))
    cases.join_case(proposal=other, case=case, by=factories.caseworker(), on=stages.RECEIVED)

    html = page(sender, case)

    assert "GAK-088" in html
    assert "GAK-090" not in html
    assert "Legeforeningen" not in html


def test_the_draft_that_holds_an_item_is_the_directorates_own(sender, caseworker):
    case = stages.decided()
    stages.locked_regulation(case)

    assert "Sommer 2026" in page(caseworker, case)
    assert "Sommer 2026" not in page(sender, case)


def test_a_case_of_others_is_not_found():
    case = stages.received()
    stranger = factories.submitter(factories.organisation(Organisation.Kind.MEDICAL_ASSOCIATION))

    for part in ((), ("journal",), ("tildel",), ("steg", "vurder"), ("vedtak", 1)):
        assert drafts.signed_in(stranger).get(stages.address(case, *part)).status_code == 404


# --- the journal --------------------------------------------------------------------------------------


def test_the_journal_tells_who_did_what_and_why(caseworker):
    html = page(caseworker, stages.returned())

    assert "valgte «Send tilbake til avsenderen». Fasen er nå «Sendt tilbake»." in html
    assert "Beskriv kursene." in html


def test_the_page_has_the_latest_events_and_leads_to_all_of_them(caseworker):
    case = stages.received()
    for _ in range(60):
        record_assignment(case)

    html = page(caseworker, case)
    first = caseworker.get(stages.address(case, "journal"))
    last = caseworker.get(stages.address(case, "journal") + first.context["next_url"])

    assert html.count("tildelte saken til") == 10
    assert stages.address(case, "journal") in html
    assert len(first.context["lines"]) == 50
    assert len(last.context["lines"]) == 11
    assert last.context["next_url"] == ""


def record_assignment(case: Case) -> None:
    cases.assign(case=case, responsible=factories.caseworker(), by=factories.caseworker())


@pytest.mark.parametrize("place", ["abc", "-1", "9" * 40, "½"])
def test_a_strange_place_in_the_journal_is_the_beginning(caseworker, place):
    case = stages.received()

    assert len(caseworker.get(stages.address(case, "journal"), {"etter": place}).context["lines"]) == 1


def test_the_journal_is_not_for_senders(sender):
    assert sender.get(stages.address(stages.received(), "journal")).status_code == 403


# --- how much it asks the database --------------------------------------------------------------------


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_asks_as_many_questions_for_many_items_as_for_few(caseworker):
    few = stages.decided(stages.proposal_with("GAK-088", "GAK-089", "GAK-090"))
    many = stages.decided(stages.proposal_with(*(f"GAK-{number:03d}" for number in range(100, 112))))

    assert "12. " in page(caseworker, many)
    assert queries(caseworker, stages.address(many)) == queries(caseworker, stages.address(few))


def test_the_page_asks_as_many_questions_whatever_is_recorded(caseworker, sender):
    few, many = stages.in_hearing(stages.proposal_with("GAK-088")), stages.in_hearing(stages.proposal_with("GAK-090"))
    for number in range(8):
        many.rounds.create(opens_on=stages.ROUND_OPENS, deadline=stages.ROUND_CLOSES).asked.set(stages.asked())
        many.hearings.add(
            Hearing.objects.create(
                title=f"Høring {number}", opens_on=stages.HEARING_OPENS, deadline=stages.HEARING_CLOSES
            )
        )
        record_assignment(many)

    for client in (caseworker, sender):
        assert queries(client, stages.address(many)) == queries(client, stages.address(few))
