"""The steps' pages: they say what the step means, lose nothing of what was typed, and answer every kind of no."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from organisations.models import Membership, Organisation, Role, SpecialtyContact
from revisions.models import Case, Decision, Proposal, Status
from revisions.services import decisions
from revisions.transitions import TABLE, Action, perform
from tests import factories

from . import drafts, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def caseworker():
    return drafts.signed_in(factories.caseworker())


@pytest.fixture
def decision_maker():
    return drafts.signed_in(factories.decision_maker())


def step(case: Case, action: Action) -> str:
    return stages.address(case, "steg", action.value)


def posted(client, case: Case, action: Action, **fields):
    return client.post(step(case, action), fields)


def text_of(answer) -> str:
    return answer.content.decode()


# --- every step ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", list(Status))
def test_each_steps_page_answers_by_phase_and_role(status, caseworker, decision_maker):
    """What exists is shown, what another must do is 403, what is elsewhere in the case's life is 409."""
    case = stages.in_status(status)
    sender = drafts.signed_in(factories.submitter(drafts.regut()))

    for client, roles in ((caseworker, "saksbehandler"), (decision_maker, "beslutter"), (sender, "innsender")):
        for action, row in TABLE.items():
            answer = client.get(step(case, action))
            if action in (Action.RESUBMIT, Action.ANNOUNCE) or status not in row.sources:
                assert answer.status_code == 409, (roles, action)
            else:
                assert answer.status_code == (200 if row.may(answer.wsgi_request.user, case) else 403), (roles, action)


def test_an_unknown_step_is_not_found(caseworker):
    assert caseworker.get(stages.address(stages.received(), "steg", "noe-annet")).status_code == 404


@pytest.mark.parametrize(
    ("action", "where"),
    [(Action.RESUBMIT, "fra forslagets egen side"), (Action.ANNOUNCE, "på endringsforskriftens side")],
)
def test_a_step_that_is_taken_elsewhere_says_where(caseworker, action, where):
    case = stages.received()

    for answer in (caseworker.get(step(case, action)), posted(caseworker, case, action)):
        assert answer.status_code == 409
        assert f'href="{case.get_absolute_url()}"' in text_of(answer)
        assert where in text_of(answer)


def test_a_step_that_is_not_open_yet_says_why_and_has_no_form(caseworker):
    case = stages.in_hearing()
    case.hearings.update(deadline=timezone.localdate())

    html = text_of(caseworker.get(step(case, Action.PREPARE_DECISION)))

    assert "Høringsfristen i sak" in html
    assert '<form method="post" class="stack"' not in html


def test_a_step_that_is_not_open_is_refused_with_422(caseworker):
    case = stages.in_hearing()
    case.hearings.update(deadline=timezone.localdate())

    answer = posted(caseworker, case, Action.PREPARE_DECISION)

    assert answer.status_code == 422
    assert "Høringsfristen i sak" in text_of(answer)
    assert stages.refreshed(case).status == Status.HEARING


@pytest.mark.parametrize(
    ("stage", "action", "target"),
    [
        (stages.received, Action.ASSESS, Status.COMPLETENESS),
        (stages.in_hearing, Action.PREPARE_DECISION, Status.DECISION),
        (stages.with_outcomes, Action.PROPOSE_DECISION, Status.DECISION_PROPOSED),
        (stages.announced, Action.FOLLOW_UP, Status.FOLLOW_UP),
        (stages.followed_up, Action.CLOSE, Status.CLOSED),
        (stages.postponed, Action.RESUME, Status.COMPLETENESS),
    ],
)
def test_a_plain_step_is_taken_with_its_button(caseworker, stage, action, target):
    case = stage()

    answer = caseworker.post(step(case, action), follow=True)

    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert f"Saken er nå i fasen «{target.label}»." in text_of(answer)
    assert stages.refreshed(case).status == target


@pytest.mark.parametrize(
    ("stage", "action"),
    [(stages.assessed, Action.POSTPONE), (stages.assessed, Action.WITHDRAW), (stages.closed, Action.REOPEN)],
)
def test_a_step_with_a_reason_asks_for_it(caseworker, stage, action):
    case = stage()

    without = posted(caseworker, case, action, note=" ")
    taken = posted(caseworker, case, action, note="Rådene trenger tid.")

    assert without.status_code == 422
    assert "Skriv begrunnelsen." in text_of(without)
    assert taken.status_code == 302
    assert stages.refreshed(case).status == TABLE[action].target


def test_two_who_take_the_same_step_meet_a_sentence_and_lose_no_words(caseworker):
    case = stages.assessed()
    perform(case, Action.POSTPONE, by=factories.caseworker(), on=stages.RECEIVED, note="Først.")

    answer = posted(caseworker, case, Action.POSTPONE, note="Lang begrunnelse som ikke skal bli borte.")

    assert answer.status_code == 409
    assert "er i fasen «Utsatt»" in text_of(answer)
    assert "Lang begrunnelse som ikke skal bli borte." in text_of(answer)


def test_a_step_of_another_role_is_refused_with_403_and_a_sentence(caseworker):
    case = stages.proposed()

    answer = posted(caseworker, case, Action.MAKE_DECISION, confirmed="on")

    assert answer.status_code == 403
    assert "Du har ikke rollen som trengs for «Fatt vedtak»" in text_of(answer)
    assert stages.refreshed(case).status == Status.DECISION_PROPOSED


def test_a_sender_withdraws_its_own_case():
    case = stages.in_round()
    sender = drafts.signed_in(factories.submitter(drafts.regut()))

    answer = posted(sender, case, Action.WITHDRAW, note="Rådene har ombestemt seg.")

    assert answer["Location"] == case.get_absolute_url()
    assert stages.refreshed(case).status == Status.WITHDRAWN


# --- sending back -------------------------------------------------------------------------------------


def test_what_the_system_finds_missing_stands_in_the_list(caseworker):
    case = stages.assessed()
    Proposal.objects.filter(case=case).update(conclusion="", theme_is_clear=False)

    html = text_of(caseworker.get(step(case, Action.RETURN)))

    assert "– Skriv en konklusjon; ved uenighet en vektet konklusjon." in html
    assert "– Bekreft i sjekklisten: temaoverskriften er tydelig" in html


def test_a_proposal_is_sent_back_with_the_list(caseworker):
    case = stages.assessed()

    answer = posted(caseworker, case, Action.RETURN, note="– Beskriv kursene.")

    assert answer.status_code == 302
    assert stages.refreshed(case).status == Status.RETURNED
    assert case.proposals.get().is_reopened


# --- the round ----------------------------------------------------------------------------------------


def round_fields(**fields) -> dict[str, object]:
    asked = [body.pk for body in stages.asked()]
    return {"asked": asked, "opens_on": "10.02.2026", "deadline": "20.3.26", "note": "Svar på alt.", **fields}


def suggested(client, case: Case) -> set[str]:
    form = client.get(step(case, Action.OPEN_ROUND)).context["form"]
    return {body.name for body in Organisation.objects.filter(pk__in=form.initial["asked"])}


def test_the_round_suggests_the_contact_and_legeforeningen(caseworker):
    case = stages.assessed()
    north = Organisation.objects.create(name="RegUt Helse Nord", kind="regut", region="HN")
    stages.asked()
    SpecialtyContact.objects.create(specialty=case.proposals.get().specialty, organisation=north)

    assert suggested(caseworker, case) == {"RegUt Helse Nord", "Legeforeningen"}


def test_the_round_suggests_every_regut_where_no_contact_is_set(caseworker):
    case = stages.assessed()
    Organisation.objects.create(name="RegUt Helse Nord", kind="regut", region="HN")
    factories.organisation(Organisation.Kind.ALIS_SAMLIS)
    stages.asked()

    assert suggested(caseworker, case) == {"RegUt Helse Nord", "RegUt Helse Vest", "Legeforeningen"}


def test_the_round_suggests_the_offices_for_a_specialty_outside_hospital(caseworker):
    case = stages.assessed()
    factories.organisation(Organisation.Kind.ALIS_SAMLIS)
    stages.asked()
    type(case.proposals.get().specialty).objects.update(is_outside_hospital=True)

    assert "ALIS- og SAMLIS-kontor Øst" in suggested(caseworker, case)


def test_a_round_is_opened(caseworker):
    case = stages.assessed()

    answer = caseworker.post(step(case, Action.OPEN_ROUND), round_fields())

    assert answer.status_code == 302
    recorded = case.rounds.get()
    assert (recorded.opens_on, recorded.deadline) == (dt.date(2026, 2, 10), dt.date(2026, 3, 20))
    assert set(recorded.asked.all()) == set(stages.asked())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"asked": []}, "Velg hvem som skal spørres."),
        ({"asked": ["999999"]}, "Velg organisasjoner i listen."),
        ({"asked": ["x"]}, "Velg organisasjoner i listen."),
        ({"deadline": "09.02.2026"}, "Fristen kan ikke være før åpningsdagen."),
        ({"deadline": "snart"}, "Skriv datoen som dag, måned og år"),
        ({"opens_on": ""}, "Skriv datoen som dag, måned og år"),
        ({"opens_on": "10.02.0026"}, "Kontroller årstallet."),
        ({"note": "x" * 20_001}, "er på 20 001 tegn"),
    ],
)
def test_a_round_that_is_not_right_says_so_at_the_field_and_keeps_the_rest(caseworker, fields, words):
    case = stages.assessed()

    answer = caseworker.post(step(case, Action.OPEN_ROUND), round_fields(**fields))

    assert answer.status_code == 422
    assert words in text_of(answer).replace("\u00a0", " ")
    assert "Svar på alt." in text_of(answer) or "note" in fields
    assert stages.refreshed(case).status == Status.COMPLETENESS


def test_a_round_without_legeforeningen_is_refused_at_the_list(caseworker):
    case = stages.assessed()

    answer = caseworker.post(step(case, Action.OPEN_ROUND), round_fields(asked=[stages.asked()[0].pk]))

    assert answer.status_code == 422
    assert "Legeforeningen må være blant dem som blir spurt." in str(answer.context["form"].errors["asked"])


# --- the hearing --------------------------------------------------------------------------------------


def hearing_fields(**fields) -> dict[str, object]:
    return {
        "title": "Høring om lever",
        "opens_on": "01.04.2026",
        "deadline": "01.07.2026",
        "short_deadline_reason": "",
        "letter": "Vi foreslår en endring.",
        "note": "",
        **fields,
    }


def test_the_hearing_suggests_three_months(caseworker):
    form = caseworker.get(step(stages.in_round(), Action.OPEN_HEARING)).context["form"]

    today = timezone.localdate()
    assert form.initial["opens_on"] == today
    assert 88 <= (form.initial["deadline"] - today).days <= 92
    assert form.initial["title"] == "Høring: Lever og galleveier"


def test_a_hearing_is_opened(caseworker):
    case = stages.in_round()

    answer = caseworker.post(step(case, Action.OPEN_HEARING), hearing_fields())

    assert answer.status_code == 302
    assert stages.last_hearing(case).deadline == dt.date(2026, 7, 1)


def test_a_short_hearing_is_refused_at_the_deadline_and_taken_with_a_reason(caseworker):
    case = stages.in_round()

    short = caseworker.post(step(case, Action.OPEN_HEARING), hearing_fields(deadline="01.05.2026"))
    explained = caseworker.post(
        step(case, Action.OPEN_HEARING),
        hearing_fields(deadline="01.05.2026", short_deadline_reason="Feilen rammer leger nå."),
    )

    assert short.status_code == 422
    assert "Tidligste dato er 13. mai 2026." in str(short.context["form"].errors["deadline"])
    assert explained.status_code == 302


def test_a_hearing_is_omitted_with_a_reason(caseworker):
    case = stages.in_round()

    answer = posted(caseworker, case, Action.OMIT_HEARING, note="Åpenbart unødvendig: bare skrivefeil.")

    assert answer.status_code == 302
    assert stages.refreshed(case).hearing_omitted_reason == "Åpenbart unødvendig: bare skrivefeil."


# --- making the decision ------------------------------------------------------------------------------


def seen(client, case: Case, action: Action = Action.MAKE_DECISION) -> str:
    return str(client.get(step(case, action)).context["form"].initial["seen"])


def test_the_decision_maker_reads_every_outcome_before_deciding(decision_maker):
    case = stages.proposed(stages.proposal_with("GAK-088", "GAK-090"))

    html = text_of(decision_maker.get(step(case, Action.MAKE_DECISION)))

    assert html.count("Høringen støtter det.") == 2
    assert "Vedtaket kan ikke gjøres om eller endres etterpå." in html


def test_the_decision_is_made_when_confirmed(decision_maker):
    case = stages.proposed()

    without = posted(decision_maker, case, Action.MAKE_DECISION, seen=seen(decision_maker, case))
    made = posted(decision_maker, case, Action.MAKE_DECISION, seen=seen(decision_maker, case), confirmed="on")

    assert without.status_code == 422
    assert made.status_code == 302
    assert Decision.objects.made().count() == 1


def test_nobody_decides_on_outcomes_they_have_not_read(decision_maker):
    case = stages.proposed()
    before = seen(decision_maker, case)
    by = factories.caseworker()
    perform(case, Action.SEND_BACK, by=factories.decision_maker(), on=stages.DECIDED, note="Se på nytt.")
    stages.propose_all(case, outcome=Decision.Outcome.POSTPONE)
    decisions.propose_outcome(
        item=case.proposals.get().items.get(), outcome="vedtatt", reason="En helt annen grunn.", by=by
    )
    perform(case, Action.PROPOSE_DECISION, by=by, on=stages.DECIDED)

    answer = posted(decision_maker, case, Action.MAKE_DECISION, seen=before, confirmed="on")
    again = posted(
        decision_maker, case, Action.MAKE_DECISION, seen=answer.context["form"]["seen"].value(), confirmed="on"
    )

    assert answer.status_code == 422
    assert "Forslaget til vedtak er endret etter at du åpnet siden." in text_of(answer)
    assert "En helt annen grunn." in text_of(answer)
    assert again.status_code == 302


def test_who_proposed_is_told_that_another_decides():
    case = stages.proposed()
    by = factories.caseworker()
    Membership.objects.create(user=by, organisation=factories.organisation(), role=Role.DECISION_MAKER)
    client = drafts.signed_in(by)

    shown = client.get(step(case, Action.MAKE_DECISION))
    answer = posted(client, case, Action.MAKE_DECISION, seen="", confirmed="on")

    assert "En annen beslutter må fatte vedtaket." in text_of(shown)
    assert answer.status_code == 422
    assert not Decision.objects.made().exists()


def test_a_rejection_and_a_publication_are_made_the_same_way(decision_maker):
    rejected = stages.proposed(outcome=Decision.Outcome.REJECT)
    shorter = stages.activity_case_in_decision()
    perform(shorter, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)

    for case, action in ((rejected, Action.REJECT_ALL), (shorter, Action.PUBLISH)):
        answer = posted(decision_maker, case, action, seen=seen(decision_maker, case, action), confirmed="on")

        assert answer.status_code == 302
        assert stages.refreshed(case).status == TABLE[action].target


def test_the_page_of_a_publication_lists_what_is_published(decision_maker):
    case = stages.activity_case_in_decision()
    perform(case, Action.PROPOSE_DECISION, by=factories.caseworker(), on=stages.DECIDED)

    assert "Leverkirurgi" in text_of(decision_maker.get(step(case, Action.PUBLISH)))
